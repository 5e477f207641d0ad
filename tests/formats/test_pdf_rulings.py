"""Painted bars to ruling lines, lines that cross to grids: how near is the same, how far is apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_formats.page.bars import path_pieces
from gongkai_formats.page.connected import Connected
from gongkai_formats.page.engine import Bar, middle
from gongkai_formats.page.frames import frame_of_page, turn_box
from gongkai_formats.page.grids import RuledGrid, grid_from_rules
from gongkai_formats.page.rulings import Ruling, crossing_groups, rules_from_bars

XS = (0, 5000, 10000)
YS = (0, 2000, 4000)


def level(*lines: tuple[int, int, int]) -> list[Ruling]:
    return rules_from_bars([Bar(start, at, end, at) for at, start, end in lines])[0]


def lines(ats: Sequence[int], start: int, end: int) -> list[Ruling]:
    return [Ruling(at, start, end) for at in ats]


def grid(level: list[Ruling], upright: list[Ruling]) -> RuledGrid:
    found = grid_from_rules(level, upright)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("bar", "rules"),
    [
        (Bar(0, 0, 450, 420), "level"),
        (Bar(0, 0, 450, 421), ""),
        (Bar(0, 0, 420, 450), "upright"),
        (Bar(0, 0, 421, 450), ""),
        (Bar(0, 0, 449, 0), ""),  # too short
        (Bar(0, 0, 420, 420), ""),
    ],
)
def test_which_bars_rule(bar: Bar, rules: str) -> None:
    found = rules_from_bars([bar])
    assert [name for name, lines in zip(("level", "upright"), found, strict=True) if lines] == [rules] * bool(rules)
    if rules:
        assert found[rules == "upright"] == [Ruling(210, 0, 450)]


@pytest.mark.parametrize(("size", "both"), [(420, True), (421, False)])
def test_a_dot_continues_lines_of_either_direction(size: int, both: bool) -> None:
    dot = Bar(1000, 1000, 1000 + size, 1000 + size)
    along, up = Bar(0, 1200, 1000, 1210), Bar(1200, 0, 1210, 1000)
    across, down = rules_from_bars([dot, along, up])
    end = 1000 + size if both else 1000
    assert (across, down) == ([Ruling(1205, 0, end)], [Ruling(1205, 0, end)])


@pytest.mark.parametrize(("apart", "count"), [(260, 1), (261, 2)])
def test_parallel_lines_nearby_are_one(apart: int, count: int) -> None:
    found = level((0, 0, 5000), (apart, 0, 6000))
    assert len(found) == count
    assert found[0] == (Ruling(260, 0, 6000) if count == 1 else Ruling(0, 0, 5000))  # where the longest piece runs


@pytest.mark.parametrize(("last", "count"), [(520, 1), (521, 2)])
def test_a_chain_of_near_lines_ends(last: int, count: int) -> None:
    assert len(level((0, 0, 5000), (260, 0, 5000), (last, 0, 5000))) == count


@pytest.mark.parametrize(("gap", "found"), [(520, [(0, 5000)]), (521, [(0, 2000), (2521, 5000)])])
def test_dashes_join_over_small_gaps(gap: int, found: list[tuple[int, int]]) -> None:
    rules = level((0, 2000 + gap, 5000), (0, 0, 2000), (0, 500, 900))
    assert [(rule.start, rule.end) for rule in rules] == found


@pytest.mark.parametrize("edge", [-260, 260])
def test_lines_that_touch_hang_together(edge: int) -> None:
    """An upright line a little beside or short of the ends of a level one, at each of the four corners."""
    for at, start, end in ((0 + edge, 0, 3000), (5000 + edge, 0, 3000)):
        assert len(crossing_groups([Ruling(0, 0, 5000)], [Ruling(at, start, end)])) == 1
    for start, end in ((260, 3000), (-3000, -260)):
        assert len(crossing_groups([Ruling(0, 0, 5000)], [Ruling(2000, start, end)])) == 1
    for start, end in ((261, 3000), (-3000, -261)):
        assert crossing_groups([Ruling(0, 0, 5000)], [Ruling(2000, start, end)]) == []
    for at in (-261, 5261):
        assert crossing_groups([Ruling(0, 0, 5000)], [Ruling(at, 0, 3000)]) == []


def test_groups_are_apart() -> None:
    one, two = crossing_groups(
        [Ruling(0, 0, 5000), Ruling(0, 9000, 12000), Ruling(3000, 0, 5000)], lines((100, 9500), 0, 3000)
    )
    assert (one, two) == (
        ([Ruling(0, 0, 5000), Ruling(3000, 0, 5000)], [Ruling(100, 0, 3000)]),
        ([Ruling(0, 9000, 12000)], [Ruling(9500, 0, 3000)]),
    )


@pytest.mark.parametrize(
    ("above", "start", "end", "sides", "taken"),
    [
        (2000, 0, 9000, 801, True),
        (2000, 0, 9000, 800, False),  # as far as a border that was drawn a little inside
        (2000, 260, 8740, 1000, True),
        (2000, 261, 9000, 1000, False),
        (2000, 0, 8739, 1000, False),
        (1, 0, 9000, 1000, True),
        (4000, 0, 9000, 1000, True),
        (4001, 0, 9000, 1000, False),  # more than the highest row
    ],
)
def test_a_line_above_a_table_without_sides(above: int, start: int, end: int, sides: int, taken: bool) -> None:
    lone, top, below = Ruling(5000 - above, start, end), Ruling(5000, 0, 9000), Ruling(7000, 0, 9000)
    ((rules, _),) = crossing_groups([lone, top, below], lines((sides, 9000 - sides), 5000, 7000))
    assert rules == [lone] * taken + [top, below]


def test_of_two_lines_above_the_nearer_is_taken() -> None:
    above = [Ruling(1000, 0, 9000), Ruling(3000, 0, 9000), Ruling(9000, 0, 9000)]
    ((rules, _),) = crossing_groups([*above[:2], Ruling(5000, 0, 9000), above[2]], lines((2000, 4000), 5000, 7000))
    assert rules == [above[1], Ruling(5000, 0, 9000)]
    ((rules, _),) = crossing_groups([above[1], Ruling(5000, 0, 9000)], lines((900, 8199), 5000, 7000))
    assert len(rules) == 2
    ((rules, _),) = crossing_groups([above[1], Ruling(5000, 0, 9000)], lines((900, 8200), 5000, 7000))
    assert len(rules) == 1


@given(st.integers(1, 12), st.data())
def test_what_is_joined_is_one_group(count: int, data: st.DataObject) -> None:
    numbers = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(numbers, numbers)))
    connected = Connected(count)
    for one, other in pairs:
        connected.join(one, other)
    groups = connected.groups()
    assert sorted(node for group in groups for node in group) == list(range(count))
    assert groups == sorted(sorted(group) for group in groups)
    assert all(any({one, other} <= set(group) for group in groups) for one, other in pairs)
    assert len(groups) >= count - len(pairs)


def test_a_frame_or_loose_lines_are_no_grid() -> None:
    assert grid_from_rules(lines(YS[:2], 0, 10000), lines(XS[::2], 0, 2000)) is None
    assert grid_from_rules(lines(YS[:1], 0, 10000), lines(XS, 0, 400)) is None
    assert grid_from_rules(lines(YS[:2], 0, 10000), lines(XS, 0, 2000)) is not None
    assert grid_from_rules(lines((0, 260, 2000), 0, 10000), lines(XS[::2], 0, 2000)) is None  # a double line is one
    assert len(grid(lines((0, 900, 2000), 0, 10000), lines(XS[::2], 0, 2000)).cells) == 2


@pytest.mark.parametrize(("drawn", "cells"), [(1000, 4), (999, 3)])
def test_a_border_counts_when_half_of_it_is_drawn(drawn: int, cells: int) -> None:
    upright = [Ruling(0, 0, 4000), Ruling(5000, 2000 - drawn, 4000), Ruling(10000, 0, 4000)]
    assert len(grid(lines(YS, 0, 10000), upright).cells) == cells
    upright[1] = Ruling(5000, 0, 2000 + drawn)
    assert len(grid(lines(YS, 0, 10000), upright).cells) == cells


@pytest.mark.parametrize(("beyond", "columns"), [(801, 2), (800, 1)])
def test_a_border_is_left_undrawn_where_lines_run_on(beyond: int, columns: int) -> None:
    right = grid(lines(YS, 0, 5000 + beyond), lines(XS[:2], 0, 4000))
    assert right.xs == ([0, 5000, 5801] if columns == 2 else [0, 5000])
    left = grid(lines(YS, -beyond, 5000), lines(XS[:2], 0, 4000))
    assert left.xs == ([-801, 0, 5000] if columns == 2 else [0, 5000])
    below = grid(lines(YS, 0, 10000), lines(XS, 0, 4000 + beyond))
    assert below.ys == ([0, 2000, 4000, 4801] if columns == 2 else list(YS))


@pytest.mark.parametrize(
    ("ends", "columns"),
    [
        ([9000, 9000, 9000, 8739, 8739], 2),  # three of five, 60 %
        ([9000, 9000, 8739, 8739], 1),
        ([9000, 8740, 8740], 2),
        ([9000, 5000, 5000], 1),  # one alone is no border
        ([9000, 9000, 5260, 5260, 5260], 2),  # those that only touch are not asked
        ([9000, 9000, 5261, 5261], 1),
    ],
)
def test_the_lines_beyond_end_together(ends: list[int], columns: int) -> None:
    level = [Ruling(2000 * row, 0, end) for row, end in enumerate(ends)]
    found = grid(level, lines((0, 5000), 0, 2000 * (len(ends) - 1)))
    assert found.columns == columns


def test_a_cell_open_to_one_side_is_a_cell_and_to_two_a_hole() -> None:
    """No line at the top or the right of a corner; then at the top alone."""
    level = [Ruling(0, 0, 5000), *lines(YS[1:], 0, 10000)]
    upright = [*lines(XS[:2], 0, 4000), Ruling(10000, 2000, 4000)]
    assert len(grid(level, upright).cells) == 3
    assert len(grid(level, lines(XS, 0, 4000)).cells) == 4
    for mirrored in (
        ([*lines(YS[:2], 0, 10000), Ruling(4000, 0, 5000)], [*lines(XS[:2], 0, 4000), Ruling(10000, 0, 2000)]),
        ([Ruling(0, 5000, 10000), *lines(YS[1:], 0, 10000)], [Ruling(0, 2000, 4000), *lines(XS[1:], 0, 4000)]),
        ([*lines(YS[:2], 0, 10000), Ruling(4000, 5000, 10000)], [Ruling(0, 0, 2000), *lines(XS[1:], 0, 4000)]),
    ):
        found = grid(*mirrored)
        assert len(found.cells) == 3
        assert sum((row, column) not in found.owner for row in range(2) for column in range(2)) == 1


def test_a_cell_over_two_rows_and_one_over_two_columns() -> None:
    level = [Ruling(0, 0, 10000), Ruling(2000, 5000, 10000), *lines((4000, 6000), 0, 10000)]
    upright = [Ruling(0, 0, 6000), Ruling(5000, 0, 4000), Ruling(10000, 0, 6000)]
    assert grid(level, upright).cells == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2), (2, 0, 3, 2)]


def test_cells_in_the_shape_of_an_l_fall_into_stretches() -> None:
    """Three rows of three; the upper left two and the ones below them, and the lower right, are not parted."""
    level = [Ruling(0, 0, 9000), Ruling(2000, 6000, 9000), Ruling(4000, 0, 3000), Ruling(6000, 0, 9000)]
    upright = [Ruling(0, 0, 6000), Ruling(3000, 4000, 6000), Ruling(6000, 0, 2000), Ruling(9000, 0, 6000)]
    found = grid(level, upright)
    assert (found.xs, found.ys) == ([0, 3000, 6000, 9000], [0, 2000, 4000, 6000])
    assert found.cells == [(0, 0, 1, 2), (0, 2, 1, 3), (1, 0, 2, 3), (2, 0, 3, 1), (2, 1, 3, 3)]


@pytest.mark.parametrize(("step", "columns"), [(1599, 2), (1600, 3)])
def test_a_step_in_an_upright_line_is_no_column(step: int, columns: int) -> None:
    upright = [Ruling(0, 0, 4000), Ruling(5000, 0, 2000), Ruling(5000 + step, 2000, 4000), Ruling(10000, 0, 4000)]
    assert grid(lines(YS, 0, 10000), upright).columns == columns


@pytest.mark.parametrize(("step", "rows"), [(699, 2), (700, 3)])
def test_a_step_in_a_level_line_is_no_row(step: int, rows: int) -> None:
    level = [Ruling(0, 0, 10000), Ruling(2000, 0, 5000), Ruling(2000 + step, 5000, 10000), Ruling(4000, 0, 10000)]
    found = grid(level, lines(XS, 0, 4000))
    assert found.rows == rows
    assert found.ys[:2] == [0, 2000]


def test_a_column_that_is_really_narrow_stays() -> None:
    assert grid(lines(YS, 0, 10000), lines((0, 5000, 6000, 10000), 0, 4000)).columns == 3


def test_points_belong_to_the_cell_from_its_left_and_upper_line_on() -> None:
    found = grid(lines(YS, 0, 10000), lines(XS, 0, 4000))
    assert [found.cell_at(*point) for point in ((0, 0), (4999, 1999), (5000, 0), (0, 2000), (9999, 3999))] == [
        0, 0, 1, 2, 3,
    ]  # fmt: skip
    assert [found.cell_at(*point) for point in ((-1, 0), (0, -1), (10000, 0), (0, 4000))] == [None] * 4
    assert (found.box, found.cell_box(3), found.rows, found.columns) == (
        (0, 0, 10000, 4000),
        (5000, 2000, 10000, 4000),
        2,
        2,
    )


@pytest.mark.parametrize(
    ("points", "stroked", "count"),
    [
        ([(0, 0), (9, 0), (9, 4), (0, 4)], False, 1),  # thin as a whole
        ([(0, 0), (9, 0), (9, 4.1), (0, 4.1)], False, 0),
        ([(0, 0), (9, 0), (9, 9), (0, 9)], True, 3),
        ([(0, 0), (9, 0.5), (9.5, 9), (0, 9.6)], True, 2),
        ([(0, 0), (9, 9)], True, 0),
        ([(0, 0)], True, 0),
    ],
)
def test_which_pieces_of_a_path_rule(points: list[tuple[float, float]], stroked: bool, count: int) -> None:
    assert len(list(path_pieces(points, False, stroked))) == count
    assert list(path_pieces(points, True, stroked)) == []


def test_pieces_of_a_path_have_their_corners_in_order() -> None:
    assert list(path_pieces([(9, 3), (1, 2)], False, False)) == [(1, 2, 9, 3)]
    assert list(path_pieces([(9, 9), (9, 1), (1, 1)], False, True)) == [(9, 1, 9, 9), (1, 1, 9, 1)]


@pytest.mark.parametrize(
    ("rotation", "size", "seen"),
    [
        (0, (10000, 20000), (500, 17000, 1500, 19000)),
        (1, (20000, 10000), (1000, 500, 3000, 1500)),
        (2, (10000, 20000), (8500, 1000, 9500, 3000)),
        (3, (20000, 10000), (17000, 8500, 19000, 9500)),
        (4, (10000, 20000), (500, 17000, 1500, 19000)),
    ],
)
def test_pages_are_seen_as_they_are_turned(rotation: int, size: tuple[int, int], seen: tuple[int, ...]) -> None:
    frame = frame_of_page((10, 20, 110, 220), rotation)
    assert (frame.width, frame.height, frame.turn) == (*size, 90 * (rotation % 4))
    assert frame.place(15, 30, 25, 50) == seen
    lists = frame.place_all(([15.0], [30.0], [25.0], [50.0]))
    assert tuple(values[0] for values in lists) == seen


def test_bars_are_cut_to_the_page() -> None:
    frame = frame_of_page((0, 0, 100, 200), 0)
    assert frame.bar(-10, 190, 120, 191) == (0, 900, 10000, 1000)
    assert frame.bar(50, -10, 51, 300) == (5000, 0, 5100, 20000)
    assert frame.bar(100, 0, 120, 0) == (10000, 20000, 10000, 20000)
    for off in ((101, 0, 120, 10), (-20, 0, -1, 10), (0, 201, 9, 220), (0, -20, 9, -1)):
        assert frame.bar(*off) is None


def test_nonsense_for_coordinates_is_drawn_in() -> None:
    frame = frame_of_page((0, 0, 100, 200), 0)
    assert frame.place(float("nan"), 0, float("inf"), 10) == (-100_000_000, 19000, 100_000_000, 20000)
    assert frame.place(float("-inf"), 0, 1, 10)[0] == -100_000_000
    assert frame.place_all(([float("nan"), 1], [0], [2], [3]))[0] == [-100_000_000, 100]


@given(st.tuples(*[st.integers(0, 500)] * 4), st.integers(-5, 5))
def test_turning_back_gives_the_box_again(corners: tuple[int, ...], quarters: int) -> None:
    box = (corners[0], corners[1], corners[0] + corners[2], corners[1] + corners[3])
    width, height = (1000, 2000) if quarters % 2 == 0 else (2000, 1000)
    assert turn_box(turn_box(box, 1000, 2000, quarters), width, height, -quarters) == box


def test_turning_once_brings_the_left_edge_to_the_top() -> None:
    assert turn_box((0, 1900, 10, 2000), 1000, 2000, 1) == (0, 0, 100, 10)
    assert turn_box((0, 1900, 10, 2000), 1000, 2000, 2) == (990, 0, 1000, 100)
    assert turn_box((0, 1900, 10, 2000), 1000, 2000, 3) == (1900, 990, 2000, 1000)


def test_the_middle_is_the_upper_of_two() -> None:
    assert (middle([]), middle([7]), middle([9, 1]), middle([3, 1, 2])) == (0, 7, 9, 2)
