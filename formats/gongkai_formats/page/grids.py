"""From crossing ruling lines to the cells they bound, spans and holes included."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from gongkai_formats.page.connected import Connected
from gongkai_formats.page.frames import Box
from gongkai_formats.page.rulings import OPEN_SIDE, SAME, TOUCH, Ruling

_SLIVER_COLUMN = 1600
"""Upright lines nearer than this (1/100 pt), one above the other's end, are one line drawn with a step."""

_SLIVER_ROW = 700
"""The same of level lines: less than any row of text is high."""

_FEWEST_LINES = 5
"""Two lines each way are a mere frame."""

_TOGETHER = 0.6
"""Share of the lines beyond the last crossing one that end with the farthest, where a border is left undrawn."""


class Span(NamedTuple):
    """A cell's place in a grid: rows and columns from 0, last ones exclusive."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass
class RuledGrid:
    """A grid on a page: line positions (1/100 pt, one more than rows and columns) and its cells by row and column."""

    ys: list[int]
    xs: list[int]
    cells: list[Span]

    def __post_init__(self) -> None:
        self.owner: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(self.cells):
            for row in range(cell.row, cell.last_row):
                for column in range(cell.column, cell.last_column):
                    self.owner[row, column] = index

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, index: int) -> Box:
        cell = self.cells[index]
        return self.xs[cell.column], self.ys[cell.row], self.xs[cell.last_column], self.ys[cell.last_row]

    def cell_at(self, x: int, y: int) -> int | None:
        """Index of the cell a point lies in; None off the grid and in holes."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owner.get((row, column))


def grid_from_rules(level: list[Ruling], upright: list[Ruling]) -> RuledGrid | None:
    """The grid bounded by lines that hang together; None for a mere frame or loose lines."""
    closed = _with_open_sides(upright, _with_open_sides(level, upright))
    level, upright = _with_open_sides(level, closed), closed
    ys, xs = _positions(level), _positions(upright)
    if len(ys) < 2 or len(xs) < 2 or len(ys) + len(xs) < _FEWEST_LINES:
        return None
    over = _edges(level, ys, xs)
    left = _edges(upright, xs, ys)
    spans = _cells(over, left, len(ys) - 1, len(xs) - 1)
    if len(spans) < 2:
        return None
    return _compressed(ys, xs, spans)


def _with_open_sides(rules: list[Ruling], crossing: list[Ruling]) -> list[Ruling]:
    """The lines, and at either side the border that is not drawn though the crossing lines end there together."""
    near, far = min(rule.at for rule in rules), max(rule.at for rule in rules)
    first, last = min(rule.at for rule in crossing), max(rule.at for rule in crossing)
    sides = (
        (min(rule.start for rule in crossing), [near - rule.start for rule in crossing]),
        (max(rule.end for rule in crossing), [rule.end - far for rule in crossing]),
    )
    return sorted([*rules, *(Ruling(at, first, last) for at, overhangs in sides if _end_together(overhangs))])


def _end_together(overhangs: list[int]) -> bool:
    """Whether lines run on beyond the last crossing one, most of them equally far."""
    farthest = max(overhangs)
    beyond = [overhang for overhang in overhangs if overhang > TOUCH]
    together = sum(farthest - overhang <= SAME for overhang in beyond)
    return farthest > OPEN_SIDE and len(beyond) >= 2 and together >= _TOGETHER * len(beyond)


def _positions(rules: list[Ruling]) -> list[int]:
    positions: list[int] = []
    for rule in rules:
        if not positions or rule.at - positions[-1] > SAME:
            positions.append(rule.at)
    return positions


def _edges(rules: list[Ruling], across: list[int], along: list[int]) -> set[tuple[int, int]]:
    """Drawn edges as (index across, index of the stretch along); a stretch counts when half of it is drawn."""
    edges = set()
    for rule in rules:
        index = bisect_right(across, rule.at) - 1
        for stretch in range(max(0, bisect_right(along, rule.start) - 1), len(along) - 1):
            start, end = along[stretch], along[stretch + 1]
            if start >= rule.end:
                break
            if 2 * (min(end, rule.end) - max(start, rule.start)) >= end - start:
                edges.add((index, stretch))
    return edges


