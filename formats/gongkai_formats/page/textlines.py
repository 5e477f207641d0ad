"""Joining segments into lines, and lines into the text of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gongkai_formats.page.segments import GlyphRun

_STRETCHED = 6
"""So many pieces, most of them single characters, are a line stretched to the margins: those gaps say nothing."""

_GAP_OF_WORDS = 5
"""Part (a fifth) of the size from which a gap where the file has a blank parts Latin words or figures from them."""

_GAP_OF_TEXTS = 2
"""The same (half) between Chinese texts."""

_GAP_IN_WORD = 8
"""Part (an eighth) of the size from which a blank of the file within a segment parts Latin words."""


def rows_of_segments(segments: Sequence[GlyphRun]) -> list[list[GlyphRun]]:
    """Segments that stand side by side, each row from left to right, rows from the top.

    Digits and Chinese characters on slightly different baselines share a row: two segments do when the middle of
    one lies within the other's height.
    """
    rows: list[list[GlyphRun]] = []
    anchor: GlyphRun | None = None
    for segment in sorted(segments, key=lambda item: (item.y0 + item.y1, item.x0)):
        centre = segment.y0 + segment.y1
        if anchor is not None and (2 * anchor.y0 < centre < 2 * anchor.y1 and _level(anchor, segment)):
            rows[-1].append(segment)
            if segment.size > anchor.size:
                anchor = segment
        else:
            rows.append([segment])
            anchor = segment
    for row in rows:
        row.sort(key=lambda item: item.x0)
    return rows


def _level(anchor: GlyphRun, segment: GlyphRun) -> bool:
    """Whether two segments overlap by half of the smaller one's height."""
    overlap = min(anchor.y1, segment.y1) - max(anchor.y0, segment.y0)
    return 2 * overlap > min(anchor.size, segment.size)


def joined_row(row: Sequence[GlyphRun]) -> str:
    """The text of segments side by side: a blank where the gap is a character wide, or parts Latin words."""
    text = ""
    end = 0
    singles = sum(len(segment.glyphs) == 1 for segment in row)
    stretched = len(row) >= _STRETCHED and 2 * singles > len(row)
    for segment in row:
        part = _segment_text(segment)
        if text and part and _is_blank(text[-1], segment, segment.x0 - end, stretched):
            text += " "
        text += part
        end = max(end, segment.x1)
    return text


def _is_blank(before: str, segment: GlyphRun, gap: int, stretched: bool) -> bool:
    """Whether a gap before a segment is a blank: as wide as a letter, or narrower where the file has one."""
    first, size = segment.glyphs[0], segment.size
    latin = _latin(before, first.text[:1])
    if stretched:
        return gap >= (size if latin else size * 3 // 2)
    if before.isascii() and first.text[:1].isascii():
        near = size // _GAP_OF_WORDS if latin else size
    else:
        near = size // _GAP_OF_TEXTS
    return gap >= size or (first.spaced and gap >= near)


def _segment_text(segment: GlyphRun) -> str:
    """The segment's text; blanks the file has between Latin letters stay."""
    if True not in [glyph.spaced for glyph in segment.glyphs[1:]]:
        return segment.text
    text = segment.glyphs[0].text
    for before, glyph in pairwise(segment.glyphs):
        wide = _GAP_IN_WORD * (glyph.x0 - before.x1) > glyph.y1 - glyph.y0
        text += f" {glyph.text}" if glyph.spaced and wide and _latin(before.text, glyph.text) else glyph.text
    return text


def joined_lines(lines: Sequence[str]) -> str:
    """Wrapped lines of a cell as one text: Chinese and figures without a blank, Latin words with one."""
    text = ""
    for line in lines:
        if text and line and text[-1].isascii() and line[0].isascii() and text[-1].isalpha() and line[0].isalpha():
            text += " "
        text += line
    return text


def cell_text(segments: Sequence[GlyphRun]) -> str:
    """All segments of a cell as its text."""
    if len(segments) == 1:
        return _segment_text(segments[0])
    return joined_lines([joined_row(row) for row in rows_of_segments(segments)])


def _latin(left: str, right: str) -> bool:
    """Whether two letters beside each other are Latin, not two digits of a figure set in pieces."""
    return left.isascii() and right.isascii() and not (left.isdigit() and right.isdigit())
