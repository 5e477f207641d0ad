"""Caption and note rows printed inside a grid (sheets, PDF, HTML, TAB text), taken out as lines."""

from __future__ import annotations

from gongkai.assemble.grids import cut_rows, grid_rows, row_places, rows_from_bottom
from gongkai.assemble.heads import Head, read_head
from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import pattern
from gongkai.model import BareGrid, BareItem, BareLine, Cell
from gongkai.words.labels import fold

_DEEPEST = 8
"""Rows at the top of a grid that may be its caption."""
_MOST_CELLS = 4
"""Printed cells of a caption row: department, year, unit, number label."""
_SHORTEST_NOTE = 13
"""Folded characters of a numbered row that may be a note's item; shorter ones are rows of the table."""


def take_inner_lines(bare: BareGrid) -> list[BareItem]:
    """A grid as caption lines, the grid proper, and note lines; only lines where nothing else remains."""
    above, first = _caption_rows(bare)
    last, below = _note_rows(bare, first)
    if not above and not below:
        return [bare]
    body: list[BareItem] = [cut_rows(bare, first, last)] if first < last else []
    return [*above, *body, *below]


def _caption_rows(bare: BareGrid) -> tuple[list[BareItem], int]:
    """Lines of the caption rows at the top, and the row the grid proper begins with."""
    lines: list[BareItem] = []
    first = 0
    for row, cells in grid_rows(bare.grid):
        if row >= _DEEPEST or any(cell.row_span > 1 for cell in cells):
            break
        printed = [cell for cell in cells if not cell.is_blank]
        if not printed:
            continue
        if not _is_caption_row(printed, bare.grid.columns):
            break
        lines += [_as_line(cell, bare) for cell in printed]
        first = row + 1
    return (lines, first) if lines else ([], 0)


def _is_caption_row(printed: list[Cell], columns: int) -> bool:
    if len(printed) > _MOST_CELLS:
        return False
    heads = [read_head(cell.text) for cell in printed]
    if all(_is_caption_cell(cell, head) for cell, head in zip(printed, heads, strict=True)):
        # A lone year may be a column header; it is a caption only where it has the row to itself.
        return len(printed) == 1 or any(head is None or head.unit or head.has_department for head in heads)
    return False


def _is_caption_cell(cell: Cell, head: Head | None) -> bool:
    return head is not None or is_title(fold(cell.text))


def _note_rows(bare: BareGrid, first: int) -> tuple[int, list[BareItem]]:
    """The end of the grid proper, and lines of the note rows below it."""
    last = bare.grid.rows
    lines: list[BareItem] = []
    pending: list[BareItem] = []
    for row, cells in rows_from_bottom(bare.grid):
        if row < first or any(cell.row_span > 1 for cell in cells):
            break
        printed = [cell for cell in cells if not cell.is_blank]
        if not printed:
            continue
        text = fold(printed[0].text)
        if len(printed) > 1 or printed[0].column > 0:
            break
        if pattern("note", "opening").search(text):
            lines = [_as_line(printed[0], bare), *pending, *lines]
            pending, last = [], row
        elif pattern("note", "numbered").match(text) and len(text) >= _SHORTEST_NOTE:
            pending = [_as_line(printed[0], bare), *pending]
        else:
            break
    return last, lines


def _as_line(cell: Cell, bare: BareGrid) -> BareLine:
    return BareLine(cell.text, row_places([cell]), page=bare.page)
