"""Workbooks that we wrote and another program saved, so that only what is visible remains.

Their lists (目录, 长表, 绩效指标, 校验结果) say again what the other sheets say and are left out; 正文 gives the order in
which its lines and the tables' sheets are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gongkai.model import BareItem, BareLine, FurnitureKind, Gap, Place, SheetRange
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.circle.carrying import is_carrier
from gongkai_formats.xlsx.writing.contents import LABELS
from gongkai_formats.xlsx.writing.figures import FACT_COLUMNS, INDICATOR_COLUMNS
from gongkai_formats.xlsx.writing.findings import COLUMNS as FINDING_COLUMNS
from gongkai_formats.xlsx.writing.listing import ListColumn
from gongkai_formats.xlsx.writing.narrative import CONTINUED, FURNITURE_NAMES, HEADING_SIZES, HEADS

_KINDS: dict[str, FurnitureKind] = {name: kind for kind, name in FURNITURE_NAMES.items()}
_LEVELS = {round(size * 100): level for level, size in HEADING_SIZES.items()}
_LINK = re.compile(r"〔(?:表|表单)〕.*　→ (.+)", re.DOTALL)
_LEADER = "　……　"
_SUMMARY_HEIGHT = 40


class OwnSheets(NamedTuple):
    """The sheets of a workbook of ours that are read: 正文, and by name those of tables and forms."""

    narrative: PrintedSheet
    grids: Mapping[str, PrintedSheet]


def own_sheets(sheets: Sequence[PrintedSheet]) -> OwnSheets | None:
    """The sheets of a workbook that we wrote, or None for any other: it has our 目录 and our 正文."""
    narrative = next((sheet for sheet in sheets if _top(sheet) == HEADS), None)
    summary = next((sheet for sheet in sheets if _is_summary(sheet)), None)
    if narrative is None or summary is None:
        return None
    lists = [_heads(columns) for columns in (FACT_COLUMNS, INDICATOR_COLUMNS, FINDING_COLUMNS)]
    left_out = [narrative, summary]
    rest = [
        one
        for one in sheets
        if not any(one is other for other in left_out) and _top(one) not in lists and not is_carrier(one)
    ]
    return OwnSheets(narrative, {sheet.name: without_margin(sheet) for sheet in rest})


def _heads(columns: Sequence[ListColumn]) -> tuple[str, ...]:
    return tuple(column.head for column in columns)


def _top(sheet: PrintedSheet) -> tuple[str, ...]:
    return tuple(text for _, text, _ in sheet.rows.get(1, ()) if text)


def _is_summary(sheet: PrintedSheet) -> bool:
    first = {cells[0][1] for row, cells in sheet.rows.items() if row <= _SUMMARY_HEIGHT and cells}
    return set(LABELS) <= first


def without_margin(sheet: PrintedSheet) -> PrintedSheet:
    """A table's sheet without what we wrote around it: the 出处 column and the mark of a missing title."""
    margin = max(
        (c for cells in sheet.rows.values() for c, text, s in cells if text == "出处" and not sheet.look(s).boxed),
        default=0,
    )
    for row, cells in list(sheet.rows.items()):
        own = [cell for cell in cells if cell[0] != margin or sheet.look(cell[2]).boxed]
        if row == 1:
            own = [cell for cell in own if cell[1] != "（未见标题）"]
        sheet.rows[row] = own
    return sheet


def narrative_items(own: OwnSheets) -> Iterator[BareItem | str]:
    """The lines of 正文 in order; where a table or form stands, the name of its sheet. Each sheet comes once."""
    left = dict.fromkeys(own.grids)
    contents = False
    for line, kind in _narrative_lines(own.narrative):
        link = _LINK.fullmatch(line.text) if kind in ("表", "表单") else None
        if link is not None:
            if link[1] in left:
                del left[link[1]]
                yield link[1]
            continue
        if kind == "目录" and not contents:
            contents = True
            yield BareLine("目录", line.places, markup="heading", complete=True, centred=True)
        if kind != "目录" and contents is True and kind not in _KINDS:
            contents = False
            yield Gap("page")
        yield line
    yield from left


def _narrative_lines(sheet: PrintedSheet) -> Iterator[tuple[BareLine, str]]:
    """Each row's line with the word for its kind; rows that go on with a long text are joined to the first."""
    waiting: tuple[BareLine, str] | None = None
    for number in sorted(sheet.rows)[1:]:
        texts = {column: (text, style) for column, text, style in sheet.rows[number]}
        kind = texts.get(1, ("", 0))[0]
        text, style = texts.get(2, ("", 0))
        if kind == CONTINUED and waiting is not None:
            line = waiting[0]
            waiting = (_line(line.text + text, waiting[1], line.places, line.size), waiting[1])
            continue
        if waiting is not None:
            yield waiting
        places = (SheetRange(sheet.name, number, 2, number, 2),)
        waiting = (_line(text, kind, places, sheet.look(style).size), kind) if kind and text else None
    if waiting is not None:
        yield waiting


def _line(text: str, kind: str, places: tuple[Place, ...], size: int) -> BareLine:
    if kind in _KINDS:
        return BareLine(text, places, furniture=_KINDS[kind], complete=True)
    if kind == "标题":
        return BareLine(text, places, markup="heading", level=_LEVELS.get(size, 0), complete=True)
    if kind == "列表":
        return BareLine(text, places, markup="list_item", complete=True)
    if kind == "图":
        return BareLine(text, places, markup="figure", complete=True)
    if kind == "注":
        return BareLine(text, places, markup="note", complete=True)
    if kind == "目录":
        return BareLine(text.replace(_LEADER, "……"), places, complete=True)
    return BareLine(text, places, complete=True, centred=kind == "封面", bold=kind == "封面")
