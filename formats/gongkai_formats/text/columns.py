"""Columns of a layout found from the blanks between its segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai_formats.text.segments import Row, Segment, is_code, is_figure

_GRAZE = 2
_CLEARLY = 3
_FEWEST = 3


class Column(NamedTuple):
    """A column's extent: everything its segments cover."""

    left: int
    right: int


def alignment(rows: Iterable[Row]) -> int:
    """How many segment edges coincide with edges of other rows: the better measure has more."""
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for row in rows:
        lefts.update(segment.left for segment in row.segments)
        rights.update(segment.right for segment in row.segments)
    return sum(count - 1 for counter in (lefts, rights) for count in counter.values() if count > 1)


def find_columns(rows: Sequence[Row]) -> list[Column]:
    """Columns of rows that span nothing: zones between gutters, parted further where a row has two segments in one."""
    segments = sorted((segment for row in rows for segment in row.segments), key=lambda segment: segment.left)
    zones: list[list[Segment]] = []
    edge = -1
    for segment in segments:
        if segment.left > edge or not zones:
            zones.append([])
        zones[-1].append(segment)
        edge = max(edge, segment.right)
    owner = {id(segment): number for number, row in enumerate(rows) for segment in row.segments}
    columns: list[Column] = []
    for zone in zones:
        columns += _part(zone, owner)
    return columns


def _part(zone: list[Segment], owner: dict[int, int]) -> list[Column]:
    """A zone as one column, or cut where most of the rows that hold two segments in it have their blank."""
    pending, done = [zone], []
    while pending:
        part = pending.pop()
        cut = _best_cut(part, owner)
        halves = [] if cut is None else [[s for s in part if s.centre < cut], [s for s in part if s.centre >= cut]]
        halves = _codes_apart(part, owner) or halves
        if cut is None or not all(halves):
            done.append(Column(min(s.left for s in part), max(s.right for s in part)))
        else:
            pending += halves
    return sorted(done)


def _codes_apart(part: list[Segment], owner: dict[int, int]) -> list[list[Segment]]:
    """Codes and what they name, where rows drift so far that one row's names stand under another's codes."""
    codes = {owner[id(s)]: s for s in part if is_code(s.text)}
    rest = [s for s in part if not is_code(s.text)]
    if len(codes) < _FEWEST or len(rest) < _FEWEST or len(codes) + len(rest) < len(part):
        return []
    behind = all(s.left >= codes[owner[id(s)]].right for s in rest if owner[id(s)] in codes)
    return [list(codes.values()), rest] if behind else []


def _best_cut(part: list[Segment], owner: dict[int, int]) -> float | None:
    rows: dict[int, list[Segment]] = {}
    for segment in part:
        rows.setdefault(owner[id(segment)], []).append(segment)
    gaps: Counter[int] = Counter()
    for segments in rows.values():
        for before, after in pairwise(segments):
            gaps.update(range(before.right, after.left + 1))
    if not gaps:
        return None
    ink: Counter[int] = Counter()
    for segment in part:
        ink.update(range(segment.left, segment.right))
    return max(gaps, key=lambda x: (gaps[x] - ink[x], gaps[x], -x)) + 0.0


def place_segments(row: Row, columns: list[Column], spanning: bool) -> list[tuple[Segment, int, int]]:
    """Each segment with the first and last column it stands over, in order and without overlap where they allow it.

    A segment that touches no column, or several, stands over the columns whose common middle is nearest to its own,
    if `spanning`; otherwise it belongs to the nearest one.
    """
    if _one_to_one(row, columns):
        return [(segment, number, number) for number, segment in enumerate(row.segments)]
    placed: list[tuple[Segment, int, int]] = []
    free = 0
    for number, segment in enumerate(row.segments):
        after = row.segments[number + 1].left if number + 1 < len(row.segments) else None
        first, last = _range(segment, columns, free, after, spanning)
        placed.append((segment, first, last))
        free = min(last + 1, len(columns) - 1)
    return placed


def _range(segment: Segment, columns: list[Column], free: int, after: int | None, spanning: bool) -> tuple[int, int]:
    shared = [min(segment.right, column.right) - max(segment.left, column.left) for column in columns]
    touched = [number for number in range(free, len(columns)) if shared[number] > 0]
    most = max(shared[free:])
    if most >= 2 * _GRAZE:
        touched = [number for number in touched if shared[number] > _GRAZE]
    if (len(touched) == 1 and not (spanning and _sticks_out(segment, columns[touched[0]]))) or (
        touched and not spanning
    ):
        best = max(touched, key=lambda number: shared[number])
        return best, best
    limit = len(columns) if after is None else max(sum(column.left < after for column in columns), free + 1)
    if not spanning:
        best = min(range(free, limit), key=lambda number: abs(_middle(columns, number, number) - segment.centre))
        return best, best
    candidates = [
        (abs(_middle(columns, first, last) - segment.centre) + _span_cost(first, last, touched), first, last)
        for first in range(free, limit)
        for last in range(first, min(limit, first + 12))
        if all(first <= number <= last for number in touched if number < limit)
    ]
    if not candidates:
        return (touched[0] if touched else free,) * 2
    _, first, last = min(candidates)
    return first, last


def _sticks_out(segment: Segment, column: Column) -> bool:
    """Whether a segment stands partly over a column, partly over the blank beside it."""
    return (segment.left < column.left) != (segment.right > column.right)


