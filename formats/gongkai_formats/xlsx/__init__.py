"""Excel workbooks, written as an archivist would want to receive them, and read as publishers make them.

Writing begins in `workbook_writing`; the modules it calls write one kind of sheet each, or answer one question for
them (what a cell's value is, how wide a column must be, which cells belong together, where a block went). Reading
begins in `workbook_reading`: the package's parts, each sheet's printed cells, then the sheet cut into lines and grids.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from gongkai.carrying.archives import office_kind
from gongkai.model import Disclosure
from gongkai.plugins.specs import Format, ReadDocument, Source, WriteOptions

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO_MEDIA_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.12"
LEGACY_MEDIA_TYPE = "application/vnd.ms-excel"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEGACY_SUFFIXES = (".xls", ".xlt", ".et")
_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0"))


def sniff_workbook(head: bytes, name: str) -> float:
    """Sure of a zip with a workbook's parts; a zip with a workbook's suffix may be one."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    if office_kind(head) == "xl":
        return 0.95
    return 0.6 if PurePosixPath(name).suffix.lower() in _SUFFIXES else 0.0


def sniff_legacy(head: bytes, name: str) -> float:
    """Sure of an OLE file with a workbook's suffix or stream; an encrypted modern workbook is one, too."""
    if not head.startswith(_OLE):
        return 0.0
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _LEGACY_SUFFIXES or suffix in _SUFFIXES or any(stream in head for stream in _STREAMS):
        return 0.9
    return 0.3


def _read(source: Source) -> ReadDocument:
    from gongkai_formats.xlsx.circle.reading import read_workbook

    return read_workbook(source)


def _write(document: Disclosure, options: WriteOptions) -> bytes:
    from gongkai_formats.xlsx.writing.workbook import write_xlsx

    return write_xlsx(document, options)


FORMAT = Format(
    name="xlsx",
    label="Excel 工作簿",
    suffixes=(".xlsx",),
    media_types=(MEDIA_TYPE,),
    sniff=sniff_workbook,
    read=_read,
    write=_write,
)

LEGACY_FORMAT = Format(
    name="xls",
    label="旧式或含宏的 Excel 工作簿（只读）",
    suffixes=(".xls", ".xlsm"),
    media_types=(LEGACY_MEDIA_TYPE, MACRO_MEDIA_TYPE),
    sniff=sniff_legacy,
    read=_read,
)
"""Formats that are read, never written; a `.xlsm` is opened as the workbook it is, without its macros."""
