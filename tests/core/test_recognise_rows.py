"""Rows of a table: header rows, sections, notes, labels with codes, trees and totals."""

from __future__ import annotations

import pytest

from gongkai.model import Reading, RowLabel
from gongkai.recognise.tables.headers import count_header_rows
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_grid


def grid_rows(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().split("\n")]


def read(text: str, department: str = "") -> Reading:
    return read_grid(make_grid(grid_rows(text)), department)


def roles(text: str, department: str = "") -> str:
    return " ".join(row.role for row in read(text, department).rows)


def labels(text: str, panel: int = 0) -> list[tuple[str, str, int, str]]:
    """(code, label, level, path) of each item row of a panel."""
    rows = [row.labels[panel] for row in read(text).rows if len(row.labels) > panel]
    return [(one.code, one.label, one.level, ">".join(one.path)) for one in rows]


HEADERS: dict[str, tuple[int, str]] = {
    "a lone label under a blank corner": (1, "|甲|乙\n名目||\n1.00||"),
    "a lone label where a column is open": (1, "|甲|\n名目||\n|1.00|"),
    "two labels under a blank corner": (2, "|甲|\n名目|其一|其二\n|1.00|"),
    "words beside the first column where all others are closed": (1, "|甲|乙\n名目|丙|\n|1.00|"),
    "column numbers end it": (2, "项目|金额\n1|2\n项目|金额\n甲|3"),
    "a dash is a value": (1, "项目|金额\n甲|--"),
    "years head columns": (2, "项目|收入|\n|1990|2100\n客运|1.00|2.00"),
    "other numbers do not": (1, "项目|收入|\n|1989|2101\n客运|1.00|2.00"),
    "figures of four digits beyond the years": (1, "项目|收入|\n|2101|2100\n客运|1.00|2.00"),
    "a total under the stub": (1, "项目|甲|\n合计|其一|其二\n客运|1.00|2.00"),
    "a numbered item under the stub": (1, "项目|甲|\n一、客运|其一|其二\n客运|1.00|2.00"),
    "a total under another head": (2, "单位|甲|\n|合计|其一\n客运|1|2"),
    "a total alone in the first column": (1, "班次|甲|\n合计||\n客运|1|2"),
    "a total beside others in the first column": (2, "班次|甲|\n合计|其一|其二\n客运|1|2"),
    "never more than ten": (10, "\n".join(["项目|科目"] * 14)),
    "a head printed again over each of its columns": (2, "项目|收入|收入\n|其一|其二\n客运|1.00|2.00"),
    "a head printed twice apart": (1, "收入|项目|收入\n其一||其二\n客运|1.00|2.00"),
    "a section over heads": (2, "一、采购情况||\n项目|行次|统计数\n客运|1.00|2.00"),
    "a section beside others": (0, "一、采购情况|2|\n项目|行次|统计数\n客运|1.00|2.00"),
    "blank rows before a value": (0, "||\n||\n1|2|3"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_header_rows(name: str) -> None:
    expected, text = HEADERS[name]
    assert count_header_rows(make_grid(grid_rows(text))) == expected


ROLES: dict[str, tuple[str, str]] = {
    "blank rows": ("项目|金额\n甲|1\n|\n乙|2", "header item blank item"),
    "a note alone": ("项目|金额\n说明：如上|\n甲|1", "header note item"),
    "a note beside a figure": ("项目|金额\n说明：如上|1", "header item"),
    "column numbers printed again": (
        "项目|金额|备注\n1|2|3\n甲|1|\n1|2|3",
        "header column_numbers item column_numbers",
    ),
    "numbers in the body": ("项目|金额|收入\n甲|1|\n1|2|3", "header item item"),
    "the columns' own heads again": ("项目|金额\n甲|1\n 项 目|金 额\n乙|2", "header item header item"),
    "a head's word alone": ("项目|金额\n甲|1\n金额|\n乙|2", "header item item item"),
    "a stub word with a figure": ("项目|金额\n甲|1\n项目|3", "header item item"),
    "other words under the heads": ("名称|金额\n甲|1\n名称|另列", "header item item"),
    "an inner title": (
        "一、采购||\n项目|行次|数\n货物|1|2\n二、资产||\n车辆|2|3",
        "section header item section item",
    ),
    "an inner title of two numerals": (
        "十、采购||\n项目|行次|数\n货物|1|2\n十一、资产||\n车辆|2|3",
        "section header item section item",
    ),
    "an inner title over nothing": ("一、采购||\n项目|行次|数\n货物|1|2\n二、资产||", "section header item item"),
    "an inner title of another style": (
        "一、采购||\n项目|行次|数\n货物|1|2\n（二）资产||\n车辆|2|3",
        "section header item item item",
    ),
    "an inner title beside a number": (
        "一、采购||\n项目|行次|数\n货物|1|2\n二、资产|2|\n车辆|3|3",
        "section header item item item",
    ),
    "no sections, no inner titles": ("项目|行次|数\n货物|1|2\n二、资产||\n车辆|2|3", "header item item item"),
    "no line numbers, no inner titles": (
        "一、采购||\n项目|类|数\n货物|甲|2\n二、资产||\n车辆|乙|3",
        "section header item item item",
    ),
    "all panels closed by totals": ("项目|金额|项目|金额\n收入合计|1|支出合计|1", "header total"),
    "one panel closed by a total": ("项目|金额|项目|金额\n收入合计|1|客运|1", "header item"),
    "a total beside a blank panel": ("项目|金额|项目|金额\n收入合计|1||", "header total"),
}


@pytest.mark.parametrize("name", ROLES)
def test_roles_of_rows(name: str) -> None:
    text, expected = ROLES[name]
    assert roles(text) == expected


def test_only_a_row_that_names_the_department_alone_groups() -> None:
    assert roles("项目|金额\n湖泊局|1\n清淤|1", "湖泊局") == "header group item"
    assert roles("项目|金额\n湖泊局|1\n清淤|1") == "header item item"
    assert roles("编码|名称|金额\n201|湖泊局|1\n202|清淤|1", "湖泊局") == "header item item"
    assert roles("项目|金额|项目|金额\n湖泊局|1|清淤|1", "湖泊局") == "header item"


CODES = "类|款|项|科目名称|金额\n"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("208|05|01|甲|1", ["2080501"]),
        ("208|5|1|甲|1", ["2080501"]),
        ("208||01|甲|1", ["208"]),
        ("208|05||甲|1\n|05|02|乙|1", ["20805", "2080502"]),
        ("208|05|01|甲|1\n||02|乙|1", ["2080501", "2080502"]),
        ("208|05|01|甲|1\n|07||乙|1", ["2080501", "20807"]),
        ("208|20805|2080501|甲|1", ["2080501"]),
        ("8|05||甲|1", ["00805"]),
        ("208|05|01|甲|1\n|||合计|1", ["2080501", ""]),
    ],
)
def test_split_codes_are_joined(rows: str, codes: list[str]) -> None:
    assert [code for code, *_ in labels(CODES + rows)] == codes


