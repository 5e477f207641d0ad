"""Form variants: how one region and time prints an indicator form."""

from __future__ import annotations

import msgspec


class FormVariant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator form as data."""

    id: str
    label: str
    titles: tuple[str, ...]
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    anchors: tuple[str, ...] = ()
