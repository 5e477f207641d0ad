"""Classification codes as data, and what a check says of names that differ."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checking.document.code_names import code_findings, edit_distance
from gongkai.model import Disclosure, Table
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import CodeList, CodeName
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_disclosure, make_grid

FISH = CodeList(
    "fish",
    "鱼类",
    (
        CodeName("201", "湖泊养护支出", "", (2020, 2024)),
        CodeName("20101", "鱼苗繁育与放流", "201", (2020, 2024)),
        CodeName("20102", "旧渔政管理", "201", (2017, 2018)),
        CodeName("20102", "渔政管理事务", "201", (2019, 2024)),
    ),
)


def printed(*pairs: tuple[str, str], year: int | None = 2024) -> Disclosure:
    tables = []
    for number in (1, 2):
        rows = [["科目编码", "科目名称", "金额"], *([code, name, "1.00"] for code, name in pairs)]
        grid = make_grid(rows)
        tables.append(Table(f"t{number}", grid, title="支出表", unit="万元", reading=read_grid(grid)))
    return make_disclosure(*tables, year=year)


def test_known_names_are_fine_whatever_their_width_and_numbering() -> None:
    assert code_findings(printed(("201", "湖泊养护支出"), ("20101", " 鱼苗繁育与 放流")), [FISH]) == []


def test_one_finding_for_all_unknown_codes() -> None:
    findings = code_findings(printed(("20199", "其他养护"), ("20198", "码头养护")), [FISH])
    assert [(finding.rule, finding.severity, finding.block, finding.row) for finding in findings] == [
        ("codes.unknown", "info", "t1", 1)
    ]
    assert findings[0].message.startswith("2 个编码") and "20198 码头养护" in findings[0].message


@pytest.mark.parametrize("name", ["鱼苗繁育放流", "鱼苗与繁育放流", "鱼苗繁肓与放流"])
def test_a_slip_comes_with_a_proposal(name: str) -> None:
    (found,) = code_findings(printed(("20101", name)), [FISH])
    assert (found.rule, found.severity, found.found, found.proposal) == (
        "codes.name_differs",
        "warning",
        name,
        "鱼苗繁育与放流",
    )


def test_a_cut_name_is_passed_over() -> None:
    assert code_findings(printed(("20101", "鱼苗繁育"), ("201", "养护支出")), [FISH]) == []


def test_another_name_is_no_slip() -> None:
    (found,) = code_findings(printed(("20101", "码头维修")), [FISH])
    assert (found.rule, found.severity, found.proposal) == ("codes.name_differs", "info", "")


def test_an_old_name_is_told() -> None:
    assert code_findings(printed(("20102", "旧渔政管理"), year=2018), [FISH]) == []
    (found,) = code_findings(printed(("20102", "旧渔政管理"), year=2024), [FISH])
    assert (found.severity, found.expected) == ("info", "渔政管理事务")


def test_without_lists_nothing_is_said() -> None:
    assert code_findings(printed(("20199", "其他养护")), []) == []


def test_house_lists_are_sound() -> None:
    lists = {codes.id: codes for codes in installed_registry().codes}
    assert set(lists) >= {"functional", "economic"}
    for codes in lists.values():
        known = {entry.code for entry in codes.codes}
        for entry in codes.codes:
            assert entry.code.isdigit() and len(entry.code) in (3, 5, 7)
            assert entry.parent == (entry.code[:-2] if len(entry.code) > 3 else "")
            assert not entry.parent or entry.parent in known
            assert all(2000 <= year <= 2100 for year in entry.years)
    assert len({(entry.code, entry.name) for codes in lists.values() for entry in codes.codes}) == sum(
        len(codes.codes) for codes in lists.values()
    )


def test_slips_in_a_real_document(real: Callable[[str], Disclosure]) -> None:
    found = [finding for finding in real("000").findings if finding.rule.startswith("codes.")]
    assert found and all(finding.severity != "error" for finding in found)
    assert {finding.proposal for finding in found if finding.severity == "warning"} == {
        entry.name
        for codes in installed_registry().codes
        for entry in codes.codes
        if entry.code in ("20604", "30901", "31001")
    }


@given(st.text("甲乙丙丁", max_size=6), st.text("甲乙丙丁", max_size=6))
def test_edit_distance(first: str, second: str) -> None:
    distance = edit_distance(first, second)
    assert distance == edit_distance(second, first)
    assert (distance == 0) == (first == second)
    assert abs(len(first) - len(second)) <= distance <= max(len(first), len(second))
