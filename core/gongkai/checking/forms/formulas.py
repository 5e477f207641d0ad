"""Sums written out in a cell, as `(30+12-2)/50=80%`, recomputed. Figures, + - × ÷ and brackets, no more."""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

import msgspec

from gongkai.words.labels import fold

_FORMULA = re.compile(r"([-\d.,+*/()]+)=(-?\d+(?:\.\d+)?)(%?)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[-+*/()]")
_SIGNS = str.maketrans("×÷−＝", "*/-=")
_DEEPEST = 20
"""Brackets and signs within each other: far more than anybody writes, few enough for the stack."""


class Formula(msgspec.Struct, frozen=True):
    """A written sum: what it comes to and what is printed, both in per cent if it prints one; half a printed unit."""

    computed: Decimal
    printed: Decimal
    tolerance: Decimal


def evaluate_formula(text: str) -> Formula | None:
    """The sum that a whole cell writes out; None where the cell is something else or cannot be computed."""
    match = _FORMULA.fullmatch(fold(text.translate(_SIGNS)).replace(",", ""))
    if match is None or not re.search(r"[-+*/]", match[1][1:]):
        return None
    try:
        value, rest = _sum(_TOKEN.findall(match[1]), 0)
    except (ValueError, DivisionByZero, InvalidOperation):
        return None
    if rest or "".join(_TOKEN.findall(match[1])) != match[1]:
        return None
    printed = Decimal(match[2])
    exponent = printed.as_tuple().exponent
    half = Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)
    return Formula(value * 100 if match[3] else value, printed, half)


def _sum(tokens: list[str], depth: int) -> tuple[Decimal, list[str]]:
    value, tokens = _product(tokens, depth)
    while tokens and tokens[0] in "+-":
        other, rest = _product(tokens[1:], depth)
        value, tokens = (value + other if tokens[0] == "+" else value - other), rest
    return value, tokens


def _product(tokens: list[str], depth: int) -> tuple[Decimal, list[str]]:
    value, tokens = _atom(tokens, depth)
    while tokens and tokens[0] in "*/":
        other, rest = _atom(tokens[1:], depth)
        value, tokens = (value * other if tokens[0] == "*" else value / other), rest
    return value, tokens


def _atom(tokens: list[str], depth: int) -> tuple[Decimal, list[str]]:
    if not tokens or depth > _DEEPEST:
        raise ValueError("a number is missing")
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:], depth + 1)
        if rest[:1] != [")"]:
            raise ValueError("a bracket stays open")
        return value, rest[1:]
    if tokens[0] == "-":
        value, rest = _atom(tokens[1:], depth + 1)
        return -value, rest
    return Decimal(tokens[0]), tokens[1:]
