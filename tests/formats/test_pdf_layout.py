"""A page as lines and grids in reading order: watermarks, slant, weight, middle; and figures read twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.model import BareGrid, BareLine, PageBox
from gongkai_formats.page.double_reading import compare_figures
from gongkai_formats.page.engine import Bar, Glyph, PageContent, Style
from gongkai_formats.page.layout import lay_out
from page_making import glyphs, page

TEXT = ("一般文字一行", 5000, 5000)


def kinds(content: PageContent) -> dict[str, str | None]:
    return {item.text: item.furniture for item in lay_out(content).items if isinstance(item, BareLine)}


def of(letters: str, **style: object) -> Callable[[str], Style]:
    """A style for some letters, the plain one for others."""
    return lambda letter: Style(**style) if letter in letters else Style()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "grey", "kind"), [(1601, 150, "watermark"), (1600, 150, None), (1601, 149, None), (3000, 255, "watermark")]
)
def test_a_watermark_is_large_and_pale(size: int, grey: int, kind: str | None) -> None:
    """Larger than 1.6 times the usual text."""
    content = page([TEXT, ("二行文字", 5000, 7000), ("草稿", 9000, 30000, size)], style=of("草稿", grey=grey))
    assert kinds(content) == {"一般文字一行": None, "二行文字": None, "草稿": kind}


@pytest.mark.parametrize(
    ("angle", "kind"),
    [
        (0, None),
        (2, None),
        (3, "watermark"),
        (45, "watermark"),
        (-3, "watermark"),
        (87, "watermark"),
        (88, None),
        (92, None),
        (93, "watermark"),
        (180, None),
    ],
)
def test_a_watermark_is_slanted(angle: int, kind: str | None) -> None:
    content = page([TEXT, ("密", 9000, 30000), ("件", 9900, 29100)], style=of("密件", angle=angle))
    assert kinds(content) == {"一般文字一行": None} | ({"密件": kind} if kind else {"密": None, "件": None})


@pytest.mark.parametrize(
    ("across", "down", "slanted"),
    [
        (101, 1500, True),
        (100, 1500, False),
        (1500, 251, True),
        (3999, 1500, True),
        (4000, 1500, False),
        (1500, 3999, True),
        (1500, 4000, False),
        (1500, 0, False),
    ],
)
def test_only_what_steps_across_and_down_is_asked_for_its_slant(across: int, down: int, slanted: bool) -> None:
    content = page([TEXT, ("密", 9000, 30000), ("件", 9000 + across, 30000 + down)], style=of("密件", angle=30))
    found = kinds(content)
    assert ("watermark" in found.values()) is slanted
    assert (
        "watermark"
        in kinds(page([TEXT, ("密三个", 9000, 30000), ("件三个", 11000, 31000)], style=of("密件", angle=30))).values()
    ) is False


@pytest.mark.parametrize(("apart", "marks"), [(2000, 1), (2001, 2)])
@pytest.mark.parametrize("way", ["across", "down"])
def test_letters_of_a_watermark_near_each_other_are_one(apart: int, marks: int, way: str) -> None:
    step = (apart, 1200) if way == "across" else (1200, apart)
    content = page([TEXT, ("密", 9000, 30000), ("件", 9000 + step[0], 30000 + step[1])], style=of("密件", angle=30))
    assert sum(kind == "watermark" for kind in kinds(content).values()) == marks


def test_letters_at_another_angle_or_behind_a_text_begin_a_watermark_of_their_own() -> None:
    def style(letter: str) -> Style:
        return Style(angle={"密": 30, "件": 40}.get(letter, 0))

    assert kinds(page([TEXT, ("密", 9000, 30000), ("件", 10000, 31000)], style=style))["密"] == "watermark"
    between = page(
        [("密", 9000, 30000, 3000), TEXT, ("二", 0, 0), ("三", 0, 3000), ("件", 9500, 31000, 3000)],
        style=of("密件", grey=200),
    )
    assert kinds(between) == {"一般文字一行": None, "二": None, "三": None, "密": "watermark", "件": "watermark"}


@pytest.mark.parametrize(
    ("angle", "size"), [(0, (59500, 84200)), (90, (84200, 59500)), (180, (59500, 84200)), (270, (84200, 59500))]
)
def test_a_page_whose_text_runs_otherwise_is_turned(angle: int, size: tuple[int, int]) -> None:
    """Places stay those of the page as it is seen."""
    content = page([TEXT], style=lambda letter: Style(angle=angle))
    layout = lay_out(content)
    assert (layout.width, layout.height) == (59500, 84200)
    places = [item.places[0] for item in layout.items]
    assert all(isinstance(place, PageBox) and place.x0 >= 5000 and place.x1 <= 11000 for place in places)
    assert next((place.y0, place.y1) for place in places if isinstance(place, PageBox)) == (5000, 6000)
    assert len(places) == (1 if angle % 180 == 0 else 6)


@pytest.mark.parametrize(("angles", "turned"), [((87, 0, 0, 90, 92), False), ((88, 0, 0, 90, 92), True)])
def test_most_of_five_glyphs_tell_how_a_page_runs(angles: tuple[int, ...], turned: bool) -> None:
    painted = [
        Glyph("甲乙丙丁戊"[index], 5000, 5000 + 1000 * index, 6000, 6000 + 1000 * index, index) for index in range(5)
    ]
    content = PageContent(1, 59500, 84200, painted, [], lambda order: Style(angle=angles[order]))
    lines = [item for item in lay_out(content).items if isinstance(item, BareLine)]
    assert (len(lines) == 1) is turned


@pytest.mark.parametrize("turned", [True, False])
def test_glyphs_evenly_spread_tell_how_a_page_runs(turned: bool) -> None:
    """Of eleven every second one; the others run the other way."""
    painted = [
        Glyph(letter, 5000, 5000 + 1000 * order, 6000, 6000 + 1000 * order, order)
        for order, letter in enumerate("一二三四五六七八九十甲")
    ]
    content = PageContent(1, 59500, 84200, painted, [], lambda order: Style(angle=90 * ((order % 2 == 0) is turned)))
    assert (len(lay_out(content).items) == 1) is turned


@pytest.mark.parametrize(
    ("left", "right", "centred"),
    [
        (4001, 4001, True),
        (2001, 2001, True),
        (2000, 4000, False),
        (4000, 2000, False),
        (2001, 4001, True),
        (2001, 4002, False),
        (4001, 2001, True),
        (4002, 2001, False),
    ],
)
def test_a_centred_line_is_set_in_alike_at_both_sides(left: int, right: int, centred: bool) -> None:
    """By more than two letters at either side, and by two letters' difference at most."""
    full = Glyph("全", 10000, 5000, 20000, 6000, 0)
    title = Glyph("题", 10000 + left, 8000, 20000 - right, 9000, 1)
    content = PageContent(1, 59500, 84200, [full, title], [], lambda order: Style())
    _, line = lay_out(content).items
    assert isinstance(line, BareLine)
    assert line.centred is centred


