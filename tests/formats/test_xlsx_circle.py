"""Workbooks that come back: equal, and with what a person changed in them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from openpyxl.workbook import Workbook

from gongkai.carrying.archives import pack_folder, unpack_folder
from gongkai.model import BareDocument, Corrected, Disclosure, Heading, IndicatorForm, Paragraph, PrintedLine, Table
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import Limits, Source, WriteOptions
from gongkai.testing.documents import make_disclosure, make_grid, read_text
from gongkai.walk.pipeline import process
from gongkai_formats.xlsx.circle.reading import read_workbook
from gongkai_formats.xlsx.writing.carrier import CARRIER
from gongkai_formats.xlsx.writing.workbook import write_xlsx
from strategies import disclosures

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Loading a workbook with another program takes too long to look for the smallest example."""

ROWS = [["项目", "金额"], ["合计", "1,234.50"], ["办公费", "1,200.00"], ["差旅费", "34.50"]]
TABLE = Table(
    "t1",
    make_grid(ROWS),
    (PrintedLine("支出决算表"), PrintedLine("单位：万元")),
    title="支出决算表",
    unit="万元",
    notes=(PrintedLine("注：本表以万元为单位。"),),
    header_rows=1,
)
FORM = IndicatorForm("f1", make_grid([["项目名称", "河道清淤"], ["指标值", "≥95%"]]), title="绩效目标表")
DOCUMENT = make_disclosure(
    Heading("b1", 1, "一、概况"), Paragraph("b2", "全年支出1234.50万元。"), TABLE, FORM, Paragraph("b3", "长" * 3000)
)


def source_of(data: bytes) -> Source:
    return Source("甲.xlsx", data, hashlib.sha256(data).hexdigest())


def read_back(data: bytes) -> Disclosure:
    found = read_workbook(source_of(data))
    whole = found.disclosure if isinstance(found, Corrected) else found
    assert isinstance(whole, Disclosure)
    return whole


def edited(change: Callable[[Workbook], object], document: Disclosure = DOCUMENT) -> Disclosure:
    """A document written, changed with another program, and read back."""
    return read_back(saved_with(document, change))


def saved_with(document: Disclosure, change: Callable[[Workbook], object]) -> bytes:
    """The workbook of a document, changed with another program."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(document, WriteOptions())))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def rules(disclosure: Disclosure) -> list[str]:
    return [finding.rule for finding in disclosure.findings]


@settings(max_examples=25, phases=NO_SHRINKING)
@given(disclosures())
def test_reading_back_gives_the_same_disclosure(document: Disclosure) -> None:
    assert read_back(write_xlsx(document, WriteOptions())) == document


@settings(max_examples=10, phases=NO_SHRINKING)
@given(disclosures())
def test_what_another_program_saves_is_the_same_disclosure(document: Disclosure) -> None:
    assert edited(lambda book: None, document) == document


@settings(max_examples=10, phases=NO_SHRINKING)
@given(disclosures())
def test_workbooks_that_carry_nothing_are_read_as_they_look(document: Disclosure) -> None:
    parts = unpack_folder(write_xlsx(document, WriteOptions()), Limits())
    book = openpyxl.load_workbook(io.BytesIO(pack_folder(parts)))
    del book[CARRIER]
    saved = io.BytesIO()
    book.save(saved)
    assert isinstance(read_workbook(source_of(saved.getvalue())), BareDocument)


def test_a_changed_figure_wins() -> None:
    def change(book: Workbook) -> None:
        sheet = book["表1 支出决算表"]
        (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == 1200)
        cell.value = 1300.5

    again = edited(change)
    assert again.tables[0].grid.text_at(2, 1) == "1,300.50"
    (finding,) = again.findings
    assert (finding.rule, finding.found, finding.expected) == ("correction.cell", "1,200.00", "1,300.50")
    assert (finding.block, finding.row, finding.column) == ("t1", 2, 1)


def test_a_changed_form_title_note_and_paragraph_win() -> None:
    def change(book: Workbook) -> None:
        for old, new in (
            ("河道清淤", "河道疏浚"),
            ("支出决算表", "支出决算总表"),
            ("注：本表以万元为单位。", "注：另见说明。"),
            ("全年支出1234.50万元。", "全年支出1234.5万元。"),
        ):
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.value == old and sheet.title not in ("目录", "长表"):
                            cell.value = new

    again = edited(change)
    assert again.forms[0].grid.text_at(0, 1) == "河道疏浚"
    assert again.tables[0].title == "支出决算总表"
    assert again.tables[0].caption[0].text == "支出决算总表"
    assert again.tables[0].notes[0].text == "注：另见说明。"
    assert again.blocks[1] == Paragraph("b2", "全年支出1234.5万元。", DOCUMENT.blocks[1].places)  # type: ignore[union-attr]
    assert sorted(rules(again)) == ["correction.cell", *["correction.text"] * 3]


def test_a_long_paragraph_changed_in_one_of_its_rows_stays_whole() -> None:
    def change(book: Workbook) -> None:
        cells = [cell for row in book["正文"].iter_rows() for cell in row if str(cell.value).startswith("长长")]
        cells[1].value = "短"

    text = edited(change).blocks[-1].text  # type: ignore[union-attr]
    assert "短" in text and text.startswith("长") and text.endswith("长") and len(text) < 3000


def put_in(book: Workbook, after: str, texts: list[object]) -> None:
    """Put a row into the table's sheet under the one that begins with `after`."""
    sheet = book["表1 支出决算表"]
    (row,) = (cell.row for row in sheet.iter_rows() for cell in row if cell.value == after)
    sheet.insert_rows(row + 1)
    for column, text in enumerate(texts, 1):
        sheet.cell(row + 1, column).value = text  # type: ignore[assignment]


