"""What stands around the tables of invented PDFs: furniture, watermarks, odd glyphs, tables torn by page ends."""

from __future__ import annotations

import pytest

from gongkai.model import BareDocument, BareGrid, BareLine, Contents, Gap, PageBox
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import Source
from gongkai.walk.pipeline import process
from gongkai_formats.pdf import FORMAT
from pdf_making import Page, make_pdf

WIDTHS = [120, 90, 90]


def read(*pages: Page, **options: str) -> BareDocument:
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", make_pdf(*pages), "0" * 64, options=options))
    assert isinstance(document, BareDocument)
    return document


def lines(document: BareDocument) -> list[tuple[str, str | None]]:
    return [(item.text, item.furniture) for item in document.items if isinstance(item, BareLine)]


def grids(document: BareDocument) -> list[BareGrid]:
    return [item for item in document.items if isinstance(item, BareGrid)]


def rules(document: BareDocument) -> list[str]:
    return [finding.rule for finding in document.findings if finding.rule != "pdf.glyphs_placed"]


def narrative(number: int) -> Page:
    """A page of running text with a head and its number between dashes at the foot."""
    page = Page().text(220, 40, "某市公开办公室年报", 9).text(290, 800, f"- {number} -", 9)
    return page.text(90, 100, "本年支出比上年增长", 12).text(90, 120, f"1{number}.11%，主要是人员增加", 12)


def test_lines_know_their_edges_size_weight_and_middle() -> None:
    page = Page().text(90, 60, "左边的一行文字直到右边为止共有二十多个字符在此行里", 12)
    page.text(247.5, 100, "居中标题", 16, mode=2)
    _, title = [item for item in read(page).items if isinstance(item, BareLine)]
    assert title.bold
    assert title.size == 1600
    assert (title.left, title.right) == (24750, 31150)
    assert title.page == 1
    (place,) = title.places
    assert isinstance(place, PageBox)
    assert (place.page, place.x0, place.y0) == (1, 24750, 10000)


def test_numbers_and_running_heads_are_set_aside() -> None:
    found = lines(read(*(narrative(number) for number in range(1, 6))))
    assert [kind for text, kind in found if text.startswith("- ")] == ["page_number"] * 5
    assert [kind for text, kind in found if text.startswith("某市")] == ["running_head"] * 5
    assert [kind for text, kind in found if "%" in text] == [None] * 5


def test_plain_numbers_count_with_the_pages_only() -> None:
    pages = [Page().text(90, 100, "甲").text(290, 800, str(number), 9) for number in (7, 8, 9)]
    assert [kind for text, kind in lines(read(*pages)) if text.isdigit()] == ["page_number"] * 3
    odd = [Page().text(90, 100, "甲").text(290, 800, number, 9) for number in ("413", "5", "77")]
    assert [kind for text, kind in lines(read(*odd)) if text.isdigit()] == [None] * 3


def test_a_number_out_of_step_is_known_by_where_it_stands() -> None:
    pages = [Page().text(90, 100, "支出情况").text(290, 800, str(number), 9) for number in (1, 2, 3)]
    pages.append(Page().text(90, 100, "预留用于年度").text(290, 160, "3", 9))
    pages.append(Page().text(90, 100, "执行中增资").text(290, 800, "4", 9))
    assert [kind for text, kind in lines(read(*pages)) if text.isdigit()] == ["page_number"] * 5


def test_a_running_foot_may_count() -> None:
    pages = [Page().text(90, 100, "甲").text(90, 800, f"预算公开 {number}/4 页", 9) for number in (1, 2, 3, 4)]
    assert [kind for text, kind in lines(read(*pages)) if text != "甲"] == ["running_head"] * 4
    years = [Page().text(90, 800, f"支出 {number} 万元", 9) for number in (12, 57, 3, 88)]
    assert {kind for _, kind in lines(read(*years))} == {None}


def test_captions_that_come_on_every_page_are_no_running_heads() -> None:
    pages = [Page().text(90, 40, "部门：某办公室").text(400, 40, "单位：万元") for _ in range(4)]
    assert {kind for _, kind in lines(read(*pages))} == {None}


def test_slanted_and_pale_watermarks_leave_cells_alone() -> None:
    page = Page().table(60, 100, WIDTHS, [["科目", "年初", "年末"], ["办公费", "12.00", "8.00"]])
    page.text(70, 150, "内部资料", 30, grey=0.8, angle=45).text(80, 100, "草稿", 60, grey=0.85)
    document = read(page)
    (grid,) = grids(document)
    assert grid.grid.texts == (("科目", "年初", "年末"), ("办公费", "12.00", "8.00"))
    assert sorted(lines(document)) == [("内部资料", "watermark"), ("草稿", "watermark")]


