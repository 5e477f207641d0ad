"""The lines around a table: title over it, number label, head line with department, year and unit, notes under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.model import PrintedLine, Table
from gongkai.recognise.tables.caption_pieces import head_pieces, leftover_lines
from gongkai.words.labels import fold
from gongkai_formats.xlsx.writing.book import Book
from gongkai_formats.xlsx.writing.styles import BODY, GREY, HEI, TITLE
from gongkai_formats.xlsx.writing.text_fitting import height_of, lines_needed


def write_table_caption(book: Book, sheet: Any, table: Table, widths: Sequence[float]) -> int:
    """Write the caption from the first row on; the first row below it."""
    lines = [line.text for line in table.caption]
    left, centre, right = head_pieces(table, lines)
    shown = [table.title, table.number_label, left, centre, right]
    row = write_title(book, sheet, 0, table.title, widths)
    for text in leftover_lines(lines, shown):
        row = write_line(book, sheet, row, text, widths, caption_align(text))
    if table.number_label:
        row = write_line(book, sheet, row, table.number_label, widths, "right")
    if left or centre or right:
        _write_head(book, sheet, row, (left, centre, right), widths)
        row += 1
    return row


def caption_align(text: str) -> str:
    """Labelled lines (填报单位：…) stand left, others in the middle."""
    return "left" if ":" in fold(text) else "center"


def write_title(book: Book, sheet: Any, row: int, title: str, widths: Sequence[float]) -> int:
    """Write a title over all columns; the next row. A table without one says so in grey."""
    look = {"font_name": HEI, "font_size": TITLE} if title else {"font_color": GREY, "italic": True}
    style = book.styles.get(align="center", text_wrap=True, **look)
    text = title or "（未见标题）"
    book.merge(sheet, row, 0, 1, len(widths), text, style)
    sheet.set_row(row, max(30, height_of(lines_needed(text, sum(widths), TITLE), TITLE)))
    return row + 1


def write_line(book: Book, sheet: Any, row: int, text: str, widths: Sequence[float], align: str) -> int:
    """Write one line over all columns; the next row."""
    book.merge(sheet, row, 0, 1, len(widths), text, book.styles.get(align=align, text_wrap=True))
    sheet.set_row(row, max(16, height_of(lines_needed(text, sum(widths), BODY), BODY)))
    return row + 1


def write_notes(book: Book, sheet: Any, row: int, notes: Iterable[PrintedLine], widths: Sequence[float]) -> int:
    """Write the notes under a table; the row after them."""
    for note in notes:
        row = write_line(book, sheet, row, note.text, widths, "left")
    return row


def _write_head(book: Book, sheet: Any, row: int, pieces: tuple[str, str, str], widths: Sequence[float]) -> None:
    columns = len(widths)
    if columns < 3:
        text = "    ".join(filter(None, pieces))
        write_line(book, sheet, row, text, widths, "left" if columns == 1 else "center")
        return
    first, second = _thirds(pieces, widths)
    bounds = ((0, first, "left"), (first, second, "center"), (second, columns, "right"))
    lines = 1
    for text, (start, end, align) in zip(pieces, bounds, strict=True):
        book.merge(sheet, row, start, 1, end - start, text, book.styles.get(align=align, text_wrap=True))
        lines = max(lines, lines_needed(text, sum(widths[start:end]), BODY))
    sheet.set_row(row, max(18, height_of(lines, BODY)))


def _thirds(pieces: tuple[str, str, str], widths: Sequence[float]) -> tuple[int, int]:
    """Columns where the middle and the right piece begin: near 45 and 70 per cent of the width, one column each at
    least; without a year the left piece reaches further."""
    total, columns = sum(widths), len(widths)
    goals = (0.45, 0.7) if pieces[1] else (0.65, 0.7)
    edges = [sum(widths[:column]) for column in range(columns + 1)]
    first = min(range(1, columns - 1), key=lambda column: abs(edges[column] - goals[0] * total))
    second = min(range(first + 1, columns), key=lambda column: abs(edges[column] - goals[1] * total))
    return first, second
