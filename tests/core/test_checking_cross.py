"""Cells found by their labels, and equations between tables, on drawn tables."""

from __future__ import annotations

import pytest

from checking_making import sheet_of, written
from gongkai.checking.arithmetic.cross_identities import are_zero, cross_equations, find_cell, find_cells
from gongkai.checking.arithmetic.equations import Equation
from gongkai.checking.arithmetic.sheets import Sheet, fold_header
from gongkai.plugins.specs.identities import Equality, Selector

LEFT = sheet_of("名称|合计|基本支出\n甲|2.00|1.00\n乙|3.00|\n合计|5.00|1.00", "left", "final.left")
RIGHT = "名称|金额\n甲|2.00\n乙|3.00\n{}"


def right(total: str = "总计|5.00", **more: str) -> Sheet:
    return sheet_of(RIGHT.format(total), "right", "final.right", **more)


def equal(row: str = "合计", column: str = "合计", other: str = "合计", **more: object) -> Equality:
    left = (Selector("final.left", (row,) if row else (), (column,)),)
    right = (Selector("final.right", (other,) if other else (), ("金额",)),)
    return Equality(id="X-01", label="两表一致", left=left, right=right, **more)  # type: ignore[arg-type]


def equations(identity: Equality, *sheets: Sheet) -> list[str]:
    return written(cross_equations(sheets, [identity]), *sheets)


def test_a_total_stands_in_two_tables() -> None:
    assert equations(equal(), LEFT, right()) == ["5.00 = 5.00"]
    assert equations(equal(), LEFT, right("总计|5.10")) == ["5.00 = 5.10 !"]
    assert equations(equal(), LEFT, sheet_of("名称|金额\n合计|50,000", "right", "final.right", unit="元")) == [
        "5.00 = 50,000"
    ]


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ((LEFT,), "没有表格 final.right"),
        ((LEFT, right(), right()), "有 2 张表格是 final.right"),
        ((LEFT, right(unit="")), "表格没有注明金额单位"),
        ((LEFT, right("总计|略")), "第4行第2列不是数字"),
        ((LEFT, right("别的|5.00")), "支出表 中没有 合计·金额"),
        ((LEFT, right("合计|2.00\n合计|3.00")), "支出表 中没有 合计·金额"),
    ],
)
def test_what_is_not_there_is_a_gap(sheets: tuple[Sheet, ...], reason: str) -> None:
    assert equations(equal(), *sheets) == [f"? {reason}"]


def test_of_two_totals_the_one_called_so_is_meant() -> None:
    assert equations(equal(), LEFT, right("本年支出合计|4.00\n合计|5.00")) == ["5.00 = 5.00"]


def test_a_blank_says_zero_unless_the_figure_must_be_printed() -> None:
    assert equations(equal(), LEFT, right("总计|")) == ["5.00 = 0 !"]
    assert equations(equal(exact=True), LEFT, right("总计|")) == ["? 第4行第2列为空白"]


def test_an_identity_hands_on_what_it_allows() -> None:
    (found,) = cross_equations([LEFT, right()], [equal(exact=True, at_most=True, soft=True)])
    assert isinstance(found, Equation) and (found.exact, found.at_most, found.soft) == (True, True, True)
    joined = list(cross_equations([LEFT, right()], [equal("", other="", exact=True, at_most=True, soft=True)]))
    assert len(joined) == 2
    assert all(isinstance(one, Equation) and one.exact and one.at_most and one.soft for one in joined)


def test_items_of_a_column_add_up_to_a_cell_elsewhere() -> None:
    assert equations(equal(other="+"), LEFT, right()) == ["5.00 = 2.00+3.00"]
    assert equations(equal(other="+"), LEFT, sheet_of("名称|金额\n合计|5.00", "right", "final.right")) == [
        "? 支出表没有明细行"
    ]
    assert equations(equal(other="+"), LEFT) == ["? 没有（唯一的）表格 final.right 或栏目 金额"]
    assert equations(equal(other="+"), LEFT, right(), right()) == ["? 没有（唯一的）表格 final.right 或栏目 金额"]
    assert equations(equal(other="+"), LEFT, sheet_of("名称|数\n甲|5.00", "right", "final.right")) == [
        "? 没有（唯一的）表格 final.right 或栏目 金额"
    ]


