"""Excel workbooks."""

from __future__ import annotations

from gongkai.specs import Format

FORMAT = Format(name="xlsx", label="Excel 工作簿", suffixes=(".xlsx",), media_types=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",))
