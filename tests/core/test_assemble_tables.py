"""Tables and forms whole: heads, caption and note rows within grids, what continues what, what a table is said to be."""

from __future__ import annotations

import pytest

from assembling import bare, document, grid
from gongkai.assemble import assemble
from gongkai.assemble.heads import compact, half_width, read_head
from gongkai.assemble.inner_captions import take_inner_lines
from gongkai.model import BareGrid, BareItem, BareLine, Cell, Disclosure, Furniture, Gap, Grid, Paragraph, TextSpan


def items(text: str) -> list[BareItem]:
    """Lines, `%` for a page's end, a blank line for one, lines with `|` for the rows of a grid."""
    found: list[BareItem] = []
    rows: list[str] = []
    for number, printed in enumerate([*text.split("/"), None], 1):
        if printed is not None and "|" in printed:
            rows.append(printed)
            continue
        if rows:
            found.append(BareGrid(grid("\n".join(rows))))
            rows = []
        if printed in ("", "%"):
            found.append(Gap("page" if printed else "blank"))
        elif printed is not None:
            found.append(bare(printed, number))
    return found


def whole(text: str) -> Disclosure:
    return assemble(document(*items(text)))


def shape(text: str) -> str:
    """Letters of the blocks' ids in order, with the rows of tables and forms."""
    blocks = whole(text).blocks
    return " ".join(one.id[0] + (str(one.grid.rows) if hasattr(one, "grid") else "") for one in blocks)


@pytest.mark.parametrize(
    ("line", "department", "year", "unit", "label"),
    [
        ("单位：百 万 元", "", None, "百万元", ""),
        ("（单位：元）", "", None, "元", ""),
        ("部门：甲局 部门：乙局", "甲局", None, "", ""),
        ("部门：甲局 2024年", "甲局", 2024, "", ""),
        ("部门：　甲 乙 局　单位：元", "甲乙局", None, "元", ""),
        ("部门：甲局（本级）", "甲局（本级）", None, "", ""),
        ("部门：", "", None, "", ""),
        ("联系人： 单位：元", "", None, "元", ""),
        ("制表日期：2024年1月", "", None, "", ""),
        ("单位：万", "", None, "", ""),
        ("预算公开3表", "", None, "", "预算公开3表"),
        ("甲乙丙林业局 单位：元", "甲乙丙林业局", None, "元", ""),
    ],
)
def test_heads_say_their_parts(line: str, department: str, year: int | None, unit: str, label: str) -> None:
    head = read_head(line)
    assert head is not None
    assert (head.department, head.year, head.unit, head.number_label) == (department, year, unit, label)
    assert head.has_department == ("部门：" in line)
    assert head.open_unit == (line == "单位：万")


@pytest.mark.parametrize(
    "line", ["收入 单位：元", "甲乙丙林业局 2024年", "甲局", "", "2024年收入表", "单位：元" + "甲" * 200]
)
def test_a_line_that_says_more_is_no_head(line: str) -> None:
    assert read_head(line) is None


@pytest.mark.parametrize(("blanks", "known"), [(196, True), (197, False)])
def test_a_line_longer_than_any_head_is_none(blanks: int, known: bool) -> None:
    assert (read_head(" " * blanks + "单位：元") is not None) == known


def test_widths_and_blanks_of_names() -> None:
    assert half_width("（Ａ１）。") == "(A1)。"
    assert compact(" 甲 乙 a b ") == "甲乙 a b"


