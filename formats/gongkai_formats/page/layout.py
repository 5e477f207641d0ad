"""One page: grids with filled cells and the lines between them, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Union

from gongkai.model import BareGrid, BareLine, Cell, FurnitureKind, Grid, PageBox
from gongkai_formats.page.aligned import take_aligned_tables
from gongkai_formats.page.cells import CellContents, fill_grids
from gongkai_formats.page.characters import count_radicals, without_radicals
from gongkai_formats.page.engine import Bar, Glyph, PageContent, Style, middle
from gongkai_formats.page.frames import Box, turn_box
from gongkai_formats.page.grids import RuledGrid, grid_from_rules
from gongkai_formats.page.rulings import crossing_groups, rules_from_bars
from gongkai_formats.page.segments import GlyphRun, segment_of, segments_of, without_doubles
from gongkai_formats.page.textlines import cell_text, joined_row, rows_of_segments
from gongkai_formats.page.undrawn_rows import with_undrawn_rows

_LARGE = 1.6
"""Letters this many times the page's usual size are looked at as a possible watermark, also within tables."""

_MOST_CROSSINGS = 1_000_000
"""Ruling lines that could cross more often than this draw a picture, not tables."""

_FIRST_ROWS = 7
"""Rows at the top of a page whose texts may go on from the page before: a repeated head of six, and one."""

_PALE = 150
"""Paint at least this light (0 black, 255 white) is that of a watermark, if it is large."""

_SLANTED = 3
"""Degrees off level or upright from which a text is slanted; scanners and printers turn pages by less."""

_SAMPLE = 5
"""So many glyphs, evenly spread, tell how a page's text runs."""

_LONGEST_STEP = 2
"""Pieces of at most so many letters may be steps of a slanted text."""

_STEP, _STEP_REACH = 100, 4
"""Slanted letters follow each other both across and down by more than 1 pt and less than four sizes."""

_LETTERS_REACH = 2
"""Letters of one watermark are at most so many sizes apart."""

_INSET = 2
"""A centred line is set in by more than so many letters at either side, and its middle off by no more than one."""

_LONGEST_NUMBER = 12
"""Letters a page's number has at most, signs and words around it included."""


Room = tuple[float, float]
"""Room left and right of a line in its cell, in letters."""


@dataclass
class GridShape:
    """Lines of a grid on its page, and how the texts of its outermost rows sit in their cells.

    `rooms`: for cells of the last row by column, room in letters left and right of the last line of their text.
    `indents`: the same of the first line, by row and column, for the first rows.
    """

    xs: list[int]
    rooms: dict[int, Room]
    indents: dict[tuple[int, int], Room]


@dataclass
class PageLayout:
    """What a page holds in reading order, and counts of its glyphs.

    `shapes` of the grids by item; `glyphs` were painted on it, `doubled` of them twice, `placed` are in the items.
    `going_on`: columns of the table without rulings that ends it, 0 for none.
    """

    number: int
    width: int
    height: int
    items: list[Union[BareLine, BareGrid]] = field(default_factory=list)
    shapes: dict[int, GridShape] = field(default_factory=dict)
    glyphs: int = 0
    doubled: int = 0
    placed: int = 0
    outside: int = 0
    radicals: int = 0
    drawing: bool = False
    images: int = 0
    going_on: int = 0


_Placed = tuple[int, int, Union[BareLine, BareGrid], Union[GridShape, None]]
"""Top and left edge to sort by, the item, and the shape of a grid."""


