"""Segments: glyphs that follow each other on one baseline without a gap."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_formats.pdf.engine import Glyph

_BAND = 400
_MOST_PAINTINGS = 20
_SAME_SPOT = 150
"""The farthest apart (1/100 pt) two paintings of one glyph stand."""


@dataclass(slots=True)
class Segment:
    """Glyphs from left to right with their common box; `spaced`: the file has a blank before it."""

    glyphs: list[Glyph]
    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def size(self) -> int:
        return self.y1 - self.y0


def segment_of(glyphs: list[Glyph]) -> Segment:
    """A segment around the given glyphs."""
    return Segment(
        glyphs,
        min(glyph.x0 for glyph in glyphs),
        min(glyph.y0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.y1 for glyph in glyphs),
    )


def segments_of(glyphs: list[Glyph]) -> list[Segment]:
    """Segments in stream order; a gap of a third of the size, or a step off the baseline, begins another."""
    segments: list[Segment] = []
    run: list[Glyph] = []
    x0 = y0 = x1 = y1 = 0
    last_x1 = base = size = 0
    for glyph in glyphs:
        height = glyph.y1 - glyph.y0
        if (
            run
            and abs(glyph.y1 - base) * 4 <= size
            and -size <= 2 * (glyph.x0 - last_x1)
            and 3 * (glyph.x0 - last_x1) <= size
            and glyph.x0 >= run[-1].x0
            and 2 * abs(height - size) <= size
        ):
            run.append(glyph)
            x1, y0, y1 = max(x1, glyph.x1), min(y0, glyph.y0), max(y1, glyph.y1)
        else:
            if run:
                segments.append(Segment(run, x0, y0, x1, y1))
            run = [glyph]
            x0, y0, x1, y1 = glyph.x0, glyph.y0, glyph.x1, glyph.y1
        last_x1, base, size = glyph.x1, glyph.y1, height
    if run:
        segments.append(Segment(run, x0, y0, x1, y1))
    return segments


def without_doubles(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without those painted again on the same spot (simulated bold, doubled layers), and how many."""
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
        if text != glyph.text or x0 - glyph.x0 > near:
            break
        if abs(glyphs[other].y0 - glyph.y0) <= near and abs(glyphs[other].y1 - glyph.y1) <= near:
            same.add(other)
    return same