def test_a_line_is_bold_from_its_first_letter_to_its_last() -> None:
    for bold, found in (("甲乙", True), ("甲", False), ("乙", False), ("", False)):
        (line,) = lay_out(page([("甲中乙", 5000, 5000)], style=of(bold, bold=True))).items
        assert isinstance(line, BareLine)
        assert line.bold is found


def test_lines_in_a_chart_are_its_labels() -> None:
    for box, markup in (
        ((5000, 5000, 7000, 6000), "figure"),
        ((6000, 5500, 6000, 5500), "figure"),
        ((6001, 0, 9000, 9000), ""),
        ((0, 0, 5999, 9000), ""),
        ((0, 5501, 9000, 9000), ""),
        ((0, 0, 9000, 5499), ""),
    ):
        content = page([("图例", 5000, 5000)])
        content.charts = [box]
        (line,) = lay_out(content).items
        assert isinstance(line, BareLine)
        assert line.markup == markup


def ruled(xs: tuple[int, ...] = (5000, 15000, 25000), ys: tuple[int, ...] = (10000, 12000, 14000)) -> list[Bar]:
    return [Bar(xs[0], y, xs[-1], y) for y in ys] + [Bar(x, ys[0], x, ys[-1]) for x in xs]


def test_items_come_from_the_top_then_from_the_left_and_know_their_number() -> None:
    content = page(
        [("尾", 5000, 20000), ("右", 30000, 10000), ("头", 5000, 2000), ("格", 6000, 10500)], ruled(), number=7
    )
    layout = lay_out(content)
    assert [item.text if isinstance(item, BareLine) else "grid" for item in layout.items] == ["头", "grid", "右", "尾"]
    assert [item.page for item in layout.items] == [7] * 4
    assert (layout.glyphs, layout.placed, layout.doubled, layout.number) == (4, 4, 0, 7)
    assert list(layout.shapes) == [1]


