"""Tables without ruling lines: what announces them, where they end, which texts share a column or a row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongkai_formats.page.aligned import take_aligned_tables
from gongkai_formats.page.segments import GlyphRun
from gongkai_formats.page.textlines import cell_text, joined_row
from page_making import run

PITCH = 2000
XS = (0, 6000, 20000)
UNIT = "单位：万元"
TITLE = "项目支出预算表"
DEPARTMENT = "编制部门：某某市公开办公室综合科"
HEAD = ("编码", "名称", "金额")
BODY = (HEAD, ("301", "工资", "12.50"), ("302", "商品", "3.50"), ("", "合计", "16.00"))

Line = str | Sequence[str]


def rows(*lines: Line, start: int = 0, pitch: int = PITCH, xs: Sequence[int] = XS) -> list[list[GlyphRun]]:
    """Rows of segments: a text at the left margin, or texts at the columns' left edges."""
    return [
        [run(text, x, start + pitch * index) for x, text in zip(xs, (line,) if isinstance(line, str) else line, strict=False) if text]
        for index, line in enumerate(lines)
    ]  # fmt: skip


def take(lines: Sequence[list[GlyphRun]], going_on: int = 0) -> tuple[list[list[list[str]]], list[str]]:
    """Texts of the tables by row and column (a spanning text in its first), and of the rows left."""
    tables, rest = take_aligned_tables(lines, going_on)
    found = []
    for grid, contents in tables:
        table = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
        for index, segments in contents.items():
            table[grid.cells[index].row][grid.cells[index].column] = cell_text(segments)
        found.append(table)
    return found, [joined_row(row) for row in rest]


def plain(*lines: Sequence[str]) -> list[list[str]]:
    return [list(line) for line in lines]


@pytest.mark.parametrize(
    ("caption", "announced"),
    [
        ([UNIT], True),
        ([TITLE, UNIT], True),
        ([UNIT, DEPARTMENT], False),
        ([TITLE, UNIT, DEPARTMENT], True),
        ([UNIT, TITLE + DEPARTMENT, DEPARTMENT], False),
        ([TITLE, UNIT, DEPARTMENT, DEPARTMENT], True),
        ([TITLE, UNIT, DEPARTMENT, DEPARTMENT, DEPARTMENT], False),
        ([TITLE], False),
        ([], False),
    ],
)
def test_what_announces_a_table(caption: list[str], announced: bool) -> None:
    found, rest = take(rows(*caption, *BODY))
    assert found == ([plain(*BODY)] if announced else [])
    assert rest[: len(caption)] == caption


def test_a_table_has_cells_at_the_places_of_its_texts() -> None:
    ((grid, contents),), _ = take_aligned_tables(rows(UNIT, *BODY))
    assert grid.xs == [0, (2000 + 6000) // 2, (8000 + 20000) // 2, 22500]
    assert grid.ys == [2000, 4000, 6000, 8000, 9000]
    assert len(grid.cells) == 12
    assert sorted(contents) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]


@pytest.mark.parametrize("count", [2, 3])
def test_three_rows_are_a_table(count: int) -> None:
    found, _ = take(rows(UNIT, *BODY[1:][:count]))
    assert len(found) == (count == 3)


@pytest.mark.parametrize(("before", "going_on", "columns"), [(2, 3, 1), (3, 3, 0), (0, 2, 0), (0, 4, 0), (0, 0, 0)])
def test_a_table_goes_on_near_the_top_in_as_many_columns(before: int, going_on: int, columns: int) -> None:
    found, _ = take(rows(*["第一页。"] * before, *BODY), going_on)
    assert len(found) == columns


def test_a_new_caption_begins_a_table_of_its_own() -> None:
    other = (("名称", "金额"), ("办公", "1.50"), ("会议", "2.50"))
    found, rest = take(rows(UNIT, *BODY, TITLE, UNIT, *other))
    assert found == [plain(*BODY), plain(*other)]
    assert rest == [UNIT, TITLE, UNIT]


@pytest.mark.parametrize(
    "ending", ["注：本表反映支出", "说明：无", "备注：无", "二、预算收支增减变化情况", "第二部分", "本年支出增加。"]
)
def test_what_ends_a_table(ending: str) -> None:
    more = ("303", "补助", "1.00")
    found, rest = take(rows(UNIT, *BODY, ending, more, more, more))
    assert found == [plain(*BODY)]
    assert rest[1] == ending


MORE = ("303", "补助", "11.00")


@pytest.mark.parametrize(("letters", "behind", "length"), [(11, 2, 7), (12, 2, 4), (11, 1, 4), (9, 0, 5), (10, 0, 4)])
def test_a_text_alone_is_of_the_table_within_a_column_or_before_wider_rows(
    letters: int, behind: int, length: int
) -> None:
    """Rows are 22.5 letters wide; what stands over the first two columns has nine letters' room, one of them beside."""
    found, _ = take(rows(UNIT, *BODY, "某" * letters, *[MORE] * behind))
    assert [len(table) for table in found] == [length]