def split(rows: str, **said: object) -> list[str]:
    """What a grid is taken apart into: lines as they are, the grid as its number of rows."""
    parts = take_inner_lines(BareGrid(grid(rows.replace("/", "\n")), **said))  # type: ignore[arg-type]
    return [one.text if isinstance(one, BareLine) else str(one.grid.rows) for one in parts if not isinstance(one, Gap)]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ("项目|合计/造林|3.00", ["2"]),
        ("收入总表|/项目|合计", ["收入总表", "1"]),
        ("收入总表|/|/|单位：元/项目|合计", ["收入总表", "单位：元", "1"]),
        ("|/项目|合计", ["2"]),
        ("部门：甲局|单位：元/项目|合计", ["部门：甲局", "单位：元", "1"]),
        ("2024年|2023年/造林|3.00", ["2"]),
        ("2024年|/造林|3.00", ["2024年", "1"]),
        ("收入总表|2024年/造林|3.00", ["收入总表", "2024年", "1"]),
        ("公开01表|2024年/造林|3.00", ["2"]),
        ("单位：元|2024年|部门：甲局|公开01表/a|b|c|d", ["单位：元", "2024年", "部门：甲局", "公开01表", "1"]),
        ("单位：元|2024年|部门：甲局|公开01表|2023年/a|b|c|d|e", ["2"]),
        ("收入总表|其他/造林|3.00", ["2"]),
        ("收入总表|", ["收入总表"]),
        ("/".join(["2024年|"] * 9) + "/造林|3.00", ["2024年"] * 8 + ["2"]),
        ("项目|合计/注：甲|", ["1", "注：甲"]),
        ("项目|合计/|注：甲", ["2"]),
        ("项目|合计/注：甲|3", ["2"]),
        ("项目|合计/注：甲|/|", ["1", "注：甲"]),
        ("项目|合计/注：甲|/2.甲乙丙丁戊己庚辛壬癸甲|", ["1", "注：甲", "2.甲乙丙丁戊己庚辛壬癸甲"]),
        ("项目|合计/注：甲|/2.甲乙丙丁戊己庚辛壬癸|", ["3"]),
        ("项目|合计/2.甲乙丙丁戊己庚辛壬癸甲|", ["2"]),
        ("项目|合计/注：甲|/说明：乙|", ["1", "注：甲", "说明：乙"]),
        (
            "项目|合计/注：甲|/2.甲乙丙丁戊己庚辛壬癸甲|/说明：乙|",
            ["1", "注：甲", "2.甲乙丙丁戊己庚辛壬癸甲", "说明：乙"],
        ),
        ("项目|合计/注：甲|/造林|/说明：乙|", ["3", "说明：乙"]),
        ("收入总表|/注：甲|", ["收入总表", "注：甲"]),
    ],
)
def test_rows_that_are_captions_and_notes_leave_the_grid(rows: str, parts: list[str]) -> None:
    assert split(rows) == parts


def test_rows_joined_to_those_below_are_no_captions_or_notes() -> None:
    tall = Grid(2, 2, (Cell(0, 0, "收入总表", 2, 1), Cell(0, 1, ""), Cell(1, 1, "造林")))
    assert take_inner_lines(BareGrid(tall)) == [BareGrid(tall)]
    low = Grid(3, 2, (Cell(0, 0, "项目"), Cell(0, 1, "合计"), Cell(1, 0, "注：甲", 2, 1)))
    assert take_inner_lines(BareGrid(low)) == [BareGrid(low)]


def test_a_line_taken_out_knows_its_page_and_place() -> None:
    here = TextSpan(3, 0, 4)
    taken = take_inner_lines(BareGrid(Grid(1, 2, (Cell(0, 0, "收入总表", places=(here,)), Cell(0, 1, ""))), page=5))
    assert taken == [BareLine("收入总表", (here,), page=5)]


FIRST = "收入总表/单位：元/项目|合计/造林|3.00"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (FIRST, "t2"),
        (f"{FIRST}//护林|2.00", "t3"),
        (f"{FIRST}//项目|合计/护林|2.00", "t3 b"),
        (f"{FIRST}//项目|金额/护林|2.00", "t2 t2"),
        (f"{FIRST}/注：甲/护林|2.00", "t2 t1"),
        (f"{FIRST}//收入总表（续）/项目|合计/护林|2.00", "t3 b b"),
        (f"{FIRST}//单位：元/项目|合计/护林|2.00", "t3 b b"),
        (f"{FIRST}//支出总表/项目|合计/护林|2.00", "t2 t2"),
        (f"{FIRST}//收入总表/护林|2.00", "t2 t1"),
        (f"{FIRST}//甲乙。/护林|2.00", "t2 b t1"),
        (f"{FIRST}/                    其他/护林|2.00", "t4"),
        (f"{FIRST}/                    其他/项目|金额", "t2 b t1"),
        (f"{FIRST}/                    其他/单位：元/护林|2.00", "t2 b t1"),
        (f"{FIRST}/                    其他/甲乙/护林|2.00", "t2 b b t1"),
        (f"{FIRST}//一级指标|二级指标/甲|乙", "t2 f2"),
        (f"{FIRST}//甲乙丙。", "t2 b"),
        ("甲乙丙。/收入总表/项目|合计/造林|3.00", "b t2"),
    ],
)
def test_a_grid_continues_a_table_or_begins_one(text: str, blocks: str) -> None:
    assert shape(text) == blocks


FORM = "造林绩效自评表/项目名称|造林/甲|乙"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (FORM, "f2"),
        (f"{FORM}//丙|丁", "f3"),
        (f"{FORM}/绩效情况/丙|丁", "f4"),
        (f"{FORM}/注：甲/丙|丁", "f3"),
        (f"{FORM}/注：甲/其他/丙|丁", "f4"),
        (f"{FORM}/支出总表/丙|丁", "f2 t1"),
        (f"{FORM}/一、情况/丙|丁", "f2 b t1"),
        (f"{FORM}/附件1：支出总表/丙|丁", "f2 t1"),
        (f"{FORM}/" + "/".join(["甲乙"] * 12) + "/丙|丁", "f15"),
        (f"{FORM}/" + "/".join(["甲乙"] * 13) + "/丙|丁", "f2 " + "b " * 13 + "t1"),
        (f"{FORM}/云桥市护林绩效目标表/丙|丁", "f2 f1"),
    ],
)
def test_a_form_goes_on_over_its_section_lines(text: str, blocks: str) -> None:
    assert shape(text) == blocks


