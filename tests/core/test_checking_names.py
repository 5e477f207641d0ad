"""One thing, one name, one figure: units, labels and quantities of forms, and words a letter apart."""

from __future__ import annotations

import msgspec
import pytest

from checking_making import VARIANT, disclosure_of, form_of
from gongkai.checking.document.consistency import (
    consistency_findings,
    misspelt_names,
    repeated_quantities,
    sister_labels,
    told_quantities,
    unit_names,
)
from gongkai.checking.forms.sheets import FormSheet
from gongkai.model import Indicator, Paragraph

OWN = "示例市湿地保护中心"


def units(*names: str, department: str = OWN, phase: str = "self_eval") -> list[tuple[str, str]]:
    """Expected and found name, "" where it is missing."""
    variant = msgspec.structs.replace(VARIANT, phase=phase)
    forms = [form_of(f"field: 实施单位 = {name}", name=f"f{nth}", variant=variant) for nth, name in enumerate(names)]
    return [(one.expected, one.found) for one in unit_names(disclosure_of(department=department), forms)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (OWN, False),
        (f"731001-{OWN}", False),
        (OWN[:-1], True),
        (OWN[:-3], True),
        (OWN[:-4], False),
        ("示例市湿地保户中心", True),
        ("示例市湿地养户中心", False),
        ("示例市图书馆", False),
        (f"{OWN}站", False),
    ],
)
def test_a_unit_is_the_department_or_one_of_its_own(name: str, wrong: bool) -> None:
    assert units(name) == ([(OWN, name)] if wrong else [])


def test_the_code_of_a_unit_is_no_part_of_its_name() -> None:
    assert units(f"731001-{OWN[:-1]}") == [(OWN, OWN[:-1])]


def test_short_names_are_not_judged() -> None:
    assert units("示例图书", department="示例图书馆") == units("示例图片馆", department="示例图书馆") == []
    assert units("示例县图书", department="示例县图书馆") == []
    assert units("示例县图书中", department="示例县图书中心") == [("示例县图书中心", "示例县图书中")]
    assert units("示例县图片馆", department="示例县图书馆") == [("示例县图书馆", "示例县图片馆")]


def test_a_name_that_several_forms_bear_is_known() -> None:
    assert units("示例市第一图书馆", "示例市第一图书馆", "示例市第一图书") == [("示例市第一图书馆", "示例市第一图书")]
    assert units("示例市第一图书馆", "示例市第一图书") == []


def test_a_self_evaluation_without_its_unit() -> None:
    assert units("") == [("", "")]
    assert units("", phase="target") == []


