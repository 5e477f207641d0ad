"""What a printed cell says as a figure: Decimal, decimals and state, never more than is printed."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum

import msgspec

UNIT_FACTORS: dict[str, int] = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""Money units as printed → yuan."""

_WIDTH = str.maketrans("０１２３４５６７８９，．％＋（）", "0123456789,.%+()")
_MINUS = str.maketrans(dict.fromkeys("－−–﹣", "-"))
_DASHES = re.compile(r"[-—―‐‑─_/*]+")
_NUMBER = re.compile(r"(?P<sign>[-+])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<point>\.\d+)?(?P<percent>%)?")


class AmountState(str, Enum):
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

    Accepted: half- and full-width digits, thousands commas (also full-width), a leading minus of any width,
    accounting brackets, a trailing %, blanks around and between. `——` and its like are DASH (not applicable),
    anything else is TEXT: a figure with a doubtful digit is never guessed.
    """
    plain = "".join(text.split()).translate(_WIDTH).translate(_MINUS)
    if not plain:
        return BLANK
    if _DASHES.fullmatch(plain):
        return DASH
    negative = False
    if plain[0] == "(" and plain[-1] == ")":
        negative, plain = True, plain[1:-1]
    elif plain[0] == "—" and len(plain) > 1:
        negative, plain = True, plain.lstrip("—")
    match = _NUMBER.fullmatch(plain)
    if match is None or not (match["whole"] or match["point"]) or (negative and match["sign"]):
        return TEXT
    digits = (match["whole"] or "0").replace(",", "") + (match["point"] or "")
    value = Decimal(digits)
    if negative or match["sign"] == "-":
        value = -value
    return Amount(AmountState.AMOUNT, value, len(match["point"] or ".") - 1, bool(match["percent"]))


def plain_decimal(value: Decimal) -> str:
    """A Decimal as digits with its own decimals: no exponent, no thousands comma, no negative zero."""
    return f"{abs(value) if not value else value:f}"


def in_yuan(value: Decimal, unit: str) -> Decimal | None:
    """The amount in yuan, or None where the unit is unknown; trailing zeros beyond what is printed are not invented."""
    factor = UNIT_FACTORS.get(unit)
    if factor is None:
        return None
    yuan = value * factor
    return yuan.quantize(Decimal(1)) if yuan == yuan.to_integral_value() else yuan.normalize()
