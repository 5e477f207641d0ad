"""Reading a package back: the canonical JSON in it, and what a person changed in its CSV files since."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from gongkai.carrying import codec
from gongkai.carrying.archives import PACKAGE_FILE, unpack_folder
from gongkai.corrections import CellKey, correct
from gongkai.errors import DamagedError
from gongkai.findings import finding
from gongkai.model import Corrected, Disclosure, Table
from gongkai.plugins.specs import Source
from gongkai.words.formula_guard import unguard
from gongkai_formats.csv.layout import CANONICAL_FILE, table_names

_FALLBACK_ENCODING = "gb18030"
"""What Chinese spreadsheets save as plain CSV."""

_REMEDY = "请重新转换原始文件"
_TEXT_TYPES = ("cover", "heading", "paragraph", "list_item", "figure", "furniture")


class _PackedFile(msgspec.Struct):
    path: str
    hash: str = ""


class _About(msgspec.Struct):
    csv_raw: bool = False


class _DataPackage(msgspec.Struct):
    disclosure: _About
    resources: tuple[_PackedFile, ...]


def read_package(source: Source) -> Disclosure | Corrected:
    """The disclosure of a zipped package: equal to the one written, except for texts changed in its CSV files.

    Changed cells (cells.csv, then tables/*.csv) and narrative (blocks.csv) win and leave a finding each; a change in
    any other file is reported, not applied.
    """
    files = _without_folder(unpack_folder(source.data, source.limits, source.name))
    if CANONICAL_FILE not in files:
        raise DamagedError(f"数据包中没有 {CANONICAL_FILE}", source.name, _REMEDY)
    disclosure = codec.decode(files[CANONICAL_FILE], f"{source.name}/{CANONICAL_FILE}")
    package = _package(files.get(PACKAGE_FILE, b""), source.name)
    edited = {
        resource.path: files[resource.path]
        for resource in package.resources
        if resource.path in files and resource.path != CANONICAL_FILE and _hash(files[resource.path]) != resource.hash
    }
    return _corrected(disclosure, _Edited(edited, package.disclosure.csv_raw, source.name)) if edited else disclosure


def _without_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    # A package zipped by hand often stands in one folder within the archive.
    tops = [PurePosixPath(name).parent for name in files if PurePosixPath(name).name == PACKAGE_FILE]
    top = min(tops, key=lambda path: len(path.parts), default=PurePosixPath())
    inside = {name: PurePosixPath(name) for name in files}
    return {str(path.relative_to(top)): files[name] for name, path in inside.items() if path.is_relative_to(top)}


def _package(data: bytes, where: str) -> _DataPackage:
    try:
        return msgspec.json.decode(data, type=_DataPackage)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(f"{PACKAGE_FILE} 已损坏：{error}", where, _REMEDY) from error


def _hash(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class _Edited:
    """The files that are not as they were written: path → bytes; `raw` where they were written without guard."""

    def __init__(self, files: Mapping[str, bytes], raw: bool, where: str) -> None:
        self.files = dict(files)
        self._raw = raw
        self._where = where

    def take_rows(self, path: str) -> list[list[str]]:
        """The rows of a changed file, printed text without guard; none where it is unchanged."""
        data = self.files.pop(path, b"")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode(_FALLBACK_ENCODING, "replace")
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            raise DamagedError(f"{path} 不是完好的 CSV：{error}", self._where, _REMEDY) from error
        return rows if self._raw else [[unguard(value) for value in row] for row in rows]

    def take_records(self, path: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The wanted columns of each row of a changed file."""
        rows = self.take_rows(path)
        if not rows:
            return
        positions = [rows[0].index(name) if name in rows[0] else -1 for name in wanted]
        if -1 in positions:
            raise DamagedError(f"{path} 缺少列 {wanted[positions.index(-1)]}", self._where, "请恢复表头")
        for row in rows[1:]:
            padded = [*row, *[""] * (max(positions) + 1 - len(row))]
            yield tuple(padded[position] for position in positions)


def _corrected(disclosure: Disclosure, edited: _Edited) -> Disclosure | Corrected:
    texts = {
        ident: text
        for ident, kind, text in edited.take_records("blocks.csv", ("id", "type", "text"))
        if kind in _TEXT_TYPES
    }
    cells = {
        (ident, int(row), int(column)): text
        for ident, row, column, text in edited.take_records("cells.csv", ("block_id", "row", "column", "text"))
        if row.isdigit() and column.isdigit()
    }
    for table, name in zip(disclosure.tables, table_names(disclosure.tables), strict=True):
        _add_grid(cells, table, edited.take_rows(f"tables/{name}.csv"))
    corrected = correct(disclosure, cells, texts)
    ignored = tuple(finding("correction.ignored", f"{path} 有改动，未采用") for path in sorted(edited.files))
    if corrected is disclosure and not ignored:
        return disclosure
    return Corrected(msgspec.structs.replace(corrected, findings=(*corrected.findings, *ignored)))


def _add_grid(cells: dict[CellKey, str], table: Table, rows: Iterable[list[str]]) -> None:
    """Add what was changed in a printed grid; what cells.csv says of a cell has been changed there goes first."""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            inside = row < table.grid.rows and column < table.grid.columns
            old = table.grid.text_at(row, column) if inside else ""
            key = (table.id, row, column)
            if text != old and cells.get(key, old) == old:
                cells[key] = text
