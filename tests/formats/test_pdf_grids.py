"""Ruled tables of every drawing habit, in invented PDFs."""

from __future__ import annotations

import itertools

import pytest

from gongkai.model import BareGrid, BareLine, PageBox
from gongkai.plugins.specs import Source
from gongkai_formats.pdf import FORMAT
from pdf_making import Page, make_pdf

ROWS = [
    ["项目", "收入", "支出"],
    ["一、办公费", "1,012.50", "3.00"],
    ["二、差旅费", "20.00", ""],
    ["合计", "1,032.50", "3.00"],
]
XS = [60.0, 210.0, 310.0, 410.0]
YS = [100.0, 120.0, 140.0, 160.0, 180.0]
TEXTS = tuple(tuple(row) for row in ROWS)


def read(data: bytes, **options: str) -> list[object]:
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", data, "0" * 64, options=options))
    assert not isinstance(document, type(None))
    return list(document.items)  # type: ignore[union-attr]


def grids(*pages: Page) -> list[BareGrid]:
    return [item for item in read(make_pdf(*pages)) if isinstance(item, BareGrid)]


def lines(*pages: Page) -> list[str]:
    return [item.text for item in read(make_pdf(*pages)) if isinstance(item, BareLine)]


def ruled(page: Page, xs: list[float] = XS, ys: list[float] = YS, **style: object) -> Page:
    for y in ys:
        page.line(xs[0], y, xs[-1], y, **style)  # type: ignore[arg-type]
    for x in xs:
        page.line(x, ys[0], x, ys[-1], **style)  # type: ignore[arg-type]
    return page


def thin_boxes(page: Page) -> Page:
    """Borders as short thin filled boxes with a dot at each crossing, as word processors draw them."""
    for y in YS:
        for x0, x1 in itertools.pairwise(XS):
            page.box(x0 + 0.5, y - 0.25, x1 - 0.5, y + 0.25)
    for x in XS:
        for y0, y1 in itertools.pairwise(YS):
            page.box(x - 0.25, y0 + 0.5, x + 0.25, y1 - 0.5)
        for y in YS:
            page.box(x - 0.25, y - 0.25, x + 0.25, y + 0.25)
    return page


def thrice(page: Page) -> Page:
    for shift in (0.0, 0.4, 0.8):
        ruled(page, [x + shift for x in XS], [y + shift for y in YS])
    return page


def double(page: Page) -> Page:
    return ruled(ruled(page), [x + 2.2 for x in XS], [y + 2.2 for y in YS])


def with_cover_boxes(page: Page) -> Page:
    """White boxes over every cell, thin ones among them, and under the whole table."""
    page.box(50, 90, 420, 190, grey=1)
    ruled(page)
    for y in YS[:-1]:
        for x0, x1 in itertools.pairwise(XS):
            page.box(x0 + 1, y + 1, x1 - 1, y + 4, grey=1).box(x0 + 40, y + 2, x0 + 43, y + 18, grey=1)
    return page


def without_sides(page: Page) -> Page:
    """No left and right border: the level lines end there together."""
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.line(x, YS[0], x, YS[-1])
    return page


def without_top_and_bottom(page: Page) -> Page:
    for y in YS[1:-1]:
        page.line(XS[0], y, XS[-1], y)
    for x in XS:
        page.line(x, YS[0], x, YS[-1])
    return page


def without_two_sides(page: Page) -> Page:
    """No right border and no bottom: the last corner is open to both."""
    for y in YS[:-1]:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[:-1]:
        page.line(x, YS[0], x, YS[-1])
    return page


def stroked_boxes(page: Page) -> Page:
    for y0, y1 in itertools.pairwise(YS):
        for x0, x1 in itertools.pairwise(XS):
            page.box(x0, y0, x1, y1, stroke=True)
    return page


def stepping(page: Page) -> Page:
    """The head's upright line a little off the one below."""
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[2], XS[3]):
        page.line(x, YS[0], x, YS[-1])
    return page.line(XS[1] - 8, YS[0], XS[1] - 8, YS[1]).line(XS[1], YS[1], XS[1], YS[-1])


