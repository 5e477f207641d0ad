"""Rates in invented sentences: right ones stay silent however they are worded, wrong ones are found."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai.checking.sentences.narrative import FoldedParagraph, slot_equations, slot_pattern
from gongkai.checking.sentences.ratios import ratio_findings
from gongkai.plugins.specs import Slot
from gongkai.words.labels import fold

RIGHT = (
    "2023年度收入总计1,127.36万元。与2022年度相比，收入总计增加125.21万元，增长12.49%。",
    "2023年度支出1,127.36万元，比2022年减少125.21万元，下降10.00%。",
    "2023年度支出1,127.36万元，同比减少125.21万元（下降10.00%）。",
    "2023年支出预算比2022年支出预算100.00万元增加10.00万元，增长10.00%。",
    "2023年支出预算110.00万元，较上年预算数增加10.00万元，增幅10.00%。",
    "2023年“三公”经费7.51万元，其中公务接待费较上年减少0.12万元，下降9.60%。",
    "基本支出693.81万元，项目支出421.25万元。机关运行经费比2022年增加5.00万元，增长6.01%。",
    "公务接待费1.13万元，完成预算56.5%。公务接待费支出决算比2022年减少0.12万元，下降9.6%。",
    "年初预算为20.00万元，支出决算为21.15万元，完成年初预算的105.75%。",
    "本年收入合计1,115.06万元，其中：财政拨款收入1,000.00万元，占89.68%；其他收入115.06万元，占10.32%。",
    "财政拨款收入1,000.00万元，占本年收入合计的89.68%；其他收入115.06万元，占本年收入合计的10.32%。",
    "2024年政府采购预算282.00万元，其中货物3.20万元，占1.13%，服务278.80万元，占98.87%。",
    "因公出国（境）费0万元，与上年持平；公务用车运行维护费7.20万元，与上年持平；公务接待费2.00万元，较上年减少0.80万元，下降28.57%。",
    "机关运行经费支出88.60万元，比年初预算数减少11.40万元，降低11.40%。",
    "2023年本部门收入总预算1115.06万元，比2022年减少31.59万元，下降2.75%，主要原因是……；其中：基本支出减少20.00万元，下降2.80%；项目支出减少11.59万元，下降2.68%。",
    "授予中小企业合同金额250.00万元，占政府采购支出总额的88.65%，其中：授予小微企业合同金额200.00万元，占授予中小企业合同金额的80.00%。",
    "授予中小企业合同金额250.00万元，占政府采购支出总额的88.65%，其中：授予小微企业合同金额200.00万元，占80.00%。",
    "人员经费605.21万元，占87.23%；公用经费88.60万元，占12.77%。",
    "比上年增加30.00万元，增长2.76%。",
)
WRONG = (
    "2023年度收入总计1,127.36万元。与2022年度相比，收入总计增加125.21万元，增长11.11%。",
    "2023年度收入总计1,127.36万元。与2022年度相比，收入总计增加125.21万元，增长1.25%。",
    "2023年度支出1,127.36万元，比2022年减少125.21万元，下降11.11%。",
    "2023年度支出1,127.36万元，同比减少125.21万元（下降11.11%）。",
    "2023年支出预算110.00万元，较上年预算数增加10.00万元，增幅9.09%。",
    "公务接待费1.13万元，完成预算56.5%。公务接待费支出决算比2022年减少0.12万元，下降96%。",
    "年初预算为20.00万元，支出决算为21.15万元，完成年初预算的115.75%。",
    "年初预算数20.00万元，2023年支出决算数21.15万元，完成年初预算的94.56%。",
    "本年收入合计1,115.06万元，其中：财政拨款收入1,000.00万元，占89.68%；其他收入115.06万元，占11.51%。",
    "本年收入合计1,115.06万元，其中：财政拨款收入1,000.00万元，占比98.68%；其他收入115.06万元，占比10.32%。",
    "因公出国（境）费0万元，与上年持平；公务用车运行维护费7.20万元，与上年持平；公务接待费2.00万元，较上年减少0.80万元，下降40.00%。",
    "机关运行经费支出88.60万元，比年初预算数减少11.40万元，降低12.87%。",
    "收入预算1115.06万元，比上年减少31.59万元，增长2.75%。",
)


def severities(sentence: str) -> list[str]:
    return [one.severity for one in ratio_findings([FoldedParagraph("b1", fold(sentence), "情况说明")])]


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_rate_is_no_finding(sentence: str) -> None:
    assert severities(sentence) == []


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_rate_is_found_once(sentence: str) -> None:
    (severity,) = severities(sentence)
    assert severity in ("error", "warning")


def test_a_label_within_a_longer_name_is_another_name() -> None:
    slot = Slot("x", "收入", "{label}{amount}", (), labels=("财政拨款收入",))
    assert slot_pattern(slot).search("其中:财政拨款收入5.00万元")
    assert not slot_pattern(slot).search("政府性基金预算财政拨款收入0万元")


def test_an_amount_of_another_year_stands_in_no_table() -> None:
    sentences = ("2022年收入总计8.00万元。", "比上年收入总计8.00万元多。", "2023年收入总计9.00万元。")
    slot = Slot("x", "收入", "收入总计{amount}", ())
    found = [list(slot_equations([FoldedParagraph("b1", fold(one), "")], (), [slot], {}, 2023)) for one in sentences]
    assert [len(one) for one in found] == [0, 0, 1]


def errors_of(folder: Path, text: str) -> list[str]:
    source = folder / "公开.txt"
    source.write_text(text, encoding="utf-8")
    return [one.message for one in gongkai.read(source).findings if one.severity == "error"]


SUMMARY = """某县水利局2024年部门预算

收支预算总表

单位：万元

收入\t\t支出\t\t支出用途\t
项目\t预算数\t项目\t预算数\t项目\t预算数
一、财政拨款\t9.00\t一、农林水支出\t9.00\t一、基本支出\t9.00
当年收入小计\t9.00\t当年支出小计\t9.00\t\t
上年结转资金\t\t结转下年资金\t\t\t
收入合计\t9.00\t支出合计\t9.00\t支出合计\t9.00
"""

THREE_PUBLIC = """某县水利局2024年部门预算

一般公共预算“三公”经费、会议费、培训费支出预算表

单位：万元

合计\t小计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费\t会议费\t培训费
13.70\t9.20\t\t7.20\t2.00\t1.50\t3.00
"""


@pytest.mark.parametrize("text", [SUMMARY, THREE_PUBLIC])
def test_a_layout_that_lost_its_parts_is_no_error(text: str, tmp_path: Path) -> None:
    """Blank parts of a printed total, and two totals under no head, can't be checked: nothing is said against them."""
    assert errors_of(tmp_path, text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("当年支出小计\t9.00", "当年支出小计\t"),  # the total is blank: torn off by a layout, or not printed
        ("当年支出小计\t9.00", "二、支出合计数\t9.00\t\t\n\t\t当年支出小计\t9.00"),  # it stands among its items
    ],
)
def test_a_total_that_cannot_be_told_proves_nothing(old: str, new: str, tmp_path: Path) -> None:
    assert errors_of(tmp_path, SUMMARY.replace(old, new)) == []


def test_a_wrong_total_is_still_an_error(tmp_path: Path) -> None:
    assert errors_of(tmp_path, SUMMARY.replace("收入合计\t9.00", "收入合计\t6.00"))
