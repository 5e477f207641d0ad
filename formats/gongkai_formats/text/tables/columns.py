"""Columns of a layout found from the blanks between its segments."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gongkai_formats.text.tables.segments import (
    SegmentedLine,
    TextSegment,
    fills_figure_column,
    is_code,
    stands_as_amount,
)

MOST_COLUMNS = 64
"""Columns of the widest table; lines of more segments are no rows."""
_FEWEST_COLUMNS = 2
"""Columns that a table keeps."""
_FEWEST_ROWS = 4
"""Rows of a body from which it can be told what stands in it by chance."""
_MOST_CHANCES = 2
"""Texts of a column that may be chance ones."""
_NEAR = 4
"""Steps that a segment counts at most where it touches a column, whatever the edges."""
_ACROSS = 5
"""Steps that a label counts which touches the figures behind its own column: hardly more than one that touches it."""
_FAR = 40
"""Steps that a segment counts at most from a column that it doesn't touch: more than any other cost."""
_NEW = 7.0
"""Steps from which a segment is the first of a column of its own: farther than words under words are set in."""
_SHARED = 30.0
"""Steps from which segments share a column rather than go into one that is not theirs."""
_DISORDER = 10
"""Steps for each column that a segment of its own would stand on the wrong side of."""
_DASHES = frozenset({"—", "——", "-", "－", "/"})


_Kind = Literal["text", "code", "number", "figure", ""]
_MISFIT: dict[tuple[_Kind, _Kind], int] = {
    ("text", "figure"): 12,
    ("figure", "text"): 8,
    ("code", "figure"): 2,
    ("figure", "code"): 5,
    ("text", "code"): 3,
    ("code", "text"): 3,
    ("number", "text"): 3,
    ("number", "figure"): 1,
    ("text", "number"): 3,
    ("figure", "number"): 2,
}
"""Steps that a segment of one kind counts in a column of another: words under figures are the least likely, numbers
without decimals among amounts the most. Found by trying, on layouts whose columns are known; only their order matters.
"""


@dataclass
class TextColumn:
    """A column's extent: everything its segments cover; where their edges stand, and of what kind most of them are.

    `lefts`, `rights`, `centres` are in order and hold each value once.
    """

    left: int
    right: int
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    centres: list[float] = field(default_factory=list)
    kinds: Counter[_Kind] = field(default_factory=Counter)
    kind: _Kind = ""

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def add(self, segment: TextSegment, kind: _Kind) -> None:
        """Take a segment in."""
        self.left, self.right = min(self.left, segment.left), max(self.right, segment.right)
        self._count(Counter([kind]))
        for edges, own in self._edges(segment):
            at = bisect_left(edges, own)
            if at == len(edges) or edges[at] != own:
                edges.insert(at, own)

    def _count(self, kinds: Counter[_Kind]) -> None:
        self.kinds.update(kinds)
        self.kind = max(self.kinds, key=lambda kind: self.kinds[kind])

    def _edges(self, segment: TextSegment) -> tuple[tuple[list[float], float], ...]:
        return (self.lefts, segment.left), (self.rights, segment.right), (self.centres, segment.centre)

    def joined(self, other: TextColumn) -> TextColumn:
        """This column and another as one."""
        both = TextColumn(min(self.left, other.left), max(self.right, other.right))
        both.lefts = sorted({*self.lefts, *other.lefts})
        both.rights = sorted({*self.rights, *other.rights})
        both.centres = sorted({*self.centres, *other.centres})
        both._count(self.kinds + other.kinds)
        return both

    def misfit(self, segment: TextSegment, kind: _Kind) -> float:
        """How far a segment is from standing under the others: steps to the nearest edge, and more for another kind."""
        steps = float(_NEAR if self.touches(segment) else _FAR)
        for edges, own in self._edges(segment):
            at = bisect_left(edges, own)
            for edge in edges[max(at - 1, 0) : at + 1]:
                steps = min(steps, abs(own - edge))
        return steps + _MISFIT.get((kind, self.kind), 0)

    def holds(self, segment: TextSegment, kind: _Kind) -> bool:
        """Whether a segment has no misfit at all."""
        return (kind, self.kind) not in _MISFIT and any(
            edges[bisect_left(edges, own, hi=len(edges) - 1)] == own for edges, own in self._edges(segment) if edges
        )

    def touches(self, segment: TextSegment) -> bool:
        return segment.left < self.right and self.left < segment.right


def kind_of(segment: TextSegment) -> _Kind:
    """What a segment's text is like; dashes are like anything."""
    if segment.text in _DASHES:
        return ""
    if stands_as_amount(segment.text):
        return "figure"
    if is_code(segment.text):
        return "code"
    return "number" if fills_figure_column(segment.text) else "text"


def alignment(rows: Iterable[SegmentedLine]) -> int:
    """How many segment edges coincide with edges of other rows: the better measure has more."""
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for row in rows:
        lefts.update(segment.left for segment in row.segments)
        rights.update(segment.right for segment in row.segments)
    return sum(count - 1 for counter in (lefts, rights) for count in counter.values() if count > 1)


