"""One sheet per indicator form, in its printed grid."""

from __future__ import annotations

from typing import Any

from gongkai.model import IndicatorForm
from gongkai.recognise.forms.areas import form_areas
from gongkai.recognise.tables.caption_pieces import leftover_lines
from gongkai.words.labels import fold, longest_line
from gongkai_formats.table_looks import free_areas
from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.captions import caption_align, write_line, write_notes, write_title
from gongkai_formats.xlsx.writing.cell_values import printed_number
from gongkai_formats.xlsx.writing.grids import CellStyle, refuse_oversize, set_sizes, write_grid, write_row_places
from gongkai_formats.xlsx.writing.page_setting import PORTRAIT_UNITS, fit_form
from gongkai_formats.xlsx.writing.styles import BODY
from gongkai_formats.xlsx.writing.text_fitting import column_widths, row_heights, stretched

_ROOM = 22
"""Half-width characters a text gets on a line before it wraps."""

_CENTRED = 24
"""Half-width characters up to which a text is centred, as labels and marks are; longer ones read from the left."""


def write_form(book: Book, sheet: Any, form: IndicatorForm) -> None:
    """Write a form to its sheet and remember where it went."""
    grid = form.grid
    refuse_oversize(grid, form.title)
    areas = free_areas(grid, form_areas(grid, frozenset(part.first_row for part in form.parts)))
    widths = column_widths(grid.texts, areas, BODY, _room, 4.0) or [20.0]
    widths = stretched(widths, PORTRAIT_UNITS, 1.8)
    row = write_title(book, sheet, 0, form.title, widths)
    for text in leftover_lines((line.text for line in form.caption), (form.title,)):
        row = write_line(book, sheet, row, text, widths, caption_align(text))
    top = row
    heights = row_heights(grid.texts, areas, widths, BODY, 19.5)
    set_sizes(sheet, widths, heights, top)
    write_grid(book, sheet, grid, top, areas, FormStyles(book).style)
    book.remark(sheet, form.id, grid, top)
    end = write_notes(book, sheet, top + grid.rows, form.notes, widths)
    write_row_places(book, sheet, grid, top, max(top - 1, 0))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{top + grid.rows + 1}"})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(top, 0)
    fit_form(sheet, widths, end, sum(heights) + 70 + 20 * len(form.notes))
    book.whereabouts[form.id] = Whereabouts(sheet.get_name(), 0, top)


class FormStyles:
    """How a form's cells look: figures as figures, labels in the middle, long texts from the left."""

    def __init__(self, book: Book) -> None:
        self._styles = book.styles

    def style(self, row: int, column: int, text: str) -> CellStyle:
        """Format, number and hint of a cell."""
        plain = fold(text)
        number = printed_number(text)
        # A long run of digits without point or comma is a code or a telephone number, no figure.
        if number is not None and ("." in plain or "," in plain or "%" in plain or len(plain) <= 4):
            return CellStyle(self._styles.cell("center", num_format=number.format), number, True)
        if longest_line(text) > _CENTRED or "\n" in text:
            return CellStyle(self._styles.cell("left", text_wrap=True))
        return CellStyle(self._styles.cell("center", text_wrap=True), None, any(sign in plain for sign in "≥≤><=%"))


def _room(row: int, column: int, text: str) -> float:
    width = longest_line(text)
    if printed_number(text) is not None:
        return width + 1
    return min(width + 1, _ROOM)
