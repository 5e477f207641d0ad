"""Tables without ruling lines: rows of texts in aligned columns, where a caption says that a table follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.assemble.titles import is_title
from gongkai.words.figures import looks_like_amount, looks_like_number
from gongkai.words.labels import fold
from gongkai_formats.page.cells import CellContents
from gongkai_formats.page.engine import middle
from gongkai_formats.page.grids import RuledGrid, Span
from gongkai_formats.page.segments import GlyphRun
from gongkai_formats.page.textlines import joined_row

_UNIT = re.compile(r"单位[:：]\s*[百千万亿]*\s*元")
_ENDING = re.compile(r"注[:：]|说明[:：]|备注[:：]|[一二三四五六七八九十]+、.{2,40}(说明|情况)$|第.部分")
_BEGINNING = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．\d]|其中|[合总小]\s*计")
_APART = 0.9
"""A gap this many characters wide parts two columns."""

_LITTLE = 0.4
"""The same between an amount and a text, of which the one is set to the right and the other to the left."""

_FAR = 2.5
"""A row this many times as far below the last one as rows usually are is no longer of the table."""

_CAPTION_LINES = 4
"""So many lines above a table may be its caption: title, document number, department, unit."""

_LEAST_ROWS = 3
"""Head and two rows: fewer are no table one could tell from lines set side by side."""

_HEAD_LINES = 3
"""A table goes on among the first lines of a page: a running head or two may come before."""

_AHEAD = 6
"""So many rows after a text alone in its row tell whether the table goes on behind it."""

_LEAST_FIGURES = 2
"""A table of money prints at least so many figures …"""

_FIGURES_PART = 5
"""… and one for this many rows (a fifth)."""

_WRAPPED = 0.6
"""A line nearer than this share of the usual pitch to the one above is a wrapped text."""

Row = list[GlyphRun]
Table = tuple[RuledGrid, CellContents]
Column = tuple[int, int]
"""Left and right edge, 1/100 pt."""


@dataclass
class _Chunk:
    """Segments that belong to one column of a row."""

    segments: list[GlyphRun]
    x0: int
    x1: int

    def is_in(self, column: Column) -> bool:
        """Whether a part of it stands in a column."""
        return self.x0 < column[1] and column[0] < self.x1

    @property
    def text(self) -> str:
        return joined_row(self.segments)


def take_aligned_tables(rows: Sequence[Row], going_on: int = 0) -> tuple[list[Table], list[Row]]:
    """Tables among the rows of a page (or of a stretch between ruled grids), and the rows that are left.

    `going_on`: columns of the table that ended the page before, which may go on without a caption.
    """
    texts = [joined_row(row) for row in rows]
    if not going_on and not any(_UNIT.search(text) for text in texts):
        return [], list(rows)
    chunked = [_chunks(row) for row in rows]
    tables: list[Table] = []
    rest: list[Row] = []
    position = 0
    while position < len(rows):
        start = position
        position, table = _table_at(rows, texts, chunked, start, going_on)
        if table is None:
            rest.append(rows[start])
        else:
            tables.append(table)
    return tables, rest


def _table_at(
    rows: Sequence[Row], texts: Sequence[str], chunked: Sequence[list[_Chunk]], start: int, going_on: int
) -> tuple[int, Table | None]:
    """The table that begins with a row, and the row after it; None, and the next row, where none does."""
    announced = _is_announced(texts, start)
    if not announced and not (going_on and start < _HEAD_LINES):
        return start + 1, None
    end = _before_gap(rows, start, _table_end(texts, chunked, start))
    table = _table(rows[start:end], chunked[start:end]) if end - start >= _LEAST_ROWS else None
    if table is None or not (announced or table[0].columns == going_on):
        return start + 1, None
    return end, table


def _chunks(row: Row) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for segment in row:
        if chunks and not _apart(chunks[-1].segments[-1], segment):
            last = chunks[-1]
            last.segments.append(segment)
            last.x1 = max(last.x1, segment.x1)
        else:
            chunks.append(_Chunk([segment], segment.x0, segment.x1))
    return chunks


def _apart(left: GlyphRun, right: GlyphRun) -> bool:
    """Whether two neighbours stand in two columns; an amount and a text do when but a little room is between them."""
    room = _LITTLE if looks_like_amount(left.text) != looks_like_amount(right.text) else _APART
    return right.x0 - left.x1 >= room * right.size


def _is_announced(texts: Sequence[str], position: int) -> bool:
    """Whether the lines just above are a caption: a title with a unit, or a unit line right above."""
    above = texts[max(0, position - _CAPTION_LINES) : position]
    if not above or _UNIT.search(texts[position]):
        return False
    return bool(_UNIT.search(above[-1])) or (
        any(_UNIT.search(text) for text in above) and any(is_title(fold(text)) for text in above)
    )


def _table_end(texts: Sequence[str], chunked: Sequence[list[_Chunk]], start: int) -> int:
    """The first row after the table: a note, a heading, another caption, or running text."""
    end = start
    while end < len(texts):
        text, chunks = texts[end], chunked[end]
        if _ENDING.match(text) or _UNIT.search(text):
            break
        if len(chunks) == 1 and (
            "。" in text or not (_fits_column(chunked[start:end], chunks[0]) or _goes_on(chunked, end))
        ):
            break
        end += 1
    while end > start and is_title(fold(texts[end - 1])):
        end -= 1
    return end


def _before_gap(rows: Sequence[Row], start: int, end: int) -> int:
    """The first row that stands far below the one above it, as a page's number does; `end` where none does."""
    tops = [_top(row) for row in rows[start:end]]
    steps = [below - above for above, below in pairwise(tops)]
    far = _FAR * max(middle(steps), max((segment.size for row in rows[start:end] for segment in row), default=0))
    return next((start + index for index, step in enumerate(steps, 1) if step > far), end)


