"""Segments: glyphs that follow each other on one baseline without a gap."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_formats.pdf.engine import Glyph


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
    # Ordered by text and height, so that only glyphs of one line are compared, not those of a whole column of figures.
    ordered = sorted([(glyph.text, glyph.y0, glyph.x0, index) for index, glyph in enumerate(glyphs)])
    for position, (text, y0, x0, index) in enumerate(ordered, 1):
        if index in doubled or position == len(ordered) or ordered[position][0] != text:
            continue
        glyph = glyphs[index]
        near = max(60, min(150, (glyph.x1 - x0) * 3 // 10))
        for other_text, other_y0, other_x0, other in ordered[position:]:
            if other_text != text or other_y0 - y0 > near:
                break
            if abs(other_x0 - x0) <= near and abs(glyphs[other].y1 - glyph.y1) <= near:
                doubled.add(other)
    if not doubled:
        return glyphs, 0
    return [glyph for index, glyph in enumerate(glyphs) if index not in doubled], len(doubled)