def test_the_one_row_of_a_table() -> None:
    assert equations(equal(other="*"), LEFT, sheet_of("名称|金额\n|5.00", "right", "final.right")) == ["5.00 = 5.00"]
    assert equations(equal(other="*"), LEFT, right()) == ["? 支出表 中没有 *·金额"]


@pytest.mark.parametrize(
    ("printed", "zero"), [("0.00", True), ("", True), ("0.01", False), ("略", False), (None, True)]
)
def test_an_identity_may_hold_only_where_a_cell_is_zero(printed: str | None, zero: bool) -> None:
    carried = Selector("final.right", ("结转",), ("金额",))
    sheet = right("总计|5.00" if printed is None else f"结转|{printed}\n总计|5.00")
    assert are_zero([sheet], [carried]) is zero
    found = equations(equal(only_if_zero=(carried,)), LEFT, sheet)
    assert found == (["5.00 = 5.00"] if zero else ["? 两表口径不同（有结转等）"])


PANELS = "名称|收入/金额|1:名称|1:支出/金额\n甲|1.00|乙|2.00\n合计|1.00|合计|2.00"


def test_a_row_is_looked_for_under_every_head_of_the_name() -> None:
    sheet = sheet_of(PANELS, kind="final.sum")
    for row, panel, place in (("乙", "", (1, 3)), ("甲", "", (1, 1)), ("合计", "支出", (2, 3)), ("合计", "", (2, 1))):
        found = find_cell([sheet], Selector("final.sum", (row,), ("金额",), panel))
        assert not isinstance(found, str) and found[1:] == place
    assert isinstance(find_cell([sheet], Selector("final.sum", ("甲",), ("金额",), "支出")), str)
    one = find_cells([sheet], Selector("final.sum", ("乙",), ("金额",)))
    assert not isinstance(one, str) and [cell[1:] for cell in one] == [(1, 3)]


def test_a_total_printed_under_the_last_panel_is_found_there() -> None:
    drawing = "编码|名称|经费/金额|1:编码|1:名称|1:经费/金额\n301|工资|4.00|302|商品|3.00\n|合计||||7.00"
    found = find_cell([sheet_of(drawing, kind="final.sum")], Selector("final.sum", ("合计",), ("金额",)))
    assert not isinstance(found, str) and found[1:] == (2, 5)


def joined(left: str, other: str, **more: str) -> list[str]:
    sheets = sheet_of(left, "left", "final.left"), sheet_of(other, "right", "final.right", **more)
    return equations(equal("", other=""), *sheets)


def test_tables_are_joined_by_code_where_both_have_codes() -> None:
    left = "编码|名称|合计\n201|公共|2.00\n205|教育|3.00\n|无码|1.00\n|合计|6.00"
    assert joined(left, "编码|名称|金额\n205|另名|3.00\n201|公共|2.50\n|无码|9.00") == ["2.00 = 2.50 !", "3.00 = 3.00"]


def test_tables_are_joined_by_label_where_one_has_no_codes() -> None:
    left = "编码|名称|合计\n201|一、公共|2.00\n205|教育|3.00"
    assert joined(left, "名称|金额\n公共|2.00\n合计|2.00") == ["2.00 = 2.00"]
    assert joined("名称|合计\n|2.00\n甲|1.00\n合计|3.00", "名称|金额\n|9.00\n甲|1.00\n合计|9.00") == ["1.00 = 1.00"]


def test_what_stands_twice_or_prints_nothing_joins_nothing() -> None:
    assert joined("名称|合计\n甲|1.00\n甲|2.00\n乙|3.00", "名称|金额\n甲|1.00\n乙|3.00") == ["3.00 = 3.00"]
    assert joined("名称|合计\n甲|1.00\n乙|", "名称|金额\n甲|略\n乙|") == []
    assert joined("名称|合计\n甲|1.00\n乙|", "名称|金额\n甲|\n乙|2.00") == ["1.00 = 0 !", "0 = 2.00 !"]


def test_a_join_needs_two_tables_with_units() -> None:
    assert joined("名称|合计\n甲|1.00", "名称|金额\n甲|1.00", unit="") == ["? 有表格没有注明金额单位"]
    identity = equal("", other="")
    nameless = sheet_of("名称|合计\n甲|1.00", "left", "final.left", unit="")
    assert equations(identity, nameless, right()) == ["? 有表格没有注明金额单位"]
    assert equations(identity, LEFT) == ["? 没有相应的两张表格"]
    assert equations(identity, right()) == ["? 没有相应的两张表格"]
    assert equations(identity, LEFT, right(), right()) == ["? 相应的表格不止两张"]
    assert equations(identity, LEFT, LEFT, right()) == ["? 相应的表格不止两张"]
    same = Equality(id="X", label="", left=identity.left, right=identity.left)
    assert equations(same, LEFT) == ["? 相应的表格不止两张"]