@pytest.mark.parametrize(("alone", "length"), [(5, 11), (6, 4)])
def test_how_far_ahead_a_table_goes_on(alone: int, length: int) -> None:
    found, _ = take(rows(UNIT, *BODY, *["某" * 10] * alone, MORE, MORE))
    assert len(found[0]) == length


@pytest.mark.parametrize(
    ("x", "length", "fits"), [(5000, 4, True), (4999, 4, False), (6000, 3, True), (6001, 3, False)]
)
def test_a_text_alone_fits_a_column_up_to_a_letter_beside_it(x: int, length: int, fits: bool) -> None:
    lines = rows(UNIT, *BODY)
    lines.append([run("一二三四"[:length], x, PITCH * 5)])
    found, rest = take(lines)
    assert (len(rest) == 1) is fits
    assert len(found[0]) == (5 if fits else 4)


@pytest.mark.parametrize(("step", "inside"), [(5000, True), (5001, False)])
def test_a_row_far_below_the_others_is_none(step: int, inside: bool) -> None:
    lines = rows(UNIT, *BODY)
    lines += rows(("303", "补助", "1.00"), start=PITCH * 4 + step)
    assert len(take(lines)[0][0]) == (5 if inside else 4)


@pytest.mark.parametrize(("step", "inside"), [(2500, True), (2501, False)])
def test_rows_set_close_are_measured_by_their_letters(step: int, inside: bool) -> None:
    lines = rows(UNIT, *BODY, pitch=900)
    lines += rows(("303", "补助", "1.00"), start=900 * 4 + step)
    assert len(take(lines)[0][0]) == (5 if inside else 4)


@pytest.mark.parametrize(("gap", "columns"), [(900, 3), (899, 2)])
def test_texts_nine_tenths_of_a_letter_apart_stand_in_two_columns(gap: int, columns: int) -> None:
    xs = (0, 2000 + gap, 20000)
    body = (("编码", "名称", "金额"), ("行政", "工资", "1.50"), ("事业", "工资", "2.50"))
    found, _ = take(rows(UNIT, *body, xs=xs))
    assert len(found[0][0]) == columns


@pytest.mark.parametrize(("gap", "columns"), [(400, 2), (399, 1)])
def test_an_amount_and_a_text_part_at_less(gap: int, columns: int) -> None:
    body = (("1.50", "工资", "1.50"), ("2.50", "补助", "2.50"), ("3.50", "奖金", "2.50"))
    found, _ = take(rows(UNIT, *body, xs=(0, 2000 + gap, 20000)))
    assert len(found[0][0]) == columns + 1


@pytest.mark.parametrize(("figures", "length", "table"), [(1, 3, False), (2, 3, True), (2, 10, True), (2, 11, False)])
def test_a_table_prints_figures(figures: int, length: int, table: bool) -> None:
    body = [("甲", "乙", "丙" if row >= figures else "1.50") for row in range(length)]
    assert len(take(rows(UNIT, *body))[0]) == table


def test_figures_in_the_first_column_say_nothing() -> None:
    assert take(rows(UNIT, *[(f"{row}.50", "乙") for row in range(4)]))[0] == []
    assert take(rows(UNIT, *[(f"{row}.50",) for row in range(4)]))[0] == []


def test_a_head_over_a_column_without_figures_keeps_its_column() -> None:
    xs = (0, 6000, 14000, 20000)
    body = (
        ("编码", "名称", "备注", "金额"),
        ("301", "工资", "", "1.50"),
        ("302", "补助", "", "2.50"),
        ("303", "奖金", "", "3.50"),
    )
    assert take(rows(UNIT, *body, xs=xs))[0] == [plain(*body)]


def test_a_centred_head_over_texts_to_one_side_is_one_column() -> None:
    """Head and figures of the last column do not overlap, and no row prints in both."""
    lines = rows(UNIT, ("编码", "名称"), ("301", "工资", "12.50"), ("302", "商品", "3.50"), ("303", "补助", "3.50"))
    lines[1].append(run("金额", 15000, PITCH))
    found, _ = take(lines)
    assert found == [plain(HEAD, ("301", "工资", "12.50"), ("302", "商品", "3.50"), ("303", "补助", "3.50"))]