def labelled(*labels: str, variants: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    forms = []
    for nth, label in enumerate(labels):
        variant = msgspec.structs.replace(VARIANT, id=f"form.{variants[nth]}") if variants else VARIANT
        forms.append(form_of(f"fund: {label} > 全年预算数 = 1.00", name=f"f{nth}", variant=variant))
    return [(one.expected, one.found) for one in sister_labels(forms)]


def test_a_label_a_letter_off_that_of_most_forms_is_a_slip() -> None:
    assert labelled("市辖区资金", "市辖区资金", "市县区资金") == [("市辖区资金", "市县区资金")]
    assert labelled("市辖区资金", "市县区资金") == []
    assert labelled("市辖区资金", "市辖区资金", "市县镇资金") == []
    assert labelled("甲资金", "甲资金", "乙资金") == []  # three letters leave too little to be alike
    assert labelled("甲级资金", "甲级资金", "乙级资金") == [("甲级资金", "乙级资金")]
    assert labelled("市辖区资金", "市辖区资金", "市县区资金", variants=("a", "a", "b")) == []


def told(text: str, section: str = "goal", column: str = "", **slots: str) -> list[tuple[str, str]]:
    indicator = {"level3": "指标1：开展科普活动次数", "actual": "6次", **slots}
    form = form_of(
        f"{section}: 目标 > {column} = {text}" if column else f"{section}: 目标 = {text}", Indicator(**indicator)
    )
    return [(one.expected, one.found) for one in told_quantities(form.form)]


@pytest.mark.parametrize(
    ("text", "slots", "found"),
    [
        ("全年开展科普活动6次", {}, []),
        ("全年开展科普活动8次", {}, [("8", "6")]),
        ("全年开展科普活动8余次", {}, [("8", "6")]),
        ("全年开展科普活动8个", {}, []),
        ("全年开展科普活动6.0次", {}, []),
        ("全年开展科普活动8次", {"actual": "≥6次"}, [("8", "6")]),
        ("全年开展科普活动8次", {"actual": "若干"}, []),
        ("全年开展科普活动8次", {"actual": "", "target": "6次"}, [("8", "6")]),
        ("全年开展科普活动8次", {"level3": "活动次数"}, []),
        ("全年开展科普活动8次", {"level3": "科普活动"}, [("8", "6")]),
        ("全年开展科普活动8次", {"level3": "普活动"}, []),
        ("全年开展2科普活动8次", {"level3": "2科普活动"}, []),  # no name, a number
        ("开展科普活动8次，又开展科普活动9次", {}, [("8", "6")]),
    ],
)
def test_a_quantity_told_by_the_indicators_own_name(
    text: str, slots: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert told(text, **slots) == found


@pytest.mark.parametrize(
    ("section", "column", "phase", "found"),
    [
        ("goal", "年度目标", "年度", True),
        ("goal", "实施期目标", "年度", False),
        ("goal", "实施期目标", "实施期", True),
        ("goal", "实施期目标", "", True),
        ("goal", "", "年度", True),
        ("analysis", "", "年度", True),
        ("field", "", "年度", True),
        ("field", "", "实施期", False),
        ("score", "", "年度", False),
    ],
)
def test_what_is_told_of_another_phase_is_no_contradiction(section: str, column: str, phase: str, found: bool) -> None:
    text = "本年计划面向公众开展科普活动8次"
    assert bool(told(text, section, column, phase=phase)) is found


def test_a_short_field_tells_nothing() -> None:
    assert told("开展科普活动八场十8次", "field") == []
    assert told("年开展科普活动8次共计四五", "field") == [("8", "6")]
    assert told("开展科普活动8次共计四五", "field") == []


def repeated(*texts: str, phase: str = "self_eval", **slots: str) -> list[tuple[str, str]]:
    variant = msgspec.structs.replace(VARIANT, phase=phase)
    forms: list[FormSheet] = [
        form_of(
            f"goal: 目标 = {text}",
            *([Indicator(**slots)] if slots and not nth else []),
            name=f"f{nth}",
            variant=variant,
        )
        for nth, text in enumerate(texts)
    ]
    return [(one.found, one.quote) for one in repeated_quantities(forms)]


def test_the_same_words_tell_one_number_throughout() -> None:
    assert repeated("新建湿地公园3个", "新建湿地公园3个") == []
    assert repeated("新建湿地公园3个", "新建湿地公园3个", "新建湿地公园5个") == [("5", "湿地公园5个")]
    assert repeated("新建湿地公园5个", "新建湿地公园3个") == [("3", "湿地公园3个")]
    assert repeated("新建湿地公园3个", "新建湿地公园5处") == repeated("地公园3个", "地公园5个") == []
    assert repeated("湿地公园3个", "湿地公园5个") == [("3", "湿地公园3个")]
    assert repeated("新建湿地公园3个", "新建湿地公园5余个") == []
    assert repeated("新建湿地公园3个", "新建湿地公园5个", phase="target") == []
    assert repeated("新建湿地公园3个，新建湿地公园5个", phase="target") == [("3", "湿地公园3个")]


def test_notes_and_results_of_indicators_tell_too() -> None:
    text = "当年在城区新建湿地公园5个"
    assert repeated("新建湿地公园3个", note=text) == repeated("新建湿地公园3个", actual=text) != []
    assert repeated("新建湿地公园3个", note="在城区新建湿地公园5个") == []  # too short for a sentence


def misspelt(*texts: str) -> list[tuple[str, str, str]]:
    paragraphs = [Paragraph(f"p{nth}", text) for nth, text in enumerate(texts)]
    return [(one.found, one.expected, one.proposal) for one in misspelt_names(disclosure_of(*paragraphs), [])]


ONCE = "示例市启明新材料产业园今年运转正常。"


def test_the_rarer_of_two_names_a_letter_apart_is_misspelt() -> None:
    wrong = "县里帮助示例市启朋新材料产业园修路。"
    ((found, expected, proposal),) = misspelt(ONCE, f"去年{ONCE}", wrong)
    assert "启朋" in found and expected == proposal and "启明" in expected
    ((_, expected, proposal),) = misspelt(ONCE, wrong) or [("", "", "")]
    assert expected == "" and (not proposal or " 或 " in proposal)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例市财政厅关于基层建设的若干意见。", "示例市财政局关于基层建设的若干意见。"),  # two kinds of bodies
        ("示例市第一季度工作安排的若干意见。", "示例市第二季度工作安排的若干意见。"),
        ("启明新材产业。", "启朋新材产业。"),  # too short to be the same passage
    ],
)
def test_two_names_that_differ_on_purpose(one: str, other: str) -> None:
    assert misspelt(one, f"又{one}", other) == []


def test_what_is_no_passage_is_not_searched() -> None:
    long = "县里帮助示例市启朋新材料产业园修路。" + "。" * 100_000
    assert misspelt(ONCE, f"去年{ONCE}", long) == []


def test_all_of_it_is_asked_of_a_document() -> None:
    forms = [
        form_of(
            "field: 实施单位 = 示例市湿地保护中\ngoal: 目标 = 开展科普活动8次",
            Indicator(level3="科普活动", actual="6次"),
            name="f1",
        )
    ]
    rules = {one.rule for one in consistency_findings(disclosure_of(department=OWN), forms)}
    assert {"name.unit", "quantity.told"} <= rules
