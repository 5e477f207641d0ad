"""What goes into a cell: a real number where Excel then shows exactly what was printed, text everywhere else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_PRINTED = re.compile(
    r"(?P<bracket>\()?(?P<minus>-)?(?P<whole>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?P<point>\.\d+)?(?(bracket)\)|)(?P<percent>%)?",
    re.ASCII,
)
EXACT_DIGITS = 15
"""Significant digits an Excel number keeps."""

TEXT_LIMIT = 32_000
"""Characters put into one cell; Excel's own limit is 32,767 UTF-16 units."""


class PrintedNumber(NamedTuple):
    """A number and the Excel format under which it shows as printed."""

    value: float
    format: str


@lru_cache(maxsize=65_536)
def printed_number(text: str) -> PrintedNumber | None:
    """The number a printed text can be stored as, or None where the display could differ from the print.

    Half-width digits only, thousands commas all or none, accounting brackets, a percent sign. Not numbers: leading
    zeros (codes), a leading plus or bare point, more than 15 significant digits, a negative zero.
    """
    match = _PRINTED.fullmatch(text.strip())
    if match is None or (match["bracket"] and match["minus"]):
        return None
    digits = match["whole"].replace(",", "") + (match["point"] or "")
    value = Decimal(digits)
    negative = bool(match["bracket"] or match["minus"])
    if len(digits.replace(".", "").lstrip("0")) > EXACT_DIGITS or (negative and not value):
        return None
    # Below a thousand both formats show the same; the grouped one stays right when someone enters a larger figure.
    grouped = "," in match["whole"] or len(match["whole"]) <= 3
    format = ("#,##0" if grouped else "0") + ("." + "0" * (len(match["point"]) - 1) if match["point"] else "")
    if match["percent"]:
        value, format = value / 100, format + "%"
        if match["bracket"]:
            return None
    if match["bracket"]:
        format = f"{format};({format})"
    return PrintedNumber(float(-value if negative else value), format)


def pieces(text: str, size: int = TEXT_LIMIT) -> list[str]:
    """A long text cut so that each piece fits a cell; joined they are the text again. Cuts fall after a full stop or
    line break where one is near."""
    if len(text) <= size:
        return [text]
    cut: list[str] = []
    start = 0
    while len(text) - start > size:
        end = max(text.rfind(mark, start + size // 2, start + size) for mark in "。；\n") + 1
        end = end or start + size
        cut.append(text[start:end])
        start = end
    cut.append(text[start:])
    return cut
