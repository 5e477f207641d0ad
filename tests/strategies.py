"""Hypothesis strategies for the model: any value its constructors accept, small enough to be quick."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gongkai import model

ODD_TEXTS = [
    "=1+1",
    "'=A1",
    "@x",
    "-",
    "——",
    "－3",
    "\t",
    "a\r\nb",
    '"',
    ",",
    "\ufeff",
    "5,987.71",
    "１２％",
    "\x00",
    "=100%",
]
texts = st.one_of(
    st.text(max_size=8), st.sampled_from(ODD_TEXTS), st.sampled_from(["合计", "科目编码", "金额单位：万元"])
)
names = st.text(max_size=6)
numbers = st.integers(0, 2000)
years = st.none() | st.integers(1990, 2040)


@st.composite
def page_boxes(draw: st.DrawFn) -> model.PageBox:
    x0, y0 = draw(st.integers(-5000, 60_000)), draw(st.integers(-5000, 90_000))
    return model.PageBox(draw(st.integers(1, 900)), x0, y0, x0 + draw(numbers), y0 + draw(numbers))


@st.composite
def text_spans(draw: st.DrawFn) -> model.TextSpan:
    start = draw(numbers)
    return model.TextSpan(
        draw(st.integers(1, 10**6)), start, start + draw(numbers), draw(st.none() | st.integers(1, 99))
    )


@st.composite
def sheet_ranges(draw: st.DrawFn) -> model.SheetRange:
    row, column = draw(st.integers(1, 10**6)), draw(st.integers(1, 16_384))
    return model.SheetRange(draw(names), row, column, row + draw(numbers), column + draw(numbers))


docx_paths = st.builds(model.DocxPath, st.from_regex(r"\d{1,3}(/[rcp]\d{1,3}){0,3}", fullmatch=True))
places = st.lists(st.one_of(page_boxes(), text_spans(), sheet_ranges(), docx_paths), max_size=3).map(tuple)
confidences = st.none() | st.floats(0, 1)


@st.composite
def grids(draw: st.DrawFn) -> model.Grid:
    """A grid with holes, blank cells and spans."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken or draw(st.integers(0, 5)) == 0:
                continue
            spans = (draw(st.integers(1, min(2, rows - row))), draw(st.integers(1, min(3, columns - column))))
            covered = {(row + i, column + j) for i in range(spans[0]) for j in range(spans[1])}
            if covered & taken:
                spans, covered = (1, 1), {(row, column)}
            taken |= covered
            cells.append(model.Cell(row, column, draw(texts), *spans, draw(places), draw(confidences)))
    return model.Grid(rows, columns, tuple(cells))


def _tuples(of: st.SearchStrategy[Any], size: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=size).map(tuple)


printed_lines = st.builds(model.PrintedLine, texts, places)
table_parts = st.builds(model.TablePart, numbers, numbers, places)
positions = _tuples(st.tuples(st.integers(0, 5), st.integers(0, 5)))
row_labels = st.builds(model.RowLabel, texts, texts, st.integers(0, 5), _tuples(names), st.booleans())
row_roles = st.sampled_from(["header", "column_numbers", "section", "group", "total", "item", "note", "blank"])
column_roles = st.sampled_from(["code", "label", "line_number", "amount", "text", "blank"])
row_axes = st.builds(model.RowAxis, row_roles, _tuples(row_labels, 2))
column_axes = st.builds(
    model.ColumnAxis, column_roles, _tuples(names), st.integers(0, 3), st.sampled_from(["", "元", "%"])
)


@st.composite
def readings(draw: st.DrawFn, grid: model.Grid) -> model.Reading:
    rows = tuple(draw(row_axes) for _ in range(grid.rows))
    return model.Reading(draw(st.integers(0, grid.rows)), rows, tuple(draw(column_axes) for _ in range(grid.columns)))


