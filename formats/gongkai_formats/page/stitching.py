"""Tables torn by the end of a page: columns of both parts brought in line, torn rows put back together.

Whether two grids are one table is not decided here: lining up changes no text, and a row is only taken back
where its cells plainly go on from the cells above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from gongkai.model import BareGrid, BareLine, Cell, Grid
from gongkai_formats.page.layout import GridShape, PageLayout, Room
from gongkai_formats.page.textlines import joined_lines

_SAME_LINE = 350
"""Upright lines of two pages this near (1/100 pt) are the same."""

_HEAD_ROWS = 6
"""So many rows of a table's first page may be its head, which the next pages repeat."""

_ROOM = 1.1
"""A line with less room than this to the right (in letters), the cell's margin not counted, was wrapped."""

_MARGIN = 0.5, 1.0
"""A cell's margins are between these (in letters); how wide they are, the start of a line tells."""

_LEVEL = 0.6
"""Lines that begin within this of each other (in letters) are set to the same edge."""

_OPENING = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|\d{3,}$|其中")
_AMOUNT = re.compile(r"[-\d,.%]+")
_WHOLE_AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d\d)?%?")


def stitch_pages(layouts: Sequence[PageLayout]) -> None:
    """Line up and mend grids that end one page and begin the next, in place."""
    heads: list[tuple[str, ...]] = []
    printed = [layout for layout in layouts if _has_body(layout)]  # a blank page parts nothing
    for before, after in pairwise(printed):
        last, first = _outermost(before, -1), _outermost(after, 0)
        if last is None or first is None:
            heads = []
            continue
        upper = before.items[last]
        assert isinstance(upper, BareGrid)
        if last != _outermost(before, 0) or not heads:
            heads = list(upper.grid.texts[:_HEAD_ROWS])
        _line_up(before, last, after, first)
        _take_back(before, last, after, first, heads)


def _has_body(layout: PageLayout) -> bool:
    return any(isinstance(item, BareGrid) or not item.furniture for item in layout.items)


def _outermost(layout: PageLayout, which: int) -> int | None:
    """Position of the page's first or last item where that is a grid, furniture aside."""
    body = [index for index, item in enumerate(layout.items) if not (isinstance(item, BareLine) and item.furniture)]
    if not body or not isinstance(layout.items[body[which]], BareGrid):
        return None
    return body[which]


def _line_up(before: PageLayout, last: int, after: PageLayout, first: int) -> None:
    """Give both parts the columns of the one whose lines include the other's."""
    one, two = before.shapes[last], after.shapes[first]
    if len(one.xs) >= len(two.xs):
        mapping = _mapping(two.xs, one.xs)
        if mapping and len(one.xs) > len(two.xs):
            after.items[first] = _with_columns(after.items[first], mapping)
            after.shapes[first] = _mapped(two, mapping, one.xs)
    elif mapping := _mapping(one.xs, two.xs):
        before.items[last] = _with_columns(before.items[last], mapping)
        before.shapes[last] = _mapped(one, mapping, two.xs)


def _mapped(shape: GridShape, mapping: list[int], xs: list[int]) -> GridShape:
    return GridShape(
        xs,
        {mapping[column]: room for column, room in shape.rooms.items()},
        {(row, mapping[column]): room for (row, column), room in shape.indents.items()},
    )


def _mapping(few: list[int], many: list[int]) -> list[int] | None:
    """For each line the index of the same line among the others; None unless all are there and the outer ones agree."""
    shift = many[0] - few[0]
    if abs(many[-1] - few[-1] - shift) > _SAME_LINE:
        return None
    mapping = []
    for x in few:
        near = [index for index, other in enumerate(many) if abs(other - x - shift) <= _SAME_LINE]
        if len(near) != 1:
            return None
        mapping.append(near[0])
    return mapping


def _with_columns(item: object, mapping: list[int]) -> BareGrid:
    assert isinstance(item, BareGrid)
    cells = tuple(
        msgspec.structs.replace(
            cell,
            column=mapping[cell.column],
            column_span=mapping[cell.column + cell.column_span] - mapping[cell.column],
        )
        for cell in item.grid.cells
    )
    return msgspec.structs.replace(item, grid=Grid(item.grid.rows, mapping[-1], cells))


