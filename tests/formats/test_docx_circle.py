"""What a person changes in a written document finds its way back."""

from __future__ import annotations

import io

import docx
from hypothesis import given, settings

from docx_making import as_source, edited, p, read_bare, read_whole, rewritten, rules, tbl, tc, without_part
from gongkai.carrying.embedding import embed
from gongkai.model import Cell, Cover, Disclosure, Grid, Heading, Paragraph, PrintedLine, Table
from gongkai.testing.documents import make_disclosure, make_grid
from gongkai_formats.docx.writing.document import write_docx
from strategies import disclosures

ROWS = [["项目", "金额"], ["办公费", "12.00"], ["差旅费", "3.50"], ["合计", "15.50"]]


def sample() -> Disclosure:
    grid = make_grid(ROWS)
    caption = (PrintedLine("支出表"), PrintedLine("单位：万元"))
    table = Table("t1", grid, caption, title="支出表", unit="万元", notes=(PrintedLine("注：无。"),), header_rows=1)
    return make_disclosure(
        Cover("b1", "2024年度部门决算"), Heading("b2", 2, "一、支出"), Paragraph("b3", "支出合计 15.50 万元。"), table
    )


DATA = write_docx(sample())


def test_an_edited_cell_and_text_win_and_are_reported() -> None:
    found = read_whole(edited(DATA, (">12.00<", ">13.00<"), ("支出合计 15.50 万元。", "支出合计 16.50 万元。")))
    assert found.tables[0].grid.text_at(1, 1) == "13.00"
    assert found.blocks[2] == Paragraph("b3", "支出合计 16.50 万元。")
    assert [(item.rule, item.found, item.expected) for item in found.findings] == [
        ("correction.text", "支出合计 15.50 万元。", "支出合计 16.50 万元。"),
        ("correction.cell", "12.00", "13.00"),
    ]
    assert (found.findings[1].block, found.findings[1].row, found.findings[1].column) == ("t1", 1, 1)


def test_layout_without_new_words_is_no_edit() -> None:
    assert read_whole(edited(DATA, ("<w:body>", "<w:body> "))) == sample()
    halves = edited(DATA, ("<w:t>差旅费</w:t>", "<w:t>差旅</w:t></w:r><w:r><w:t>费</w:t>"))
    assert read_whole(halves) == sample()
    tracked = edited(
        DATA, ("<w:t>差旅费</w:t></w:r>", "<w:t>差旅费</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>")
    )
    assert read_whole(tracked) == sample()


def test_what_stands_around_a_table_wins_too() -> None:
    found = read_whole(edited(DATA, (">支出表<", ">支出总表<"), ("单位：万元", "单位：元"), ("注：无。", "注：有。")))
    table = found.tables[0]
    assert (table.title, table.unit, table.notes[0].text) == ("支出总表", "元", "注：有。")
    assert [line.text for line in table.caption] == ["支出总表", "单位：元"]
    assert {(item.rule, item.found, item.expected) for item in found.findings} == {
        ("correction.text", "支出表", "支出总表"),
        ("correction.text", "单位：万元", "单位：元"),
        ("correction.text", "注：无。", "注：有。"),
    }


def test_what_cannot_be_followed_is_told() -> None:
    start, end = "<w:body>", "支出合计 15.50 万元。"
    found = read_whole(edited(DATA, (start, start + p("新的一段")), (f"<w:t>{end}</w:t>", "")))
    assert found.blocks == sample().blocks
    assert {(item.rule, item.found) for item in found.findings} == {
        ("correction.ignored", "新的一段"),
        ("correction.ignored", "支出合计 15.50 万元。"),
    }


def test_rows_put_in_and_taken_out_win() -> None:
    row = "<w:tr>" + tc("新增费") + tc("9.99") + "</w:tr>"
    found = read_whole(edited(DATA, ("</w:tr></w:tbl>", "</w:tr>" + row + "</w:tbl>"), (">3.50<", ">3.60<")))
    assert found.tables[0].grid.texts == (*map(tuple, [*ROWS[:2], ["差旅费", "3.60"], ROWS[3], ["新增费", "9.99"]]),)
    assert [item.rule for item in found.findings] == ["correction.rows", "correction.cell"]
    stream = io.BytesIO()
    document = docx.Document(io.BytesIO(DATA))
    document.tables[0]._tbl.remove(document.tables[0].rows[1]._tr)
    document.save(stream)
    found = read_whole(stream.getvalue())
    assert found.tables[0].grid.texts == (*map(tuple, [ROWS[0], *ROWS[2:]]),)
    assert [(item.rule, item.found) for item in found.findings] == [("correction.rows", "办公费 12.00")]


def test_further_tables_are_told() -> None:
    found = read_whole(edited(DATA, ("<w:body>", "<w:body>" + tbl(tc("甲") + tc("乙")))))
    assert found.tables == sample().tables
    assert [item.rule for item in found.findings] == ["correction.ignored"]


def test_text_in_a_hole_is_told() -> None:
    holed = make_disclosure(Table("t1", Grid(1, 2, (Cell(0, 0, "甲"),)), title="表"))
    found = read_whole(
        edited(
            write_docx(holed), ("</w:pPr></w:p></w:tc></w:tr>", "</w:pPr><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr>")
        )
    )
    assert found.blocks == holed.blocks
    assert [item.rule for item in found.findings] == ["correction.unplaced"]


def test_a_stripped_or_altered_part_leaves_an_ordinary_document() -> None:
    assert rules(read_bare(without_part(DATA))) == []
    broken = rewritten(
        DATA, lambda name, data: data.replace(b"12.00", b"12.01") if name.startswith("customXml/item1") else data
    )
    assert rules(read_bare(broken)) == []


def test_a_part_of_another_document_is_not_taken() -> None:
    other = make_disclosure(*(Paragraph(f"b{n}", f"完全不同的第{n}段") for n in range(9)))
    swapped = rewritten(DATA, lambda name, data: embed(other, "0") if name == "customXml/item1.xml" else data)
    assert rules(read_bare(swapped)) == ["docx.other_content"]


@settings(max_examples=30)
@given(disclosures())
def test_any_disclosure_survives_a_program_that_writes_it_anew(disclosure: Disclosure) -> None:
    data = edited(write_docx(disclosure), ("<w:body>", "<w:body>\n"))
    assert read_whole(data) == disclosure


def test_the_source_is_a_source_like_any_other() -> None:
    assert as_source(DATA).data == DATA
