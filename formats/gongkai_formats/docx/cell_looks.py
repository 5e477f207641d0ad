"""How the cells of a table or form look: figures right, codes left, labels by their level, totals bold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from gongkai.labels import fold
from gongkai.model import AmountState, ColumnRole, Grid, RowLabel, RowRole, Table, read_amount
from gongkai.recognise.header_spans import header_spans
from gongkai_formats.docx.text_measuring import half_widths

Align = Literal["left", "center", "right"]
Areas = Mapping[tuple[int, int], tuple[int, int]]
"""Top-left position of a merged area → its height and width in cells."""

_TOTAL = re.compile(r"(?:.{0,6}(?:合计|总计)|总计|合计|小计)")
_WHOLE = re.compile(r"\d+", re.ASCII)
_POINTED = re.compile(r"-?[\d,]*[.,][\d,]*%?", re.ASCII)
_LABEL_ROOM = 32
_TEXT_ROOM = 26
_CENTRED = 24


class Look(NamedTuple):
    """A cell's alignment, weight and indent in characters."""

    align: Align = "left"
    bold: bool = False
    indent: int = 0


class Looks(NamedTuple):
    """The looks of one grid. `room`: half-width characters a text should get on a line, and at the least.

    `wraps`: a form, whose texts may be broken into many lines to fit an upright page.
    """

    header_rows: int
    areas: Areas
    look: Callable[[int, int, str], Look]
    room: Callable[[int, int, str], tuple[int, int]]
    wraps: bool = False


def free_areas(
    grid: Grid, derived: Mapping[tuple[int, int], tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged areas as printed, and of the derived ones those that hide no text and meet no other."""
    taken: set[tuple[int, int]] = set()
    areas: dict[tuple[int, int], tuple[int, int]] = {}
    printed = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells if c.row_span * c.column_span > 1}
    for place, size in (*printed.items(), *sorted(derived.items())):
        if size == (1, 1) or place in areas or place[0] + size[0] > grid.rows or place[1] + size[1] > grid.columns:
            continue
        covered = [(place[0] + i, place[1] + j) for i in range(size[0]) for j in range(size[1])]
        hides = place not in printed and any(grid.texts[row][column] for row, column in covered[1:])
        if not hides and taken.isdisjoint(covered):
            areas[place] = size
            taken.update(covered)
    return areas


@lru_cache(maxsize=65_536)
def role_by_print(text: str) -> ColumnRole:
    """What a cell of a table without a reading holds, by its own print: an amount only with point, comma or dash."""
    plain = fold(text)
    if _POINTED.fullmatch(plain) and read_amount(text).state == AmountState.AMOUNT:
        return "amount"
    if _WHOLE.fullmatch(plain):
        return "code" if len(plain) >= 3 else "line_number"
    return "amount" if read_amount(plain).state == AmountState.DASH else "text"


class TableLooks:
    """How each cell of one table looks, by its reading where there is one, else by what is printed."""

    def __init__(self, table: Table) -> None:
        self._reading = table.reading
        self._grid = table.grid
        self.header_rows = table.reading.header_rows if table.reading else table.header_rows
        self._totals = frozenset() if table.reading else frozenset(_total_rows(table.grid.texts))

    def looks(self) -> Looks:
        """All that is needed to set the table."""
        return Looks(self.header_rows, free_areas(self._grid, self._derived_areas()), self.look, self.room)

    def _derived_areas(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Merges of the header; below it, of totals before a blank label column and of section rows of one cell."""
        grid = self._grid
        spans = header_spans(grid, self.header_rows)
        areas = {(row, column): (tall, wide) for row, column, tall, wide in spans}
        if any(cell.row_span * cell.column_span > 1 for cell in grid.cells):
            return areas
        for row in range(self.header_rows, grid.rows):
            texts = grid.texts[row]
            role = self._row_role(row)
            if role == "section" and grid.columns > 1 and texts[0] and not any(texts[1:]):
                areas[row, 0] = (1, grid.columns)
            elif role not in ("header", "column_numbers"):
                for column in range(grid.columns - 1):
                    if self._is_total_over_two(column, texts):
                        areas[row, column] = (1, 2)
        return areas

    def look(self, row: int, column: int, text: str) -> Look:
        """Alignment, weight and indent of a cell."""
        role = self._row_role(row)
        if role in ("header", "column_numbers", "section"):
            return Look("center", role != "column_numbers")
        label = self._label(row, column)
        bold = label.total if label is not None else row in self._totals
        if bold and _TOTAL.fullmatch(fold(text)):
            return Look("center", True)
        kind = self._column_role(column, text)
        if kind == "amount":
            state = read_amount(text).state
            return Look("right" if state in (AmountState.AMOUNT, AmountState.BLANK) else "center", bold)
        if kind == "line_number":
            return Look("center", bold)
        indented = label is not None and kind == "label" and not bold
        return Look("left", bold, min(label.level - 1, 6) if indented and label is not None and label.level > 1 else 0)

    def room(self, row: int, column: int, text: str) -> tuple[int, int]:
        """Figures and codes need all of their width, labels up to a limit, heads about a third of themselves."""
        width = half_widths(text)
        if self._row_role(row) in ("header", "column_numbers", "section"):
            return min(width, max(8, round(width / 2.4) + 1)), min(width, 4)
        role = self._column_role(column, text)
        if role in ("amount", "code", "line_number") and width <= 40:
            return round(width * 1.15) + 1, round(width * 1.1)
        indent = 2 * self.look(row, column, text).indent
        return min(width + indent, _LABEL_ROOM if role == "label" else _TEXT_ROOM), min(width, 8 + indent)

    def _row_role(self, row: int) -> RowRole | None:
        if self._reading is not None:
            return self._reading.rows[row].role
        return "header" if row < self.header_rows else None

    def _column_role(self, column: int, text: str) -> ColumnRole:
        return self._reading.columns[column].role if self._reading is not None else role_by_print(text)

    def _label(self, row: int, column: int) -> RowLabel | None:
        if self._reading is None:
            return None
        labels, panel = self._reading.rows[row].labels, self._reading.columns[column].panel
        return labels[panel] if panel < len(labels) else None

    def _is_total_over_two(self, column: int, texts: Sequence[str]) -> bool:
        """Whether a total's label stands in a code column before a blank label column."""
        if self._reading is None or not texts[column] or texts[column + 1]:
            return False
        roles = self._reading.columns[column].role, self._reading.columns[column + 1].role
        return roles == ("code", "label") and not _WHOLE.fullmatch(fold(texts[column]))


def form_look(row: int, column: int, text: str) -> Look:
    """Short texts of a form stand in the middle, as labels and marks do; longer ones read from the left."""
    return Look("left" if half_widths(text) > _CENTRED or "\n" in text else "center")


def form_room(row: int, column: int, text: str) -> tuple[int, int]:
    """A form's texts may wrap; its figures not."""
    width = half_widths(text)
    if read_amount(text).state == AmountState.AMOUNT and width <= 24:
        return round(width * 1.15) + 1, round(width * 1.1)
    return min(width, 20), min(width, 6)


def _total_rows(texts: Sequence[Sequence[str]]) -> Iterator[int]:
    for row, cells in enumerate(texts):
        if _TOTAL.fullmatch(fold(next(filter(None, cells), ""))):
            yield row
