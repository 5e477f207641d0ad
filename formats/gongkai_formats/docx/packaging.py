"""The package around a document: fixed parts, content types, relationships; equal contents give equal bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from gongkai.archives import pack_folder
from gongkai.embedding import embed, seal_of
from gongkai.model import Disclosure
from gongkai_formats.docx.xml_writing import DECLARATION, escape

FIXED_PARTS = ("styles", "settings", "fontTable", "footer_odd", "footer_even")
FOOTERS = '<w:footerReference w:type="even" r:id="rId5"/><w:footerReference w:type="default" r:id="rId4"/>'
"""References to the footers, by their place in `FIXED_PARTS`."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f"{_PACKAGE}/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def pack_document(document: str, disclosure: Disclosure) -> bytes:
    """The package of a document part and the disclosure it shows."""
    visible = document.encode()
    parts = {f"word/{name}.xml": _fixed_part(name) for name in FIXED_PARTS}
    parts |= {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": _core_properties(disclosure),
        "docProps/app.xml": _app_properties(),
        "word/document.xml": visible,
        "word/_rels/document.xml.rels": _relationships(
            *((_kind(name), f"{name}.xml") for name in FIXED_PARTS), ("customXml", "../customXml/item1.xml")
        ),
        "customXml/item1.xml": embed(disclosure, seal_of([visible])),
        "customXml/_rels/item1.xml.rels": _relationships(("customXmlProps", "itemProps1.xml")),
        "customXml/itemProps1.xml": _item_properties(disclosure),
    }
    return pack_folder(parts)


@cache
def _fixed_part(name: str) -> bytes:
    return (resources.files("gongkai_formats.docx") / "parts" / f"{name}.xml").read_bytes()


def _kind(name: str) -> str:
    return name.partition("_")[0]


def _content_types() -> bytes:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        **{f"/word/{name}.xml": f"{_WORD}.{_kind(name)}+xml" for name in FIXED_PARTS},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    }
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    ).encode()


def _relationships(*targets: tuple[str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE if "/" not in kind else _RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()


def _core_properties(disclosure: Disclosure) -> bytes:
    # No dates: equal disclosures give equal bytes.
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>gongkai</dc:creator><dc:language>zh-CN</dc:language><dc:title>{escape(disclosure.title)}"
        "</dc:title></cp:coreProperties>"
    ).encode()


def _app_properties() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{DECLARATION}<Properties xmlns="{space}"><Application>gongkai</Application></Properties>'.encode()


def _item_properties(disclosure: Disclosure) -> bytes:
    """The part's own number: stable for one source."""
    digest = hashlib.sha256(disclosure.source.sha256.encode()).hexdigest().upper()
    number = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{{{number}}}" xmlns:ds="{_CUSTOM}"><ds:schemaRefs>'
        '<ds:schemaRef ds:uri="urn:gongkai:disclosure:1"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
