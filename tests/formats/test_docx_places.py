"""Drawn pages by the places of their boxes and lines; numbers of lists; what styles say: thresholds from both sides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from docx_making import grids, lines, make_docx, p, read_bare, tbl, tc
from gongkai.model import BareGrid, BareLine, DocxPath, Gap
from gongkai_formats.docx.reading.drawn_pages import Placed, read_pages

XS = (5000, 15000, 25000)
YS = (20000, 22000, 24000)


def box(text: str, x: int, y: int, wide: int = 4000, high: int = 1000) -> Placed:
    return Placed(x, y, wide, high, text, "0/b0")


def across(y: int, start: int = XS[0], end: int = XS[-1], high: int = 0) -> Placed:
    return Placed(start, y, end - start, high)


def down(x: int, start: int = YS[0], end: int = YS[-1], wide: int = 0) -> Placed:
    return Placed(x, start, wide, end - start)


RULED = (*map(across, YS), *map(down, XS))
FILLED = (box("甲", 6000, 20500), box("1", 16000, 20500), box("乙", 6000, 22500), box("2", 16000, 22500))


def texts(placed: Sequence[Placed]) -> list[object]:
    """Lines as texts, grids as rows of texts."""
    return [
        [list(row) for row in item.grid.texts] if isinstance(item, BareGrid) else getattr(item, "text", item)
        for item in read_pages(placed)
    ]


GRID = [["甲", "1"], ["乙", "2"]]


def test_a_ruled_grid_among_lines() -> None:
    found = texts([box("题", 5000, 12000), box("尾", 5000, 22000 + 8000), *FILLED, *RULED])
    assert found == ["题", GRID, "尾"]


@pytest.mark.parametrize(("up", "pages"), [(10000, 1), (10001, 2)])
def test_a_box_far_above_the_one_before_is_on_another_page(up: int, pages: int) -> None:
    items = read_pages([box("前", 0, 20000), box("后", 0, 20000 - up)])
    assert items.count(Gap("page")) == pages - 1
    assert [item.page for item in items if isinstance(item, BareLine)] == ([1, 2] if pages == 2 else [1, 1])


def test_a_line_knows_its_place() -> None:
    (line,) = read_pages([box("右", 9000, 1000, 500, 800), box("左", -300, 1000, 4000, 900)])
    assert isinstance(line, BareLine)
    assert (line.text, line.left, line.right, line.size, line.places) == (
        "左  右",
        0,
        9500,
        900,
        (DocxPath("0/b0"),) * 2,
    )


@pytest.mark.parametrize(("drop", "rows"), [(500, 1), (501, 2)])
def test_texts_share_a_line_within_half_the_lower_height(drop: int, rows: int) -> None:
    assert len(texts([box("左", 0, 1000), box("右", 9000, 1000 + drop)])) == rows


@pytest.mark.parametrize(("gap", "text"), [(500, "左右"), (501, "左  右")])
def test_a_gap_of_more_than_half_the_height_is_a_blank(gap: int, text: str) -> None:
    assert texts([box("左", 1000, 1000), box("右", 5000 + gap, 1000)]) == [text]


@pytest.mark.parametrize(("thick", "ruled"), [(150, True), (151, False)])
def test_how_thick_a_ruling_line_is(thick: int, ruled: bool) -> None:
    lines = [*(across(y, high=thick) for y in YS), *(down(x, wide=thick) for x in XS)]
    assert (texts([*lines, *FILLED]) == [GRID]) is ruled
    assert texts([*map(across, YS), *(down(x, wide=thick) for x in XS), *FILLED]) == (
        [GRID] if ruled else ["甲  1", "乙  2"]
    )


@pytest.mark.parametrize(("apart", "touching"), [(200, True), (201, False)])
@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_lines_that_nearly_touch_are_of_one_table(side: str, apart: int, touching: bool) -> None:
    """Upright lines that end or stand a little off the level ones."""
    if side in ("left", "right"):
        start, end = (XS[0] + apart, XS[-1]) if side == "left" else (XS[0], XS[-1] - apart)
        edges = (across(YS[0], start, end), across(YS[1], start, end), across(YS[2], start, end))
        found = texts([*edges, down(XS[0] if side == "left" else XS[-1]), *FILLED])
    else:
        start, end = (YS[0] + apart, 23000) if side == "top" else (21000, YS[-1] - apart)
        y = YS[0] if side == "top" else YS[-1]
        found = texts([across(y), down(XS[0], start, end), down(XS[1], start, end), down(XS[2], start, end), *FILLED])
    assert any(isinstance(one, list) for one in found) is touching


@pytest.mark.parametrize(("apart", "columns"), [(200, 2), (201, 3)])
def test_lines_side_by_side_are_one_edge(apart: int, columns: int) -> None:
    (grid,) = [item for item in read_pages([*RULED, down(XS[1] + apart), *FILLED]) if isinstance(item, BareGrid)]
    assert grid.grid.columns == columns


@pytest.mark.parametrize(("reach", "more"), [(600, False), (601, True)])
def test_a_table_goes_on_to_where_its_lines_reach(reach: int, more: bool) -> None:
    for ruled, size in (
        ([*map(across, YS), *(down(x, YS[0] - reach) for x in XS)], (2 + more, 2)),
        ([*map(across, YS), *(down(x, YS[0], YS[-1] + reach) for x in XS)], (2 + more, 2)),
        ([*(across(y, XS[0] - reach) for y in YS), *map(down, XS)], (2, 2 + more)),
        ([*(across(y, XS[0], XS[-1] + reach) for y in YS), *map(down, XS)], (2, 2 + more)),
    ):
        (grid,) = [item for item in read_pages([*ruled, *FILLED]) if isinstance(item, BareGrid)]
        assert (grid.grid.rows, grid.grid.columns) == size


def test_a_frame_around_one_text_is_no_table() -> None:
    assert texts([*RULED, FILLED[0]]) == ["甲"]
    assert texts([*RULED, *FILLED[:2]]) == [[["甲", "1"], ["", ""]]]
    assert texts([across(YS[0]), down(XS[0], YS[0], YS[0] + 600), *FILLED]) == ["甲  1", "乙  2"]


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        (3000, 20500, True),
        (2999, 20500, False),
        (23000, 20500, True),
        (23002, 20500, False),
        (6000, 19500, True),
        (6000, 19499, False),
        (6000, 23500, True),
        (6000, 23501, False),
    ],
)
def test_a_text_is_in_the_table_by_its_middle(x: int, y: int, inside: bool) -> None:
    found = texts([*RULED, *FILLED, box("界", x, y)])
    assert len(found) == (1 if inside else 2)


def test_cells_span_what_no_line_parts() -> None:
    """A head over two columns, and a name over two rows."""
    lines = [across(20000), across(22000, XS[1]), across(24000), across(26000)]
    lines += [
        down(XS[0], 20000, 26000),
        down(XS[1], 20000, 26000),
        down(XS[2], 20000, 26000),
        down(20000, 22000, 26000),
    ]
    words = [
        box("名", 6000, 21500),
        box("金额", 18000, 20500),
        box("甲", 15500, 22500),
        box("乙", 20500, 22500),
        box("丙", 6000, 24500),
    ]
    (grid,) = read_pages([*lines, *words])
    assert isinstance(grid, BareGrid)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.grid.cells] == [
        (0, 0, 2, 1, "名"),
        (0, 1, 1, 2, "金额"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "乙"),
        (2, 0, 1, 1, "丙"),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, ""),
    ]


@pytest.mark.parametrize(("blank", "cut"), [(10000, True), (10500, True), (13000, False)])
def test_a_box_over_a_line_is_cut_at_the_blank_near_it(blank: int, cut: bool) -> None:
    """A half-width letter is 100 wide here; five of them may lie between blank and line."""
    name = "a" * (blank // 100 - 60) + " " + "b" * 60
    words = [box(name, 6000, 20500, 100 * len(name)), box("乙", 6000, 22500), box("2", 16000, 22500)]
    (grid,) = [
        item
        for item in read_pages(
            [across(20000), across(22000), across(24000), down(5000), down(10000), down(25000), *words]
        )
        if isinstance(item, BareGrid)
    ]
    assert (grid.grid.text_at(0, 0) != "" and grid.grid.text_at(0, 1) != "") is cut


def test_several_texts_of_a_cell_are_its_lines() -> None:
    words = [box("二", 6000, 21200, 1000, 500), box("一", 6000, 20300, 1000, 500), box("续", 7200, 20300, 1000, 500)]
    assert texts([*RULED, *FILLED[1:], *words])[0] == [["一续\n二", "1"], ["乙", "2"]]


@pytest.mark.parametrize(("width", "columns"), [(39, 1), (40, 2)])
def test_edges_a_hairs_breadth_apart_are_one(width: int, columns: int) -> None:
    """Twips; a row ends a sliver further right than the other."""
    widths = "".join(f'<w:gridCol w:w="{one}"/>' for one in (2000, width))
    wide = tc("乙", '<w:gridSpan w:val="2"/>')
    body = f"<w:tbl><w:tblGrid>{widths}</w:tblGrid><w:tr>{tc('甲')}</w:tr><w:tr>{wide}</w:tr></w:tbl>"
    (grid,) = grids(read_bare(make_docx(body)))
    assert len(grid[0]) == columns


@pytest.mark.parametrize(("own", "is_grid"), [("丙丁", True), ("丙", False)])
def test_a_table_most_of_whose_text_stands_in_another_only_arranges(own: str, is_grid: bool) -> None:
    inner = f"<w:tc>{tbl(tc('甲') + tc('乙'))}{p('')}</w:tc>"
    found = grids(read_bare(make_docx(tbl(inner + tc(own)))))
    assert found == ([[["甲\t乙", own]]] if is_grid else [[["甲", "乙"]]])


def test_boxes_deep_within_each_other_are_read() -> None:
    inner = p("底")
    for _ in range(3):
        inner = (
            f"<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
        )
    assert lines(read_bare(make_docx(inner))) == ["底"]
