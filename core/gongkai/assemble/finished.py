"""Finished tables and forms from open ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.assemble.continuation import OpenTable
from gongkai.assemble.notes import join_notes, say_empty
from gongkai.findings import finding
from gongkai.model import AmountState, Block, Cell, Finding, Grid, IndicatorForm, PrintedLine, Table, read_amount
from gongkai.model.amounts import MONEY_UNIT
from gongkai.words.labels import fold

_LABEL_UNIT = re.compile(rf"\((?:单位:)?({MONEY_UNIT})\)")
_LABEL = 40
"""Characters up to which a text is a label."""


def finish_table(table: OpenTable, ident: str) -> tuple[Block, list[Finding]]:
    """The table, and what to remark about it."""
    grid, parts, uneven = table.build()
    caption, notes = table.caption, join_notes(table.notes)
    empty = say_empty([*notes, *caption.printed]) and not _has_amounts(grid)
    findings = []
    places = parts[0].places if parts else ()
    if not caption.title:
        findings.append(finding("table.untitled", block=ident, places=places))
    if uneven:
        findings.append(finding("table.width_changes", block=ident, places=places))
    if not caption.unit and _prints_decimals(grid):
        findings.append(finding("table.unit_unknown", block=ident, places=places, quote=caption.title))
    block = Table(
        id=ident,
        grid=grid,
        caption=caption.printed,
        title=caption.title,
        number_label=caption.number_label,
        department=caption.department,
        year=caption.year,
        unit=caption.unit,
        notes=notes,
        empty=empty,
        parts=parts,
    )
    return block, findings


def finish_form(form: OpenTable, ident: str) -> tuple[Block, list[Finding]]:
    """The form, and what to remark about it."""
    grid, parts, _ = form.build()
    caption = form.caption
    block = IndicatorForm(
        id=ident,
        grid=grid,
        caption=caption.printed,
        title=caption.title,
        year=caption.year,
        unit=caption.unit or _label_unit((*caption.printed, *grid.cells)),
        notes=join_notes(form.notes),
        parts=parts,
    )
    return block, []


def _label_unit(printed: Iterable[PrintedLine | Cell]) -> str:
    """The money unit a form states in a label, as 项目资金（万元）, or ""."""
    for text in (one.text for one in printed):
        match = _LABEL_UNIT.search(fold(text)) if len(text) <= _LABEL else None
        if match:
            return match[1]
    return ""


def _has_amounts(grid: Grid) -> bool:
    """True if a cell below the first rows prints an amount other than zero, codes and 栏次 apart."""
    return any(
        bool(amount.value) and amount.decimals > 0
        for amount in (read_amount(cell.text) for cell in grid.cells)
        if amount.state is AmountState.AMOUNT
    )


def _prints_decimals(grid: Grid) -> bool:
    return any(cell.text and cell.text[-1].isdigit() and read_amount(cell.text).decimals > 0 for cell in grid.cells)
