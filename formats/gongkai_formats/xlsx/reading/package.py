"""A workbook's package: its parts by relationship, its sheets, shared texts and cell styles."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple
from urllib.parse import unquote

from gongkai.carrying.archives import open_archive, read_member
from gongkai.errors import DamagedError
from gongkai.plugins.specs import Limits
from gongkai_formats.xlsx.reading.safe_xml import Handlers, attribute, local_name, read_events, read_tree

_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"
_CHUNK = 1 << 12
"""Bytes at a time. What one piece brings is forgotten before Python looks for cycles: with 64 KiB, that took half
the time of a large sheet."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Relation(NamedTuple):
    """A relationship: the last word of its type, and the part it leads to ("" where it leads outside)."""

    type: str
    part: str


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it; `kind` is worksheet, chartsheet, dialogsheet …"""

    name: str
    part: str
    kind: str
    hidden: bool


class Package:
    """An opened package; parts are found whatever the case of their names."""

    def __init__(self, data: bytes, limits: Limits, where: str) -> None:
        self.data, self.limits, self.where = data, limits, where
        self.archive = open_archive(data, limits, where)
        self._parts = {info.filename.lstrip("/").lower(): info for info in self.archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def names(self) -> list[str]:
        """The parts' names as the archive has them."""
        return [info.filename for info in self._parts.values()]

    def content(self, part: str) -> bytes:
        """A part's content; DamagedError where it is missing."""
        return read_member(self.archive, self._info(part), self.where)

    def events(self, part: str, handlers: Handlers) -> None:
        """Feed a part to handlers without holding it whole."""
        info = self._info(part)
        try:
            with self.archive.open(info) as stream:
                read_events(stream, handlers, f"{self.where}/{info.filename}")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DamagedError(f"压缩包内的 {info.filename} 已损坏：{error}", self.where, "请重新下载") from error

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part's content piece by piece."""
        info = self._info(part)
        try:
            with self.archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DamagedError(f"压缩包内的 {info.filename} 已损坏：{error}", self.where, "请重新下载") from error

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream."""
        return self.archive.open(self._info(part))

    def _info(self, part: str) -> zipfile.ZipInfo:
        info = self._parts.get(part.lower())
        if info is None:
            raise DamagedError(f"压缩包内缺少 {part}", self.where, _REMEDY)
        return info

    def relations(self, part: str) -> dict[str, Relation]:
        """Relationships of a part ("" for the package) by id; none where its list is missing or broken."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self:
            return {}
        found = {}
        for element in read_tree(self.content(listing), f"{self.where}/{listing}"):
            kind = attribute(element, "Type").rpartition("/")[2]
            target = unquote(attribute(element, "Target").replace("\\", "/"))
            if attribute(element, "TargetMode").lower() == "external":
                target = ""
            elif target:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attribute(element, "Id")] = Relation(kind, target)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Parts that a part leads to by relationships of one type, those that exist."""
        return [one.part for one in self.relations(part).values() if one.type == kind and one.part in self]


class WorkbookParts(NamedTuple):
    """What the workbook part says: its name, sheets in order, the epoch of its dates, sheets without a part."""

    part: str
    sheets: tuple[SheetEntry, ...]
    epoch_1904: bool
    missing: tuple[str, ...] = ()


def read_workbook_part(package: Package) -> WorkbookParts:
    """The workbook's sheets in their order; DamagedError where there is no workbook."""
    parts = package.related("", "officeDocument") or [name for name in ("xl/workbook.xml",) if name in package]
    if not parts:
        raise DamagedError("压缩包内没有工作簿", package.where, _REMEDY)
    part = parts[0]
    root = read_tree(package.content(part), f"{package.where}/{part}")
    if local_name(root) != "workbook":
        raise DamagedError("压缩包内没有工作簿", package.where, _REMEDY)
    relations = package.relations(part)
    sheets = []
    missing: list[str] = []
    epoch = False
    for element in root.iter():
        name = local_name(element)
        if name == "workbookPr":
            epoch = attribute(element, "date1904").lower() in ("1", "true", "on")
        elif name == "sheet":
            target = relations.get(_relation_id(element.attrib))
            if target is None or target.part not in package:
                missing.append(attribute(element, "name"))
            else:
                hidden = attribute(element, "state") in ("hidden", "veryHidden")
                sheets.append(SheetEntry(attribute(element, "name"), target.part, target.type, hidden))
    return WorkbookParts(part, tuple(sheets), epoch, tuple(missing))


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")


def unescape(text: str) -> str:
    """A text with its `_x000D_` escapes resolved; what no text can hold stays as it is written."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) else chr(code)


class TextGatherer:
    """Collects the texts of rich strings: runs joined, phonetic guides left out. One per container."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._phonetic = 0
        self._open = False

    def start(self, name: str) -> None:
        """An element within the container begins."""
        if name in ("rPh", "phoneticPr"):
            self._phonetic += 1
        self._open = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        """An element within the container ends."""
        if name in ("rPh", "phoneticPr"):
            self._phonetic -= 1
        self._open = False

    def text(self, data: str) -> None:
        """Character data."""
        if self._open:
            self.parts.append(data)

    def take(self) -> str:
        """What was gathered, line ends as \\n; empties the gatherer."""
        text = unescape("".join(self.parts)).replace("\r\n", "\n").replace("\r", "\n")
        self.parts.clear()
        return text


def read_shared_texts(package: Package, workbook: str) -> list[str]:
    """The workbook's shared texts in their order."""
    texts: list[str] = []
    gatherer = TextGatherer()

    def end(name: str) -> None:
        gatherer.end(name)
        if name == "si":
            texts.append(gatherer.take())

    for part in package.related(workbook, "sharedStrings")[:1]:
        package.events(part, Handlers(lambda name, _: gatherer.start(name), end, gatherer.text))
    return texts
