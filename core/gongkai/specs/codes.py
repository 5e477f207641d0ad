"""Classification codes with the years in which each name was seen."""

from __future__ import annotations

import msgspec


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
