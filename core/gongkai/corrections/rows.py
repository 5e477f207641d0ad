"""Rows that a person put into a written table or took out of it: the grid as it is then."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.model import Cell, Grid, IndicatorForm, Table, TablePart

RowOrder = Sequence[int | None]
"""For each row of the new grid the old row's index, in rising order; None for a row that was put in."""


def reordered(block: Table | IndicatorForm, order: RowOrder) -> Table | IndicatorForm:
    """A table or form with these rows. Merged cells stretch over rows put in and shrink by rows taken out; rows put in
    are blank. What was read from a form's cells goes, for the cells have moved."""
    grid = _grid(block.grid, order)
    if isinstance(block, IndicatorForm):
        return msgspec.structs.replace(block, grid=grid, values=(), indicators=())
    header_rows = sum(old is not None and old < block.header_rows for old in order)
    parts = tuple(_part(part, order) for part in block.parts)
    return msgspec.structs.replace(
        block, grid=grid, header_rows=header_rows, parts=parts, reading=None, proof=None, kind=""
    )


def _grid(grid: Grid, order: RowOrder) -> Grid:
    now = {old: new for new, old in enumerate(order) if old is not None}
    cells: dict[tuple[int, int], Cell] = {}
    taken: set[tuple[int, int]] = set()
    for cell in grid.cells:
        kept = [now[row] for row in range(cell.row, cell.row + cell.row_span) if row in now]
        if kept:
            moved = msgspec.structs.replace(cell, row=kept[0], row_span=kept[-1] - kept[0] + 1)
            cells[moved.row, moved.column] = moved
            columns = range(cell.column, cell.column + cell.column_span)
            taken.update((row, column) for row in range(kept[0], kept[-1] + 1) for column in columns)
    put_in = [(row, column) for row, old in enumerate(order) if old is None for column in range(grid.columns)]
    cells.update({place: Cell(*place) for place in put_in if place not in taken})
    return Grid(len(order), grid.columns, tuple(cells[place] for place in sorted(cells)))


def _part(part: TablePart, order: RowOrder) -> TablePart:
    """A physical part with the rows that now stand between its first and its last."""
    end = part.first_row + part.rows
    first, last = _begin(order, part.first_row), _begin(order, end)
    return msgspec.structs.replace(part, first_row=first, rows=last - first)


def _begin(order: RowOrder, row: int) -> int:
    """Where the old rows from `row` on begin in the new grid; what was put in over the first one belongs to it."""
    if row == 0:
        return 0
    return next((place for place, old in enumerate(order) if old is not None and old >= row), len(order))