@st.composite
def tables(draw: st.DrawFn, ident: str) -> model.Table:
    grid = draw(grids())
    return model.Table(
        id=ident,
        grid=grid,
        caption=draw(_tuples(printed_lines)),
        title=draw(texts),
        number_label=draw(names),
        department=draw(names),
        year=draw(years),
        unit=draw(st.sampled_from(["", "元", "万元", "亿元", "辆"])),
        notes=draw(_tuples(printed_lines)),
        empty=draw(st.booleans()),
        header_rows=draw(st.integers(0, grid.rows)),
        parts=draw(_tuples(table_parts)),
        kind=draw(st.sampled_from(["", "final.summary"])),
        reading=draw(st.none() | readings(grid)),
        proof=draw(st.none() | st.builds(model.Proof, positions, positions)),
    )


sections = st.sampled_from(["field", "fund", "goal", "score", "analysis", "signature", "note"])
form_values = st.builds(model.FormValue, sections, texts, _tuples(names), _tuples(names), positions, places)
slots = st.none() | texts
indicators = st.builds(model.Indicator, *[names] * 4, *[slots] * 8, positions, places)


def forms(ident: str) -> st.SearchStrategy[model.IndicatorForm]:
    return st.builds(
        model.IndicatorForm,
        st.just(ident),
        grids(),
        caption=_tuples(printed_lines),
        title=texts,
        year=years,
        unit=names,
        notes=_tuples(printed_lines),
        parts=_tuples(table_parts),
        variant=names,
        values=_tuples(form_values),
        indicators=_tuples(indicators),
    )


furniture_kinds = st.sampled_from(
    ["watermark", "page_number", "running_head", "repeated_header", "separator", "markup", "outside"]
)
contents_entries = st.builds(model.ContentsEntry, texts, st.none() | numbers, st.integers(1, 4), places)


@st.composite
def charts(draw: st.DrawFn) -> model.Chart:
    """A chart of any cells, of tables that may not be there."""
    count = draw(st.integers(1, 3))
    cells = st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=count, max_size=count).map(tuple)
    shape = draw(st.sampled_from(["pie", "column"]))
    series = draw(st.lists(st.builds(model.ChartSeries, cells), min_size=1, max_size=1 if shape == "pie" else 2))
    return model.Chart(shape, draw(st.sampled_from(["b0", "b1", "b2"])), draw(cells), tuple(series))


@st.composite
def blocks(draw: st.DrawFn, ident: str) -> model.Block:
    """A block of any type."""
    plain = [model.Cover, model.Paragraph, model.ListItem, model.Note]
    choices = [st.builds(kind, st.just(ident), texts, places) for kind in plain]
    choices += [
        st.builds(model.Figure, st.just(ident), texts, places, st.none() | charts()),
        st.builds(model.Heading, st.just(ident), st.integers(1, 9), texts, places),
        st.builds(model.Furniture, st.just(ident), furniture_kinds, texts, places),
        st.builds(model.Contents, st.just(ident), _tuples(contents_entries), _tuples(printed_lines)),
        tables(ident),
        forms(ident),
    ]
    return draw(st.one_of(choices))


findings = st.builds(
    model.Finding,
    st.sampled_from(["text.ragged_row", "W-01"]),
    st.sampled_from(["error", "warning", "info"]),
    texts,
    names,
    st.none() | numbers,
    st.none() | numbers,
    places,
    *[names] * 4,
    texts,
    texts,
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
sources = st.builds(
    model.SourceInfo, names, hashes, st.sampled_from(["text/plain", "application/pdf"]), st.none() | numbers, names
)
arithmetics = st.builds(model.Arithmetic, *[numbers] * 7)
parts = st.builds(model.Part, names, names, names, names, years)


@st.composite
def disclosures(draw: st.DrawFn) -> model.Disclosure:
    """A disclosure of any blocks, with findings and parts."""
    idents = [f"b{number}" for number in range(draw(st.integers(0, 4)))]
    return model.Disclosure(
        source=draw(sources),
        blocks=tuple(draw(blocks(ident)) for ident in idents),
        title=draw(names),
        kind=draw(st.sampled_from(["", "budget", "final", "performance"])),
        year=draw(years),
        department=draw(names),
        department_code=draw(names),
        region=draw(names),
        reader=draw(names),
        parts=draw(_tuples(parts, 2)),
        findings=draw(_tuples(findings, 2)),
        arithmetic=draw(st.none() | arithmetics),
    )


decimals = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**15), st.integers(0, 6))
"""Figures without sign, with 0 to 6 printed decimals."""
