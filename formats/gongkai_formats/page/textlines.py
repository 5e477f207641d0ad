"""Joining segments into lines, and lines into the text of a cell."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai_formats.page.segments import GlyphRun

_STRETCHED = 6


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
    # A line stretched to the margins has each character by itself: those gaps say nothing.
    stretched = len(row) >= _STRETCHED and 2 * sum(len(segment.glyphs) == 1 for segment in row) > len(row)
    for segment in row:
        part = _segment_text(segment)
        if text and part:
            gap, size = segment.x0 - end, segment.size
            if stretched and not _latin(text[-1], part[0]):
                size = size * 3 // 2
            near = size // 5 if _latin(text[-1], part[0]) else size if _digits(text[-1], part[0]) else size // 2
            if gap >= size or (segment.glyphs[0].spaced and gap >= near and not stretched):
                text += " "
        text += part
        end = max(end, segment.x1)
    return text


def _segment_text(segment: GlyphRun) -> str:
    """The segment's text; blanks the file has between Latin letters stay."""
    if True not in [glyph.spaced for glyph in segment.glyphs[1:]]:
        return segment.text
    parts: list[str] = []
    before = None
    for glyph in segment.glyphs:
        if (
            before is not None
            and glyph.spaced
            and 8 * (glyph.x0 - before.x1) > glyph.y1 - glyph.y0
            and _latin(before.text, glyph.text)
        ):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


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
    return left.isascii() and right.isascii() and not (left.isdigit() and right.isdigit())


def _digits(left: str, right: str) -> bool:
    return left in "0123456789.," and right in "0123456789.,"
