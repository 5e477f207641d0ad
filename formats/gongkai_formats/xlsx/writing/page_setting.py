"""How a sheet prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_A4, _A3 = 9, 8
LANDSCAPE_UNITS = 136.0
"""Column units that A4 landscape holds at full size between our margins."""

PORTRAIT_UNITS = 90.0
_LANDSCAPE_POINTS, _PORTRAIT_POINTS = 480.0, 720.0
_A3_GROWTH = 1.41
_SMALLEST = 0.58
"""Below this scale a sheet goes to A3."""


def fit_form(sheet: Any, widths: Sequence[float], rows: int, height: float) -> None:
    """One page, upright or across, whichever shows more; A3 where A4 would be too small, several pages where both are."""
    total = max(sum(widths), 1.0)
    upright = min(PORTRAIT_UNITS / total, _PORTRAIT_POINTS / height)
    across = min(LANDSCAPE_UNITS / total, _LANDSCAPE_POINTS / height)
    scale = max(upright, across)
    one_page = scale * _A3_GROWTH >= _SMALLEST
    landscape = across * 1.1 > upright if one_page else total > PORTRAIT_UNITS / _SMALLEST
    set_page(sheet, widths, rows, None, landscape)
    if one_page:
        sheet.set_paper(_A4 if scale >= _SMALLEST else _A3)
        sheet.fit_to_pages(1, 1)


def set_page(
    sheet: Any,
    widths: Sequence[float],
    rows: int,
    repeated: tuple[int, int] | None,
    landscape: bool,
    height: float = 0,
) -> None:
    """One page wide on A4, on A3 where that would become too small; rows above the data repeat on every page.

    A sheet whose `height` in points is known goes on one page altogether where it stays readable.
    """
    total = sum(widths)
    if landscape:
        sheet.set_landscape()
    wide, high = (LANDSCAPE_UNITS, _LANDSCAPE_POINTS) if landscape else (PORTRAIT_UNITS, _PORTRAIT_POINTS)
    large = total * _SMALLEST > wide
    sheet.set_paper(_A3 if large else _A4)
    scale = _SMALLEST / _A3_GROWTH if large else _SMALLEST
    sheet.fit_to_pages(1, 1 if 0 < height * scale <= high else 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if rows and widths:
        sheet.print_area(0, 0, rows - 1, len(widths) - 1)
    if repeated is not None:
        sheet.repeat_rows(*repeated)
