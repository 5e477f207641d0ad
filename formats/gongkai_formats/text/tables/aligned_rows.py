"""Printed lines joined to the rows they are: header words over several lines, names wrapped around their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.model import TextSpan
from gongkai.words.labels import display_width
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.columns import TextColumn, cut_at_columns, place_segments
from gongkai_formats.text.tables.header_words import Word
from gongkai_formats.text.tables.regions import Stretch
from gongkai_formats.text.tables.segments import (
    SegmentedLine,
    TextSegment,
    begins_numbered,
    fills_figure_column,
    is_code,
    stands_as_amount,
)

_SLACK = 3
"""Display columns that a full line may lack of its column's widest text: one wide character and a mark."""
_SPREAD = 0.3
"""Share of the lines with a blank one before them from which blank lines set rows apart."""
_FILLED = 0.6
"""Share of a column's width that a line fills at least where its text goes on below."""
_AHEAD = 4
"""Lines within which the row comes that a wrapped name leads to: names take three lines before it at most."""
_FEWEST_CODES = 3
"""Codes of a column from which it can be told whether the next one names them."""
_NAMED_SHARE = 0.2
"""Share of a column's codes with a name on their line; the others have theirs wrapped around them."""


@dataclass
class AlignedCell:
    """A cell in the making: its text, the last column it spans, its places, its last line, the rows it spans."""

    text: str
    last: int
    places: list[TextSpan]
    tail: str
    rows: int = 1


@dataclass
class LogicalRow:
    """A row of the table: cells by first column."""

    line: TextLine
    cells: dict[int, AlignedCell] = field(default_factory=dict)

    def add(self, line: TextLine, segment: TextSegment, first: int, last: int, joint: str = "") -> None:
        """Put a segment in its column, behind what is there already."""
        place = TextSpan(line.number, line.start + segment.start, line.start + segment.end, line.page)
        entry = self.cells.get(first)
        if entry is None:
            self.cells[first] = AlignedCell(segment.text, last, [place], segment.text)
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


_Placed = list[tuple[TextSegment, int, int]]


def header_rows(words: Sequence[Word], counted: Sequence[SegmentedLine], columns: list[TextColumn]) -> list[LogicalRow]:
    """Header words as rows by their depth, and behind them the lines that count the columns."""
    rows: list[LogicalRow] = []
    depths = max((word.depth for word in words), default=-1) + 1
    for depth in range(depths):
        level = [word for word in words if word.depth == depth]
        rows.append(LogicalRow(min((word.pieces[0][0] for word in level), key=lambda row: row.index).line))
        for word in level:
            for row, segment in word.pieces:
                rows[-1].add(row.line, segment, *word.columns)
            rows[-1].cells[word.columns[0]].rows = 1 if word.children else depths - depth
    for row in counted:
        rows.append(LogicalRow(row.line))
        for segment, first in place_segments(row, columns):
            rows[-1].add(row.line, segment, first, first)
    return rows


def wrapped_lines(region: Stretch) -> list[SegmentedLine]:
    """Lone words right above or below a row of several columns, where blank lines set the rows apart: its cells too."""
    rows, gaps = region.rows[region.header :], region.gaps[region.header :]
    if sum(map(bool, gaps)) < _SPREAD * len(gaps):
        return []
    return [
        row
        for number, row in enumerate(rows)
        if len(row.segments) == 1
        and not stands_as_amount(row.segments[0].text)
        and (
            (number and not gaps[number] and len(rows[number - 1].segments) > 1)
            or (number + 1 < len(rows) and not gaps[number + 1] and len(rows[number + 1].segments) > 1)
        )
    ]


def body_rows(region: Stretch, columns: list[TextColumn]) -> list[LogicalRow]:
    """Body lines as rows; the lines of a wrapped name join the line that bears its code or figures."""
    lines = [cut_at_columns(row, columns) for row in region.rows[region.header :]]
    placed = [[(segment, first, first) for segment, first in place_segments(row, columns)] for row in lines]
    wraps = _Wraps(placed, region.gaps[region.header :], len(columns))
    rows: list[LogicalRow] = []
    for number, row in enumerate(lines):
        joins = wraps.joins(number)
        if not joins:
            rows.append(LogicalRow(row.line))
        for segment, first, last in wraps.placed[number]:
            rows[-1].add(
                row.line, segment, first, last, "" if joins and not _same_line(rows[-1], row.line, first) else " "
            )
    return rows


