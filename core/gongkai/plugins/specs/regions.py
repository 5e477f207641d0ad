"""Regions and years: where and when a description applies."""

from __future__ import annotations

import re

import msgspec

from gongkai.plugins.specs.loading import load_toml

_RANK = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")


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


def region_fits(path: tuple[str, ...], region: str) -> bool:
    """Whether a region path lies on the way to a disclosure's region: 山西省 fits 山西省晋中市 and 山西某示范区.

    An empty path fits everywhere; a path with parts does not fit an unknown region.
    """
    return all(_RANK.sub("", part) in region for part in path)


class RegionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML file of regions."""

    region: tuple[Region, ...]


def load_regions(package: str, name: str = "regions.toml") -> list[Region]:
    """The regions of a plugin's TOML file."""
    return list(load_toml(package, name, RegionFile).region)
