"""What a workbook that comes back carries, by its custom XML part or its hidden sheet."""

from __future__ import annotations

import base64
import zlib

from gongkai.carrying.embedding import Embedded, may_be_ours, open_part, seal_of
from gongkai.plugins.specs import Limits
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.reading.package import Package
from gongkai_formats.xlsx.writing.carrier import LAYOUT, MARK, is_visible_part


def carried(sheets: list[PrintedSheet], limits: Limits) -> Embedded | None:
    """What the hidden sheet carries, or None where there is none or it is damaged."""
    sheet = next((sheet for sheet in sheets if is_carrier(sheet)), None)
    if sheet is None:
        return None
    packed = "".join(text for row in sorted(sheet.rows)[1:] for _, text, _ in sheet.rows[row][:1])
    try:
        unpacker = zlib.decompressobj()
        xml = unpacker.decompress(base64.b64decode(packed, validate=True), limits.unpacked_bytes)
    except (ValueError, zlib.error):
        return None
    return open_part(xml) if unpacker.eof else None


def is_carrier(sheet: PrintedSheet) -> bool:
    """Whether a sheet is the hidden one."""
    return sheet.rows.get(1, [(0, "", 0)])[0][1:2] == (MARK,)


def embedded_part(package: Package) -> tuple[Embedded, bool] | None:
    """What the custom XML part carries, and whether nothing visible has changed since; None where there is no part."""
    for name in sorted(package.names()):
        if not name.lower().startswith("customxml/item") or not name.lower().endswith(".xml"):
            continue
        data = package.content(name)
        embedded = open_part(data) if may_be_ours(data) else None
        if embedded is not None:
            return embedded, embedded.seal == f"{LAYOUT}:{package_seal(package)}"
    return None


def package_seal(package: Package) -> str:
    """The seal of an opened workbook."""
    return seal_of(package.content(name) for name in sorted(package.names()) if is_visible_part(name))
