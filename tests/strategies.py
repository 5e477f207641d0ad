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
NAMES = ["", "甲", "示例市档案管理中心", "表 1", "a/b", "é\u0301", "\U00020000", "<&>", "x" * 40]
PLACES = [
    model.PageBox(1, 0, 0, 59_500, 84_200),
    model.PageBox(900, -5_000, -1, -4_000, -1),
    model.TextSpan(1, 0, 0),
    model.TextSpan(10**6, 3, 2_003, 99),
    model.SheetRange("表1", 1, 1, 1, 1),
    model.SheetRange("it's", 10**6, 16_384, 10**6 + 7, 16_384),
    model.DocxPath("0"),
    model.DocxPath("312/r2/c1/p0"),
]
# Values are drawn from short lists where any would do as well: the less each costs, the more of them are tried.
texts = st.one_of(st.sampled_from([*ODD_TEXTS, "合计", "科目编码", "金额单位：万元"]), st.text(max_size=8))
names = st.sampled_from(NAMES)
numbers = st.integers(0, 2000)
years = st.sampled_from([None, 1990, 2023, 2040])
places = st.lists(st.sampled_from(PLACES), max_size=2).map(tuple)
confidences = st.sampled_from([None, 0.0, 0.37, 1.0])


@st.composite
def grids(draw: st.DrawFn) -> model.Grid:
    """A grid with holes, blank cells and spans."""
    rows, columns = draw(st.sampled_from([(3, 3), (2, 4), (4, 2), (1, 3), (1, 1), (5, 1)]))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            shape = draw(st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1), (2, 3), None]))
            if (row, column) in taken or shape is None:
                continue
            covered = {(row + i, column + j) for i in range(shape[0]) for j in range(shape[1])}
            if covered & taken or row + shape[0] > rows or column + shape[1] > columns:
                shape, covered = (1, 1), {(row, column)}
            taken |= covered
            cells.append(model.Cell(row, column, draw(texts), *shape, draw(places), draw(confidences)))
    return model.Grid(rows, columns, tuple(cells))


def _tuples(of: st.SearchStrategy[Any], size: int = 2) -> st.SearchStrategy[Any]:
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


PLAIN = (model.Cover, model.Paragraph, model.ListItem, model.Note)
KINDS = ("table", "form", "contents", "figure", "heading", "furniture", *PLAIN)


def blocks(ident: str, kind: object) -> st.SearchStrategy[model.Block]:
    """A block of one of KINDS."""
    match kind:
        case "table":
            return tables(ident)
        case "form":
            return forms(ident)
        case "contents":
            return st.builds(model.Contents, st.just(ident), _tuples(contents_entries), _tuples(printed_lines))
        case "figure":
            return st.builds(model.Figure, st.just(ident), texts, places, st.none() | charts())
        case "heading":
            return st.builds(model.Heading, st.just(ident), st.integers(1, 9), texts, places)
        case "furniture":
            return st.builds(model.Furniture, st.just(ident), furniture_kinds, texts, places)
    assert isinstance(kind, type)
    return st.builds(kind, st.just(ident), texts, places)


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
hashes = st.sampled_from(["00" * 32, "9f" * 32])
sources = st.builds(
    model.SourceInfo, names, hashes, st.sampled_from(["text/plain", "application/pdf"]), st.none() | numbers, names
)
arithmetics = st.builds(model.Arithmetic, *[numbers] * 7)
parts = st.builds(model.Part, names, names, names, names, years)


@st.composite
def disclosures(draw: st.DrawFn) -> model.Disclosure:
    """A disclosure with a table or form and other blocks, findings and parts."""
    kinds = [draw(st.sampled_from(KINDS[:2])), *draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))]
    return model.Disclosure(
        source=draw(sources),
        blocks=tuple(draw(blocks(f"b{number}", kind)) for number, kind in enumerate(draw(st.permutations(kinds)))),
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
