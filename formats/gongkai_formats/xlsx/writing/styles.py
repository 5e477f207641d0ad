"""Looks of cells, each made once per workbook."""

from __future__ import annotations

from typing import Any

SONG = "宋体"
HEI = "黑体"
BODY = 10.0
"""Points of a table's text."""

TITLE = 16.0
GREY = "#7F7F7F"
LINK = "#0563C1"
CONTRADICTED = "#FFC7CE"
"""Fill of amounts in an identity that fails; proved and unproved ones stay plain."""

SEVERITY_FILLS = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}


class CellStyles:
    """Formats of one workbook by their properties; equal properties give the same format."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """A format: 宋体 of table size, vertically centred, unless said otherwise."""
        key = tuple(sorted(properties.items()))
        format = self._made.get(key)
        if format is None:
            base = {"font_name": SONG, "font_size": BODY, "valign": "vcenter"}
            format = self._made[key] = self._workbook.add_format({**base, **properties})
        return format

    def cell(self, align: str = "left", **properties: Any) -> Any:
        """A bordered cell of a table or form."""
        return self.get(border=1, align=align, **properties)
