"""Table kinds: the identity of a standard table."""

from __future__ import annotations

from typing import Literal

import msgspec

from gongkai.plugins.specs.identities import Labels
from gongkai.plugins.specs.loading import load_toml


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of a table by labels of its row and words of its column's header, as in `Selector`."""

    row: Labels
    column: Labels
    panel: str = ""


class TableChart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chart that the narrative makes of a table's figures, known by its caption.

    captions: what charts of this sort are of, without year, department, 预算 or 决算, and words for charts: 收入决算结构图
    is of 收入. Either `total` names a sum, of which the chart shows the `parts` that an identity of the table adds up
    (rows under each other, or columns side by side), or `series` names the cells themselves, compared as columns.
    """

    captions: Labels
    total: Spot | None = None
    parts: Literal["rows", "columns"] = "rows"
    series: tuple[tuple[Spot, ...], ...] = ()


class TableKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standard table of one family.

    id: canonical (`final.summary`); several families may describe the same id. titles: the official title and its
    aliases, without year and department. headers, items: header words and line items that support or refuse a
    match. region, years: where and when; empty region = everywhere. charts: what the narrative draws of it, the first
    that has figures is taken.
    """

    id: str
    label: str
    titles: tuple[str, ...]
    family: str = ""
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    headers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    charts: tuple[TableChart, ...] = ()


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