def test_the_shape_of_a_grid_tells_how_texts_sit_in_outer_rows() -> None:
    """Room in letters, of the last line in the last row and of the first line in the first rows."""
    texts = [("甲甲", 6000, 10200), ("乙", 7500, 12100, 500), ("乙乙", 7000, 13000, 500), ("丙", 20000, 12500)]
    layout = lay_out(page(texts, ruled()))
    (shape,) = layout.shapes.values()
    assert shape.rooms == {0: (4.0, 14.0), 1: (5.0, 4.0)}
    assert shape.indents == {(0, 0): (1.0, 7.0), (1, 0): (5.0, 14.0), (1, 1): (5.0, 4.0)}
    many = tuple(range(10000, 27000, 2000))
    shapes = lay_out(page([("甲", 6000, y + 500) for y in many[:-1]], ruled(ys=many))).shapes
    assert sorted(shapes[0].indents) == [(row, 0) for row in range(7)]
    assert list(shapes[0].rooms) == [0]


@pytest.mark.parametrize(("drop", "room"), [(499, 3.0), (500, 6.0)])
def test_lines_that_overlap_by_half_are_one_line_of_a_cell(drop: int, room: float) -> None:
    texts = [("甲", 8000, 12300), ("乙", 11000, 12300 + drop)]
    (shape,) = lay_out(page(texts, ruled())).shapes.values()
    assert shape.rooms[0][0] == room


def test_blank_grids_of_one_row_or_column_are_none() -> None:
    assert lay_out(page([], ruled(ys=(10000, 12000)))).items == []
    assert lay_out(page([], ruled(xs=(5000, 15000)))).items == []
    assert len(lay_out(page([], ruled())).items) == 1
    assert len(lay_out(page([("甲", 6000, 10500)], ruled(ys=(10000, 12000)))).items) == 1


def test_lines_that_could_cross_too_often_draw_a_picture() -> None:
    bars = [Bar(0, 600 * number, 59000, 600 * number) for number in range(100)]
    bars += [Bar(600 * number, 0, 600 * number, 59400) for number in range(98)]
    assert not lay_out(page([], bars)).drawing


UNIT = ("单位：万元", 40000, 5000)
TABLE = [(text, x, 8000 + 2000 * row) for row in range(3) for text, x in (("名称", 5000), (f"{row}2.50", 40000))]


def test_a_page_that_ends_with_a_table_says_how_many_columns_go_on() -> None:
    assert lay_out(page([UNIT, *TABLE])).going_on == 2
    assert lay_out(page([UNIT, *TABLE, ("第3页共9页", 20000, 70000)])).going_on == 2
    assert lay_out(page([UNIT, *TABLE, ("一二三四五六七八九十一二", 20000, 70000)])).going_on == 2
    assert lay_out(page([UNIT, *TABLE, ("一二三四五六七八九十一二三", 20000, 70000)])).going_on == 0
    assert lay_out(page([UNIT, *TABLE], ruled(ys=(60000, 62000, 64000)))).going_on == 0
    assert lay_out(page([TEXT])).going_on == 0