class _PageUnderWay:
    """A page being laid out; `turn` are quarter turns clockwise that bring sideways text upright."""

    def __init__(self, content: PageContent) -> None:
        self.content = content
        self.turn = _turn_of(content)
        self.size = (content.width, content.height)
        self.glyphs = content.glyphs
        self.bars = content.bars
        if self.turn:
            self.glyphs = [
                Glyph(glyph.text, *self._turned(glyph[1:5]), glyph.order, glyph.spaced) for glyph in content.glyphs
            ]
            self.bars = [Bar(*self._turned(bar)) for bar in content.bars]
            if self.turn % 2:
                self.size = (content.height, content.width)

    def _turned(self, box: Box) -> Box:
        return turn_box(box, self.content.width, self.content.height, self.turn)

    def clip(self, order: int) -> Box | None:
        """The box a glyph is cut to, in the frame of the layout."""
        box = self.content.clip(order)
        return self._turned(box) if box is not None and self.turn else box

    def place(self, box: Box) -> PageBox:
        """A laid-out box as a place on the page as it is seen, cut to the page."""
        if self.turn:
            box = turn_box(box, *self.size, -self.turn % 4)
        x0, y0, x1, y1 = box
        return PageBox(self.content.number, x0, y0, max(x0, x1), max(y0, y1))