def test_text_off_the_page_is_reported_not_mixed_in() -> None:
    document = read(Page(crop=(0, 100, 595, 842)).text(90, 100, "看得见").text(90, 800, "看不见 5.00"))
    assert lines(document) == [("看得见", None), ("看不见 5.00", "outside")]
    assert rules(document) == ["pdf.outside_page"]


@pytest.mark.parametrize("character", ["甲", "Ж", "①", "５", "—", "ⅲ"])
def test_a_single_character_is_read_whatever_fonts_the_machine_has(character: str) -> None:
    """The file does not carry its font; without ink pdfium leaves out a text object of one character."""
    (line,) = [item for item in read(Page().text(90, 100, character, 12)).items if isinstance(item, BareLine)]
    assert line.text == character
    assert (line.left, line.right, line.size) == (9000, 10200, 1200)


def test_a_substitute_is_never_wider_than_what_it_stands_for() -> None:
    """A narrow character keeps its advance, though the substitute's own box knows nothing of its shape."""
    narrow = {
        "F2": "<< /Type /Font /Subtype /TrueType /BaseFont /Unheard /Encoding /WinAnsiEncoding /FirstChar 105 "
        "/LastChar 105 /Widths [220] >>"
    }
    page = Page()
    page.operators.append("BT 0 g /F2 10 Tf 90 700 Td (iii) Tj ET")
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", make_pdf(page, fonts=narrow), "0" * 64))
    assert isinstance(document, BareDocument)
    (line,) = [item for item in document.items if isinstance(item, BareLine)]
    assert (line.text, line.left, line.right) == ("iii", 9000, 9660)


def test_radicals_become_characters() -> None:
    document = read(Page().text(90, 100, "部⻔⻋辆⾦额"))
    assert lines(document) == [("部门车辆金额", None)]
    assert rules(document) == ["pdf.radicals"]


def test_characters_that_stand_for_others_stand_on_their_line() -> None:
    """Browsers print radicals with the text they mean beside them; pdfium then tells the ink's box only."""
    page = Page().text(90, 100, "第", 12).text(102, 100, "⼀", 12).text(114, 100, "部分", 12)
    page.operators[1] = f"/Span << /ActualText <feff4e00> >> BDC {page.operators[1]} EMC"
    assert lines(read(page)) == [("第一部分", None)]


def test_full_width_figures_stay_as_printed() -> None:
    assert lines(read(Page().text(90, 100, "合计１２．５０"))) == [("合计１２．５０", None)]


def test_glyphs_painted_twice_count_once() -> None:
    page = Page().text(90, 100, "合计12.50").text(90, 140, "其中：", 12).text(90.4, 100, "合计12.50")
    assert lines(read(page)) == [("合计12.50", None), ("其中：", None)]
    # Painted again in other pieces: what pdfium itself does not see through.
    parts = Page().text(90, 100, "合计12.50").text(90.3, 100, "合").text(100.3, 100, "计12").text(120.3, 100, ".50")
    document = read(parts)
    assert lines(document) == [("合计12.50", None)]
    assert rules(document) == ["pdf.doubled_glyphs"]


def test_a_layer_painted_twice_leaves_each_glyph_once() -> None:
    rows = [["合计", "12.21"], ["办公费", "2.12"], ["印刷费", "1.22"]]
    page = Page().table(60, 103.3, [90, 80], rows).table(262, 102.5, [90, 80], rows)
    page.operators += [operator.replace("BT", "BT 1 0 0 rg") for operator in page.operators]
    assert [grid.grid.texts for grid in grids(read(page))] == [tuple(map(tuple, rows))] * 2


def test_blank_pages_are_blank() -> None:
    document = read(Page().text(90, 100, "甲"), Page(), Page().text(90, 100, "乙"))
    assert [item.text if isinstance(item, BareLine) else "gap" for item in document.items] == ["甲", "gap", "gap", "乙"]
    assert rules(document) == []
    assert not any(isinstance(item, Gap) for item in read(Page()).items)


def test_columns_of_a_torn_table_are_brought_in_line() -> None:
    first = Page().table(60, 700, WIDTHS, [["科目", "年初", "年末"], ["办公费", "12.00", "8.00"]])
    second = Page().table(60, 40, [120, 180], [["合计", "20.00"]])
    one, two = grids(read(first, second))
    assert two.grid.columns == one.grid.columns == 3
    assert two.grid.texts == (("合计", "20.00", ""),)


def test_the_torn_rest_of_a_row_goes_back() -> None:
    first = Page().table(60, 700, [58, 90], [["科目", "金额"], ["社会保障", "12.00"]]).text(63 + 36, 725, "和", 9)
    second = Page().table(60, 40, [58, 90], [["就业支出", ""], ["教育", "3.00"]])
    blank = Page().text(290, 800, "- 2 -", 9)
    one, two = grids(read(first, blank, second))
    assert one.grid.texts == (("科目", "金额"), ("社会保障和就业支出", "12.00"))
    assert two.grid.texts == (("教育", "3.00"),)
    assert [place.page for place in one.grid.cells[2].places if isinstance(place, PageBox)] == [1, 3]


