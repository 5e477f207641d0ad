"""Tables whose columns are aligned by blanks, as `pdftotext -layout` and printing programs write them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median_low

from gongkai.model import BareGrid, Cell, Grid, TextSpan
from gongkai_formats.text.lines import PAGE_BREAK, TextLine
from gongkai_formats.text.tables.aligned_rows import LogicalRow, body_rows, header_rows, wrapped_lines
from gongkai_formats.text.tables.columns import (
    MOST_COLUMNS,
    TextColumn,
    find_columns,
    match_columns,
    merge_orphans,
    place_segments,
)
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.header_words import head_columns, header_tree
from gongkai_formats.text.tables.regions import Stretch, gather_region, has_rows, shorten, starts_region
from gongkai_formats.text.tables.segments import (
    SegmentedLine,
    begins_numbered,
    begins_with_total,
    cut_segments,
    fills_figure_column,
    is_body,
    is_head,
    is_narrative,
    is_note,
)

_REACH = 2
"""Columns of text by which a lone text may stick out of its column: one wide character."""
_LONG = 400
"""Segments of a stretch that is no table from which it is not tried again from each of its lines."""
_MOST_BETWEEN = 20
"""Lines between two pages of a table: a page's blank end and its number."""
_CLEAN_SHARE = 0.7
"""Share of the rows whose segments each find a column of their own where the rows are a table's."""
_SHARED_SHARE = 0.6
"""Share of the segments with an edge or a middle in common with a row near by where nothing else tells a table."""
_NEAR_ROWS = 3
"""Rows before and behind one with which it shares edges."""


class AlignedTables:
    """Takes tables of aligned columns; knows the last one's columns, which its rest behind a page break shares."""

    def __init__(self) -> None:
        self._columns: list[TextColumn] = []
        self._end = 0
        self._wide = False

    def __call__(self, lines: list[TextLine], index: int, harvest: TextHarvest) -> int:
        """The table of aligned columns at `index` as one grid; the index behind it, or `index`."""
        if not starts_region(lines, index) and not self._leads_on(lines, index):
            return index
        region = gather_region(lines, index, self._wide)
        if region is None:
            return index
        table = _table(region)
        if table is None:
            # A long or wide stretch that is no table is not tried again from each of its lines.
            widest = max(len(row.segments) for row in region.rows)
            end = region.rows[-1].index + 1 if len(region.rows) * widest > _LONG else index
            for line in lines[index:end]:
                harvest.add_line(line)
            return end
        region, columns = table
        if not region.header and not region.headed and self._goes_on(lines, index):
            columns = match_columns(columns, self._columns)
        counted = [row for row in region.rows[: region.header] if _counts(row)]
        words = header_tree([row for row in region.rows[: region.header] if not _counts(row)], len(columns))
        columns = head_columns(words, columns) if words else columns
        rows = header_rows(words, counted, columns) + body_rows(region, columns)
        harvest.items.append(_grid(rows, len(columns)))
        self._columns, self._end, self._wide = columns, region.rows[-1].index + 1, region.wide
        return self._end

    def _leads_on(self, lines: list[TextLine], index: int) -> bool:
        """Whether a page behind a table begins with the first line of a name wrapped around its row."""
        if not lines[index].text.strip() or not self._goes_on(lines, index) or index + 1 >= len(lines):
            return False
        rows = [SegmentedLine(at, lines[at], cut_segments(lines[at].text)) for at in (index, index + 1)]
        apart = not (is_head(rows[0]) or is_note(rows[0]) or is_narrative(rows[0]))
        return apart and len(rows[0].segments) == 1 and len(rows[1].segments) > 1 and is_body(rows[1])

    def _goes_on(self, lines: list[TextLine], index: int) -> bool:
        """Whether nothing but a page break lies between the last table and this line."""
        if not self._columns or index - self._end > _MOST_BETWEEN:
            return False
        between = [line.text.strip() if line.text != PAGE_BREAK else PAGE_BREAK for line in lines[self._end : index]]
        return (
            bool(self._columns)
            and PAGE_BREAK in between
            and all(text in ("", PAGE_BREAK) or fills_figure_column(text.strip("—-– ")) for text in between)
        )


def _table(region: Stretch) -> tuple[Stretch, list[TextColumn]] | None:
    """The part of the region that is a table, with its columns; shortened where a line does not fit them."""
    while True:
        if not has_rows(region):
            return None
        columns = _columns(region)
        totals = sum(begins_with_total(row) for row in region.rows[region.header : region.header + 1])
        if region.headed and region.header and all(len(row.segments) == 1 for row in region.rows[region.header :]):
            # An empty table: its header, and a total without figures.
            return shorten(region, region.header + totals), columns
        if not 1 < len(columns) <= MOST_COLUMNS:
            return None
        size = _fitting(region, columns)
        if size == len(region.rows):
            return (region, columns) if _lines_up(region, columns) else None
        region = shorten(region, size)


