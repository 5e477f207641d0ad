"""From painted bars to ruling lines: doubled ones merged, dashes joined, crossing ones gathered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gongkai_formats.page.connected import Connected
from gongkai_formats.page.engine import Bar

SAME = 260
"""Parallel lines this near (1/100 pt) are one border drawn twice or three times."""

JOIN = 520
"""Gaps up to this within a line are those of dashes, or of segments drawn cell by cell."""

TOUCH = 260
"""An end this near to another line meets it."""

OPEN_SIDE = 800
"""Lines that all run at least this far beyond the last crossing line end in a border that is not drawn."""

SHORTEST = 450
"""A line shorter than this (1/100 pt) borders no cell: no letter fits beside it."""

_HIGHEST_ROW = 4000
"""The highest a row is (1/100 pt) whose upper line hangs together with nothing."""

_DOT = 420
"""A bar up to this thick (1/100 pt) rules; one as short is a dot where lines meet. The thickest an engine gives, rounded."""

Piece = tuple[int, int, int]


class Ruling(NamedTuple):
    """A ruling line: `at` across, `start` to `end` along; 1/100 pt."""

    at: int
    start: int
    end: int


def rules_from_bars(bars: Iterable[Bar]) -> tuple[list[Ruling], list[Ruling]]:
    """Level and upright ruling lines, each kind sorted by `at`; a dot may be part of either."""
    level: list[Piece] = []
    upright: list[Piece] = []
    for x0, y0, x1, y1 in set(bars):
        width, height = x1 - x0, y1 - y0
        if height <= _DOT and (width > height or width <= _DOT):
            level.append(((y0 + y1) // 2, x0, x1))
        if width <= _DOT and (height > width or height <= _DOT):
            upright.append(((x0 + x1) // 2, y0, y1))
    return _merged(level), _merged(upright)


def _merged(pieces: list[Piece]) -> list[Ruling]:
    pieces.sort()
    rules: list[Ruling] = []
    first = 0
    for index in range(1, len(pieces) + 1):
        # The second bound keeps a chain of near lines from swallowing a whole row.
        if (
            index == len(pieces)
            or pieces[index][0] - pieces[index - 1][0] > SAME
            or pieces[index][0] - pieces[first][0] > 2 * SAME
        ):
            rules += _joined(pieces[first:index])
            first = index
    return rules


def _joined(group: list[Piece]) -> list[Ruling]:
    """Pieces of one line joined over small gaps; what remains too short is no line."""
    at = max(group, key=_length)[0]
    group.sort(key=_start)
    joined: list[Ruling] = []
    _, start, end = group[0]
    for _, from_, to in group:
        if from_ - end > JOIN:
            joined.append(Ruling(at, start, end))
            start, end = from_, to
        elif to > end:
            end = to
    joined.append(Ruling(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST]


def _length(piece: Piece) -> int:
    return piece[2] - piece[1]


def _start(piece: Piece) -> int:
    return piece[1]


def crossing_groups(level: list[Ruling], upright: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that hang together by touching or crossing, as (level, upright); lone lines are left out.

    A table without side borders may begin with a row that no upright line divides: the level line above it, as long as
    the table is wide, belongs to it.
    """
    connected = Connected(len(level) + len(upright))
    for one, other in _crossings(level, upright):
        connected.join(one, len(level) + other)
    groups = [_sorted_out(nodes, level, upright) for nodes in connected.groups()]
    lone = [rule for rules, crossing in groups if not crossing for rule in rules]
    crossed = [group for group in groups if group[0] and group[1]]
    for rules, crossing in crossed:
        rules[:0] = _undivided_row(rules[0], crossing, lone)
    return crossed


def _sorted_out(nodes: list[int], level: list[Ruling], upright: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """The level and the upright lines of a group; upright ones are numbered behind the level ones."""
    count = len(level)
    return [level[node] for node in nodes if node < count], [upright[node - count] for node in nodes if node >= count]


def _crossings(level: list[Ruling], upright: list[Ruling]) -> Iterator[tuple[int, int]]:
    """Numbers of a level and an upright line that touch or cross."""
    positions = [rule.at for rule in upright]
    for index, (at, start, end) in enumerate(level):
        first, last = bisect_left(positions, start - TOUCH), bisect_right(positions, end + TOUCH)
        for other in range(first, last):
            if upright[other].start - TOUCH <= at <= upright[other].end + TOUCH:
                yield index, other


def _undivided_row(top: Ruling, crossing: list[Ruling], lone: list[Ruling]) -> list[Ruling]:
    """The nearest lone line a row above a table's first, as long as it, where no border is drawn at the sides."""
    near = [
        rule
        for rule in lone
        if 0 < top.at - rule.at <= _HIGHEST_ROW
        and abs(rule.start - top.start) <= SAME
        and abs(rule.end - top.end) <= SAME
    ]
    sides = crossing[0].at - top.start, top.end - crossing[-1].at
    return near[-1:] if min(sides) > OPEN_SIDE else []
