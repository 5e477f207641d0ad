"""Rates at their thresholds: what rounding allows, what a rate refers to, and what is said of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from checking_making import sheet_of
from gongkai.checking.arithmetic.figures import PrintedFigure, read_figure
from gongkai.checking.sentences.narrative import FoldedParagraph
from gongkai.checking.sentences.ratios import rate_findings, ratio_findings, share_tolerance
from gongkai.plugins.specs.identities import Selector
from gongkai.plugins.specs.narrative import RateSlot
from gongkai.words.labels import fold


def passage(text: str, block: str = "b1", section: str = "情况") -> FoldedParagraph:
    return FoldedParagraph(block, fold(text), section)


def found(*texts: str, sections: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Rule, expected and found rate of each finding."""
    passages = [passage(text, f"b{nth}", sections[nth] if sections else "情况") for nth, text in enumerate(texts)]
    return [(one.rule.removeprefix("narrative."), one.expected, one.found) for one in ratio_findings(passages)]


def figure(raw: str) -> PrintedFigure:
    read = read_figure(("t", 0, 0), raw)
    assert read is not None
    return read


def test_the_room_that_rounding_leaves_a_share() -> None:
    half = Decimal("0.005")
    assert share_tolerance(figure("50.0"), figure("100.0"), half) == half + 100 * Decimal("0.075") / Decimal("99.95")
    assert share_tolerance(figure("1"), figure("0.4"), half) == half + 100 * (
        Decimal("0.5") + Decimal("0.125")
    ) / Decimal("0.35")
    assert share_tolerance(figure("50.0"), figure("-100.0"), half) == half + 100 * Decimal("0.075") / Decimal("99.95")
    assert share_tolerance(figure("0"), figure("0"), half) == 100
    assert share_tolerance(figure("1"), figure("0.5"), half) > 100
    assert share_tolerance(figure("1"), msgspec.structs.replace(figure("5"), half=Decimal(5)), half) == 100


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        # Prior of 100: 10 ± 0.05 of 100 ± 0.1 leaves ± 0.005 + 0.06.
        ("收入合计110.0万元,比上年增加10.0万元,增长10.06%。", []),
        ("收入合计110.0万元,比上年增加10.0万元,增长10.15%。", [("growth", "10.00%", "10.15%")]),
        ("收入合计110.0万元,比上年增加10.0万元,增长9.85%。", [("growth", "10.00%", "9.85%")]),
        ("收入合计90.0万元,比上年减少10.0万元,下降10.0%。", []),
        ("收入合计90.0万元,比上年减少10.0万元,下降11.1%。", [("growth", "10.00%", "11.1%")]),
        ("收入合计90.0万元,比上年减少10.0万元,降幅10.0%。", []),
        ("收入合计90.0万元,比上年减少10.0万元,增幅10.0%。", [("direction", "", "")]),
        ("收入合计90.0万元,比上年增加10.0万元,下降10.0%。", [("direction", "", "")]),
        ("收入合计10.00万元,比上年增加10.00万元,增长100%。", [("zero_base", "", "100%")]),
        ("收入合计10.01万元,比上年增加10.00万元,增长100%。", [("zero_base", "", "100%")]),
        ("收入合计10.02万元,比上年增加10.00万元,增长100%。", [("growth", "50000.00%", "100%")]),
        ("收入合计0.00万元,比上年增加0.00万元,增长0%。", []),
        ("收入合计5.00万元,比上年增加10.00万元,增长100%。", []),  # it cannot have been less than nothing
        ("比上年增加10.00万元,增长99%。", []),
        ("收入合计110.00万元,支出比上年增加10.00万元,增长99%。", []),  # of spending nothing is told
        ("收入合计110.00万元,支出合计220.00万元,收入比上年增加10.00万元,增长4.76%。", []),
        ("收入合计110.00万元,收入总计比上年增加10.00万元,增长12%。", []),
        ("收入、支出总计110.00万元,收、支总计比上年增加10.00万元,增长12%。", [("growth", "10.00%", "12%")]),
        ("2023年收入合计110.00万元,(2022年为100.00万元),增加10.00万元,增长10%。", []),
        ("2023年收入合计110.00万元,比上年预算数100.00万元增加10.00万元,增长10%。", []),
        ("2023年收入合计110.00万元,另有2023年结转100.00万元,增加10.00万元,增长10.00%。", []),
        ("收入合计1,110.00万元,比上年增加1,010.00万元,增长1,010.00%。", []),
        ("收入合计1,110.00万元,比上年增加1,010.00万元,增长1,020.00%。", [("growth", "1010.00%", "1,020.00%")]),
    ],
)  # fmt: skip
def test_growth(sentence: str, said: list[tuple[str, str, str]]) -> None:
    assert found(sentence) == said


