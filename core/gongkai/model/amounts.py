"""What a printed cell says as a figure: Decimal, decimals and state, never more than is printed."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from enum import StrEnum

import msgspec

UNIT_FACTORS: dict[str, int] = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""Money units as printed → yuan."""

MONEY_UNIT = "|".join(sorted(UNIT_FACTORS, key=len, reverse=True))
"""The money units as alternatives of a pattern."""

FIGURE_UNIT = rf"{MONEY_UNIT}|%|辆|台|人|个|套|件|次|批次|人次|平方米|台\(套\)|台/套|辆/台(?:\(套\))?"
"""The same for all units that tables print for a column or row, in folded text."""

_WIDTH = str.maketrans("０１２３４５６７８９，．％＋（）", "0123456789,.%+()", "\u200b\u200c\u200d\ufeff")
_MINUS = str.maketrans(dict.fromkeys("－−–﹣‑‐", "-"))
_LONG_MINUS = "—―"
_DASHES = re.compile(r"[-—―─_/*]+")
_NUMBER = re.compile(
    r"(?P<sign>[-+])?(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)?(?P<point>\.[0-9]+)?(?P<percent>%)?"
)
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9,])")
_DIGITS_APART = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic of figures never rounds, however long they are printed."""


class AmountState(StrEnum):
    """What a cell holds where a figure may stand."""

    AMOUNT = "amount"
    BLANK = "blank"
    DASH = "dash"
    TEXT = "text"


class Amount(msgspec.Struct, frozen=True):
    """A cell read as a figure; `value` only in state AMOUNT, `decimals` as printed, `percent` for a trailing %."""

    state: AmountState
    value: Decimal | None = None
    decimals: int = 0
    percent: bool = False


BLANK = Amount(AmountState.BLANK)
DASH = Amount(AmountState.DASH)
TEXT = Amount(AmountState.TEXT)


def read_amount(text: str) -> Amount:
    """The figure a cell prints.

    Accepted: half- and full-width digits; thousands in threes, by comma (also full-width) or one blank; a leading
    minus of any width or one long dash; accounting brackets; a trailing %; blanks beside signs and marks. `——` and
    its like are DASH (not applicable), anything else is TEXT: a figure with a doubtful digit is never guessed, so
    groups that are not threes (`1,23`), a second point (`5.987.71`) and digits apart (`12 30`) are none.
    """
    plain = _closed_up(text.translate(_WIDTH).translate(_MINUS))
    if plain is None:
        return TEXT
    if not plain:
        return BLANK
    if _DASHES.fullmatch(plain):
        return DASH
    negative = False
    if plain[0] == "(" and plain[-1] == ")":
        negative, plain = True, plain[1:-1]
    elif plain[0] in _LONG_MINUS:
        negative, plain = True, plain[1:]
    match = _NUMBER.fullmatch(plain)
    if match is None or not (match["whole"] or match["point"]) or (negative and match["sign"]):
        return TEXT
    value = Decimal((match["whole"] or "0").replace(",", "") + (match["point"] or ""))
    if negative or match["sign"] == "-":
        value = value.copy_negate()
    return Amount(AmountState.AMOUNT, value, len(match["point"] or ".") - 1, bool(match["percent"]))


def _closed_up(text: str) -> str | None:
    """The text without its blanks, or None where they part two figures (a wrapped `1,234,56` + `7.8` is but one)."""
    parts = text.split()
    if len(parts) < 2:
        return parts[0] if parts else ""
    plain = _GROUPED.sub(lambda match: "".join(match[0].split()), text.strip())
    pieces = [piece.strip(f"+-()%{_LONG_MINUS}") for piece in _DIGITS_APART.split(plain)]
    if len(pieces) > 1 and all(_NUMBER.fullmatch("".join(piece.split())) for piece in pieces):
        return None
    return "".join(plain.split())


def plain_decimal(value: Decimal) -> str:
    """A Decimal as digits with its own decimals: no exponent, no thousands comma, no negative zero."""
    return f"{value if value else value.copy_abs():f}"


def in_yuan(value: Decimal, unit: str) -> Decimal | None:
    """The amount in yuan with the decimals that its print leaves there, exact; None where the unit is unknown.

    5987.71 万元 → 59877100, 0.1234567 万元 → 1234.567, 5.00 元 → 5.00.
    """
    factor = UNIT_FACTORS.get(unit)
    if factor is None:
        return None
    yuan = value.scaleb(Decimal(factor).adjusted(), _EXACT)
    return yuan.quantize(Decimal(1), context=_EXACT) if yuan.as_tuple().exponent > 0 else yuan  # type: ignore[operator]
