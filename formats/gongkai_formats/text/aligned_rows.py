"""Printed lines joined to the rows they are: header words over several lines, names wrapped around their figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.labels import display_width
from gongkai.model import TextSpan
from gongkai_formats.text.columns import Column, place_segments
from gongkai_formats.text.lines import Line
from gongkai_formats.text.regions import Region
from gongkai_formats.text.segments import Segment, is_figure, is_number, is_numbered

_SLACK = 3


@dataclass
class Entry:
    """A cell in the making: its text, the last column it spans, and its places."""

    text: str
    last: int
    places: list[TextSpan]
    tail: str


@dataclass
class LogicalRow:
    """A row of the table: cells by first column."""

    line: Line
    cells: dict[int, Entry] = field(default_factory=dict)

    def add(self, line: Line, segment: Segment, first: int, last: int, joint: str = "") -> None:
        """Put a segment in its column, behind what is there already."""
        place = TextSpan(line.number, line.start + segment.start, line.start + segment.end, line.page)
        entry = self.cells.get(first)
        if entry is None:
            self.cells[first] = Entry(segment.text, last, [place], segment.text)
            return
        entry.text += joint + segment.text
        entry.last = max(entry.last, last)
        entry.tail = segment.text
        entry.places.append(place)

    def blank_place(self, column: int) -> TextSpan:
        """Where a blank cell stands: behind the nearest cell before it."""
        before = [entry.places[-1] for first, entry in self.cells.items() if first < column]
        end = before[-1].end if before else self.line.start
        return TextSpan(self.line.number, end, end, self.line.page)


_Placed = list[tuple[Segment, int, int]]


def header_rows(region: Region, columns: list[Column]) -> list[LogicalRow]:
    """Header lines as rows: lines without a spanning word that follow each other directly are one row."""
    rows: list[LogicalRow] = []
    joinable = False
    for number in range(region.header):
        row = region.rows[number]
        placed = place_segments(row, columns, True)
        spans = any(last > first for _, first, last in placed)
        numbers = all(is_number(segment.text) for segment, _, _ in placed)
        joins = (
            joinable and not spans and not numbers and not region.gaps[number] and not _full(rows[-1], placed, columns)
        )
        if not joins:
            rows.append(LogicalRow(row.line))
        for segment, first, last in placed:
            rows[-1].add(row.line, segment, first, last)
        joinable = not spans and not numbers
    return rows


def _full(row: LogicalRow, placed: _Placed, columns: list[Column]) -> bool:
    # Two complete lines of words are two rows, not words over two lines.
    return len(row.cells) == len(columns) == len(placed)


def body_rows(region: Region, columns: list[Column]) -> list[LogicalRow]:
    """Body lines as rows; the lines of a wrapped name join the line that bears its figures."""
    lines = region.rows[region.header :]
    gaps = region.gaps[region.header :]
    placed = [place_segments(row, columns, False) for row in lines]
    widths = _text_widths(placed, len(columns))
    rows: list[LogicalRow] = []
    leading = False
    for number, row in enumerate(lines):
        ahead = not leading and number + 1 < len(lines) and not gaps[number + 1]
        leads = ahead and _leads(placed[number], placed[number + 1], widths)
        follows = bool(rows) and not gaps[number] and not leads
        joins = follows and (leading or _continues(rows[-1], placed[number], widths))
        leading = leads
        if not joins:
            rows.append(LogicalRow(row.line))
        for segment, first, last in placed[number]:
            rows[-1].add(
                row.line, segment, first, last, "" if joins and not _same_line(rows[-1], row.line, first) else " "
            )
    return rows


def _same_line(row: LogicalRow, line: Line, column: int) -> bool:
    entry = row.cells.get(column)
    return entry is not None and entry.places[-1].line == line.number


def _text_widths(placed: list[_Placed], columns: int) -> list[int]:
    """The display width of each column's longest text; 0 for columns that hold figures."""
    widths = [0] * columns
    figures = [0] * columns
    for row in placed:
        for segment, first, _ in row:
            widths[first] = max(widths[first], display_width(segment.text))
            figures[first] += is_figure(segment.text)
    return [0 if figures[column] else widths[column] for column in range(columns)]


def _is_wrap(placed: _Placed, widths: list[int]) -> bool:
    """Whether a line may be part of a wrapped one: words only, none of them the start of an entry."""
    return all(widths[first] and not is_number(s.text) and not is_numbered(s.text) for s, first, _ in placed)


def _continues(row: LogicalRow, placed: _Placed, widths: list[int]) -> bool:
    """Whether a line goes on with the names of the row above, each of which filled its column."""
    return _is_wrap(placed, widths) and all(
        first in row.cells and display_width(row.cells[first].tail) >= widths[first] - _SLACK for _, first, _ in placed
    )


def _leads(placed: _Placed, following: _Placed, widths: list[int]) -> bool:
    """Whether a line begins names whose row is the next line: full ones, with nothing in their columns there."""
    taken = {first for _, first, _ in following}
    bears = any(is_number(segment.text) for segment, _, _ in following)
    return (
        bears
        and _is_wrap(placed, widths)
        and all(first not in taken and display_width(s.text) >= widths[first] - _SLACK for s, first, _ in placed)
    )
