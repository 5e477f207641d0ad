"""Cutting and stacking grids without touching what their cells print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from gongkai.model import BareGrid, Cell, Grid, Place, TablePart


def grid_rows(grid: Grid) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold cells, from the top."""
    for row, cells in groupby(grid.cells, key=lambda cell: cell.row):
        yield row, list(cells)


def rows_from_bottom(grid: Grid) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold cells, from the bottom; cells of each from left to right."""
    for row, cells in groupby(reversed(grid.cells), key=lambda cell: cell.row):
        yield row, list(cells)[::-1]


def cut_rows(bare: BareGrid, first: int, last: int) -> BareGrid:
    """Rows `first` to `last` (exclusive) of a grid as a grid."""
    if first == 0 and last == bare.grid.rows:
        return bare
    cells = tuple(moved(cell, -first) for cell in bare.grid.cells if first <= cell.row < last)
    parts = []
    for part in bare.parts:
        top, end = max(part.first_row, first), min(part.first_row + part.rows, last)
        if top < end:
            parts.append(TablePart(top - first, end - top, part.places))
    return msgspec.structs.replace(bare, grid=Grid(last - first, bare.grid.columns, cells), parts=tuple(parts))


def moved(cell: Cell, rows: int) -> Cell:
    """A cell some rows further down."""
    if not rows:
        return cell
    return Cell(cell.row + rows, cell.column, cell.text, cell.row_span, cell.column_span, cell.places, cell.confidence)


def grid_places(bare: BareGrid) -> tuple[Place, ...]:
    """Where a grid stands: as the reader says, else its first and last cells' places."""
    if bare.places:
        return bare.places
    placed = [cell.places for cell in _ends(bare.grid.cells) if cell.places]
    return tuple(dict.fromkeys(place for places in placed for place in places))


def _ends(cells: Sequence[Cell]) -> list[Cell]:
    first = next((cell for cell in cells if cell.places), None)
    last = next((cell for cell in reversed(cells) if cell.places), None)
    return [cell for cell in (first, last) if cell is not None]


def row_text(cells: Sequence[Cell]) -> str:
    """A row as one line, cells parted by TAB."""
    return "\t".join(cell.text for cell in cells)


def row_places(cells: Sequence[Cell]) -> tuple[Place, ...]:
    """Places of a row's printed cells."""
    return tuple(dict.fromkeys(place for cell in cells if not cell.is_blank for place in cell.places))
