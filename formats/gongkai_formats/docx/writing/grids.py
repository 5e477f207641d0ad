"""A grid as w:tbl: fixed columns, merged areas, header rows that repeat on each page, rows that stay together."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import accumulate

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.simpletypes import ST_Merge
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.shared import Pt, Twips

from gongkai.carrying.embedding import xml_text
from gongkai.errors import TargetError
from gongkai_formats.docx.writing.runs import add_run
from gongkai_formats.docx.writing.showing import ShownCell, ShownGrid
from gongkai_formats.docx.writing.table_setting import TableSetting
from gongkai_formats.table_looks import Look

MOST_COLUMNS = 63
"""Columns a table of Word holds."""

_SPLIT = re.compile(r"^\s|\s$|[\n\t]")
"""What takes more than one plain text element."""

_ALIGNMENTS = {"left": None, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def refuse_oversize(shown: ShownGrid) -> None:
    """TargetError where a grid is wider than Word can hold."""
    columns = shown.grid.columns
    if columns > MOST_COLUMNS:
        message = f"表格有 {columns:,} 列，Word 最多 {MOST_COLUMNS} 列"
        raise TargetError(message, shown.title or "表格", "请改用 --to xlsx")


def make_table(shown: ShownGrid, setting: TableSetting) -> CT_Tbl:
    """The table, to be put into a document."""
    table = CT_Tbl.new_tbl(0, shown.grid.columns, Twips(sum(setting.columns)))
    table.tblStyle_val = "PrintedTable"
    table.tblPr.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.tblPr.autofit = False
    for each, width in zip(table.tblGrid.gridCol_lst, setting.columns, strict=True):
        each.w = Twips(width)
    cells, looks = _Cells(setting), shown.looks
    below: dict[int, tuple[int, int]] = {}  # column → columns and rows still to go of an area that began above
    for number, begun in enumerate(shown.rows):
        row = _add_row(table, setting, number, number < looks.header_rows)
        starting = {cell.column: cell for cell in begun}
        column = 0
        while column < shown.grid.columns:
            cell = starting.get(column)
            if cell is None:
                wide, left = below[column]
                below[column] = (wide, left - 1)
                row.append(cells.covered(column, wide))
            else:
                wide = cell.column_span
                if cell.row_span > 1:
                    below[column] = (wide, cell.row_span - 1)
                row.append(cells.filled(cell, looks.look(number, column, cell.text)))
            column += wide
    return table


def _add_row(table: CT_Tbl, setting: TableSetting, number: int, is_header: bool) -> CT_Row:
    row, height = table.add_tr(), setting.heights[number]
    row.trHeight_val, row.trHeight_hRule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    settings = row.get_or_add_trPr()
    if height <= setting.page.depth / 2:
        settings.append(OxmlElement("w:cantSplit"))
    if is_header:
        settings.append(OxmlElement("w:tblHeader"))
    return row


class _Cells:
    """The cells of one table: most differ in nothing but their text, so they are copies of a few patterns."""

    def __init__(self, setting: TableSetting) -> None:
        self._setting = setting
        self._edges = (0, *accumulate(setting.columns))
        self._patterns: dict[tuple[int, int, str | None, Look, bool], CT_Tc] = {}

    def filled(self, shown: ShownCell, look: Look) -> CT_Tc:
        """A cell with its text."""
        text = xml_text(shown.text)
        merge = ST_Merge.RESTART if shown.row_span > 1 else None
        cell = self._copy(shown.column, shown.column_span, merge, look, bool(text))
        if text:
            run = cell[-1][-1]
            if _SPLIT.search(text):
                run.text = text
            else:
                run[-1].text = text
        return cell

    def covered(self, column: int, wide: int) -> CT_Tc:
        """A cell that goes on with the one above it."""
        return self._copy(column, wide, ST_Merge.CONTINUE, Look(), False)

    def _copy(self, column: int, wide: int, merge: str | None, look: Look, written: bool) -> CT_Tc:
        key = (self._edges[column + wide] - self._edges[column], wide, merge, look, written)
        if key not in self._patterns:
            self._patterns[key] = self._make_pattern(*key)
        return deepcopy(self._patterns[key])

    def _make_pattern(self, width: int, wide: int, merge: str | None, look: Look, written: bool) -> CT_Tc:
        """A blank cell; one that is to be written holds a run with some text."""
        cell = CT_Tc.new()
        cell.width = Twips(width)
        if wide > 1:
            cell.grid_span = wide
        cell.vMerge = merge
        cell.get_or_add_tcPr().vAlign_val = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.p_lst[0]
        paragraph.style = "CellText"
        settings = paragraph.get_or_add_pPr()
        settings.spacing_line, settings.spacing_lineRule = Pt(self._setting.pitch), WD_LINE_SPACING.EXACTLY
        if look.indent:
            settings.ind_left = Pt(look.indent * self._setting.size)
        settings.jc_val = _ALIGNMENTS[look.align]
        run = add_run(paragraph, "-")
        letters = run.get_or_add_rPr()
        if look.bold:
            letters.append(OxmlElement("w:b"))
        letters.sz_val = Pt(self._setting.size)
        settings.append(deepcopy(letters))
        if not written:
            paragraph.remove(run)
        return cell
