"""XML parts of an office file, read as events within bounds: no document type, no entity, no external thing."""

from __future__ import annotations

import xml.parsers.expat
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from gongkai.errors import DamagedError

_CHUNK = 1 << 18
_LONGEST_HEAD = 1 << 20
"""Bytes up to the end of a root's start tag."""

_MOST_TAGS = 2_000_000
"""Tags of a part that is read whole: about a gigabyte of elements. Styles of 65,490 cell formats, all a workbook may
have, need a fifth of it."""

_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"


class Handlers(NamedTuple):
    """What an event reader calls: element names come without namespace."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


class _RefusedError(Exception):
    """A document type."""


def read_events(stream: IO[bytes], handlers: Handlers, where: str) -> None:
    """Feed a part to handlers; DamagedError where it is no well-formed XML, or declares a document type."""
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True

    def first(name: str, attributes: dict[str, str]) -> None:
        # Where the root has no prefix, the elements that count have none, and nothing need stand in between.
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: handlers.start(name.rpartition(":")[2], attributes)
            parser.EndElementHandler = lambda name: handlers.end(name.rpartition(":")[2])
        else:
            parser.StartElementHandler = handlers.start
            parser.EndElementHandler = handlers.end
        parser.StartElementHandler(name, attributes)

    def refuse(*_: object) -> None:
        raise _RefusedError("含有文档类型声明")

    parser.StartElementHandler = first
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (xml.parsers.expat.ExpatError, _RefusedError, ValueError, LookupError) as error:
        raise DamagedError(f"XML 已损坏或不安全：{error}", where, _REMEDY) from error


def without_document_type(chunks: Iterable[bytes], where: str) -> Iterator[bytes]:
    """A part's bytes, the first piece up to and with its root's start tag; DamagedError where a document type comes before it.

    Entities can be declared nowhere else, so what is handed on is safe for any parser.
    """
    parser = xml.parsers.expat.ParserCreate()
    roots: list[str] = []

    def refuse(*_: object) -> None:
        raise _RefusedError("含有文档类型声明")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: roots.append(name)
    head = b""
    for chunk in chunks:
        if roots:
            yield chunk
            continue
        try:
            parser.Parse(chunk, False)
        except (xml.parsers.expat.ExpatError, _RefusedError, ValueError, LookupError) as error:
            raise DamagedError(f"XML 已损坏或不安全：{error}", where, _REMEDY) from error
        head += chunk
        if len(head) > _LONGEST_HEAD:
            raise DamagedError("XML 的开头过长", where, _REMEDY)
        if roots:
            yield head


def read_tree(data: bytes, where: str) -> Element:
    """A small part as a tree; DamagedError as for `read_events`, and for one with very many elements."""
    if data.count(b"<") > _MOST_TAGS:
        raise DamagedError("XML 部件过大", where, _REMEDY)
    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise DamagedError(f"XML 已损坏或不安全：{error}", where, _REMEDY) from error
    return root


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name, whatever its namespace; "" where there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
