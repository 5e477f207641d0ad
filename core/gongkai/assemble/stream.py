"""What a document says one thing after another: lines and grids without furniture, each with its order and gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Union

from gongkai.model import BareGrid, BareLine, Place, TextSpan
from gongkai.words.labels import display_width, fold

GapKind = Literal["", "blank", "page"]

COLUMN = 500
"""Width of one text column in 1/100 pt, so that text files and pages are measured alike."""


@dataclass(slots=True)
class BodyLine:
    """A line of the body. `order` is its place in the source; `gap` what stands before it; edges in 1/100 pt."""

    order: int
    bare: BareLine
    gap: GapKind
    left: int
    right: int

    @property
    def text(self) -> str:
        return self.bare.text

    @property
    def folded(self) -> str:
        return fold(self.bare.text)

    @property
    def places(self) -> tuple[Place, ...]:
        return self.bare.places

    @property
    def letter(self) -> int:
        """Width of one Chinese character."""
        return self.bare.size or 2 * COLUMN


@dataclass(slots=True)
class GridItem:
    """A grid of the body."""

    order: int
    bare: BareGrid
    gap: GapKind = ""


Item = Union[BodyLine, GridItem]


def make_line(order: int, bare: BareLine, gap: GapKind) -> BodyLine:
    """A line with its edges: those of the reader, else the columns of the text file."""
    if bare.right > bare.left:
        return BodyLine(order, bare, gap, bare.left, bare.right)
    place = bare.places[0] if bare.places else None
    start = place.start if isinstance(place, TextSpan) else 0
    return BodyLine(order, bare, gap, start * COLUMN, (start + display_width(bare.text)) * COLUMN)


def wider_gap(one: GapKind, other: GapKind) -> GapKind:
    """The stronger of two gaps: page over blank over none."""
    if "page" in (one, other):
        return "page"
    return one or other


def join_text(first: str, second: str) -> str:
    """Two wrapped lines as one: a blank only between two words or figures of Latin script."""
    return join_lines((first, second))


def join_lines(texts: Iterable[str]) -> str:
    """Wrapped lines as one text."""
    pieces: list[str] = []
    for text in texts:
        if pieces and text and pieces[-1] and _is_word(pieces[-1][-1]) and _is_word(text[0]):
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalpha()
