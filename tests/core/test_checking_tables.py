"""From identities as data to equations between the cells of one drawn table."""

from __future__ import annotations

import pytest

from checking_making import sheet_of, written
from gongkai.checking.arithmetic.equations import Equation
from gongkai.checking.arithmetic.table_identities import table_equations
from gongkai.plugins.specs.identities import (
    ClassSum,
    ColumnSum,
    Equality,
    GroupSum,
    Hierarchy,
    Identity,
    PathSum,
    RowSum,
    Selector,
    SiblingSum,
)

CODES = Hierarchy(id="W-01", label="科目")
ALL_UP = "各项均为空白"


def equations(drawing: str, identity: Identity, **more: str) -> list[str]:
    sheet = sheet_of(drawing, **more)
    return written(table_equations(sheet, [identity]), sheet)


def test_an_identity_speaks_of_the_kinds_of_tables_it_names() -> None:
    drawing = "名称|金额\n甲|1.00\n合计|1.00"
    identity = RowSum(id="W-04", label="合计", total=("合计",), items=True, tables=("final.*",))
    assert equations(drawing, identity) == ["1.00 = 1.00"]
    assert equations(drawing, identity, kind="budget.spending") == []
    assert equations(drawing, RowSum(id="W-04", label="合计", total=("合计",), items=True), kind="") == ["1.00 = 1.00"]


def test_each_code_is_the_sum_of_its_children_and_the_total_of_the_top_codes() -> None:
    drawing = """
编码|名称|合计|基本
201|公共|30.00|12.00
20101|甲类|20.00|12.00
2010101|子项|20.00|12.00
20102|乙类|11.00|
205|教育|5.00|5.00
|合计|35.00|17.00
"""
    assert equations(drawing, CODES) == [
        "35.00 = 30.00+5.00",
        "17.00 = 12.00+5.00",
        "30.00 = 20.00+11.00 !",
        "12.00 = 12.00+0",
        "20.00 = 20.00",
        "12.00 = 12.00",
    ]


def test_two_totals_leave_the_top_codes_without_a_sum() -> None:
    drawing = "编码|名称|合计\n201|公共|3.00\n20101|甲类|3.00\n|本年合计|3.00\n|总计|3.00"
    assert equations(drawing, CODES) == ["3.00 = 3.00"]


def test_a_code_that_is_longer_but_begins_otherwise_is_no_child() -> None:
    assert equations("编码|名称|合计\n201|公共|3.00\n20501|教育|2.00\n|合计|5.00", CODES) == ["5.00 = 3.00+2.00"]


def test_a_row_of_a_code_without_any_amount_is_a_gap() -> None:
    assert equations("编码|名称|合计\n201|公共|\n20101|甲类|3.00", CODES) == ["? 该行没有金额"]


def test_text_where_a_figure_should_stand_is_a_gap_and_so_are_blanks_only() -> None:
    assert equations("编码|名称|合计|基本\n201|公共|3.00|1.00\n20101|甲类|略|1.00", CODES) == [
        "? 第3行第3列不是数字",
        "1.00 = 1.00",
    ]
    assert equations("编码|名称|合计|基本\n201|公共|3.00|\n20101|甲类|3.00|", CODES) == ["3.00 = 3.00", f"? {ALL_UP}"]


def test_panels_under_one_head_continue_a_list_and_its_total_may_stand_under_the_last() -> None:
    drawing = """
编码|名称|经费/金额|1:编码|1:名称|1:经费/金额
301|工资|4.00|302|商品|3.00
30101|基本|4.00|30201|办公|2.00
|||30202|印刷|1.00
|合计|||合计|
"""
    found = equations(drawing.replace("合计|||合计|", "合计||||7.00"), CODES)
    assert found == ["7.00 = 4.00+3.00", "4.00 = 4.00", "3.00 = 2.00+1.00"]
    apart = drawing.replace("1:经费/金额", "1:公用/金额").replace("合计|||合计|", "合计|4.00|||3.00")
    assert len(equations(apart, CODES)) == 3


def test_a_row_that_prints_nothing_takes_no_figure_from_the_panel_beside_it() -> None:
    drawing = "编码|名称|经费/金额|1:编码|1:名称|1:经费/金额\n301|工资||302|商品|3.00\n30101|基本|4.00|||"
    assert equations(drawing, CODES) == ["? 该行没有金额"]


