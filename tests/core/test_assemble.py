"""What holds of assembling whatever the document: nothing is lost, ids are one each, the same in gives the same out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.assemble import assemble
from gongkai.assemble.heads import read_head
from gongkai.model import (
    UNIT_FACTORS,
    BareDocument,
    BareGrid,
    BareItem,
    BareLine,
    Cell,
    Contents,
    Disclosure,
    Gap,
    Grid,
    Heading,
    IndicatorForm,
    ListItem,
    Paragraph,
    SourceInfo,
    Table,
)
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.text import FORMAT

WORDS = (
    "目录",
    "第一部分 概况",
    "一、收入情况",
    "（一）总体情况",
    "1、公务车情况：",
    "收入总表",
    "造林绩效目标表",
    "2024年度部门决算",
    "云桥市林业局",
    "公开01表",
    "单位：万元",
    "单位：万",
    "元",
    "部门名称：云桥市林业局",
    "（2024年度）",
    "注：本表无数据",
    "2.另有说明",
    "仅供内部审核",
    "— 3 —",
    "7",
    "收入合计三百万元，比上年增",
    "加两成。",
    "无",
    "概况......... 3",
    "分布图",
)
CELLS = st.sampled_from(
    ["", "", "项目", "合计", "1.00", "一级指标", "二级指标", "注：无", "收入总表", "单位：元", "201"]
)


@st.composite
def grids(draw: st.DrawFn) -> BareGrid:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = [Cell(row, column, draw(CELLS)) for row in range(rows) for column in range(columns)]
    return BareGrid(Grid(rows, columns, tuple(cells)), page=draw(st.sampled_from([None, 1, 2])))


lines = st.builds(
    BareLine,
    st.sampled_from(WORDS),
    markup=st.sampled_from(["", "", "heading", "list_item", "note", "figure"]),
    furniture=st.sampled_from([None, None, None, "watermark", "markup"]),
    complete=st.booleans(),
    centred=st.booleans(),
)
items = st.lists(st.one_of(lines, lines, grids(), st.builds(Gap, st.sampled_from(["blank", "page"]))), max_size=40)


def document(content: list[BareItem]) -> BareDocument:
    return BareDocument(SourceInfo("invented", "0" * 64, "text/plain"), "invented", tuple(content))


def ink(texts: list[str]) -> Counter[str]:
    return Counter(character for text in texts for character in text if not character.isspace())


def printed_before(bare: BareDocument) -> Counter[str]:
    texts = [item.text for item in bare.items if isinstance(item, BareLine)]
    return ink(texts + [cell.text for item in bare.items if isinstance(item, BareGrid) for cell in item.grid.cells])


def printed_after(disclosure: Disclosure) -> Counter[str]:
    texts: list[str] = []
    for block in disclosure.blocks:
        if isinstance(block, Table | IndicatorForm):
            texts += [line.text for line in (*block.caption, *block.notes)]
            texts += [cell.text for cell in block.grid.cells]
        elif isinstance(block, Contents):
            texts += [line.text for line in block.lines]
        else:
            texts.append(block.text)
    return ink(texts)


@given(items)
def test_every_character_is_kept_once(content: list[BareItem]) -> None:
    bare = document(content)
    assert printed_after(assemble(bare)) == printed_before(bare)


@given(items)
def test_the_same_document_gives_the_same_blocks(content: list[BareItem]) -> None:
    first, second = assemble(document(content)), assemble(document(content))
    assert first == second
    letters = Counter(block.id[0] for block in first.blocks)
    for block in first.blocks:
        assert block.id[0] == ("t" if isinstance(block, Table) else "f" if isinstance(block, IndicatorForm) else "b")
        assert 1 <= int(block.id[1:]) <= letters[block.id[0]]


def test_an_empty_document_is_one() -> None:
    assert assemble(document([])).blocks == ()


def read_seed(shared: Path, key: str) -> Disclosure:
    path = next((shared / "seeds").glob(f"{key}_*.txt"))
    data = path.read_bytes()
    assert FORMAT.read is not None
    bare = FORMAT.read(Source(path.name, data, hashlib.sha256(data).hexdigest(), Limits(), {}))
    assert isinstance(bare, BareDocument)
    return assemble(bare)


def plain(text: str) -> str:
    return "".join(text.split()).rstrip("：:")


@pytest.mark.parametrize("key", ["000", "001", "003"])
def test_real_texts_read_as_verified(shared: Path, key: str) -> None:
    truth = json.loads((shared / "truth" / f"seed_{key}.json").read_text(encoding="utf-8"))
    disclosure = read_seed(shared, key)
    headings = [(block.level, plain(block.text)) for block in disclosure if isinstance(block, Heading)]
    wanted = [(one["level"], plain(one["text"])) for one in truth["headings"]]
    optional = [(one["level"], plain(one["text"])) for one in truth["headings"] if one.get("optional")]
    assert [one for one in headings if one not in optional] == [one for one in wanted if one not in optional]
    said = Counter(plain(block.text) for block in disclosure if isinstance(block, Paragraph | ListItem))
    assert not Counter(plain(one["text"]) for one in truth["paragraph_list"]) - said
    tables = [(t.title, t.number_label, t.department, t.year, t.unit, t.empty, len(t.notes)) for t in disclosure.tables]
    assert tables == [
        (t["title"], t["label"] or "", t["department"], t["year"], t["unit"], t["empty"], len(t["notes"]))
        for t in truth["tables"]
    ]
    forms = [(form.title, form.year, form.unit, len(form.notes)) for form in disclosure.forms]
    assert forms == [(form["title"], form["year"], form["unit"], len(form["notes"])) for form in truth["forms"]]
    contents = [entry for block in disclosure if isinstance(block, Contents) for entry in block.entries]
    assert [(plain(e.text), e.page, e.level) for e in contents] == [
        (plain(e["text"]), e["page"], e["level"]) for e in truth["contents"]
    ]
    if truth["cover"]:
        assert disclosure.title == truth["cover"]["title"]["text"]
        assert (disclosure.year, disclosure.department) == (truth["year"], truth["department"])


def test_a_watermarked_text_reads_whole(shared: Path) -> None:
    disclosure = read_seed(shared, "004")
    assert disclosure.year == 2024
    assert len(disclosure.tables) == 13
    assert all(table.unit == "万元" and table.title and table.department for table in disclosure.tables)
    assert sum(table.empty for table in disclosure.tables) == 5
    assert [form.unit for form in disclosure.forms] == ["万元", "元", "元", "元", "元"]
    marks = [finding for finding in disclosure.findings if finding.rule == "furniture.watermark"]
    assert len(marks) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("部门名称：云桥市林业局（本级） 2023年度 金额单位：万元", ("", "云桥市林业局（本级）", 2023, "万元", "")),
        ("编制单位：云桥市 林业局        2024年      单位:元", ("", "云桥市林业局", 2024, "元", "")),
        ("云桥市林业局 2023年度 单位：万元", ("", "云桥市林业局", 2023, "万元", "")),
        (
            "2025年 部门收支总表（不含上年结转）  公开01表",
            ("2025年部门收支总表（不含上年结转）", "", None, "", "公开01表"),
        ),
        ("收入总表（单位：人民币万元）", ("收入总表", "", None, "万元", "")),
        ("单位编码：614001 单位名称：林业局 单位：万元", ("", "林业局", None, "万元", "")),
        ("预算年度：2024", ("", "", 2024, "", "")),
        ("财决公开08-1表", ("", "", None, "", "财决公开08-1表")),
        ("附件3-2", ("", "", None, "", "附件3-2")),
        ("填报日期：2024年3月1日  单位：万元", ("", "", None, "万元", "")),
    ],
)
def test_head_lines_say_their_parts_in_any_order(line: str, said: tuple[str, str, int | None, str, str]) -> None:
    head = read_head(line)
    assert head is not None
    assert (head.title, head.department, head.year, head.unit, head.number_label) == said


@pytest.mark.parametrize(
    "line", ["单位负责人：张某", "2023年度收入合计3万元。", "附表：", "第 1 页", "收入总表", "本部门单位：多"]
)
def test_other_lines_are_no_heads(line: str) -> None:
    assert read_head(line) is None


@pytest.mark.parametrize("unit", UNIT_FACTORS)
def test_a_form_states_its_unit_in_a_label(unit: str) -> None:
    grid = Grid(2, 2, (Cell(0, 0, f"项目资金（{unit}）"), Cell(1, 0, "一级指标"), Cell(1, 1, "二级指标")))
    (form,) = assemble(document([BareGrid(grid)])).forms
    assert form.unit == unit


def test_a_name_of_two_lines_beside_its_unit_is_whole() -> None:
    # A page's lines from top to bottom: the unit stands beside the middle of the name.
    lines = [
        BareLine("2024年项目支出预算表", page=1, left=20000, right=40000, centred=True),
        BareLine("部门名称：示例市档案管理中心、", page=1, left=1000, right=9000),
        BareLine("单位：万元", page=1, left=30000, right=34000),
        BareLine("示例市方志编纂中心", page=1, left=1000, right=8000),
    ]
    grid = Grid(2, 2, (Cell(0, 0, "项目名称"), Cell(0, 1, "合计"), Cell(1, 0, "修志"), Cell(1, 1, "3.00")))
    source = SourceInfo("a.pdf", "0" * 64, "application/pdf", 1)
    (table,) = assemble(BareDocument(source, "pdf", (*lines, BareGrid(grid, page=1)))).tables
    assert (table.title, table.unit) == ("2024年项目支出预算表", "万元")
    assert table.department == "示例市档案管理中心、示例市方志编纂中心"
