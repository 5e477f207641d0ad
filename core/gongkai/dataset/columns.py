"""The dataset's tables and columns, as data (`columns.toml`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from gongkai.plugins.specs import load_toml

ColumnType = Literal["text", "integer", "number", "list"]

DIGITS, DECIMALS = 38, 8
"""What a number holds: 128 bits, enough for 亿元 and 元 with every decimal in print."""


class DatasetColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: its type, what it means, and whether it has few different texts."""

    name: str
    type: ColumnType
    description: str = ""
    few: bool = False


class TableShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table: what a row is, and its columns after the document's keys."""

    name: str
    description: str
    columns: tuple[DatasetColumn, ...]


class _DatasetColumns(msgspec.Struct, forbid_unknown_fields=True):
    keys: tuple[DatasetColumn, ...]
    table: tuple[TableShape, ...]


@cache
def shapes() -> dict[str, TableShape]:
    """The tables by name, each with the document's keys as its first columns."""
    layout = load_toml("gongkai.dataset", "columns.toml", _DatasetColumns)
    return {
        table.name: msgspec.structs.replace(table, columns=(*layout.keys, *table.columns)) for table in layout.table
    }
