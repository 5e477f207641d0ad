"""Stretches of lines that may be one table of aligned columns, captions and narrative left out."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai_formats.text.lines import PAGE_BREAK, TextLine
from gongkai_formats.text.tables.columns import MOST_COLUMNS, alignment
from gongkai_formats.text.tables.segments import (
    SegmentedLine,
    begins_body,
    cut_segments,
    cut_words,
    is_body,
    is_head,
    is_narrative,
    is_note,
    is_void_note,
    widened,
)

_MOST_BLANKS = 5
"""Blank lines within a table: programs that print every second line leave as many where a row is blank."""
_MOST_SINGLES = 60
"""Lines of a single text one after the other within a table; more are a narrative."""
_MOST_LINES = 4_000
"""Lines looked at from where a table may begin; a longer table goes on as a further one."""
_FEWEST = 3
"""Rows from which the measure can be told in which they line up."""


@dataclass
class Stretch:
    """Rows in order, the blank lines before each, how many of the first rows are header.

    `headed`: a head line precedes; `wide`: measured in display columns.
    """

    rows: list[SegmentedLine]
    gaps: list[int]
    header: int
    headed: bool = False
    wide: bool = False


def starts_region(lines: list[TextLine], index: int) -> bool:
    """Whether a table may begin at this line: it has several segments, or it follows a table's head line."""
    text = lines[index].text
    if "  " not in text and "\u3000" not in text and "\xa0" not in text:
        return False
    row = SegmentedLine(index, lines[index], cut_segments(text))
    if not row.segments or is_head(row) or is_note(row) or is_narrative(row):
        return False
    return 1 < len(row.segments) <= MOST_COLUMNS or (len(row.segments) == 1 and _follows_head(lines, index))


def _follows_head(lines: list[TextLine], index: int) -> bool:
    for before in range(index - 1, max(index - _MOST_BLANKS - 1, -1), -1):
        text = lines[before].text
        if text and not text.isspace():
            row = SegmentedLine(before, lines[before], cut_segments(text))
            return is_head(row) and any("单位" in segment.text or "部门" in segment.text for segment in row.segments)
    return False


def gather_region(lines: list[TextLine], index: int, wide: bool = False) -> Stretch | None:
    """The rows from `index` on that may be one table, in the measure in which they line up better.

    `wide`: the measure of the table before, which holds where there are too few rows to tell.
    """
    headed = _follows_head(lines, index)
    chosen, gaps, note = _gather_rows(lines, index, headed)
    header = _count_header(chosen, gaps, headed, note)
    chosen[:header] = [SegmentedLine(row.index, row.line, cut_words(row)) for row in chosen[:header]]
    wide = _lines_up_wide(chosen[header:], wide)
    region = Stretch([widened(row) for row in chosen] if wide else chosen, gaps, header, headed, wide)
    return region if has_rows(region) else None


def _gather_rows(
    lines: list[TextLine], index: int, headed: bool
) -> tuple[list[SegmentedLine], list[int], SegmentedLine | None]:
    """The rows, the blank lines before each, and the note that ends them."""
    chosen: list[SegmentedLine] = []
    gaps: list[int] = []
    blanks = singles = 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        text = lines[at].text
        if _is_cut_off(text, headed, chosen):
            break
        if not text or text.isspace():
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        row = SegmentedLine(at, lines[at], cut_segments(text))
        if is_note(row):
            return chosen, gaps, row
        singles = singles + 1 if len(row.segments) == 1 else 0
        if is_narrative(row) or is_head(row) or len(row.segments) > MOST_COLUMNS or singles > _MOST_SINGLES:
            break
        chosen.append(row)
        gaps.append(blanks if chosen[:-1] else 0)
        blanks = 0
    return chosen, gaps, None


def _is_cut_off(text: str, headed: bool, chosen: list[SegmentedLine]) -> bool:
    """Whether a table of another manner begins, or the page ends: behind a head line it may end within the header."""
    if "\t" in text or text.lstrip().startswith(("|", "<table")):
        return True
    return text == PAGE_BREAK and (not headed or any(is_body(row) or begins_body(row) for row in chosen))


def _count_header(rows: list[SegmentedLine], gaps: list[int], headed: bool, note: SegmentedLine | None) -> int:
    """How many rows stand above the first one of the body; of an empty table, all but its total."""
    first = next((number for number, row in enumerate(rows) if is_body(row)), 0)
    if not first and headed and rows and not is_body(rows[0]):
        bottom = len(rows) if note is not None and is_void_note(note) else 0
        begins = (number for number, row in enumerate(rows) if number and begins_body(row))
        first = next(begins, bottom)
    if not headed and all(len(row.segments) == 1 for row in rows[:first]):
        return 0  # a page may begin within a name wrapped around its figures
    while (
        first > 1 and gaps[first - 1] and first < len(gaps) and not gaps[first] and len(rows[first - 1].segments) == 1
    ):
        first -= 1  # the first line of a name wrapped around its figures
    return first


def has_rows(region: Stretch) -> bool:
    """Whether there is enough for a table: two rows of several segments, or behind a head line one of them."""
    several = [len(row.segments) for row in region.rows if len(row.segments) > 1]
    return len(several) > 1 or (
        region.headed and (max(several, default=0) > 2 or (len(region.rows) > 1 and bool(several)))
    )


def _lines_up_wide(rows: list[SegmentedLine], before: bool) -> bool:
    """Whether rows line up in display columns, as terminals count, rather than in characters, as pdftotext does."""
    rows = [row for row in rows if len(row.segments) > 1]
    narrow, wide = alignment(rows), alignment(map(widened, rows))
    return before if len(rows) < _FEWEST or narrow == wide else wide > narrow


def shorten(region: Stretch, rows: int) -> Stretch:
    """The first rows of a region."""
    return Stretch(region.rows[:rows], region.gaps[:rows], min(region.header, rows), region.headed, region.wide)
