"""Rows put into a table and taken out of it."""

from __future__ import annotations

import pytest

from gongkai.corrections.captions import recaptioned
from gongkai.corrections.rows import RowOrder, reordered
from gongkai.model import Cell, Grid, IndicatorForm, PrintedLine, Table, TablePart

GRID = Grid(
    4, 2, (Cell(0, 0, "甲", 2), Cell(0, 1, "乙"), Cell(1, 1, "丙"), Cell(2, 0, "丁"), Cell(2, 1), Cell(3, 0, "戊"))
)
TABLE = Table("t1", GRID, header_rows=2, parts=(TablePart(0, 2), TablePart(2, 2)))


@pytest.mark.parametrize(
    ("order", "texts", "tall", "header_rows", "parts"),
    [
        ((0, 1, 2, 3), "甲乙 丙丁 戊 ", 2, 2, [(0, 2), (2, 2)]),
        ((0, None, 1, 2, 3), "甲乙   丙丁 戊 ", 3, 2, [(0, 3), (3, 2)]),
        ((0, 2, None, 3), "甲乙丁   戊 ", 1, 1, [(0, 1), (1, 3)]),
        ((None, 2), "  丁 ", 1, 0, [(0, 1), (1, 1)]),
    ],
)
def test_merged_cells_stretch_and_shrink(
    order: RowOrder, texts: str, tall: int, header_rows: int, parts: list[tuple[int, int]]
) -> None:
    table = reordered(TABLE, order)
    assert isinstance(table, Table)
    assert "".join(text or " " for row in table.grid.texts for text in row) == texts
    assert table.grid.cells[0].row_span == tall
    assert table.header_rows == header_rows
    assert [(part.first_row, part.rows) for part in table.parts] == parts


def test_what_was_read_from_a_form_goes() -> None:
    form = reordered(IndicatorForm("f1", GRID), (0, 1, 2))
    assert isinstance(form, IndicatorForm)
    assert (form.grid.rows, form.values, form.indicators) == (3, (), ())


def test_a_caption_says_what_it_says_now() -> None:
    lines = (PrintedLine("公开01表"), PrintedLine("部门：某局　2023年度　金额单位：万元"))
    table = Table("t1", GRID, lines, number_label="公开01表", department="某局", year=2023, unit="万元")
    for old, new in (
        ("公开01表", "公开1表"),
        ("部门：某局", "部门：某厅"),
        ("2023年度", "2024年度"),
        ("金额单位：万元", "金额单位：元"),
    ):
        table = recaptioned(table, old, new)
    assert (table.number_label, table.department, table.year, table.unit) == ("公开1表", "某厅", 2024, "元")
    assert [line.text for line in table.caption] == ["公开1表", "部门：某厅　2024年度　金额单位：元"]
