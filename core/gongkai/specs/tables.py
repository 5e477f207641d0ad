"""Table kinds: the identity of a standard table."""

from __future__ import annotations

import msgspec


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
