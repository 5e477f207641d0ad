"""What the plugin reads out of an invented document, and the checks every plugin must pass."""

from __future__ import annotations

from pathlib import Path

import gongkai_lanlan
import pytest

from gongkai.model import Disclosure
from gongkai.testing import PluginContract, read_text

TEXT = (Path(__file__).parent / "livelihood.txt").read_text(encoding="utf-8")


class TestContract(PluginContract):
    plugin = gongkai_lanlan
    name = "lanlan"
    texts = (TEXT,)


@pytest.fixture(scope="module")
def disclosure() -> Disclosure:
    return read_text(TEXT, {"lanlan": gongkai_lanlan})


def test_region(disclosure: Disclosure) -> None:
    assert disclosure.region == "青禾省临澜市"


def test_form_is_recognised_and_wholly_read(disclosure: Disclosure) -> None:
    (form,) = disclosure.forms
    assert form.variant == "form.livelihood_self_eval.lanlan_2022"
    assert not [found for found in disclosure.findings if found.rule.startswith("form.")]
    fields = {value.row[-1]: value.value for value in form.values if value.section == "field"}
    assert fields == {
        "项目名称": "社区食堂建设",
        "牵头单位": "临澜市民生服务中心",
        "受益人数（人）": "3200",
        "完成日期": "2023年11月30日",
    }


def test_money(disclosure: Disclosure) -> None:
    (form,) = disclosure.forms
    funds = {(value.row, value.column): value.value for value in form.values if value.section == "fund"}
    assert funds[("市级资金",), ("全年支出",)] == "190.00"
    assert len(funds) == 12


def test_indicators(disclosure: Disclosure) -> None:
    (form,) = disclosure.forms
    told = [(one.level1, one.level2, one.level3, one.target, one.actual, one.score) for one in form.indicators]
    assert told[1] == ("产出指标", "时效指标", "按期开放", "12月底前", "11月30日", "20")
    assert len(told) == 5


def test_table_kind(disclosure: Disclosure) -> None:
    (table,) = disclosure.tables
    assert table.kind == "final.livelihood_funds"


def test_rule_is_content_with_the_document(disclosure: Disclosure) -> None:
    assert not [found for found in disclosure.findings if found.rule == "lanlan.livelihood_balance"]


def test_rule_finds_a_wrong_balance() -> None:
    wrong = read_text(TEXT.replace("145.50\t14.50", "145.50\t15.40"), {"lanlan": gongkai_lanlan})
    (found,) = [found for found in wrong.findings if found.rule == "lanlan.livelihood_balance"]
    assert (found.expected, found.found) == ("14.50", "15.40")