def _take_back(before: PageLayout, last: int, after: PageLayout, first: int, heads: Sequence[tuple[str, ...]]) -> None:
    """Move the first row (after a repeated header) back into the last one above where it is the rest of its words."""
    upper, lower = before.items[last], after.items[first]
    assert isinstance(upper, BareGrid) and isinstance(lower, BareGrid)
    row = _repeated(heads, lower.grid)
    if upper.grid.columns != lower.grid.columns or row >= lower.grid.rows:
        return
    torn = [cell for cell in lower.grid.cells if cell.row == row]
    bottom = _bottom(upper.grid)
    sits = (before.shapes[last].rooms, after.shapes[first].indents)
    if any(cell.row_span > 1 for cell in torn) or not _goes_on(torn, bottom, *sits):
        return
    before.items[last] = _with_rests(upper, bottom, torn)
    if lower.grid.rows > 1:
        after.items[first] = msgspec.structs.replace(lower, grid=_without_row(lower.grid, row))
    else:
        del after.items[first]
        after.shapes = {index - (index > first): shape for index, shape in after.shapes.items() if index != first}


def _bottom(grid: Grid) -> dict[int, Cell]:
    """The cells that reach the last row, by column."""
    return {cell.column: cell for cell in grid.cells if cell.row + cell.row_span == grid.rows}


def _repeated(heads: Sequence[tuple[str, ...]], grid: Grid) -> int:
    """How many rows at the top repeat the table's own."""
    count = 0
    for head, row in zip(heads, grid.texts, strict=False):
        if head != row or not any(head):
            break
        count += 1
    return count


def _without_row(grid: Grid, row: int) -> Grid:
    cells = tuple(
        msgspec.structs.replace(cell, row=cell.row - 1) if cell.row > row else cell
        for cell in grid.cells
        if cell.row != row
    )
    return Grid(grid.rows - 1, grid.columns, cells)


def _goes_on(
    torn: Sequence[Cell], bottom: dict[int, Cell], rooms: dict[int, Room], indents: dict[tuple[int, int], Room]
) -> bool:
    """Whether every printed cell is the rest of a wrapped one above, or fills a blank one, and one is a rest."""
    rests = 0
    for cell in torn:
        above = bottom.get(cell.column)
        if cell.is_blank or (above is not None and above.is_blank):
            continue
        room, indent = rooms.get(cell.column), indents.get((cell.row, cell.column))
        if above is None or not _is_rest(above.text, cell.text, room, indent):
            return False
        rests += 1
    return rests > 0


def _is_rest(above: str, rest: str, room: Room | None, indent: Room | None) -> bool:
    """Whether a text goes on in another, by what both say and how they sit in their cells."""
    if room is None or indent is None:
        return False
    if _AMOUNT.fullmatch(above) or _AMOUNT.fullmatch(rest):
        # An amount set to the right leaves room on its left unless it did not fit.
        return _is_full(room) and _is_full(room[::-1]) and _is_torn_amount(above, rest)
    return not _OPENING.match(rest) and _wraps_on(room, indent)


def _wraps_on(room: Room, indent: Room) -> bool:
    """Whether a line left no room for another letter, and the next begins below its start, or both are centred."""
    left, right = room
    centred = abs(left - right) < _LEVEL and abs(indent[0] - indent[1]) < _LEVEL
    return _is_full(room) and (centred or indent[0] - left < _LEVEL)


def _is_full(room: Room) -> bool:
    """Whether no other letter had room behind a line."""
    least, most = _MARGIN
    return room[1] < max(least, min(most, *room)) + _ROOM


def _is_torn_amount(above: str, rest: str) -> bool:
    """Whether two pieces that are no amounts by themselves are one together."""
    parts = (_WHOLE_AMOUNT.fullmatch(above), _WHOLE_AMOUNT.fullmatch(rest))
    return not all(parts) and _WHOLE_AMOUNT.fullmatch(above + rest) is not None


def _with_rests(item: BareGrid, bottom: dict[int, Cell], torn: Sequence[Cell]) -> BareGrid:
    """A grid whose last cells have the rests of their texts."""
    rests = {cell.column: cell for cell in torn if not cell.is_blank}
    whole = {column: _joined(cell, rests[column]) for column, cell in bottom.items() if column in rests}
    cells = [whole.get(cell.column, cell) if bottom.get(cell.column) is cell else cell for cell in item.grid.cells]
    return msgspec.structs.replace(item, grid=Grid(item.grid.rows, item.grid.columns, tuple(cells)))


def _joined(cell: Cell, rest: Cell) -> Cell:
    text = joined_lines([cell.text, rest.text])
    return msgspec.structs.replace(cell, text=text, places=(*cell.places, *rest.places))
