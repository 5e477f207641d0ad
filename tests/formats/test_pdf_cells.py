"""Which cell of a ruled grid a text stands in; rows of amounts between which nothing is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongkai_formats.page.cells import fill_grids
from gongkai_formats.page.engine import Glyph
from gongkai_formats.page.frames import Box
from gongkai_formats.page.grids import RuledGrid, Span
from gongkai_formats.page.segments import GlyphRun, segment_of
from gongkai_formats.page.undrawn_rows import with_undrawn_rows
from page_making import glyphs, run


def plain(xs: Sequence[int], ys: Sequence[int]) -> RuledGrid:
    spans = [Span(row, column, row + 1, column + 1) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    return RuledGrid(list(ys), list(xs), spans)


GRID = plain((10000, 20000, 30000), (5000, 7000, 9000))


def placed(
    *segments: GlyphRun, grid: RuledGrid = GRID, clips: dict[int, Box] | None = None
) -> tuple[dict[int, list[str]], list[str]]:
    """Texts by cell, and what is left outside; `clips`: boxes glyphs are cut to, by order."""
    (contents,), outside = fill_grids([grid], segments, lambda order: (clips or {}).get(order))
    return {cell: [one.text for one in found] for cell, found in contents.items()}, [one.text for one in outside]


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [
        (11000, 5500, 0),
        (21000, 5500, 1),
        (11000, 7500, 2),
        (11000, 4500, 0),  # its middle on the first line, and on the last
        (11000, 8499, 2),
        (9850, 5500, 0),
    ],
)
def test_a_text_stands_in_the_cell_of_its_middle(x: int, y: int, cell: int) -> None:
    assert placed(run("甲乙", x, y)) == ({cell: ["甲乙"]}, [])


@pytest.mark.parametrize(
    ("x", "y"), [(11000, 4499), (11000, 8501), (7000, 5500), (8000, 5500), (30000, 5500), (31000, 5500)]
)
def test_a_text_outside_stays_outside(x: int, y: int) -> None:
    assert placed(run("甲乙", x, y)) == ({}, ["甲乙"])


def over_border(reach: int, first: str = "1", second: str = "甲") -> GlyphRun:
    """Two letters around the line at 20000, the second's middle behind it; ends `reach` beyond, twice as far before."""
    return segment_of(
        [Glyph(first, 20000 - 3 * reach, 5500, 19900, 6500, 0), Glyph(second, 19900, 5500, 20000 + reach, 6500, 1)]
    )


@pytest.mark.parametrize(("reach", "whole"), [(150, True), (151, False)])
def test_how_far_a_text_reaches_over_its_right_border(reach: int, whole: bool) -> None:
    assert placed(over_border(reach))[0] == ({0: ["1甲"]} if whole else {0: ["1"], 1: ["甲"]})


@pytest.mark.parametrize(("reach", "whole"), [(150, True), (151, False)])
def test_how_far_a_text_reaches_over_its_left_border(reach: int, whole: bool) -> None:
    text = segment_of(
        [Glyph("1", 20000 - reach, 5500, 20100, 6500, 0), Glyph("甲", 20100, 5500, 20000 + 3 * reach, 6500, 1)]
    )
    assert placed(text)[0] == ({1: ["1甲"]} if whole else {0: ["1"], 1: ["甲"]})


@pytest.mark.parametrize(
    ("left", "right", "gap", "parted"),
    [
        ("项目", "科目", 100, False),
        ("项目", "科目", 101, True),  # wider than usual by more than a tenth of the size
        ("2.50", "一二", 0, True),  # figure and words
        ("2.50", "一二", -100, True),
        ("2.50", "一二", -101, False),
        ("一二", "2.50", 0, True),
        ("1.50", "2.50", 0, True),  # two full figures
        ("1,234.50", "-2.50", 0, True),
        ("1.50", "2.5.0", 0, False),
        ("1234", "5.50", 0, False),
        ("5.50", "1234", 0, False),
        ("12", "34", 0, False),
        ("-一", "2.50", 0, True),
        ("甲-", "2.50", 0, False),  # a sign may belong to the figure
        ("2.50", ".甲", 0, False),
        ("2.5", ",甲", 0, False),
    ],
)
def test_where_a_text_over_a_border_is_cut(left: str, right: str, gap: int, parted: bool) -> None:
    one = run(left)
    before = [glyph._replace(x0=glyph.x0 + 20000 - one.x1, x1=glyph.x1 + 20000 - one.x1) for glyph in one.glyphs]
    after = glyphs(right, 20000 + gap)
    text = segment_of([glyph._replace(y0=5500, y1=6500) for glyph in (*before, *after)])
    found, outside = placed(text)
    assert outside == []
    assert list(found.values()) == ([[left], [right]] if parted else [[left + right]])
    assert not parted or list(found) == [0, 1]