def _fits_column(above: Sequence[list[_Chunk]], chunk: _Chunk) -> bool:
    """Whether a text alone in its row stays within a column of the fuller rows above."""
    letter = chunk.segments[0].size
    column = [one for chunks in above if len(chunks) > 1 for one in chunks if one.is_in((chunk.x0, chunk.x1))]
    if not column:
        return False
    x0, x1 = min(one.x0 for one in column), max(one.x1 for one in column)
    return x0 - letter <= chunk.x0 and chunk.x1 <= x1 + letter


def _goes_on(chunked: Sequence[list[_Chunk]], position: int) -> bool:
    """Whether rows of several texts follow soon after a text alone in its row, one of them more than twice as wide."""
    chunk = chunked[position][0]
    after = [chunks for chunks in chunked[position + 1 : position + 1 + _AHEAD] if len(chunks) > 1]
    widths = [chunks[-1].x1 - chunks[0].x0 for chunks in after]
    return len(after) > 1 and 2 * (chunk.x1 - chunk.x0) < max(widths)


def _table(rows: Sequence[Row], chunked: Sequence[list[_Chunk]]) -> Table | None:
    """The grid of aligned rows; None where columns or figures are too few to be sure."""
    columns = _columns(chunked)
    if len(columns) < 2 or not _has_figures(chunked):
        return None
    lines = _row_groups(rows, chunked, columns)
    between = [(left[1] + right[0]) // 2 for left, right in pairwise(columns)]
    xs = [columns[0][0], *between, columns[-1][1]]
    ys = [*(_top(rows[group[0]]) for group in lines), max(segment.y1 for segment in rows[lines[-1][-1]])]
    if any(low >= high for low, high in pairwise(ys)):
        return None
    cells: dict[Span, list[GlyphRun]] = {}
    for row, group in enumerate(lines):
        for first, last, segments in _cells_of_row([chunk for line in group for chunk in chunked[line]], columns):
            cells[Span(row, first, row + 1, last)] = segments
    return _with_blanks(RuledGrid(ys, xs, list(cells)), cells)


def _has_figures(chunked: Sequence[list[_Chunk]]) -> bool:
    figures = sum(looks_like_number(chunk.text) for chunks in chunked for chunk in chunks[1:])
    return figures >= _LEAST_FIGURES and _FIGURES_PART * figures >= len(chunked)


def _top(row: Row) -> int:
    return min(segment.y0 for segment in row)


def _columns(chunked: Sequence[list[_Chunk]]) -> list[Column]:
    """Left and right edge of each column: what the texts of the fullest rows cover together, and further heads."""
    fuller = [chunks for chunks in chunked if len(chunks) > 1]
    if not fuller:
        return []
    usual = Counter(map(len, fuller))
    full = max(usual, key=lambda count: (usual[count] * count, count))
    columns = _covered(chunk for chunks in fuller if len(chunks) >= full for chunk in chunks)
    for chunk in (chunk for chunks in fuller for chunk in chunks):  # heads of columns that print nothing
        if not any(map(chunk.is_in, columns)):
            columns.append((chunk.x0, chunk.x1))
    return _without_phantoms(sorted(columns), chunked)


def _covered(chunks: Iterable[_Chunk]) -> list[Column]:
    """What texts cover of the page's width, from the left."""
    covered: list[Column] = []
    for x0, x1 in sorted((chunk.x0, chunk.x1) for chunk in chunks):
        if covered and x0 < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], x1))
        else:
            covered.append((x0, x1))
    return covered


