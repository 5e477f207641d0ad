"""Excel workbooks, as an archivist would want to receive them.

`workbook_writing` is the way in; the other modules write one kind of sheet each, or answer one question for them
(what a cell's value is, how wide a column must be, which cells belong together, where a block went).
"""

from __future__ import annotations

from gongkai.model import Disclosure
from gongkai.specs import Format, WriteOptions

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _write(document: Disclosure, options: WriteOptions) -> bytes:
    from gongkai_formats.xlsx.workbook_writing import write_xlsx

    return write_xlsx(document, options)


FORMAT = Format(name="xlsx", label="Excel 工作簿", suffixes=(".xlsx",), media_types=(MEDIA_TYPE,), write=_write)
