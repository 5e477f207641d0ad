"""A disclosure inside an office document: canonical JSON as a custom XML part, and the seal of what is visible.

The part is one element of our own namespace. Its text is the JSON of `gongkai.carrying.codec`, so that it stays readable;
characters that XML cannot hold stand as JSON escapes. `sha256` is that of the canonical JSON: a part that was altered
counts as none. `seal` is whatever digest the writer took of the visible parts, so that a reader knows at once whether
anything has been edited since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape  # the same signs as XML's; xml.sax would load the network's libraries
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from gongkai.carrying import codec
from gongkai.errors import DamagedError
from gongkai.model import Disclosure

NAMESPACE = "urn:gongkai:disclosure:1"
"""Namespace of the part's root element; its number counts the part's form."""

ROOT = f"{{{NAMESPACE}}}disclosure"
_PIECE = f"{{{NAMESPACE}}}json"

_PIECE_LENGTH = 1_000_000
"""Office programs refuse text nodes of many megabytes."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Embedded(NamedTuple):
    """What a part holds: the disclosure, and the seal of the visible document when it was written ("" none)."""

    disclosure: Disclosure
    seal: str


def embed(disclosure: Disclosure, seal: str = "") -> bytes:
    """The custom XML part for a disclosure: UTF-8, deterministic."""
    data = codec.encode(disclosure)
    text = _UNFIT.sub(lambda match: f"\\u{ord(match[0]):04x}", data.decode("utf-8"))
    pieces = "".join(f"<json>{escape(piece, quote=False)}</json>" for piece in _pieces(text))
    digest = hashlib.sha256(data).hexdigest()
    start = f'<disclosure xmlns="{NAMESPACE}" sha256="{digest}" seal="{escape(seal, quote=False)}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{pieces}</disclosure>'.encode()


def open_part(xml: bytes) -> Embedded | None:
    """A part with its seal, or None where it is not ours, is damaged, altered, or of a later version.

    Document types and entities are refused before anything is read.
    """
    if not may_be_ours(xml):
        return None
    try:
        root: Element = defusedxml.ElementTree.fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag != ROOT or any(piece.tag != _PIECE for piece in root):
        return None
    text = "".join(piece.text or "" for piece in root)
    try:
        disclosure = codec.decode(text.encode())
        unchanged = hashlib.sha256(codec.encode(disclosure)).hexdigest() == root.get("sha256")
    except (DamagedError, ValueError):
        return None
    return Embedded(disclosure, root.get("seal", "")) if unchanged else None


def may_be_ours(xml: bytes) -> bool:
    """Whether a part names our namespace, whatever its encoding; cheap, and no proof."""
    return NAMESPACE.encode() in xml or NAMESPACE.encode("utf-16-le") in xml or NAMESPACE.encode("utf-16-be") in xml


def seal_of(parts: Iterable[bytes]) -> str:
    """Digest of the visible parts of a written document, in the order the format keeps to."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def xml_text(text: str) -> str:
    """A text as an XML document can show it: characters that XML cannot hold fall away, line ends become \\n."""
    return _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + _PIECE_LENGTH
        # A piece of blanks alone could be dropped as layout, and one that ends with them be trimmed.
        while end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
            end += 1
        yield text[start:end]
        start = end
