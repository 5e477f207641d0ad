"""The package's files and columns, as data (`columns.toml`), and their Table Schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from gongkai.model import Table
from gongkai.plugins.specs import load_toml

CANONICAL_FILE = "disclosure.gongkai.json"
"""The canonical JSON inside the package: it holds what the CSV files cannot."""

ENCODING = "utf-8-sig"

_SAFE_ID = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class CsvColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: its Table Schema type, what it means, and the words it may hold."""

    name: str
    type: str
    description: str = ""
    enum: tuple[str, ...] = ()

    def schema(self) -> dict[str, object]:
        """Its Table Schema field."""
        field: dict[str, object] = {"name": self.name, "type": self.type}
        if self.description:
            field["description"] = self.description
        if self.enum:
            field["constraints"] = {"enum": list(self.enum)}
        return field


class CsvResource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A CSV file of the package; `refers` maps a column to the `resource.column` it points to."""

    name: str
    title: str
    description: str
    columns: tuple[CsvColumn, ...]
    key: tuple[str, ...] = ()
    refers: dict[str, str] = {}

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def text_columns(self) -> tuple[int, ...]:
        """Positions of the columns that hold printed text; numbers need no formula guard."""
        return tuple(n for n, column in enumerate(self.columns) if column.type == "string" and not column.enum)

    def schema(self) -> dict[str, object]:
        """Its Table Schema."""
        schema: dict[str, object] = {"fields": [column.schema() for column in self.columns]}
        if self.key:
            schema["primaryKey"] = list(self.key)
        if self.refers:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": dict(zip(("resource", "fields"), _split(target), strict=True))}
                for column, target in self.refers.items()
            ]
        return schema


def _split(target: str) -> tuple[str, list[str]]:
    resource, _, column = target.partition(".")
    return resource, [column]


class _ResourceFile(msgspec.Struct, forbid_unknown_fields=True):
    resource: tuple[CsvResource, ...]


@cache
def resources() -> tuple[CsvResource, ...]:
    """The CSV files of every package, in the order in which they are listed."""
    return load_toml("gongkai_formats.csv", "columns.toml", _ResourceFile).resource


def grid_schema(columns: int) -> dict[str, object]:
    """The Table Schema of a printed grid: its columns by number, all text; a blank is a text, not a missing value."""
    return {
        "fields": [{"name": f"column_{number}", "type": "string"} for number in range(columns)],
        "missingValues": [],
    }


def table_names(tables: Iterable[Table]) -> list[str]:
    """File names of the tables: their ids; a number where an id would not be a safe, unique name everywhere."""
    tables = list(tables)
    safe = [bool(_SAFE_ID.fullmatch(table.id)) and not _RESERVED.fullmatch(table.id) for table in tables]
    return [table.id if fine else f"{number}" for number, (table, fine) in enumerate(zip(tables, safe, strict=True), 1)]
