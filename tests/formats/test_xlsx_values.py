"""What goes into a cell, what a sheet is called, and which header cells belong together."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import Cell, Grid
from gongkai.recognise.forms.areas import form_areas
from gongkai.recognise.tables.header_spans import header_spans
from gongkai.testing.documents import make_grid, make_table
from gongkai_formats.xlsx.writing.cell_values import pieces, printed_number
from gongkai_formats.xlsx.writing.sheet_naming import SheetNames, table_wish
from gongkai_formats.xlsx.writing.text_fitting import lines_needed, row_heights


def shown(value: float, format: str) -> str:
    """What Excel displays for a number under one of the formats in use."""
    negative = value < 0
    form = format.split(";")[0]
    number = Decimal(repr(abs(value))) * (100 if form.endswith("%") else 1)
    decimals = len(form.rstrip("%").partition(".")[2])
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}" if form.startswith("#,##0") else f"{rounded:f}"
    text += "%" if form.endswith("%") else ""
    if negative:
        return f"({text})" if ";" in format else f"-{text}"
    return text


@pytest.mark.parametrize(
    ("text", "value", "format"),
    [
        ("5,987.71", 5987.71, "#,##0.00"),
        ("0.5", 0.5, "#,##0.0"),
        ("2", 2.0, "#,##0"),
        ("14000", 14000.0, "0"),
        ("92.635", 92.635, "#,##0.000"),
        ("-567.94", -567.94, "#,##0.00"),
        ("(12.30)", -12.3, "#,##0.00;(#,##0.00)"),
        ("64.78%", 0.6478, "#,##0.00%"),
        ("0.00", 0.0, "#,##0.00"),
        ("123456789012.34", 123456789012.34, "0.00"),
    ],
)
def test_figures_become_numbers(text: str, value: float, format: str) -> None:
    assert printed_number(text) == (value, format)
    assert shown(value, format) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "——",
        "-",
        "007",
        "2010302a",
        "１２．５",
        "1,23",
        "+5",
        ".5",
        "-0.00",
        "1 234.5",
        "12345678901234.567",
        "=1",
        "−3",
        "1,2345.00",
        "(-1)",
        "(5%)",
        "1e5",
        "٣",
        "5,987.71万元",
    ],
)
def test_what_excel_would_show_otherwise_stays_text(text: str) -> None:
    assert printed_number(text) is None


@given(st.from_regex(r"[-(]?[0-9]{1,3}(,?[0-9]{3}){0,5}(\.[0-9]{0,6})?[%)]?", fullmatch=True))
def test_a_number_shows_exactly_what_was_printed(text: str) -> None:
    number = printed_number(text)
    if number is not None:
        assert shown(*number) == text


@given(st.text(max_size=300), st.integers(1, 40))
def test_pieces_join_to_the_text(text: str, size: int) -> None:
    cut = pieces(text, size)
    assert "".join(cut) == text
    assert all(len(piece) <= size for piece in cut)


@given(st.lists(st.text(max_size=50), max_size=12))
def test_sheet_names_are_permitted_and_unique(wishes: list[str]) -> None:
    names = SheetNames(("目录",))
    given_names = [names.take(wish) for wish in [*wishes, "目录", "History"]]
    assert len({name.lower() for name in given_names} | {"目录", "history"}) == len(given_names) + 2
    for name in given_names:
        assert 0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'")


def test_a_sheet_bears_number_and_short_title() -> None:
    table = make_table([["a"]], "2031年度财政拨款“三公”经费支出决算表")
    assert table_wish(table, 4) == "表4 财政拨款三公经费支出决算表"


TWO_PANELS = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "金额", "项目", "行次", "金额"],
    ["栏次", "", "1", "栏次", "", "2"],
]
CODES = [["项目", "", "本年收入", "其他"], ["代码", "名称", "", ""], ["栏次", "", "1", "2"]]
GROUPED = [
    ["预算数", "", "", "", "决算数", ""],
    ["合计", "车辆费", "", "接待费", "合计", "接待费"],
    ["", "购置", "运行", "", "", ""],
    ["1", "2", "3", "4", "5", "6"],
]


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        (TWO_PANELS, [(0, 0, 1, 3), (0, 3, 1, 3)]),
        (CODES, [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 2, 1), (2, 0, 1, 2)]),
        (
            GROUPED,
            [(0, 0, 1, 4), (0, 4, 1, 2), (1, 0, 2, 1), (1, 1, 1, 2), (1, 3, 2, 1), (1, 4, 2, 1), (1, 5, 2, 1)],
        ),
        ([["项目", "", "金额"]], []),
        ([["项目", "本年数", "", ""], ["", "合计", "甲款", "乙款"]], [(0, 0, 2, 1), (0, 1, 1, 3)]),
    ],
)
def test_header_merges_are_derived_from_blanks(rows: list[list[str]], spans: list[tuple[int, int, int, int]]) -> None:
    assert list(header_spans(make_grid(rows), len(rows))) == spans


def test_printed_header_spans_are_kept() -> None:
    cells = (Cell(0, 0, "项目", 1, 2), Cell(1, 0, "代码"), Cell(1, 1, "名称"), Cell(2, 0, "x", 1, 2))
    assert header_spans(Grid(3, 2, cells), 2) == ((0, 0, 1, 2),)


@given(st.lists(st.lists(st.sampled_from(["", "", "甲", "乙", "1"]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_derived_areas_overlap_nowhere_and_hide_nothing(rows: list[list[str]]) -> None:
    grid = make_grid(rows)
    forms = [(row, column, *area) for (row, column), area in form_areas(grid).items()]
    for areas in (header_spans(grid, len(rows)), forms):
        taken: set[tuple[int, int]] = set()
        for top, left, tall, wide in areas:
            positions = {(row, column) for row in range(top, top + tall) for column in range(left, left + wide)}
            assert not positions & taken
            taken |= positions
            assert not any(grid.text_at(*place) for place in positions - {(top, left)})


def test_a_form_carries_labels_down_and_answers_across() -> None:
    rows = [
        ["项目名称", "", "修桥", "", ""],
        ["主管部门", "", "某局", "", ""],
        ["绩效指标", "一级指标", "二级指标", "指标值", "说明"],
        ["", "产出指标", "数量指标", "≥3座", ""],
        ["", "", "质量指标", "100%", ""],
        ["总分", "", "", "95", ""],
    ]
    areas = form_areas(make_grid(rows))
    assert areas[0, 0] == (1, 2)
    assert areas[0, 2] == (1, 3)
    assert areas[2, 0] == (3, 1)
    assert areas[3, 1] == (2, 1)
    assert (3, 3) not in areas


def test_rows_grow_with_wrapped_text() -> None:
    assert lines_needed("字" * 30, 21.4, 10) > 2
    heights = row_heights([["字" * 30, "a"], ["", "b"]], {(0, 0): (2, 1)}, [12, 5], 10, 18)
    assert heights[0] == 18 and heights[1] > 60