def test_an_equation_is_named_after_its_row() -> None:
    sheet = sheet_of("编码|名称|合计|基本支出\n201||3.00|3.00\n20101|甲|3.00|3.00")
    labels = [one.label for one in table_equations(sheet, [CODES, COLUMNS])]
    assert labels == ["201 = 所属1项之和"] * 2 + ["合计 = 基本 + 项目", "甲：合计 = 基本 + 项目"]


def test_panels_of_different_width_are_lists_of_their_own() -> None:
    drawing = """
编码|名称|经费/金额|1:编码|1:名称|1:经费/金额|1:经费/其中
301|工资|4.00|302|商品|3.00|1.00
|合计|4.00||合计|3.00|1.00
"""
    assert equations(drawing, CODES) == ["4.00 = 4.00", "3.00 = 3.00", "1.00 = 1.00"]


COLUMNS = ColumnSum(id="W-02", label="合计 = 基本 + 项目", total=("合计",), addends=(("基本支出",), ("项目支出",)))


def test_a_total_column_is_the_sum_of_its_addends_row_by_row() -> None:
    drawing = "名称|合计|基本支出|项目支出\n甲|5.00|2.00|3.00\n乙|4.00||3.00"
    assert equations(drawing, COLUMNS) == ["5.00 = 2.00+3.00", "4.00 = 0+3.00 !"]


def test_an_addend_with_a_minus_is_subtracted() -> None:
    less = ColumnSum(id="W-02", label="余", total=("结余",), addends=(("收入",), ("-支出",)))
    assert equations("名称|结余|收入|支出\n甲|1.00|5.00|4.00", less) == ["1.00 = 5.00-4.00"]


@pytest.mark.parametrize(
    ("every", "drawing", "found"),
    [
        (False, "名称|合计|基本支出\n甲|5.00|5.00", ["5.00 = 5.00"]),
        (True, "名称|合计|基本支出\n甲|5.00|5.00", ["? 没有可加总的栏目"]),
        (True, "名称|合计|基本支出|项目支出\n甲|5.00|5.00|", ["5.00 = 5.00+0"]),
        (False, "名称|合计|其他\n甲|5.00|5.00", ["? 没有可加总的栏目"]),
        (False, "名称|合计|基本支出|其他\n甲|5.00|4.00|1.00", ["? 另有等式未列的栏目"]),
        (False, "名称|合计|基本支出|其他\n甲|5.00|5.00|0.00", ["5.00 = 5.00"]),  # no money stands there
        (False, "名称|上年|合计|基本支出\n甲|9.00|5.00|5.00", ["5.00 = 5.00"]),  # left of the total stands another
    ],
)
def test_missing_and_unknown_columns(every: bool, drawing: str, found: list[str]) -> None:
    identity = ColumnSum(id="W-02", label="合计", total=("合计",), addends=(("基本支出",), ("项目支出",)), all=every)
    assert equations(drawing, identity) == found


def test_addends_belong_to_the_total_under_their_own_head() -> None:
    drawing = """
名称|预算/合计|预算/基本支出|预算/项目支出|决算/合计|决算/基本支出|决算/项目支出
甲|5.00|2.00|3.00|9.00|4.00|5.00
"""
    assert equations(drawing, COLUMNS) == ["5.00 = 2.00+3.00", "9.00 = 4.00+5.00"]
    assert equations("名称|合计|决算/合计|决算/基本支出|决算/项目支出\n甲|7.00|9.00|4.00|5.00", COLUMNS) == [
        "? 没有可加总的栏目",
        "9.00 = 4.00+5.00",
    ]


def test_addends_of_another_panel_are_no_addends() -> None:
    assert equations("名称|合计|1:名称|1:基本支出\n甲|5.00|乙|5.00", COLUMNS) == ["? 没有可加总的栏目"]


SIBLINGS = SiblingSum(id="W-03", label="合计 = 各栏之和", total=("合计", "小计"), without=("其中：人员",))


def test_a_total_is_the_sum_of_what_stands_beside_it() -> None:
    assert equations("名称|合计|财政|其他|人员\n甲|5.00|2.00|3.00|1.00", SIBLINGS) == ["5.00 = 2.00+3.00"]


