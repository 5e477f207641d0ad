"""A grid as w:tbl: fixed columns, merged areas, header rows that repeat on each page, rows that stay together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gongkai.errors import TargetError
from gongkai.model import Grid
from gongkai_formats.docx.cell_looks import Looks
from gongkai_formats.docx.page_setting import TWIPS
from gongkai_formats.docx.table_setting import TableSetting
from gongkai_formats.docx.xml_writing import run
from gongkai_formats.table_looks import Look, covered_places

MOST_COLUMNS = 63
"""Columns a table of Word holds."""


class ShownCell(NamedTuple):
    """A cell as it is shown: its position in the grid, its size, and its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def shown_cells(grid: Grid, looks: Looks) -> list[list[ShownCell]]:
    """The cells that begin in each row, merged as shown; holes and blanks included."""
    covered = covered_places(looks.areas)
    return [
        [
            ShownCell(row, column, *looks.areas.get((row, column), (1, 1)), text)
            for column, text in enumerate(texts)
            if (row, column) not in covered
        ]
        for row, texts in enumerate(grid.texts)
    ]


def refuse_oversize(grid: Grid, title: str) -> None:
    """TargetError where a grid is wider than Word can hold."""
    if grid.columns > MOST_COLUMNS:
        raise TargetError(
            f"表格有 {grid.columns:,} 列，Word 最多 {MOST_COLUMNS} 列", title or "表格", "请改用 --to xlsx"
        )


def write_grid(grid: Grid, looks: Looks, setting: TableSetting) -> str:
    """The table's XML."""
    edges = [0]
    for width in setting.columns:
        edges.append(edges[-1] + width)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in setting.columns)
    rows = "".join(_write_rows(grid, looks, setting, edges))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PrintedTable"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _write_rows(grid: Grid, looks: Looks, setting: TableSetting, edges: list[int]) -> Iterator[str]:
    size, pitch = round(setting.size * 2), round(setting.pitch * TWIPS)
    tall = setting.page.depth / 2
    below: dict[int, tuple[int, int]] = {}  # column → columns and rows still to go of an area that began above
    for row, cells in enumerate(shown_cells(grid, looks)):
        starting = {cell.column: cell for cell in cells}
        written: list[str] = []
        column = 0
        while column < grid.columns:
            cell = starting.get(column)
            if cell is None:
                wide, left = below[column]
                below[column] = (wide, left - 1)
                written.append(_covered_cell(edges[column + wide] - edges[column], wide, size, pitch))
            else:
                wide = cell.column_span
                if cell.row_span > 1:
                    below[column] = (wide, cell.row_span - 1)
                look = looks.look(row, column, cell.text)
                before, after = _cell_frame(
                    edges[column + wide] - edges[column], wide, cell.row_span > 1, look, size, pitch
                )
                looked = _run_looks(look.bold, size)
                written.append(f"{before}{run(cell.text, looked)}{after}")
            column += wide
        height = setting.heights[row]
        split = "" if height > tall else "<w:cantSplit/>"
        header = "<w:tblHeader/>" if row < looks.header_rows else ""
        yield (
            f'<w:tr><w:trPr>{split}<w:trHeight w:val="{round(height * TWIPS)}" w:hRule="atLeast"/>{header}</w:trPr>'
            f"{''.join(written)}</w:tr>"
        )


@lru_cache(maxsize=4_096)
def _cell_frame(width: int, wide: int, merged: bool, look: Look, size: int, pitch: int) -> tuple[str, str]:
    """What stands before and after a cell's run."""
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if merged else ""
    indent = f'<w:ind w:left="{look.indent * size * 10}"/>' if look.indent else ""
    align = f'<w:jc w:val="{look.align}"/>' if look.align != "left" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="CellText"/><w:spacing w:line="{pitch}" w:lineRule="exact"/>{indent}{align}'
        f"<w:rPr>{_run_looks(look.bold, size)}</w:rPr></w:pPr>",
        "</w:p></w:tc>",
    )


@lru_cache(maxsize=4_096)
def _covered_cell(width: int, wide: int, size: int, pitch: int) -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vMerge/></w:tcPr><w:p><w:pPr><w:pStyle'
        f' w:val="CellText"/><w:spacing w:line="{pitch}" w:lineRule="exact"/><w:rPr>{_run_looks(False, size)}</w:rPr>'
        "</w:pPr></w:p></w:tc>"
    )


@lru_cache(maxsize=64)
def _run_looks(bold: bool, size: int) -> str:
    return f'{"<w:b/><w:bCs/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