@pytest.mark.parametrize(
    ("rate", "rule"),
    [("33.33%", None), ("33.32%", "cut_rate"), ("33.30%", "share"), ("33.34%", "cut_rate"), ("33.36%", "share")],
)
def test_a_last_digit_cut_instead_of_rounded(rate: str, rule: str | None) -> None:
    said = found(f"支出合计300,000.00万元,其中基本支出100,000.00万元,占{rate}。")
    assert [one[0] for one in said] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("合计100.00万元,其中甲60.00万元,占60%;乙40.00万元,占40%。", []),
        ("合计100.00万元,其中甲60.00万元,占60%;乙40.00万元,占45%。", [("share", "40.00%", "45%")]),
        ("合计100.00万元,其中甲60.00万元,占65%;乙40.00万元,占45%。", [("share", "", "100.00")]),
        ("合计100.00万元,其中甲60.00万元,占65%。", [("share", "60.00%", "65%")]),
        ("合计100.00万元,甲0.00万元,占0%。", []),
        ("合计100.00万元,甲0.00万元,占5%。", [("share", "0.00%", "5%")]),
        ("合计0.00万元,甲5.00万元,占5%。", []),
        ("合计0万元,甲0万元,占5%。", []),
        ("合计4.00万元,甲5.00万元,占50%。", []),  # no whole is less than its part
        ("合计5.00万元,甲5.00万元,占50%。", [("share", "100.00%", "50%")]),
        ("比上年增加100.00万元,甲5.00万元,占50%。", []),  # a change is no whole
        ("合计增加了100.00万元,甲5.00万元,占50%。", []),
        ("合计100.00万元,甲60.00万元,占本年收入合计的65%。", []),  # a slot says where that stands
        ("合计100.00万元,甲60.00万元,占比65%。", [("share", "60.00%", "65%")]),
        ("合计100.00万元,甲60.00万元,占的65%。", [("share", "60.00%", "65%")]),
        ("甲60.00万元,占60%,合计100.00万元。", []),
        ("甲60.00万元,占60%;乙30.00万元,占50%。", []),
        ("合计100.00万元,甲60.00万元,占60%,其中乙30.00万元,占50%。", []),
        ("合计100.00万元,甲60.00万元,占60%;乙30.00万元,占50%。", [("share", "30.00%", "50%")]),
    ],
)  # fmt: skip
def test_shares(sentence: str, said: list[tuple[str, str, str]]) -> None:
    assert found(sentence) == said


def test_a_whole_may_be_told_in_a_paragraph_before_under_the_same_heading() -> None:
    texts = ("合计100.00万元。", "甲60.00万元,占65%。")
    assert found(*texts) == [("share", "60.00%", "65%")]
    assert found(*texts, sections=("甲", "乙")) == []
    assert found("合计增加100.00万元。", texts[1]) == []
    assert found("合计100.00万元。", "甲60.00万元,占60%。", "其中乙30.00万元,占50%。") == []


