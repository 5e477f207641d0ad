"""Glyphs of invented pages without a file around them, in 1/100 pt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from gongkai_formats.page.engine import Bar, Glyph, PageContent, Style
from gongkai_formats.page.segments import GlyphRun, segment_of

SIZE = 1000


def glyphs(text: str, x: int = 0, y: int = 0, size: int = SIZE, order: int = 0) -> list[Glyph]:
    """Letters of a text one after the other from (x, y); ASCII half as wide; a blank marks what follows as spaced."""
    found: list[Glyph] = []
    spaced = False
    for letter in text:
        width = size // 2 if letter.isascii() else size
        if letter != " ":
            found.append(Glyph(letter, x, y, x + width, y + size, order + len(found), spaced))
        spaced = letter == " "
        x += width
    return found


def run(text: str, x: int = 0, y: int = 0, size: int = SIZE) -> GlyphRun:
    """A text as one segment."""
    return segment_of(glyphs(text, x, y, size))


def page(
    texts: Sequence[tuple[str, int, int] | tuple[str, int, int, int]],
    bars: Sequence[Bar] = (),
    style: Callable[[str], Style] = lambda letter: Style(),
    number: int = 1,
) -> PageContent:
    """A page of texts, each given with x, y and size; `style` tells a letter's."""
    orders = count()
    painted = [glyph._replace(order=next(orders)) for text in texts for glyph in glyphs(*text)]
    return PageContent(number, 59500, 84200, painted, list(bars), lambda order: style(painted[order].text))
