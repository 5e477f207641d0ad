"""The rows of each CSV file, in the columns' order of `columns.toml`; None is an unknown value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Any

from gongkai.model import (
    Contents,
    Disclosure,
    Finding,
    FormValue,
    GridPosition,
    Heading,
    Indicator,
    IndicatorForm,
    PageBox,
    Place,
    PrintedLine,
    Table,
    TextSpan,
    place_line,
    place_page,
    plain_decimal,
)
from gongkai.tables.facts import Fact, facts
from gongkai.tables.labelled_values import project_name

Row = Sequence[Any]

_NOWHERE = (None, None, None, None, None, None)


def points(hundredths: int) -> str:
    """1/100 pt as points with two decimals: 7205 → 72.05."""
    sign, size = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{size // 100}.{size % 100:02d}"


def where(places: tuple[Place, ...]) -> tuple[object, ...]:
    """page, line, x0, y0, x1, y1 of the first place; the box takes in all boxes on that page."""
    if not places:
        return _NOWHERE
    first = places[0]
    if isinstance(first, TextSpan):
        return (first.page, first.line, None, None, None, None)
    if not isinstance(first, PageBox):
        return (place_page(first), place_line(first), None, None, None, None)
    box = first if len(places) == 1 else reduce(_joined, places[1:], first)
    return (box.page, None, points(box.x0), points(box.y0), points(box.x1), points(box.y1))


def _joined(box: PageBox, other: Place) -> PageBox:
    if not isinstance(other, PageBox) or other.page != box.page:
        return box
    return PageBox(box.page, min(box.x0, other.x0), min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1))


def page_and_line(places: tuple[Place, ...]) -> tuple[int | None, int | None]:
    """Page and line of the first place."""
    return (place_page(places[0]), place_line(places[0])) if places else (None, None)


def places_of(block: Table | IndicatorForm) -> tuple[Place, ...]:
    """Where a table or form stands: caption, then its parts (or, without them, its cells), then notes."""
    inner = [place for part in block.parts for place in part.places]
    inner = inner or [place for cell in block.grid.cells for place in cell.places]
    return (*_places(block.caption), *inner, *_places(block.notes))


def _places(lines: tuple[PrintedLine, ...]) -> tuple[Place, ...]:
    return tuple(place for line in lines for place in line.places)


def _text(lines: tuple[PrintedLine, ...]) -> str:
    return "\n".join(line.text for line in lines)


def block_rows(disclosure: Disclosure) -> Iterator[Row]:
    """blocks.csv"""
    for block in disclosure.blocks:
        if isinstance(block, Table | IndicatorForm):
            kind = "table" if isinstance(block, Table) else "form"
            yield (block.id, kind, None, _text(block.caption), *where(places_of(block)))
            for number, note in enumerate(block.notes, 1):
                yield (f"{block.id}.n{number}", "note", None, note.text, *where(note.places))
        elif isinstance(block, Contents):
            yield (block.id, "contents", None, _text(block.lines), *where(_places(block.lines)))
        else:
            level = block.level if isinstance(block, Heading) else None
            yield (block.id, block.__struct_config__.tag, level, block.text, *where(block.places))


def table_row(table: Table, kind_label: str, proved: int | None) -> Row:
    """A row of tables.csv."""
    places = places_of(table)
    pages = [page for page in map(place_page, places) if page is not None]
    lines = [line for line in map(place_line, places) if line is not None]
    return (
        *(table.id, table.kind, kind_label, table.number_label, table.title, table.department, table.year, table.unit),
        *(min(pages, default=None), max(pages, default=None), min(lines, default=None), max(lines, default=None)),
        *(table.grid.rows, table.grid.columns, table.header_rows, str(table.empty).lower()),
        *(_text(table.notes), proved),
    )


def cell_rows(disclosure: Disclosure) -> Iterator[Row]:
    """cells.csv"""
    for block in disclosure.blocks:
        if isinstance(block, Table | IndicatorForm):
            ident = block.id
            for cell in block.grid.cells:
                place = where(cell.places) if cell.places else _NOWHERE
                spans = (cell.row_span, cell.column_span)
                yield (ident, cell.row, cell.column, *spans, cell.text, *place, cell.confidence)


def fact_row(fact: Fact) -> Row:
    """A row of facts.csv."""
    yuan = None if fact.value_yuan is None else plain_decimal(fact.value_yuan)
    return (
        *(f"{fact.table_id}.r{fact.row}c{fact.column}", fact.table_id, fact.table_kind, fact.table_title, fact.panel),
        *(fact.row_code, fact.row_label, fact.row_level, "/".join(fact.column_path), plain_decimal(fact.value)),
        *(fact.raw, fact.unit, yuan, *page_and_line(fact.places), fact.row, fact.column, fact.status),
    )


def table_and_fact_rows(disclosure: Disclosure, labels: dict[str, str]) -> tuple[list[Row], list[Row]]:
    """tables.csv and facts.csv; `labels` names the table kinds."""
    tables: list[Row] = []
    amounts: list[Row] = []
    for table in disclosure.tables:
        own = facts(table)
        proved = None if table.reading is None else sum(fact.status == "proved" for fact in own)
        tables.append(table_row(table, labels.get(table.kind, ""), proved))
        amounts.extend(map(fact_row, own))
    return tables, amounts


def form_rows(disclosure: Disclosure) -> Iterator[Row]:
    """forms.csv"""
    for form in disclosure.forms:
        place = page_and_line(places_of(form))
        yield (form.id, form.variant, form.title, form.year, form.unit, project_name(form), *place)


def _value_place(form: IndicatorForm, value: FormValue | Indicator) -> tuple[int | None, int | None]:
    return page_and_line(value.places or _cell_places(form, value.cells))


def _cell_places(form: IndicatorForm, cells: tuple[GridPosition, ...]) -> tuple[Place, ...]:
    found = (form.grid.cell_at(*position) for position in cells)
    return next((cell.places for cell in found if cell is not None and cell.places), ())


def form_value_rows(disclosure: Disclosure) -> Iterator[Row]:
    """form_values.csv"""
    for form in disclosure.forms:
        for value in form.values:
            paths = ("/".join(value.row), "/".join(value.column))
            yield (form.id, value.section, *paths, value.value, *_value_place(form, value))


def indicator_rows(disclosure: Disclosure) -> Iterator[Row]:
    """indicators.csv"""
    for form in disclosure.forms:
        for item in form.indicators:
            yield (
                *(form.id, item.section, item.phase, item.level1, item.level2, item.level3, item.target),
                *(item.adjusted, item.actual, item.progress, item.weight, item.score, item.note),
                *_value_place(form, item),
            )


def finding_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """findings.csv"""
    for number, finding in enumerate(findings, 1):
        yield (
            *(f"f{number}", finding.rule, finding.severity, finding.message, finding.block, finding.row),
            *(finding.column, finding.expected, finding.found, finding.difference, finding.tolerance),
            *(*page_and_line(finding.places), finding.quote, finding.proposal),
        )