def _same_line(row: LogicalRow, line: TextLine, column: int) -> bool:
    entry = row.cells.get(column)
    return entry is not None and entry.places[-1].line == line.number


class _Wraps:
    """Which lines go on with the row above, decided from top to bottom.

    A name printed over several lines stands in the middle of them: as many lines follow the one with the code as
    precede it. A name printed from the top fills its column before it goes on.
    """

    def __init__(self, placed: list[_Placed], gaps: list[int], columns: int) -> None:
        self.placed = placed
        self._gaps = gaps
        self._widths = _text_widths(placed, columns)
        self._whole = self._whole_rows()
        self._named = _named_codes(placed, columns)
        self._leading = 0
        self._owed = 0
        self._tails: dict[int, str] = {}
        for number in range(1, len(placed)):
            if not gaps[number]:
                placed[number] = _behind_codes(placed[number], placed[number - 1], self._named)

    def joins(self, number: int) -> bool:
        """Whether line `number` belongs to the row of the line above; asked once for each line in order."""
        if number in self._whole:
            return not self._gaps[number] and number > 0
        if number and self._gaps[number]:
            self._leading = self._owed = 0
        joined = number > 0 and not self._gaps[number] and self._goes_on(number)
        if not joined:
            self._leading = 1 if self._leads(number) else 0
            self._tails = {}
            self._owed = 0
        self._tails.update({first: segment.text for segment, first, _ in self.placed[number]})
        return joined

    def _whole_rows(self) -> set[int]:
        """Lines of rows that blank lines set apart: what stands together and holds no cell twice is one row."""
        breaks = [number for number, gap in enumerate(self._gaps) if gap or not number]
        whole: set[int] = set()
        if len(breaks) < _SPREAD * len(self._gaps):
            return whole
        for first, behind in pairwise([*breaks, len(self._gaps)]):
            if behind - first > 1 and self._is_one_row(range(first, behind)):
                whole.update(range(first, behind))
        return whole

    def _is_one_row(self, lines: range) -> bool:
        texts: dict[int, list[str]] = {}
        for number in lines:
            for segment, column, _ in self.placed[number]:
                texts.setdefault(column, []).append(segment.text)
        wrapped = {column: pieces for column, pieces in texts.items() if len(pieces) > 1}
        return all(
            self._widths[column]
            and display_width(pieces[0]) >= _FILLED * self._widths[column]
            and not any(fills_figure_column(piece) for piece in pieces)
            and not any(begins_numbered(piece) for piece in pieces[1:])
            for column, pieces in wrapped.items()
        )

    def _goes_on(self, number: int) -> bool:
        words = self._is_words(number)
        if self._leading:
            if words:
                self._leading += 1
            else:
                self._owed, self._leading = self._leading, 0
            return True
        here = self.placed[number]
        alone = number + 1 < len(self.placed) and _names(here, self.placed[number + 1], self._named)
        if words and self._owed and not alone and all(first in self._tails for _, first, _ in here):
            self._owed -= 1
            return True
        unnamed = not any(first in self._tails for _, first, _ in here)
        if unnamed and _names(here, self.placed[number - 1], self._named):
            return True
        return words and not self._leads(number) and all(self._is_filled(first) for _, first, _ in here)

    def _is_filled(self, column: int) -> bool:
        """Whether the line above fills a column, so that its text may go on; a code never does."""
        tail = self._tails.get(column, "")
        return display_width(tail) >= self._widths[column] - _SLACK and not is_code(tail)

    def _is_words(self, number: int) -> bool:
        """Whether a line may be part of a wrapped one: words only, none of them the start of an entry."""
        return all(
            self._widths[first] and not fills_figure_column(segment.text) and not begins_numbered(segment.text)
            for segment, first, _ in self.placed[number]
        )

    def _leads(self, number: int) -> bool:
        """Whether a line begins a name whose row comes next: with a bare code, or with figures and no name."""
        if not self._is_words(number):
            return False
        following = next(
            (n for n in range(number + 1, min(number + _AHEAD, len(self.placed))) if not self._is_words(n)), None
        )
        if following is None or any(self._gaps[number + 1 : following + 1]):
            return False
        here, there = self.placed[number], self.placed[following]
        if _names(here, there, self._named):
            return True
        taken = {first for _, first, _ in there}
        if following == number + 1 and self._surrounds(number):
            return True
        bears = any(fills_figure_column(segment.text) for segment, _, _ in there)
        if (
            following == number + 1
            and bears
            and all(
                first not in taken and display_width(segment.text) >= self._widths[first] - _SLACK
                for segment, first, _ in here
            )
        ):
            return True
        # Between rows that all bear codes, a line without one belongs to the next once the last has all its lines.
        return (
            bool(self._named)
            and any(first in self._named for _, first, _ in there)
            and self._owed == 0
            and self._complete(here)
        )

    def _surrounds(self, number: int) -> bool:
        """Whether a line and the second next one hold the same cells, broken around the line between: 便携式 / 3.00 / 电话机."""
        if number + 2 >= len(self.placed) or self._gaps[number + 2] or not self._is_words(number + 2):
            return False
        first, middle, last = (
            {column: segment for segment, column, _ in self.placed[n]} for n in range(number, number + 3)
        )
        return (
            first.keys() == last.keys()
            and not first.keys() & middle.keys()
            and any(stands_as_amount(segment.text) for segment in middle.values())
            and all(display_width(last[column].text) <= display_width(first[column].text) for column in first)
            and all(display_width(first[column].text) >= _FILLED * self._widths[column] for column in first)
        )

    def _complete(self, here: _Placed) -> bool:
        return (
            all(len(self._tails.get(first, "")) > 0 for _, first, _ in here)
            and not any(display_width(self._tails[first]) >= self._widths[first] - _SLACK for _, first, _ in here)
            and all(first - 1 in self._named for _, first, _ in here)
        )


