"""Whether a further grid goes on with a table, and how the fragments become one. `/` parts rows, `|` cells."""

from __future__ import annotations

import pytest

from assembling import grid, item, line, lines
from gongkai.assemble.captions import Caption
from gongkai.assemble.continuation import (
    OpenTable,
    continues,
    is_form_grid,
    is_loose_cell,
    nearest_column,
    repeated_header_rows,
)
from gongkai.assemble.stream import GridItem, make_line
from gongkai.model import BareGrid, BareLine, Cell, Grid, TablePart, TextSpan

HEADER = "项目||合计|拨款/科目编码|科目名称||"
DEEP = "/".join(f"甲{n}|乙{n}" for n in range(12))


def of(rows: str) -> Grid:
    return grid(rows.replace("/", "\n"))


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (f"{HEADER}/201|服务|1.00|1.00", f"{HEADER}/213|林业|2.00|2.00", 2),
        (f"{HEADER}/201|服务|1.00|1.00", "213|林业|2.00|2.00", 0),
        ("项目|合计/造林|1.00", "项目|金额/护林|2.00", 0),
        ("收入|支出/编码|合计/合计|3.00", "编码|合计/213|3.00", 1),
        ("收入|支出/编码|合计/合计|乙", "编码|合计/213|3.00", 1),
        ("收入|支出/编码|/合计|3.00", "编码|支出/213|3.00", 1),
        ("收入|/编码|合计/甲|3.00", "编码|合计/213|3.00", 1),
        ("收入|支出/编码|合计/栏次|1/甲|3.00", "编码|合计/213|3.00", 1),
        ("收入|支出/编码|合计/1|2/甲|3.00", "编码|合计/213|3.00", 1),
        ("项目|合计/201|服务/202|丁", "项目|合计/201|服务/202|丁", 1),
        ("201|服务/项目|合计", "201|服务/项目|合计", 0),
        ("造林|1.00/护林|2.00", "造林|1.00/其他|3.00", 0),
        ("项目|合计/栏次|1|2/甲|1.00", "项目|合计/栏次|1|2/乙|1.00", 2),
        ("项目|合计/栏次|2|1/甲|1.00", "项目|合计/栏次|2|1/乙|1.00", 1),
        ("项目|合计/栏次|1|1/甲|1.00", "项目|合计/栏次|1|1/乙|1.00", 1),
        ("项目|合计/1,024|甲", "项目|合计/1,024|甲", 1),
        ("项目|合计/99|甲", "项目|合计/99|甲", 2),
        ("项目|合计/100|甲", "项目|合计/100|甲", 1),
        ("项目|合计|/甲|1.00|", "项目|合计/乙|2.00", 1),
        ("|/甲|1.00", "|/乙|2.00", 0),
        ("合计|3.00", "合计|3.00", 0),
        (DEEP, DEEP, 8),
    ],
)
def test_a_header_printed_again_is_counted(first: str, second: str, count: int) -> None:
    assert repeated_header_rows(of(first), of(second)) == count


@pytest.mark.parametrize(
    ("first", "second", "goes_on"),
    [
        ("项目|合计/造林|1.00", "项目|合计", True),
        ("项目|合计/造林|1.00", "项目|金额", False),
        ("项目|合计", "项目|金额", True),
        ("项目|合计", "项目|金额|备注", False),
        (DEEP.rsplit("/", 5)[0], "项目|金额", True),
        (DEEP.rsplit("/", 4)[0], "项目|金额", False),
        ("甲|1.00", "合计|金额", False),
        ("甲|1.00", "合计|小计", True),
        ("甲|1.00", "项目|其他", False),
        ("甲|1.00", "项目|其他|别的", True),
        ("甲|1.00", "项目", True),
        ("甲|1.00", "项目|金额|201", True),
        ("甲|1.00", "项目|金额|1|2", False),
        ("甲|1.00", "项目|金额|2|1", True),
        ("甲|1.00", "其他|别的", True),
    ],
)
def test_a_grid_without_caption_goes_on_unless_it_has_a_header_of_its_own(
    first: str, second: str, goes_on: bool
) -> None:
    assert continues(of(first), of(second)) == goes_on


def test_a_grid_without_cells_goes_on() -> None:
    assert continues(of("甲|1.00"), Grid(0, 0, ()))


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        (" " * 12 + "二、环保", True),
        (" " * 11 + "二、环保", False),
        (" " * 12 + "甲" * 30, True),
        (" " * 12 + "甲" * 31, False),
        (" " * 12 + "环保，另计", False),
    ],
)
def test_a_short_line_far_in_is_a_cell(text: str, loose: bool) -> None:
    assert is_loose_cell(line(text)) == loose


def test_a_line_that_is_something_or_stands_nowhere_is_no_cell() -> None:
    text = " " * 12 + "环保"
    assert not is_loose_cell(line(text, complete=True))
    assert not is_loose_cell(line(text, markup="note"))
    assert not is_loose_cell(make_line(0, BareLine("环保"), ""))


