"""How figures look as text, for telling columns and rows apart. What a cell's figure is worth says `read_amount`.

All questions go by the whole text. What a text file prints may be spread by blanks and torn at its brackets, so there
blanks within are left out and a bracket may be alone; what a page prints keeps its glyphs together, so there a blank
parts two figures, but a comma may stand anywhere: a misprint makes a figure wrong, not a cell another kind of cell.
"""

from __future__ import annotations

import re

from gongkai.model import AmountState, read_amount

_GROUPED = r"\d{1,3}(?:,\d{3})+"
"""Thousands in threes, the first group of one to three digits."""

_OPENING, _CLOSING = "[-－−(（]?", "[)）%]?"
"""A minus of any width or an accounting bracket; the bracket's end or a percent sign."""

_NUMBER = re.compile(rf"{_OPENING}(?:{_GROUPED}|\d+)(?:\.\d+)?{_CLOSING}")
_AMOUNT = re.compile(rf"{_OPENING}(?:(?:{_GROUPED}|\d+)\.\d+|{_GROUPED}){_CLOSING}")
_LIKE_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
_LIKE_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
_DASHES = re.compile("—{1,2}")


def is_figure(text: str) -> bool:
    """Whether a cell reads as a figure by all that `read_amount` accepts: full-width digits, signs, blanks in groups."""
    return read_amount(text).state is AmountState.AMOUNT


def is_number(text: str) -> bool:
    """Whether a text holds nothing but a number: 3, 1,234.50, (12), 8%, or a half of (12) that was torn."""
    return _NUMBER.fullmatch("".join(text.split())) is not None


def is_amount(text: str) -> bool:
    """Whether a number is printed as amounts are, with decimals or thousands; codes, counts and years are none."""
    return _AMOUNT.fullmatch("".join(text.split())) is not None


def looks_like_number(text: str) -> bool:
    """Whether a page prints digits as a number, well formed or not: 3, 1,234.50, 1234,5, 8%."""
    return _LIKE_NUMBER.fullmatch(text) is not None


def looks_like_amount(text: str) -> bool:
    """Whether a page prints digits with decimals, well formed or not: 12.30, 1234,567.00; no rates."""
    return _LIKE_AMOUNT.fullmatch(text) is not None


def is_dashes(text: str) -> bool:
    """Whether one or two long dashes stand where a figure might."""
    return _DASHES.fullmatch("".join(text.split())) is not None