def _without_phantoms(columns: list[Column], chunked: Sequence[list[_Chunk]]) -> list[Column]:
    """Columns put together with the next where no row prints in both: a centred head over texts set to one side."""
    uses = _uses(columns, chunked)
    kept: list[list[int]] = []
    for index in range(len(columns)):
        if kept and not any(index in used and used & set(kept[-1]) for used in uses):
            kept[-1].append(index)
        else:
            kept.append([index])
    return [(columns[group[0]][0], columns[group[-1]][1]) for group in kept]


def _uses(columns: list[Column], chunked: Sequence[list[_Chunk]]) -> list[set[int]]:
    """The columns that each row prints in.

    Lines of a head may overlap in height, as those of a text in two lines and of one in the middle beside it do; they
    count as one row then.
    """
    uses = [
        {index for index, column in enumerate(columns) if any(chunk.is_in(column) for chunk in chunks)}
        for chunks in chunked
    ]
    segments = [[segment for chunk in chunks for segment in chunk.segments] for chunks in chunked]
    overlapping = [max(segment.y1 for segment in above) > _top(below) for above, below in pairwise(segments)]
    return uses + [one | other for (one, other), both in zip(pairwise(uses), overlapping, strict=True) if both]


def _row_groups(rows: Sequence[Row], chunked: Sequence[list[_Chunk]], columns: Sequence[Column]) -> list[list[int]]:
    """Lines that make one row: a line of one text set closer than usual to its neighbour, or that one goes on in, is
    wrapped."""
    tops = [_top(row) for row in rows]
    pitch = middle([below - above for above, below in pairwise(tops)])
    groups: list[list[int]] = []
    for index, chunks in enumerate(chunked):
        above = chunked[index - 1] if index else []
        near = 1 in (len(chunks), len(above)) and tops[index] - tops[index - 1] < _WRAPPED * pitch
        if groups and (near or (len(chunks) == 1 and _wraps(above, chunks[0], columns))):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _wraps(above: Sequence[_Chunk], rest: _Chunk, columns: Sequence[Column]) -> bool:
    """Whether a text alone in its row is the rest of the one above it, which fills its column and begins where it does."""
    letter = rest.segments[0].size
    full = any(
        abs(chunk.x0 - rest.x0) < letter // 2 and x0 <= chunk.x0 and chunk.x1 > x1 - letter and rest.x1 <= chunk.x1
        for chunk in above
        for x0, x1 in filter(chunk.is_in, columns)
    )
    return full and len(above) > 1 and not _BEGINNING.match(rest.text)


def _cells_of_row(chunks: Sequence[_Chunk], columns: Sequence[Column]) -> list[tuple[int, int, list[GlyphRun]]]:
    """First column, last column (exclusive) and segments of each cell; texts of one column join."""
    cells: dict[int, tuple[int, list[GlyphRun]]] = {}
    for chunk in sorted(chunks, key=lambda chunk: chunk.x0):
        touched = [index for index, column in enumerate(columns) if chunk.is_in(column)]
        middle_x = (chunk.x0 + chunk.x1) // 2
        nearest = min(range(len(columns)), key=lambda index: abs(columns[index][0] + columns[index][1] - 2 * middle_x))
        first, last = (touched[0], touched[-1] + 1) if touched else (nearest, nearest + 1)
        owner = next((start for start, (end, _) in cells.items() if first < end and start < last), None)
        if owner is None:
            cells[first] = (last, list(chunk.segments))
        else:
            end, segments = cells.pop(owner)
            cells[min(owner, first)] = (max(end, last), [*segments, *chunk.segments])
    return [(first, last, segments) for first, (last, segments) in sorted(cells.items())]


def _with_blanks(grid: RuledGrid, cells: dict[Span, list[GlyphRun]]) -> Table:
    """The grid with a blank cell wherever a row prints nothing in a column."""
    blanks = [
        Span(row, column, row + 1, column + 1)
        for row in range(grid.rows)
        for column in range(grid.columns)
        if (row, column) not in grid.owner
    ]
    spans = sorted([*grid.cells, *blanks])
    return RuledGrid(grid.ys, grid.xs, spans), {index: cells[span] for index, span in enumerate(spans) if span in cells}
