"""Merged areas of forms that print none: labels over rows and columns, answers left open, lists, page breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import Cell, Grid
from gongkai.recognise.forms.areas import form_areas
from gongkai.testing import make_grid

LONG = "渡口全年安全运行并按期检修船只设备。。"
HEAD = "一级指标|二级指标|三级指标||得分\n"

AREAS: dict[str, tuple[str, dict[tuple[int, int], tuple[int, int]]]] = {
    "the last value fills its row": ("项目|青石|||", {(0, 1): (1, 4)}),
    "a blank column is the left one's": ("项目|青石|金额||\n|丙||丁|", {(0, 0): (2, 1), (0, 2): (1, 3), (1, 3): (1, 2)}),
    "a filled neighbour keeps a blank open": ("甲|乙|丙\n丁||戊\n己|庚|辛", {}),
    "one blank neighbour is enough": ("甲|乙|丙\n丁||戊\n己||辛", {(1, 0): (1, 2), (2, 0): (1, 2)}),
    "an amount left open": ("甲|5.00|乙|3\n丙||丁|\n戊||己|", {(2, 0): (1, 2), (2, 2): (1, 2)}),
    "a row that begins elsewhere opens no amount": ("甲|5.00|乙\n|丙||", {(0, 0): (2, 1), (1, 1): (1, 3), (0, 2): (1, 2)}),
    "a label over its rows": ("目标|甲|1\n|乙|2\n|丙|3", {(0, 0): (3, 1)}),
    "a label of two columns over its rows": ("目标||甲\n||乙", {(0, 0): (2, 2)}),
    "a label ends where another opens": ("目标|甲|1\n其他|乙|2\n|丙|3", {(1, 0): (2, 1)}),
    "an inner label over rows": ("总|目标|甲\n||乙\n|标|丙", {(0, 0): (3, 1), (0, 1): (2, 1)}),
    "heads of a list keep their columns": (HEAD + "产出|数量|航次|5|9", {}),
    "in a list an answer stays open": (HEAD + "产出|数量|航次||9\n效益|质量|准点||8", {(0, 2): (1, 2), (1, 2): (1, 2), (2, 2): (1, 2)}),
    "blanks under one head are one answer": (HEAD + "产出|数量|||9\n效益|质量|准点|好|8", {(0, 2): (1, 2), (1, 2): (1, 2)}),
    "the last column of a list stays open": (HEAD + "产出|数量|航次|5|\n效益|质量|准点|好|8", {}),
    "a long answer fills its row in a list": (HEAD + f"说明|{LONG}|||", {(0, 2): (1, 2), (1, 2): (1, 2)}),
    "a longer answer fills its row in a list": (HEAD + f"说明|{LONG}甲|||\n效益|质|准|好|8", {(0, 2): (1, 2), (1, 1): (1, 4)}),
    "a closing row ends the list": (HEAD + "产出|数量|航次|5|9\n总分|9|||", {(2, 1): (1, 2)}),
    "a closing row behind a blank ends it too": (HEAD + "产出|数量|航次|5|9\n|合计9|||", {(1, 0): (2, 1), (2, 1): (1, 4)}),
    "its word further right does not": (HEAD + "产出|数量|航次|5|9\n甲|乙|总分||9", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", AREAS)
def test_areas(name: str) -> None:
    text, expected = AREAS[name]
    rows = [line.split("|") for line in text.split("\n")]
    width = max(map(len, rows))
    grid = make_grid([row + [""] * (width - len(row)) for row in rows])
    assert form_areas(grid) == {place: area for place, area in expected.items() if area != (1, 1)}


def test_no_area_crosses_a_page_break() -> None:
    grid = make_grid([["目标", "甲"], ["", "乙"], ["", "丙"]])
    assert form_areas(grid) == {(0, 0): (3, 1)}
    assert form_areas(grid, frozenset({2})) == {(0, 0): (2, 1)}
    assert form_areas(grid, frozenset({1})) == {}


def spanned(rows: int, *spans: tuple[int, int]) -> Grid:
    """Three columns, each first cell label and a blank; `spans` are row and width of its first cell."""
    wide = dict(spans)
    cells = []
    for row in range(rows):
        cells.append(Cell(row, 0, f"甲{row}", column_span=wide.get(row, 1)))
        cells += [Cell(row, column, "") for column in range(wide.get(row, 1), 3)]
    return Grid(rows, 3, tuple(cells))


def test_printed_spans_in_most_rows_are_all_there_is() -> None:
    assert form_areas(spanned(4, (0, 2), (1, 2), (2, 2))) == {(row, 0): (1, 2) for row in range(3)}


def test_printed_spans_in_half_of_the_rows_leave_the_others_to_be_told() -> None:
    assert form_areas(spanned(4, (0, 2), (1, 2))) == {(0, 0): (1, 2), (1, 0): (1, 2), (2, 0): (1, 3), (3, 0): (1, 3)}


def test_a_printed_span_over_rows_takes_all_of_them() -> None:
    cells = (Cell(0, 0, "目标", row_span=2), Cell(0, 1, "甲"), Cell(0, 2, ""), Cell(1, 1, ""), Cell(1, 2, "乙"))
    below = tuple(Cell(row, column, text) for row in (2, 3) for column, text in enumerate(("丙", "丁", "")))
    assert form_areas(Grid(4, 3, (*cells, *below))) == {(0, 0): (2, 1), (2, 1): (1, 2), (3, 1): (1, 2)}


@given(
    st.lists(
        st.lists(st.sampled_from(["", "", "甲", "5.00", "一级指标", "合计", LONG * 2]), min_size=4, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_areas_absorb_blanks_only_and_never_overlap(rows: list[list[str]]) -> None:
    seen: set[tuple[int, int]] = set()
    for (top, left), (tall, wide) in form_areas(make_grid(rows)).items():
        area = {(row, column) for row in range(top, top + tall) for column in range(left, left + wide)}
        assert not any(rows[row][column] for row, column in area - {(top, left)})
        assert len(area) > 1 and not area & seen
        seen |= area