def test_a_group_counts_by_its_own_subtotal_or_else_by_its_leaves() -> None:
    drawing = "名称|合计|拨款/小计|拨款/一般|拨款/基金|其他/甲|其他/乙\n甲|9.00|5.00|2.00|3.00|1.00|3.00"
    assert equations(drawing, SIBLINGS) == ["9.00 = 5.00+1.00+3.00", "5.00 = 2.00+3.00"]


def test_groups_within_groups_and_a_second_subtotal() -> None:
    drawing = "名称|合计|拨款/小计|拨款/一般/甲|拨款/一般/乙|拨款/合计\n甲|5.00|5.00|2.00|3.00|5.00"
    assert equations(drawing, SIBLINGS)[0] == "5.00 = 5.00"


def test_two_totals_under_no_head_cannot_be_told_apart() -> None:
    assert equations("名称|合计|小计|甲\n甲|9.00|5.00|4.00", SIBLINGS) == ["? 合计栏不止一个，上级表头不全"] * 2
    assert equations("名称|合计\n甲|9.00", SIBLINGS) == []


def test_columns_of_another_panel_are_no_siblings() -> None:
    assert equations("名称|合计|甲|1:名称|1:乙\n甲|9.00|9.00|乙|4.00", SIBLINGS) == ["9.00 = 9.00"]


ITEMS = RowSum(id="W-04", label="合计", total=("合计",), items=True)


def test_items_above_a_total_are_those_of_the_highest_level_since_the_last_total() -> None:
    drawing = "名称|金额\n先|9.00\n小计|9.00\n甲|2.00\n·其中|1.00\n乙|3.00\n|7.00\n合计|5.00"
    assert equations(drawing, ITEMS) == ["5.00 = 2.00+3.00"]
    assert equations("名称|金额\n先|9.00\n§一块|\n甲|2.00\n合计|2.00", ITEMS) == ["2.00 = 2.00"]
    assert equations("名称|金额\n合计|2.00\n甲|2.00", ITEMS) == []


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ("名称|金额\n甲|\n合计|5.00", ["? 各分项均为空白"]),
        ("名称|金额\n甲|5.00\n合计|", ["? 合计为空白"]),
        ("名称|金额\n甲|2.00\n乙|3.00\n丙|5.00\n合计|5.00", ["? 合计混在各分项之中"]),
        ("名称|金额\n甲|2.00\n乙|4.00\n丙|5.00\n合计|5.00", ["5.00 = 2.00+4.00+5.00 !"]),
        ("名称|金额\n甲|2.00\n乙|8.00\n合计|5.00", ["5.00 = 2.00+8.00 !"]),
        ("名称|金额\n甲|0.00\n合计|0.00", ["0.00 = 0.00"]),
    ],
)
def test_sums_of_rows_that_cannot_be_told(drawing: str, found: list[str]) -> None:
    assert equations(drawing, ITEMS) == found


def test_named_rows_are_signed_and_the_nearest_to_the_total_counts() -> None:
    named = RowSum(
        id="W-05", label="总计", total=("总计",), addends=(("本年收入合计", "收入"), ("-结余分配",), ("缺",))
    )
    drawing = "名称|金额\n收入|9.00\n别的|1.00\n收入|7.00\n结余分配|2.00\n总计|5.00"
    assert equations(drawing, named) == ["5.00 = 7.00-2.00"]
    assert equations(drawing.replace("收入|9", "本年收入合计|9"), named) == ["5.00 = 9.00-2.00 !"]
    assert equations("名称|金额\n别的|9.00\n总计|9.00", named) == []
    itself = RowSum(id="W-05", label="总计", total=("总计",), addends=(("总计",), ("收入",)))
    assert equations("名称|金额\n收入|9.00\n总计|9.00", itself) == ["9.00 = 9.00"]


def test_totals_of_the_other_panel_have_their_own_rows() -> None:
    drawing = "名称|收|1:名称|1:支\n甲|2.00|乙|1.00\n合计|2.00|丙|2.00\n||合计|3.00"
    assert equations(drawing, ITEMS) == ["2.00 = 2.00", "3.00 = 1.00+2.00"]


CLASSES = ClassSum(id="W-12", label="类", classes=("人员经费", "公用经费"))


