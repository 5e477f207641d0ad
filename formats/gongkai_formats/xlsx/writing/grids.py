"""A printed grid on a sheet: every cell bordered, merged where it was merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gongkai.errors import TargetError
from gongkai.model import Cell, Grid
from gongkai_formats.table_looks import Areas, covered_places
from gongkai_formats.xlsx.writing.book import MOST_COLUMNS, MOST_ROWS, Book
from gongkai_formats.xlsx.writing.cell_places import rows_text
from gongkai_formats.xlsx.writing.cell_values import PrintedNumber
from gongkai_formats.xlsx.writing.styles import GREY


class CellStyle(NamedTuple):
    """How a cell shows: XlsxWriter format, its number if it is one, and whether it tells its place when selected."""

    format: Any
    number: PrintedNumber | None = None
    hint: bool = False


def refuse_oversize(grid: Grid, title: str) -> None:
    """TargetError where a grid is larger than a worksheet."""
    if grid.rows > MOST_ROWS or grid.columns > MOST_COLUMNS:
        size = f"{grid.rows:,} 行 × {grid.columns:,} 列"
        raise TargetError(f"表格有 {size}，超出工作表的容量", title or "表格", "请改用 --to csv 或 --to json")


def write_grid(
    book: Book, sheet: Any, grid: Grid, top: int, areas: Areas, style: Callable[[int, int, str], CellStyle]
) -> None:
    """Write a grid with its first row at `top`, from the first column on; holes become bordered blanks."""
    covered = covered_places(areas)
    for row, texts in enumerate(grid.texts):
        for column, text in enumerate(texts):
            if (row, column) in covered:
                continue
            format, number, hint = style(row, column, text)
            if (row, column) in areas:
                book.merge(sheet, top + row, column, *areas[row, column], text, format, number)
            else:
                book.write(sheet, top + row, column, text, format, number)
            if hint:
                book.hint(sheet, top + row, column, grid.cell_at(row, column))


def write_row_places(book: Book, sheet: Any, grid: Grid, top: int, header_row: int) -> None:
    """A 出处 column beside the grid, outside what prints: where each row stands in the source."""
    by_row: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        by_row[cell.row].append(cell)
    column = grid.columns + 1
    style = book.styles.get(font_size=8, font_color=GREY)
    texts = [rows_text(cells) for cells in by_row]
    if not any(texts):
        return
    sheet.set_column(grid.columns, grid.columns, 2)
    sheet.set_column(column, column, 12)
    sheet.write_string(header_row, column, "出处", style)
    for row, text in enumerate(texts):
        if text and top + row != header_row:
            book.write(sheet, top + row, column, text, style)


def set_sizes(sheet: Any, widths: Sequence[float], heights: Sequence[float], top: int) -> None:
    """Apply column widths, and row heights from `top` on."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, height in enumerate(heights):
        sheet.set_row(top + row, height)
