"""Rows on their way into the dataset: a file for each document, written by whoever converted it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gongkai.dataset.parts import UNKNOWN_YEAR, Member
from gongkai.dataset.rows import DocumentRows, decode_rows, encode_rows
from gongkai.errors import TargetError
from gongkai.walk.storing import store

_SUFFIX = ".rows"


@dataclass(frozen=True)
class Spool:
    """A folder of such files. Their names say which document they hold, so a listing opens none."""

    folder: Path

    def add(self, rows: DocumentRows) -> None:
        """Put a document's rows here, whole or not at all; TargetError where the disk refuses."""
        store(encode_rows(rows), self._path(Member(rows.doc_id, rows.fingerprint, rows.year)))

    def members(self) -> list[Member]:
        """The documents whose rows are here, in order."""
        found = []
        for folder in self._folders():
            for path in folder.iterdir():
                doc_id, _, rest = path.name.removesuffix(_SUFFIX).partition("+")
                fingerprint, _, year = rest.partition("+")
                if path.name.endswith(_SUFFIX) and year:
                    found.append(Member(doc_id, fingerprint, None if year == UNKNOWN_YEAR else int(year)))
        return sorted(found, key=lambda member: (member.doc_id, member.fingerprint))

    def read(self, member: Member) -> DocumentRows:
        """The rows of a document; DamagedError where the file is not whole."""
        path = self._path(member)
        return decode_rows(path.read_bytes(), str(path))

    def remove(self, members: Iterable[Member]) -> None:
        """Forget these documents' rows; folders left empty go too."""
        try:
            for member in members:
                self._path(member).unlink(missing_ok=True)
            for folder in [*self._folders(), self.folder]:
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()
        except OSError as error:
            raise TargetError(f"不能删除中间文件：{error.strerror}", str(self.folder), "请检查权限") from error

    def _folders(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if path.is_dir()) if self.folder.is_dir() else []

    def _path(self, member: Member) -> Path:
        year = UNKNOWN_YEAR if member.year is None else str(member.year)
        return self.folder / member.doc_id[:2] / f"{member.doc_id}+{member.fingerprint}+{year}{_SUFFIX}"
