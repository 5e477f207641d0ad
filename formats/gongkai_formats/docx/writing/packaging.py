"""The package around a document: begun from fixed parts, saved so that equal contents give equal bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cache
from importlib import resources

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

from gongkai.carrying.archives import pack_folder
from gongkai.carrying.embedding import NAMESPACE, embed, seal_of, xml_text
from gongkai.model import Disclosure

_OF_PACKAGE = (
    ("docProps/core", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES),
    ("docProps/app", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES),
)
_OF_DOCUMENT = (
    ("word/styles", CT.WML_STYLES, RT.STYLES),
    ("word/settings", CT.WML_SETTINGS, RT.SETTINGS),
    ("word/fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE),
    ("word/footer_odd", CT.WML_FOOTER, RT.FOOTER),
    ("word/footer_even", CT.WML_FOOTER, RT.FOOTER),
)
"""Fixed parts, whose names without the folder are the ids of their relationships."""

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_LONGEST_TITLE = 255
"""Characters a core property may have."""


def new_document() -> Document:
    """An empty document of one section with our styles, settings, fonts, footers and properties."""
    package = Package()
    main = _part(package, "word/document", CT.WML_DOCUMENT_MAIN, _fixed("document"))
    assert isinstance(main, DocumentPart)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    for holder, parts in ((package, _OF_PACKAGE), (main, _OF_DOCUMENT)):
        for path, content_type, kind in parts:
            name = path.partition("/")[2]
            holder.load_rel(kind, _part(package, path, content_type, _fixed(name)), name)
    document: Document = main.document
    return document


def pack_document(document: Document, disclosure: Disclosure) -> bytes:
    """The package, with the disclosure that the document shows."""
    main, package = document.part, document.part.package
    assert isinstance(package, Package)
    document.core_properties.title = xml_text(disclosure.title)[:_LONGEST_TITLE]
    carried = _part(package, "customXml/item1", CT.XML, embed(disclosure, seal_of([main.blob])))
    properties = _part(package, "customXml/itemProps1", CT.OFC_CUSTOM_XML_PROPERTIES, _item_properties(disclosure))
    carried.relate_to(properties, RT.CUSTOM_XML_PROPS)
    main.relate_to(carried, RT.CUSTOM_XML)
    stream = io.BytesIO()
    document.save(stream)
    # What is saved bears the time of day.
    with zipfile.ZipFile(stream) as archive:
        return pack_folder({name: archive.read(name) for name in archive.namelist()})


def _part(package: Package, path: str, content_type: str, data: bytes) -> Part:
    part = PartFactory(PackURI(f"/{path}.xml"), content_type, "", data, package)
    assert isinstance(part, Part)
    return part


@cache
def _fixed(name: str) -> bytes:
    return (resources.files("gongkai_formats.docx.writing") / "parts" / f"{name}.xml").read_bytes()


def _item_properties(disclosure: Disclosure) -> bytes:
    """The part's own number: stable for one source."""
    digest = hashlib.sha256(disclosure.source.sha256.encode()).hexdigest().upper()
    number = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
    return (
        f'<ds:datastoreItem ds:itemID="{{{number}}}" xmlns:ds="{_CUSTOM}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
