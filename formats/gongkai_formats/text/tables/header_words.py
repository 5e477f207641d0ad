"""Header words as a tree: which lines are one wrapped word, which words stand under which, over which columns.

Print programs keep a header word's line and its order from left to right, but move it sideways against the figures
below, so the tree is built from the words among themselves and meets the columns only with its lowest words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.words.labels import display_width
from gongkai.words.totals import is_bare_total
from gongkai_formats.text.tables.columns import TextColumn
from gongkai_formats.text.tables.segments import SegmentedLine, TextSegment

_REACH = 3
"""Lines of the document from one line of a wrapped word to its next at most."""
_SHIFT = 2
"""Columns by which the lines of one word may be out of line: one wide character."""
_TALLER = 0.6
"""Lines by which a word's middle must be below another's to stand lower: more than half a line."""
_OFF_CENTRE = 0.3
"""Share of the extent of two words by which a third over both may be off their middle."""
_SKIP = 4.5
"""Cost of a column without a word of its own, in columns of text off the word: little more than spanning it."""
_INSERT = 9.0
"""Cost of a word without figures below: dearer than a place some columns off, cheaper than a place far off."""
_SPAN = 4.0
"""Cost of each further column of words under one word."""
_FIGURES = 12.0
"""Cost of each further column of figures under one word, which have a word each."""
_SLOPE = 0.2
"""Cost of each column of text between the middle of a word and that of its columns."""
_WIDEST = 12
"""Columns under one word at most."""


@dataclass(eq=False)
class Word:
    """A header cell's text: its printed pieces from top to bottom, its extent, and what it stands under.

    `first` and `last` are the indexes of its lines in the document, `columns` the range it ends up over.
    """

    pieces: list[tuple[SegmentedLine, TextSegment]]
    parent: Word | None = None
    children: list[Word] = field(default_factory=list)
    columns: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.left = min(segment.left for _, segment in self.pieces)
        self.right = max(segment.right for _, segment in self.pieces)
        self.first = self.pieces[0][0].index
        self.last = self.pieces[-1][0].index

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """The line in the middle of the word."""
        return (self.first + self.last) / 2

    @property
    def depth(self) -> int:
        return 0 if self.parent is None else self.parent.depth + 1

    def overlaps(self, left: int, right: int) -> bool:
        return self.left < right and left < self.right

    def add(self, row: SegmentedLine, segment: TextSegment) -> None:
        """Append a further line of the word."""
        self.pieces.append((row, segment))
        self._measure()

    def adopt(self, child: Word) -> None:
        child.parent = self
        self.children.append(child)


def header_tree(rows: Sequence[SegmentedLine], columns: int) -> list[Word]:
    """The words of header lines, each with what it stands under, from left to right."""
    words = _join_lines(rows, columns)
    for word in words:
        above = [other for other in words if other.last < word.first and other.overlaps(word.left, word.right)]
        if above:
            max(above, key=lambda other: other.last).adopt(word)
    words.sort(key=lambda word: (word.centre, word.first))
    _find_hidden_parents(words)
    _find_siblings(words)
    _adopt_orphans(words)
    return words


def _join_lines(rows: Sequence[SegmentedLine], columns: int) -> list[Word]:
    """Words over several lines joined: each line below the other, alone there, and hardly longer than the first."""
    words: list[Word] = []
    for number, row in enumerate(rows):
        fresh: list[Word] = []
        for segment in row.segments:
            upper = _upper_line(words, segment, rows, number)
            if upper is None or len(upper.pieces[-1][0].segments) == len(row.segments) == columns:
                fresh.append(Word([(row, segment)]))
            else:
                upper.add(row, segment)
        words += fresh
    return words


def _upper_line(words: Sequence[Word], segment: TextSegment, rows: Sequence[SegmentedLine], number: int) -> Word | None:
    """The word that a segment of a line goes on with."""
    row = rows[number]
    over = [word for word in words if word.last < row.index and word.overlaps(segment.left, segment.right)]
    if is_bare_total(segment.text) or not over:
        return None
    word = max(over, key=lambda word: word.last)
    between = sum(word.last < other.index < row.index for other in rows)
    if sum(other.last == word.last for other in over) > 1 or row.index - word.last > min(between + 1, _REACH):
        return None
    last = word.pieces[-1][1]
    alone = sum(word.overlaps(other.left, other.right) for other in row.segments) == 1
    in_line = min(abs(last.left - segment.left), abs(last.centre - segment.centre)) <= _SHIFT
    widest = max(display_width(piece.text) for _, piece in word.pieces)
    fits = alone and in_line and 2 * display_width(segment.text) <= 3 * widest
    return word if fits and not _is_middle_child(segment, word, rows, number) else None


def _is_middle_child(segment: TextSegment, word: Word, rows: Sequence[SegmentedLine], number: int) -> bool:
    """Whether a segment below a word stands between two others of its line that have no word above them either."""
    at = rows[number].segments.index(segment)
    beside = rows[number].segments[max(at - 1, 0) : at] + rows[number].segments[at + 1 : at + 2]
    if len(beside) < 2:
        return False
    above = [other for row in rows[:number] if row.index >= word.first for other in row.segments]
    between = [other for other in above if beside[0].right <= other.left and other.right <= beside[-1].left]
    below = rows[number + 1].segments if number + 1 < len(rows) else ()
    return (
        not any(_meet(segment, other) for other in below)
        and not any(_meet(one, other) for one in beside for other in above)
        and all(word.overlaps(other.left, other.right) for other in between)
    )


def _meet(one: TextSegment, other: TextSegment) -> bool:
    return one.left < other.right and other.left < one.right


def _find_hidden_parents(words: Sequence[Word]) -> None:
    """A word above the blank between two words on lower lines stands over both."""
    for word in sorted(words, key=lambda word: -word.first):
        if word.children:
            continue
        lowest = [other for other in words if not other.children and other.last >= word.first]
        at = lowest.index(word)
        if not 0 < at < len(lowest) - 1:
            continue
        beside = [_outermost(other, word) for other in (lowest[at - 1], lowest[at + 1])]
        free = all(
            other.first > word.last and (other.parent is None or other.parent is word.parent) for other in beside
        )
        between = (beside[0].left + beside[1].right) / 2
        if free and abs(word.centre - between) <= max(2 * _SHIFT, _OFF_CENTRE * (beside[1].right - beside[0].left)):
            for other in dict.fromkeys(beside):
                if other.parent is not None:
                    other.parent.children.remove(other)
                word.adopt(other)


def _outermost(word: Word, below: Word) -> Word:
    """The highest word over `word` that is still on a lower line than `below`."""
    while word.parent is not None and word.parent.first > below.last:
        word = word.parent
    return word


def _find_siblings(words: Sequence[Word]) -> None:
    """A word over one other only stands over its neighbours of the same height too, as far as that centres it better."""
    for word in words:
        if len(word.children) != 1:
            continue
        (child,) = word.children
        level = [
            other
            for other in words
            if other is child or (other.parent is None and not other.children and abs(other.middle - child.middle) < 1)
        ]
        at = level.index(child)
        runs = [level[first:behind] for first in range(at + 1) for behind in range(at + 1, len(level) + 1)]
        best = min(runs, key=lambda run: abs(word.centre - (run[0].left + run[-1].right) / 2) - _SHIFT * (len(run) > 1))
        for other in best:
            if other is not child and other.first > word.last:
                word.adopt(other)


def _adopt_orphans(words: Sequence[Word]) -> None:
    """Words too low to reach up to the header's top get what stands nearest above them.

    A cell as tall as the header prints its word in the middle; the highest of these shows where that is.
    """
    orphans = [word for word in words if word.parent is None]
    if not orphans:
        return
    top, bottom = min(word.first for word in words), max(word.last for word in words)
    tall = [word.middle for word in orphans if not word.children]
    middle = min([*tall, (top + bottom) / 2]) + _TALLER
    below = [child.middle for word in words if word.first == top for child in word.children if not child.children]
    lowest = min([middle, *(low - 0.1 for low in below)])
    for word in orphans:
        if word.first == top or not (word.children or word.middle > lowest):
            continue
        above = [
            other
            for other in words
            if other.last < word.first and other.children and not _is_above(word, other) and _as_high(word, other)
        ]
        if above:
            min(above, key=lambda other: (max(other.left - word.right, word.left - other.right), -other.last)).adopt(
                word
            )


def _as_high(word: Word, other: Word) -> bool:
    """Whether a word stands as low as the words under another: cells beside each other have their middle in common."""
    lowest = [child.middle for child in other.children if not child.children]
    return bool(word.children) or not lowest or word.middle > max(lowest) - _TALLER


def _is_above(word: Word, other: Word) -> bool:
    """Whether `word` stands above `other` in the tree."""
    while other.parent is not None:
        other = other.parent
        if other is word:
            return True
    return False


def head_columns(words: Sequence[Word], columns: Sequence[TextColumn]) -> list[TextColumn]:
    """Put every word over its columns; the columns, with a blank one for each word that has no figures below."""
    lowest = [word for word in words if not word.children]
    result: list[TextColumn] = []
    for word, first, last in _cheapest(lowest, columns):
        if word is not None:
            word.columns = (len(result), len(result) + max(last - first, 0))
        result += columns[first : last + 1] if last >= first else [TextColumn(word.left, word.right)] if word else []
    for word in sorted(words, key=lambda word: -word.depth):
        if word.children:
            word.columns = (min(c.columns[0] for c in word.children), max(c.columns[1] for c in word.children))
    return result


def _cheapest(lowest: Sequence[Word], columns: Sequence[TextColumn]) -> Iterable[tuple[Word | None, int, int]]:
    """Words and the ranges of columns they head, both in order: no word for a bare column, an empty range for a new one."""
    best: dict[tuple[int, int], tuple[float, tuple[Word | None, int, int] | None]] = {(0, 0): (0.0, None)}

    def reach(state: tuple[int, int], cost: float, step: tuple[Word | None, int, int]) -> None:
        if state not in best or cost < best[state][0]:
            best[state] = (cost, step)

    for i in range(len(lowest) + 1):
        for j in range(len(columns) + 1):
            if (i, j) not in best:
                continue
            cost = best[i, j][0]
            if j < len(columns):
                reach((i, j + 1), cost + _SKIP, (None, j, j))
            if i < len(lowest):
                reach((i + 1, j), cost + _INSERT, (lowest[i], j, j - 1))
                for last in range(j, min(j + _WIDEST, len(columns))):
                    reach((i + 1, last + 1), cost + _misfit(lowest[i], columns[j : last + 1]), (lowest[i], j, last))
    steps = []
    i, j = len(lowest), len(columns)
    while (step := best[i, j][1]) is not None:
        steps.append(step)
        word, first, last = step
        i, j = i - (word is not None), first
    return reversed(steps)


def _misfit(word: Word, columns: Sequence[TextColumn]) -> float:
    """What it costs to put a word over columns; one over several columns of figures is all but impossible."""
    first, last = columns[0], columns[-1]
    gap = max(first.left - word.right, word.left - last.right, 0)
    span = sum(_FIGURES if column.kind == "figure" else _SPAN for column in columns[1:])
    return gap + _SLOPE * abs(word.centre - (first.left + last.right) / 2) + span
