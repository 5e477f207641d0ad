"""Printed figures as intervals: what is printed is the true value rounded to its last printed digit."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from gongkai.model import UNIT_FACTORS, Place, read_amount

FigureKey = tuple[str, int, int]
"""Where a figure stands: block id, then grid row and column; in narrative, -1 and the character offset."""

CONSTANT_ROW = -2
"""Row of the key of a number that stands in no cell (the 100 points of a form): nothing doubts it."""

ZERO = Decimal(0)
_HALF = Decimal("0.5")
_BLANK_DECIMALS = 2
"""Decimals of an amount that is put where nothing is printed."""


class PrintedFigure(msgspec.Struct, frozen=True, gc=False):
    """A printed figure.

    `value` ± `half` bound the true value: `half` is half a unit of the last printed digit. Both are in yuan where
    the unit is known (`factor` yuan to the printed unit), else as printed (`factor` 1, `money` False). A blank cell
    is an exact zero.
    """

    key: FigureKey
    raw: str
    value: Decimal
    half: Decimal
    decimals: int = 0
    factor: int = 1
    money: bool = False
    places: tuple[Place, ...] = ()

    def reread(self, raw: str) -> PrintedFigure | None:
        """This figure with another printed text, or None where that is no number."""
        return read_figure(self.key, raw, self.factor if self.money else None, self.places)

    def printed(self, value: Decimal) -> Decimal:
        """A value of this figure's scale in the printed unit, rounded to the printed decimals."""
        decimals = self.decimals if self.raw else _BLANK_DECIMALS
        return (value / self.factor).quantize(Decimal(1).scaleb(-decimals))


def read_figure(
    key: FigureKey, raw: str, factor: int | None = None, places: tuple[Place, ...] = ()
) -> PrintedFigure | None:
    """The figure a text prints, None where it prints none; `factor` is yuan per printed unit, None if unknown."""
    amount = read_amount(raw)
    if amount.value is None:
        return None
    half = _HALF.scaleb(-amount.decimals)
    scale = factor or 1
    return PrintedFigure(
        key, raw, amount.value * scale, half * scale, amount.decimals, scale, factor is not None, places
    )


def blank_figure(key: FigureKey, places: tuple[Place, ...] = (), factor: int | None = None) -> PrintedFigure:
    """A blank cell: zero in every sum, without rounding; `factor` as in `read_figure`."""
    return PrintedFigure(key, "", ZERO, ZERO, factor=factor or 1, money=factor is not None, places=places)


def unit_factor(unit: str) -> int | None:
    """Yuan per unit, None where the unit is unknown or no money."""
    return UNIT_FACTORS.get(unit)
