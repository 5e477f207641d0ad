"""Narrative lines to headings, paragraphs, list items and figures; wrapped lines joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gongkai.assemble.layout import Margins
from gongkai.assemble.numbering import (
    heading_level,
    is_heading_text,
    is_number_alone,
    numbering_level,
    without_numbering,
)
from gongkai.assemble.stream import BodyLine, join_lines
from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import characters, number, pattern
from gongkai.model import Block, ContentsEntry, Figure, Heading, ListItem, Note, Paragraph, Place
from gongkai.words.labels import fold

_SHORTEST_NAME = 4
"""Fewest characters of an entry's name that a heading without number repeats: shorter ones end many a line."""
_SHORTEST_HEADING = 2
"""Fewest characters of a heading without number."""
_DEEPEST = 9
"""Deepest level of a heading."""
_LIST_LEVEL = 4
"""Level of numbering (1、) from which short lines may be a list's items."""
_LIST_LENGTH = 3
"""Numbered lines with nothing below any of them that are a list in any case."""
_LONG_LINE = 20
"""Characters from which a text with inner punctuation and no end is a broken sentence."""
_LONGEST_REST = 20
"""Characters up to which a line closes the bracket or quotes that a heading left open."""
_MOST_LINES = 3
"""Lines a heading takes."""

Kind = Literal["heading", "paragraph", "list_item", "figure", "note"]


_KINDS: dict[str, type[Paragraph] | type[ListItem] | type[Figure] | type[Note]] = {
    "paragraph": Paragraph,
    "list_item": ListItem,
    "figure": Figure,
    "note": Note,
}


@dataclass(slots=True)
class Broken:
    """What tells that a text stops within a sentence, kept while lines are joined."""

    length: int = 0
    brackets: int = 0
    books: int = 0
    inner: bool = False
    last: str = ""

    def add(self, folded: str) -> None:
        """Count a further line."""
        self.length += len(folded)
        self.brackets += folded.count("(") - folded.count(")")
        self.books += folded.count("《") - folded.count("》")
        self.inner = self.inner or any(mark in folded for mark in ",。;、")
        self.last = folded[-1:]

    @property
    def breaks_off(self) -> bool:
        """True within brackets, after a comma, or if the text is long and has inner punctuation."""
        if self.brackets > 0 or self.books > 0:
            return True
        return (self.length >= _LONG_LINE and self.inner) or self.last in (",", "、")


@dataclass(slots=True)
class LogicalLine:
    """A logical line of the narrative. `across`: joined over a blank line or page break."""

    kind: Kind
    lines: list[BodyLine]
    level: int = 0
    across: bool = False
    broken: Broken = field(default_factory=Broken)

    def __post_init__(self) -> None:
        self.broken.add(self.lines[0].folded)

    def add(self, line: BodyLine) -> None:
        """Join a line."""
        self.lines.append(line)
        self.broken.add(line.folded)

    @property
    def is_short(self) -> bool:
        """True if it may be a heading or caption as far as length goes."""
        return self.broken.length <= 2 * number("heading", "longest")

    @property
    def text(self) -> str:
        return join_lines(line.text for line in self.lines)

    @property
    def order(self) -> int:
        return self.lines[0].order

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for line in self.lines for place in line.places)

    def block(self, ident: str) -> Block:
        if self.kind == "heading":
            return Heading(ident, self.level, self.text, self.places)
        return _KINDS[self.kind](ident, self.text, self.places)


