"""Rules on indicator forms that are no equations, on small invented forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checking_making import form_of
from gongkai.checking.forms.formulas import evaluate_formula
from gongkai.checking.forms.rules import form_findings, read_target, target_reached
from gongkai.checking.forms.sheets import FormSheet
from gongkai.model import Indicator

SCORES = """
score: 投入 > 标准分 = 40
score: 投入 > 得分 = 36.00
score: 过程 > 标准分 = 60
score: 过程 > 得分 = 54.00
score: 总分 > 总分分值 = 100
score: 总分 > 总分得分 = 90.00
"""


def findings(form: FormSheet, rule: str) -> list[tuple[str, str]]:
    """(expected, found) of a rule's findings."""
    return [(one.expected, one.found) for one in form_findings([form]) if one.rule == rule]


@pytest.mark.parametrize(
    ("total", "grade", "expected"),
    [
        ("90", "优", []),
        ("89.99", "优", [("良", "优")]),
        ("90", "良", [("优", "良")]),
        ("80", "良", []),
        ("79.5", "良", [("中", "良")]),
        ("60", "中", []),
        ("59.99", "中", [("差", "中")]),
        ("0", "差", []),
        ("95", "合格", []),
        ("九十", "良", []),
    ],
)
def test_the_grade_follows_from_the_total(total: str, grade: str, expected: list[tuple[str, str]]) -> None:
    assert findings(form_of(f"score: 总分 = {total}\nscore: 等级 = {grade}"), "form.grade") == expected


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("731001-某馆", []),
        ("31001-某馆", [("731***", "31001")]),
        ("7310012-某馆", [("731***", "7310012")]),
        ("某馆", []),
    ],
)
def test_a_unit_code_is_the_departments_and_three_digits(unit: str, found: list[tuple[str, str]]) -> None:
    form = form_of(f"field: 主管部门 = 731-某局\nfield: 实施单位 = {unit}")
    assert findings(form, "form.unit_code") == found
    assert findings(form_of(f"field: 主管部门 = 某局\nfield: 实施单位 = {unit}"), "form.unit_code") == []


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "expected"),
    [
        ("100.00", "80.00", "80.00", []),
        ("100.00", "80.00", "80.01", []),  # ±0.005 of the rate and of both amounts
        ("100.00", "80.00", "80.03", [("80.00", "80.03")]),
        ("100.00", "80.00", "79.97", [("80.00", "79.97")]),
        ("3", "2", "66.67", []),
        ("0.00", "0.00", "50.00", []),
        ("0.01", "0.00", "50.00", []),  # it may be half a fen
        ("100.00", "", "50.00", []),
    ],
)
def test_an_execution_rate_within_the_rounding_of_all_three(
    budget: str, executed: str, rate: str, expected: list[tuple[str, str]]
) -> None:
    lines = (("全年预算数", budget), ("全年执行数", executed), ("执行率", rate))
    form = form_of("\n".join(f"fund: 年度资金总额 > {name} = {text}" for name, text in lines))
    assert findings(form, "form.rate") == expected
    assert not [one for one in form_findings([form], form.figures) if one.rule == "form.rate"]


def test_points_told_in_a_text_are_those_of_the_table() -> None:
    told = SCORES + "analysis: 分析 = 总得分{}分，其中投入实际得分{}分。"
    assert findings(form_of(told.format("90", "36")), "form.told_score") == []
    assert findings(form_of(told.format("91", "36.0")), "form.told_score") == [("90.00", "91")]
    assert findings(form_of(told.format("90", "35")), "form.told_score") == [("36.00", "35")]
    assert findings(form_of("analysis: 分析 = 总得分91分"), "form.told_score") == []
    assert findings(form_of("score: 总分 = 约90\nanalysis: 分析 = 总得分91分"), "form.told_score") == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("≥3个", (False, "3", "个")),
        ("≤5.5%", (True, "5.5", "%")),
        (">3", (False, "3", "")),
        ("<3", (True, "3", "")),
        ("不少于12次", (False, "12", "次")),
        ("不低于90%", (False, "90", "%")),
        ("不超8万", (True, "8", "万")),
        ("不超过8万元", (True, "8", "万元")),
        ("不高于8万元", (True, "8", "万元")),
        ("达到95%", (False, "95", "%")),
        ("95%以上", (False, "95", "%")),
        ("3天以内", (True, "3", "天")),
        ("5次以下", (True, "5", "次")),
        ("3个", None),
        ("≥3个，≤5个", None),
        ("", None),
    ],
)
def test_targets_with_one_bound(text: str, bound: tuple[bool, str, str] | None) -> None:
    assert read_target(text) == (bound and (bound[0], Decimal(bound[1]), bound[2]))


@pytest.mark.parametrize(
    ("target", "actual", "reached"),
    [
        ("≥3个", "3个", True),
        ("≥3个", "2个", False),
        ("≤3个", "3个", True),
        ("≤3个", "4个", False),
        ("≥3个", "=4", True),
        ("≥3", "4个", True),
        ("≥3万", "4万元", True),
        ("≥3万元", "4万", True),
        ("≥3个", "4次", None),
        ("≥3个", "约4", True),
        ("≥3个", "完成", None),
        ("3个", "3个", None),
    ],
)
def test_whether_a_target_is_reached(target: str, actual: str, reached: bool | None) -> None:
    assert target_reached(target, actual) is reached


