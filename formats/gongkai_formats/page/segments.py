"""Segments: glyphs that follow each other on one baseline without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from operator import add, sub

from gongkai_formats.page.engine import Glyph

_BAND = 400
_MOST_PAINTINGS = 20
_SAME_SPOT = 150
"""The farthest apart (1/100 pt) two paintings of one glyph stand."""


@dataclass(slots=True)
class GlyphRun:
    """Glyphs from left to right with their common box; `spaced`: the file has a blank before it."""

    glyphs: list[Glyph]
    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def text(self) -> str:
        return "".join([glyph.text for glyph in self.glyphs])

    @property
    def size(self) -> int:
        return self.y1 - self.y0


def segment_of(glyphs: list[Glyph]) -> GlyphRun:
    """A segment around the given glyphs."""
    return GlyphRun(
        glyphs,
        min(glyph.x0 for glyph in glyphs),
        min(glyph.y0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.y1 for glyph in glyphs),
    )


def segments_of(glyphs: list[Glyph]) -> list[GlyphRun]:
    """Segments in stream order; a gap of a third of the size, or a step off the baseline, begins another."""
    segments: list[GlyphRun] = []
    run: list[Glyph] = []
    x0 = y0 = x1 = y1 = 0
    start = end = base = size = 0
    for glyph in glyphs:
        _, left, top, right, bottom, _, _ = glyph
        height, gap, step = bottom - top, left - end, bottom - base
        if (
            run
            and -size <= 4 * step <= size
            and 3 * gap <= size
            and -size <= 2 * gap
            and left >= start
            and size <= 2 * height <= 3 * size
        ):
            run.append(glyph)
            if right > x1:
                x1 = right
            if top < y0:
                y0 = top
            if bottom > y1:
                y1 = bottom
        else:
            if run:
                segments.append(GlyphRun(run, x0, y0, x1, y1))
            run = [glyph]
            x0, y0, x1, y1 = left, top, right, bottom
        start, end, base, size = left, right, bottom, height
    if run:
        segments.append(GlyphRun(run, x0, y0, x1, y1))
    return segments


def without_doubles(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without those painted again on the same spot (simulated bold, doubled layers), and how many."""
    if not _may_be_doubled(glyphs):
        return glyphs, 0
    doubled: set[int] = set()
    # Bands of height hold what may be the same spot; the second round catches pairs parted by a band's edge.
    for shift in (0, _BAND // 2):
        ordered = sorted(
            [(glyph.text, (glyph.y0 + shift) // _BAND, glyph.x0, index) for index, glyph in enumerate(glyphs)]
        )
        for position, (text, band, x0, index) in enumerate(ordered, 1):
            following = ordered[position] if position < len(ordered) else ("", 0, 0, 0)
            if following[0] == text and following[1] == band and following[2] - x0 <= _SAME_SPOT:
                doubled |= _same_spot(glyphs, index, ordered, position, doubled)
    if not doubled:
        return glyphs, 0
    return [glyph for index, glyph in enumerate(glyphs) if index not in doubled], len(doubled)


def _may_be_doubled(glyphs: list[Glyph]) -> bool:
    """Whether two equal glyphs of one band begin near each other: numbers of text, band and left edge, sorted."""
    if not glyphs:
        return False
    texts, lefts, tops, *_ = zip(*glyphs, strict=True)
    places = [(ord(text[0]) << 48) + left if text else 0 for text, left in zip(texts, lefts, strict=True)]
    for shift in (0, _BAND // 2):
        bands = [((top + shift) // _BAND) << 28 for top in tops]
        keys = sorted(map(add, places, bands))
        if min(map(sub, keys[1:], keys), default=_BAND) <= _SAME_SPOT:
            return True
    return False


def _same_spot(
    glyphs: list[Glyph], index: int, ordered: list[tuple[str, int, int, int]], position: int, doubled: set[int]
) -> set[int]:
    """Which of the glyphs from `position` on stand where glyph `index` does."""
    glyph = glyphs[index]
    if index in doubled:
        return set()
    near = max(60, min(_SAME_SPOT, (glyph.x1 - glyph.x0) * 3 // 10))
    same = set()
    for text, _, x0, other in ordered[position : position + _MOST_PAINTINGS]:
        if text != glyph.text or not -near <= x0 - glyph.x0 <= near:  # another band begins further left
            break
        if abs(glyphs[other].y0 - glyph.y0) <= near and abs(glyphs[other].y1 - glyph.y1) <= near:
            same.add(other)
    return same
