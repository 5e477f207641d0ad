"""Facts are the printed amounts of a table, no more and no fewer."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from gongkai.model import AmountState, Disclosure, Proof, Table, read_amount
from gongkai.recognise.tables.readings import read_grid
from gongkai.tables.facts import Fact, facts
from gongkai.testing import make_disclosure, make_grid
from gongkai.words.labels import NUMBERING, fold


def table_of(text: str, unit: str = "万元") -> Table:
    grid = make_grid([line.split("|") for line in text.strip().split("\n")])
    reading = read_grid(grid)
    return Table("t1", grid, title="某表", unit=unit, header_rows=reading.header_rows, reading=reading)


def short(fact: Fact) -> str:
    return f"{fact.row_code} {fact.row_label} | {'/'.join(fact.column_path)} | {fact.value} {fact.unit}".strip()


def test_one_fact_per_printed_amount() -> None:
    table = table_of(
        """
科目编码|科目名称|合计|其中：基本
栏次||1|2
|合计|1,203.50|——
201|服务支出|(3.50)|
20103|办公事务|1207.00|0.00
"""
    )
    assert [short(fact) for fact in facts(table)] == [
        "合计 | 合计 | 1203.50 万元",
        "201 服务支出 | 合计 | -3.50 万元",
        "20103 办公事务 | 合计 | 1207.00 万元",
        "20103 办公事务 | 其中：基本 | 0.00 万元",
    ]
    first = facts(table)[0]
    assert (first.raw, first.value_yuan, first.row, first.column) == ("1,203.50", Decimal(12035000), 2, 2)


def test_a_table_without_stub_has_facts_without_row() -> None:
    found = facts(table_of("合计|出国费|接待费\n3.00|1.00|2.00"))
    assert [(fact.row_label, fact.column_path) for fact in found] == [
        ("", ("合计",)),
        ("", ("出国费",)),
        ("", ("接待费",)),
    ]


def test_units_come_from_the_figure_its_column_its_row_then_the_table() -> None:
    table = table_of(
        """
项目|数额|单价（元）
一、货物|2.00|30
（一）车辆数合计（辆）|4|
1. 其他用车|4|
（二）单价100万元以上设备|1|
完成率|98.5%|
"""
    )
    assert [(fact.value, fact.unit, fact.value_yuan) for fact in facts(table)] == [
        (Decimal("2.00"), "万元", Decimal(20000)),
        (Decimal(30), "元", Decimal(30)),
        (Decimal(4), "辆", None),
        (Decimal(4), "辆", None),
        (Decimal(1), "", None),
        (Decimal("98.5"), "%", None),
    ]


def test_rates_and_counts_are_no_money() -> None:
    table = table_of("项目|预算数|增减%|执行率|人数\n甲|1.00|2.00|3.00|4")
    assert [fact.unit for fact in facts(table)] == ["万元", "%", "", ""]


def test_a_column_may_state_the_unit_of_each_row() -> None:
    table = table_of("项目|计量单位|数值\n车辆|辆|3\n房屋|平方米|20.5\n设备费|万元|1.00")
    assert [fact.unit for fact in facts(table)] == ["辆", "平方米", "万元"]


def test_an_unknown_unit_is_not_guessed() -> None:
    assert facts(table_of("项目|金额\n甲|3.00", unit=""))[0].value_yuan is None


def test_inner_heads_replace_the_last_head() -> None:
    table = table_of("一、甲||\n项目|行次|预算数\n子|1|2.00\n二、乙||\n项目|行次|决算数\n丑|2|3.00")
    assert [fact.column_path for fact in facts(table)] == [("预算数",), ("决算数",)]


def test_the_proof_gives_each_fact_its_status() -> None:
    table = table_of("项目|金额\n甲|1.00\n乙|2.00\n丙|3.00")
    proved = msgspec.structs.replace(table, proof=Proof(proved=((1, 1),), contradicted=((2, 1),)))
    assert [fact.status for fact in facts(proved)] == ["proved", "contradicted", "unproved"]


def test_no_reading_no_facts() -> None:
    table = table_of("项目|金额\n甲|1.00")
    assert facts(msgspec.structs.replace(table, reading=None)) == []


def test_facts_as_a_frame() -> None:
    pytest.importorskip("pandas")
    table = table_of("项目|金额\n甲|1.00\n乙|2.50")
    for what in (table, make_disclosure(table)):
        frame = gongkai.to_pandas(what)
        assert list(frame["row_label"]) == ["甲", "乙"]
        assert list(frame["value"]) == [Decimal("1.00"), Decimal("2.50")]
        assert list(frame["column_path"]) == ["金额", "金额"]
    empty = gongkai.to_pandas(make_disclosure())
    assert len(empty) == 0 and "value" in empty.columns


cells = st.sampled_from(
    ["", "合计", "项目", "201", "20103", "1", "3.00", "-4.5", "1,000", "——", "一、甲", "乙", "12%", "x1"]
)


@given(st.lists(st.lists(cells, min_size=3, max_size=6), min_size=1, max_size=9))
def test_every_fact_is_a_printed_amount(rows: list[list[str]]) -> None:
    grid = make_grid(rows)
    table = Table("t1", grid, reading=read_grid(grid))
    seen = set()
    for fact in facts(table):
        amount = read_amount(grid.text_at(fact.row, fact.column))
        assert amount.state is AmountState.AMOUNT
        assert (fact.value, fact.raw) == (amount.value, grid.text_at(fact.row, fact.column))
        assert table.reading is not None and fact.row >= table.reading.header_rows
        seen.add((fact.row, fact.column))
    assert len(seen) == len(facts(table))


@pytest.mark.parametrize("key", ["seed_000", "seed_001", "fa222a", "af2f18"])
def test_real_facts(shared: Path, real: Callable[[str], Disclosure], key: str) -> None:
    truth = json.loads((shared / "truth" / f"{key}.json").read_text(encoding="utf-8"))
    document = real(key.removeprefix("seed_"))
    wanted = {
        (table["title"], *told(fact["row"], fact["column"]))
        for table in truth["tables"]
        for fact in truth["facts"]
        if fact["table"] == table["title"]
    }
    given = {
        (table.title, *told(fact.row_code + fact.row_label, "/".join(fact.column_path)))
        for table in document.tables
        for fact in facts(table)
    }
    missing = wanted - given
    assert len(missing) <= len(wanted) // 200, sorted(missing)[:10]
    assert len(given - wanted) <= len(wanted) // 200, sorted(given - wanted)[:10]
    assert all(table.kind for table in document.tables)


def told(row: str, column: str) -> tuple[str, str]:
    """A fact's row and leaf head for comparison."""
    return NUMBERING.sub("", fold(row)), fold(column).rsplit("/", 1)[-1]
