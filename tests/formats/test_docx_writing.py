"""The written document as python-docx, a second opinion, finds it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from lxml import etree

import gongkai
from docx_making import read_whole, without_part
from gongkai.errors import TargetError
from gongkai.model import (
    Contents,
    ContentsEntry,
    Cover,
    Disclosure,
    Furniture,
    Heading,
    IndicatorForm,
    Note,
    Paragraph,
    PrintedLine,
    Table,
)
from gongkai.plugins.specs import WriteOptions
from gongkai.testing.documents import make_disclosure, make_grid, make_table
from gongkai_formats.docx import FORMAT
from gongkai_formats.docx.writing.document import write_docx
from gongkai_formats.docx.writing.pagination import lay_out
from gongkai_formats.docx.writing.showing import show
from strategies import disclosures

HEAD = [["项目", "", "金额", ""], ["代码", "名称", "预算数", "决算数"]]
ROWS = [*HEAD, ["201", "一般公共服务支出", "1,200.00", "97.21"], ["20101", "办公事务", "34.50", "——"]]


def table(rows: list[list[str]], header_rows: int = 2, ident: str = "t1") -> Table:
    caption = tuple(map(PrintedLine, ("支出决算表", "公开03表", "部门名称：某局 2024年度 金额单位：万元")))
    return Table(
        ident,
        make_grid(rows),
        caption,
        title="支出决算表",
        number_label="公开03表",
        department="某局",
        year=2024,
        unit="万元",
        notes=(PrintedLine("注：本表反映支出。"),),
        header_rows=header_rows,
    )


def sample() -> Disclosure:
    return make_disclosure(
        Cover("b1", "某局"),
        Cover("b2", "2024年度部门决算"),
        Contents(
            "b3", (ContentsEntry("第一部分 概况", 1, 1), ContentsEntry("一、职责", 1, 2)), (PrintedLine("目 录"),)
        ),
        Heading("b4", 1, "第一部分 概况"),
        Heading("b5", 2, "一、职责"),
        Paragraph("b6", "第一行\n第二行\t<&> 末"),
        Furniture("b7", "watermark", "内部资料"),
        Heading("b8", 3, "（一）支出"),
        table(ROWS),
        Note("b9", "注：以上。"),
        IndicatorForm("f1", make_grid([["项目名称", "修缮"], ["一级指标", "产出"]]), title="项目支出绩效自评表"),
        title="2024年度部门决算",
        department="某局",
    )


def opened(disclosure: Disclosure) -> Document:
    return docx.Document(io.BytesIO(write_docx(disclosure)))


def test_pages_are_set_after_the_standard() -> None:
    first, body = opened(sample()).sections[:2]
    assert (first.page_width, first.page_height) == (
        pytest.approx(Mm(210), abs=3_000),
        pytest.approx(Mm(297), abs=3_000),
    )
    margins = [body.top_margin, body.right_margin, body.bottom_margin, body.left_margin]
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 26, 35, 28]
    grid = body._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")
    assert first.footer.is_linked_to_previous and not body.footer.is_linked_to_previous
    assert body.footer.paragraphs[0].text == "— 1 —"


def test_a_footer_leaves_the_type_area_its_size() -> None:
    wide = table([[f"第{n}栏的名称" for n in range(14)], *([["1,234,567.89"] * 14] * 3)], 1)
    for section in opened(make_disclosure(Paragraph("b1", "前"), wide)).sections:
        assert section.bottom_margin is not None and section.footer_distance is not None
        assert section.footer_distance + Pt(28.95) <= section.bottom_margin


def test_styles_are_those_of_an_official_document() -> None:
    document = opened(sample())
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("heading 1", "heading 2", "heading 3", "表题")
    }
    assert list(fonts.values()) == ["方正小标宋简体", "黑体", "楷体_GB2312", "方正小标宋简体"]
    assert document.styles["Normal"].font.size.pt == 16
    assert document.styles["Body Text"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None}
    assert styles["第一部分 概况"] == "Heading 1" or styles["第一部分 概况"] == "heading 1"
    assert styles["某局"] == "Subtitle"
    assert styles["2024年度部门决算"] == "Title"
    assert styles["支出决算表"] == "表题"
    assert styles["第一行\n第二行\t<&> 末"] == "Body Text"
    assert "内部资料" not in styles


def test_contents_are_a_field_filled_in() -> None:
    document = opened(sample())
    body = document.element.body
    instructions = [item.text for item in body.iter(qn("w:instrText"))]
    assert instructions[0].startswith(" TOC ") and instructions[1] == " PAGEREF _Toc000001 \\h "
    entries = [
        item.text for item in document.paragraphs if item.style is not None and item.style.name.startswith("toc")
    ]
    assert entries == ["第一部分 概况\t3", "一、职责\t3"]
    marks = [item.get(qn("w:fldCharType")) for item in body.iter(qn("w:fldChar"))]
    assert marks.count("begin") == marks.count("separate") == marks.count("end") == 3
    anchors = {item.get(qn("w:anchor")) for item in body.iter(qn("w:hyperlink"))}
    assert anchors == {item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))}


def test_numbered_entries_lead_to_tables_whose_titles_begin_with_a_year() -> None:
    tables = [make_table([["甲", "乙"], ["1", "2"]], f"2025年{n}表", id=f"t{n}") for n in "收支"]
    contents = Contents("b1", tuple(ContentsEntry(f"{n}．2025年{one}表", 1) for n, one in enumerate("收支", 1)))
    entries = [item.text for item in opened(make_disclosure(contents, *tables)).paragraphs if "\t" in item.text]
    assert entries == ["1．2025年收表\t2", "2．2025年支表\t2"]


def test_pages_are_reckoned_by_whole_rows_and_lines() -> None:
    long = make_table([["项目", "金额"], *([["支出", "1.00"]] * 120)], "支出表")
    narrative = [Paragraph(f"b{n}", "字" * 28 * 3) for n in range(8)]
    layout = lay_out(show(make_disclosure(*narrative, long, Paragraph("b9", "后"))))
    # Four lines each, with their indent: the sixth begins in the 21st of 22 lines.
    assert layout.pages[:8] == [1, 1, 1, 1, 1, 1, 2, 2]
    (setting,) = layout.settings.values()
    rows_a_page = int(setting.page.depth // setting.heights[-1])
    assert layout.pages[-1] - layout.pages[8] in (120 // rows_a_page, 120 // rows_a_page + 1)


def test_contents_are_made_where_there_are_none() -> None:
    blocks = [Heading(f"b{n}", 2, f"{n}、标题") for n in range(3)]
    tables = [make_table([["甲", "乙"], ["1", "2"]], f"第{n}表", id=f"t{n}") for n in range(3)]
    texts = [item.text for item in opened(make_disclosure(*blocks, *tables)).paragraphs]
    assert texts[:2] == ["目录", "0、标题\t2"]
    assert "目录" not in [item.text for item in opened(make_disclosure(*blocks)).paragraphs]


def test_tables_have_merged_repeating_headers() -> None:
    document = opened(sample())
    (first, second) = document.tables
    assert first._tbl.tr_lst[0].tc_lst[0].grid_span == 2
    assert [cell.text for cell in first.rows[2].cells] == ["201", "一般公共服务支出", "1,200.00", "97.21"]
    headers = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in first.rows]
    assert headers == [True, True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in first.rows)
    aligned = [cell.paragraphs[0].alignment for cell in first.rows[2].cells]
    assert [None if one is None else int(one) for one in aligned] == [None, None, 2, 2]
    assert [cell.text for cell in second.rows[0].cells] == ["项目名称", "修缮"]


def test_head_line_has_department_left_and_unit_right() -> None:
    (head,) = (item for item in opened(sample()).paragraphs if "金额单位" in item.text)
    assert head.text == "部门名称：某局\t2024年度\t金额单位：万元"
    assert [int(stop.alignment) for stop in head.paragraph_format.tab_stops] == [1, 2]


def test_wide_tables_lie_across() -> None:
    wide = table([[f"第{n}栏的名称" for n in range(14)], *([["1,234,567.89"] * 14] * 3)], 1)
    sections = opened(make_disclosure(Paragraph("b1", "前"), wide, Paragraph("b2", "后" * 300))).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_column_widths_fill_the_page() -> None:
    (first, _) = opened(sample()).tables
    widths = [int(column.get(qn("w:w"))) for column in first._tbl.tblGrid]
    assert sum(widths) == pytest.approx(8845, abs=3)
    for row in first._tbl.tr_lst:
        assert sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst) == sum(widths)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(TargetError, match="Word 最多 63 列"):
        write_docx(make_disclosure(make_table([["1"] * 64])))
    assert write_docx(make_disclosure(make_table([["1"] * 63])))


@settings(max_examples=30)
@given(disclosures())
def test_any_disclosure_makes_a_well_formed_document_and_comes_back(disclosure: Disclosure) -> None:
    data = write_docx(disclosure)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    docx.Document(io.BytesIO(data))
    assert read_whole(data) == disclosure


@pytest.mark.parametrize("name", ["final_account_2023.txt", "budget_2024.md"])
def test_examples_come_back_even_without_the_part(
    name: str, examples: Path, read_once: Callable[[Path], Disclosure], tmp_path: Path
) -> None:
    disclosure = read_once(examples / name)
    assert FORMAT.write is not None
    data = FORMAT.write(disclosure, WriteOptions())
    assert isinstance(data, bytes)
    assert read_whole(data) == disclosure
    stripped = tmp_path / "stripped.docx"
    stripped.write_bytes(without_part(data))
    read = gongkai.read(stripped)
    assert [table.title for table in read.tables] == [table.title for table in disclosure.tables]
    for one, other in zip(read.tables, disclosure.tables, strict=True):
        assert one.grid.texts == other.grid.texts
        assert (one.unit, one.number_label, one.year) == (other.unit, other.number_label, other.year)
    assert [form.grid.texts for form in read.forms] == [form.grid.texts for form in disclosure.forms]
    headings = [(block.level, block.text) for block in disclosure if isinstance(block, Heading)]
    assert [(block.level, block.text) for block in read if isinstance(block, Heading)] == headings