@pytest.mark.parametrize("after", ["合计", "办公费", "差旅费"])
def test_a_row_put_in_belongs_to_the_table(after: str) -> None:
    again = edited(lambda book: put_in(book, after, ["会议费", "0.50"]))
    rows = [tuple(row) for row in ROWS]
    place = [row[0] for row in rows].index(after) + 1
    assert again.tables[0].grid.texts == (*rows[:place], ("会议费", "0.50"), *rows[place:])
    assert rules(again) == ["correction.rows"]


def test_a_note_put_under_a_table_is_told() -> None:
    again = edited(lambda book: put_in(book, "差旅费", ["说明：另有一事"]))
    assert again.tables == DOCUMENT.tables
    assert rules(again) == ["correction.ignored"]


def test_a_row_taken_out_goes() -> None:
    again = edited(lambda book: book["表1 支出决算表"].delete_rows(5))
    assert [row[0] for row in again.tables[0].grid.texts] == ["项目", "合计", "差旅费"]
    assert rules(again) == ["correction.rows"]


def test_a_column_put_in_or_taken_out_is_told() -> None:
    again = edited(lambda book: book["表1 支出决算表"].insert_cols(1))
    assert again.tables == DOCUMENT.tables
    assert rules(again) == ["correction.ignored"]


def test_a_unit_put_right_counts() -> None:
    def change(book: Workbook) -> None:
        for row in book["表1 支出决算表"].iter_rows():
            for cell in row:
                if cell.value == "单位：万元":
                    cell.value = "单位：元"

    (table,) = edited(change).tables
    assert (table.unit, table.caption[-1].text) == ("元", "单位：元")


def test_a_renamed_sheet_is_known_by_its_title() -> None:
    def change(book: Workbook) -> None:
        book["表1 支出决算表"].title = "支出"

    assert edited(change) == DOCUMENT


def test_changes_in_lists_and_missing_sheets_are_told() -> None:
    def change(book: Workbook) -> None:
        book["目录"]["C3"] = "改"
        del book["绩1 绩效目标表"]

    again = edited(change)
    assert again.blocks == DOCUMENT.blocks
    assert set(rules(again)) == {"correction.ignored"}


def test_a_workbook_of_another_layout_is_not_compared() -> None:
    data = write_xlsx(DOCUMENT, WriteOptions())
    parts = unpack_folder(data, Limits())
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace(b'seal="1:', b'seal="0:')
    again = read_back(pack_folder(parts))
    assert again.blocks == DOCUMENT.blocks
    assert rules(again) == ["correction.ignored"]


def test_an_altered_part_counts_as_none() -> None:
    parts = unpack_folder(write_xlsx(DOCUMENT, WriteOptions()), Limits())
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace("概况".encode(), "总况".encode())
    assert read_back(pack_folder(parts)) == DOCUMENT


@pytest.mark.parametrize("key", ["000", "001", "003", "004"])
def test_the_real_texts_come_back_equal(real: Callable[[str], Disclosure], key: str) -> None:
    disclosure = real(key)
    assert read_back(write_xlsx(disclosure, WriteOptions())) == disclosure


def test_a_real_text_comes_back_equal_from_another_program(real: Callable[[str], Disclosure]) -> None:
    assert edited(lambda book: None, real("003")) == real("003")


WRONG = """收入决算表
公开02表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
合计\t\t980.00\t900.00\t80.00
208\t社会保障和就业支出\t90.00\t90.00\t
213\t农林水支出\t880.00\t810.00\t80.00
"""


def test_corrected_figures_are_checked_anew() -> None:
    document = read_text(WRONG)
    assert "arithmetic.contradiction" in rules(document)
    found = process(source_of(saved_with(document, lambda book: put(book, "890"))), installed_registry())
    assert "arithmetic.contradiction" not in rules(found)
    assert "correction.cell" in rules(found)
    assert found.arithmetic is not None
    assert (found.arithmetic.proved, found.arithmetic.contradicted) == (found.arithmetic.amounts, 0)
    again = process(source_of(write_xlsx(found, WriteOptions())), installed_registry())
    assert again == found
    worse = process(source_of(saved_with(found, lambda book: put(book, "870"))), installed_registry())
    assert "arithmetic.contradiction" in rules(worse)


def put(book: Workbook, figure: str) -> None:
    """Type a figure where 农林水支出 has its total."""
    sheet = book.worksheets[1]
    row = next(row for row in sheet.iter_rows() if row[1].value == "农林水支出")
    row[2].value = float(figure)
