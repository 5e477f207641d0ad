"""Columns, panels, row labels and tree of each layout of the field."""

from __future__ import annotations

import pytest

from gongkai.model import Reading, RowLabel
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_grid


def read(text: str, department: str = "") -> Reading:
    return read_grid(make_grid([line.split("|") for line in text.strip().split("\n")]), department)


def roles(reading: Reading) -> str:
    """Role initial and panel of each column: c0 code, n0 line number, b0 label, a0 amount, t0 text, -0 blank."""
    letters = {"code": "c", "line_number": "n", "label": "b", "amount": "a", "text": "t", "blank": "-"}
    return " ".join(f"{letters[axis.role]}{axis.panel}" for axis in reading.columns)


def names(reading: Reading, panel: int = 0) -> list[str]:
    return [
        f"{row.labels[panel].code} {row.labels[panel].label}".strip() for row in reading.rows if len(row.labels) > panel
    ]


TWO_PANELS = """
收入|||支出||
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
一、甲收入|1|5.00|一、乙支出|3|4.00
本年收入合计|2|5.00|本年支出合计|4|4.00
"""

FOUR_PANELS = """
人员经费|||公用经费|||||
科目代码|科目名称|决算数|科目代码|科目名称|决算数|科目代码|科目名称|决算数
301|工资支出|2.00|302|服务支出|1.00|310|资本支出|3.00
30101|基本工资|2.00|30201|办公费|1.00|31002|设备购置|3.00
人员经费合计||2.00|公用经费合计|||||4.00
"""

SPLIT_CODES = """
项目||||支出预算||
功能分类科目编码|||科目名称|合计|基本支出|项目支出
类|款|项||||
201|||服务支出|3.00|1.00|2.00
201|3||办公事务|3.00|1.00|2.00
201|03|1|行政运行|1.00|1.00|
||02|其他事务|2.00||2.00
|||合计|3.00|1.00|2.00
"""

SECTIONS = """
一、采购情况||
项目|行次|统计数
合计|1|0.80
货物|2|0.80
二、资产情况||
项目||统计数
（一）车辆数合计（辆）|3|2
1. 其他用车|4|2
"""

NESTED = """
采购大类|专项名称|物品名称|总计
合计|||6.00
一、货物|||4.00
|设备购置||4.00
||台式机|3.00
||打印机|1.00
二、服务|||2.00
|会议|会议服务|2.00
"""


def test_two_panels_with_line_numbers() -> None:
    reading = read(TWO_PANELS)
    assert roles(reading) == "b0 n0 a0 b1 n1 a1"
    assert reading.columns[5].path == ("支出", "金额")
    assert [row.role for row in reading.rows] == ["header", "header", "column_numbers", "item", "total"]
    assert names(reading, 0) == ["一、甲收入", "本年收入合计"]
    assert names(reading, 1) == ["一、乙支出", "本年支出合计"]


def test_panels_of_codes_and_a_total_that_spans_them() -> None:
    reading = read(FOUR_PANELS)
    assert roles(reading) == "c0 b0 a0 c1 b1 a1 c2 b2 a2"
    assert names(reading, 2) == ["310 资本支出", "31002 设备购置", "公用经费合计"]
    assert reading.rows[3].labels[1].path == ("服务支出",)
    assert reading.columns[8].path == ("公用经费", "决算数")


def test_split_codes_are_joined_and_lost_zeros_restored() -> None:
    reading = read(SPLIT_CODES)
    assert roles(reading) == "c0 c0 c0 b0 a0 a0 a0"
    assert names(reading) == ["201 服务支出", "20103 办公事务", "2010301 行政运行", "2010302 其他事务", "合计"]
    assert [row.labels[0].level for row in reading.rows[3:]] == [1, 2, 3, 3, 0]
    assert reading.rows[6].labels[0].path == ("服务支出", "办公事务")


def test_sections_stand_over_their_rows() -> None:
    reading = read(SECTIONS)
    assert [row.role for row in reading.rows] == [
        "section",
        "header",
        "total",
        "item",
        "section",
        "header",
        "total",
        "item",
    ]
    assert reading.rows[3].labels[0].path == ("一、采购情况",)
    assert reading.rows[7].labels[0].path == ("二、资产情况", "（一）车辆数合计（辆）")


def test_nested_labels_are_joined_from_outside_to_inside() -> None:
    reading = read(NESTED)
    assert names(reading) == [
        "合计",
        "一、货物",
        "一、货物/设备购置",
        "一、货物/设备购置/台式机",
        "一、货物/设备购置/打印机",
        "二、服务",
        "二、服务/会议/会议服务",
    ]
    assert [row.role for row in reading.rows[1:]] == ["total"] + ["item"] * 6