def test_the_usual_gap_of_a_text_is_no_reason_to_cut_it() -> None:
    wide = [
        glyph for index, letter in enumerate("一般公共预算") for glyph in glyphs(letter, 17000 + 1200 * index, 5500)
    ]
    assert placed(segment_of(wide))[0] == {1: ["一般公共预算"]}


@pytest.mark.parametrize(("text", "x", "inside"), [("一二三四", 28000, True), ("一二三四五", 28000, False)])
def test_a_text_half_over_the_edge_of_the_grid_stands_in_the_last_cell(text: str, x: int, inside: bool) -> None:
    assert placed(run(text, x, 5500)) == (({1: [text]}, []) if inside else ({}, [text]))


@pytest.mark.parametrize(
    ("xs", "text", "cell"),
    [
        ((0, 2500, 4000, 9000), "一二三四五六", 1),  # two, one in the hole, three
        ((0, 1500, 3500, 6000), "一二三四", 0),  # half of them in cells, the first of two
        ((0, 1500, 4500, 6000), "一二三四五", None),  # three of five in the hole
    ],
)
def test_a_text_whose_middle_lies_in_a_hole(xs: tuple[int, ...], text: str, cell: int | None) -> None:
    grid = RuledGrid([0, 2000], list(xs), [Span(0, 0, 1, 1), Span(0, 2, 1, 3)])
    assert placed(run(text, 500), grid=grid) == (({}, [text]) if cell is None else ({cell: [text]}, []))


def test_two_grids_share_a_line() -> None:
    other = plain((40000, 50000), (5000, 7000))
    segments = [run("甲", 11000, 5500), run("间", 33000, 5500), run("乙", 41000, 5500)]
    contents, outside = fill_grids([GRID, other], segments, lambda order: None)
    assert [{cell: found[0].text for cell, found in content.items()} for content in contents] == [{0: "甲"}, {0: "乙"}]
    assert [one.text for one in outside] == ["间"]


@pytest.mark.parametrize(("bottom", "cell"), [(9000, 2), (10000, 2), (10001, 0)])
def test_a_line_belongs_to_the_row_that_cuts_it(bottom: int, cell: int) -> None:
    """A box more than three sizes high is a block's, not a row's."""
    grid = plain((10000, 20000, 30000), (5000, 7000, 11000))
    box = (10000, 7000, 20000, bottom)
    assert placed(run("甲乙", 11000, 5500), grid=grid, clips={0: box, 1: box}) == ({cell: ["甲乙"]}, [])


@pytest.mark.parametrize(("shift", "cell"), [(3000, 2), (3001, 0)])
def test_a_box_far_above_or_below_cuts_nothing(shift: int, cell: int) -> None:
    grid = plain((10000, 20000), (5000, 7000, 20000))
    below = (10000, 6500 + shift, 20000, 9400 + shift)
    assert placed(run("甲乙", 11000, 5500), grid=grid, clips={0: below, 1: below})[0] == {int(cell == 2): ["甲乙"]}
    tall = plain((10000, 20000), (5000, 14000, 20000))
    above = (10000, 11600 - shift, 20000, 14500 - shift)
    assert placed(run("甲乙", 11000, 14500), grid=tall, clips={0: above, 1: above})[0] == {int(cell == 0): ["甲乙"]}


def test_a_line_above_the_grid_stays_there_whatever_cuts_it() -> None:
    row = (10000, 5000, 20000, 7000)
    assert placed(run("甲", 11000, 3000), clips={0: row}) == ({}, ["甲"])
    assert placed(run("甲", 33000, 5500), clips={0: row}) == ({}, ["甲"])


def test_a_box_off_the_grid_is_drawn_in() -> None:
    above, below = (10000, 3000, 20000, 5800), (10000, 8500, 20000, 10900)
    assert placed(run("甲", 11000, 6400), clips={0: above})[0] == {0: ["甲"]}
    assert placed(run("甲", 11000, 7100), clips={0: below})[1] == ["甲"]  # on the last line


def test_texts_that_overlap_are_cut_where_their_clipping_changes() -> None:
    left, right = (10000, 0, 20000, 20000), (20000, 0, 30000, 20000)
    text = segment_of([*glyphs("一二三", 17500, 5500), *glyphs("四五", 20500, 5500, order=3)])
    assert placed(text, clips={0: left, 1: left, 2: left, 3: right, 4: right})[0] == {0: ["一二三"], 1: ["四五"]}


@pytest.mark.parametrize(("width", "cell"), [(2999, 1), (3000, 0)])
def test_a_text_too_wide_for_what_cuts_it_stands_there(width: int, cell: int) -> None:
    box = (20000, 0, 20000 + width, 30000)
    assert placed(run("一二三", 17500, 5500), clips=dict.fromkeys(range(3), box))[0] == {cell: ["一二三"]}


