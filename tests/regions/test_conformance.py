"""Our own plugins pass what every plugin must pass."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

import gongkai_formats
from gongkai.plugins.registry import ENTRY_POINT_GROUP
from gongkai.testing import PluginContract, make_disclosure, make_table, missing_ink, read_text, registry_of
from gongkai_regions import jiangsu, jinzhong, national, shanghai, shanxi

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXTS = tuple((EXAMPLES / name).read_text(encoding="utf-8") for name in ("final_account_2023.txt", "budget_2024.md"))


class TestFormats(PluginContract):
    plugin = gongkai_formats
    name = "formats"
    texts = TEXTS


class TestNational(PluginContract):
    plugin = national
    name = "national"
    texts = TEXTS


class TestShanxi(PluginContract):
    plugin = shanxi
    name = "shanxi"
    companions = ("national",)


class TestJinzhong(PluginContract):
    plugin = jinzhong
    name = "jinzhong"
    companions = ("national", "shanxi")


class TestShanghai(PluginContract):
    plugin = shanghai
    name = "shanghai"
    companions = ("national",)


class TestJiangsu(PluginContract):
    plugin = jiangsu
    name = "jiangsu"
    companions = ("national",)


def test_every_installed_plugin_of_ours_is_held_to_the_contract() -> None:
    ours = {
        point.name for point in entry_points(group=ENTRY_POINT_GROUP) if point.dist and point.dist.name == "gongkai"
    }
    held = {case.name for case in PluginContract.__subclasses__()}
    assert ours <= held


@pytest.mark.parametrize("left_out", ["national", "shanxi", "jinzhong", "shanghai", "jiangsu"])
def test_everything_goes_on_without_a_regional_plugin(left_out: str) -> None:
    names = tuple({"formats", "national", "shanxi", "jinzhong", "shanghai", "jiangsu"} - {left_out})
    registry = registry_of(installed=names)
    for text in TEXTS:
        disclosure = read_text(text, registry=registry)
        assert disclosure.tables
        assert not missing_ink(text, disclosure)


def test_a_form_without_its_plugin_stays_a_grid_and_is_named() -> None:
    disclosure = read_text(TEXTS[0], installed=("formats",))
    assert disclosure.forms
    assert all(not form.variant for form in disclosure.forms)
    assert "form.unknown_variant" in {finding.rule for finding in disclosure.findings}


def test_missing_ink_counts_what_a_disclosure_lost() -> None:
    disclosure = make_disclosure(make_table([["项目", "金额"], ["合计", "1.00"]], "收支表"))
    assert missing_ink("收支表\n项目\t金额\n合计\t1.00", disclosure) == {}
    assert missing_ink("收支表 2023", disclosure) == {"2": 2, "3": 1}
