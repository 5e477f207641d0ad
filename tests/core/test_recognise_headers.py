"""Header rows are told from the cells alone, for every layout of the field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import Cell, Grid
from gongkai.recognise.tables.columns import header_paths
from gongkai.recognise.tables.headers import count_header_rows
from gongkai.testing import make_grid

LAYOUTS: dict[str, tuple[int, str]] = {
    "one row": (1, "科目编码|科目名称|金额\n|合计|3.00\n201|一般公共服务支出|3.00"),
    "two panels with column numbers": (
        3,
        "收入|||支出||\n项目|行次|金额|项目|行次|金额\n栏次||1|栏次||2\n一、甲收入|1|5.00|一、乙支出|3|5.00",
    ),
    "blank heads below": (2, "项目||本年收入|||上年结转\n科目编码|科目名称|合计|甲|乙|\n|合计|2.00|1.00|1.00|"),
    "three rows": (
        4,
        "预算数||||决算数|||\n合计|甲费|乙费||合计|甲费|乙费|\n||小计|其一|||小计|其一\n1|2|3|4|5|6|7|8\n1.00|0.50|0.50|0.50||||",
    ),
    "header only": (2, "项目名称|合计|财政拨款|\n1|2|3|4"),
    "empty table with its total": (2, "项目||本年收入\n科目代码|科目名称|\n合计||"),
    "total beside sub-heads": (2, "单位名称|预算数||\n|合计|甲|乙\n部门合计|||"),
    "section title first": (2, "一、采购情况||\n项目|行次|统计数\n合计|1|0.80\n货物|2|0.80"),
    "numbered names": (1, "序号|单位名称|备注\n1|甲局（本级）|\n2|乙中心|"),
    "year as head": (1, "项目|2023|2024\n收入|1.00|2.00"),
    "total row of heads": (1, "合计|基本支出|项目支出\n3.00|1.00|2.00"),
    "split codes": (
        3,
        "项目||||支出预算||\n功能分类科目编码|||科目名称|合计|基本支出|项目支出\n类|款|项||||\n201|||服务支出|1.00|1.00|",
    ),
    "dashes only": (1, "科目编码|科目名称|决算数\n309|资本性支出|——"),
    "no header": (0, "一、收入|1.00\n二、支出|2.00"),
    "blank": (0, "||\n||"),
}


def rows_of(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.split("\n")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str) -> None:
    expected, text = LAYOUTS[layout]
    assert count_header_rows(make_grid(rows_of(text))) == expected


def test_spans_hold_the_rows_they_reach() -> None:
    grid = Grid(
        4,
        3,
        (
            Cell(0, 0, "项目", column_span=2),
            Cell(0, 2, "合计", row_span=2),
            Cell(1, 0, "编码"),
            Cell(1, 1, "名称"),
            Cell(2, 0, "合计", column_span=2),
            Cell(2, 2, "3.00"),
            Cell(3, 0, "201"),
            Cell(3, 1, "服务支出"),
            Cell(3, 2, "3.00"),
        ),
    )
    assert count_header_rows(grid) == 2
    assert header_paths(grid, 2) == (("项目", "编码"), ("项目", "名称"), ("合计",))


def test_paths_follow_the_blanks() -> None:
    grid = make_grid(rows_of(LAYOUTS["three rows"][1]))
    assert ["/".join(path) for path in header_paths(grid, 4)] == [
        "预算数/合计",
        "预算数/甲费",
        "预算数/乙费/小计",
        "预算数/乙费/其一",
        "决算数/合计",
        "决算数/甲费",
        "决算数/乙费/小计",
        "决算数/乙费/其一",
    ]


def test_a_section_title_is_no_head_of_columns() -> None:
    grid = make_grid(rows_of(LAYOUTS["section title first"][1]))
    assert header_paths(grid, 2) == (("项目",), ("行次",), ("统计数",))


@given(
    st.lists(st.lists(st.sampled_from(["", "合计", "项目", "1", "2", "3.00", "一、甲", "——"]), min_size=1, max_size=5))
)
def test_any_grid_has_a_count_within_it(rows: list[list[str]]) -> None:
    grid = make_grid(rows)
    count = count_header_rows(grid)
    assert 0 <= count <= grid.rows
    assert len(header_paths(grid, count)) == grid.columns


def truth_tables(shared: Path) -> list[tuple[str, dict[str, Any]]]:
    tables = []
    for path in sorted((shared / "truth").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        tables += [(f"{path.stem} {table['title']}", table) for table in data["tables"]]
    return tables


def spanned_grid(rows: list[list[str]], merges: list[list[int]]) -> Grid:
    """A grid with merged areas, each (first row, first column, last row, last column)."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
    covered = {
        (row, column)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    cells = [
        Cell(row, column, text, *spans.get((row, column), (1, 1)))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if (row, column) not in covered
    ]
    return Grid(len(rows), max(map(len, rows)), tuple(cells))


def test_real_tables(shared: Path) -> None:
    differ = []
    for name, table in truth_tables(shared):
        for merges in (table.get("merges") or [], []):
            grid = spanned_grid(table["rows"], merges)
            if count_header_rows(grid) != table["header_rows"]:
                differ.append(name)
            if table.get("columns"):
                found = ["/".join(path) for path in header_paths(grid, table["header_rows"])]
                differ += [name] if found != [path.replace(" ", "") for path in table["columns"]] else []
    assert not differ
