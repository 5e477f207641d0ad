"""What every PDF engine gives for a page: glyphs with boxes, painted bars, size and styles; all in one frame.

Coordinates are integers of 1/100 pt, origin top left, the page's own rotation applied and its crop box cut to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
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


def _no_clip(order: int) -> None:
    """For engines that do not tell."""


@dataclass
class PageContent:
    """Everything painted on a page. `style` answers for a glyph's `order` while the page is open.

    `outside`: glyphs whose centre lies off the visible page. `images`: painted pictures, a
    hint at scans; `charts`: boxes of drawings whose texts are labels; `clip`: the box a glyph is
    cut to, if any.
    """

    number: int
    width: int
    height: int
    glyphs: list[Glyph]
    bars: list[Bar]
    style: Callable[[int], Style]
    outside: list[Glyph] = field(default_factory=list)
    images: int = 0
    charts: list[tuple[int, int, int, int]] = field(default_factory=list)
    clip: Callable[[int], tuple[int, int, int, int] | None] = _no_clip


class PageError(Exception):
    """A page cannot be read; the message says why, in Chinese."""


class PageLimitError(PageError):
    """A page holds more than the limits allow; no engine is asked to try again."""


class Engine(Protocol):
    """An opened PDF. A page's content is valid while its context is open."""

    name: str
    pages: int

    def read_page(self, number: int) -> AbstractContextManager[PageContent]:
        """The content of page `number` (from 1), released on leaving. PageError on entering if it cannot be read."""

    def close(self) -> None:
        """Release the document."""


def middle(values: Sequence[int]) -> int:
    """The median (the upper one of two), 0 for none."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0