def test_words_in_the_code_columns_name_the_row() -> None:
    assert labels("科目编码|科目名称|金额\n合 计||3\n201|甲|3")[0] == ("", "合计", 0, "")
    assert labels(CODES + "合|计||| 3\n201|||甲|3")[0][:2] == ("", "合计")
    assert labels("科目编码|科目名称|金额\n２０１|甲|3")[0][:2] == ("201", "甲")
    assert labels("科目编码|科目名称|金额\n合计|总和|3\n201|甲|3")[0][1] == "总和"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("201服务支出", ("201", "服务支出")),
        ("20103 办公事务", ("20103", "办公事务")),
        ("2010301 行政\n运行", ("2010301", "行政运行")),
        ("2031年结转", ("", "2031年结转")),
        ("203年结转", ("", "203年结转")),
        ("201、服务", ("", "201、服务")),
        ("20 服务", ("", "20服务")),
    ],
)
def test_a_code_before_the_name(label: str, expected: tuple[str, str]) -> None:
    assert labels(f"科目|金额\n{label}|1".replace("\n运行", "运行"))[0][:2] == expected


def test_codes_make_the_tree() -> None:
    rows = "201|甲|1\n20101|乙|1\n2010101|丙|1\n20102|丁|1\n202|戊|1\n|合计|2"
    assert [(level, path) for _, _, level, path in labels("科目编码|科目名称|金额\n" + rows)] == [
        (1, ""),
        (2, "甲"),
        (3, "甲>乙"),
        (2, "甲"),
        (1, ""),
        (0, ""),
    ]


