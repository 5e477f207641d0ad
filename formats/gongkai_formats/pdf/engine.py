"""What every PDF engine gives for a page: glyphs with boxes, painted bars, size and styles; all in one frame.

Coordinates are integers of 1/100 pt, origin top left, the page's own rotation applied and its crop box cut to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Glyph(NamedTuple):
    """One character: its em box (advance wide, font size high); `spaced`: the file has a blank before it.

    `order` is its place in the page's stream, from 0.
    """

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    order: int
    spaced: bool = False


class Bar(NamedTuple):
    """A painted straight piece that may be (part of) a ruling line: its box, thin in one direction at least."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True)
class Style:
    """How a glyph is set: angle counter-clockwise in whole degrees as the page is seen, grey 0 (black) to 255."""

    angle: int = 0
    bold: bool = False
    grey: int = 0
    coloured: bool = False


PLAIN = Style()


@dataclass
class PageContent:
    """Everything painted on a page. `style` answers for a glyph's `order` while the page is open.

    `outside`: glyphs whose centre lies off the visible page. `images`: painted pictures, a hint at scans.
    """

    number: int
    width: int
    height: int
    glyphs: list[Glyph]
    bars: list[Bar]
    style: Callable[[int], Style]
    outside: list[Glyph] = field(default_factory=list)
    images: int = 0


class PageError(Exception):
    """A page cannot be read; the message says why, in Chinese."""


class Engine(Protocol):
    """An opened PDF. `page` is a context: the content is valid inside it, and the page's memory is released after."""

    name: str
    pages: int

    def read_page(self, number: int) -> Iterator[PageContent]:
        """Yield the content of page `number` (from 1) once, then release it. PageError where it cannot be read."""

    def close(self) -> None:
        """Release the document."""


def thin(x0: int, y0: int, x1: int, y1: int, thickness: int) -> bool:
    """Whether a box is thin enough in one direction to be a line."""
    return x1 - x0 <= thickness or y1 - y0 <= thickness


def middle(values: Sequence[int]) -> int:
    """The median (the upper one of two), 0 for none."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0
