"""Reading a sheet with both engines and comparing every figure, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import finding
from gongkai.model import Finding, SheetRange
from gongkai_formats.sheet.number_formats import format_of, stored_number
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.reading.second_engine import SecondEngine


def compare_figures(first: PrintedSheet, engine: SecondEngine) -> Iterator[Finding]:
    """A finding for each number of the second engine that would print otherwise than the first engine's cell."""
    unprinted = frozenset(first.unprinted)
    for row, column, value in engine.values(first.name):
        number = stored_number(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None
        if number is None or (row, column) in unprinted:
            continue
        text, style = next(((text, style) for at, text, style in first.rows.get(row, ()) if at == column), ("", 0))
        other = format_of(first.look(style).format)(number, False)
        if text != other:
            place = (SheetRange(first.name, row, column, row, column),)
            message = f"工作表“{first.name}”：一个引擎读作“{text}”，另一个读作“{other}”"
            yield finding("xlsx.double_read", message, places=place, found=text, expected=other, quote=text)