DRAWINGS = {
    "plain": ruled,
    "thin boxes": thin_boxes,
    "drawn three times": thrice,
    "double": double,
    "white cover boxes": with_cover_boxes,
    "no side borders": without_sides,
    "no top and bottom": without_top_and_bottom,
    "no right and bottom": without_two_sides,
    "stroked boxes": stroked_boxes,
    "a step in a line": stepping,
    "dashed": lambda page: ruled(page, dash="3 2"),
    "dotted": lambda page: ruled(page, dash="1 2", width=1),
    "grey and thick": lambda page: ruled(page, width=2.5),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_one_grid_however_it_is_drawn(name: str) -> None:
    page = Page().text(200, 40, "收入支出表", 16).text(360, 75, "单位：万元")
    (grid,) = grids(DRAWINGS[name](page).cells(XS, YS, ROWS))
    assert grid.grid.texts == TEXTS


@pytest.mark.parametrize("name", DRAWINGS)
def test_both_engines_draw_the_same(name: str) -> None:
    pytest.importorskip("pdfminer")
    from gongkai_formats.page.layout import lay_out
    from gongkai_formats.pdf.pdfminer_engine import PdfminerEngine

    data = make_pdf(DRAWINGS[name](Page()).cells(XS, YS, ROWS))
    with PdfminerEngine(data, "", "x.pdf", 1000).read_page(1) as content:
        (grid,) = [item for item in lay_out(content).items if isinstance(item, BareGrid)]
    assert grid.grid.texts == TEXTS


def test_cells_know_their_places() -> None:
    (grid,) = grids(ruled(Page()).cells(XS, YS, ROWS))
    (place,) = grid.grid.cells[4].places
    assert isinstance(place, PageBox)
    assert (place.page, place.x0 // 100, place.y0 // 100, place.x1 // 100, place.y1 // 100) == (1, 210, 120, 310, 140)


def test_spans_and_blank_cells() -> None:
    page = Page().box(60, 100, 360, 180, stroke=True)
    page.line(60, 140, 360, 140).line(60, 160, 360, 160).line(160, 120, 360, 120)
    page.line(160, 100, 160, 180).line(260, 120, 260, 180)
    page.text(63, 110, "科目").text(230, 104, "金额").text(165, 124, "年初").text(265, 124, "年末").text(
        265, 164, "5.00"
    )
    (grid,) = grids(page)
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span, cell.text) for cell in grid.grid.cells}
    assert spans[0, 0] == (2, 1, "科目")
    assert spans[0, 1] == (1, 2, "金额")
    assert spans[1, 1] == (1, 1, "年初")
    assert spans[3, 2] == (1, 1, "5.00")
    assert spans[2, 0] == (1, 1, "")


def test_a_corner_cut_out_is_a_hole() -> None:
    page = Page().line(60, 100, 160, 100).line(60, 120, 260, 120).line(60, 140, 260, 140)
    page.line(60, 100, 60, 140).line(160, 100, 160, 140).line(260, 120, 260, 140)
    page.cells([60, 160], [100, 120], [["甲", ""], ["乙", "丙"]])
    (grid,) = grids(page)
    assert grid.grid.cell_at(0, 1) is None
    assert grid.grid.texts == (("甲", ""), ("乙", "丙"))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages(rotate: int) -> None:
    page = ruled(Page(rotate=rotate)).cells(XS, YS, ROWS)
    upright, turned = make_pdf(ruled(Page(842, 595)).cells(XS, YS, ROWS)), make_pdf(page)
    assert [item.grid.texts for item in read(upright) if isinstance(item, BareGrid)] == [TEXTS]
    found = [item for item in read(turned) if isinstance(item, BareGrid)]
    assert [item.grid.texts for item in found] == [TEXTS]


def test_a_table_set_sideways_on_an_upright_page() -> None:
    inner = ruled(Page(842, 595)).text(200, 40, "收入支出表", 16).cells(XS, YS, ROWS)
    page = Page(595, 842, operators=["q 0 1 -1 0 595 0 cm", *inner.operators, "Q"])
    (grid,) = grids(page)
    assert grid.grid.texts == TEXTS
    (place,) = grid.places
    assert isinstance(place, PageBox)
    # On the page as it is seen the table stands upright: 80 pt wide, 350 pt high.
    assert (place.x1 - place.x0) // 100 == 80
    assert (place.y1 - place.y0) // 100 == 350


def test_a_first_row_that_no_line_divides_belongs_to_its_table() -> None:
    page = without_sides(Page()).cells(XS, YS, ROWS).line(XS[0], 80, XS[-1], 80).text(220, 85, "预算数", 9)
    page.line(XS[0], 20, XS[-1], 20)
    (grid,) = grids(page)
    assert grid.grid.texts == (("预算数", "", ""), *TEXTS)
    assert grid.grid.cells[0].column_span == 3