@dataclass(slots=True)
class Narrator:
    """Turns runs of lines into passages; remembers the level of the glossary's heading within it.

    `announced`: names of the 目录's entries without numbering, with their levels; `entries`: the same and tables' names.
    """

    layout: Margins
    glossary: int = 0
    announced: dict[str, int] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()

    def tell(self, lines: Sequence[BodyLine]) -> list[LogicalLine]:
        """The passages of one run of lines between tables."""
        passages: list[LogicalLine] = []
        for line in lines:
            last = passages[-1] if passages else None
            if last is not None and self._joins(last, line):
                last.across = last.across or line.gap == "page" or (bool(line.gap) and not self.layout.is_wrapped)
                last.add(line)
                continue
            if last is not None:
                self._settle(last)
            passages.append(self._open(line))
        if passages:
            self._settle(passages[-1])
        _find_lists(passages)
        return passages

    def _open(self, line: BodyLine) -> LogicalLine:
        text = line.folded
        level = self._heading_level(line, text)
        if level and (line.bare.markup in ("heading", "list_item") or not self._may_run_on(line)):
            self._note_section(text, level)
            return LogicalLine("heading", [line], level)
        return LogicalLine("paragraph", [line])

    def _heading_level(self, line: BodyLine, text: str) -> int:
        if line.bare.markup in ("note", "figure"):
            return 0
        if level := heading_level(text, within=self.glossary):
            return level
        return self._unnumbered_level(line, text)

    def _unnumbered_level(self, line: BodyLine, text: str) -> int:
        """Level of an unnumbered heading the layout or markup shows, else 0."""
        if not _SHORTEST_HEADING <= len(text) <= number("heading", "longest") or text.endswith(":"):
            return 0
        if numbering_level(text) or not is_heading_text(text) or pattern("figure", "caption").match(text):
            return 0
        if line.bare.markup == "heading":
            return line.bare.level if 1 <= line.bare.level <= _DEEPEST else 1
        return self._announced_level(text) or (1 if self._is_centred(line) else 0)

    def _announced_level(self, text: str) -> int:
        """Level of an unnumbered line that the 目录 announces, perhaps with a department or year before it."""
        for start in range(len(text) - _SHORTEST_NAME + 1):
            if level := self.announced.get(text[start:]):
                return level
        return 0

    def _is_centred(self, line: BodyLine) -> bool:
        return self.layout.is_centred(line) and is_heading_text(line.folded)

    def _note_section(self, text: str, level: int) -> None:
        if pattern("heading", "glossary").search(text):
            self.glossary = level
        elif level <= self.glossary:
            self.glossary = 0

    def _may_run_on(self, line: BodyLine) -> bool:
        return self.layout.is_wrapped and self.layout.is_full(line) and not line.bare.complete

    def _settle(self, passage: LogicalLine) -> None:
        """Name a finished passage."""
        if passage.kind == "heading":
            return
        line = passage.lines[0]
        text = fold(passage.text) if passage.is_short else ""
        if len(passage.lines) > 1 or self._may_run_on(line):
            level = heading_level(text, within=self.glossary)
            if level:
                passage.kind, passage.level = "heading", level
                self._note_section(text, level)
                return
        if line.bare.markup == "figure" or (len(passage.lines) == 1 and _is_figure_caption(text)):
            passage.kind = "figure"
        elif line.bare.markup == "list_item":
            passage.kind = "list_item"
        elif line.bare.markup == "note":
            passage.kind = "note"

    def _joins(self, passage: LogicalLine, line: BodyLine) -> bool:
        """True if a line goes on with the passage before it."""
        last = passage.lines[-1]
        text = line.folded
        if last.bare.complete or line.bare.complete or line.bare.markup:
            return False
        if passage.kind == "heading":
            return self._heading_runs_on(passage, passage.level, line)
        level = self._heading_level(last, fold(passage.text)) if passage.is_short else 0
        if level and self._heading_runs_on(passage, level, line):
            return True
        if numbering_level(text) or is_title(text) or pattern("note", "opening").search(text):
            return False
        if self.layout.is_displaced(line) or (passage.is_short and is_number_alone(last.folded)):
            return True
        if text[:1] in characters("paragraph", "never_first") or last.text[-1:] in characters(
            "paragraph", "never_last"
        ):
            return self.layout.is_wrapped or last.text[-1:] not in characters("paragraph", "final")
        if self.layout.is_indented(line) or self._is_centred(line) or _is_figure_caption(text):
            return False
        return self._runs_on(passage, last, line)

    def _runs_on(self, passage: LogicalLine, last: BodyLine, line: BodyLine) -> bool:
        ended = last.text[-1:] in characters("paragraph", "final")
        if self.layout.is_wrapped:
            if self.layout.is_full(last):
                return not ended or self.layout.has_indents or not line.gap
            if self.layout.has_indents and not ended:
                return self.layout.is_displaced(last) or not self._is_centred(last)
        if ended:
            return False
        return passage.broken.breaks_off and not pattern("paragraph", "opening").match(line.folded)

    def _heading_runs_on(self, passage: LogicalLine, level: int, line: BodyLine) -> bool:
        """True if a line ends a heading broken in two: number and name, brackets or quotes left open, both centred."""
        text, last = fold(passage.text), passage.lines[-1]
        if len(passage.lines) >= _MOST_LINES or line.gap == "page" or numbering_level(line.folded):
            return False
        if text.count("(") > text.count(")") or text.count('"') % 2 == 1:
            return len(line.folded) <= _LONGEST_REST
        rest = line.folded
        if is_number_alone(text):
            return is_heading_text(rest) and len(rest) <= number("heading", "longest")
        if without_numbering(text + rest) in self.entries and without_numbering(text) not in self.entries:
            return True
        if level == 1 and is_heading_text(rest) and pattern("heading", "unfinished").search(text):
            return bool(pattern("heading", "second_half").match(rest))
        centred = self._is_centred(last) and self._is_centred(line) and level == 1
        return centred and not line.gap


def _find_lists(passages: Sequence[LogicalLine]) -> None:
    """Short numbered lines one after the other, with nothing said below any, are a list and no headings.

    Three are one in any case, fewer where a text before them ends in a colon and the next heading follows.
    """
    run: list[LogicalLine] = []
    opened = before = False
    for passage in [*passages, None]:
        if passage is not None and passage.kind == "heading" and passage.level >= _LIST_LEVEL:
            if run and passage.level != run[-1].level:
                run = []
            opened = opened if run else before
            run.append(passage)
            continue
        closed = len(run) > 1 if passage is None else passage.kind == "heading"
        if len(run) >= _LIST_LENGTH or (run and opened and closed):
            for item in run:
                item.kind, item.level = "list_item", 0
        run = []
        before = passage is not None and passage.kind == "paragraph" and passage.broken.last in (":", "：")


def entry_names(entries: Iterable[ContentsEntry]) -> frozenset[str]:
    """The 目录's entries, folded and without numbering."""
    return frozenset(without_numbering(fold(entry.text)) for entry in entries)


def announce(entries: Iterable[ContentsEntry]) -> dict[str, int]:
    """Names the 目录 announces, folded and without numbering and 部门 or 单位 before them, with their levels."""
    names: dict[str, int] = {}
    for entry in entries:
        name = without_numbering(fold(entry.text))
        for shorter in (name, pattern("contents", "owner").sub("", name)):
            if len(shorter) >= _SHORTEST_NAME and not is_title(shorter):
                names.setdefault(shorter, min(entry.level, _DEEPEST))
    return names


def _is_figure_caption(text: str) -> bool:
    return bool(pattern("figure", "caption").match(text)) and not numbering_level(text)