@pytest.mark.parametrize(("text", "blocks"), [("绩效指标情况", "f4"), ("绩效指标的情况", "f2 t1")])
def test_a_marked_line_within_a_form_is_a_title_if_long(text: str, blocks: str) -> None:
    parts = [*items(FORM), bare(text, markup="heading"), BareGrid(grid("丙|丁"))]
    found = assemble(document(*parts)).blocks
    assert " ".join(one.id[0] + (str(one.grid.rows) if hasattr(one, "grid") else "") for one in found) == blocks


def test_findings_name_what_a_table_lacks() -> None:
    def rules(text: str) -> list[str]:
        return [one.rule for one in whole(text).findings]

    assert rules(FIRST) == []
    assert rules("项目|合计/造林|3.00") == ["table.untitled", "table.unit_unknown"]
    assert rules("收入总表/项目|合计/造林|3") == []
    assert rules("收入总表/项目|合计/造林|3.00%") == []
    assert rules(f"{FIRST}//护林|2.00|1.00") == ["table.width_changes"]
    (found,) = whole(f"{FIRST}//护林|2.00|1.00").findings
    assert found.block == "t1"


@pytest.mark.parametrize(
    ("rows", "note", "empty"),
    [
        ("合计|", "注：本表无数据", True),
        ("合计|0.00", "注：本表无数据", True),
        ("201|", "注：本表无数据", True),
        ("合计|3.00", "注：本表无数据", False),
        ("合计|", "注：本表含税", False),
    ],
)
def test_a_table_is_empty_if_it_says_so_and_prints_no_amount(rows: str, note: str, empty: bool) -> None:
    (table,) = whole(f"收入总表/单位：元/项目|合计/{rows}/{note}").tables
    assert table.empty == empty


@pytest.mark.parametrize(("label", "unit"), [(36, "万元"), (37, "")])
def test_a_form_states_its_unit_in_a_short_label(label: int, unit: str) -> None:
    cell = "甲" * label + "（万元）"
    (form,) = whole(f"造林绩效自评表/项目名称|造林/{cell}|乙").forms
    assert form.unit == unit
    (stated,) = whole(f"造林绩效自评表/单位：元/项目名称|造林/{cell}|乙").forms
    assert stated.unit == "元"


def test_gaps_before_lines_come_from_blanks_pages_and_page_numbers() -> None:
    def spoken(*content: BareItem) -> list[str]:
        return [one.text for one in assemble(document(*content)).blocks if isinstance(one, Paragraph)]

    assert len(spoken(bare("收入（"), bare("增加）"))) == 1
    joined = assemble(document(bare("收入（"), bare("   "), bare("增加）")))
    assert [one.rule for one in joined.findings] == ["paragraph.joined"]
    paged = assemble(document(BareLine("收入（", page=1), BareLine("增加）", page=2)))
    assert [one.rule for one in paged.findings] == ["paragraph.joined"]
    same = assemble(document(BareLine("收入（", page=1), BareLine("增加）", page=1)))
    assert same.findings == ()
    assert assemble(document(BareLine("收入（", page=1), BareLine("增加）"))).findings == ()
    numbered = assemble(document(bare("收入（"), bare("— 3 —"), bare("增加）")))
    assert [one.rule for one in numbered.findings] == ["paragraph.joined"]
    rule = assemble(document(bare("收入（"), bare("---", furniture="separator"), bare("增加）")))
    assert rule.findings == ()


def test_furniture_stands_where_it_was_printed_and_watermarks_are_counted() -> None:
    found = whole("甲乙。/仅供内部审核/丙丁。/仅供内部审核")
    assert [one.kind if isinstance(one, Furniture) else "" for one in found.blocks] == [
        "",
        "watermark",
        "",
        "watermark",
    ]
    (mark,) = found.findings
    assert "2 次" in mark.message


def test_a_cover_right_above_a_table_leaves_it_its_caption() -> None:
    found = whole("云桥市林业局2024年部门预算/%/收入总表/单位：元/项目|合计/造林|3.00")
    assert [one.id for one in found.blocks] == ["b1", "t1"]
    assert (found.title, found.tables[0].title) == ("云桥市林业局2024年部门预算", "收入总表")
    listed = whole("云桥市林业局2024年部门预算/目录/一、收入…3/二、支出…4/一、收入/甲乙。")
    assert [type(one).__name__ for one in listed.blocks] == ["Cover", "Contents", "Heading", "Paragraph"]
