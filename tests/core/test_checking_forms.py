"""The arithmetic and the rules of indicator forms, on small invented forms."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from checking_making import VARIANT, equation_line, form_of, sheet_of
from gongkai.checking.arithmetic.equations import Equation
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.forms.identities import form_equations
from gongkai.checking.forms.sheets import FormSheet, form_sheets
from gongkai.checking.forms.told_forms import told_form_findings, told_form_money
from gongkai.checking.sentences.narrative import FoldedParagraph
from gongkai.model import Indicator
from gongkai.plugins.specs.forms import FormField, FormVariant


def equations(*forms: FormSheet, tables: tuple[Sheet, ...] = ()) -> list[str]:
    """`rule: equation` of forms, gaps as `rule: reason`."""
    results = list(form_equations(forms, tables))
    figures = {key: figure for sheet in (*forms, *tables) for key, figure in sheet.figures.items()}
    return [
        f"{one.identity}: {equation_line(one, figures) if isinstance(one, Equation) else one.reason}" for one in results
    ]


def test_balance_is_budget_less_execution_and_execution_earns_ten_points() -> None:
    fund = """
fund: 年度资金总额 > 全年预算数 = 10.00
fund: 年度资金总额 > 全年执行数 = 8.00
fund: 年度资金总额 > 结余 = 2.00
fund: 年度资金总额 > 执行率 = 80.0
fund: 年度资金总额 > 得分 = 8.0
"""
    assert equations(form_of(fund)) == ["F-17: 2.00 = 10.00-8.00", "F-18: 8.0 = 80.0"]
    assert equations(form_of(fund.replace("结余 = 2", "结余 = 3"))) == ["F-17: 3.00 = 10.00-8.00 !", "F-18: 8.0 = 80.0"]
    assert equations(form_of(fund.replace("80.0", "100.0").replace("= 8.0\n", "= 10.0\n")))[1:] == [
        "F-18: 10.0 = 100.0"
    ]
    assert equations(form_of(fund.replace("80.0", "100.1")))[1:] == []
    assert equations(form_of(fund + "fund: 年度资金总额 > 分值 = 20"))[1:] == []
    assert equations(form_of(fund.replace("全年执行数 = 8.00", "全年执行数 = "))) == ["F-18: 8.0 = 80.0"]


def test_sources_add_up_to_the_total_measure_by_measure() -> None:
    fund = """
fund: 年度资金总额 > 全年预算数 = 10.00
fund: 财政拨款 > 全年预算数 = 7.00
fund: 其他资金 > 全年预算数 = 3.00
fund: 其他资金 / 上级 > 全年预算数 = 1.00
"""
    assert equations(form_of(fund)) == ["F-16: 10.00 = 7.00+3.00"]
    only_total = "\n".join(fund.splitlines()[:2])
    assert equations(form_of(only_total)) == []
    rates = "fund: 年度资金总额 > 执行率 = 90\nfund: 财政拨款 > 执行率 = 80\n"
    assert equations(form_of(fund + rates)) == ["F-16: 10.00 = 7.00+3.00"]
    assert equations(form_of(fund + "fund: 财政拨款 > 全年执行数 = 1.00"))[1:] == ["F-16: 有金额未填写"]
    assert equations(form_of("fund: 财政拨款 > 全年预算数 = 7.00\nfund: 其他资金 > 全年预算数 = 3.00")) == []
    lists = msgspec.structs.replace(VARIANT, fund_table=None)
    halves = "fund: 资金总额 > 年度 = 5.00\nfund: 拨款 > 年度 = 4.00"
    assert equations(form_of(halves, variant=lists)) == ["F-16: 5.00 = 4.00 !"]


def test_a_department_carries_its_balance_over() -> None:
    fund = """
