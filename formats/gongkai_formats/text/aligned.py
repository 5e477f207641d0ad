"""Tables whose columns are aligned by blanks, as `pdftotext -layout` and printing programs write them."""

from __future__ import annotations

from gongkai.model import BareGrid, Cell, Grid, TextSpan
from gongkai_formats.text.aligned_rows import LogicalRow, body_rows, header_rows
from gongkai_formats.text.columns import Column, add_headed, find_columns, merge_orphans, place_segments
from gongkai_formats.text.harvest import Harvest
from gongkai_formats.text.lines import Line
from gongkai_formats.text.regions import Region, gather_region, has_rows, shorten, starts_region
from gongkai_formats.text.segments import Row, is_body, is_number

_REACH = 2
_LONG = 200


def take_aligned(lines: list[Line], index: int, harvest: Harvest) -> int:
    """The table of aligned columns at `index` as one grid; the index behind it, or `index`."""
    if not starts_region(lines, index):
        return index
    region = gather_region(lines, index)
    if region is None:
        return index
    table = _table(region)
    if table is None:
        # A long stretch that is no table is not tried again from each of its lines.
        end = region.rows[-1].index + 1 if len(region.rows) > _LONG else index
        for line in lines[index:end]:
            harvest.add_line(line)
        return end
    region, columns = table
    rows = header_rows(region, columns) + body_rows(region, columns)
    harvest.items.append(_grid(rows, len(columns)))
    return region.rows[-1].index + 1


def _table(region: Region) -> tuple[Region, list[Column]] | None:
    """The part of the region that is a table, with its columns; shortened where a line does not fit them."""
    while True:
        if not has_rows(region):
            return None
        columns = _columns(region)
        if len(columns) < 2:
            return None
        size = _fitting(region, columns)
        if size == len(region.rows):
            return (region, columns) if _lines_up(region, columns) else None
        region = shorten(region, size)


def _columns(region: Region) -> list[Column]:
    body = [row for row in region.rows[region.header :] if len(row.segments) > 1 or is_body(row)]
    heads = region.rows[: region.header]
    columns = find_columns(body)
    return add_headed(merge_orphans(columns, body, heads), heads) if heads else columns


def _fitting(region: Region, columns: list[Column]) -> int:
    """How many rows belong to the table: a lone text across columns ends it, and so do loose ones behind the last row."""
    rows = region.rows
    last = max(number for number, row in enumerate(rows) if len(row.segments) > 1)
    last = max(last, 1) if region.headed else last
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
        if not inside or (number > last and (region.gaps[number] > 0 or not begins or is_number(segment.text))):
            return max(number, 1)
    return len(rows)


def _lines_up(region: Region, columns: list[Column]) -> bool:
    """Whether most rows with several segments find a column for each, and share edges with other rows."""
    several = [row for row in region.rows[region.header :] if len(row.segments) > 1]
    if not several:
        return False
    clean = 0
    for row in several:
        firsts = [first for _, first, _ in place_segments(row, columns, False)]
        clean += len(set(firsts)) == len(firsts)
    if clean < len(several) * 0.7:
        return False
    figures = sum(is_body(row) for row in region.rows)
    return region.headed or (figures > 0 and len(region.rows) > 1) or _shared_edges(several) >= 0.6


def _shared_edges(rows: list[Row]) -> float:
    total = shared = 0
    for number, row in enumerate(rows):
        near = [s for other in rows[max(number - 3, 0) : number + 4] if other is not row for s in other.segments]
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
    for number, row in enumerate(rows):
        column = 0
        while column < columns:
            entry = row.cells.get(column)
            if entry is None:
                cells.append(Cell(number, column, "", 1, 1, (row.blank_place(column),)))
                column += 1
                continue
            width = max(min(entry.last, columns - 1) - column + 1, 1)
            width = next((extra for extra in range(1, width) if column + extra in row.cells), width)
            cells.append(Cell(number, column, entry.text, 1, width, tuple(entry.places)))
            column += width
    first = rows[0].line
    place = TextSpan(first.number, first.start, first.start + len(first.text), first.page)
    return BareGrid(Grid(len(rows), columns, tuple(cells)), page=first.page, places=(place,))