@pytest.mark.parametrize("amount", ["12.00", "1,212.00", "1212,512.00"])
def test_amounts_one_below_the_other_are_rows_though_no_line_parts_them(amount: str) -> None:
    """Whatever their commas: a misprint in one figure costs that figure alone."""
    rows = [
        ["科目", "年初", "年末"],
        ["一、办公费", amount, "8.00"],
        ["二、机关事业单位", "3.50", ""],
        ["三、会议", "", ""],
    ]
    rows += [["四、培训", "7.00", "1.00"], ["合计", "22.50", "9.00"]]
    tops = [100.0, 120, 140, 170, 190, 210]
    page = ruled(Page(), XS, [100, 120, 230]).cells(XS, tops, rows).text(XS[0] + 3, 155, "养老保险缴费", 9)
    rows[2][0] += "养老保险缴费"
    (grid,) = grids(page)
    assert grid.grid.texts == tuple(map(tuple, rows))


def test_several_tables_one_of_one_row_one_empty() -> None:
    page = Page().table(60, 100, [100, 100], [["合计", "12.00"]]).text(60, 150, "二、第二张表")
    page.table(60, 180, [80, 80, 80], [["", "", ""], ["", "", ""]]).text(60, 260, "三、第三张表")
    page.table(60, 290, [80, 80], [["科目", "金额"], ["301", "7.00"]])
    items = read(make_pdf(page))
    assert [item.grid.rows if isinstance(item, BareGrid) else "line" for item in items] == [1, "line", 2, "line", 2]


def test_boxes_and_underlines_are_no_tables() -> None:
    page = Page().box(60, 100, 300, 200, stroke=True).text(70, 120, "框中的一段话").line(60, 300, 200, 300)
    page.text(60, 288, "划线的话").box(60, 400, 300, 420, grey=0.9).text(70, 402, "底色上的话")
    assert grids(page) == []
    assert lines(page) == ["框中的一段话", "划线的话", "底色上的话"]


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    page = Page(3000, 3000).text(10, 2990, "图", 8)
    for step in range(1100):
        page.line(0, 2.7 * step, 2980, 2.7 * step, 0.1).line(2.7 * step, 0, 2.7 * step, 2980, 0.1)
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", make_pdf(page), "0" * 64))
    assert [item.text for item in document.items if isinstance(item, BareLine)] == ["图"]  # type: ignore[union-attr]


def test_text_wider_than_its_cell_stays_whole() -> None:
    page = ruled(Page()).text(63, 105, "一、行政单位开展业务活动取得的各项收入合计", 9).text(413, 125, "后", 9)
    (grid,) = grids(page)
    assert grid.grid.text_at(0, 0) == "一、行政单位开展业务活动取得的各项收入合计"


def test_figures_that_touch_the_next_cell_are_cut_at_the_border() -> None:
    page = ruled(Page(), [60, 130, 200, 270]).text(85.3, 105, "1,234.50", 10).text(130, 105, "一、教育", 10)
    page.text(160, 125, "2,345.60", 10).text(200, 125, "13,345.60", 10)
    (grid,) = grids(page)
    assert grid.grid.texts[0] == ("1,234.50", "一、教育", "")
    assert grid.grid.texts[1] == ("", "2,345.60", "13,345.60")


def test_lines_too_many_for_their_row_belong_to_the_row_that_cuts_them() -> None:
    page = ruled(Page(), [60, 130, 200], [100, 112, 124, 136])
    page.text(133, 102, "1.00", 9).text(133, 114, "2.00", 9).text(133, 126, "3.00", 9)
    inner = Page().text(63, 103, "便携式计算", 9).text(63, 114, "机（二十万", 9).text(63, 125, "以下）", 9)
    (grid,) = grids(page.clipped(60, 112, 200, 124, inner))
    assert grid.grid.texts == (("", "1.00"), ("便携式计算机（二十万以下）", "2.00"), ("", "3.00"))


def test_a_text_too_wide_for_its_cell_belongs_to_the_cell_that_cuts_it() -> None:
    page = ruled(Page(), [60, 100, 140, 180], [100, 120, 140]).text(62, 105, "编码", 9)
    page.clipped(100, 0, 140, 842, Page().text(74, 105, "财政拨款收入", 11))
    page.clipped(140, 0, 180, 842, Page().text(137, 105, "上级补助收入", 11))
    (grid,) = grids(page)
    assert grid.grid.texts[0] == ("编码", "财政拨款收入", "上级补助收入")


