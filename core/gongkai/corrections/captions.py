"""What a person changed around a table: its number label, department, year and unit follow the caption's words."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from gongkai.model import Table
from gongkai.model.amounts import MONEY_UNIT

_UNIT = re.compile(MONEY_UNIT)
_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)")


def caption_says(table: Table, piece: str) -> bool:
    """Whether a line of the caption prints this."""
    return bool(piece) and any(piece in line.text for line in table.caption)


def recaptioned(table: Table, old: str, new: str) -> Table:
    """The table with a piece of its caption changed, and what the piece said."""
    caption = list(table.caption)
    for place, line in enumerate(caption):
        if old in line.text:
            caption[place] = msgspec.structs.replace(line, text=line.text.replace(old, new, 1))
            break
    said: dict[str, Any] = {}
    if table.number_label == old:
        said["number_label"] = new
    if table.unit and old.endswith(table.unit):
        unit = _UNIT.search(new.rpartition("：")[2].rpartition(":")[2])
        said["unit"] = unit.group() if unit else ""
    if table.department and old.endswith(table.department):
        label = old.removesuffix(table.department)
        said["department"] = new.removeprefix(label).strip()
    if table.year and (year := _YEAR.search(new)) and str(table.year) in old:
        said["year"] = int(year.group())
    return msgspec.structs.replace(table, caption=tuple(caption), **said)