def test_a_row_torn_before_its_code_and_amount_is_put_together() -> None:
    widths = [60, 58, 90]
    first = Page().table(60, 700, widths, [["编码", "名称", "金额"], ["", "机关养老", ""]]).text(123 + 36, 725, "保", 9)
    second = Page().table(60, 40, widths, [["2080505", "险缴费支出", "12.00"], ["221", "住房", "3.00"]])
    one, two = grids(read(first, second))
    assert one.grid.texts[1] == ("2080505", "机关养老保险缴费支出", "12.00")
    assert two.grid.texts == (("221", "住房", "3.00"),)


def test_a_figure_torn_by_the_end_of_a_page_is_whole_again() -> None:
    first = Page().table(60, 700, [40, 34], [["水费", "金额"], ["电费", "7,228.5"]])
    second = Page().table(60, 40, [40, 34], [["", ""], ["教育", "3.00"]]).text(125, 45, "7", 9)
    one, two = grids(read(first, second))
    assert one.grid.texts == (("水费", "金额"), ("电费", "7,228.57"))
    assert two.grid.texts == (("教育", "3.00"),)
    roomy = Page().table(60, 700, [40, 80], [["水费", "金额"], ["电费", ""]]).text(148, 725, "7,228.5", 9)
    assert grids(read(roomy, second))[0].grid.texts[1] == ("电费", "7,228.5")


def test_a_row_of_its_own_stays_where_it_is() -> None:
    first = Page().table(60, 700, [58, 90], [["科目", "金额"], ["社会保障支出", "12.00"]])
    for row in (["二、教育", ""], ["公用经费", "3.00"]):
        second = Page().table(60, 40, [58, 90], [row, ["合计", "15.00"]])
        assert [len(grid.grid.texts) for grid in grids(read(first, second))] == [2, 2]


def test_a_table_over_two_pages_becomes_one_without_its_repeated_header() -> None:
    head = ["科目编码", "科目名称", "金额"]
    first = Page().text(200, 40, "公用经费支出预算表", 16).text(300, 70, "单位：万元")
    first.table(60, 100, WIDTHS, [head, ["30201", "办公费", "12.00"], ["30202", "印刷费", "1.00"]])
    second = Page().table(60, 40, WIDTHS, [head, ["30205", "水费", "2.00"], ["合计", "", "15.00"]])
    second.text(60, 140, "注：本表反映本年的公用经费。")
    third = Page().text(200, 40, "项目支出预算表", 16).text(300, 70, "单位：万元")
    third.table(60, 100, WIDTHS, [head, ["30201", "办公费", "7.00"]])
    document = process(Source("x.pdf", make_pdf(first, second, third), "0" * 64), installed_registry())
    one, two = document.tables
    assert one.grid.texts == (
        ("科目编码", "科目名称", "金额"),
        ("30201", "办公费", "12.00"),
        ("30202", "印刷费", "1.00"),
        ("30205", "水费", "2.00"),
        ("合计", "", "15.00"),
    )
    assert [(part.first_row, part.rows) for part in one.parts] == [(0, 3), (3, 2)]
    assert (one.title, one.unit, len(one.notes)) == ("公用经费支出预算表", "万元", 1)
    assert two.title == "项目支出预算表"


def test_a_ruled_list_of_contents_is_no_table() -> None:
    toc = Page().text(270, 60, "目 录", 18)
    toc.table(
        60, 100, [60, 340, 60], [["1", "收支预算总表", "3"], ["2", "项目支出预算表", "4"], ["3", "情况说明", "5"]]
    )
    body = Page().text(200, 40, "收支预算总表", 16).text(400, 70, "单位：万元")
    body.table(60, 100, [150, 100], [["项目", "金额"], ["一、财政拨款", "12.50"], ["合计", "12.50"]])
    cover = Page().text(150, 300, "某市公开办公室2024年度部门预算", 24, mode=2)
    document = process(Source("x.pdf", make_pdf(cover, toc, body), "0" * 64), installed_registry())
    assert [table.title for table in document.tables] == ["收支预算总表"]
    (contents,) = [block for block in document.blocks if isinstance(block, Contents)]
    assert [entry.page for entry in contents.entries] == [3, 4, 5]


def test_a_row_set_to_another_edge_is_a_row_of_its_own() -> None:
    first = Page().table(60, 700, [58, 90], [["科目", "金额"], ["社会保障费", ""]])
    second = Page().table(60, 40, [58, 90], [["", ""], ["合计", "3.00"]]).text(78, 45, "非税收入", 9)
    one, two = grids(read(first, second))
    assert (one.grid.rows, two.grid.rows) == (2, 2)