fund: 上年结转 = 1.00
fund: 年初预算 = 9.00
fund: 预算调整 = -2.00
fund: 预算执行 = 7.00
fund: 年末结余 = 1.00
"""
    lists = msgspec.structs.replace(VARIANT, fund_table=None)
    assert equations(form_of(fund, variant=lists)) == ["F-17: 1.00 = -7.00+1.00+9.00+-2.00"]
    assert equations(form_of(fund.replace("fund: 上年结转 = 1.00\n", ""), variant=lists)) == [
        "F-17: 1.00 = -7.00+9.00+-2.00 !"
    ]
    assert (
        equations(form_of("fund: 年初预算 = 9.00\nfund: 预算执行 = 7.00\nfund: 年末结余 = 2.00", variant=lists)) == []
    )
    assert equations(form_of(fund.replace("fund: 年末结余 = 1.00\n", ""), variant=lists)) == []
    assert equations(form_of(fund.replace("fund: 预算执行 = 7.00\n", ""), variant=lists)) == []


def scored(weight: str | None, score: str | None, section: str = "绩效指标") -> Indicator:
    return Indicator(section, level3="数量指标", weight=weight, score=score)


EXECUTION = "fund: 年度资金总额 > 得分 = 9.00\n"


def test_weights_add_up_to_a_hundred_and_scores_to_the_total() -> None:
    rows = [scored("50", "45.00"), scored("40", "40.00")]
    closing = "score: 总分 = 94.00"
    assert equations(form_of(EXECUTION + closing, *rows)) == [
        "F-10: 45.00 ≤ 50",
        "F-10: 40.00 ≤ 40",
        "F-08: 90 = 50+40",
        "F-09: 94.00 = 45.00+40.00+9.00",
    ]
    assert equations(form_of("score: 总分 = 85.00", *rows))[2:] == ["F-08: 100 = 50+40 !", "F-09: 85.00 = 45.00+40.00"]
    weighed = EXECUTION + "fund: 年度资金总额 > 分值 = 10\n"
    assert equations(form_of(weighed + closing, *rows))[2:] == [
        "F-08: 100 = 50+40+10",
        "F-09: 94.00 = 45.00+40.00+9.00",
    ]
    assert equations(form_of(closing, scored("50", "51.00")))[0] == "F-10: 51.00 ≤ 50 !"


def test_a_target_form_may_leave_the_points_of_execution_for_later() -> None:
    target = msgspec.structs.replace(VARIANT, phase="target")
    assert equations(form_of("", scored("50", None), scored("40", None), variant=target)) == ["F-08: 90 = 50+40"]
    assert equations(form_of("", scored("50", None), scored("30", None), variant=target)) == ["F-08: 100 = 50+30 !"]
    assert equations(form_of("", scored("50", None), scored("40", None))) == ["F-08: 100 = 50+40 !"]


def test_sums_of_points_need_every_one_of_them() -> None:
    assert equations(form_of("score: 总分 = 90", scored("50", "45"), scored("50", None))) == [
        "F-10: 45 ≤ 50",
        "F-08: 100 = 50+50",
    ]
    assert equations(form_of("score: 总分 = 90", scored("50", "45"), scored(None, "45"))) == [
        "F-10: 45 ≤ 50",
        "F-09: 90 = 45+45",
    ]
    assert equations(form_of("", scored("100", "90"))) == ["F-10: 90 ≤ 100", "F-08: 100 = 100"]
    assert equations(form_of("score: 总分 = ")) == []


SCORES = """
score: 投入 > 标准分 = 40
score: 投入 > 得分 = 36.00
score: 过程 > 标准分 = 60
score: 过程 > 得分 = 54.00
score: 总分 > 总分分值 = 100
score: 总分 > 总分得分 = 90.00
"""


def test_a_score_table_adds_up_by_sections() -> None:
    items = [
        Indicator("投入", level1="目标", level2="合理", weight="40", score="36.00"),
        Indicator("过程", level1="执行", level2="完成", weight="30", score="27.00"),
        Indicator("过程", level1="执行", level2="进度", weight="30", score="27.00"),
    ]
    assert equations(form_of(SCORES, *items))[3:] == [
        "F-09: 40 = 40",
        "F-09: 60 = 30+30",
        "F-09: 100 = 40+60",
        "F-09: 36.00 = 36.00",
        "F-09: 54.00 = 27.00+27.00",
        "F-09: 90.00 = 36.00+54.00",
    ]
    assert [one for one in equations(form_of(SCORES, *items[:1])) if one.startswith("F-09")] == [
        "F-09: 40 = 40",
        "F-09: 100 = 40 !",
        "F-09: 36.00 = 36.00",
        "F-09: 90.00 = 36.00 !",
    ]
    lacking = [*items[:2], msgspec.structs.replace(items[2], score=None)]
    assert "F-09: 54.00 = 27.00 !" not in equations(form_of(SCORES, *lacking))


def test_a_project_has_one_amount_in_table_and_form() -> None:
    drawing = "名称|合计\n培训经费|5.00\n采购经费|略\n合计|9.00"
    table = sheet_of(drawing, kind="budget.projects_current")
    lists = msgspec.structs.replace(VARIANT, fund_table=None)
    text = "field: 项目名称 = {}\nfund: 年度资金总额 > 年度 = 5.00"

    def found(name: str, sheet: Sheet = table, unit: str = "万元") -> list[str]:
        return equations(form_of(text.format(name), variant=lists, unit=unit), tables=(sheet,))

    assert found("培训经费") == ["X-11: 5.00 = 5.00"]
    assert found("合计") == found("别的") == found("") == found("采购经费") == []
    assert found("培训经费", unit="") == []
    assert found("培训经费", sheet_of(drawing, kind="budget.projects_current", unit="")) == []
    assert found("培训经费", sheet_of(drawing, kind="budget.projects")) == []
    assert found("培训经费", sheet_of(drawing.replace("合计\n", "金额\n", 1), kind="budget.projects_current")) == []


TARGET = msgspec.structs.replace(VARIANT, id="form.target", phase="target", fund_table=None)
DEPARTMENT = msgspec.structs.replace(VARIANT, scope="department")
MONEY = "fund: 年度资金总额 > 全年执行数 = {}\nscore: 等级 = 优"


def evaluated(*amounts: str, variant: FormVariant = VARIANT) -> list[FormSheet]:
    return [form_of(MONEY.format(amount), name=f"f{nth}", variant=variant) for nth, amount in enumerate(amounts)]


def money_told(sentence: str, forms: list[FormSheet]) -> list[str]:
    figures = {key: figure for sheet in forms for key, figure in sheet.figures.items()}
    for sheet in forms:
        figures |= {figure.key: figure for figure in sheet.funds.values()}
    found = list(told_form_money([FoldedParagraph("p", sentence, "")], forms, figures))
    return [equation_line(one, figures) for one in found]


def test_money_told_of_projects_is_the_sum_of_their_forms() -> None:
    two = evaluated("3.00", "4.00")
    assert money_told("涉及项目2个,共计资金7.00万元。", two) == ["7.00 = 3.00+4.00"]
    assert money_told("涉及项目2个,共计资金8.00万元。", two) == ["8.00 = 3.00+4.00 !"]
    assert money_told("涉及项目3个,共计资金7.00万元。", two) == []
    assert money_told("涉及项目2个,共计资金7.00万元。", evaluated("3.00", "4.00", variant=DEPARTMENT)) == []
    assert money_told("涉及项目2个,共计资金7.00万元。", evaluated("3.00", "略")) == []
    assert money_told("涉及项目2个,共计资金7.00万元。", []) == []
    nameless = [form_of(MONEY.format("3.00"), unit=""), form_of(MONEY.format("4.00"), name="f2", unit="")]
    assert money_told("涉及项目2个,共计资金7.00万元。", nameless) == []
    target = [form_of("fund: 年度资金总额 > 年度 = 5.00", variant=TARGET)]
    assert money_told("公开项目绩效目标1个,涉及资金5.00万元。", target) == ["5.00 = 5.00"]


def counts_told(sentence: str, forms: list[FormSheet]) -> list[tuple[str, str]]:
    return [(one.expected, one.found) for one in told_form_findings([FoldedParagraph("p", sentence, "")], forms)]


def test_forms_told_are_counted() -> None:
    targets = [form_of("", name=f"f{nth}", variant=TARGET) for nth in range(2)]
    assert counts_told("公开项目绩效目标2个", targets) == []
    assert counts_told("公开项目绩效目标3个", targets) == [("2", "3")]
    assert counts_told("公开项目绩效目标3个", []) == []


def test_grades_told_are_counted_where_every_form_has_one() -> None:
    two = evaluated("1", "2")
    assert counts_told("自评二级项目2个,2个项目为优。", two) == []
    assert counts_told("自评二级项目2个,1个项目为优,1个项目为良。", two) == [("2", "1"), ("0", "1")]
    assert counts_told("自评二级项目3个,1个项目为优。", two) == []
    assert counts_told("自评二级项目2个,1个项目为优。", []) == []
    assert counts_told("自评二级项目2个,1个项目为优。", [two[0], form_of("", name="g")]) == []


def test_only_forms_of_known_variants_are_laid_out() -> None:
    form = form_of("").form
    assert [sheet.variant for sheet in form_sheets([form], [VARIANT])] == [VARIANT]
    assert form_sheets([form], [TARGET]) == []


def test_points_are_rounded_to_two_decimals_at_most_and_weights_exact() -> None:
    form = form_of("", scored("5", "5"))
    ((_, weight, score),) = form.weighed
    assert weight is not None and score is not None
    assert (weight.half, score.half) == (0, Decimal("0.005")) and weight.key[1] < score.key[1]
    assert form_of("", scored("5分", None)).weighed == []
    finer = form_of("score: 总分 = 90.123分")
    closing = finer.closing()
    assert closing is not None
    placed = finer.place_points(closing)
    assert placed is not None and placed.half == Decimal("0.0005") and placed.value == Decimal("90.123")


def test_values_without_a_cell_are_no_figures() -> None:
    form = form_of("fund: 年度资金总额 > 全年预算数 = 5.00\nfund: 年度资金总额 > 执行率 = 90")
    homeless = [msgspec.structs.replace(value, cells=()) for value in form.form.values]
    assert [form.place_money(homeless[0]), form.place_points(homeless[1])] == [None, None]
    assert form.fund_measures == ["budget", "rate"] and form.fund_rows == ["年度资金总额"]
    assert FormField(("其他",)).meaning == ""
