"""Writing the package: a Frictionless Data Package v2 of CSV files, with the canonical JSON beside them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from gongkai.carrying import codec
from gongkai.carrying.archives import PACKAGE_FILE
from gongkai.model import Disclosure, Table
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import WriteOptions
from gongkai.version import __version__
from gongkai.words.formula_guard import FIRST, guard
from gongkai_formats.csv.layout import (
    CANONICAL_FILE,
    ENCODING,
    CsvResource,
    grid_schema,
    resources,
    table_names,
)
from gongkai_formats.csv.rows import (
    Row,
    block_rows,
    cell_rows,
    finding_rows,
    form_rows,
    form_value_rows,
    indicator_rows,
    table_and_fact_rows,
)

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_package(disclosure: Disclosure, options: WriteOptions) -> dict[str, bytes]:
    """Relative path → bytes of the whole package."""
    raw = options.csv_raw
    rows = _rows(disclosure)
    files: dict[str, bytes] = {}
    described: list[dict[str, object]] = []
    for resource in resources():
        own = rows[resource.name]
        files[resource.path] = csv_bytes(resource.header, own if raw else _guarded(own, resource.text_columns))
        described.append(_describe(resource, files[resource.path]))
    for table, name in zip(disclosure.tables, table_names(disclosure.tables), strict=True):
        path = f"tables/{name}.csv"
        texts = table.grid.texts
        files[path] = csv_bytes((), texts if raw else _guarded(texts, range(table.grid.columns)))
        described.append(_describe_grid(table, name, path, files[path]))
    files[CANONICAL_FILE] = codec.encode(disclosure)
    described.append(_describe_canonical(files[CANONICAL_FILE]))
    files[PACKAGE_FILE] = _datapackage(disclosure, described, raw)
    return files


def _rows(disclosure: Disclosure) -> Mapping[str, Iterable[Row]]:
    # Several regions may print a kind; the name it has everywhere comes last and stays.
    kinds = sorted(installed_registry().tables, key=lambda kind: -len(kind.region))
    labels = {kind.id: kind.label for kind in kinds}
    tables, facts = table_and_fact_rows(disclosure, labels)
    return {
        "blocks": block_rows(disclosure),
        "tables": tables,
        "cells": cell_rows(disclosure),
        "facts": facts,
        "forms": form_rows(disclosure),
        "form_values": form_value_rows(disclosure),
        "indicators": indicator_rows(disclosure),
        "findings": finding_rows(disclosure.findings),
    }


def csv_bytes(header: Row, rows: Iterable[Row]) -> bytes:
    """A CSV file: UTF-8 with BOM, RFC 4180, None as an empty field; no header row where `header` is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode(ENCODING)


def _guarded(rows: Iterable[Row], columns: Sequence[int]) -> Iterator[Row]:
    # Few rows need the guard, so the others pass as they are.
    for row in rows:
        for column in columns:
            text = row[column]
            if text and text[0] in FIRST:
                yield [guard(value) if isinstance(value, str) else value for value in row]
                break
        else:
            yield row


def _file(name: str, path: str, data: bytes) -> dict[str, object]:
    return {"name": name, "path": path, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


_CSV = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}


def _describe(resource: CsvResource, data: bytes) -> dict[str, object]:
    words = {"title": resource.title, "description": resource.description}
    return {**_file(resource.name, resource.path, data), **words, **_CSV, "schema": resource.schema()}


def _describe_grid(table: Table, name: str, path: str, data: bytes) -> dict[str, object]:
    described = {**_file(f"table-{name}", path, data), "title": table.title or table.id, **_CSV}
    return {**described, "dialect": {"header": False, "delimiter": ","}, "schema": grid_schema(table.grid.columns)}


def _describe_canonical(data: bytes) -> dict[str, object]:
    words = {"title": "无损 JSON", "type": "json", "format": "json", "mediatype": "application/json"}
    return {**_file("disclosure", CANONICAL_FILE, data), **words, "encoding": "utf-8"}


def _datapackage(disclosure: Disclosure, described: list[dict[str, object]], raw: bool) -> bytes:
    source = disclosure.source
    package = {
        "$schema": _PROFILE,
        "name": f"gongkai-{source.sha256[:12].lower() or 'disclosure'}",
        "title": disclosure.title or source.name,
        "disclosure": {
            "title": disclosure.title,
            "kind": disclosure.kind,
            "year": disclosure.year,
            "department": disclosure.department,
            "department_code": disclosure.department_code,
            "region": disclosure.region,
            "source": {name: getattr(source, name) for name in source.__struct_fields__},
            "reader": disclosure.reader,
            "gongkai_version": __version__,
            "schema": codec.SCHEMA,
            "csv_raw": raw,
        },
        "resources": described,
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"
