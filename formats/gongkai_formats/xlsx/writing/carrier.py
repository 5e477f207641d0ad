"""The disclosure that a workbook carries along, twice: as a custom XML part, and on a sheet that no program shows.

Excel keeps custom XML parts; other programs drop them when they save, but every program keeps a sheet. The part bears
the seal of what is visible, so that an untouched workbook need not be compared.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from typing import Any

from gongkai.carrying.archives import pack_folder, unpack_folder
from gongkai.carrying.embedding import embed, seal_of
from gongkai.model import Disclosure
from gongkai.plugins.specs import Limits

CARRIER = "_gongkai"
"""Name of the sheet; it is hidden so that only a macro shows it."""

LAYOUT = "1"
"""Number of the sheets' layout. Workbooks of another layout are not compared cell by cell."""

MARK = "gongkai disclosure"
"""What its first cell says."""

_PIECE = 30_000
_MOST_CARRIED = 3_000_000
"""Characters of the sheet beyond which only the part carries the disclosure."""

OWN_LIMITS = Limits(unpacked_bytes=1 << 62, unpack_ratio=1 << 40, archive_members=1 << 30, cells_per_table=1 << 40)
"""For what we have just written ourselves."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def write_carrier(workbook: Any, disclosure: Disclosure) -> None:
    """Add the hidden sheet, unless it would grow too large."""
    packed = base64.b64encode(zlib.compress(embed(disclosure, LAYOUT))).decode("ascii")
    if len(packed) > _MOST_CARRIED:
        return
    sheet = workbook.add_worksheet(CARRIER)
    sheet.very_hidden()
    sheet.write_string(0, 0, MARK)
    for row, start in enumerate(range(0, len(packed), _PIECE), 1):
        sheet.write_string(row, 0, packed[start : start + _PIECE])


def sealed(data: bytes, disclosure: Disclosure) -> bytes:
    """A written workbook with its custom XML part; equal workbooks give equal bytes."""
    parts = unpack_folder(data, OWN_LIMITS)
    seal = f"{LAYOUT}:{_seal(parts)}"
    parts["customXml/item1.xml"] = embed(disclosure, seal)
    parts["customXml/itemProps1.xml"] = _item_properties(disclosure)
    parts["customXml/_rels/item1.xml.rels"] = (
        _DECLARATION
        + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'.encode()
    )
    relations = parts["xl/_rels/workbook.xml.rels"]
    link = f'<Relationship Id="rIdGongkai" Type="{_OFFICE}/relationships/customXml" Target="../customXml/item1.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", f"{link}</Relationships>".encode())
    override = f'<Override PartName="/customXml/itemProps1.xml" ContentType="{_PROPERTIES_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return pack_folder(parts)


def _item_properties(disclosure: Disclosure) -> bytes:
    digest = hashlib.sha256(disclosure.source.sha256.encode("utf-8", "backslashreplace")).hexdigest().upper()
    ident = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
    return (
        _DECLARATION
        + f'<ds:datastoreItem ds:itemID="{{{ident}}}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'.encode()
    )


def is_visible_part(name: str) -> bool:
    """Whether a part of the package is something that shows."""
    name = name.lower()
    return name.startswith(("xl/worksheets/sheet", "xl/sharedstrings", "xl/styles", "xl/workbook.xml"))


def _seal(parts: dict[str, bytes]) -> str:
    return seal_of(parts[name] for name in sorted(parts) if is_visible_part(name))
