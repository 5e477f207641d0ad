"""The model's constructors refuse what cannot be; nothing is repaired."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.model import (
    Cell,
    ColumnAxis,
    Cover,
    Disclosure,
    DocxPath,
    Grid,
    Heading,
    PageBox,
    Paragraph,
    Reading,
    RowAxis,
    SheetRange,
    SourceInfo,
    Table,
    TextSpan,
    column_letters,
    covered_positions,
    describe_place,
    place_line,
    place_page,
)
from strategies import disclosures, grids

SOURCE = SourceInfo("a.txt", "00" * 32, "text/plain")


@pytest.mark.parametrize(
    "row, column, row_span, column_span", [(-1, 0, 1, 1), (0, -1, 1, 1), (0, 0, 0, 1), (0, 0, 1, 0)]
)
def test_no_cell_outside_or_without_extent(row: int, column: int, row_span: int, column_span: int) -> None:
    with pytest.raises(ValueError, match="no cell"):
        Cell(row, column, "", row_span, column_span)


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_confidence_lies_within_0_and_1(confidence: float) -> None:
    with pytest.raises(ValueError, match="not within 0-1"):
        Cell(0, 0, confidence=confidence)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ((Cell(0, 2),), "outside"),
        ((Cell(2, 0),), "outside"),
        ((Cell(0, 0, column_span=3),), "outside"),
        ((Cell(1, 0, row_span=2),), "outside"),
        ((Cell(0, 0, row_span=2), Cell(1, 0)), "overlaps"),
        ((Cell(0, 0, row_span=2, column_span=2), Cell(1, 1)), "overlaps"),
        ((Cell(0, 0), Cell(0, 0)), "reading order"),
        ((Cell(0, 1), Cell(0, 0)), "reading order"),
        ((Cell(1, 0), Cell(0, 1)), "reading order"),
    ],
)
def test_a_grid_refuses_cells_outside_overlapping_or_out_of_order(cells: tuple[Cell, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Grid(2, 2, cells)


@given(grids())
def test_every_position_has_one_owner_or_is_a_hole(grid: Grid) -> None:
    owners = {position: cell for cell in grid.cells for position in covered_positions(cell)}
    assert len(owners) == sum(cell.row_span * cell.column_span for cell in grid.cells)
    for row in range(grid.rows):
        for column in range(grid.columns):
            assert grid.cell_at(row, column) is owners.get((row, column))
            assert grid.texts[row][column] == grid.text_at(row, column)
    assert len(grid.texts) == grid.rows and all(len(row) == grid.columns for row in grid.texts)


@given(grids(), st.data())
def test_one_more_cell_on_a_covered_position_is_refused(grid: Grid, data: st.DataObject) -> None:
    taken = [position for cell in grid.cells for position in covered_positions(cell)]
    if taken:
        row, column = data.draw(st.sampled_from(taken))
        cells = sorted([*grid.cells, Cell(row, column)], key=lambda cell: (cell.row, cell.column))
        with pytest.raises(ValueError, match=r"overlaps|reading order"):
            Grid(grid.rows, grid.columns, tuple(cells))


def test_a_hole_differs_from_a_blank_cell() -> None:
    hole, blank = Grid(1, 1), Grid(1, 1, (Cell(0, 0),))
    assert hole != blank
    assert hole.texts == blank.texts == (("",),)
    assert hole.cell_at(0, 0) is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: PageBox(0, 0, 0, 1, 1),
        lambda: PageBox(1, 2, 0, 1, 1),
        lambda: PageBox(1, 0, 2, 1, 1),
        lambda: TextSpan(0, 0, 1),
        lambda: TextSpan(1, 2, 1),
        lambda: TextSpan(1, -1, 1),
        lambda: SheetRange("a", 0, 1, 1, 1),
        lambda: SheetRange("a", 2, 1, 1, 1),
        lambda: SheetRange("a", 1, 2, 1, 1),
        lambda: DocxPath(""),
    ],
)
def test_places_refuse_what_is_nowhere(make: object) -> None:
    with pytest.raises(ValueError, match=r"^no "):
        make()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("place", "page", "line", "name"),
    [
        (PageBox(3, 0, 0, 1, 1), 3, None, "第3页"),
        (TextSpan(12, 0, 4), None, 12, "第12行"),
        (TextSpan(12, 0, 4, page=2), 2, 12, "第12行"),
        (SheetRange("表1", 5, 28, 5, 28), None, 5, "表1!AB5"),
        (DocxPath("3/r2"), None, None, "段落 3/r2"),
    ],
)
def test_places_are_named_as_people_do(
    place: PageBox | TextSpan | SheetRange | DocxPath, page: int | None, line: int | None, name: str
) -> None:
    assert (place_page(place), place_line(place), describe_place(place)) == (page, line, name)


@given(st.integers(1, 20_000))
def test_column_letters_count_as_spreadsheets_do(column: int) -> None:
    number = 0
    for letter in column_letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column


def test_a_table_refuses_a_reading_of_another_shape() -> None:
    grid = Grid(1, 2, (Cell(0, 0), Cell(0, 1)))
    columns = (ColumnAxis("label"), ColumnAxis("amount", panel=1))
    Table("t1", grid, header_rows=1, reading=Reading(0, (RowAxis("item"),), columns))
    assert Reading(0, (), columns).panels == 2
    for reading in (Reading(0, (), columns), Reading(0, (RowAxis("item"),), columns[:1])):
        with pytest.raises(ValueError, match="does not fit the grid"):
            Table("t1", grid, reading=reading)
    with pytest.raises(ValueError, match="2 header rows"):
        Table("t1", grid, header_rows=2)


@pytest.mark.parametrize("level", [0, 10])
def test_a_headings_level_lies_within_1_and_9(level: int) -> None:
    with pytest.raises(ValueError, match="not within 1-9"):
        Heading("b1", level, "一")


@pytest.mark.parametrize("idents", [("b1", "b1"), ("",)])
def test_block_ids_are_there_once(idents: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="missing or stands twice"):
        Disclosure(SOURCE, tuple(Paragraph(ident, "x") for ident in idents))


@settings(max_examples=15)
@given(disclosures())
def test_a_disclosure_lists_its_tables_and_forms_in_order(disclosure: Disclosure) -> None:
    assert tuple(disclosure) == disclosure.blocks
    inner = {*disclosure.tables, *disclosure.forms}
    assert [block for block in disclosure if block in inner] == sorted(inner, key=disclosure.blocks.index)


@settings(max_examples=15)
@given(disclosures())
def test_equal_values_have_equal_hashes(disclosure: Disclosure) -> None:
    copy = msgspec.json.decode(msgspec.json.encode(disclosure), type=Disclosure)
    assert copy == disclosure
    assert hash(copy) == hash(disclosure)


def test_values_do_not_change() -> None:
    cover = Cover("b1", "某局")
    with pytest.raises(AttributeError):
        cover.text = "他局"  # type: ignore[misc]
