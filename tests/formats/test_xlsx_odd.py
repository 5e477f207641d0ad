"""Workbooks that no program writes, but files have: far cells, broken styles and formats, figures that are none."""

from __future__ import annotations

import io

import pytest
from openpyxl.workbook import Workbook

from gongkai.carrying.archives import pack_folder, unpack_folder
from gongkai.errors import DamagedError
from gongkai.model import BareDocument, BareGrid
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.sheet.number_formats import printed_value
from gongkai_formats.xlsx.circle.reading import read_workbook
from gongkai_formats.xlsx.reading import safe_xml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REFUSED = '<row r="2"><c r="A2"><v>bad</v></c></row>'
"""A row that the first engine refuses."""


def workbook(rows: str, **parts: bytes) -> bytes:
    """A workbook whose only sheet has these rows; `parts` replace those of the same name in `xl/`."""
    stream = io.BytesIO()
    Workbook().save(stream)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    own = {f"xl/{name}.xml": content for name, content in parts.items()}
    return pack_folder({**unpack_folder(stream.getvalue(), Limits()), "xl/worksheets/sheet1.xml": sheet, **own})


def opened(data: bytes, **options: str) -> BareDocument:
    document = read_workbook(Source("某局.xlsx", data, "0" * 64, options=options))
    assert isinstance(document, BareDocument)
    return document


def texts(document: BareDocument) -> set[str]:
    return {cell.text for item in document.items if isinstance(item, BareGrid) for cell in item.grid.cells}


def rules(document: BareDocument) -> list[str]:
    return [finding.rule for finding in document.findings]


def row(number: int, *values: str) -> str:
    cells = "".join(f'<c r="{"ABCDEF"[at]}{number}"><v>{value}</v></c>' for at, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_the_second_engine_is_not_asked_for_cells_far_apart() -> None:
    """It makes room for every cell between them."""
    assert rules(opened(workbook(row(1, "1", "2") + REFUSED + FAR))) == ["xlsx.sheet_failed", "xlsx.empty"]
    found = opened(workbook(row(1, "1", "2") + row(2, "3", "4") + FAR), double_read="1")
    assert rules(found) == ["xlsx.not_compared"]
    assert {"1", "2", "3", "4"} <= texts(found)


@pytest.mark.parametrize("value", ["NaN", "INF", "1e999"])
def test_what_is_no_figure_is_never_a_nought(value: str) -> None:
    assert "0" not in texts(opened(workbook(row(1, "5", value) + row(2, "6", "7"))))
    assert "0" not in texts(opened(workbook(row(1, "5", value) + REFUSED)))


def test_a_shared_text_below_the_first_is_none() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>乙</t></si></sst>'.encode()
    cell = '<row r="1"><c r="A1" t="s"><v>{}</v></c><c r="B1"><v>1</v></c></row>' + row(2, "3", "4")
    assert "乙" in texts(opened(workbook(cell.format(1), sharedStrings=shared)))
    assert "乙" not in texts(opened(workbook(cell.format(-1), sharedStrings=shared)))


def test_an_inline_text_without_its_type_is_read() -> None:
    cells = '<row r="1"><c r="A1"><is><t>甲</t><rPh><t>jia</t></rPh></is></c><c r="B1"><v>1</v></c></row>'
    assert texts(opened(workbook(cells + row(2, "3", "4")))) == {"甲", "1", "3", "4"}


@pytest.mark.parametrize("styles", [b"", b"<styleSheet", b"\0\xff"])
def test_broken_styles_cost_the_styles_alone(styles: bytes) -> None:
    document = opened(workbook(row(1, "1", "2") + row(2, "3", "4"), styles=styles))
    assert rules(document) == ["xlsx.no_formats"]
    assert texts(document) == {"1", "2", "3", "4"}


def test_a_listed_sheet_without_its_part_is_told() -> None:
    stream = io.BytesIO()
    book = Workbook()
    book.create_sheet("乙表")
    book.save(stream)
    parts = unpack_folder(stream.getvalue(), Limits())
    del parts["xl/worksheets/sheet2.xml"]
    document = opened(pack_folder(parts))
    assert rules(document) == ["xlsx.sheet_failed", "xlsx.empty"]
    assert "乙表" in document.findings[0].message


def test_a_value_that_its_format_hides_is_no_difference() -> None:
    stream = io.BytesIO()
    book = Workbook()
    assert book.active is not None
    for place, value, code in (
        ("A1", 5, "General"),
        ("B1", 0, "0.00;-0.00;;@"),
        ("A2", 6, "General"),
        ("B2", 7, ";;;"),
    ):
        book.active[place] = value
        book.active[place].number_format = code
    book.save(stream)
    assert rules(opened(stream.getvalue(), double_read="1")) == []


def test_a_tree_of_very_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "_MOST_TAGS", 10)
    assert safe_xml.read_tree(b"<a>" + b"<b/>" * 8 + b"</a>", "某局.xlsx").tag == "a"
    with pytest.raises(DamagedError, match="过大"):
        safe_xml.read_tree(b"<a>" + b"<b/>" * 9 + b"</a>", "某局.xlsx")


@pytest.mark.parametrize("code", ['"', "[h", "0\\", "0_", "*", "[$-804]", "[Red]", "0" * 1_001])
def test_a_format_that_is_none_leaves_the_figure(code: str) -> None:
    assert printed_value("1234.5", code) == "1234.5"


@pytest.mark.parametrize(
    ("raw", "code", "printed"),
    [
        ("-5", "[Red][<0]-#,##0.00;#,##0.00", "-5.00"),
        ("-5", "[>=10]0.0;[<0](0.00);0", "(5.00)"),
        ("-5", "[<=0]0.0;0", "-5.0"),
        ("-5", "[<10]0;0.0", "-5"),
        ("5", "[<0]-0.0;0", "5"),
        ("-5", ";;;", ""),
        ("1E+30", '"￥"#,##0.00', "￥1," + "000," * 9 + "000.00"),
        ("-1E+30", "#,##0.00;(#,##0.00)", "(1," + "000," * 9 + "000.00)"),
        ("1E+300", "0." + "0" * 400, "1E+300"),
    ],
)
def test_conditions_and_great_figures_print_as_spreadsheets_show_them(raw: str, code: str, printed: str) -> None:
    assert printed_value(raw, code) == printed
