"""A document's rows for every table, and the small file that carries them from the process that read it."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from gongkai.dataset.columns import DECIMALS, DIGITS
from gongkai.errors import DamagedError
from gongkai.model import Disclosure, Indicator, IndicatorForm, Place, place_line, place_page, plain_decimal
from gongkai.tables.facts import Fact, facts
from gongkai.tables.labelled_values import project_name
from gongkai.version import __version__

Row = tuple[Any, ...]
"""Values in the order of the table's columns; numbers are plain decimals as text, None is an unknown value."""


class DocumentRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the dataset holds of one document: table name → rows in reading order."""

    doc_id: str
    fingerprint: str
    year: int | None
    tables: dict[str, list[Row]]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(DocumentRows)


def encode_rows(rows: DocumentRows) -> bytes:
    """The rows as a file that `decode_rows` reads."""
    return zlib.compress(_ENCODER.encode(rows), 1)


def decode_rows(data: bytes, where: str = "") -> DocumentRows:
    """The rows that `encode_rows` wrote; DamagedError for anything else."""
    try:
        return _DECODER.decode(zlib.decompress(data))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(f"数据集的中间文件已损坏：{error}", where, "请删除它，再次运行") from error


def document_rows(
    disclosure: Disclosure, doc_id: str, file: str, fingerprint: str = "", outputs: tuple[str, ...] = ()
) -> DocumentRows:
    """The rows of a disclosure.

    `doc_id` is the SHA-256 of the source in hand, which may be a workbook made from the source that the disclosure
    names; `file` is its name within the batch, `outputs` the paths of its results.
    """
    keys = (doc_id, file, disclosure.kind, disclosure.region, disclosure.department, disclosure.department_code)
    amounts = [fact for table in disclosure.tables for fact in facts(table)]
    tables = {
        "documents": [_document_row(disclosure, amounts, fingerprint, outputs)],
        "facts": [_fact_row(fact) for fact in amounts],
        "indicators": [_indicator_row(form, item) for form in disclosure.forms for item in form.indicators],
        "findings": list(_finding_rows(disclosure)),
    }
    keyed = {name: [(*keys, *row) for row in rows] for name, rows in tables.items()}
    return DocumentRows(doc_id, fingerprint, disclosure.year, keyed)


def _document_row(disclosure: Disclosure, amounts: list[Fact], fingerprint: str, outputs: tuple[str, ...]) -> Row:
    statuses = Counter(fact.status for fact in amounts)
    severities = Counter(finding.severity for finding in disclosure.findings)
    arithmetic = disclosure.arithmetic
    return (
        *(disclosure.title, disclosure.source.media_type, disclosure.source.pages, len(disclosure.blocks)),
        *(len(disclosure.tables), len(disclosure.forms), sum(len(form.indicators) for form in disclosure.forms)),
        *(len(amounts), statuses["proved"], statuses["contradicted"]),
        *((arithmetic.holds, arithmetic.violated) if arithmetic else (None, None)),
        *(severities["error"], severities["warning"], severities["info"]),
        *(list(outputs), disclosure.reader, __version__, fingerprint),
    )


def _fact_row(fact: Fact) -> Row:
    return (
        *(f"{fact.table_id}.r{fact.row}c{fact.column}", fact.table_id, fact.table_kind, fact.table_title, fact.panel),
        *(fact.row_code, fact.row_label, fact.row_level, "/".join(fact.row_path), "/".join(fact.column_path)),
        *(_number(fact.value), fact.raw, fact.unit, _number(fact.value_yuan), *_page_and_line(fact.places)),
        *(fact.row, fact.column, fact.status),
    )


def _number(value: Decimal | None) -> str | None:
    """A plain decimal; None for what the column cannot hold exactly: a figure is never rounded."""
    if value is None:
        return None
    plain = plain_decimal(value)
    whole, _, decimals = plain.lstrip("-").partition(".")
    fits = len(whole) <= DIGITS - DECIMALS and len(decimals.rstrip("0")) <= DECIMALS
    return (plain if len(decimals) <= DECIMALS else plain.rstrip("0")) if fits else None


def _indicator_row(form: IndicatorForm, item: Indicator) -> Row:
    places = item.places or _first_places(form, item)
    return (
        *(form.id, form.variant, form.title, form.year, project_name(form)),
        *(item.section, item.phase, item.level1, item.level2, item.level3, item.target, item.adjusted),
        *(item.actual, item.progress, item.weight, item.score, item.note, *_page_and_line(places)),
    )


def _first_places(form: IndicatorForm, item: Indicator) -> tuple[Place, ...]:
    found = (form.grid.cell_at(*position) for position in item.cells)
    return next((cell.places for cell in found if cell is not None and cell.places), ())


def _finding_rows(disclosure: Disclosure) -> Iterator[Row]:
    for number, finding in enumerate(disclosure.findings, 1):
        yield (
            *(f"f{number}", finding.rule, finding.severity, finding.message, finding.block, finding.row),
            *(finding.column, finding.expected, finding.found, finding.difference, finding.tolerance),
            *(*_page_and_line(finding.places), finding.quote, finding.proposal),
        )


def _page_and_line(places: tuple[Place, ...]) -> tuple[int | None, int | None]:
    return (place_page(places[0]), place_line(places[0])) if places else (None, None)