def test_the_first_of_two_full_text_columns_names_the_row() -> None:
    reading = read("部门科目名称|政府科目名称|合计\n合计||3.00\n办公费|商品支出|2.00\n邮电费|商品支出|1.00")
    assert names(reading) == ["合计", "办公费", "邮电费"]


def test_total_label_in_either_column() -> None:
    for row in ("合计||3.00", "|合计|3.00"):
        reading = read(f"科目编码|科目名称|金额\n{row}\n201|服务支出|3.00")
        assert reading.rows[1].role == "total"
        assert reading.rows[1].labels == (RowLabel("", "合计", 0, (), True),)


def test_a_row_that_names_the_department_groups_the_others() -> None:
    reading = read("项目名称|合计\n某市湖泊局|3.00\n清淤工程|3.00", department="某市湖泊局")
    assert [row.role for row in reading.rows] == ["header", "group", "item"]


def test_a_code_printed_before_its_name_is_told_apart() -> None:
    reading = read("科目|金额\n201 服务支出|3.00\n20103 办公事务|3.00")
    assert names(reading) == ["201 服务支出", "20103 办公事务"]


def test_numbering_makes_the_tree() -> None:
    reading = read("项目|金额\n一、财政拨款|3.00\n1.一般公共预算|2.00\n2.政府性基金|1.00\n二、其他|1.00\n收入合计|4.00")
    assert [(row.labels[0].level, row.labels[0].path) for row in reading.rows[1:]] == [
        (1, ()),
        (2, ("一、财政拨款",)),
        (2, ("一、财政拨款",)),
        (1, ()),
        (0, ()),
    ]


def test_every_numbering_has_its_depth() -> None:
    labels = ["一、财政拨款", "（一）一般公共预算", "1.本级", "（1）基本", "①人员", "②公用", "其中：办公", "二、其他"]
    reading = read("项目|金额\n" + "\n".join(f"{label}|1.00" for label in labels))
    assert [row.labels[0].level for row in reading.rows[1:]] == [1, 2, 3, 4, 5, 5, 6, 1]


def test_remarks_right_of_the_amounts_are_text() -> None:
    assert roles(read("项目|金额|备注\n甲|1.00|已完成\n乙|2.00|见说明")) == "b0 a0 t0"


def test_whole_numbers_left_of_the_names_are_codes_under_any_head() -> None:
    text = "编码的类|款|名称|金额\n201||服务支出|3\n201|03|办公事务|3\n202||外交支出|4"
    assert roles(read(text)) == "c0 c0 b0 a0"


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("金额（元）", "元"),
        ("数量（辆）", "辆"),
        ("比重（%）", "%"),
        ("金额(单位：万元)", "万元"),
        ("维修（护）费", ""),
    ],
)
def test_a_head_may_give_its_unit(head: str, unit: str) -> None:
    assert read(f"项目|{head}\n甲|1").columns[1].unit == unit


def test_repeated_headers_within_the_body_are_headers() -> None:
    reading = read("科目编码|科目名称|金额\n201|服务支出|3.00\n科目编码|科目名称|金额\n202|外交支出|3.00")
    assert [row.role for row in reading.rows] == ["header", "item", "header", "item"]


def test_inner_codes_name_the_row_beside_those_of_units() -> None:
    reading = read(
        """
单位代码|单位名称|科目编码|科目名称|合计
合计||||9.00
305007|湖泊局|||9.00
305007|湖泊局|201|服务支出|5.00
305007|湖泊局|202|外交支出|4.00
"""
    )
    assert roles(reading) == "c0 b0 c0 b0 a0"
    assert names(reading) == ["合计", "湖泊局", "201 服务支出", "202 外交支出"]


def test_of_full_text_columns_the_one_that_tells_rows_apart_names_them() -> None:
    reading = read("类型|项目名称|项目单位|合计\n特定类|清淤|湖泊局|1.00\n特定类|巡护|湖泊局|2.00\n合计|||3.00")
    assert names(reading) == ["清淤", "巡护", "合计"]


def test_column_numbers_behind_code_heads() -> None:
    reading = read(
        "科目编码|||科目名称|本年收入合计|财政拨款\n类|款|项|栏次|1|2\n|||合计|3.00|3.00\n201|||服务支出|3.00|3.00"
    )
    assert [row.role for row in reading.rows] == ["header", "column_numbers", "total", "item"]
    assert names(reading) == ["合计", "201 服务支出"]


def test_panels_by_heads_in_brackets() -> None:
    text = """
收入||支出|||
项目|预算数|项目（按功能分类）|预算数|项目（按支出性质）|预算数
一、甲收入|3.00|一、乙支出|3.00|一、基本支出|3.00
"""
    assert roles(read(text)) == "b0 a0 b1 a1 b2 a2"


def test_a_note_within_the_frame_is_no_item() -> None:
    reading = read("项目|金额\n甲|1.00\n注：本表反映某事。|")
    assert [row.role for row in reading.rows] == ["header", "item", "note"]
