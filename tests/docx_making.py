"""Word documents written by hand for tests: a body, and whatever other parts a case needs."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping

from gongkai.model import BareDocument, BareGrid, BareLine, Corrected, Disclosure
from gongkai.plugins.specs import Limits, Source

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "word/document.xml"


def relations(*targets: tuple[str, str] | tuple[str, str, str]) -> str:
    """A relationships part: (kind, target[, mode]) numbered rId1, rId2 …"""
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_KIND}{one[0]}" Target="{one[1]}"'
        + (f' TargetMode="{one[2]}"' if len(one) > 2 else "")
        + "/>"
        for n, one in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def part(root: str, content: str) -> str:
    """A part with its namespaces."""
    return f"<w:{root} {SPACES}>{content}</w:{root}>"


def make_docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A package with a body and further parts; a part of None's name replaces the usual one."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        MAIN: part("document", f"<w:body>{body}</w:body>"),
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_source(data: bytes, name: str = "某文件.docx", limits: Limits | None = None) -> Source:
    return Source(name, data, hashlib.sha256(data).hexdigest(), limits or Limits())


def read_bare(data: bytes) -> BareDocument:
    """What the reader hands over for an ordinary document."""
    from gongkai_formats.docx.circle.reading import read_docx

    found = read_docx(as_source(data))
    assert isinstance(found, BareDocument)
    return found


def read_whole(data: bytes) -> Disclosure:
    """What the reader hands over for a document that carries its disclosure."""
    from gongkai_formats.docx.circle.reading import read_docx

    found = read_docx(as_source(data))
    whole = found.disclosure if isinstance(found, Corrected) else found
    assert isinstance(whole, Disclosure)
    return whole


def lines(document: BareDocument, *, furniture: bool = False) -> list[str]:
    """The texts of its lines, furniture or the rest."""
    items = (item for item in document.items if isinstance(item, BareLine))
    return [item.text for item in items if (item.furniture is not None) == furniture]


def grids(document: BareDocument) -> list[list[list[str]]]:
    """The texts of its grids."""
    return [[list(row) for row in item.grid.texts] for item in document.items if isinstance(item, BareGrid)]


def rules(document: BareDocument) -> list[str]:
    """Codes of its findings."""
    return [finding.rule for finding in document.findings]


def p(text: str, settings: str = "") -> str:
    """A paragraph."""
    return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, settings: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows of cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A package with its parts changed; None leaves a part out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def without_part(data: bytes) -> bytes:
    """A written document stripped of the disclosure it carries."""
    return rewritten(data, lambda name, content: None if name.startswith("customXml/") else content)


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """A written document with texts of its document part replaced, each where it stands first."""

    def change(name: str, content: bytes) -> bytes:
        if name != MAIN:
            return content
        text = content.decode()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text.encode()

    return rewritten(data, change)