def table(columns: Sequence[Sequence[tuple[str, int]]], grid: RuledGrid) -> tuple[RuledGrid, dict[int, list[GlyphRun]]]:
    """A grid whose cells of the first row hold texts at heights."""
    contents = {
        index: [run(text, grid.xs[index] + 100, height) for text, height in column]
        for index, column in enumerate(columns)
    }
    return grid, contents


def texts(found: tuple[RuledGrid, dict[int, list[GlyphRun]]]) -> list[list[str]]:
    grid, contents = found
    by_row: list[list[str]] = [[] for _ in range(grid.rows)]
    for index, span in enumerate(grid.cells):
        by_row[span.row].append("".join(one.text for one in contents.get(index, [])))
    return by_row


ONE_ROW = plain((0, 10000, 20000), (0, 20000))


@pytest.mark.parametrize(("amounts", "rows"), [(3, 3), (2, 1)])
def test_three_amounts_below_each_other_are_rows(amounts: int, rows: int) -> None:
    names = [(name, 2000 * index) for index, name in enumerate("甲乙丙"[:amounts])]
    figures = [(f"{index}.50", 2000 * index) for index in range(amounts)]
    found = with_undrawn_rows(*table([names, figures], ONE_ROW))
    assert found[0].rows == rows
    if rows == 3:
        assert found[0].ys == [0, 1500, 3500, 20000]
        assert texts(found) == [["甲", "0.50"], ["乙", "1.50"], ["丙", "2.50"]]


@pytest.mark.parametrize("column", [["甲", "1.50", "2.50"], ["1", "2", "3"], ["1.50", "2.50", "约3"]])
def test_a_column_that_is_not_all_amounts_makes_no_rows(column: list[str]) -> None:
    grid, contents = table([[(text, 2000 * index) for index, text in enumerate(column)]], ONE_ROW)
    assert with_undrawn_rows(grid, contents) == (grid, contents)


@pytest.mark.parametrize(("height", "rows"), [(3800, 4), (3799, 3)])
def test_a_name_without_amount_is_a_row_where_it_stands_as_far_as_rows_do(height: int, rows: int) -> None:
    """Amounts 2000 apart, then a name nine tenths of that below a row, or a little nearer: then it is wrapped."""
    names = [("甲", 0), ("乙", 2000), ("丙", height)]
    figures = [("1.50", 0), ("2.50", 2000), ("3.50", 6000)]
    found = with_undrawn_rows(*table([[*names, ("丁", 6000)], figures], ONE_ROW))
    assert found[0].rows == rows


@pytest.mark.parametrize(("height", "rows"), [(5800, 4), (5799, 3)])
def test_the_last_name_is_a_row_where_it_stands_as_far_as_rows_do(height: int, rows: int) -> None:
    figures = [("1.50", 0), ("2.50", 2000), ("3.50", 4000)]
    found = with_undrawn_rows(*table([[("甲", 0), ("丁", height)], figures], ONE_ROW))
    assert found[0].rows == rows


def test_a_name_close_above_the_last_amount_is_wrapped() -> None:
    figures = [("1.50", 0), ("2.50", 2000), ("3.50", 5500)]
    assert with_undrawn_rows(*table([[("甲", 0), ("丁", 4000)], figures], ONE_ROW))[0].rows == 3


def test_a_first_name_above_the_amounts_is_a_row() -> None:
    figures = [("1.50", 2000), ("2.50", 4000), ("3.50", 6000)]
    assert texts(with_undrawn_rows(*table([[("合计", 0)], figures], ONE_ROW)))[0] == ["合计", ""]
    assert texts(with_undrawn_rows(*table([[("合计", 300)], figures], ONE_ROW)))[0] == ["合计", "1.50"]


def test_other_rows_and_cells_over_rows_stay() -> None:
    grid = plain((0, 10000, 20000), (0, 2000, 22000, 24000))
    contents = {1: [run("金额", 10100, 500)], 2: [run("甲", 100, 2500)], 4: [run("合计", 100, 22500)]}
    contents[3] = [run(f"{index}.50", 10100, 2500 + 2000 * index) for index in range(3)]
    found = with_undrawn_rows(grid, contents)
    assert texts(found) == [["", "金额"], ["甲", "0.50"], ["", "1.50"], ["", "2.50"], ["合计", ""]]
    assert found[0].ys == [0, 2000, 4000, 6000, 22000, 24000]
    spanning = RuledGrid(grid.ys, grid.xs, [Span(0, 0, 1, 2), Span(1, 0, 3, 1), Span(1, 1, 2, 2), Span(2, 1, 3, 2)])
    kept = {2: contents[3]}
    assert with_undrawn_rows(spanning, kept) == (spanning, kept)
