"""The workbook as openpyxl, a second opinion, finds it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.errors import TargetError
from gongkai.model import (
    Cell,
    ColumnAxis,
    Disclosure,
    Finding,
    Furniture,
    Grid,
    Heading,
    Indicator,
    IndicatorForm,
    Paragraph,
    PrintedLine,
    Reading,
    RowAxis,
    RowLabel,
    Table,
    TextSpan,
)
from gongkai.plugins.specs import WriteOptions
from gongkai.testing.documents import make_disclosure, make_grid, make_table
from gongkai_formats.xlsx.writing.carrier import CARRIER
from gongkai_formats.xlsx.writing.workbook import write_xlsx
from strategies import disclosures

ROWS = [
    ["项目", "", "金额", "比重"],
    ["代码", "名称", "", ""],
    ["合计", "", "1,234.50", "100.00%"],
    ["201", "一般公共服务支出", "1,200.00", "97.21%"],
    ["20101", "=办公事务", "34.50", "——"],
]


def placed_grid(rows: list[list[str]], first_line: int) -> Grid:
    cells = [
        Cell(row, column, text, places=(TextSpan(first_line + row, 0, len(text)),))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Grid(len(rows), len(rows[0]), tuple(cells))


def reading() -> Reading:
    rows = (
        RowAxis("header"),
        RowAxis("header"),
        RowAxis("total", (RowLabel(label="合计", total=True),)),
        RowAxis("item", (RowLabel("201", "一般公共服务支出", 1),)),
        RowAxis("item", (RowLabel("20101", "办公事务", 2, ("一般公共服务支出",)),)),
    )
    columns = (
        ColumnAxis("code"),
        ColumnAxis("label"),
        ColumnAxis("amount", ("金额",)),
        ColumnAxis("amount", ("比重",)),
    )
    return Reading(2, rows, columns)


def table(**changes: object) -> Table:
    caption = ["某县河务局支出表", "公开03表", "部门名称：某县河务局", "2031年度", "金额单位：万元", "编报口径：全口径"]
    fields = {
        "id": "t1",
        "grid": placed_grid(ROWS, 7),
        "caption": tuple(map(PrintedLine, caption)),
        "title": "某县河务局支出表",
        "number_label": "公开03表",
        "department": "某县河务局",
        "year": 2031,
        "unit": "万元",
        "notes": (PrintedLine("注：以元计入。"),),
        "header_rows": 2,
        "reading": reading(),
    }
    return Table(**{**fields, **changes})  # type: ignore[arg-type]


def targets_of(sheet: Worksheet) -> set[str]:
    return {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}


def workbook_of(document: Disclosure) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(document, WriteOptions())))


@pytest.fixture(scope="module")
def book() -> Workbook:
    finding = Finding("W-01", "error", "合计不符", "t1", 2, 2, (TextSpan(9, 0, 2),), quote="1,234.50")
    form_rows = [["项目名称", "清淤"], ["一级指标", "指标值"], ["产出指标", "≥3"]]
    form = IndicatorForm(
        "f1", make_grid(form_rows), title="清淤自评表", indicators=(Indicator(level1="产出", target="≥3"),)
    )
    blocks = [
        Heading("h1", 1, "第一部分"),
        Paragraph("p1", "=1+1"),
        table(),
        form,
        Furniture("w1", "watermark", "样张"),
    ]
    document = make_disclosure(*blocks, title="某县河务局2031年度决算", year=2031)
    return workbook_of(Disclosure(document.source, document.blocks, title=document.title, findings=(finding,)))


def test_sheets_stand_in_order(book: Workbook) -> None:
    assert book.sheetnames == [
        "目录",
        "03 某县河务局支出表",
        "绩1 清淤自评表",
        "正文",
        "长表",
        "绩效指标",
        "校验结果",
        CARRIER,
    ]
    assert book[CARRIER].sheet_state == "veryHidden"


def test_a_table_has_the_official_layout(book: Workbook) -> None:
    sheet = book["03 某县河务局支出表"]
    assert sheet["A1"].value == "某县河务局支出表" and sheet["A1"].font.size >= 16
    texts = [sheet.cell(row, column).value for row in range(1, 5) for column in range(1, 5)]
    assert {"公开03表", "部门名称：某县河务局", "2031年度", "金额单位：万元", "编报口径：全口径"} <= set(texts)
    assert {"A1:D1", "A5:B5", "C5:C6", "D5:D6", "A7:B7"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A10"].value == "注：以元计入。"
    assert sheet.freeze_panes == "A7"
    assert sheet.print_title_rows == "$1:$6"
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_figures_are_numbers_and_codes_are_text(book: Workbook) -> None:
    sheet = book["03 某县河务局支出表"]
    assert (sheet["C7"].value, sheet["C7"].number_format) == (1234.5, "#,##0.00")
    assert (sheet["D8"].value, sheet["D8"].number_format) == (0.9721, "#,##0.00%")
    assert (sheet["D9"].value, sheet["D9"].alignment.horizontal) == ("——", "center")
    assert (sheet["A8"].value, sheet["A8"].data_type, sheet["A8"].number_format) == ("201", "s", "@")
    assert sheet["C7"].font.bold and not sheet["C8"].font.bold
    assert (sheet["B8"].alignment.indent, sheet["B9"].alignment.indent) == (0, 1)
    assert all(cell.border.left.style == "thin" for row in sheet["A8:D9"] for cell in row)


def test_each_figure_says_where_it_stands(book: Workbook) -> None:
    sheet = book["03 某县河务局支出表"]
    hints = {str(hint.sqref): hint.prompt for hint in sheet.data_validations.dataValidation}
    assert hints["C8"] == "第10行第3格"
    assert [sheet.cell(row, 6).value for row in (6, 7, 8)] == ["出处", "第9行", "第10行"]


def test_text_never_becomes_a_formula(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    assert book["03 某县河务局支出表"]["B9"].value == "=办公事务"


def test_contents_and_findings_lead_to_their_cells(book: Workbook) -> None:
    assert "'03 某县河务局支出表'!A1" in targets_of(book["目录"])
    assert targets_of(book["校验结果"]) == {"'03 某县河务局支出表'!C7"}
    assert book["校验结果"]["B2"].value == "错误"


def test_the_long_list_has_real_numbers(book: Workbook) -> None:
    sheet = book["长表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    amounts = [row[8] for row in rows]
    assert amounts[0] == 1234.5 and 34.5 in amounts
    assert sheet.auto_filter.ref and sheet.freeze_panes == "A2"


def test_furniture_is_kept_out_of_the_way(book: Workbook) -> None:
    sheet = book["正文"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "样张")
    assert sheet.row_dimensions[row].hidden


def test_odd_texts_come_back_whole() -> None:
    texts = ["<r>x</r>", "_x0041_", "a\x01b", " x ", "'q", "https://a.example/", "{=1}", "a\nb", "<b>&amp;"]
    grid = make_grid([["头"], *([text] for text in texts)])
    sheet = workbook_of(make_disclosure(Table("t1", grid, title="表", header_rows=1)))["表1 表"]
    found = [sheet.cell(row, 1).value for row in range(3, 3 + len(texts))]
    assert found == [text.replace("\x01", "_x0001_") for text in texts]


def test_texts_beyond_a_cell_are_continued() -> None:
    text = "字" * 70_000
    grid = make_grid([["头"], [text]])
    book = workbook_of(make_disclosure(Table("t1", grid, title="表", header_rows=1), Paragraph("p1", "句。" * 20_000)))
    assert "全文共70,000字" in book["表1 表"]["A3"].value
    assert "".join(row[2].value for row in book["超长文字"].iter_rows(min_row=2)) == text
    narrative = [row[1].value for row in book["正文"].iter_rows(min_row=2) if row[0].value in ("正文", "（续）")]
    assert "".join(narrative) == "句。" * 20_000


def test_a_table_larger_than_a_sheet_is_refused() -> None:
    wide = Table("t1", Grid(1, 20_000, (Cell(0, 0, "x"),)), title="宽表")
    with pytest.raises(TargetError, match="超出工作表的容量"):
        write_xlsx(make_disclosure(wide), WriteOptions())


def test_more_facts_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai_formats.xlsx.writing.workbook._FACTS_PER_SHEET", 2)
    book = workbook_of(make_disclosure(table()))
    lists = [book[name] for name in book.sheetnames if name.startswith("长表")]
    assert len(lists) == 3 and sum(sheet.max_row - 1 for sheet in lists) == 5


def test_a_full_sheet_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai_formats.xlsx.writing.book.MOST_ROWS", 4)
    with pytest.raises(TargetError, match="正文"):
        write_xlsx(make_disclosure(*(Paragraph(f"p{number}", "文") for number in range(9))), WriteOptions())


def test_a_table_without_reading_shows_decimals_as_numbers_only() -> None:
    sheet = workbook_of(make_disclosure(make_table([["名", "数"], ["甲", "1.50"], ["乙", "12"]], "表")))["表1 表"]
    values = [sheet.cell(row, 2).value for row in range(1, 8)]
    assert 1.5 in values and "12" in values


@settings(max_examples=15)
@given(disclosures())
def test_any_disclosure_becomes_a_readable_workbook(document: Disclosure) -> None:
    data = write_xlsx(document, WriteOptions())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) >= 4 + len(document.tables) + len(document.forms)


def test_every_archive_member_has_a_fixed_date() -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(make_disclosure(), WriteOptions()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_real_document_keeps_every_cell(real: Callable[[str], Disclosure]) -> None:
    document = real("001")
    sheets = iter(workbook_of(document).worksheets[1:])
    for block in document.blocks:
        if isinstance(block, Table | IndicatorForm):
            rows = next(sheets).iter_rows(max_col=block.grid.columns)
            written = sum(cell.value is not None for row in rows for cell in row)
            assert written >= sum(not cell.is_blank for cell in block.grid.cells)