@pytest.mark.parametrize(("top", "columns"), [(PITCH + 999, 4), (PITCH + 1000, 3)])
def test_lines_of_a_head_that_overlap_are_one_row(top: int, columns: int) -> None:
    """Two heads side by side, the one in two lines: overlapping in height they stand in two columns."""
    xs = (0, 6000, 12000, 20000)
    lines = rows(UNIT, ("编码", "名称", "说明", ""), xs=xs)
    lines.append([run("名称", 6000, top), run("金额", 20000, top)])
    body = [("301", "工资", "", "12.50"), ("302", "商品", "", "3.50"), ("303", "补助", "", "3.50")]
    lines += rows(*body, start=3 * PITCH, xs=xs)
    tables, _ = take_aligned_tables(lines)
    assert tables[0][0].columns == columns


LONG = ("301", "机关事业单位养老", "12.50")


@pytest.mark.parametrize(("step", "length"), [(1199, 6), (1200, 7)])
def test_a_text_alone_and_near_is_wrapped(step: int, length: int) -> None:
    """Three fifths of the pitch to the row above."""
    lines = rows(UNIT, HEAD, LONG, BODY[2])
    lines.append([run("续", 6000, PITCH * 3 + step)])
    lines += rows(BODY[3], MORE, MORE, start=PITCH * 5)
    found, _ = take(lines)
    assert len(found[0]) == length
    assert found[0][2][1] == ("商品续" if length == 6 else "商品")


def test_a_text_alone_just_above_its_row_belongs_to_it() -> None:
    lines = rows(UNIT, *BODY[:2])
    lines.append([run("商品", 6000, PITCH * 3)])
    lines += rows(("302", "服务", "3.50"), start=PITCH * 3 + 1100)
    lines += rows(BODY[3], LONG, LONG, start=PITCH * 4 + 1100)
    assert take(lines)[0][0][2] == ["302", "商品服务", "3.50"]


@pytest.mark.parametrize(
    ("rest", "x", "wrapped"),
    [
        ("保险", 6000, True),
        ("保险", 6499, True),
        ("保险", 6500, False),
        ("保险", 5501, True),
        ("保险", 5500, False),
        ("（二）保险", 6000, False),
        ("其中", 6000, False),
        ("小计", 6000, False),
        ("2保险", 6000, True),
        ("2.保险", 6000, False),
        ("机关事业单位养老", 6000, True),
        ("机关事业单位养老x", 6000, False),
    ],
)
def test_what_a_full_text_goes_on_in(rest: str, x: int, wrapped: bool) -> None:
    lines = rows(UNIT, HEAD, LONG)
    lines.append([run(rest, x, PITCH * 3)])
    lines += rows(("302", "商品", "3.50"), ("303", "其他", "3.50"), start=PITCH * 4)
    found, _ = take(lines)
    assert len(found[0]) == (4 if wrapped else 5)
    if wrapped:
        assert found[0][1][1] == LONG[1] + rest


@pytest.mark.parametrize(("second", "wrapped"), [("机关事业单位养", False), ("机关事业单位养a", True)])
def test_a_text_with_room_for_a_letter_does_not_go_on(second: str, wrapped: bool) -> None:
    lines = rows(UNIT, HEAD, LONG, ("302", second, "1.00"))
    lines.append([run("保险", 6000, PITCH * 4)])
    lines += rows(("303", "其他", "3.50"), start=PITCH * 5)
    assert len(take(lines)[0][0]) == (4 if wrapped else 5)


def test_a_text_alone_in_its_row_does_not_go_on() -> None:
    lines = rows(UNIT, HEAD, LONG, ("", LONG[1]), ("", "保险"), ("302", "商品", "3.50"))
    found, _ = take(lines)
    assert [row[1] for row in found[0]] == ["名称", "机关事业单位养老" * 2, "保险", "商品"]


def test_a_wide_text_spans_and_two_of_one_column_join() -> None:
    lines = rows(UNIT, ("科目", "", "金额"), *BODY[1:])
    lines[1][0] = run("科目编码和名称", 0, PITCH)
    ((grid, contents),), _ = take_aligned_tables(lines)
    assert (grid.cells[0], cell_text(contents[0])) == ((0, 0, 1, 2), "科目编码和名称")
    assert len(grid.cells) == 11


def test_a_lone_text_beside_all_columns_goes_to_the_nearest() -> None:
    lines = rows(UNIT, *BODY)
    lines.append([run("计", 9500, PITCH * 5)])
    lines += rows(MORE, MORE, start=PITCH * 6)
    assert take(lines)[0][0][4] == ["", "计", ""]
    lines[5] = [run("计", 14500, PITCH * 5)]
    assert take(lines)[0][0][4] == ["", "", "计"]


def test_rows_that_overlap_from_above_are_no_table() -> None:
    lines = rows(UNIT, *BODY)
    lines[3] = [run("302", 0, PITCH * 2), run("商品", 6000, PITCH * 2), run("3.50", 20000, PITCH * 2)]
    assert take(lines)[0] == []
