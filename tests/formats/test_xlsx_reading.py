"""Workbooks of others: published tables, what is hidden, what is broken, what is hostile."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.carrying.archives import pack_folder, unpack_folder
from gongkai.errors import DamagedError, EncryptedError, GongkaiError, LimitError
from gongkai.model import BareDocument, BareGrid, BareLine, Gap, SheetRange
from gongkai.plugins.specs import Limits, Source
from gongkai.walk.pipeline import read
from gongkai_formats.sheet.number_formats import printed_value
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx import sniff_legacy, sniff_workbook
from gongkai_formats.xlsx.circle.reading import read_workbook
from gongkai_formats.xlsx.reading.double_reading import compare_figures
from gongkai_formats.xlsx.reading.second_engine import SecondEngine

THIN = Side("thin")
BOX = Border(THIN, THIN, THIN, THIN)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bare(data: bytes, limits: Limits | None = None) -> BareDocument:
    source = Source("某局.xlsx", data, hashlib.sha256(data).hexdigest(), limits or Limits())
    document = read_workbook(source)
    assert isinstance(document, BareDocument)
    return document


def sheet_of(change: Callable[[Worksheet], object]) -> BareDocument:
    book = Workbook()
    assert book.active is not None
    change(book.active)
    return bare(saved(book))


def grids(document: BareDocument) -> list[BareGrid]:
    return [item for item in document.items if isinstance(item, BareGrid)]


def lines(document: BareDocument) -> list[str]:
    return [item.text for item in document.items if isinstance(item, BareLine)]


def rules(document: BareDocument) -> list[str]:
    return [finding.rule for finding in document.findings]


def put_table(sheet: Worksheet, top: int = 4, boxed: bool = True) -> None:
    rows = [["项目", "金额", None], ["", "本年", "上年"], ["教育支出", 1200, 1100.5], ["合计", 1200, 1100.5]]
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value or None)
            cell.number_format = "#,##0.00"
            cell.border = BOX if boxed else Border()
    sheet.merge_cells(start_row=top, end_row=top + 1, start_column=1, end_column=1)
    sheet.merge_cells(start_row=top, end_row=top, start_column=2, end_column=3)


def publish(sheet: Worksheet, boxed: bool = True) -> None:
    sheet["A1"] = "2031年支出决算总表"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["C2"] = "部门：某县河务局", "单位：万元"
    put_table(sheet, 3, boxed)
    sheet["A8" if boxed else "A7"] = "注：本表按实际支出填列。"


@pytest.mark.parametrize("boxed", [True, False])
def test_a_published_table_is_read_whole(boxed: bool, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    publish(book.active, boxed)
    path = tmp_path / "表.xlsx"
    path.write_bytes(saved(book))
    disclosure = read(path)
    (table,) = disclosure.tables
    assert (table.title, table.department, table.unit) == ("2031年支出决算总表", "某县河务局", "万元")
    assert table.grid.texts[-2] == ("教育支出", "1,200.00", "1,100.50")
    assert [note.text for note in table.notes] == ["注：本表按实际支出填列。"]
    spans = {(cell.row_span, cell.column_span) for cell in table.grid.cells}
    assert spans == {(1, 1), (2, 1), (1, 2)}
    assert table.grid.cells[-1].places == (SheetRange("Sheet", 6, 3, 6, 3),)


def test_lines_tell_how_they_look() -> None:
    document = sheet_of(publish)
    title = next(item for item in document.items if isinstance(item, BareLine))
    assert (title.text, title.bold, title.centred, title.size) == ("2031年支出决算总表", True, True, 1600)
    assert title.places == (SheetRange("Sheet", 1, 1, 1, 3),)


def test_several_tables_of_one_sheet_stay_apart() -> None:
    def change(sheet: Worksheet) -> None:
        put_table(sheet, 2)
        sheet["A8"] = "其他表"
        put_table(sheet, 9)

    assert [grid.places[0].row for grid in grids(sheet_of(change)) if isinstance(grid.places[0], SheetRange)] == [2, 9]


def test_hidden_things_are_read_and_told() -> None:
    book = Workbook()
    assert book.active is not None
    put_table(book.active)
    book.active.row_dimensions[6].hidden = True
    book.active.column_dimensions["C"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"] = "草稿"
    other.sheet_state = "hidden"
    document = bare(saved(book))
    assert grids(document)[0].grid.texts[2] == ("教育支出", "1,200.00", "1,100.50")
    assert "草稿" in lines(document)
    assert sorted(rules(document)) == ["xlsx.hidden_cells", "xlsx.hidden_sheet"]


def test_formulas_show_what_was_saved() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B1"], book.active["A2"], book.active["B2"] = "甲", "乙", "=1+1", "=1/0"
    book.active.append(["丙", "丁"])
    parts = unpack_folder(saved(book), Limits())
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    )
    document = bare(pack_folder(parts))
    assert grids(document)[0].grid.texts[1] == ("2", "")
    assert sorted(rules(document)) == ["xlsx.formula_unsaved", "xlsx.formulas"]


def test_errors_dates_truths_and_texts_are_read_as_they_show() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.append(["甲", "乙", "丙", "丁"])
        sheet.append(["#REF!", date(2031, 3, 5), True, "05"])
        sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["A2"].comment = Comment("看", "某")

    document = sheet_of(change)
    assert grids(document)[0].grid.texts[1] == ("#REF!", "2031年3月5日", "TRUE", "05")
    assert sorted(rules(document)) == ["xlsx.comments", "xlsx.error_value"]


def test_a_styled_cell_far_away_costs_nothing() -> None:
    def change(sheet: Worksheet) -> None:
        publish(sheet)
        sheet["XFD1048576"].font = Font(bold=True)
        sheet["XFC1048570"].border = BOX

    (grid, *_) = grids(sheet_of(change))
    assert (grid.grid.rows, grid.grid.columns) == (4, 3)


def test_a_sheet_names_a_table_that_nothing_else_names() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.title = "财政拨款支出表"
        sheet.append(["项目", "金额"])
        sheet.append(["教育支出", 3])

    assert lines(sheet_of(change)) == ["财政拨款支出表"]


@pytest.mark.parametrize(
    ("raw", "code", "printed"),
    [
        ("5987.71", "#,##0.00", "5,987.71"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("5987.71", "General", "5987.71"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234567890123", "General", "1234567890123"),
        ("0.97215", "0.00%", "97.22%"),
        ("1.005", "0.00", "1.01"),
        ("-5987.71", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-5,987.71"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("150", "[>=100]0.0;[<0]-0;0.00", "150.0"),
        ("12345678", "0.00,,", "12.35"),
        ("5", "000000", "000005"),
        ("5", '0"万元"', "5万元"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("5", ";;;", ""),
        ("1e400", "0", "1e400"),
        ("x", "0", "x"),
    ],
)
def test_numbers_print_as_their_formats_say(raw: str, code: str, printed: str) -> None:
    assert printed_value(raw, code) == printed


def broken(name: str, content: bytes) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "甲"
    parts = unpack_folder(saved(book), Limits())
    return pack_folder({**parts, name: content})


def test_hostile_and_broken_workbooks_are_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
    with pytest.raises(DamagedError, match="不安全"):
        bare(broken("xl/workbook.xml", entity))
    with pytest.raises(DamagedError):
        bare(broken("xl/workbook.xml", b"<workbook"))
    with pytest.raises(DamagedError):
        bare(pack_folder({"xl/other.xml": b""}))
    with pytest.raises(EncryptedError):
        bare(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000)
    with pytest.raises(GongkaiError):
        bare(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)
    with pytest.raises(LimitError):
        bare(broken("xl/media/x.bin", b"\0" * 50_000_000))


def test_a_broken_sheet_leaves_the_others_their_turn() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "甲"
    book.create_sheet("乙")["A1"] = "在"
    parts = unpack_folder(saved(book), Limits())
    document = bare(pack_folder({**parts, "xl/worksheets/sheet1.xml": b"<worksheet"}))
    assert "在" in lines(document) and rules(document) == ["xlsx.sheet_failed"]


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this part."""
    book = Workbook()
    parts = unpack_folder(saved(book), Limits())
    return pack_folder({**parts, "xl/worksheets/sheet1.xml": xml.encode()})


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ROWS = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>甲</t></is></c><c r="B{0}"><v>{1}</v></c></row>'


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_rows_are_read_in_either_namespace_and_order(namespace: str) -> None:
    rows = ROWS.format(2, "2.50") + "<row><c s=''><v>7</v></c><c s='-1'><v>1e400</v></c></row>" + ROWS.format(1, "1")
    document = bare(with_sheet(f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'))
    assert grids(document)[0].grid.texts == (("甲", "1"), ("甲", "2.5"), ("7", "1e400"))
    assert rules(document) == []


def test_a_sheet_that_the_first_engine_refuses_is_read_by_the_second() -> None:
    rows = ROWS.format(1, "1") + ROWS.format(2, "2.50") + '<row r="3"><c r="A3" t="b"><v>true</v></c></row>'
    document = bare(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'))
    assert grids(document)[0].grid.texts[:2] == (("甲", "1"), ("甲", "2.5"))
    assert rules(document) == ["xlsx.second_engine"]


def test_both_engines_are_compared_when_asked() -> None:
    book = Workbook()
    assert book.active is not None
    publish(book.active)
    data = saved(book)
    source = Source("某局.xlsx", data, "0" * 64, options={"double_read": "1"})
    document = read_workbook(source)
    assert isinstance(document, BareDocument) and rules(document) == []
    sheet = PrintedSheet("Sheet", {5: [(2, "1,700.00", 0)]})
    found = list(compare_figures(sheet, SecondEngine(data, Limits(), "某局.xlsx")))
    assert [(one.found, one.expected) for one in found] == [
        ("1,700.00", "1200"),
        ("", "1100.5"),
        ("", "1200"),
        ("", "1100.5"),
    ]


def test_a_row_without_end_is_refused() -> None:
    rows = "<row>" + "<c/>" * 20_000 + "</row>"
    document = bare(with_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'))
    assert rules(document) == ["xlsx.sheet_failed", "xlsx.empty"]


@pytest.mark.parametrize("before", [0, 20_000, 2_000_000])
def test_a_document_type_in_a_sheet_is_refused(before: int) -> None:
    head = f'<!--{"x" * before}--><!DOCTYPE x [<!ENTITY a "b">]>'
    document = bare(with_sheet(f'{head}<worksheet xmlns="{MAIN}"><sheetData>&a;</sheetData></worksheet>'))
    assert rules(document) == ["xlsx.sheet_failed", "xlsx.empty"]


def test_macros_are_told_and_left_alone() -> None:
    assert rules(bare(broken("xl/vbaProject.bin", b"\0"))) == ["xlsx.macros"]


def test_a_sheet_beyond_the_limit_is_refused() -> None:
    book = Workbook()
    assert book.active is not None
    put_table(book.active)
    with pytest.raises(LimitError, match="cells_per_table"):
        bare(saved(book), Limits(cells_per_table=5))


def test_workbooks_are_known_by_content() -> None:
    data = saved(Workbook())
    assert sniff_workbook(data[:65536], "x.bin") > 0.9
    assert sniff_workbook(b"PK\x03\x04", "x.zip") == 0
    assert sniff_legacy(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls") > 0.5
    assert sniff_legacy(b"%PDF", "x.xls") == 0
    assert openpyxl.__version__


def put_beside(sheet: Worksheet, left: int, top: int, title: str, rows: int) -> None:
    """A boxed table with a title over its first column."""
    if title:
        sheet.cell(top - 1, left).value = title
    for row in range(rows):
        for column in range(2):
            cell = sheet.cell(top + row, left + column)
            cell.value, cell.border = f"{title}{row}{column}", BOX


def test_tables_side_by_side_come_one_after_the_other() -> None:
    def change(sheet: Worksheet) -> None:
        put_beside(sheet, 1, 2, "收入表", 3)
        put_beside(sheet, 4, 2, "支出表", 4)
        sheet["D6"] = "注：另一表"

    document = sheet_of(change)
    assert [grid.grid.rows for grid in grids(document)] == [3, 4]
    assert [grid.grid.text_at(0, 0) for grid in grids(document)] == ["收入表00", "支出表00"]
    shown = [item.text if isinstance(item, BareLine) else "" for item in document.items if not isinstance(item, Gap)]
    assert shown == ["收入表", "", "支出表", "", "注：另一表"]


def test_panels_under_one_title_are_one_table() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A1"] = "收支总表"
        put_beside(sheet, 1, 2, "", 3)
        put_beside(sheet, 4, 2, "", 3)

    (grid,) = grids(sheet_of(change))
    assert (grid.grid.rows, grid.grid.columns) == (3, 5)
