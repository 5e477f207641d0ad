"""Tables by TAB: contiguous lines, one row each, blank cells explicit."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from gongkai.findings import finding
from gongkai.model import BareGrid, Cell, Grid, TextSpan
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.markup import Marks, strip_inline
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.segments import SegmentedLine, cut_segments, is_head

_BULLET = re.compile(r"[-*+][ \u3000\xa0]+(?=\S)")
_NAMED_ROWS = 8
"""Rows that a finding names."""


def take_tabbed(lines: list[TextLine], index: int, harvest: TextHarvest) -> int:
    """The run of lines with TABs at `index` as one grid; the index behind it, or `index` where there is none."""
    end = index
    indented = True
    while end < len(lines) and "\t" in lines[end].text and not lines[end].text.isspace():
        indented = indented and "\t" not in lines[end].text.strip(" \r\u3000").lstrip("\t \u3000")
        end += 1
    if end == index:
        return index
    if indented:
        # TABs in front only: paragraphs set in, no columns.
        for line in lines[index:end]:
            harvest.add_line(line)
        return end
    run = lines[index:end]
    harvest.admit(sum(line.text.count("\t") + 1 for line in run))
    grid, widths = _grid(run, harvest.marks)
    places = (TextSpan(run[0].number, 0, len(run[0].text), run[0].page),)
    harvest.items.append(BareGrid(grid, page=run[0].page, places=places))
    captions = sum(1 for _ in takewhile(_is_caption, run))
    report_ragged(widths[captions:], run[captions:], harvest)
    return end


def _is_caption(line: TextLine) -> bool:
    """Whether a line with TABs prints a table's department, year and unit, which come in no columns."""
    return is_head(SegmentedLine(0, line, cut_segments(line.text.replace("\t", "    "))))


def _grid(run: list[TextLine], marks: Marks) -> tuple[Grid, list[int]]:
    cells: list[Cell] = []
    widths: list[int] = []
    bullets = len(run) > 1 and all(_BULLET.match(line.text) for line in run)
    for row, line in enumerate(run):
        number, start, text, page = line
        inline = "<" in text or "**" in text
        parts = text.split("\t")
        widths.append(len(parts))
        position = 0
        for column, part in enumerate(parts):
            inner = part.strip()
            if not inner:
                cells.append(Cell(row, column, "", 1, 1, (TextSpan(number, start + position, start + position, page),)))
                position += len(part) + 1
                continue
            lead = position if len(inner) == len(part) else position + len(part) - len(part.lstrip())
            places = (TextSpan(number, start + lead, start + lead + len(inner), page),)
            if inline:
                inner = strip_inline(line, lead, inner, marks)
            if bullets and not column:
                inner = _unbullet(line, lead, inner, marks)
            cells.append(Cell(row, column, inner, 1, 1, places))
            position += len(part) + 1
    return Grid(len(run), max(widths), tuple(cells)), widths


def _unbullet(line: TextLine, start: int, text: str, marks: Marks) -> str:
    bullet = _BULLET.match(text)
    if bullet is None:
        return text
    marks.add(line, start, bullet[0])
    return text[bullet.end() :]


def report_ragged(widths: list[int], run: list[TextLine], harvest: TextHarvest) -> None:
    """One finding for a grid whose rows differ in their number of cells; it names the rows."""
    if not widths:
        return
    usual = Counter(widths).most_common(1)[0][0]
    odd = [line for line, width in zip(run, widths, strict=True) if width != usual]
    if not odd:
        return
    named = "、".join(str(line.number) for line in odd[:_NAMED_ROWS]) + ("等" if len(odd) > _NAMED_ROWS else "")
    harvest.findings.append(
        finding(
            "text.ragged_row",
            f"第 {named} 行的单元格数与表中其他行（{usual} 个）不同，缺位处按空白保留",
            places=tuple(
                TextSpan(line.number, line.start, line.start + len(line.text), line.page) for line in odd[:_NAMED_ROWS]
            ),
            found=str(len(odd)),
        )
    )
