"""Table kinds: the identity of a standard table."""

from __future__ import annotations

import msgspec

from gongkai.specs.loading import load_toml


class TableKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standard table of one family.

    id: canonical (`final.summary`); several families may describe the same id. titles: the official title and its
    aliases, without year and department. headers, items: header words and line items that support or refuse a
    match. region, years: where and when; empty region = everywhere.
    """

    id: str
    label: str
    titles: tuple[str, ...]
    family: str = ""
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    headers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class TableFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML file of table kinds: family, region and years stand once for all its `[[table]]` entries."""

    family: str
    table: tuple[TableKind, ...]
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)


def load_tables(package: str, name: str = "tables.toml") -> list[TableKind]:
    """The table kinds of a plugin's TOML file; what an entry says itself wins over the file's head."""
    file = load_toml(package, name, TableFile)
    return [
        msgspec.structs.replace(
            kind,
            family=kind.family or file.family,
            region=kind.region or file.region,
            years=file.years if kind.years == (None, None) else kind.years,
        )
        for kind in file.table
    ]