def placed(*rows: list[tuple[str, int]]) -> Grid:
    cells = [
        Cell(row, column, text, places=(TextSpan(row + 1, start, start + len(text)),))
        for row, printed in enumerate(rows)
        for column, (text, start) in enumerate(printed)
    ]
    return Grid(len(rows), max(map(len, rows)), tuple(cells))


def test_a_lone_cell_belongs_to_the_column_that_usually_begins_nearest() -> None:
    rows = placed(
        [("甲", 0), ("乙", 20), ("丙", 40)], [("甲", 0), ("乙", 38), ("丙", 46)], [("甲", 0), ("乙", 22), ("丙", 41)]
    )
    assert nearest_column(rows, line(" " * 24 + "丁")) == 1
    assert nearest_column(rows, line(" " * 36 + "丁")) == 2
    assert nearest_column(rows, line("丁")) == 0
    assert nearest_column(of("甲|乙"), line(" " * 24 + "丁")) == 0
    assert nearest_column(placed([("", 0), ("", 24)], [("甲", 2), ("", 24)]), line(" " * 24 + "丁")) == 0


@pytest.mark.parametrize(
    ("rows", "form"),
    [
        ("一级指标|二级指标", True),
        ("二 级指标/三级指标", True),
        ("一级指标|指标值", False),
        ("一级指标及其说明的若干内容|二级指标", False),
        ("一级指标         |二级指标", True),
    ],
)
def test_a_form_is_known_by_its_anchors(rows: str, form: bool) -> None:
    assert is_form_grid(of(rows)) == form


@pytest.mark.parametrize(("blanks", "form"), [(1998, True), (1999, False)])
def test_anchors_stand_at_the_top(blanks: int, form: bool) -> None:
    assert is_form_grid(of("甲/" * blanks + "一级指标|二级指标")) == form


def table(first: str, form: bool = False) -> OpenTable:
    return OpenTable(0, Caption(), form, [item(first.replace("/", "\n"))])


def test_one_fragment_is_the_table_as_it_is() -> None:
    alone = table("项目|合计/造林|3.00")
    whole, parts, uneven = alone.build()
    assert whole is alone.grids[0].bare.grid
    assert parts == (TablePart(0, 2, ()),) and not uneven


def test_fragments_are_stacked_without_their_repeated_header() -> None:
    made = table("项目|合计/造林|3.00")
    made.add(item("项目|合计\n护林|2.00\n其他|1.00"), drop_header=True)
    whole, parts, uneven = made.build()
    assert whole.texts == (("项目", "合计"), ("造林", "3.00"), ("护林", "2.00"), ("其他", "1.00"))
    assert [(part.first_row, part.rows) for part in parts] == [(0, 2), (2, 2)]
    assert [block.text for block in made.repeated] == ["项目\t合计"]
    assert not uneven


def test_a_header_is_dropped_only_where_it_is_one() -> None:
    made = table("项目|合计/造林|3.00")
    made.add(item("项目|合计\n护林|2.00"), drop_header=False)
    assert [row[0] for row in made.build()[0].texts] == ["项目", "造林", "项目", "护林"]
    assert made.repeated == []


def test_a_page_of_nothing_but_the_header_adds_no_part() -> None:
    made = table("项目|合计/造林|3.00")
    made.add(item("项目|合计"), drop_header=True)
    whole, parts, uneven = made.build()
    assert (whole.rows, len(parts), uneven) == (2, 1, False)


def test_fragments_of_different_width_say_so_and_keep_their_parts() -> None:
    made = table("项目|合计/造林|3.00")
    here, there = (TextSpan(7, 0, 1),), (TextSpan(9, 0, 1),)
    made.add(
        GridItem(1, BareGrid(of("护林|2.00|甲/其他|1.00|乙"), (TablePart(0, 1, here), TablePart(1, 1, there)))),
        drop_header=True,
    )
    whole, parts, uneven = made.build()
    assert (whole.rows, whole.columns, uneven) == (4, 3, True)
    assert [(part.first_row, part.rows, part.places) for part in parts[1:]] == [(2, 1, here), (3, 1, there)]


def test_lines_between_fragments_become_rows() -> None:
    form = table("一级指标|二级指标/产出|数量", form=True)
    form.add_strays(lines("绩效情况\n另有说明"))
    form.add_strays([])
    form.add(item("效益|满意"), drop_header=False)
    whole, parts, _ = form.build()
    assert [(cell.row, cell.column, cell.text, cell.column_span) for cell in whole.cells[4:6]] == [
        (2, 0, "绩效情况", 2),
        (3, 0, "另有说明", 2),
    ]
    assert [(part.first_row, part.rows) for part in parts] == [(0, 2), (2, 1), (3, 1), (4, 1)]


def test_a_loose_cell_goes_under_the_column_above_it() -> None:
    made = OpenTable(0, Caption(), False, [GridItem(0, BareGrid(placed([("项目", 0), ("造林", 20)])))])
    made.add_strays([line(" " * 20 + "护林")])
    made.add(item("合计|3.00"), drop_header=True)
    cells = made.build()[0].cells
    assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in cells[2:3]] == [
        (1, 1, "护林", 1, 1)
    ]
