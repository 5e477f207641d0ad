"""The dataset on the disk: documents come and go in one step; a run that is killed leaves it as it was.

`manifest.json` lists the part files that count. New parts are written beside the old ones under names of their own,
then the manifest is replaced, then what it no longer names is removed. What a killed run left over goes with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from gongkai.dataset.columns import shapes
from gongkai.dataset.parts import DatasetPart, Member, arrange, arrow_table, encode_part, read_by_document
from gongkai.dataset.spool import Spool
from gongkai.errors import DamagedError, TargetError
from gongkai.walk.storing import store

MANIFEST = "manifest.json"
_FORM = 1
_REMEDY = "请删除数据集文件夹，再次运行 gongkai batch --dataset"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What counts; `dataset` is the number of its form.

    `files` are the files by table, relative to the dataset; `documents` the documents by part: `year=…/name` →
    doc_id → fingerprint.
    """

    dataset: int
    files: dict[str, list[str]] = {}
    documents: dict[str, dict[str, str]] = {}

    def all_files(self) -> set[str]:
        """The files of all tables."""
        return {path for paths in self.files.values() for path in paths}

    def parts(self) -> dict[DatasetPart, list[Member]]:
        """The documents of every part."""
        return {
            (part := _part(place)): [Member(doc_id, converted, part.number) for doc_id, converted in inside.items()]
            for place, inside in self.documents.items()
        }


def _part(place: str) -> DatasetPart:
    year, _, name = place.removeprefix("year=").partition("/")
    return DatasetPart(year, name)


@dataclass(frozen=True)
class Merged:
    """What a merge did, in documents; `missing` have no rows anywhere and are not in the dataset."""

    documents: int
    added: int
    removed: int
    missing: tuple[str, ...]


def read_manifest(dataset: Path) -> Manifest | None:
    """The manifest of a dataset, None where there is none yet; DamagedError where it cannot be used."""
    path = dataset / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(f"数据集的清单已损坏：{error}", str(path), _REMEDY) from error
    except OSError as error:
        raise DamagedError(f"不能读取数据集的清单：{error.strerror}", str(path), "请检查权限与磁盘") from error
    if manifest.dataset != _FORM:
        raise DamagedError(f"数据集为第 {manifest.dataset} 版格式，本程序用第 {_FORM} 版", str(path), _REMEDY)
    return manifest


def merge(dataset: Path, current: Mapping[str, str], spool: Spool) -> Merged:
    """Make the dataset hold exactly the documents of `current` (doc_id → fingerprint).

    Documents it has with that fingerprint stay, the others come out of the spool; only parts whose documents change
    are written. Then the spool is emptied. TargetError where the disk refuses, DamagedError for a damaged file.
    """
    manifest = read_manifest(dataset) or Manifest(_FORM)
    old = _whole_parts(dataset, manifest)
    stored = {member.doc_id: part for part, members in old.items() for member in members}
    kept = {one for members in old.values() for one in members if current.get(one.doc_id) == one.fingerprint}
    known = {member.doc_id for member in kept}
    spooled = spool.members()
    fresh = {one for one in spooled if one.doc_id not in known and current.get(one.doc_id) == one.fingerprint}
    rows = _Rows(dataset, manifest, stored, fresh, spool)
    listed = _write_parts(dataset, manifest, old, arrange([*kept, *fresh]), rows)
    if listed != manifest:
        store(msgspec.json.format(msgspec.json.encode(listed), indent=1), dataset / MANIFEST)
    _sweep(dataset, listed.all_files())
    spool.remove(spooled)
    here = known | {member.doc_id for member in fresh}
    missing = tuple(sorted(doc_id for doc_id in current if doc_id not in here))
    return Merged(len(here), len(fresh), len(stored.keys() - here), missing)


def held_documents(dataset: Path) -> dict[str, str]:
    """The documents of a dataset: doc_id → fingerprint; none where there is no dataset or it cannot be used."""
    manifest = read_manifest(dataset)
    parts = _whole_parts(dataset, manifest) if manifest is not None else {}
    return {member.doc_id: member.fingerprint for members in parts.values() for member in members}


def _whole_parts(dataset: Path, manifest: Manifest) -> dict[DatasetPart, list[Member]]:
    # A part that lost a file is as good as gone: its documents are missing and can come back.
    listed = manifest.all_files()
    return {
        part: members
        for part, members in manifest.parts().items()
        if all((dataset / path).is_file() for path in listed & set(map(part.path, shapes())))
    }


@dataclass
class _Rows:
    """Where a document's rows are: in the spool, or in the part that has held them so far."""

    dataset: Path
    manifest: Manifest
    stored: Mapping[str, DatasetPart]
    fresh: set[Member]
    spool: Spool
    _open: dict[DatasetPart, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def of(self, member: Member) -> dict[str, Any]:
        """Table name → the document's rows as an Arrow table; no entry where it has none."""
        if member in self.fresh:
            tables = self.spool.read(member).tables
            return {name: arrow_table(name, rows) for name, rows in tables.items() if rows}
        part = self.stored[member.doc_id]
        if part not in self._open:
            self._open = {part: self._read(part)}  # members come in the order of their parts: one is enough
        return {name: rows[member.doc_id] for name, rows in self._open[part].items() if member.doc_id in rows}

    def _read(self, part: DatasetPart) -> dict[str, dict[str, Any]]:
        listed = self.manifest.all_files()
        paths = {name: self.dataset / part.path(name) for name in shapes() if part.path(name) in listed}
        try:
            return {name: read_by_document(path) for name, path in paths.items()}
        except (OSError, ValueError) as error:  # pyarrow's errors are kinds of these
            raise DamagedError(f"数据集的文件已损坏：{error}", str(self.dataset / part.path("*")), _REMEDY) from error


def _write_parts(
    dataset: Path,
    manifest: Manifest,
    old: Iterable[DatasetPart],
    wanted: Mapping[DatasetPart, list[Member]],
    rows: _Rows,
) -> Manifest:
    listed = manifest.all_files()
    have = set(old)
    files: dict[str, list[str]] = {name: [] for name in shapes()}
    for part, members in wanted.items():
        written = (
            {part.path(name) for name in shapes()} & listed if part in have else _write(dataset, part, members, rows)
        )
        for name, paths in files.items():
            paths.extend({part.path(name)} & written)
    documents = {
        f"year={part.year}/{part.name}": {member.doc_id: member.fingerprint for member in members}
        for part, members in wanted.items()
    }
    return Manifest(_FORM, files, documents)


def _write(dataset: Path, part: DatasetPart, members: Iterable[Member], rows: _Rows) -> set[str]:
    """The files written."""
    pieces: dict[str, list[Any]] = {}
    for member in members:
        for name, table in rows.of(member).items():
            pieces.setdefault(name, []).append(table)
    for name, tables in pieces.items():
        store(encode_part(name, tables), dataset / part.path(name))
    return {part.path(name) for name in pieces}


def _sweep(dataset: Path, listed: set[str]) -> None:
    """Remove what the manifest does not name: parts that were replaced, and what killed runs left."""
    try:
        for table in shapes():
            for path in (dataset / table).glob("year=*/*"):
                if path.relative_to(dataset).as_posix() not in listed:
                    path.unlink(missing_ok=True)
            for folder in (dataset / table).glob("year=*"):
                if not any(folder.iterdir()):
                    folder.rmdir()
    except PermissionError:  # someone reads an old part just now, which Windows minds: it goes next time
        return
    except OSError as error:
        raise TargetError(f"不能清理数据集：{error.strerror}", str(dataset), "请检查权限与磁盘") from error