def _cells(over: set[tuple[int, int]], left: set[tuple[int, int]], rows: int, columns: int) -> list[Span]:
    """Elementary cells merged where no edge parts them; what is open to the outside is a hole."""
    spans: list[Span] = []
    for group in _unparted(over, left, rows, columns):
        cells = [divmod(position, columns) for position in group]
        # A cell torn by the end of a page, or at a border left undrawn, is open to one side; a hole in a corner to two.
        if len(_open_sides(cells, over, left, rows, columns)) < 2:
            spans += _rectangles(cells)
    return sorted(spans)


def _open_sides(
    cells: list[tuple[int, int]], over: set[tuple[int, int]], left: set[tuple[int, int]], rows: int, columns: int
) -> set[str]:
    """At which sides of the grid some of the cells lie without a border there."""
    sides = set()
    for row, column in cells:
        if row == 0 and (0, column) not in over:
            sides.add("top")
        if row == rows - 1 and (rows, column) not in over:
            sides.add("bottom")
        if column == 0 and (0, row) not in left:
            sides.add("left")
        if column == columns - 1 and (columns, row) not in left:
            sides.add("right")
    return sides


def _unparted(over: set[tuple[int, int]], left: set[tuple[int, int]], rows: int, columns: int) -> list[list[int]]:
    """Positions, counted row by row, of the elementary cells that no edge parts."""
    connected = Connected(rows * columns)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and (column, row) not in left:
                connected.join(here - 1, here)
            if row and (row, column) not in over:
                connected.join(here - columns, here)
    return connected.groups()


def _rectangles(cells: list[tuple[int, int]]) -> list[Span]:
    """One rectangle where the cells fill it, else stretches of rows, equal ones below each other put together."""
    if len(cells) == 1:
        row, column = cells[0]
        return [Span(row, column, row + 1, column + 1)]
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    whole = Span(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if len(cells) == (whole.last_row - whole.row) * (whole.last_column - whole.column):
        return [whole]
    open_spans: dict[tuple[int, int], Span] = {}
    done: list[Span] = []
    by_row: dict[int, list[int]] = {}
    for row, column in cells:
        by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        stretches = _stretches(sorted(by_row[row]))
        following: dict[tuple[int, int], Span] = {}
        for stretch in stretches:
            above = open_spans.pop(stretch, None)
            first = above.row if above is not None and above.last_row == row else row
            following[stretch] = Span(first, stretch[0], row + 1, stretch[1])
        done += open_spans.values()
        open_spans = following
    return [*done, *open_spans.values()]


def _stretches(columns: list[int]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for column in columns:
        if stretches and stretches[-1][1] == column:
            stretches[-1] = (stretches[-1][0], column + 1)
        else:
            stretches.append((column, column + 1))
    return stretches


def _compressed(ys: list[int], xs: list[int], spans: list[Span]) -> RuledGrid:
    """The grid without lines at which no cell begins or ends."""
    row_of = _kept_lines(ys, {(span.row, span.last_row) for span in spans}, _SLIVER_ROW)
    column_of = _kept_lines(xs, {(span.column, span.last_column) for span in spans}, _SLIVER_COLUMN)
    cells = [
        Span(row_of[span.row], column_of[span.column], row_of[span.last_row], column_of[span.last_column])
        for span in spans
    ]
    return RuledGrid(_first_positions(ys, row_of), _first_positions(xs, column_of), cells)


def _kept_lines(positions: list[int], stretches: set[tuple[int, int]], sliver: int) -> dict[int, int]:
    """Old line → new line, leaving out unused lines.

    Two lines nearer than `sliver` with no cell just between them are one line drawn with a step.
    """
    opened, *others = sorted({line for stretch in stretches for line in stretch})
    new = {opened: 0}
    count = 0
    for line in others:
        stepped = positions[line] - positions[opened] < sliver
        if not stepped or any(end == line and new.get(start) == count for start, end in stretches):
            count, opened = count + 1, line
        new[line] = count
    return new


def _first_positions(positions: list[int], new: dict[int, int]) -> list[int]:
    first: dict[int, int] = {}
    for line, index in new.items():
        first.setdefault(index, positions[line])
    return list(first.values())
