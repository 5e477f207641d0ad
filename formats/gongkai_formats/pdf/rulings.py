"""From painted bars to ruling lines: doubled ones merged, dashes joined, crossing ones gathered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from gongkai_formats.pdf.engine import Bar

SAME = 260
"""Parallel lines this near (1/100 pt) are one border drawn twice or three times."""

JOIN = 520
"""Gaps up to this within a line are those of dashes, or of segments drawn cell by cell."""

TOUCH = 260
"""An end this near to another line meets it."""

SHORTEST = 450
_DOT = 420


class Rule(NamedTuple):
    """A ruling line: `at` across, `start` to `end` along; 1/100 pt."""

    at: int
    start: int
    end: int


def rules_from_bars(bars: Iterable[Bar]) -> tuple[list[Rule], list[Rule]]:
    """Level and upright ruling lines, each kind sorted by `at`; a dot may be part of either."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for x0, y0, x1, y1 in set(bars):
        width, height = x1 - x0, y1 - y0
        if height <= _DOT and (width > height or width <= _DOT):
            level.append(Rule((y0 + y1) // 2, x0, x1))
        if width <= _DOT and (height > width or height <= _DOT):
            upright.append(Rule((x0 + x1) // 2, y0, y1))
    return _merged(level), _merged(upright)


def _merged(pieces: list[Rule]) -> list[Rule]:
    pieces.sort()
    rules: list[Rule] = []
    group: list[Rule] = []
    for piece in pieces:
        # The second bound keeps a chain of near lines from swallowing a whole row.
        if group and (piece.at - group[-1].at > SAME or piece.at - group[0].at > 2 * SAME):
            rules += _joined(group)
            group = []
        group.append(piece)
    rules += _joined(group)
    return rules


def _joined(group: list[Rule]) -> list[Rule]:
    """Pieces of one line joined over small gaps; what remains too short is no line."""
    if not group:
        return []
    longest = max(group, key=lambda piece: piece.end - piece.start)
    joined: list[Rule] = []
    group.sort(key=lambda piece: piece.start)
    start, end = group[0].start, group[0].end
    for piece in group[1:]:
        if piece.start - end > JOIN:
            joined.append(Rule(longest.at, start, end))
            start, end = piece.start, piece.end
        elif piece.end > end:
            end = piece.end
    joined.append(Rule(longest.at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST]


def crossing_groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together by touching or crossing, as (level, upright); lone lines are left out."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    positions = [rule.at for rule in upright]
    for index, (at, start, end) in enumerate(level):
        first, last = bisect_left(positions, start - TOUCH), bisect_right(positions, end + TOUCH)
        for other in range(first, last):
            rule = upright[other]
            if rule.start - TOUCH <= at <= rule.end + TOUCH:
                parent[root(len(level) + other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for node in range(len(parent)):
        group = groups.setdefault(root(node), ([], []))
        if node < len(level):
            group[0].append(level[node])
        else:
            group[1].append(upright[node - len(level)])
    return [group for group in groups.values() if group[0] and group[1]]
