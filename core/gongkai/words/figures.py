"""How figures look as text, for telling columns and rows apart. What a cell's figure is worth says `read_amount`.

Three questions, from the widest to the narrowest; all go by the whole text, blanks within it left out.
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
_DASHES = re.compile("—{1,2}")


def is_figure(text: str) -> bool:
    """Whether a cell reads as a figure by all that `read_amount` accepts: full-width digits, signs, blanks in groups."""
    return read_amount(text).state is AmountState.AMOUNT


def is_number(text: str) -> bool:
    """Whether a text holds nothing but a number: 3, 1,234.50, (12), 8%."""
    return _NUMBER.fullmatch("".join(text.split())) is not None


def is_amount(text: str) -> bool:
    """Whether a number is printed as amounts are, with decimals or thousands; codes, counts and years are none."""
    return _AMOUNT.fullmatch("".join(text.split())) is not None


def is_dashes(text: str) -> bool:
    """Whether one or two long dashes stand where a figure might."""
    return _DASHES.fullmatch("".join(text.split())) is not None