def test_a_table_that_goes_on_does_so_above_the_first_grid_only() -> None:
    grids = [item for item in lay_out(page(TABLE), 2).items if isinstance(item, BareGrid)]
    assert [grid.grid.columns for grid in grids] == [2]
    below = lay_out(page(TABLE, ruled(ys=(1000, 3000, 5000))), 2).items
    assert [item.grid.rows for item in below if isinstance(item, BareGrid)] == [2]


def test_what_lies_off_the_page_and_radicals_are_counted() -> None:
    content = page([("部⻔", 5000, 5000)])
    content.outside = glyphs("外面", 90000, 5000, order=9)
    content.images = 3
    layout = lay_out(content)
    assert [(item.text, item.furniture) for item in layout.items if isinstance(item, BareLine)] == [
        ("部门", None),
        ("外面", "outside"),
    ]
    assert (layout.radicals, layout.outside, layout.images, layout.glyphs, layout.placed) == (1, 2, 3, 4, 4)


def reading(*painted: tuple[str, int, int]) -> PageContent:
    return page(painted)


def differing(one: PageContent, two: PageContent) -> list[tuple[str | None, str | None]]:
    return [(finding.found, finding.expected) for finding in compare_figures(one, two)]


@pytest.mark.parametrize(
    ("dx", "dy", "same"),
    [
        (250, 0, True),
        (251, 0, False),
        (-250, 0, True),
        (-251, 0, False),
        (0, 250, True),
        (0, 251, False),
        (0, -250, True),
        (0, -251, False),
    ],
)
@pytest.mark.parametrize("x", [5000, 5200, 5390])
def test_a_figure_stands_in_the_same_spot_for_both_engines(dx: int, dy: int, same: bool, x: int) -> None:
    def tiny(x: int, y: int) -> PageContent:
        return PageContent(1, 59500, 84200, [Glyph("8", x, y, x + 100, y + 100, 0)], [], lambda order: Style())

    found = differing(tiny(x, x), tiny(x + dx, x + dy))
    assert sorted(found) == ([] if same else [("", "8"), ("8", "")])


def test_each_figure_that_differs_is_told_with_both_readings_from_the_top() -> None:
    one = reading(("收入12.50", 5000, 9000), ("支出7.00", 5000, 5000), ("3.00", 30000, 5000))
    two = reading(("收入12.60", 5000, 9000), ("支出1.00", 5000, 5000), ("3.00", 30000, 5000))
    assert differing(one, two) == [("7.00", "1.00"), ("12.50", "12.60")]
    assert differing(two, one) == [("1.00", "7.00"), ("12.60", "12.50")]


def test_words_are_not_compared() -> None:
    assert differing(reading(("收入12.50", 5000, 9000)), reading(("支出12.50", 5000, 9000))) == []


def test_a_figure_only_one_engine_reads_is_told() -> None:
    assert differing(reading(("甲", 5000, 5000), ("5%", 9000, 5000)), reading(("甲", 5000, 5000))) == [("5%", "")]
    assert differing(reading(("甲", 5000, 5000)), reading(("甲", 5000, 5000), ("5%", 9000, 5000))) == [("", "5%")]


def test_full_width_signs_are_the_same_figure() -> None:
    assert (
        differing(reading(("１", 5000, 5000), ("，", 6000, 5000)), reading(("1", 5250, 5000), (",", 6250, 5000))) == []
    )
    assert differing(reading(("．", 5000, 5000)), reading((".", 5250, 5000))) == []


def test_a_figure_is_told_where_it_stands() -> None:
    (finding,) = compare_figures(reading(("共12元", 5000, 9000)), reading(("共13元", 5000, 9000)))
    (place,) = finding.places
    assert isinstance(place, PageBox)
    assert (place.page, place.x0, place.y0, place.x1, place.y1) == (1, 6000, 9000, 7000, 10000)
