"""Segments: glyphs that follow each other on one baseline without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import add, sub

from gongkai_formats.page.engine import Glyph

_GAP_PART = 3
"""A gap of more than this part (a third) of the size begins another segment: words of running text stand nearer."""

_OVERLAP_PART = 2
"""Glyphs set back by more than this part (half) of the size begin anew: tight setting moves them less."""

_STEP_PART = 4
"""A baseline that moves by more than this part (a quarter) of the size is another line, or an index."""

_BAND = 400
"""Height (1/100 pt) of the bands in which equal glyphs are looked for; above twice `_SAME_SPOT`."""

_SHIFTS = (0, _BAND // 2)
"""How far the bands are moved down: the second round catches pairs that the edge of a band parts."""

_TEXT_BITS, _BAND_BITS = 48, 28
"""Where a glyph's character and its band begin in one number that sorts by both, then by the left edge: coordinates are
at most 28 bits long."""

_MOST_PAINTINGS = 20
"""So many equal glyphs to the right are compared with one; a shadow or simulated bold paints a handful."""

_SAME_SPOT = 150
"""The farthest apart (1/100 pt) two paintings of one glyph stand."""

_LEAST_SPOT = 60
"""Glyphs this near (1/100 pt) stand on the same spot however narrow they are."""

_SPOT_TENTHS = 3
"""Between those two bounds: tenths of its width that a glyph is painted off its spot."""


@dataclass(slots=True)
class GlyphRun:
    """Glyphs from left to right with their common box."""

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
    _, lefts, tops, rights, bottoms, _, _ = zip(*glyphs, strict=True)
    return GlyphRun(glyphs, min(lefts), min(tops), max(rights), max(bottoms))


def segments_of(glyphs: list[Glyph]) -> list[GlyphRun]:
    """Segments in stream order; a wide gap, a step back or off the baseline, or another size begins the next."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _follows(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [segment_of(run) for run in runs]


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph continues the segment that ends in `before`; sizes differ by half at most."""
    size, height = before.y1 - before.y0, glyph.y1 - glyph.y0
    gap, step = glyph.x0 - before.x1, glyph.y1 - before.y1
    return (
        _STEP_PART * abs(step) <= size
        and _GAP_PART * gap <= size
        and -size <= _OVERLAP_PART * gap
        and glyph.x0 >= before.x0
        and size <= 2 * height <= 3 * size
    )


def without_doubles(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without those painted again on the same spot (simulated bold, doubled layers), and how many."""
    if not _may_be_doubled(glyphs):
        return glyphs, 0
    doubled: set[int] = set()
    for shift in _SHIFTS:
        ordered = sorted(
            [(glyph.text, (glyph.y0 + shift) // _BAND, glyph.x0, index) for index, glyph in enumerate(glyphs)]
        )
        for position, (one, other) in enumerate(pairwise(ordered), 1):
            if one[:2] == other[:2] and other[2] - one[2] <= _SAME_SPOT:
                doubled |= _same_spot(glyphs, one[3], ordered, position, doubled)
    if not doubled:
        return glyphs, 0
    return [glyph for index, glyph in enumerate(glyphs) if index not in doubled], len(doubled)


def _may_be_doubled(glyphs: list[Glyph]) -> bool:
    """Whether two equal glyphs of one band begin near each other: numbers of text, band and left edge, sorted."""
    if not glyphs:
        return False
    texts, lefts, tops, *_ = zip(*glyphs, strict=True)
    places = [(ord(text[0]) << _TEXT_BITS) + left if text else 0 for text, left in zip(texts, lefts, strict=True)]
    for shift in _SHIFTS:
        bands = [((top + shift) // _BAND) << _BAND_BITS for top in tops]
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
    near = max(_LEAST_SPOT, min(_SAME_SPOT, (glyph.x1 - glyph.x0) * _SPOT_TENTHS // 10))
    same = set()
    for text, _, x0, other in ordered[position : position + _MOST_PAINTINGS]:
        if text != glyph.text or abs(x0 - glyph.x0) > near:  # another band begins further left
            break
        if abs(glyphs[other].y0 - glyph.y0) <= near and abs(glyphs[other].y1 - glyph.y1) <= near:
            same.add(other)
    return same