def test_shares_on_a_whole_that_fits_none_are_one_finding_unless_one_fits() -> None:
    passages = [passage("合计100.00万元,其中甲60.00万元,占65%;乙40.00万元,占45%。")]
    (one,) = ratio_findings(passages)
    assert one.quote == "100.00" and "2 个占比都不符" in one.message
    cut = "合计300,000.00万元,甲100,000.00万元,占33.32%;乙200,000.00万元,占66.66%。"
    assert [one[0] for one in found(cut)] == ["cut_rate", "cut_rate"]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("年初预算为20.00万元,支出决算为10.00万元,完成年初预算的50%。", []),
        ("年初预算为20.00万元,支出决算为10.00万元,完成年初预算的55%。", [("completion", "50.00%", "55%")]),
        ("年初预算为0万元,支出决算为10.00万元,完成年初预算的55%。", [("zero_base", "", "55%")]),
        ("年初预算为40.00万元,全年预算为20.00万元,支出决算为10.00万元,完成年初预算的25%。", []),
        ("年初预算为40.00万元,全年预算为20.00万元,支出决算为10.00万元,完成全年预算的50%。", []),
        ("年初预算为40.00万元,全年预算为20.00万元,支出决算为10.00万元,完成年初预算的50%。", [("completion", "25.00%", "50%")]),
        ("年初预算为40.00万元。全年预算为20.00万元,支出决算为10.00万元,完成年初预算的50%。", []),
        ("预算为20.00万元,2023年度支出决算10.00万元,完成预算的50%。", []),
    ],
)  # fmt: skip
def test_completion(sentence: str, said: list[tuple[str, str, str]]) -> None:
    assert found(sentence) == said


def test_an_amount_in_doubt_carries_no_rate() -> None:
    text = "收入合计110.00万元,比上年增加10.00万元,增长15.00%。"
    start = text.index("110")
    doubtful = msgspec.structs.replace(passage(text), mended={start: None})
    assert list(ratio_findings([doubtful])) == []
    level = read_figure(("b1", -1, start), "76.67", 10_000)
    assert list(ratio_findings([msgspec.structs.replace(passage(text), mended={start: level})])) == []


SLOT = RateSlot(
    "N-03",
    "占比",
    "{label}{amount},占[^,0-9]{0,8}{percent}",
    (Selector("final.spending", ("合计",), ("金额",)), Selector("final.spending", ("上年合计",), ("金额",))),
    section=("支出",),
    labels=("基本支出", "项目支出"),
)
BASES = "名称|金额\n上年合计|50.00\n合计|{}"


def rates(
    text: str, total: str = "100.00", unit: str = "万元", section: str = "支出情况"
) -> list[tuple[str, str, str]]:
    sheet = sheet_of(BASES.format(total), unit=unit)
    given = rate_findings([passage(text, section=section)], [sheet], [SLOT])
    return [(one.rule.removeprefix("narrative."), one.severity, one.expected) for one in given]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("基本支出20.00万元,占支出20%。", []),
        ("基本支出20.00万元,占支出25%。", [("share", "error", "20.00%")]),
        ("基本支出20.00万元,占支出40%。", [("share", "warning", "20.00%")]),  # reckoned from last year's
        ("基本支出20.00万元,占支出40%;项目支出10.00万元,占支出20%。", [("share", "warning", "20.00%")]),
        ("基本支出20.00万元,占支出25%;项目支出10.00万元,占支出25%。", [("share", "error", "20.00%"), ("share", "error", "10.00%")]),
        ("基本支出20.00万元,占支出40%;项目支出10.00万元,占支出25%。", [("share", "warning", "20.00%"), ("share", "error", "10.00%")]),
    ],
)  # fmt: skip
def test_a_rate_whose_base_stands_in_a_table(text: str, said: list[tuple[str, str, str]]) -> None:
    assert rates(text) == said


def test_a_rate_without_a_base() -> None:
    wrong = "基本支出20.00万元,占支出25%。"
    assert rates(wrong, "0.00") == [("zero_base", "warning", "")]
    assert rates(wrong, unit="") == rates(wrong, section="收入情况") == rates(wrong.replace("基本", "其他")) == []
    one = msgspec.structs.replace(passage(wrong, section="支出情况"), mended={4: None})
    assert list(rate_findings([one], [sheet_of(BASES.format("100.00"))], [SLOT])) == []
