"""A Word package opened within limits: its parts, their relationships, and XML parsed without entities or network."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from gongkai.carrying.archives import open_archive, read_member
from gongkai.errors import DamagedError, EncryptedError, UnknownFormatError
from gongkai.plugins.specs import Source
from gongkai_formats.docx.reading.names import TRANSITIONAL
from gongkai_formats.docx.reading.sniffing import OLE

Element = Any
"""An lxml element: the library has no types of its own."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)[\"']")
_READABLE = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030|big5|euc-kr|shift_jis", re.I
)
_MAIN = "word/document.xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACROS = re.compile(r"(?:^|/)vbaProject\.bin$", re.I)


@dataclass(frozen=True)
class WordRelation:
    """A relationship: the last word of its type, and the part or address it leads to."""

    kind: str
    target: str
    external: bool


@dataclass
class WordPackage:
    """The parts of a Word document by name; `main` is the document part."""

    archive: zipfile.ZipFile
    where: str
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    main: str = _MAIN
    damaged: list[str] = field(default_factory=list)
    _relations: dict[str, dict[str, WordRelation]] = field(default_factory=dict)

    def data(self, name: str) -> bytes | None:
        """A part's bytes; None where there is none, or it is broken (then it is listed as damaged)."""
        info = self.members.get(name.lower())
        if info is None:
            return None
        try:
            return read_member(self.archive, info, self.where)
        except DamagedError:
            if name == self.main:
                raise
            self.damaged.append(name)
            return None

    def tree(self, name: str) -> Element | None:
        """A part's root element; None as for `data`. Hostile XML ends the file wherever it stands."""
        data = self.data(name)
        if data is None:
            return None
        try:
            return parse_xml(data, f"{self.where}/{name}")
        except _MalformedError:
            if name == self.main:
                raise
            self.damaged.append(name)
            return None

    def relations(self, part: str) -> dict[str, WordRelation]:
        """A part's relationships by id, broken ones left out."""
        if part not in self._relations:
            folder, _, name = part.rpartition("/")
            root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = (
                {}
                if root is None
                else {item.get("Id", ""): _relation(item, folder) for item in root.iter(_RELATIONSHIP)}
            )
            self._relations[part] = found
        return self._relations[part]

    def related(self, kind: str) -> str | None:
        """The part the document leads to by its first relationship of a kind."""
        found = (one.target for one in self.relations(self.main).values() if one.kind == kind and not one.external)
        return next(found, None)

    @property
    def has_macros(self) -> bool:
        return any(_MACROS.search(info.filename) for info in self.members.values())


class _MalformedError(DamagedError):
    """XML that cannot be parsed."""


def open_package(source: Source) -> WordPackage:
    """The package, looked over before anything is unpacked. EncryptedError, DamagedError, LimitError, or old Word."""
    if source.data.startswith(OLE):
        if _ENCRYPTED in source.data:
            raise EncryptedError("Word 文档有密码", source.name, "请先在 Word 中取消密码再转换")
        raise UnknownFormatError("是旧版 Word（.doc）文档", source.name, "请在 Word 中另存为 .docx")
    archive = open_archive(source.data, source.limits, source.name)
    members = {info.filename.lower(): info for info in archive.infolist() if not info.is_dir()}
    package = WordPackage(archive, source.name, members)
    package.main = _find_main(package)
    return package


def _find_main(package: WordPackage) -> str:
    root = package.tree("_rels/.rels")
    relations = [] if root is None else [_relation(item, "") for item in root.iter(_RELATIONSHIP)]
    for relation in relations:
        if relation.kind == "officeDocument" and relation.target.lower() in package.members:
            return relation.target
    if _MAIN not in package.members:
        raise DamagedError("压缩包中没有 Word 文档", package.where, "请检查文件是否完整")
    return _MAIN


def _relation(item: Element, folder: str) -> WordRelation:
    external = item.get("TargetMode") == "External"
    target = item.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return WordRelation(item.get("Type", "").rpartition("/")[2], target, external)


def parse_xml(data: bytes, where: str) -> Element:
    """The root element. A document type is refused before anything is parsed; entities stay unresolved."""
    _refuse_types(data, where)
    for strict, transitional in TRANSITIONAL:
        if strict in data:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _MalformedError(f"XML 已损坏：{error}", where, "请用 Word 打开并另存，或重新下载") from error


def _refuse_types(data: bytes, where: str) -> None:
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    odd = declared is not None and not _READABLE.fullmatch(declared[1].decode("ascii"))
    start = data.lstrip()[:4]
    known = start[:1] == b"<" or start[:3] == b"\xef\xbb\xbf" or start[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x00<")
    types = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
    if any(mark in data for mark in types) or odd:
        raise DamagedError("XML 中有文档类型或实体声明，疑似恶意文件", where, "请勿使用此文件")
    if not known:
        raise _MalformedError("不是 XML", where, "请用 Word 打开并另存，或重新下载")
