"""One sheet per table, in the official layout."""

from __future__ import annotations

from typing import Any

from gongkai.model import AmountState, Table, read_amount
from gongkai.words.labels import longest_line
from gongkai_formats.table_looks import Align, TableLooks
from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.captions import write_notes, write_table_caption
from gongkai_formats.xlsx.writing.cell_values import printed_number
from gongkai_formats.xlsx.writing.grids import CellStyle, refuse_oversize, set_sizes, write_grid, write_row_places
from gongkai_formats.xlsx.writing.page_setting import LANDSCAPE_UNITS, set_page
from gongkai_formats.xlsx.writing.styles import BODY, CONTRADICTED
from gongkai_formats.xlsx.writing.text_fitting import column_widths, row_heights, stretched

_LABEL_ROOM = 44
_TEXT_ROOM = 32


def write_table(book: Book, sheet: Any, table: Table) -> None:
    """Write a table to its sheet and remember where it went."""
    refuse_oversize(table.grid, table.title)
    styles = TableStyles(book, table)
    texts, areas = table.grid.texts, styles.looks.areas
    widths = column_widths(texts, areas, BODY, styles.room, 7.0) or [20.0]
    widths = stretched(stretched(widths, LANDSCAPE_UNITS * 0.85, 1.8), LANDSCAPE_UNITS * 0.6, 9.0)
    top = write_table_caption(book, sheet, table, widths)
    heights = row_heights(texts, areas, widths, BODY, 19.5)
    set_sizes(sheet, widths, heights, top)
    write_grid(book, sheet, table.grid, top, areas, styles.style)
    book.remark(sheet, table.id, table.grid, top)
    data_row = top + styles.looks.header_rows
    end = write_notes(book, sheet, top + table.grid.rows, table.notes, widths)
    write_row_places(book, sheet, table.grid, top, max(data_row - 1, 0))
    if texts and texts[0]:
        everything = f"A1:XFD{top + table.grid.rows}"
        sheet.ignore_errors({"number_stored_as_text": everything})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(data_row, 0)
    set_page(sheet, widths, end, (0, data_row - 1) if data_row else None, landscape=True, height=sum(heights) + 90)
    book.whereabouts[table.id] = Whereabouts(sheet.get_name(), 0, top)


class TableStyles:
    """How each cell of one table shows on a sheet."""

    def __init__(self, book: Book, table: Table) -> None:
        self._styles = book.styles
        self._contradicted = frozenset(table.proof.contradicted if table.proof else ())
        self.looks = TableLooks(table)

    def style(self, row: int, column: int, text: str) -> CellStyle:
        """Format, number and hint of a cell."""
        align, bold, indent, role = self.looks.look(row, column, text)
        emphasis: dict[str, Any] = {"bold": True} if bold else {}
        if role == "amount":
            return self._amount_style(row, column, text, align, emphasis)
        if role == "code":
            return CellStyle(self._styles.cell(align, num_format="@", **emphasis))
        indented = {"indent": indent} if indent else {}
        wrapped = {} if role == "line_number" else {"text_wrap": True}
        return CellStyle(self._styles.cell(align, **wrapped, **indented, **emphasis))

    def _amount_style(self, row: int, column: int, text: str, align: Align, emphasis: dict[str, Any]) -> CellStyle:
        fill = {"bg_color": CONTRADICTED} if (row, column) in self._contradicted else {}
        number = printed_number(text)
        if number is not None:
            return CellStyle(self._styles.cell("right", num_format=number.format, **emphasis, **fill), number, True)
        wrap = {"text_wrap": True} if read_amount(text).state == AmountState.TEXT else {}
        return CellStyle(self._styles.cell(align, **wrap, **emphasis, **fill), None, bool(text))

    def room(self, row: int, column: int, text: str) -> float:
        """Half-width characters a text should have on a line: figures and codes all, labels up to a limit, heads about
        a third of themselves."""
        width = longest_line(text)
        if self.looks.is_head(row):
            return min(width, max(8, width / 2.4 + 1))
        role = self.looks.column_role(column, text)
        if role in ("amount", "code", "line_number") and width <= 40:
            return width + 2.5
        return min(width + 1, _LABEL_ROOM if role == "label" else _TEXT_ROOM)