def _turn_of(content: PageContent) -> int:
    """Quarter turns clockwise for a page whose text mostly runs upwards or downwards."""
    glyphs = content.glyphs
    if not glyphs:
        return 0
    angles = [content.style(glyph.order).angle for glyph in glyphs[:: max(1, len(glyphs) // _SAMPLE)]]
    for quarters in (1, 2, 3):
        if 2 * sum(abs(angle - 90 * quarters) < _SLANTED for angle in angles) > len(angles):
            return quarters
    return 0


def lay_out(content: PageContent, going_on: int = 0) -> PageLayout:
    """The items of a page in reading order; watermarks and text off the page are furniture already.

    `going_on`: columns of the table without rulings that ended the page before.
    """
    page = _PageUnderWay(content)
    glyphs, doubled = without_doubles(page.glyphs)
    glyphs, radicals = _as_characters(glyphs)
    segments, watermarks = _without_watermarks(page, segments_of(glyphs))
    grids, drawing = _ruled_grids(page.bars)
    tables, loose = _ruled_tables(page, grids, segments)
    aligned, rows = _aligned_tables(rows_of_segments(loose), [grid for grid, _ in tables], going_on)
    items: list[_Placed] = [
        (grid.box[1], grid.box[0], _bare_grid(page, grid, cells), _shape(grid, cells))
        for grid, cells in (*tables, *aligned)
    ]
    items += _bare_lines(page, rows)
    items.sort(key=lambda item: item[:2])
    layout = PageLayout(content.number, content.width, content.height, [item for _, _, item, _ in items])
    layout.going_on = _columns_at_end(items, [grid for grid, _ in aligned])
    layout.shapes = {index: shape for index, (*_, shape) in enumerate(items) if shape is not None}
    layout.items += [_furniture_line(page, segment, "watermark") for segment in watermarks]
    layout.items += [_outside_line(page, row) for row in rows_of_segments(segments_of(content.outside))]
    layout.glyphs = sum([len(glyph.text) for glyph in (*content.glyphs, *content.outside)])
    layout.doubled = doubled
    layout.placed = sum(map(_ink, layout.items)) + doubled
    layout.radicals, layout.drawing = radicals, drawing
    layout.outside, layout.images = len(content.outside), content.images
    return layout


def _ruled_grids(bars: list[Bar]) -> tuple[list[RuledGrid], bool]:
    """The grids that bars rule, and whether they draw a picture instead."""
    level, upright = rules_from_bars(bars)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return [], True
    grids = [grid_from_rules(*group) for group in crossing_groups(level, upright)]
    return [grid for grid in grids if grid], False


def _ruled_tables(
    page: _PageUnderWay, grids: list[RuledGrid], segments: list[GlyphRun]
) -> tuple[list[tuple[RuledGrid, CellContents]], list[GlyphRun]]:
    """Grids with what stands in their cells, and the segments outside; blank ones of one row or column are none."""
    contents, loose = fill_grids(grids, segments, page.clip)
    tables = [
        with_undrawn_rows(grid, cells)
        for grid, cells in zip(grids, contents, strict=True)
        if cells or min(grid.rows, grid.columns) > 1
    ]
    return tables, loose


def _as_characters(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs with radicals replaced by the characters they stand for, and how many."""
    count = count_radicals("".join([glyph.text for glyph in glyphs]))
    if not count:
        return glyphs, 0
    return [glyph._replace(text=without_radicals(glyph.text)) for glyph in glyphs], count


def _ink(item: Union[BareLine, BareGrid]) -> int:
    text = item.text if isinstance(item, BareLine) else "".join([cell.text for cell in item.grid.cells])
    return len(text) - text.count(" ")


def _without_watermarks(page: _PageUnderWay, segments: list[GlyphRun]) -> tuple[list[GlyphRun], list[GlyphRun]]:
    """Segments to read, and watermarks: slanted text, or large pale text; letters that follow each other as one."""
    usual = middle([segment.size for segment in segments])
    kept: list[GlyphRun] = []
    marks: list[GlyphRun] = []
    stepping = _stepping(segments)
    last, angle = -2, 0
    for index, segment in enumerate(segments):
        style = None
        if index in stepping or segment.size > _LARGE * usual:
            style = page.content.style(segment.glyphs[0].order)
        if style is None or not _is_watermark(style, segment.size > _LARGE * usual):
            kept.append(segment)
        elif index == last + 1 and style.angle == angle and _near(marks[-1], segment):
            marks[-1] = segment_of(marks[-1].glyphs + segment.glyphs)
            last = index
        else:
            marks.append(segment)
            last, angle = index, style.angle
    return kept, marks


def _near(mark: GlyphRun, segment: GlyphRun) -> bool:
    """Whether a piece follows a mark's last letter within two letters' reach."""
    letter = mark.glyphs[-1]
    reach = _LETTERS_REACH * max(letter.y1 - letter.y0, segment.size)
    return abs(segment.x0 - letter.x0) <= reach and abs(segment.y0 - letter.y0) <= reach


def _stepping(segments: list[GlyphRun]) -> set[int]:
    """Short segments that follow each other in small steps both across and down, as slanted letters do."""
    found: set[int] = set()
    before: GlyphRun | None = None
    for index, segment in enumerate(segments):
        short = len(segment.glyphs) <= _LONGEST_STEP
        if short and before is not None:
            across, down = abs(segment.x0 - before.x0), abs(segment.y0 - before.y0)
            reach = _STEP_REACH * max(segment.size, before.size)
            if _STEP < across < reach and _STEP < down < reach:
                found |= {index - 1, index}
        before = segment if short else None
    return found


def _is_watermark(style: Style, large: bool) -> bool:
    slant = (style.angle + 45) % 90 - 45
    return abs(slant) >= _SLANTED or (large and style.grey >= _PALE)


def _bare_grid(page: _PageUnderWay, grid: RuledGrid, contents: CellContents) -> BareGrid:
    cells = []
    for index, span in enumerate(grid.cells):
        segments = contents.get(index)
        cells.append(
            Cell(
                span.row,
                span.column,
                cell_text(segments) if segments else "",
                span.last_row - span.row,
                span.last_column - span.column,
                (page.place(grid.cell_box(index)),),
            )
        )
    number = page.content.number
    return BareGrid(Grid(grid.rows, grid.columns, tuple(cells)), page=number, places=(page.place(grid.box),))


def _shape(grid: RuledGrid, contents: CellContents) -> GridShape:
    rooms: dict[int, Room] = {}
    indents: dict[tuple[int, int], Room] = {}
    for index, segments in contents.items():
        span = grid.cells[index]
        if span.last_row == grid.rows:
            low = max(segment.y1 for segment in segments)
            rooms[span.column] = _room(grid, index, [one for one in segments if 2 * (low - one.y1) < one.size])
        if span.row < _FIRST_ROWS:
            top = min(segment.y0 for segment in segments)
            line = [one for one in segments if 2 * (one.y0 - top) < one.size]
            indents[span.row, span.column] = _room(grid, index, line)
    return GridShape(grid.xs, rooms, indents)


def _room(grid: RuledGrid, index: int, line: list[GlyphRun]) -> Room:
    x0, _, x1, _ = grid.cell_box(index)
    size = max(1, line[0].size)
    return (min(one.x0 for one in line) - x0) / size, (x1 - max(one.x1 for one in line)) / size


def _aligned_tables(
    rows: list[list[GlyphRun]], grids: list[RuledGrid], going_on: int
) -> tuple[list[tuple[RuledGrid, CellContents]], list[list[GlyphRun]]]:
    """Tables without rulings in the stretches between ruled grids, and the rows left over."""
    tops = sorted(grid.ys[0] for grid in grids)
    stretches: list[list[list[GlyphRun]]] = [[] for _ in range(len(tops) + 1)]
    for row in rows:
        stretches[bisect_right(tops, row[0].y0)].append(row)
    tables: list[tuple[RuledGrid, CellContents]] = []
    rest: list[list[GlyphRun]] = []
    for index, stretch in enumerate(stretches):
        found, left = take_aligned_tables(stretch, 0 if index else going_on)
        tables += found
        rest += left
    return tables, rest


def _columns_at_end(items: list[_Placed], aligned: list[RuledGrid]) -> int:
    """Columns of the table without rulings that the page ends with, its number aside; 0 for none."""
    for top, left, item, _ in reversed(items):
        if isinstance(item, BareGrid) or len(item.text) > _LONGEST_NUMBER:
            return next((grid.columns for grid in aligned if grid.box[:2] == (left, top)), 0)
    return 0


def _bare_lines(page: _PageUnderWay, rows: list[list[GlyphRun]]) -> list[_Placed]:
    if not rows:
        return []
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    return [(min(part.y0 for part in row), row[0].x0, _bare_line(page, row, left, right), None) for row in rows]


def _bare_line(page: _PageUnderWay, row: list[GlyphRun], left: int, right: int) -> BareLine:
    x0, x1 = row[0].x0, max(part.x1 for part in row)
    y0, y1 = min(part.y0 for part in row), max(part.y1 for part in row)
    size = middle([glyph.y1 - glyph.y0 for part in row for glyph in part.glyphs])
    inset = min(x0 - left, right - x1)
    return BareLine(
        joined_row(row),
        (page.place((x0, y0, x1, y1)),),
        markup="figure" if _in_chart(page, (x0 + x1) // 2, (y0 + y1) // 2) else "",
        page=page.content.number,
        left=x0,
        right=x1,
        size=size,
        bold=_all_bold(page, row),
        centred=inset > _INSET * size and abs((x0 - left) - (right - x1)) <= _INSET * size,
    )


def _in_chart(page: _PageUnderWay, x: int, y: int) -> bool:
    return not page.turn and any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in page.content.charts)


def _all_bold(page: _PageUnderWay, row: list[GlyphRun]) -> bool:
    first, last = row[0].glyphs[0], row[-1].glyphs[-1]
    style = page.content.style
    return style(first.order).bold and style(last.order).bold


def _furniture_line(page: _PageUnderWay, segment: GlyphRun, kind: FurnitureKind) -> BareLine:
    place = page.place((segment.x0, segment.y0, segment.x1, segment.y1))
    return BareLine(
        segment.text,
        (place,),
        furniture=kind,
        page=place.page,
        left=segment.x0,
        right=segment.x1,
        size=segment.size,
    )


def _outside_line(page: _PageUnderWay, row: list[GlyphRun]) -> BareLine:
    x0, x1 = row[0].x0, max(part.x1 for part in row)
    y0, y1 = min(part.y0 for part in row), max(part.y1 for part in row)
    place = PageBox(page.content.number, x0, y0, x1, y1)
    return BareLine(joined_row(row), (place,), furniture="outside", page=place.page, left=x0, right=x1)
