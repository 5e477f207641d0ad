"""Part files: rows as Arrow tables of explicit schemas, written as Parquet and read back by document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from gongkai.dataset.columns import DECIMALS, DIGITS, shapes
from gongkai.dataset.libraries import pyarrow
from gongkai.dataset.rows import Row

DOCUMENTS_PER_PART = 512
"""More documents of one year are split over 2, 4, 8 … parts: files large enough to query, small enough to rewrite."""

UNKNOWN_YEAR = "__unknown__"
_ROWS_PER_GROUP = 65_536
_FORM = 1
"""Number of the part files' form. Part of every name: another form, other files."""


class Member(msgspec.Struct, frozen=True, order=True):
    """A document of the dataset, of the year it is stored under."""

    doc_id: str
    fingerprint: str
    year: int | None = None


class DatasetPart(msgspec.Struct, frozen=True):
    """One group of documents of a year; each table has at most one file of this name."""

    year: str
    name: str

    @property
    def number(self) -> int | None:
        """The year; None where it is not known."""
        return None if self.year == UNKNOWN_YEAR else int(self.year)

    def path(self, table: str) -> str:
        """The file of a table, relative to the dataset, in Hive's fashion."""
        return f"{table}/year={self.year}/{self.name}.parquet"


def arrange(members: Iterable[Member]) -> dict[DatasetPart, list[Member]]:
    """The parts of these documents: a function of the set alone, so the history of runs never shows.

    A year's documents are spread by the first bits of their hash; a part's name says which documents it holds and how
    they were converted.
    """
    years: dict[str, list[Member]] = {}
    for member in sorted(members):
        years.setdefault(UNKNOWN_YEAR if member.year is None else str(member.year), []).append(member)
    parts = {}
    for year, own in sorted(years.items()):
        bits = max(0, ((len(own) - 1) // DOCUMENTS_PER_PART).bit_length())
        groups: dict[int, list[Member]] = {}
        for member in own:
            groups.setdefault(int(member.doc_id[:8], 16) >> (32 - bits), []).append(member)
        for group, inside in sorted(groups.items()):
            parts[DatasetPart(year, f"part-{group:04d}-{_digest(inside)}")] = inside
    return parts


def _digest(members: Sequence[Member]) -> str:
    digest = hashlib.sha256(f"{_FORM}\n".encode())
    for member in members:
        digest.update(f"{member.doc_id} {member.fingerprint}\n".encode())
    return digest.hexdigest()[:16]


@cache
def schema(table: str) -> Any:
    """The Arrow schema of a table, without `year`: that is in the path."""
    arrow = pyarrow()
    types = {
        "text": arrow.string(),
        "integer": arrow.int32(),
        "number": arrow.decimal128(DIGITS, DECIMALS),
        "list": arrow.list_(arrow.field("element", arrow.string())),
    }
    fields = [
        arrow.field(column.name, types[column.type], metadata={"description": column.description})
        if column.description
        else arrow.field(column.name, types[column.type])
        for column in shapes()[table].columns
    ]
    return arrow.schema(fields, metadata={"gongkai": str(_FORM), "description": shapes()[table].description})


def arrow_table(table: str, rows: Sequence[Row]) -> Any:
    """Rows as an Arrow table."""
    arrow = pyarrow()
    form = schema(table)
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(form)
    arrays = [
        arrow.array(values, arrow.string()).cast(field.type)
        if arrow.types.is_decimal(field.type)
        else arrow.array(values, field.type)
        for values, field in zip(columns, form, strict=True)
    ]
    return arrow.Table.from_arrays(arrays, schema=form)


def encode_part(table: str, pieces: Sequence[Any]) -> bytes:
    """The documents' rows of one table as a Parquet file; the same rows, the same bytes."""
    whole = pyarrow().concat_tables(pieces).combine_chunks()
    few = [column.name for column in shapes()[table].columns if column.few]
    buffer = pyarrow().BufferOutputStream()
    pyarrow("parquet").write_table(
        whole, buffer, compression="zstd", use_dictionary=few, row_group_size=_ROWS_PER_GROUP
    )
    data: bytes = buffer.getvalue().to_pybytes()
    return data


def read_by_document(path: Path) -> dict[str, Any]:
    """A part's rows by document."""
    whole = pyarrow("parquet").read_table(path, partitioning=None)
    runs = pyarrow("compute").run_end_encode(whole["doc_id"].combine_chunks())
    runs = runs.chunk(0) if hasattr(runs, "chunk") else runs
    ends = runs.run_ends.to_pylist()
    starts = [0, *ends[:-1]]
    return {
        doc_id: whole.slice(start, end - start)
        for doc_id, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)
    }