def said_of(**slots: str) -> list[str]:
    """Messages on one indicator, without the form's title."""
    form = form_of("", Indicator("绩效指标", level2="数量", **slots))  # type: ignore[arg-type]
    return [one.message.partition("：")[2] for one in form_findings([form])]


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"actual": "3个", "weight": "10", "score": "0"}, "已达到却得 0 分"),
        ({"actual": "3个", "weight": "10", "score": "1"}, ""),
        ({"actual": "2个", "weight": "10", "score": "10"}, "未达到却得满分"),
        ({"actual": "2个", "weight": "10", "score": "9"}, ""),
        ({"actual": "2个", "weight": "10", "score": "0"}, ""),
        ({"actual": "2个", "progress": "完成"}, "未达到却写“完成”"),
        ({"actual": "2个", "progress": "已完成"}, "未达到却写“完成”"),
        ({"actual": "2个", "progress": "未完成"}, ""),
        ({"actual": "3个", "progress": "完成"}, ""),
        ({"actual": "2个", "score": "10"}, ""),
        ({"actual": "2个", "weight": "十", "score": "十"}, ""),
        ({"actual": "2个", "adjusted": "≥2个", "weight": "10", "score": "10"}, ""),
        ({"actual": "许多", "weight": "10", "score": "10"}, ""),
    ],
)
def test_points_follow_from_reaching_the_target(slots: dict[str, str], said: str) -> None:
    found = said_of(**{"target": "≥3个", **slots})
    assert [one.endswith(said) for one in found] == ([True] if said else [])


def test_an_indicator_is_named_by_its_own_level_or_the_one_above() -> None:
    assert "“数量”目标 ≥3个，实际 2个" in said_of(target="≥3个", actual="2个", progress="完成")[0]
    assert (
        "“培训”目标 ≥4个，实际 2个"
        in said_of(level3="培训", target="≥3个", adjusted="≥4个", actual="2个", progress="完成")[0]
    )


@pytest.mark.parametrize(
    ("target", "actual", "progress", "expected"),
    [
        ("≥10个", "8个", "80%", []),
        ("≥10个", "8个", "81%", []),  # a point for rounding
        ("≥10个", "8个", "81.1%", [("80%", "81.1%")]),
        ("≥10个", "8个", "78.9%", [("80%", "78.9%")]),
        ("≥10个", "8个", "100%", [("80%", "100%")]),
        ("≤10个", "8个", "100%", []),
        ("10个", "8个", "100%", []),
        ("≥90%", "80%", "50%", []),
        ("≥10个", "若干", "50%", []),
        ("≥10个", "8个", "完成", []),
        ("≥10个(含5个)", "4个", "80%", []),  # the target may mean any of its numbers
        ("≥0个", "8个", "50%", []),
    ],
)
def test_progress_is_actual_over_target(
    target: str, actual: str, progress: str, expected: list[tuple[str, str]]
) -> None:
    form = form_of("", Indicator("绩效指标", target=target, actual=actual, progress=progress))
    assert findings(form, "form.progress") == expected


@pytest.mark.parametrize(
    ("target", "wrong"),
    [("—100%", True), ("– 5个", True), ("一100%", True), ("一次", False), ("≥5", False), ("5—6个", False)],
)
def test_a_dash_before_a_target_is_a_lost_operator(target: str, wrong: bool) -> None:
    assert len(findings(form_of("", Indicator(target=target)), "form.operator")) == wrong
    assert len(findings(form_of("", Indicator(target=target, adjusted=target)), "form.operator")) == wrong
    assert len(findings(form_of("", Indicator(target="≥5", adjusted=target)), "form.operator")) == wrong


@pytest.mark.parametrize(
    ("text", "computed", "printed", "tolerance"),
    [
        ("(30+12-2)/50=80%", "80", "80", "0.5"),
        ("3×4=12", "12", "12", "0.5"),
        ("9÷4=2.25", "2.25", "2.25", "0.005"),
        ("1,000-1=999", "999", "999", "0.5"),
        ("2+3*4=14.0", "14", "14.0", "0.05"),
        ("10-4-3=3", "3", "3", "0.5"),
        ("8/4/2=1", "1", "1", "0.5"),
        ("-2*-3=6", "6", "6", "0.5"),
        ("2*(3+(4-1))=-12", "12", "-12", "0.5"),
    ],
)
def test_a_sum_written_out(text: str, computed: str, printed: str, tolerance: str) -> None:
    formula = evaluate_formula(text)
    assert formula is not None
    assert (formula.computed, formula.printed, formula.tolerance) == tuple(map(Decimal, (computed, printed, tolerance)))


@pytest.mark.parametrize(
    "text",
    ["5=5", "-5=-5", "3/0=1", "0/0=0", "(3+4=7", "3+4)=7", "3+=3", "3..5+1=4", "增加3+4=7", "*3=3", "3+4", "1.2.3+1=2"],
)
def test_what_is_no_sum(text: str) -> None:
    assert evaluate_formula(text) is None


def test_brackets_within_reason() -> None:
    for depth, found in ((20, True), (21, False), (500, False)):
        assert (evaluate_formula(f"{'(' * depth}1+1{')' * depth}=2") is not None) is found


def test_a_ratio_written_out_is_right() -> None:
    assert findings(form_of("", Indicator(note="40/50=80%")), "form.formula") == []
    assert findings(form_of("", Indicator(note="40/50=80.4%")), "form.formula") == [("80.00", "80.4")]
    assert findings(form_of("", Indicator(note="1/3=33%")), "form.formula") == []
    assert findings(form_of("", Indicator(note="1/8=12%")), "form.formula") == []  # half a unit to the last digit
