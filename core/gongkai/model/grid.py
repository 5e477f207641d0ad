"""A table's cells as printed: text, spans and places, nothing derived."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter

import msgspec

from gongkai.model.places import Place

_MOST_POSITIONS = 50_000_000
"""Positions of a grid, holes included; every one takes room once the grid is looked at."""


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """One cell; row and column from 0, spans from 1, text exactly as printed, confidence 0-1 where a reader knows it."""

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    places: tuple[Place, ...] = ()
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.row < 0 or self.column < 0 or self.row_span < 1 or self.column_span < 1:
            raise ValueError(f"no cell: row {self.row}+{self.row_span}, column {self.column}+{self.column_span}")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not within 0-1")

    @property
    def is_blank(self) -> bool:
        return not self.text or self.text.isspace()


class Grid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """Cells in reading order, inside `rows` × `columns`, none overlapping; a position without a cell is a hole."""

    rows: int
    columns: int
    cells: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        if self.rows * self.columns > _MOST_POSITIONS:
            raise ValueError(f"a grid of {self.rows} × {self.columns} has too many positions")
        previous = (-1, -1)
        taken: set[tuple[int, int]] = set()
        plain = True
        for cell in self.cells:
            position = (cell.row, cell.column)
            if position <= previous:
                raise ValueError(f"cell {position} after {previous}: cells stand in reading order, once each")
            previous = position
            if cell.row + cell.row_span > self.rows or cell.column + cell.column_span > self.columns:
                raise ValueError(f"cell {position} reaches outside the grid of {self.rows} × {self.columns}")
            plain = plain and cell.row_span == 1 and cell.column_span == 1
        if plain:
            return
        for cell in self.cells:
            for position in covered_positions(cell):
                if position in taken:
                    raise ValueError(f"cell ({cell.row}, {cell.column}) overlaps another at {position}")
                taken.add(position)

    @cached_property
    def _owners(self) -> Sequence[Cell | None]:
        """Row by row, the cell that covers each position. A list, for a dictionary's keys would outweigh the cells."""
        if len(self.cells) == self.rows * self.columns:
            return self.cells  # in reading order, so that every position has its own
        owners: list[Cell | None] = [None] * (self.rows * self.columns)
        for cell in self.cells:
            first, wide = cell.row * self.columns + cell.column, cell.column_span
            if cell.row_span == wide == 1:
                owners[first] = cell
                continue
            for start in range(first, first + cell.row_span * self.columns, self.columns):
                owners[start : start + wide] = [cell] * wide
        return owners

    def cell_at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position, or None for a hole."""
        inside = 0 <= row < self.rows and 0 <= column < self.columns
        return self._owners[row * self.columns + column] if inside else None

    def text_at(self, row: int, column: int) -> str:
        """Text of the cell whose top-left corner is here; "" for covered positions and holes."""
        cell = self.cell_at(row, column)
        return cell.text if cell is not None and (cell.row, cell.column) == (row, column) else ""

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The grid as rows of text; a merged cell's text stands top left, "" elsewhere."""
        rows: list[tuple[str, ...]] = []
        blank = ("",) * self.columns
        for row, cells in groupby(self.cells, key=attrgetter("row")):
            rows += [blank] * (row - len(rows))
            texts = [""] * self.columns
            for cell in cells:
                texts[cell.column] = cell.text
            rows.append(tuple(texts))
        return (*rows, *[blank] * (self.rows - len(rows)))


def covered_positions(cell: Cell) -> list[tuple[int, int]]:
    """All (row, column) positions a cell covers, its own first."""
    if cell.row_span == 1 and cell.column_span == 1:
        return [(cell.row, cell.column)]
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
