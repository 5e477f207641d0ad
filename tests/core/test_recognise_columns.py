"""What a column holds: roles from heads and cells, codes without a head, remarks, panels, units."""

from __future__ import annotations

import pytest

from gongkai.recognise.tables.columns import head_unit, read_columns
from gongkai.recognise.tables.marks import is_column_numbers, is_numbered, numbering_rank, plain_label
from gongkai.testing import make_grid
from gongkai.words.figures import is_figure

LETTERS = {"code": "c", "line_number": "n", "label": "b", "amount": "a", "text": "t", "blank": "-"}


def roles(text: str, header_rows: int = 1) -> str:
    """Role letter and panel of each column."""
    rows = [line.split("|") for line in text.strip().split("\n")]
    return " ".join(f"{LETTERS[axis.role]}{axis.panel}" for axis in read_columns(make_grid(rows), header_rows))


LAYOUTS: dict[str, tuple[str, str]] = {
    "heads name numbers and codes": ("行次|代码|科目名称|金额\n1|201|甲|5", "n0 c0 b0 a0"),
    "blank columns by their heads": ("项目|名称|备注|金额|\n甲||||", "b0 b0 t0 a0 -0"),
    "blank columns, figures elsewhere": ("项目|依据|金额|决算数|\n甲||5||", "b0 t0 a0 a0 -0"),
    "half the cells are words": ("项目|金额\n甲|1\n乙|2\n丙|无记录\n丁|另列", "b0 b0"),
    "one of three is a word": ("项目|金额\n甲|1\n乙|2\n丙|无记录", "b0 a0"),
    "a panel opens with the head of the first, codes aside": (
        "编码|款目|金额|款目|金额\n201|甲|1|乙|1",
        "c0 b0 a0 b1 a1",
    ),
    "a code at the end makes none at the start": ("大类|名称|金额|代码\n01|甲|1|201\n02|乙|1|202", "a0 b1 a1 c1"),
    "fewer than half are words": ("项目|金额\n甲|1\n乙|2\n丙|3\n丁|4\n戊|无记录\n己|另列", "b0 a0"),
    "numbers under a stub's head": ("项目|金额\n2|1\n5|2", "a0 a0"),
    "words and numbers under a stub's head": ("项目|金额\n甲|1\n3|2\n4|2\n5|2", "a0 a0"),
    "numbers that count the rows": ("|项目|金额\n1|甲|5\n2|乙|6\n3|丙|7\n4|丁|8\n5|戊|9", "n0 b0 a0"),
    "four numbers are too few to count": ("|项目|金额\n1|甲|5\n2|乙|6\n3|丙|7\n4|丁|8", "a0 b1 a1"),
    "a gap counts nothing": ("|项目|金额\n1|甲|5\n2|乙|6\n3|丙|7\n4|丁|8\n6|戊|9", "a0 b1 a1"),
    "codes of several lengths": ("|金额\n201|5\n20101|5\n2010101|5", "c0 a0"),
    "codes of one length may be amounts": ("|金额\n201|5\n202|5\n203|5", "a0 a0"),
    "four of five are codes": ("|金额\n201|5\n20101|5\n20102|5\n20103|5\n9|5", "c0 a0"),
    "three of five are codes": ("|金额\n201|5\n20101|5\n20102|5\n91|5\n9|5", "a0 a0"),
    "four of five are whole": ("|金额\n201|5\n20101|5\n20102|5\n20103|5\n9.5|5", "c0 a0"),
    "three of five are whole": ("|金额\n201|5\n20101|5\n20102|5\n9.5|5\n9.5|5", "a0 a0"),
    "a counted column may lack a number": ("|金额\n1|5\n2|5\n3|5\n4|5\n5|5\n—|5", "n0 a0"),
    "a head that asks for amounts wins": ("金额|项目\n201|甲\n20101|乙", "c0 b0"),
    "bare codes stop at the first amount": ("甲|乙|名称|金额\n1.5|201|水|3\n2.5|202|电|4", "a0 a0 b1 a1"),
    "bare codes, one of five is none": (
        "类码|名称|金额\n201|甲|1\n202|乙|1\n203|丙|1\n204|丁|1\n3.5|戊|1",
        "c0 b0 a0",
    ),
    "bare codes, two of five are none": (
        "类码|名称|金额\n201|甲|1\n202|乙|1\n203|丙|1\n2.5|丁|1\n3.5|戊|1",
        "a0 b1 a1",
    ),
    "inner codes of two digits": ("大类|小类|名称|金额\n201|01|甲|1\n201|02|乙|1", "c0 c0 b0 a0"),
    "inner codes of three digits are none": ("大类|小类|名称|金额\n201|1001|甲|1\n201|1002|乙|1", "c0 a0 b1 a1"),
    "two digits need a code to their left": ("大类|名称|金额\n01|甲|1\n02|乙|1", "a0 b1 a1"),
    "two panels": ("项目|金额|项目|金额\n甲|1|乙|1", "b0 a0 b1 a1"),
    "a second stub by another name": ("项目|金额|科目名称|金额\n甲|1|乙|1", "b0 a0 b1 a1"),
    "words between amounts are remarks": ("项目|金额|内情|金额\n甲|1|小|1", "b0 a0 t0 a0"),
    "words after the last amount": ("项目|金额|项目\n甲|1|乙", "b0 a0 t0"),
    "no head at all": ("|||\n甲|1|乙|1", "b0 a0 b1 a1"),
    "a repeated head opens a panel": ("款目|金额|款目|金额\n甲|1|乙|1", "b0 a0 b1 a1"),
    "no amounts": ("名称|部门\n甲|乙", "b0 b0"),
    "inner heads and column numbers are no cells": (
        "名称|金额\n甲|1\n项目|收入\n1|2\n项目|收入\n项目|收入\n乙|2",
        "b0 a0",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_roles_and_panels(name: str) -> None:
    text, expected = LAYOUTS[name]
    assert roles(text) == expected


def test_of_a_long_table_the_whole_length_is_looked_at() -> None:
    late = ["甲|1"] * 900 + ["乙|另列"] * 1100
    assert roles("名称|备忘\n" + "\n".join(late)) == "b0 b0"
    # Of so few rows every one is read: of every second, half would be words.
    every = [f"第{number}处|{'另列' if number % 4 == 0 else 5}" for number in range(390)]
    assert roles("名称|备忘\n" + "\n".join(every)) == "b0 a0"


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (("金额（元）",), "元"),
        (("金额（万元）", "其中"), "万元"),
        (("金额（万元）", "数量（个）"), "个"),
        (("增减%",), "%"),
        (("增减%", "金额（元）"), "元"),
        ((), ""),
    ],
)
def test_the_innermost_head_gives_the_unit(path: tuple[str, ...], unit: str) -> None:
    assert head_unit(path) == unit


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("栏次|1|2", True),
        ("栏次|2|4", True),
        ("栏次|2|2", False),
        ("栏次|3|2", False),
        ("栏次||", False),
        ("1|2|3", True),
        ("1|2|4", False),
        ("2|3|4", False),
        ("1||", False),
        ("类|款|项|栏次|1|2", True),
        ("甲|乙|1|2", True),
        ("甲|乙|1|收入", False),
        ("栏次|1|栏次|2", True),
        ("1|2=3+4|3", True),
        ("（1）|（2）", True),
        ("1|2.5", False),
    ],
)
def test_rows_of_column_numbers(row: str, expected: bool) -> None:
    assert is_column_numbers(row.split("|")) is expected


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("第一部分 概况", 0),
        ("十二、其他", 1),
        ("（二）基本", 2),
        ("1.基本", 3),
        ("12、基本", 3),
        ("1.5", None),
        ("123、基本", None),
        ("（1）基本", 4),
        ("②公用", 5),
        (" ⑳末项", 5),
        ("其中：办公", 6),
        ("办公", None),
        ("", None),
    ],
)
def test_the_style_of_a_number_tells_its_depth(text: str, rank: int | None) -> None:
    assert numbering_rank(text) == rank
    assert is_numbered(text) is (rank is not None)


def test_labels_read_joined_and_figures_are_told() -> None:
    assert plain_label(" 基 本\n工资 ") == "基本工资"
    assert plain_label("Total  of\nall ") == "Total of all"
    assert is_figure("1,204.50") and is_figure("-3%")
    assert not any(map(is_figure, ("", "—", "甲3")))
