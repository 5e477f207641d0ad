"""Every standard table of the house plugins is found by each of its titles, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import gongkai
from gongkai.model import Disclosure, DisclosureKind, Table
from gongkai.plugins.registry import Registry, installed_registry
from gongkai.plugins.specs import TableKind
from gongkai.recognise.tables.kinds import recognise_kind, title_core
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_grid, read_text, registry_of

FAMILIES = {
    "mof": "final.summary final.income final.expenditure final.grant_summary final.gpb_expenditure "
    "final.gpb_basic_econ final.gov_fund final.state_capital final.three_public",
    "shanxi": "final.statistics budget.summary budget.income budget.expenditure budget.grant_summary "
    "budget.gpb_expenditure budget.gpb_basic_econ budget.gov_fund_income budget.gov_fund budget.state_capital "
    "budget.three_public budget.operating budget.projects_current budget.projects_carryover",
    "shanghai": "final.summary final.income final.expenditure final.grant_summary final.gpb_expenditure "
    "final.gpb_basic_econ final.gov_fund final.state_capital final.three_public budget.summary budget.income "
    "budget.expenditure budget.grant_summary budget.gpb_expenditure budget.gov_fund budget.state_capital "
    "budget.gpb_basic_econ budget.three_public_operating",
    "jiangsu": "budget.summary budget.income budget.expenditure budget.grant_summary budget.grant_expenditure "
    "budget.grant_basic_econ budget.gpb_expenditure budget.gpb_basic_econ budget.three_public budget.gov_fund "
    "budget.operating budget.procurement",
}
REGIONS = {"mof": "某省某市", "shanxi": "山西省", "shanghai": "上海市某区", "jiangsu": "江苏省"}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed_registry()


def titled(title: str, heads: str = "项目|金额\n一、甲|1.00") -> Table:
    grid = make_grid([line.split("|") for line in heads.split("\n")])
    return Table("t1", grid, title=title, reading=read_grid(grid))


def kind_of(
    table: Table, registry: Registry, region: str = "", year: int | None = None, document: DisclosureKind = ""
) -> str:
    kind = recognise_kind(table, registry.tables, region, year, table.department, document)
    return kind.id if kind else ""


def kind_name(kind: TableKind) -> DisclosureKind:
    return "budget" if kind.id.startswith("budget") else "final"


def heads_of(kind: TableKind) -> str:
    return "|".join(kind.headers or ("项目", "金额"))


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_complete(registry: Registry, family: str) -> None:
    given = {kind.id for kind in registry.tables if kind.family == family}
    assert set(FAMILIES[family].split()) <= given


@pytest.mark.parametrize("family", FAMILIES)
def test_each_title_names_its_own_table(registry: Registry, family: str) -> None:
    wrong = []
    for kind in registry.tables:
        for title in kind.titles if kind.family == family else ():
            for printed in (title, f"2031年度{title}", f"公开03表 {title}", f"2031 年部门{title}", f"三、{title}"):
                found = kind_of(titled(printed, heads_of(kind)), registry, REGIONS[family], document=kind_name(kind))
                if found != kind.id:
                    wrong.append(f"{printed}: {found or '-'} instead of {kind.id}")
    assert not wrong


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("支出决算表", "final.expenditure"),
        ("一般公共预算财政拨款支出决算表", "final.gpb_expenditure"),
        ("国有资本经营预算财政拨款支出决算表", "final.state_capital"),
        ("政府性基金预算财政拨款收入支出决算表", "final.gov_fund"),
        ("财政拨款“三公”经费支出决算表", "final.three_public"),
        ("2031年度临澜市湖泊局支出决算表", "final.expenditure"),
        ("临澜市湖泊局2031年部门收支总表", "budget.summary"),
        ("一般公共预算支出表（不含上年结转）", "budget.gpb_expenditure"),
        ("项目支出预算表（上年结转）", "budget.projects_carryover"),
        ("一般公共预算基本支出预算表", "budget.gpb_basic_econ"),
        ("专项资金支出预算表", ""),
        ("上年结转支出预算表", ""),
        ("一般公共预算“三公”经费支出情况对比表", ""),
        ("一般公共预算财政拨款收入支出情况决算表", ""),
        ("政府购买服务支出情况统计表", ""),
        ("职工名册", ""),
        ("", ""),
    ],
)
def test_the_most_specific_title_wins(registry: Registry, title: str, kind: str) -> None:
    assert (
        kind_of(
            titled(title, "科目编码|科目名称|合计|本年支出|基本支出|项目支出|人员经费|决算数|收入|项目|项目名称"),
            registry,
        )
        == kind
    )


def test_a_slip_in_a_long_title_is_forgiven_where_the_heads_agree(registry: Registry) -> None:
    heads = "收入||支出|\n项目|决算数|项目|决算数\n一、甲|1.00|一、乙|1.00"
    assert kind_of(titled("财政拨款收入支出决笲总表", heads), registry) == "final.grant_summary"


def test_heads_that_all_miss_refuse_a_title(registry: Registry) -> None:
    assert kind_of(titled("收入决算表", "姓名|职务\n甲|乙"), registry) == ""


def test_a_table_without_title_is_known_by_exactly_its_heads(registry: Registry) -> None:
    assert kind_of(titled("", "序号|单位名称|备注\n1|甲局|"), registry) == "department.units"
    assert kind_of(titled("", "序号|单位名称\n1|甲局"), registry) == ""


def test_other_regions_and_years_are_out() -> None:
    class Plugin:
        GONGKAI_HOOK_API = 1

        @gongkai.hookimpl
        def gongkai_tables(self) -> list[TableKind]:
            return [
                TableKind("x.a", "甲表", ("鱼塘收支表",), region=("湖海省",)),
                TableKind("x.b", "乙表", ("鱼苗收支表",), years=(2020, None)),
            ]

    registry = registry_of({"fish": Plugin()})
    assert kind_of(titled("鱼塘收支表"), registry, "湖海省临澜市") == "x.a"
    assert kind_of(titled("鱼塘收支表"), registry) == "x.a"
    assert kind_of(titled("鱼塘收支表"), registry, "江苏省") == ""
    assert kind_of(titled("鱼苗收支表"), registry, "", 2021) == "x.b"
    assert kind_of(titled("鱼苗收支表"), registry, "", 2019) == ""


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("2031年度部门收入决算表", "收入决算表"),
        ("预算公开表3 2031年预算单位支出预算总表", "支出预算总表"),
        ("公开06表“三公”经费表", "三公经费表"),
        ("表一、收支总表", "收支总表"),
    ],
)
def test_title_core(title: str, core: str) -> None:
    assert title_core(title) == core


def test_removing_regional_plugins_leaves_the_rest_working() -> None:
    text = "表一\n\n收支总表\n\n单位：万元\n\n收入\t\t支出\t\n项目\t金额\t项目\t金额\n一、甲\t1.00\t一、乙\t1.00\n"
    for installed in (("formats",), ("formats", "national"), None):
        table = read_text(text, installed=installed).tables[0]
        assert [fact.row_label for fact in gongkai.facts(table)] == ["一、甲", "一、乙"]
        assert table.kind == ("" if installed == ("formats",) else "budget.summary")


@pytest.mark.parametrize("name", ["000", "001", "004"])
def test_every_table_of_the_seeds_has_its_kind(real: Callable[[str], Disclosure], name: str) -> None:
    document = real(name)
    assert [table.title for table in document.tables if not table.kind] == []
    assert len({table.kind for table in document.tables}) == len(document.tables)


def test_no_plugin_is_slow_to_load() -> None:
    import time

    from gongkai_regions import jiangsu, jinzhong, national, shanghai, shanxi

    start = time.process_time()
    for module in (national, shanxi, shanghai, jiangsu, jinzhong):
        for hook in ("gongkai_tables", "gongkai_codes", "gongkai_regions"):
            getattr(module, hook, list)()
    assert time.process_time() - start < 0.3
