"""Merged heads derived where none are printed, and a caption's pieces and what is left of it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import Cell, Grid, Table
from gongkai.recognise.tables.caption_pieces import head_pieces, leftover_lines
from gongkai.recognise.tables.header_spans import header_spans
from gongkai.testing import make_grid, make_table

HEADS: dict[str, tuple[str, list[tuple[int, int, int, int]]]] = {
    "a head over two columns": ("项目|收入||\n|甲|乙|丙", [(0, 0, 2, 1), (0, 1, 1, 3)]),
    "a blank without own text below stays the lower head's": ("项目|收入|\n|甲|", [(0, 0, 2, 1)]),
    "two steps down": ("项目|收入||\n||甲|乙\n|||丙", [(0, 0, 3, 1), (0, 1, 1, 3), (1, 2, 2, 1)]),
    "a head over a head over two": ("总||\n甲|乙|\n|其一|其二", [(0, 0, 1, 3), (1, 0, 2, 1), (1, 1, 1, 2)]),
    "blanks under different heads do not join": ("甲|乙\n其一|\n|其二", [(0, 1, 2, 1), (1, 0, 2, 1)]),
    "column numbers take no part": ("项目|收入\n|甲\n栏次|1", [(0, 0, 2, 1)]),
    "two rows of numbers take no part": ("项目|收入|\n1|2|3\n栏次|1|2", []),
    "栏次 reaches the figures": ("编码|名称|收入\n栏次||1", [(1, 0, 1, 2)]),
    "栏次 never covers 行次": ("项目|行次|收入\n栏次||1", []),
    "栏次 reaches under one head": ("项目|||收入\n类|款|项|\n栏次|||1", [(0, 0, 1, 3), (0, 3, 2, 1), (2, 0, 1, 3)]),
    "one cell alone is no area": ("项目|收入", []),
}


@pytest.mark.parametrize("name", HEADS)
def test_blanks_belong_to_heads(name: str) -> None:
    text, expected = HEADS[name]
    rows = [line.split("|") for line in text.split("\n")]
    width = max(map(len, rows))
    grid = make_grid([row + [""] * (width - len(row)) for row in rows])
    assert list(header_spans(grid, grid.rows)) == expected


def test_printed_spans_are_taken_as_they_are() -> None:
    wide = (Cell(0, 0, "项目", column_span=2), Cell(0, 2, "合计"), Cell(1, 0, ""), Cell(1, 1, "甲"), Cell(1, 2, ""))
    tall = (Cell(0, 0, "项目", row_span=2), Cell(0, 1, "收入"), Cell(0, 2, ""), Cell(1, 1, "甲"), Cell(1, 2, "乙"))
    assert header_spans(Grid(2, 3, wide), 2) == ((0, 0, 1, 2),)
    assert header_spans(Grid(2, 3, tall), 2) == ((0, 0, 2, 1),)


def test_spans_below_the_header_say_nothing_of_heads() -> None:
    cells = (
        *(Cell(0, column, text) for column, text in enumerate(("项目", "收入", ""))),
        *(Cell(1, column, text) for column, text in enumerate(("", "甲", "乙"))),
        Cell(2, 0, "甲", column_span=3),
    )
    assert header_spans(Grid(3, 3, cells), 2) == ((0, 0, 2, 1), (0, 1, 1, 2))
    merged = (Cell(0, 0, "项目", column_span=2), Cell(0, 2, "金额"), Cell(1, 0, "甲", column_span=3))
    assert header_spans(Grid(2, 3, merged), 1) == ((0, 0, 1, 2),)


@given(st.lists(st.lists(st.sampled_from(["", "", "甲", "乙", "栏次", "1", "2"]), min_size=4, max_size=4), min_size=1))
def test_derived_areas_hold_one_text_and_never_overlap(rows: list[list[str]]) -> None:
    seen: set[tuple[int, int]] = set()
    for top, left, tall, wide in header_spans(make_grid(rows), len(rows)):
        area = {(row, column) for row in range(top, top + tall) for column in range(left, left + wide)}
        assert [place for place in sorted(area) if rows[place[0]][place[1]]] == [(top, left)]
        assert len(area) > 1 and not area & seen
        seen |= area


def captioned(department: str = "", year: int | None = None, unit: str = "", title: str = "") -> Table:
    return msgspec.structs.replace(make_table([["项目"]], title, unit=unit), department=department, year=year)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("编制单位：湖泊局  2031年度  金额单位：万元", ("编制单位：湖泊局", "2031年度", "金额单位：万元")),
        ("湖泊局（2031 年） 单位: 人民币万元", ("湖泊局", "（2031 年）", "单位: 人民币万元")),
        ("湖\n泊局 2030年 单位：元", ("湖泊局", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_caption_is_told_in_its_own_words(line: str, pieces: tuple[str, str, str]) -> None:
    assert head_pieces(captioned("湖泊局", 2031, "万元"), [line]) == pieces
    assert head_pieces(captioned(), [line]) == ("", "", "")


def test_the_title_takes_no_part_in_the_pieces() -> None:
    table = captioned("湖泊局", 2031, "万元", "湖泊局2031年收入表")
    lines = ["湖泊局2031年收入表", "部门：湖泊局（2031年度）"]
    assert head_pieces(table, lines)[:2] == ("部门：湖泊局", "（2031年度）")
    assert head_pieces(table, [*lines[:1], *lines[:1]])[:2] == ("湖泊局", "2031年")


def test_lines_that_say_more_are_left_over() -> None:
    shown = ["收入表", "部门：湖泊局", "单位：万元", ""]
    assert leftover_lines(["部门：湖泊局， 单位：万元", "收入 表", "湖泊局", "附表三"], shown) == ["附表三"]
    assert leftover_lines(["单位：万元（单位：万元）"], shown) == ["单位：万元（单位：万元）"]
    assert leftover_lines(["收入表说明"], shown) == ["收入表说明"]


def test_the_longest_piece_goes_first() -> None:
    assert leftover_lines(["湖泊局收入表"], ["湖泊局", "湖泊局收入表及", "局收入表"]) == []
    assert leftover_lines(["甲乙丙甲乙"], ["甲乙", "甲乙丙"]) == []
