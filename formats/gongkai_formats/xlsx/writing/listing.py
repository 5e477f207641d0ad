"""Plain lists: a head row, wrapped columns, frozen head, filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.cell_values import PrintedNumber
from gongkai_formats.xlsx.writing.page_setting import set_page
from gongkai_formats.xlsx.writing.styles import BODY
from gongkai_formats.xlsx.writing.text_fitting import height_of, lines_needed


class ListColumn(NamedTuple):
    """A column of a list: its head and width in column units; `wrap` lets rows grow with it."""

    head: str
    width: float
    wrap: bool = False
    align: str = "left"


class ListCell(NamedTuple):
    """A cell of a list: text, number instead, where it leads, and a fill."""

    text: str = ""
    number: PrintedNumber | None = None
    target: Whereabouts | None = None
    place: tuple[int, int] | None = None
    fill: str = ""


def write_list(
    book: Book, sheet: Any, top: int, columns: Sequence[ListColumn], rows: Iterable[Sequence[ListCell]]
) -> int:
    """Write head and rows; the row after the last."""
    head = book.styles.cell("center", bold=True, text_wrap=True, bg_color="#F2F2F2")
    for column, (name, *_) in enumerate(columns):
        sheet.write_string(top, column, name, head)
    sheet.set_row(top, 22)
    styles = [_plain_style(book, column) for column in columns]
    row = top
    for row, entries in enumerate(rows, top + 1):
        lines = 1
        for column, entry in enumerate(entries):
            if entry.number is None and entry.target is None and not entry.fill:
                book.write(sheet, row, column, entry.text, styles[column])
            else:
                _write_entry(book, sheet, row, column, columns[column], entry)
            if columns[column].wrap and entry.text:
                lines = max(lines, lines_needed(entry.text, columns[column].width, BODY))
        book.next_row(sheet, row)
        if lines > 1:
            sheet.set_row(row, height_of(lines, BODY))
    return row + 1


def finish_list(sheet: Any, top: int, end: int, columns: Sequence[ListColumn]) -> None:
    """Widths, filter, frozen head and page of a list that fills its sheet."""
    for column, (_, width, *_) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.autofilter(top, 0, max(end - 1, top), len(columns) - 1)
    sheet.freeze_panes(top + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(end, 2)}"})
    set_page(sheet, [column.width for column in columns], end, (top, top), landscape=True)


def _plain_look(column: ListColumn) -> dict[str, Any]:
    look: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "align": column.align}
    return {**look, "text_wrap": True} if column.wrap else look


def _plain_style(book: Book, column: ListColumn) -> Any:
    return book.styles.get(**_plain_look(column))


def _write_entry(book: Book, sheet: Any, row: int, at: int, column: ListColumn, entry: ListCell) -> None:
    look = _plain_look(column)
    if entry.fill:
        look["bg_color"] = entry.fill
    if entry.number is not None:
        look |= {"num_format": entry.number.format, "align": "right"}
    if entry.target is not None:
        book.link(sheet, row, at, entry.text, entry.target, look, entry.place)
    else:
        book.write(sheet, row, at, entry.text, book.styles.get(**look), entry.number)
