"""The figures of a table, derived from its grid and reading; never stored."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from gongkai.model import Place, Table


class Fact(msgspec.Struct, frozen=True):
    """One printed amount: where it stands, what it is, its value as printed and in yuan (None: unit unknown)."""

    table_id: str
    table_kind: str
    table_title: str
    panel: int
    row_code: str
    row_label: str
    row_level: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    value: Decimal
    raw: str
    unit: str
    value_yuan: Decimal | None
    row: int
    column: int
    places: tuple[Place, ...] = ()
    status: str = "unproved"


def facts(table: Table) -> list[Fact]:
    """Every printed amount of a table in reading order; none for a table without a reading."""
    return []
