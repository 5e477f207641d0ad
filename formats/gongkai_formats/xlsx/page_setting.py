"""How a sheet prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_A4, _A3 = 9, 8
LANDSCAPE_UNITS = 136.0
"""Column units that A4 landscape holds at full size between our margins."""

PORTRAIT_UNITS = 90.0
_SMALLEST = 0.6
"""Below this scale a sheet goes to A3."""


def set_page(sheet: Any, widths: Sequence[float], rows: int, repeated: tuple[int, int] | None, landscape: bool) -> None:
    """One page wide on A4, on A3 where that would become too small; rows above the data repeat on every page."""
    total = sum(widths)
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A3 if total * _SMALLEST > (LANDSCAPE_UNITS if landscape else PORTRAIT_UNITS) else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if rows and widths:
        sheet.print_area(0, 0, rows - 1, len(widths) - 1)
    if repeated is not None:
        sheet.repeat_rows(*repeated)
