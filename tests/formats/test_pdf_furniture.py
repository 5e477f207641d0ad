"""Page numbers and running heads by place and repetition; tables torn by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongkai.model import BareGrid, BareLine, Cell, Grid, PageBox
from gongkai_formats.page.furniture import mark_furniture
from gongkai_formats.page.layout import GridShape, PageLayout, Room
from gongkai_formats.page.stitching import stitch_pages

HEIGHT, WIDTH = 80000, 60000
TOP, FOOT, MIDDLE = 2000, 78000, 40000


def line(text: str, y: int = FOOT, x: int = 30000, size: int = 1000, width: int = 1000) -> BareLine:
    """A line with its middle at (x, y)."""
    place = PageBox(1, x - width // 2, y - size // 2, x + width // 2, y + size // 2)
    return BareLine(text, (place,), page=1, left=place.x0, right=place.x1, size=size)


def pages(*items: Sequence[BareLine | BareGrid], first: int = 1) -> list[PageLayout]:
    return [PageLayout(number, WIDTH, HEIGHT, list(page)) for number, page in enumerate(items, first)]


def marked(layouts: list[PageLayout]) -> list[list[str | None]]:
    mark_furniture(layouts)
    return [[item.furniture if isinstance(item, BareLine) else "grid" for item in layout.items] for layout in layouts]


BODY = line("正文", MIDDLE)


@pytest.mark.parametrize(
    "text",
    ["{}", "- {} -", "第{}页", "第 {} 页", "{}/9", "第{}页共9页", "第{}页/9页", "·{}·", "—{}—", "{} 页", "－ {} －"],
)
def test_how_pages_are_numbered(text: str) -> None:
    found = marked(pages([BODY, line(text.format(1))], [BODY, line(text.format(2))]))
    assert found == [[None, "page_number"]] * 2


@pytest.mark.parametrize("text", ["{}万元", "第{}章", "12345{}", "{}.5", "共{}页"])
def test_what_is_no_number_of_a_page(text: str) -> None:
    assert marked(pages([BODY, line(text.format(1))], [BODY, line(text.format(2))])) == [[None, None]] * 2


def test_a_number_out_of_step_needs_marks() -> None:
    found = pages([BODY, line("1")], [BODY, line("2")], [BODY, line("70")], [BODY, line("- 99 -")])
    assert [kinds[1] for kinds in marked(found)] == ["page_number", "page_number", None, "page_number"]
    assert marked(pages([BODY, line("1")], [BODY, line("5")])) == [[None, None]] * 2
    assert marked(pages([BODY, line("5")], first=3)) == [[None, "page_number"]]


@pytest.mark.parametrize(
    ("y", "x", "marked_there"),
    [
        (10000, 30000, True),  # the upper eighth
        (10001, 30000, False),
        (70000, 30000, True),
        (69999, 30000, False),
        (MIDDLE, 2500, True),  # a twenty-fourth at the sides
        (MIDDLE, 2501, False),
        (MIDDLE, 57500, True),
        (MIDDLE, 57499, False),
    ],
)
def test_furniture_stands_in_the_margins(y: int, x: int, marked_there: bool) -> None:
    before = line("前文", MIDDLE)
    found = marked(pages(*[[before, line("- 7 -", y, x), BODY] for _ in range(3)]))
    assert found == [[None, "page_number" if marked_there else None, None]] * 3


def test_the_outermost_four_lines_at_either_end_are_looked_at() -> None:
    heads = [line(f"- {number} -", TOP) for number in range(9)]
    assert marked(pages(heads))[0] == ["page_number"] * 4 + [None] + ["page_number"] * 4
    assert marked(pages(heads[:8]))[0] == ["page_number"] * 8


def grid(texts: Sequence[Sequence[str]], spans: dict[tuple[int, int], int] | None = None) -> BareGrid:
    cells = tuple(
        Cell(row, column, text, (spans or {}).get((row, column), 1), 1, (PageBox(1, 0, 0, 1, 1),))
        for row, line_ in enumerate(texts)
        for column, text in enumerate(line_)
        if text is not None
    )
    return BareGrid(Grid(len(texts), len(texts[0]), cells), page=1, places=(PageBox(1, 0, 0, 1, 1),))


def stray(text: str, x: int = 30000, size: int = 1000, around: str = "last") -> str | None:
    """What becomes of a number in the middle of a page that has none, after three that are numbered at (30000, foot)."""
    known = [[BODY, line(str(number))] for number in range(1, 4)]
    number = line(text, MIDDLE, x, size)
    items: dict[str, list[BareLine | BareGrid]] = {
        "last": [BODY, number],
        "first": [number, BODY],
        "between": [BODY, number, BODY],
        "grid": [grid([["甲"]]), number],
    }
    return marked(pages(*known, items[around]))[-1][items[around].index(number)]


@pytest.mark.parametrize(("text", "kind"), [("9", "page_number"), ("10", None), ("-", None), ("甲", None)])
def test_a_stray_number_is_near_its_pages(text: str, kind: str | None) -> None:
    assert stray(text) == kind


@pytest.mark.parametrize(
    ("around", "kind"), [("last", "page_number"), ("first", "page_number"), ("between", None), ("grid", "page_number")]
)
def test_a_stray_number_is_first_or_last(around: str, kind: str | None) -> None:
    assert stray("4", around=around) == kind


@pytest.mark.parametrize(
    ("x", "size", "kind"),
    [
        (31499, 1000, "page_number"),  # 62,998 / 1,000: two steps off 60
        (31500, 1000, None),
        (29000, 1000, "page_number"),
        (28999, 1000, None),
        (30000, 1199, "page_number"),
        (30000, 1200, None),
        (30000, 900, "page_number"),
        (30000, 899, None),
    ],
)
def test_a_stray_number_stands_and_looks_as_the_others(x: int, size: int, kind: str | None) -> None:
    assert stray("4", x, size) == kind


def test_a_page_with_a_number_has_no_other() -> None:
    layouts = pages(*[[line("2", MIDDLE), line(str(number))] for number in range(1, 4)])
    assert [kinds[0] for kinds in marked(layouts)] == [None] * 3
    assert marked(pages([line("2", MIDDLE)], [line("3", MIDDLE)])) == [[None], [None]]
    assert marked([PageLayout(1, WIDTH, HEIGHT, [])]) == [[]]


@pytest.mark.parametrize(
    ("total", "heads", "kind"),
    [(9, 3, "running_head"), (9, 2, None), (12, 4, "running_head"), (12, 3, None), (3, 2, None)],
)
def test_a_running_head_comes_on_three_pages_and_a_third_of_all(total: int, heads: int, kind: str | None) -> None:
    layouts = pages(*[[line("年报", TOP), BODY] if number < heads else [BODY] for number in range(total)])
    assert marked(layouts)[0] == [kind, None]


def test_a_running_head_stands_at_the_same_height() -> None:
    tops = (1600, 1799, 1700)  # their upper edges within 2 pt of each other
    assert [kinds[0] for kinds in marked(pages(*[[line("年报", top), BODY] for top in tops]))] == ["running_head"] * 3
    for apart in ((1600, 1800, 1700), (1599, 1700, 1700)):
        assert [kinds[0] for kinds in marked(pages(*[[line("年报", top), BODY] for top in apart]))] == [None] * 3


@pytest.mark.parametrize("text", ["单位：万元", "部门:某局", "表1", "附件一", "公开02表", "续表"])
def test_captions_are_no_running_heads(text: str) -> None:
    assert marked(pages(*[[line(text, TOP), BODY] for _ in range(3)])) == [[None, None]] * 3


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["2024年第1版", "2024年第2版", "2024年第3版"], "running_head"),
        (["2024年第8版", "2024年第9版", "2024年第10版"], "running_head"),
        (["2024年第1版", "2024年第1版", "2024年第1版"], "running_head"),
        (["2024年第1版", "2024年第3版", "2024年第4版"], None),
        (["1年第1版", "2年第2版", "3年第3版"], None),
    ],
)
def test_one_number_of_a_running_head_may_count(texts: list[str], kind: str | None) -> None:
    assert [kinds[0] for kinds in marked(pages(*[[line(text, TOP), BODY] for text in texts]))] == [kind] * 3


WIDE: Room = (0.5, 0.5)


def torn(
    upper: Sequence[Sequence[str]],
    lower: Sequence[Sequence[str]],
    rooms: Room = WIDE,
    indents: Room = WIDE,
    xs: tuple[Sequence[int], Sequence[int]] = ((0, 1000, 2000), (0, 1000, 2000)),
    spans: dict[tuple[int, int], int] | None = None,
) -> list[tuple[tuple[str, ...], ...]]:
    """The texts of two grids at a page's end and the next one's start, after stitching; all texts sit alike."""
    layouts = pages([BODY, grid(upper)], [grid(lower, spans), BODY])
    layouts[0].shapes = {1: GridShape(list(xs[0]), dict.fromkeys(range(len(upper[0])), rooms), {})}
    places = [(row, column) for row in range(len(lower)) for column in range(len(lower[0]))]
    layouts[1].shapes = {0: GridShape(list(xs[1]), {}, dict.fromkeys(places, indents))}
    stitch_pages(layouts)
    return [item.grid.texts for layout in layouts for item in layout.items if isinstance(item, BareGrid)]


UPPER = (("名称", "金额"), ("社会保障", "12.00"))
WHOLE = (("名称", "金额"), ("社会保障和就业", "12.00"))


def test_the_rest_of_a_row_goes_back_and_a_grid_of_it_alone_is_gone() -> None:
    assert torn(UPPER, [["和就业", ""]]) == [WHOLE]
    assert torn(UPPER, [["和就业", ""], ["教育", "3.00"]]) == [WHOLE, (("教育", "3.00"),)]
    assert torn(UPPER, [["名称", "金额"], ["和就业", ""]]) == [WHOLE, (("名称", "金额"),)]
    assert torn(UPPER, [["名称", "金额"]]) == [UPPER, (("名称", "金额"),)]
    assert torn(UPPER, [["", ""], ["教育", "3.00"]]) == [UPPER, (("", ""), ("教育", "3.00"))]


@pytest.mark.parametrize(("right", "back"), [(2.09, True), (2.1, False)])
def test_a_line_with_room_for_a_letter_does_not_go_on(right: float, back: bool) -> None:
    """A letter and a little beside the cell's margin, which the line's start tells: one letter at most."""
    assert (len(torn(UPPER, [["和就业", ""]], (1.0, right), (1.0, 3.0))) == 1) is back
    assert (len(torn(UPPER, [["和就业", ""]], (3.0, right), (3.0, 3.0))) == 1) is back


@pytest.mark.parametrize(("right", "back"), [(1.59, True), (1.6, False)])
def test_a_cell_has_half_a_letter_of_margin_at_least(right: float, back: bool) -> None:
    assert (len(torn(UPPER, [["和就业", ""]], (0.1, right), (0.1, 9.0))) == 1) is back


@pytest.mark.parametrize(("start", "back"), [(1.59, True), (1.61, False), (0.0, True)])
def test_the_rest_begins_where_the_text_did(start: float, back: bool) -> None:
    assert (len(torn(UPPER, [["和就业", ""]], (1.0, 0.0), (start, 9.0))) == 1) is back


@pytest.mark.parametrize(
    ("room", "indent", "back"),
    [
        ((0.0, 0.59), (3.0, 3.59), True),
        ((0.0, 0.61), (3.0, 3.0), False),
        ((0.0, 0.0), (3.0, 3.61), False),
        ((0.61, 0.0), (3.0, 3.0), False),
    ],
)
def test_both_may_be_centred(room: Room, indent: Room, back: bool) -> None:
    assert (len(torn(UPPER, [["和就业", ""]], room, indent)) == 1) is back


@pytest.mark.parametrize("text", ["一、教育", "（二）教育", "2.教育", "205", "其中：教育", "(3)教育"])
def test_what_opens_a_row_of_its_own(text: str) -> None:
    assert len(torn(UPPER, [[text, ""]])) == 2


@pytest.mark.parametrize("text", ["2.5教育", "2050教育", "二教育"])
def test_figures_within_a_text_open_nothing(text: str) -> None:
    assert len(torn(UPPER, [[text, ""]])) == 1


@pytest.mark.parametrize(
    ("above", "rest", "whole"),
    [
        ("7,228.5", "7", "7,228.57"),
        ("1,23", "4.50", "1,234.50"),
        ("12.00", "3.00", ""),
        ("12", "34", ""),  # two whole amounts
        ("-1,2", "34", "-1,234"),
        ("12.", "5%", ""),
        ("12.5", "5%", "12.55%"),
        ("合计", "5.00", ""),
        ("5.0", "元", ""),
    ],
)
def test_which_amounts_were_torn(above: str, rest: str, whole: str) -> None:
    found = torn([["名称", "金额"], ["水费", above]], [["", rest]])
    assert found == (
        [(("名称", "金额"), ("水费", whole))] if whole else [(("名称", "金额"), ("水费", above)), (("", rest),)]
    )


@pytest.mark.parametrize("room", [(0.5, 2.0), (2.0, 0.5)])
def test_an_amount_with_room_at_a_side_was_not_torn(room: Room) -> None:
    assert len(torn([["名称", "金额"], ["水费", "7,228.5"]], [["", "7"]], room)) == 2


def test_a_blank_cell_is_filled_but_by_a_rest_alone() -> None:
    assert torn([["编码", "名称"], ["", "社会保障"]], [["208", "和就业"]]) == [
        (("编码", "名称"), ("208", "社会保障和就业"))
    ]
    assert len(torn([["编码", "名称"], ["", "社会保障"]], [["208", ""]])) == 2


def test_a_row_that_spans_or_another_count_of_columns_is_left() -> None:
    lower = [["和就业", ""], [None, "3.00"]]
    assert len(torn(UPPER, lower, spans={(0, 0): 2})) == 2  # type: ignore[arg-type]
    assert len(torn(UPPER, [["和就业", "", ""]], xs=((0, 1000, 2000), (0, 5000, 9000, 9500)))) == 2


def test_only_grids_at_the_end_and_the_start_are_stitched() -> None:
    layouts = pages([grid(UPPER), BODY], [grid([["和就业", ""]])])
    layouts[0].shapes = {0: GridShape([0, 1000, 2000], {0: WIDE, 1: WIDE}, {})}
    layouts[1].shapes = {0: GridShape([0, 1000, 2000], {}, {(0, 0): WIDE})}
    stitch_pages(layouts)
    assert len(layouts[1].items) == 1
    foot = BareLine("1", (), furniture="page_number")
    layouts[0].items = [grid(UPPER), foot]
    stitch_pages(layouts)
    assert layouts[1].items == []


def test_of_two_grids_on_a_page_the_last_and_the_first_are_stitched() -> None:
    """Their shapes are those of the items, also when the first is gone."""
    layouts = pages([grid([["别的"]]), grid(UPPER)], [grid([["和就业", ""]]), BODY, grid([["别的"]])])
    layouts[0].shapes = {0: GridShape([0, 9], {}, {}), 1: GridShape([0, 1000, 2000], {0: WIDE, 1: WIDE}, {})}
    last = GridShape([0, 9], {}, {})
    layouts[1].shapes = {0: GridShape([0, 1000, 2000], {}, {(0, 0): WIDE}), 2: last}
    stitch_pages(layouts)
    assert layouts[0].items[1].grid.texts == WHOLE  # type: ignore[union-attr]
    assert (len(layouts[1].items), layouts[1].shapes) == (2, {1: last})


def test_a_head_repeated_on_a_third_page_is_that_of_the_first() -> None:
    layouts = pages(
        [BODY, grid(UPPER)],
        [grid([["名称", "金额"], ["教育支", "3.00"]])],
        [grid([["名称", "金额"], ["出", ""], ["合计", "15.00"]])],
    )
    shape = GridShape([0, 1000, 2000], {0: WIDE, 1: WIDE}, {(1, 0): WIDE})
    layouts[0].shapes, layouts[1].shapes, layouts[2].shapes = {1: shape}, {0: shape}, {0: shape}
    stitch_pages(layouts)
    assert layouts[1].items[0].grid.texts == (("名称", "金额"), ("教育支出", "3.00"))  # type: ignore[union-attr]
    assert layouts[2].items[0].grid.texts == (("名称", "金额"), ("合计", "15.00"))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("few", "many", "lined_up"),
    [
        ((0, 5000, 9000), (0, 2000, 5000, 9000), True),
        ((100, 5450, 9100), (0, 2000, 5000, 9000), True),
        ((100, 5451, 9100), (0, 2000, 5000, 9000), False),
        ((0, 5000, 9350), (0, 2000, 5000, 9000), True),
        ((0, 5000, 9351), (0, 2000, 5000, 9000), False),
        ((0, 5000, 9000), (0, 4800, 5200, 9000), False),  # two lines as near
    ],
)
def test_columns_of_both_parts_are_brought_in_line(few: tuple[int, ...], many: tuple[int, ...], lined_up: bool) -> None:
    one, two = [["一、甲", "二、乙"]], [["一、丙", "二、丁", "三、戊"]]
    assert len(torn(one, two, xs=(few, many))[0][0]) == (3 if lined_up else 2)
    assert len(torn(two, one, xs=(many, few))[1][0]) == (3 if lined_up else 2)


def test_a_torn_row_goes_back_after_columns_were_brought_in_line() -> None:
    upper = [["编码", "名称", "金额"], ["208", "社会保障", "12.00"]]
    found = torn(upper, [["", "和就业"]], xs=((0, 1000, 2000, 3000), (0, 1000, 3000)))
    assert found == [(("编码", "名称", "金额"), ("208", "社会保障和就业", "12.00"))]
    found = torn(
        [["编码", "名称"], ["208", "社会保障"]], [["", "和就业", ""]], xs=((0, 1000, 3000), (0, 1000, 2000, 3000))
    )
    assert [texts[1][:2] for texts in found] == [("208", "社会保障和就业")]