def test_short_codes_stand_outermost() -> None:
    assert [one[2] for one in labels("科目编码|科目名称|金额\n20|甲|1\n201|乙|1\n2010|丙|1\n20101|丁|1")] == [
        1,
        1,
        1,
        2,
    ]


def test_numbers_make_the_tree_and_totals_close_it() -> None:
    rows = "一、甲|1\n（一）乙|1\n其余|1\n小计|1\n1.丙|1\n二、丁合计|1\n其中：戊|1"
    assert [(name, level, path) for _, name, level, path in labels("项目|金额\n" + rows)] == [
        ("一、甲", 1, ""),
        ("（一）乙", 2, "一、甲"),
        ("其余", 3, "一、甲>（一）乙"),
        ("小计", 0, ""),
        ("1.丙", 1, ""),
        ("二、丁合计", 1, ""),
        ("其中：戊", 2, "二、丁合计"),
    ]


def test_a_code_s_row_is_no_total() -> None:
    reading = read("科目编码|科目名称|金额\n201|合计|1\n|合计|1")
    assert [row.role for row in reading.rows] == ["header", "item", "total"]


def test_outer_words_speak_where_the_inner_are_blank() -> None:
    text = """
单位代码|单位名称|科目编码|科目名称|合计
305|湖泊局|201|甲|5.00
305|湖泊局|202||4.00
305||||9.00
"""
    assert [one[:2] for one in labels(text)] == [("201", "甲"), ("202", "湖泊局"), ("", "305")]


NESTED = "大类|专项|物品|总计\n"


def test_nested_labels_repeat_what_stands_above() -> None:
    rows = "货物|设备|电脑|1\n||打印机|1\n|家具|桌|1\n服务|||1\n|会议||1\n合计|||3\n|家具||1"
    assert [(name, level) for _, name, level, _ in labels(NESTED + rows)] == [
        ("货物/设备/电脑", 3),
        ("货物/设备/打印机", 3),
        ("货物/家具/桌", 3),
        ("服务", 1),
        ("服务/会议", 2),
        ("合计", 0),
        ("家具", 1),
    ]


def test_an_inner_total_belongs_to_what_it_closes() -> None:
    found = read(NESTED + "货物|设备||1\n|小计||1\n||电脑|1\n|||1").rows
    assert [(row.role, row.labels[0].label, row.labels[0].level) for row in found[1:]] == [
        ("item", "货物/设备", 2),
        ("total", "货物/小计", 2),
        ("item", "货物/小计/电脑", 3),
        ("item", "", 0),
    ]
    assert found[1].labels[0].path == ("货物",)


def test_one_filled_row_each_makes_no_tree() -> None:
    assert [one[1] for one in labels("项目名称|部门名称|金额\n甲|局|1\n乙|局|1")] == ["甲", "乙"]
    assert [one[1] for one in labels("项目名称|部门名称|金额\n甲|局|1\n|处|1")] == ["甲/局", "甲/处"]


def test_sections_start_the_tree_anew() -> None:
    text = "一、采购||\n项目|行次|数\n1.货物|1|2\n其中：车|2|1\n二、资产||\n其中：船|3|1"
    assert [(name, level, path) for _, name, level, path in labels(text)] == [
        ("1.货物", 1, "一、采购"),
        ("其中：车", 2, "一、采购>1.货物"),
        ("其中：船", 1, "二、资产"),
    ]


@pytest.mark.parametrize(
    ("row", "second"),
    [
        ("公用经费合计|||9", "公用经费合计"),
        ("公用经费合计|5||9", ""),
        ("合计|5||9", "合计"),
        ("共 计|5||9", "共计"),
        ("客运||货运|9", "货运"),
    ],
)
def test_a_blank_stub_borrows_from_its_left(row: str, second: str) -> None:
    assert labels(f"项目|金额|项目|金额\n甲|1|乙|2\n{row}", 1)[-1][1] == second


def test_nothing_is_borrowed_from_the_right() -> None:
    rows = read("项目|金额|项目|金额\n甲|1|乙|2\n||丙|2").rows
    assert rows[-1].labels == (RowLabel(), RowLabel("", "丙", 1))
