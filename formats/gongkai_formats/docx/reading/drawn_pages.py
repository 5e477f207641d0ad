"""Pages that are drawn instead of written: text boxes and ruling lines at fixed places, as converters of PDF leave them.

Lengths are in 1/100 pt from a page's top left corner.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from gongkai.model import BareGrid, BareItem, BareLine, Cell, DocxPath, Gap, Grid
from gongkai.words.labels import display_width

FEWEST = 12
"""Placed text boxes from which a paragraph counts as drawn."""

_TURN = 10_000
"""How far up a box must stand above the one before it to be on another page."""

_NEAR = 200
"""Distance up to which lines count as touching, and edges as one."""

_ROOM = 600
"""The least height and width a row and a column of text take."""

_MOST = 5_000
"""Ruling lines and positions of a table that a page can hold."""

_BLANK = re.compile(r"(?<=\S)\s+(?=\S)")
_STRAY = 5
"""Half-width letters by which a blank may stand beside the line it is cut for."""

_THIN = 150
"""Breadth up to which a drawn thing is a line."""


class Placed(NamedTuple):
    """A drawn thing: its corner and size, and its words; a line has none and no width or height."""

    x: int
    y: int
    wide: int
    high: int
    text: str = ""
    path: str = ""

    @property
    def right(self) -> int:
        return self.x + self.wide

    @property
    def bottom(self) -> int:
        return self.y + self.high

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.wide // 2, self.y + self.high // 2


class _DrawnTable(NamedTuple):
    xs: list[int]
    ys: list[int]
    across: list[Placed]
    down: list[Placed]


def read_pages(placed: Sequence[Placed]) -> list[BareItem]:
    """Lines and ruled grids of drawn pages, from top to bottom."""
    items: list[BareItem] = []
    for number, page in enumerate(_pages(placed), 1):
        if number > 1:
            items.append(Gap("page"))
        items += _read_page(page, number)
    return items


def _pages(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    page: list[Placed] = []
    for one in placed:
        if page and one.y < page[-1].y - _TURN:
            yield page
            page = []
        page.append(one)
    if page:
        yield page


def _read_page(page: Sequence[Placed], number: int) -> list[BareItem]:
    texts = [one for one in page if one.text.strip()]
    found: list[tuple[int, BareItem]] = []
    for table in _tables([one for one in page if not one.text.strip()], texts):
        inside, outside = _sorted_out(table, texts)
        if len(inside) > 1:
            found.append((table.ys[0], _grid(table, inside, number)))
            texts = outside
    found += [(row[0].y, _line(row, number)) for row in _rows(texts)]
    return [item for _, item in sorted(found, key=itemgetter(0))]


def _sorted_out(table: _DrawnTable, texts: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Texts within a table and those outside."""
    inside = [one for one in texts if _within(table, one)]
    return inside, [one for one in texts if not _within(table, one)]


def _tables(lines: Sequence[Placed], texts: Sequence[Placed]) -> list[_DrawnTable]:
    """Tables of ruling lines. LibreOffice leaves the lines of turned pages a quarter turn behind, partly off the page:
    then they lie the way round in which they part more texts from one another.
    """
    tables = list(_find_tables(lines))
    if all(line.x > -_ROOM for line in lines):
        return tables
    turned = [line._replace(x=line.x + line.wide, wide=line.high, high=line.wide) for line in lines]

    def filled(tables: list[_DrawnTable]) -> int:
        return sum(len({_position(table, one) for one in texts if _within(table, one)}) for table in tables)

    return max(tables, list(_find_tables(turned)), key=filled)


def _rows(texts: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Texts that stand on one line, from left to right."""
    row: list[Placed] = []
    for one in sorted(texts, key=lambda one: (one.middle[1], one.x)):
        if row and one.middle[1] - row[0].middle[1] > min(row[0].high, one.high) // 2:
            yield sorted(row)
            row = []
        row.append(one)
    if row:
        yield sorted(row)


def _line(row: list[Placed], number: int) -> BareLine:
    text = row[0].text.strip()
    for left, right in pairwise(row):
        apart = right.x - left.x - left.wide > left.high // 2
        text += ("  " if apart else "") + right.text.strip()
    places = tuple(DocxPath(one.path) for one in row)
    end = max(one.x + one.wide for one in row)
    return BareLine(text, places, page=number, left=max(0, row[0].x), right=max(0, end), size=row[0].high)


def _find_tables(lines: Sequence[Placed]) -> Iterator[_DrawnTable]:
    """The tables of lines that touch; none in what only a picture has so many of."""
    thin = [line for line in lines if line.wide <= _THIN or line.high <= _THIN]
    for group in _groups(thin) if len(thin) <= _MOST else ():
        table = _drawn_table(group)
        if table is not None:
            yield table


def _drawn_table(group: Sequence[Placed]) -> _DrawnTable | None:
    """The table that lines draw, at least one row and column of it; None where they draw none."""
    across, down = list(filter(_is_level, group)), list(filter(_is_upright, group))
    if not across or not down:
        return None
    xs = _reaching([line.x for line in down], min(line.x for line in across), max(line.right for line in across))
    ys = _reaching([line.y for line in across], min(line.y for line in down), max(line.bottom for line in down))
    if min(len(xs), len(ys)) < 2 or len(xs) * len(ys) > _MOST:
        return None
    return _DrawnTable(xs, ys, across, down)


def _is_level(line: Placed) -> bool:
    return line.high <= _THIN < line.wide


def _is_upright(line: Placed) -> bool:
    return line.wide <= _THIN < line.high


def _groups(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Lines that touch one another or are joined by others, from top to bottom."""
    groups: list[list[Placed]] = []
    for line in sorted(lines, key=lambda line: line.y):
        joined: list[Placed] = []
        apart: list[list[Placed]] = []
        for group in groups:
            if any(_touch(line, other) for other in reversed(group)):
                joined += group
            elif max(other.y + other.high for other in group) < line.y - _NEAR:
                yield group
            else:
                apart.append(group)
        groups = [*apart, [*joined, line]]
    yield from groups


def _touch(one: Placed, other: Placed) -> bool:
    return (
        one.x <= other.x + other.wide + _NEAR
        and other.x <= one.x + one.wide + _NEAR
        and one.y <= other.y + other.high + _NEAR
        and other.y <= one.y + one.high + _NEAR
    )


def _reaching(lines: Sequence[int], first: int, last: int) -> list[int]:
    """Where lines lie, and how far those across them reach: a table that goes on has no line at the page's edge."""
    levels = _levels(lines)
    before = [first] if first < levels[0] - _ROOM else []
    return [*before, *levels, *([last] if last > levels[-1] + _ROOM else [])]


def _levels(values: Sequence[int]) -> list[int]:
    levels: list[int] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels


def _within(table: _DrawnTable, one: Placed) -> bool:
    x, y = one.middle
    return table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1]


