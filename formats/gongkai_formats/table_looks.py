"""How a table is set out, whichever office format prints it: merged areas, and each cell's alignment, weight and indent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from gongkai.model import AmountState, ColumnRole, Grid, RowLabel, RowRole, Table, read_amount
from gongkai.recognise.tables.header_spans import header_spans
from gongkai.words.labels import fold
from gongkai.words.totals import is_total

Align = Literal["left", "center", "right"]
Areas = Mapping[tuple[int, int], tuple[int, int]]
"""Top-left position of a merged area → its height and width in cells."""

_SHORT_TOTAL = 8
"""Characters up to which a total's label stands in the middle of its cell, as printers set it."""

_WHOLE = re.compile(r"\d+", re.ASCII)
_DEEPEST = 6


class Look(NamedTuple):
    """A cell's alignment, weight and indent in characters, and what it holds; heads and totals' labels are text."""

    align: Align = "left"
    bold: bool = False
    indent: int = 0
    role: ColumnRole = "text"


def free_areas(grid: Grid, derived: Areas) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged areas as printed, and of the derived ones those that hide no text and meet no other."""
    areas = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells if c.row_span * c.column_span > 1}
    taken = {position for place, size in areas.items() for position in _covered(place, size)}
    for place, size in sorted(derived.items()):
        covered = _covered(place, size)
        row, column = covered[-1]
        if size == (1, 1) or row >= grid.rows or column >= grid.columns or not taken.isdisjoint(covered):
            continue
        if not any(grid.texts[row][column] for row, column in covered[1:]):
            areas[place] = size
            taken.update(covered)
    return areas


def _covered(place: tuple[int, int], size: tuple[int, int]) -> list[tuple[int, int]]:
    """The positions of an area, row by row."""
    return [(place[0] + down, place[1] + right) for down in range(size[0]) for right in range(size[1])]


def covered_places(areas: Areas) -> set[tuple[int, int]]:
    """The positions that merged areas cover, their top-left ones apart."""
    return {
        (row, column)
        for (first, left), (tall, wide) in areas.items()
        for row in range(first, first + tall)
        for column in range(left, left + wide)
        if (row, column) != (first, left)
    }


def column_needs(
    texts: Sequence[Sequence[str]], areas: Areas, need: Callable[[int, int, str], float], least: float
) -> list[float]:
    """The room each column needs, at least `least`; `need` says what a text at (row, column) needs. Areas over several
    columns widen them evenly."""
    needs = [least] * (len(texts[0]) if texts else 0)
    wide: list[tuple[int, int, float]] = []
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            span = areas.get((row, column), (1, 1))[1]
            if text and span == 1:
                needs[column] = max(needs[column], need(row, column, text))
            elif text:
                wide.append((column, span, need(row, column, text)))
    for column, span, wanted in wide:
        lacking = wanted - sum(needs[column : column + span])
        if lacking > 0:
            for each in range(column, column + span):
                needs[each] += lacking / span
    return needs


class TableLooks:
    """How each cell of one table looks, by its reading where there is one, else by what is printed."""

    def __init__(self, table: Table) -> None:
        self._reading = table.reading
        self._texts = table.grid.texts
        self.header_rows = table.reading.header_rows if table.reading else table.header_rows
        self.areas = free_areas(table.grid, self._derived_areas(table.grid))

    def row_role(self, row: int) -> RowRole | None:
        """The role of a row; None below the header of a table without a reading."""
        if self._reading is not None:
            return self._reading.rows[row].role
        return "header" if row < self.header_rows else None

    def is_head(self, row: int) -> bool:
        """Whether a row only names what stands around it."""
        return self.row_role(row) in ("header", "column_numbers", "section")

    def column_role(self, column: int, text: str) -> ColumnRole:
        """What a cell of a column holds."""
        return self._reading.columns[column].role if self._reading is not None else role_by_print(text)

    def look(self, row: int, column: int, text: str) -> Look:
        """Figures right, codes left, labels by their level, heads and totals bold."""
        if self.is_head(row):
            return Look("center", self.row_role(row) != "column_numbers")
        label = self._label(row, column)
        bold = label.total if label is not None else self._reads_as_total(row)
        if bold and len(fold(text)) <= _SHORT_TOTAL and is_total(text):
            return Look("center", True)
        role = self.column_role(column, text)
        if role == "amount":
            state = read_amount(text).state
            return Look("right" if state in (AmountState.AMOUNT, AmountState.BLANK) else "center", bold, 0, role)
        if role == "line_number":
            return Look("center", bold, 0, role)
        level = label.level if label is not None and role == "label" and not bold else 1
        return Look("left", bold, min(max(level - 1, 0), _DEEPEST), role)

    def _derived_areas(self, grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
        """Merges of the header; below it, of totals before a blank label column and of section rows of one cell."""
        areas = {(row, column): (tall, wide) for row, column, tall, wide in header_spans(grid, self.header_rows)}
        if any(cell.row_span * cell.column_span > 1 for cell in grid.cells):
            return areas
        for row in range(self.header_rows, grid.rows):
            texts = grid.texts[row]
            if self.row_role(row) == "section" and grid.columns > 1 and texts[0] and not any(texts[1:]):
                areas[row, 0] = (1, grid.columns)
            elif self.row_role(row) not in ("header", "column_numbers"):
                for column in range(grid.columns - 1):
                    if self._is_total_over_two(column, texts):
                        areas[row, column] = (1, 2)
        return areas

    def _is_total_over_two(self, column: int, texts: Sequence[str]) -> bool:
        """Whether a total's label stands in a code column before a blank label column."""
        if self._reading is None or not texts[column] or texts[column + 1]:
            return False
        roles = self._reading.columns[column].role, self._reading.columns[column + 1].role
        return roles == ("code", "label") and not _WHOLE.fullmatch(fold(texts[column]))

    def _label(self, row: int, column: int) -> RowLabel | None:
        if self._reading is None:
            return None
        labels, panel = self._reading.rows[row].labels, self._reading.columns[column].panel
        return labels[panel] if panel < len(labels) else None

    def _reads_as_total(self, row: int) -> bool:
        """Whether a row of a table without a reading begins with a total."""
        return self._reading is None and is_total(next(filter(None, self._texts[row]), ""))


@lru_cache(maxsize=65_536)
def role_by_print(text: str) -> ColumnRole:
    """What a cell of a table without a reading holds, by its own print: an amount only with point, comma or dash."""
    plain = fold(text)
    if _WHOLE.fullmatch(plain):
        return "code" if len(plain) >= 3 else "line_number"
    state = read_amount(plain).state
    pointed = state is AmountState.AMOUNT and ("." in plain or "," in plain)
    return "amount" if pointed or state is AmountState.DASH else "text"