def _columns(region: Stretch) -> list[TextColumn]:
    body = [row for row in region.rows[region.header :] if len(row.segments) > 1 or is_body(row)]
    body += wrapped_lines(region)
    heads = region.rows[: region.header]
    columns = find_columns(body)
    return merge_orphans(columns, body, heads) if heads else columns


def _counts(row: SegmentedLine) -> bool:
    """Whether a header line counts the columns (栏次)."""
    return all(fills_figure_column(segment.text) or segment.text == "栏次" for segment in row.segments)


def _fitting(region: Stretch, columns: list[TextColumn]) -> int:
    """How many rows belong to the table: a lone text across columns ends it, and so do loose ones behind the last row."""
    rows = region.rows
    last = max(number for number, row in enumerate(rows) if len(row.segments) > 1)
    last = max(last, 1 if region.headed else 0, *_counted_rows(region, columns, last))
    usual = median_low(region.gaps[region.header :])
    for number in range(region.header, len(rows)):
        row = rows[number]
        if len(row.segments) > 1:
            continue
        segment = row.segments[0]
        inside = any(
            c.left - _REACH <= segment.left and segment.right <= max(c.right, after) + _REACH
            for c, after in zip(columns, [*(c.left for c in columns[1:]), 0], strict=True)
        )
        begins = any(abs(c.left - segment.left) <= 1 for c in columns)
        # Entries without figures go on at the same distance; what names a table opens the next.
        entry = begins and begins_numbered(segment.text) and region.gaps[number] <= usual and "表" not in segment.text
        if not inside or (number > last and not entry and (region.gaps[number] > 0 or not begins)):
            return max(number, 1)
    return len(rows)


def _counted_rows(region: Stretch, columns: list[TextColumn], last: int) -> Iterator[int]:
    """The last line of each further row that a running number opens, its name broken around it between blank lines."""
    starts = [number for number in range(last + 1, len(region.rows)) if region.gaps[number]]
    for first, behind in pairwise([*starts, len(region.rows)]):
        words = [segment for row in region.rows[first:behind] for segment in row.segments]
        numbers = [word for word in words if word.text.isdigit() and columns[0].touches(word)]
        if (
            len(numbers) != 1
            or len(words) < 2
            or any(word.left < columns[1].left - 1 for word in words if word not in numbers)
        ):
            return
        yield behind - 1


def _lines_up(region: Stretch, columns: list[TextColumn]) -> bool:
    """Whether most rows with several segments find a column for each, and share edges with other rows."""
    several = [row for row in region.rows[region.header :] if len(row.segments) > 1]
    if not several:
        return False
    clean = 0
    for row in several:
        firsts = [first for _, first in place_segments(row, columns)]
        clean += len(set(firsts)) == len(firsts)
    if clean < len(several) * _CLEAN_SHARE:
        return False
    figures = sum(is_body(row) for row in region.rows)
    return region.headed or (figures > 0 and len(region.rows) > 1) or _shared_edges(several) >= _SHARED_SHARE


def _shared_edges(rows: list[SegmentedLine]) -> float:
    total = shared = 0
    for number, row in enumerate(rows):
        near = [
            s
            for other in rows[max(number - _NEAR_ROWS, 0) : number + _NEAR_ROWS + 1]
            if other is not row
            for s in other.segments
        ]
        for segment in row.segments:
            total += 1
            shared += any(
                abs(s.left - segment.left) <= 1
                or abs(s.right - segment.right) <= 1
                or abs(s.centre - segment.centre) <= 1
                for s in near
            )
    return shared / total


def _grid(rows: list[LogicalRow], columns: int) -> BareGrid:
    cells: list[Cell] = []
    free = [0] * columns
    for number, row in enumerate(rows):
        for column in range(columns):
            if free[column] > number:
                continue
            entry = row.cells.get(column)
            text, height, width = "", 1, 1
            places: tuple[TextSpan, ...] = (row.blank_place(column),)
            if entry is not None:
                text, places, height = entry.text, tuple(entry.places), entry.rows
                taken = (n for n in range(column + 1, entry.last + 1) if n in row.cells or free[n] > number)
                width = min([*taken, entry.last + 1, columns]) - column
            cells.append(Cell(number, column, text, height, width, places))
            free[column : column + width] = [number + height] * width
    first = rows[0].line
    place = TextSpan(first.number, first.start, first.start + len(first.text), first.page)
    return BareGrid(Grid(len(rows), columns, tuple(cells)), page=first.page, places=(place,))