def _span_cost(first: int, last: int, touched: list[int]) -> float:
    # Words over one column are the rule: the middle of several must be clearly nearer.
    return (last - first) * 0.5 + (_CLEARLY if last > first and len(touched) == 1 else 0)


def _middle(columns: list[Column], first: int, last: int) -> float:
    return (columns[first].left + columns[last].right) / 2


def add_headed(columns: list[Column], heads: Sequence[Row]) -> list[Column]:
    """The columns with what the header says: words beside a column without head are its head, others a blank column.

    Header lines are read from the bottom; words between two columns that have their heads already span them.
    """
    result = list(columns)
    headed: list[bool] = [False] * len(result)
    words = [segment for row in heads for segment in row.segments]
    for row in reversed(heads):
        if len(result) > 2 and _one_to_one(row, result):
            result = _widened(result, row)
            headed = [True] * len(result)
            continue
        touched = [_touched(segment, result) for segment in row.segments]
        busy = {result[number] for numbers in touched for number in numbers}
        for numbers in touched:
            if len(numbers) == 1:
                headed[numbers[0]] = True
        for segment, numbers in zip(row.segments, touched, strict=True):
            if not numbers:
                _take_head(segment, result, headed, busy, words)
    return result


def _touched(segment: Segment, columns: list[Column]) -> list[int]:
    return [n for n, column in enumerate(columns) if segment.left < column.right and column.left < segment.right]


def _one_to_one(row: Row, columns: list[Column]) -> bool:
    """Whether a row has a segment for each column, none of which stands under another column only."""
    if len(row.segments) != len(columns):
        return False
    touched = (_touched(segment, columns) for segment in row.segments)
    return all(not numbers or number in numbers for number, numbers in enumerate(touched))


def _widened(columns: list[Column], row: Row) -> list[Column]:
    """The columns with the words of their head, as far as they stay apart."""
    result = list(columns)
    for number, segment in enumerate(row.segments):
        before = result[number - 1].right if number else -1
        after = columns[number + 1].left if number + 1 < len(columns) else segment.right
        wider = Column(min(columns[number].left, segment.left), max(columns[number].right, segment.right))
        if before <= wider.left and wider.right <= max(after, columns[number].right):
            result[number] = wider
    return result


def _take_head(
    segment: Segment, columns: list[Column], headed: list[bool], busy: set[Column], words: list[Segment]
) -> None:
    after = sum(column.right <= segment.left for column in columns)
    beside = [
        number
        for number in (after - 1, after)
        if 0 <= number < len(columns) and columns[number] not in busy and not _parted(segment, columns[number], words)
    ]
    bare = [number for number in beside if not headed[number]]
    here = Column(segment.left, segment.right)
    if bare:
        number = min(bare, key=lambda n: max(columns[n].left - segment.right, segment.left - columns[n].right))
        columns[number] = Column(min(here.left, columns[number].left), max(here.right, columns[number].right))
        headed[number] = True
        busy.add(columns[number])
    elif len(beside) < 2:
        columns.insert(after, here)
        headed.insert(after, True)
        busy.add(here)


def _parted(segment: Segment, column: Column, words: list[Segment]) -> bool:
    low, high = min(segment.right, column.right), max(segment.left, column.left)
    return any(low <= word.left and word.right <= high for word in words)


def merge_orphans(columns: list[Column], body: Sequence[Row], heads: Sequence[Row]) -> list[Column]:
    """Columns without chance ones: a lone word (合计) beside the words of a column it shares no row with."""
    result = list(columns)
    number = 0
    while number < len(result) and len(result) > 2:
        column = result[number]
        inside = [s for row in body for s in row.segments if column.left <= s.left and s.right <= column.right]
        near = [
            n for n in (number - 1, number + 1) if 0 <= n < len(result) and not _share_rows(body, column, result[n])
        ]
        if _is_headed(column, heads) and not _holds_codes(number, result, body):
            near = [n for n in near if not _is_headed(result[n], heads)]
        codes = [n for n in near if _holds_codes(number, result, body) and _holds_codes(n, result, body)]
        if not codes and (not near or len(inside) > 2 or len(body) < 4 or any(is_figure(s.text) for s in inside)):
            number += 1
            continue
        other = min(codes or near, key=lambda n: _distance(result, n, number))
        joined = Column(min(column.left, result[other].left), max(column.right, result[other].right))
        result[min(number, other) : max(number, other) + 1] = [joined]
        number = max(number - 1, 0)
    return result


def _holds_codes(number: int, columns: list[Column], rows: Sequence[Row]) -> bool:
    """Whether most of what begins in a column is a code; where columns overlap, what begins in the next is the next's."""
    column = columns[number]
    end = min((other.left for other in columns if other.left > column.left), default=column.right)
    inside = [s.text for row in rows for s in row.segments if column.left <= s.left < end and s.right <= column.right]
    return sum(is_code(text) for text in inside) > len(inside) * 0.5


def _is_headed(column: Column, heads: Sequence[Row]) -> bool:
    return any(s.left < column.right and s.right > column.left for row in heads for s in row.segments)


def _distance(columns: list[Column], one: int, other: int) -> int:
    return max(columns[one].left - columns[other].right, columns[other].left - columns[one].right)


def _share_rows(rows: Sequence[Row], one: Column, other: Column) -> bool:
    return any(
        any(one.left <= s.centre < one.right for s in row.segments)
        and any(other.left <= s.centre < other.right and not one.left <= s.centre < one.right for s in row.segments)
        for row in rows
    )
