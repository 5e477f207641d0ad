"""Stretches of lines that may be one table of aligned columns, captions and narrative left out."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_formats.text.columns import alignment
from gongkai_formats.text.lines import PAGE_BREAK, Line
from gongkai_formats.text.segments import Row, cut_segments, is_body, is_head, is_narrative, is_note, widened

_MOST_BLANKS = 5
_MOST_SINGLES = 60
_MOST_LINES = 4_000


@dataclass
class Region:
    """Rows in order, the blank lines before each, how many of the first rows are header; `headed`: a head line precedes."""

    rows: list[Row]
    gaps: list[int]
    header: int
    headed: bool = False


def starts_region(lines: list[Line], index: int) -> bool:
    """Whether a table may begin at this line: it has several segments, or it follows a table's head line."""
    text = lines[index].text
    if "  " not in text and "\u3000" not in text and "\xa0" not in text:
        return False
    row = Row(index, lines[index], cut_segments(text))
    if not row.segments or is_head(row) or is_note(row) or is_narrative(row):
        return False
    return len(row.segments) > 1 or _follows_head(lines, index)


def _follows_head(lines: list[Line], index: int) -> bool:
    for before in range(index - 1, max(index - _MOST_BLANKS - 1, -1), -1):
        text = lines[before].text
        if text and not text.isspace():
            row = Row(before, lines[before], cut_segments(text))
            return is_head(row) and any("单位" in segment.text or "部门" in segment.text for segment in row.segments)
    return False


def gather_region(lines: list[Line], index: int) -> Region | None:
    """The rows from `index` on that may be one table, in the measure in which they line up better."""
    chosen: list[Row] = []
    gaps: list[int] = []
    blanks = singles = 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        text = lines[at].text
        if text == PAGE_BREAK or "\t" in text or text.lstrip().startswith(("|", "<table")):
            break
        if not text or text.isspace():
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        row = Row(at, lines[at], cut_segments(text))
        if is_note(row) or is_narrative(row) or is_head(row):
            break
        singles = singles + 1 if len(row.segments) == 1 else 0
        if singles > _MOST_SINGLES:
            break
        chosen.append(row)
        gaps.append(blanks if chosen[:-1] else 0)
        blanks = 0
    rows = _better_measured(chosen)
    first = next((number for number, row in enumerate(rows) if is_body(row)), 0)
    while first > 1 and gaps[first - 1] and not gaps[first] and len(rows[first - 1].segments) == 1:
        first -= 1  # the first line of a name wrapped around its figures
    region = Region(rows, gaps, first, _follows_head(lines, index))
    return region if has_rows(region) else None


def has_rows(region: Region) -> bool:
    """Whether there is enough for a table: two rows of several segments, or behind a head line one of them."""
    several = [len(row.segments) for row in region.rows if len(row.segments) > 1]
    return len(several) > 1 or (
        region.headed and (max(several, default=0) > 2 or (len(region.rows) > 1 and bool(several)))
    )


def _better_measured(rows: list[Row]) -> list[Row]:
    """The rows in characters, as pdftotext counts, or in display columns, as terminals do: whichever lines up better."""
    wide = [widened(row) for row in rows]
    return max((rows, wide), key=lambda measured: alignment(row for row in measured if len(row.segments) > 1))


def shorten(region: Region, rows: int) -> Region:
    """The first rows of a region."""
    return Region(region.rows[:rows], region.gaps[:rows], min(region.header, rows), region.headed)
