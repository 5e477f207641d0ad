"""Regions and years: where and when a description applies."""

from __future__ import annotations

import msgspec


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A region whose disclosures a plugin knows.

    `path` from outside to inside (山西省, 晋中市); `names` as they occur in titles and departments, longest first;
    `words` are column heads or number labels that only its forms use.
    """

    path: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...] = ()


def years_fit(years: tuple[int | None, int | None], year: int | None) -> bool:
    """Whether a year lies in first-last (None = open end); an unknown year fits everywhere."""
    first, last = years
    return year is None or ((first is None or year >= first) and (last is None or year <= last))