def find_columns(rows: Sequence[SegmentedLine]) -> list[TextColumn]:
    """The columns of rows: those of the fullest row, and one more wherever a segment of another stands under none."""
    columns: list[TextColumn] = []
    for row in sorted(rows, key=lambda row: (-len(row.segments), row.index)):
        kinds = [kind_of(segment) for segment in row.segments]
        grown: list[TextColumn] = []
        taken = 0
        for number, column in enumerate(_cheapest(row.segments, kinds, columns, _NEW)):
            if column < 0:
                grown += columns[taken : -column - 1]
                taken = -column - 1
                grown.append(TextColumn(row.segments[number].left, row.segments[number].right))
            else:
                grown += columns[taken : column + 1]
                taken = column + 1
            grown[-1].add(row.segments[number], kinds[number])
        columns = grown + columns[taken:]
        if len(columns) > MOST_COLUMNS:
            return columns
    return _without_middles(columns, rows)


def _without_middles(columns: list[TextColumn], rows: Sequence[SegmentedLine]) -> list[TextColumn]:
    """Columns without those of labels set in the middle of their own cell and the blank figures behind it."""
    result = list(columns)
    for before, column, after in zip(columns, columns[1:], columns[2:], strict=False):
        kinds = [one.kind for one in (before, column, after)]
        lone = not _share_rows(rows, column, before) and (
            column.left <= before.right or not _share_rows(rows, column, after)
        )
        if kinds == ["text", "text", "figure"] and column.kinds.total() <= _NEAR and lone:
            at = result.index(column)
            result[at - 1 : at + 1] = [before.joined(column)]
    return result


def cut_at_columns(row: SegmentedLine, columns: Sequence[TextColumn]) -> SegmentedLine:
    """The row with words cut at a single blank where both parts begin as columns of words do."""
    lefts = {left for column in columns if column.kind == "text" for left in column.lefts}
    cut: list[TextSegment] = []
    for segment in row.segments:
        words = segment.text.split(" ")
        at = len(words[0]) if len(words) == 2 and segment.right - segment.left == len(segment.text) else 0
        if at and segment.left in lefts and lefts & set(range(segment.left + at, segment.left + at + 4)):
            middle = segment.start + at
            cut.append(TextSegment(segment.start, middle, segment.left, segment.left + at, words[0]))
            cut.append(TextSegment(middle + 1, segment.end, segment.left + at + 1, segment.right, words[1]))
        else:
            cut.append(segment)
    return SegmentedLine(row.index, row.line, tuple(cut))


def match_columns(columns: list[TextColumn], model: list[TextColumn]) -> list[TextColumn]:
    """The columns of a table's next page with blank ones where the first page has more, matched by kind and order."""
    if len(columns) >= len(model) or not columns:
        return columns
    shift = _first_figures(model) - _first_figures(columns)
    fits = [
        [
            _MISFIT.get((own.kind, other.kind), 0)
            + min(abs(own.right + shift - other.right), abs(own.left + shift - other.left), 2 * _FAR) / _FAR
            for other in model
        ]
        for own in columns
    ]
    numbers = _walk(fits, [[_FAR * 1.0] * (len(model) + 1)] * len(fits))
    if any(number < 0 for number in numbers):
        return columns
    result = [TextColumn(0, 0) for _ in model]
    for number, column in zip(numbers, columns, strict=True):
        result[number] = column
    edge = 0
    for column in result:
        if not column.kinds:
            column.left = column.right = edge
        edge = column.right
    return result


def _first_figures(columns: Sequence[TextColumn]) -> int:
    """Where the first column of figures ends: behind names of another length, those after it keep their distances."""
    return next((column.right for column in columns if column.kind == "figure"), 0)


def place_segments(row: SegmentedLine, columns: list[TextColumn]) -> list[tuple[TextSegment, int]]:
    """Each segment of a row with its column, in order; several share one only where there are too few."""
    kinds = [kind_of(segment) for segment in row.segments]
    numbers = _cheapest(row.segments, kinds, columns, _SHARED)
    return [
        (segment, number if number >= 0 else max(-number - 2, 0))
        for segment, number in zip(row.segments, numbers, strict=True)
    ]


def _cheapest(
    segments: Sequence[TextSegment], kinds: Sequence[_Kind], columns: Sequence[TextColumn], apart: float
) -> list[int]:
    """The column of each segment, in order and with the least misfit; -1 - n for one that costs less `apart`, before
    column n."""
    exact = _exact(segments, kinds, columns)
    if exact is not None:
        return exact
    fits = [_fits(segment, kind, columns) for segment, kind in zip(segments, kinds, strict=True)]
    return _walk(fits, [[apart + _DISORDER * n for n in _disorders(segment, columns)] for segment in segments])