def test_a_figure_stands_where_a_label_that_runs_on_ends() -> None:
    sheet = sheet_of("名称|合计|基本\n一共三项|<<|3.00\n甲|2.00|1.00")
    assert sheet.key(1, 1) == ("t1", 1, 2) and sheet.key(2, 1) == ("t1", 2, 1)
    figure = sheet.figure(1, 1)
    assert figure is not None and figure.raw == "3.00"
    to_the_end = sheet_of("名称|合计|基本\n甲|文字|<<")
    assert to_the_end.key(1, 2) == ("t1", 1, 2) and to_the_end.figure(1, 2) is None


def test_a_blank_or_dash_is_zero_and_text_is_no_figure() -> None:
    sheet = sheet_of("名称|甲|乙|丙|丁(元)\n行||—|略|7.00")
    values = [None if figure is None else figure.value for figure in (sheet.figure(1, at) for at in range(1, 5))]
    assert values == [0, 0, None, 7]
    assert sheet.is_blank([(1, 1), (1, 2), (1, 3)]) and not sheet.is_blank([(1, 1), (1, 4)])


def test_a_merged_blank_counts_once_and_for_every_column() -> None:
    sheet = sheet_of("名称|甲|乙\n行||<<")
    assert {key[2] for key in sheet.figures} == {1, 2}


@pytest.mark.parametrize(
    ("head", "amount"),
    [("合计", True), ("增长率", False), ("执行率(%)", False), ("占比", False), ("合计(%)", False), ("利率水平", True)],
)
def test_rates_are_no_amounts(head: str, amount: bool) -> None:
    assert (sheet_of(f"名称|{head}|余\n行|1.00|1.00").columns == [1, 2]) is amount


def test_measures_side_by_side_count_as_outer_heads() -> None:
    sheet = sheet_of("名称|甲/预算数|甲/决算数|乙/预算数|乙/决算数\n行|1|2|3|4")
    assert sheet.path(3) == ("预算数", "乙") and sheet.leaf(4) == "乙" and sheet.parent(4) == ("决算数",)
    assert sheet.columns_headed(("甲",), "决算数") == [2]
    single = sheet_of("名称|甲/预算数|乙/预算数\n行|1|3")
    assert single.path(1) == ("甲", "预算数")
    other = sheet_of("名称|甲/预算数|甲/增减\n行|1|3")
    assert other.path(1) == ("甲", "预算数")


def test_years_of_heads_are_the_reports_own_unless_they_tell_columns_apart() -> None:
    assert fold_header("2024年预算数") == fold_header("2023年预算数") == "{Y}年预算数"
    assert sheet_of("名称|2024年/合计\n行|1").path(1) == ("{Y}年", "合计")
    two = sheet_of("名称|2023年/合计|2024年/合计\n行|1|2")
    assert two.path(1) == ("2023年", "合计") and two.path(2) == ("2024年", "合计")
    assert two.columns_headed(("合计",)) == [1, 2]
    assert sheet_of("名称|甲|乙\n行|1|2").columns_headed(("丙", "乙/甲", "乙")) == [2]


def test_rows_by_label_and_by_the_row_above() -> None:
    drawing = "名称|金额\n收入\n·拨款|1.00\n支出\n·拨款|2.00\n余额|3.00\n余额|4.00\n货物/车|5.00"
    sheet = sheet_of("\n".join(line if "|" in line else f"{line}|" for line in drawing.splitlines()))
    assert sheet.rows_labelled(0, ("支出/拨款",)) == [4] and sheet.rows_labelled(0, ("收入/拨款",)) == [2]
    assert sheet.rows_labelled(0, ("拨款",)) == [2, 4] and sheet.rows_labelled(0, ("缺", "余额")) == [5, 6]
    assert sheet.rows_labelled(0, ("货物/车",)) == [7] and sheet.rows_labelled(0, ("服务/车",)) == []
    assert sheet.rows_labelled(0, ("余额/余额",)) == [] and sheet.rows_labelled(1, ("余额",)) == []
    assert sheet.label(1, 7).label == ""
