"""Native charts where the narrative has a chart's caption, drawn from the cells of the table's own sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from gongkai.model import Chart, Grid, GridPosition, Table
from gongkai_formats.xlsx.writing.book import Book, Whereabouts, address
from gongkai_formats.xlsx.writing.cell_values import printed_number
from gongkai_formats.xlsx.writing.styles import BODY, SONG

CHART_ROOM = 230.0
"""Points of a row's height that a chart takes."""

_WIDTH, _HEIGHT = 560, 292
"""Pixels."""

_MOST_NAMED = 8
"""Slices that are named beside themselves; more go to a legend."""

_FONT = {"name": SONG, "size": BODY}


def write_chart(book: Book, sheet: Any, chart: Chart, table: Table, caption: tuple[int, int], top: int) -> None:
    """Draw a chart in the caption's cell, `top` pixels below its upper edge; the caption itself is the title."""
    where = book.whereabouts[table.id]
    drawn = book.workbook.add_chart({"type": chart.shape})
    for series in chart.series:
        look = _pie_look(len(chart.labels)) if chart.shape == "pie" else _column_look()
        if series.name is not None:
            look["name"] = _reference(where, [series.name])
        drawn.add_series(
            {
                "categories": _reference(where, chart.labels),
                "categories_data": [table.grid.text_at(*label) for label in chart.labels],
                "values": _reference(where, series.values),
                "values_data": _numbers(table.grid, series.values),
                **look,
            }
        )
    here = Whereabouts(sheet.get_name(), caption[0], column=caption[1])
    drawn.set_title(
        {"name": f"={_sheet(here)}!{_fixed(*caption)}", "name_font": {**_FONT, "size": 12}, "overlay": False}
    )
    if (chart.shape == "pie" and len(chart.labels) <= _MOST_NAMED) or (
        chart.shape == "column" and len(chart.series) < 2
    ):
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "right", "font": _FONT})
    if chart.shape == "column":
        drawn.set_y_axis(
            {
                "num_format": "#,##0",
                "num_font": _FONT,
                "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            }
        )
        drawn.set_x_axis({"num_font": _FONT})
    drawn.set_size({"width": _WIDTH, "height": _HEIGHT})
    sheet.insert_chart(*caption, drawn, {"x_offset": 18, "y_offset": top, "object_position": 1})


def can_draw(chart: Chart, table: Table | None) -> bool:
    """Whether the table is there and every cell that is named stands in its grid."""
    if table is None:
        return False
    cells = [*chart.labels, *(cell for series in chart.series for cell in (*series.values, series.name) if cell)]
    return all(0 <= row < table.grid.rows and 0 <= column < table.grid.columns for row, column in cells)


def _pie_look(slices: int) -> dict[str, Any]:
    named = slices <= _MOST_NAMED
    labels = {"percentage": True, "num_format": "0.00%", "font": _FONT, "leader_lines": True, "position": "best_fit"}
    return {"data_labels": {**labels, "category": named, "separator": "\n" if named else ","}}


def _column_look() -> dict[str, Any]:
    return {"data_labels": {"value": True, "num_format": "#,##0.00", "font": {**_FONT, "size": 9}}, "gap": 120}


def _numbers(grid: Grid, cells: Iterable[GridPosition]) -> list[float | str]:
    # What the chart shows until the program that opens it looks into the cells.
    numbers = (printed_number(grid.text_at(*cell)) for cell in cells)
    return [number.value if number is not None else "" for number in numbers]


def _reference(where: Whereabouts, cells: Sequence[GridPosition]) -> str:
    """Cells of a grid as a formula: one area where they lie in a line, else areas in brackets."""
    assert where.grid_row is not None
    name = _sheet(where)
    spots = [(where.grid_row + row, where.column + column) for row, column in cells]
    areas = [f"{name}!{_area(run)}" for run in _runs(spots)]
    return f"={areas[0]}" if len(areas) == 1 else f"=({','.join(areas)})"


def _runs(spots: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Neighbours in one row or column that follow each other."""
    across = len({row for row, _ in spots}) == 1
    lines = groupby(enumerate(spots), key=lambda pair: (pair[1][not across], pair[1][across] - pair[0]))
    return [[spot for _, spot in line] for _, line in lines]


def _area(run: Sequence[tuple[int, int]]) -> str:
    return _fixed(*run[0]) if len(run) == 1 else f"{_fixed(*run[0])}:{_fixed(*run[-1])}"


def _fixed(row: int, column: int) -> str:
    letters = address(row, column).rstrip("0123456789")
    return f"${letters}${row + 1}"


def _sheet(where: Whereabouts) -> str:
    return "'" + where.sheet.replace("'", "''") + "'"
