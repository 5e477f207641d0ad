"""How a document's narrative is set: wrapped at a margin or one paragraph a line, with first-line indents or without."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.assemble.numbering import heading_level
from gongkai.assemble.stream import COLUMN, BodyLine
from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import characters

_LEAST = 6
"""Wide lines from which a margin or a left edge can be told."""
_WIDEST = 110 * COLUMN
"""Farthest margin of lines broken by number of characters: longer ones are paragraphs of their own."""
_INDENT = (0.9, 4.5)
"""First-line indents in letters; texts made from pages show two letters as two columns."""
_DEEPER = 1.6
"""Times the usual indent up to which lines are indented too."""
_LETTERS_DEEPER = 1.2
"""Letters beyond the usual indent up to which lines are indented too."""
_WIDE = 20 * COLUMN
"""Width of lines that may have been broken at a margin, in 1/100 pt."""
_PUSHED = 2.6
"""Letters that line breaking rules push to the next line: a punctuation mark must not begin one."""
_INSET = 3.5
"""Letters from the left edge from which a line may be centred: more than a first-line indent."""
_OFF_CENTRE = 6
"""Letters by which the blanks on both sides of a centred line may differ."""
_WRAPPED_SHARE = 0.4
"""Share of wide lines that end at the margin, or within a sentence, where a narrative is wrapped."""
_INDENTED_SHARE = 0.03
"""Share of wide lines that are indented where paragraphs begin with an indent."""
_RAGGED_SHARE = 0.3
"""Share of the margin by which lines broken by number of characters may end before it."""
_COMMON_SHARE = 0.2
"""Share of the lines at the commonest left edge from which an edge further left counts."""
_FAR_ENDS = 10
"""One of so many lines may reach beyond the margin."""


@dataclass(slots=True)
class Margins:
    """Margins of the narrative, in 1/100 pt, by page where the source has pages (else page None).

    `ragged`: how far from the margin full lines may end where lines were broken by number of characters.
    `indent`: the usual first-line indent.
    """

    is_wrapped: bool = False
    has_indents: bool = False
    base: int = 0
    bases: dict[int | None, int] = field(default_factory=dict)
    margins: dict[int | None, int] = field(default_factory=dict)
    margin: int = 0
    ragged: int = 0
    indent: int = 0
    indents: dict[int | None, int] = field(default_factory=dict)

    def base_of(self, line: BodyLine) -> int:
        """The left edge of lines that go on, on this line's page."""
        return self.bases.get(line.bare.page, self.base)

    def is_full(self, line: BodyLine) -> bool:
        """True if a line reaches the right margin, give or take what line breaking rules push to the next."""
        margin = self.margins.get(line.bare.page, self.margin)
        return line.right >= margin - (self.ragged or _PUSHED * line.letter)

    def is_indented(self, line: BodyLine) -> bool:
        """True if a line begins a paragraph by its first-line indent; a line set deeper has been displaced."""
        return self.has_indents and _INDENT[0] * line.letter <= line.left - self.base_of(line) <= self._deepest(line)

    def is_displaced(self, line: BodyLine) -> bool:
        """True for the rest of a line that a text made from a page shows below and further right."""
        return (
            self.has_indents
            and not line.gap
            and not line.bare.right
            and line.left - self.base_of(line) > self._deepest(line)
        )

    def _deepest(self, line: BodyLine) -> float:
        indent = self.indents.get(line.bare.page, self.indent)
        return min(_INDENT[1] * line.letter, max(_DEEPER * indent, indent + _LETTERS_DEEPER * line.letter))

    def is_centred(self, line: BodyLine) -> bool:
        """True for short lines set in the middle of the page."""
        if line.bare.centred:
            return True
        if not self.is_wrapped or self.is_full(line) or line.bare.right:
            return False
        left = line.left - self.base_of(line)
        return left >= _INSET * line.letter and abs(left - (self.margin - line.right)) <= _OFF_CENTRE * line.letter


def measure_layout(lines: Sequence[BodyLine]) -> Margins:
    """The layout of the narrative lines."""
    layout = Margins()
    wide = [line for line in lines if line.right - line.left >= _WIDE and not line.bare.complete]
    if len(wide) < _LEAST:
        return layout
    _measure_margins(layout, wide)
    if layout.is_wrapped:
        _measure_edges(layout, lines, wide)
    return layout


def _measure_margins(layout: Margins, wide: Sequence[BodyLine]) -> None:
    """The right edge, and whether lines are broken at it, or else by number of characters."""
    layout.margin = _margin(wide)
    layout.margins = {page: _margin(own) for page, own in _by_page(wide).items() if len(own) >= _LEAST}
    full = sum(layout.is_full(line) for line in wide)
    layout.is_wrapped = full >= max(_LEAST, _WRAPPED_SHARE * len(wide))
    if not layout.is_wrapped and layout.margin <= _WIDEST:
        unended = sum(_breaks_off(line) for line in wide)
        if unended >= max(2 * _LEAST, _WRAPPED_SHARE * len(wide)):
            layout.is_wrapped, layout.ragged = True, int(layout.margin * _RAGGED_SHARE)


def _measure_edges(layout: Margins, lines: Sequence[BodyLine], wide: Sequence[BodyLine]) -> None:
    """The left edge of lines that go on, and the first-line indent."""
    followers = [line for before, line in pairwise(lines) if layout.is_full(before)]
    layout.base = _base(followers)
    layout.bases = {page: _base(own) for page, own in _by_page(followers).items() if len(own) >= _LEAST}
    indented = [line for line in wide if _steps_in(layout, line)]
    layout.has_indents = len(indented) >= max(2, _INDENTED_SHARE * len(wide))
    layout.indent = _indent(layout, indented)
    layout.indents = {page: _indent(layout, own) for page, own in _by_page(indented).items() if len(own) > 2}


def _steps_in(layout: Margins, line: BodyLine) -> bool:
    return _INDENT[0] * line.letter <= line.left - layout.base_of(line) <= _INDENT[1] * line.letter


def _indent(layout: Margins, lines: Sequence[BodyLine]) -> int:
    """The commonest indent of indented lines, the smaller of two."""
    steps = Counter(line.left - layout.base_of(line) for line in lines)
    return max(steps, key=lambda step: (steps[step], -step), default=0)


def _by_page(lines: Iterable[BodyLine]) -> dict[int | None, list[BodyLine]]:
    pages: dict[int | None, list[BodyLine]] = defaultdict(list)
    for line in lines:
        pages[line.bare.page].append(line)
    return pages


def _breaks_off(line: BodyLine) -> bool:
    """True for a line that ends within a sentence and is no heading or title by itself."""
    text = line.folded
    return text[-1:] not in characters("paragraph", "final") and not heading_level(text) and not is_title(text)


def _base(followers: Sequence[BodyLine]) -> int:
    """The left edge of lines that go on: the leftmost that many lines after a full one begin at."""
    lefts = Counter(line.left // COLUMN for line in followers)
    common = max(lefts.values(), default=0)
    return min((left for left, count in lefts.items() if count >= _COMMON_SHARE * common), default=0) * COLUMN


def _margin(lines: Sequence[BodyLine]) -> int:
    """Where most of the longest lines end: the right edge that a tenth of the lines reach."""
    edges = sorted(line.right for line in lines)
    return edges[-1 - len(edges) // _FAR_ENDS]