def _position(table: _DrawnTable, one: Placed) -> tuple[int, int]:
    """Row and column of the raster in which something stands."""
    x, y = one.middle
    row = min(max(bisect_right(table.ys, y) - 1, 0), len(table.ys) - 2)
    return row, min(max(bisect_right(table.xs, x) - 1, 0), len(table.xs) - 2)


def _grid(table: _DrawnTable, texts: Sequence[Placed], number: int) -> BareGrid:
    areas = _areas(table)
    owner = {
        (row, column): (top, left)
        for (top, left), (tall, wide) in areas.items()
        for row in range(top, top + tall)
        for column in range(left, left + wide)
    }
    filled: dict[tuple[int, int], list[Placed]] = {}
    for one in (piece for text in texts for piece in _cut(table, text)):
        filled.setdefault(owner[_position(table, one)], []).append(one)
    cells = []
    for (row, column), (tall, wide) in sorted(areas.items()):
        inside = filled.get((row, column), [])
        text = "\n".join("".join(one.text.strip() for one in line) for line in _rows(inside))
        places = tuple(DocxPath(one.path) for one in inside)
        cells.append(Cell(row, column, text, tall, wide, places))
    return BareGrid(Grid(len(table.ys) - 1, len(table.xs) - 1, tuple(cells)), page=number)


def _cut(table: _DrawnTable, one: Placed) -> list[Placed]:
    """A box that runs over lines, cut at the blanks nearest to them: converters join what stands close together."""
    row = _position(table, one)[0]
    crossed = [
        x
        for column, x in enumerate(table.xs[1:-1], 1)
        if one.x + _NEAR < x < one.x + one.wide - _NEAR and _parted_right(table, row, column)
    ]
    if not crossed:
        return [one]
    letter = one.wide / max(1, display_width(one.text))
    blanks = {
        match.start(): one.x + display_width(one.text[: match.start()]) * letter for match in _BLANK.finditer(one.text)
    }
    cuts: set[int] = set()
    for x in crossed:
        nearest = min(blanks, key=lambda place: abs(blanks[place] - x), default=None)
        if nearest is not None and abs(blanks[nearest] - x) <= _STRAY * letter:
            cuts.add(nearest)
    pieces: list[Placed] = []
    for start, end in pairwise([0, *sorted(cuts), len(one.text)]):
        left, wide = display_width(one.text[:start]), display_width(one.text[start:end])
        pieces.append(one._replace(x=round(one.x + left * letter), wide=round(wide * letter), text=one.text[start:end]))
    return pieces


def _areas(table: _DrawnTable) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells as areas of the raster that no line parts, by their corner: rows and columns they take."""
    areas: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for row in range(len(table.ys) - 1):
        for column in range(len(table.xs) - 1):
            if (row, column) in taken:
                continue
            right = _grown_right(table, row, column, taken)
            below = _grown_down(table, row, column, right)
            taken |= {(i, j) for i in range(row, below) for j in range(column, right)}
            areas[row, column] = (below - row, right - column)
    return areas


def _grown_right(table: _DrawnTable, row: int, column: int, taken: set[tuple[int, int]]) -> int:
    """The column after the last one that no line parts from a raster cell."""
    right = column + 1
    while right < len(table.xs) - 1 and (row, right) not in taken and not _parted_right(table, row, right):
        right += 1
    return right


def _grown_down(table: _DrawnTable, row: int, column: int, right: int) -> int:
    """The row after the last one that no line parts from some raster cells side by side, nor them from each other."""
    below = row + 1
    while (
        below < len(table.ys) - 1
        and not any(_parted_below(table, below, each) for each in range(column, right))
        and not any(_parted_right(table, below, each) for each in range(column + 1, right))
    ):
        below += 1
    return below


def _parted_right(table: _DrawnTable, row: int, column: int) -> bool:
    """Whether a line stands at the left edge of a raster cell."""
    x, middle = table.xs[column], (table.ys[row] + table.ys[row + 1]) // 2
    return any(
        abs(line.x - x) <= _NEAR and line.y - _NEAR <= middle <= line.y + line.high + _NEAR for line in table.down
    )


def _parted_below(table: _DrawnTable, row: int, column: int) -> bool:
    """Whether a line lies at the top edge of a raster cell."""
    y, middle = table.ys[row], (table.xs[column] + table.xs[column + 1]) // 2
    return any(
        abs(line.y - y) <= _NEAR and line.x - _NEAR <= middle <= line.x + line.wide + _NEAR for line in table.across
    )
