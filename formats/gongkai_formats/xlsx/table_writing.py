"""One sheet per table, in the official layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from gongkai.labels import fold
from gongkai.model import AmountState, ColumnRole, RowLabel, RowRole, Table, read_amount
from gongkai.recognise.header_spans import header_spans
from gongkai_formats.xlsx.book import Book, Whereabouts
from gongkai_formats.xlsx.caption_writing import write_notes, write_table_caption
from gongkai_formats.xlsx.cell_values import printed_number
from gongkai_formats.xlsx.grid_writing import (
    Look,
    printed_areas,
    refuse_oversize,
    set_sizes,
    write_grid,
    write_row_places,
)
from gongkai_formats.xlsx.page_setting import LANDSCAPE_UNITS, set_page
from gongkai_formats.xlsx.styles import BODY, CONTRADICTED
from gongkai_formats.xlsx.text_fitting import column_widths, half_widths, row_heights, stretched

_TOTAL = re.compile(r"(?:.{0,6}(?:合计|总计)|总计|合计|小计)")
_WHOLE = re.compile(r"\d+", re.ASCII)
_LABEL_ROOM = 44
_TEXT_ROOM = 32


def write_table(book: Book, sheet: Any, table: Table) -> None:
    """Write a table to its sheet and remember where it went."""
    refuse_oversize(table.grid, table.title)
    looks = TableLooks(book, table)
    texts = table.grid.texts
    columns = table.grid.columns
    areas = table_areas(table, looks)
    widths = column_widths(texts, areas, BODY, looks.room, 7.0) or [20.0]
    widths = stretched(stretched(widths, LANDSCAPE_UNITS * 0.85, 1.8), LANDSCAPE_UNITS * 0.6, 9.0)
    top = write_table_caption(book, sheet, table, widths)
    heights = row_heights(texts, areas, widths, BODY, 19.5)
    set_sizes(sheet, widths, heights, top)
    write_grid(book, sheet, table.grid, top, areas, looks.look)
    book.remark(sheet, table.id, table.grid, top)
    data_row = top + looks.header_rows
    end = write_notes(book, sheet, top + table.grid.rows, table.notes, widths)
    write_row_places(book, sheet, table.grid, top, max(data_row - 1, 0))
    if columns and table.grid.rows:
        everything = f"A1:XFD{top + table.grid.rows}"
        sheet.ignore_errors({"number_stored_as_text": everything})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(data_row, 0)
    set_page(sheet, widths, end, (0, data_row - 1) if data_row else None, landscape=True, height=sum(heights) + 90)
    book.whereabouts[table.id] = Whereabouts(sheet.get_name(), 0, top)


def table_areas(table: Table, looks: TableLooks) -> dict[tuple[int, int], tuple[int, int]]:
    """Merged areas: as printed, else derived for the header, for totals that stand before a blank label column, and
    for section rows that fill one cell only."""
    areas = printed_areas(table.grid)
    spans = header_spans(table.grid, looks.header_rows)
    areas.update({(row, column): (tall, wide) for row, column, tall, wide in spans})
    if printed_areas(table.grid):
        return areas
    columns = table.grid.columns
    for row in range(looks.header_rows, table.grid.rows):
        texts = table.grid.texts[row]
        if looks.row_role(row) == "section" and columns > 1 and texts[0] and not any(texts[1:]):
            areas[row, 0] = (1, columns)
        elif looks.row_role(row) not in ("header", "column_numbers"):
            for column in range(columns - 1):
                if looks.is_total_over_two(column, texts):
                    areas[row, column] = (1, 2)
    return areas


@lru_cache(maxsize=65_536)
def role_by_print(text: str) -> ColumnRole:
    """What a cell of a table without a reading holds, by its own print: an amount only with point, comma or dash."""
    plain = fold(text)
    if printed_number(plain) is not None and ("." in plain or "," in plain):
        return "amount"
    if _WHOLE.fullmatch(plain):
        return "code" if len(plain) >= 3 else "line_number"
    return "amount" if read_amount(plain).state == AmountState.DASH else "text"


def _total_rows(texts: Sequence[Sequence[str]]) -> Iterator[int]:
    for row, cells in enumerate(texts):
        if _TOTAL.fullmatch(fold(next(filter(None, cells), ""))):
            yield row


class TableLooks:
    """How each cell of one table looks, by its reading where there is one, else by what is printed."""

    def __init__(self, book: Book, table: Table) -> None:
        self._styles = book.styles
        self._reading = table.reading
        self._contradicted = frozenset(table.proof.contradicted if table.proof else ())
        self.header_rows = table.reading.header_rows if table.reading else table.header_rows
        self._totals = frozenset() if table.reading else frozenset(_total_rows(table.grid.texts))

    def row_role(self, row: int) -> RowRole | None:
        """The role of a row; None below the header of a table without a reading."""
        if self._reading is not None:
            return self._reading.rows[row].role
        return "header" if row < self.header_rows else None

    def look(self, row: int, column: int, text: str) -> Look:
        """Style, number and hint of a cell."""
        role = self.row_role(row)
        if role in ("header", "column_numbers"):
            return Look(self._styles.cell("center", text_wrap=True, bold=role == "header"))
        if role == "section":
            return Look(self._styles.cell("center", text_wrap=True, bold=True))
        label = self._label(row, column)
        bold = label.total if label is not None else self._reads_as_total(row)
        emphasis = {"bold": True} if bold else {}
        if bold and _TOTAL.fullmatch(fold(text)):
            return Look(self._styles.cell("center", text_wrap=True, bold=True))
        match self._column_role(column, text):
            case "amount":
                fill = {"bg_color": CONTRADICTED} if (row, column) in self._contradicted else {}
                return self._amount_look(text, {**emphasis, **fill})
            case "code":
                return Look(self._styles.cell("left", num_format="@", **emphasis))
            case "line_number":
                return Look(self._styles.cell("center", **emphasis))
        level = label.level - 1 if label is not None and self._column_role(column, text) == "label" else 0
        indent = {"indent": min(level, 15)} if level > 0 else {}
        return Look(self._styles.cell("left", text_wrap=True, **indent, **emphasis))

    def _amount_look(self, text: str, emphasis: dict[str, Any]) -> Look:
        number = printed_number(text)
        if number is not None:
            return Look(self._styles.cell("right", num_format=number.format, **emphasis), number, True)
        state = read_amount(text).state
        align = "right" if state in (AmountState.AMOUNT, AmountState.BLANK) else "center"
        wrap = {"text_wrap": True} if state == AmountState.TEXT else {}
        return Look(self._styles.cell(align, **wrap, **emphasis), None, bool(text))

    def _column_role(self, column: int, text: str) -> ColumnRole:
        if self._reading is not None:
            return self._reading.columns[column].role
        return role_by_print(text)

    def _label(self, row: int, column: int) -> RowLabel | None:
        if self._reading is None:
            return None
        labels, panel = self._reading.rows[row].labels, self._reading.columns[column].panel
        return labels[panel] if panel < len(labels) else None

    def _reads_as_total(self, row: int) -> bool:
        return row in self._totals

    def is_total_over_two(self, column: int, texts: tuple[str, ...]) -> bool:
        """Whether a total's label stands in a code column before a blank label column."""
        if self._reading is None or not texts[column] or texts[column + 1]:
            return False
        roles = self._reading.columns[column].role, self._reading.columns[column + 1].role
        return roles == ("code", "label") and not _WHOLE.fullmatch(fold(texts[column]))

    def room(self, row: int, column: int, text: str) -> float:
        """Half-width characters a text should have on a line: figures and codes all, labels up to a limit, heads about
        a third of themselves."""
        width = half_widths(text)
        if self.row_role(row) in ("header", "column_numbers", "section"):
            return min(width, max(8, width / 2.4 + 1))
        role = self._column_role(column, text)
        if role in ("amount", "code", "line_number") and width <= 40:
            return width + 2.5
        return min(width + 1, _LABEL_ROOM if role == "label" else _TEXT_ROOM)
