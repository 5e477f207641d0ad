"""Classification codes with the years in which each name was seen."""

from __future__ import annotations

import msgspec

from gongkai.plugins.specs.loading import load_csv


class CodeName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code's name; `years` in which it was seen with this name, `parent` code or ""."""

    code: str
    name: str
    parent: str = ""
    years: tuple[int, ...] = ()


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One classification: functional (支出功能分类), economic of departments (部门经济分类) …"""

    id: str
    label: str
    codes: tuple[CodeName, ...]


def load_codes(package: str, name: str = "codes.csv") -> list[CodeList]:
    """The code lists of a plugin's CSV file: columns list, label, code, parent, name, years (blank between years)."""
    lists: dict[str, tuple[str, list[CodeName]]] = {}
    for row in load_csv(package, name):
        years = tuple(int(year) for year in row["years"].split())
        lists.setdefault(row["list"], (row["label"], []))[1].append(
            CodeName(row["code"], row["name"], row["parent"], years)
        )
    return [CodeList(id, label, tuple(codes)) for id, (label, codes) in lists.items()]