def _walk(fits: list[list[float]], lones: list[list[float]]) -> list[int]:
    """The cheapest way through: per segment the misfit with each column, and the cost of standing before each one."""
    width = len(fits[0]) if fits else 0
    costs = [[0.0] * (width + 1)]
    steps: list[list[str]] = []
    for fit, lone in zip(fits, lones, strict=True):
        above, line, taken = costs[-1], [costs[-1][0] + lone[0]], ["apart"]
        for number, misfit in enumerate(fit):
            choices = (
                (above[number] + misfit, "placed"),
                (line[number], "skipped"),
                (above[number + 1] + lone[number + 1], "apart"),
            )
            cost, step = min(choices, key=lambda choice: choice[0])
            line.append(cost)
            taken.append(step)
        costs.append(line)
        steps.append(taken)
    result: list[int] = []
    number = width
    for taken in reversed(steps):
        while taken[number] == "skipped":
            number -= 1
        result.append(number - 1 if taken[number] == "placed" else -1 - number)
        number -= taken[number] == "placed"
    return result[::-1]


def _fits(segment: TextSegment, kind: _Kind, columns: Sequence[TextColumn]) -> list[float]:
    """The misfit with each column; words over figures are a label in the middle of its cell and the blank one behind."""
    fits = [column.misfit(segment, kind) for column in columns]
    if kind == "text":
        for number, column in enumerate(columns[1:]):
            if column.kind == "figure" and columns[number].kind == "text" and column.touches(segment):
                fits[number] = min(fits[number], _ACROSS)
    return fits


def _disorders(segment: TextSegment, columns: Sequence[TextColumn]) -> list[int]:
    """How many columns would stand on the wrong side of a segment before column 0, 1, …, and behind the last."""
    behind = [column.centre > segment.centre for column in columns]
    result = [len(behind) - sum(behind)]
    for is_behind in behind:
        result.append(result[-1] + (1 if is_behind else -1))
    return result


def _exact(segments: Sequence[TextSegment], kinds: Sequence[_Kind], columns: Sequence[TextColumn]) -> list[int] | None:
    """The columns, where each segment has one that it fits exactly and they come in order."""
    result: list[int] = []
    last = -1
    for segment, kind in zip(segments, kinds, strict=True):
        last = next((n for n in range(last + 1, len(columns)) if columns[n].holds(segment, kind)), -1)
        if last < 0:
            return None
        result.append(last)
    return result


def merge_orphans(
    columns: list[TextColumn], body: Sequence[SegmentedLine], heads: Sequence[SegmentedLine]
) -> list[TextColumn]:
    """Columns without chance ones: a lone word (合计) beside the words of a column it shares no row with."""
    result = list(columns)
    number = 0
    while number < len(result) and len(result) > _FEWEST_COLUMNS:
        other = _partner(number, result, body, heads)
        if other is None:
            number += 1
            continue
        result[min(number, other) : max(number, other) + 1] = [result[number].joined(result[other])]
        number = max(number - 1, 0)
    return result


def _partner(
    number: int, columns: list[TextColumn], body: Sequence[SegmentedLine], heads: Sequence[SegmentedLine]
) -> int | None:
    """The column beside one that both are one with: of codes too, or where the one is there by chance."""
    column = columns[number]
    near = [n for n in (number - 1, number + 1) if 0 <= n < len(columns) and not _share_rows(body, column, columns[n])]
    if _holds_codes(number, columns, body):
        near = [n for n in near if _holds_codes(n, columns, body)] or (near if _is_chance(column, body) else [])
    elif not _is_chance(column, body):
        near = []
    elif _is_headed(column, heads):
        near = [n for n in near if not _is_headed(columns[n], heads)]
    return min(near, key=lambda n: _distance(columns, n, number), default=None)


def _is_chance(column: TextColumn, body: Sequence[SegmentedLine]) -> bool:
    """Whether few texts of a body stand in a column, none of them an amount."""
    inside = [s.text for row in body for s in row.segments if column.left <= s.left and s.right <= column.right]
    return len(body) >= _FEWEST_ROWS and len(inside) <= _MOST_CHANCES and not any(map(stands_as_amount, inside))


def _holds_codes(number: int, columns: list[TextColumn], rows: Sequence[SegmentedLine]) -> bool:
    """Whether most of what begins in a column is a code; where columns overlap, what begins in the next is the next's."""
    column = columns[number]
    end = min((other.left for other in columns if other.left > column.left), default=column.right)
    inside = [s.text for row in rows for s in row.segments if column.left <= s.left < end and s.right <= column.right]
    return sum(is_code(text) for text in inside) > len(inside) * 0.5


def _is_headed(column: TextColumn, heads: Sequence[SegmentedLine]) -> bool:
    return any(s.left < column.right and s.right > column.left for row in heads for s in row.segments)


def _distance(columns: list[TextColumn], one: int, other: int) -> int:
    return max(columns[one].left - columns[other].right, columns[other].left - columns[one].right)


def _share_rows(rows: Sequence[SegmentedLine], one: TextColumn, other: TextColumn) -> bool:
    return any(
        any(one.left <= s.centre < one.right for s in row.segments)
        and any(other.left <= s.centre < other.right and not one.left <= s.centre < one.right for s in row.segments)
        for row in rows
    )