def _behind_codes(words: _Placed, above: _Placed, named: set[int]) -> _Placed:
    """A line's words moved behind the code column where they stand under a code that lacks its name."""
    taken = {first for _, first, _ in above}
    here = {first for _, first, _ in words}
    bare = {f for s, f, _ in above if f in named and is_code(s.text) and f + 1 not in taken}
    return [
        (s, f + 1, f + 1) if f in bare and not is_code(s.text) and f + 1 not in here else (s, f, last)
        for s, f, last in words
    ]


def _named_codes(placed: list[_Placed], columns: int) -> set[int]:
    """Columns of codes whose next column nearly always names them."""
    codes, names = [0] * columns, [0] * columns
    for row in placed:
        taken = {first for _, first, _ in row}
        for segment, first, _ in row:
            if is_code(segment.text):
                codes[first] += 1
                names[first] += first + 1 in taken
    return {
        column
        for column in range(columns)
        if codes[column] >= _FEWEST_CODES and names[column] >= codes[column] * _NAMED_SHARE
    }


def _names(words: _Placed, other: _Placed, named: set[int]) -> bool:
    """Whether a line without code names the code that stands without its name in the line beside it."""
    taken = {first for _, first, _ in other}
    bare = {first for segment, first, _ in other if first in named and is_code(segment.text) and first + 1 not in taken}
    here = {first for _, first, _ in words}
    return bool(bare) and not here & taken and not here & named and any(column + 1 in here for column in bare)


def _text_widths(placed: list[_Placed], columns: int) -> list[int]:
    """The display width of each column's longest text; 0 for columns that hold figures."""
    widths = [0] * columns
    figures = [0] * columns
    for row in placed:
        for segment, first, _ in row:
            widths[first] = max(widths[first], display_width(segment.text))
            figures[first] += stands_as_amount(segment.text)
    return [0 if figures[column] else widths[column] for column in range(columns)]
