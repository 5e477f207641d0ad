"""What of a disclosure a document shows, one thing after another: lines with their styles, and grids.

The writer prints these; the reader of an edited document compares them with what it finds there. Furniture is not
shown: an official document has its own page numbers, and no watermarks of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, Union

from gongkai.model import (
    Contents,
    ContentsEntry,
    Cover,
    Disclosure,
    Figure,
    Furniture,
    Grid,
    Heading,
    IndicatorForm,
    ListItem,
    Note,
    Paragraph,
    Table,
)
from gongkai.recognise.tables.caption_pieces import head_pieces, leftover_lines
from gongkai.words.labels import fold
from gongkai_formats.docx.writing.cell_looks import Looks, form_looks, table_looks
from gongkai_formats.table_looks import covered_places

Role = Literal["text", "caption", "note", "contents_title", "contents"]

_STYLES: dict[type, str] = {
    Paragraph: "BodyText",
    ListItem: "ListParagraph",
    Figure: "FigureTitle",
    Note: "Note",
}
_FEWEST_ENTRIES = 6
"""Headings and tables from which a document without a 目录 gets one."""

_DEEPEST_ENTRY = 3


@dataclass(frozen=True)
class ShownLine:
    """A paragraph: of which block, in what part of it, its words and style. `level` of contents entries.

    `key`: under what name a correction of it goes (`gongkai.corrections.correct`); "" where it has no name of its own.
    """

    block: str
    role: Role
    text: str
    style: str
    level: int = 0
    key: str = ""


class ShownCell(NamedTuple):
    """A cell as it is shown: its position in the grid, its size, and its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class ShownGrid:
    """A table's or form's grid with the looks of its cells."""

    block: str
    grid: Grid
    looks: Looks
    title: str

    @cached_property
    def rows(self) -> list[list[ShownCell]]:
        """The cells that begin in each row, merged as shown; holes and blanks included."""
        covered = covered_places(self.looks.areas)
        return [
            [
                ShownCell(row, column, *self.looks.areas.get((row, column), (1, 1)), text)
                for column, text in enumerate(texts)
                if (row, column) not in covered
            ]
            for row, texts in enumerate(self.grid.texts)
        ]


Shown = Union[ShownLine, ShownGrid]


def show(disclosure: Disclosure) -> list[Shown]:
    """All that is shown, in order. Where the source has no 目录 but enough headings and tables, one is made."""
    shown: list[Shown] = []
    wanted = not any(isinstance(block, Contents) for block in disclosure.blocks)
    for block in disclosure.blocks:
        if wanted and not isinstance(block, Cover | Furniture):
            shown += _made_contents(disclosure)
            wanted = False
        if isinstance(block, Cover):
            title = bool(disclosure.title) and fold(block.text) == fold(disclosure.title)
            shown.append(_text(block, "CoverTitle" if title else "CoverText"))
        elif isinstance(block, Contents):
            shown += _contents(block)
        elif isinstance(block, Heading):
            shown.append(_text(block, f"Heading{block.level}"))
        elif isinstance(block, Table):
            shown += _table(block)
        elif isinstance(block, IndicatorForm):
            shown += _form(block)
        elif not isinstance(block, Furniture):
            shown.append(_text(block, _STYLES[type(block)]))
    return shown


def _text(block: Cover | Heading | Paragraph | ListItem | Figure | Note, style: str) -> ShownLine:
    return ShownLine(block.id, "text", block.text, style, key=block.id)


def _title(block: Table | IndicatorForm) -> Iterator[ShownLine]:
    if block.title:
        yield ShownLine(block.id, "caption", block.title, "TableTitle", key=f"{block.id}.title")


def _contents(block: Contents) -> Iterator[ShownLine]:
    first = block.lines[0].text if block.lines else ""
    entries = {fold(entry.text) for entry in block.entries}
    if first and fold(first) not in entries and len(first) <= 8:
        yield ShownLine(block.id, "contents_title", first, "TOCHeading")
    for entry in block.entries:
        yield _entry(block.id, entry)


def _made_contents(disclosure: Disclosure) -> list[ShownLine]:
    entries: list[ContentsEntry] = []
    level = 0
    for block in disclosure.blocks:
        if isinstance(block, Heading):
            level = block.level
            if level <= _DEEPEST_ENTRY:
                entries.append(ContentsEntry(block.text, None, level))
        elif isinstance(block, Table | IndicatorForm) and block.title:
            entries.append(ContentsEntry(block.title, None, min(level + 1, _DEEPEST_ENTRY)))
    if len(entries) < _FEWEST_ENTRIES:
        return []
    return [ShownLine("", "contents_title", "目录", "TOCHeading"), *(_entry("", entry) for entry in entries)]


def _entry(block: str, entry: ContentsEntry) -> ShownLine:
    level = max(1, min(entry.level, 4))
    return ShownLine(block, "contents", entry.text, f"TOC{level}", level)


def _table(table: Table) -> Iterator[Shown]:
    lines = [line.text for line in table.caption]
    pieces = head_pieces(table, lines)
    yield from _title(table)
    for text in leftover_lines(lines, [table.title, table.number_label, *pieces]):
        yield ShownLine(table.id, "caption", text, "TableHead")
    if table.number_label:
        yield ShownLine(table.id, "caption", table.number_label, "TableNumber")
    if any(pieces):
        yield ShownLine(table.id, "caption", "\t".join(pieces), "TableHead")
    yield from _grid(table, table_looks(table))


def _form(form: IndicatorForm) -> Iterator[Shown]:
    yield from _title(form)
    for text in leftover_lines((line.text for line in form.caption), (form.title,)):
        yield ShownLine(form.id, "caption", text, "TableHead")
    yield from _grid(form, form_looks(form))


def _grid(block: Table | IndicatorForm, looks: Looks) -> Iterator[Shown]:
    if block.grid.rows and block.grid.columns:
        yield ShownGrid(block.id, block.grid, looks, block.title)
    for number, note in enumerate(block.notes, 1):
        yield ShownLine(block.id, "note", note.text, "TableNote", key=f"{block.id}.n{number}")


def leads(shown: Sequence[Shown], position: int) -> int:
    """The first of the lines that belong to the grid at a position: its caption, and headings right before it."""
    grid = shown[position]
    while position and isinstance(line := shown[position - 1], ShownLine) and line.block == grid.block:
        position -= 1
    while position and isinstance(line := shown[position - 1], ShownLine) and line.style.startswith("Heading"):
        position -= 1
    return position


def notes_end(shown: Sequence[Shown], position: int) -> int:
    """The end (exclusive) of the notes under the grid at a position."""
    end = position + 1
    while end < len(shown) and isinstance(line := shown[end], ShownLine) and line.role == "note":
        end += 1
    return end