def test_a_class_is_the_sum_of_the_rows_under_it_and_the_total_that_of_the_classes() -> None:
    drawing = "名称|金额\n人员经费|5.00\n工资|2.00\n津贴|3.00\n公用经费|1.00\n办公费|1.00\n合计|6.00"
    assert equations(drawing, CLASSES) == ["5.00 = 2.00+3.00", "1.00 = 1.00", "6.00 = 5.00+1.00"]
    assert equations(drawing.replace("办公费|1.00\n", ""), CLASSES) == ["5.00 = 2.00+3.00", "6.00 = 5.00+1.00"]
    assert equations(drawing + "\n总计|6.00", CLASSES) == ["5.00 = 2.00+3.00", "1.00 = 1.00"]
    assert equations("名称|金额\n工资|6.00\n合计|6.00", CLASSES) == []
    assert equations("编码|名称|金额\n|人员经费|5.00\n301|工资|5.00", CLASSES) == []


def test_blanks_of_a_list_are_a_gap() -> None:
    assert equations("名称|金额|其中\n人员经费|5.00|\n工资|5.00|1.00\n津贴||", CLASSES) == [
        "5.00 = 5.00+0",
        "? 合计或各分项为空白",
    ]
    assert equations("名称|金额\n人员经费|5.00\n工资|", CLASSES) == ["? 合计或各分项为空白"]


GROUPS = GroupSum(id="W-12", label="组")


def test_a_grouping_row_is_the_sum_of_its_items() -> None:
    drawing = "名称|金额\n◇甲局|3.00\n项一|1.00\n项二|2.00\n◇乙局|4.00\n项三|4.00\n合计|7.00"
    assert equations(drawing, GROUPS) == ["3.00 = 1.00+2.00", "4.00 = 4.00"]


def test_outer_grouping_rows_close_with_the_next_of_their_own_depth() -> None:
    drawing = """
名称|金额
◇部|7.00
◇甲局|3.00
项一|3.00
◇乙局|4.00
项二|4.00
◇另部|5.00
◇丙局|5.00
项三|5.00
◇丁局|
"""
    assert equations(drawing, GROUPS) == [
        "7.00 = 3.00+4.00",
        "3.00 = 3.00",
        "4.00 = 4.00",
        "5.00 = 5.00",
        "5.00 = 5.00",
    ]


PATHS = PathSum(id="W-12", label="层")


def test_nested_labels_add_up_level_by_level() -> None:
    drawing = """
名称|金额
货物|5.00
货物/办公/小计|3.00
货物/办公/打印机|1.00
货物/办公/桌椅|2.00
货物/车辆|2.00
服务|4.00
合计|9.00
"""
    assert equations(drawing, PATHS) == ["9.00 = 5.00+4.00", "5.00 = 3.00+2.00", "3.00 = 1.00+2.00"]


def test_parts_told_as_such_and_lists_without_nesting_have_no_sum() -> None:
    assert equations("名称|金额\n货物|5.00\n货物/其中：进口|1.00\n服务|4.00\n合计|9.00", PATHS) == ["9.00 = 5.00+4.00"]
    assert equations("名称|金额\n货物|5.00\n合计|5.00", PATHS) == []
    assert equations("名称|金额\n货物|5.00\n货物/车|5.00\n合计|5.00\n总计|5.00", PATHS) == ["5.00 = 5.00"]
    assert equations("名称|金额\n货物/甲/车|5.00\n货物|5.00\n合计|5.00", PATHS) == ["5.00 = 5.00", "5.00 = 5.00"]


def test_sums_of_nested_labels_are_guessed() -> None:
    sheet = sheet_of("名称|金额|其中\n货物|5.00|\n货物/车|5.00|\n货物/船||")
    found, gap = table_equations(sheet, [PATHS])
    assert isinstance(found, Equation) and found.guessed and found.label == "货物 = 所属2项之和"
    assert not isinstance(gap, Equation)


def test_an_identity_between_tables_says_nothing_of_one() -> None:
    cells = (Selector("final.spending", ("合计",), ("金额",)),)
    assert equations("名称|金额\n货物/车|5.00\n合计|5.00", Equality(id="X", label="", left=cells, right=cells)) == []