def test_two_tables_side_by_side() -> None:
    page = Page().table(60, 100, [50, 60], [["甲", "1.00"], ["乙", "2.00"]]).text(180, 104, "中间", 9)
    one, two = grids(page.table(240, 100, [50, 60], [["丙", "3.00"], ["丁", "4.00"]]))
    assert (one.grid.texts, two.grid.texts) == ((("甲", "1.00"), ("乙", "2.00")), (("丙", "3.00"), ("丁", "4.00")))


def test_words_wrapped_in_a_cell_join_and_baselines_may_differ() -> None:
    page = ruled(Page(), [60, 130, 300], [100, 140, 180])
    page.text(63, 103, "机关事业单位", 9).text(63, 116, "保险缴费", 9)
    page.text(133, 105, "第", 10).text(143, 106.5, "15", 9).text(153, 105, "项", 10)
    page.text(63, 145, "Open Budget", 9).text(63, 158, "Report", 9).text(133, 145, "1,234.", 9).text(133, 158, "50", 9)
    (grid,) = grids(page)
    assert grid.grid.texts == (("机关事业单位保险缴费", "第15项"), ("Open Budget Report", "1,234.50"))


def test_aligned_texts_below_a_caption_are_a_table() -> None:
    page = Page().text(220, 60, "项目支出预算表", 16).text(420, 90, "单位：万元")
    rows = [
        ["科目编码", "科目名称", "金额"],
        ["301", "工资福利", "12.00"],
        ["302", "商品服务", "3.50"],
        ["合计", "", "15.50"],
    ]
    page.cells([60, 200, 400], [110, 130, 150, 170], rows)
    page.text(60, 200, "注：本表反映本年的项目支出，数据来自预算系统，按年初批复数填列。")
    (grid,) = grids(page)
    assert grid.grid.texts == tuple(tuple(row) for row in rows)
    assert lines(page)[-1].startswith("注：")


def test_aligned_texts_go_on_over_the_page_and_end_before_its_number() -> None:
    rows = [[f"三〇{number}", f"第{number}项支出", f"{number}2.50"] for number in range(1, 30)]
    first = Page().text(220, 60, "项目支出预算表", 16).text(420, 90, "单位：万元").text(290, 810, "1")
    first.cells([60, 200, 400], range(110, 700, 20), [["科目编码", "科目名称", "金额"], *rows])
    second = Page().cells([60, 200, 400], range(60, 160, 20), rows[:5]).text(290, 810, "2")
    one, two = grids(first, second)
    assert (one.grid.texts[1:], two.grid.texts) == (tuple(map(tuple, rows)), tuple(map(tuple, rows[:5])))


def test_a_name_wrapped_in_a_table_without_rulings_is_one() -> None:
    page = Page().text(220, 60, "基本支出预算表", 16).text(420, 90, "单位：万元")
    rows = [
        ["科目名称", "金额"],
        ["机关事业单位基本", "12.00"],
        ["养老保险缴费", ""],
        ["办公费", "3.50"],
        ["其他", ""],
        ["合计", "15.50"],
    ]
    page.cells([60, 200], [110, 130, 150, 170, 190, 210], rows)
    (grid,) = grids(page)
    expected = [rows[0], ["机关事业单位基本养老保险缴费", "12.00"], *rows[3:]]
    assert grid.grid.texts == tuple(map(tuple, expected))


def test_an_amount_and_a_text_close_behind_it_stand_in_two_columns() -> None:
    page = Page().text(220, 60, "收支预算总表", 16).text(420, 90, "单位：万元")
    rows = [
        ["一、拨款收入", "112.50", "一、教育", "2.50"],
        ["二、事业收入", "", "二、科学", "10.00"],
        ["合计", "112.50", "合计", "12.50"],
    ]
    for row, top in zip(rows, (110, 125, 140), strict=True):
        one, amount, two, other = row
        page.text(60, top, one).text(200 - 5 * len(amount), top, amount)
        page.text(205, top, two).text(400 - 5 * len(other), top, other)
    (grid,) = grids(page)
    assert grid.grid.texts == tuple(map(tuple, rows))


def test_aligned_texts_without_a_caption_are_lines() -> None:
    page = Page().cells([60, 200, 400], [110, 130, 150, 170], ROWS)
    assert grids(page) == []
