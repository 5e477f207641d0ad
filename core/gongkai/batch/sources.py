"""Finding sources: files, folders, globs and lists become a stream of `Found`, each path once per run's ledger.

Nothing met is dropped in silence: what cannot be a source comes with its outcome. Links to files are followed, links
to folders are not, so there are no loops.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gongkai.archives import PACKAGE_FILE
from gongkai.batch.records import Outcome, State
from gongkai.errors import SourceError

_TEMPORARY = re.compile(
    r"~\$.*|.*~|.*\.(?:tmp|temp|part|partial|crdownload|download|swp|lock)|thumbs\.db|desktop\.ini", re.I
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*<>?\\|:]')
_LONGEST = 200
"""Bytes of one part of an output's name, before its suffix; most systems end at 255."""

_KINDS = {
    stat.S_IFSOCK: "套接字",
    stat.S_IFIFO: "管道",
    stat.S_IFBLK: "设备",
    stat.S_IFCHR: "设备",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing met: its absolute path as bytes, what its outputs should be called, and the quick check's numbers.

    With an outcome where there is nothing to convert.
    """

    path: bytes
    base: str
    full: str
    size: int = 0
    mtime: int = 0
    ctime: int = 0
    outcome: Outcome | None = None

    @property
    def base_key(self) -> str:
        return name_key(self.base)

    @property
    def full_key(self) -> str:
        return name_key(self.full)


def name_key(name: str) -> str:
    """Equal for names that are one file on some system: folded case and normal form."""
    return name if name.isascii() and name.islower() else unicodedata.normalize("NFC", name).casefold()


class Finder:
    """Finds the sources of a call. `stem` takes a file's name to its outputs' stem; `out` is never searched."""

    def __init__(self, out: Path, stem: Callable[[str], str]) -> None:
        self._out = os.path.realpath(out)
        self.stem = stem

    def find(self, sources: Sequence[str]) -> Iterator[Found]:
        """Everything below or named by the sources, in order. SourceError for one that does not exist."""
        folders = [source for source in sources if not source.startswith("@") and os.path.isdir(source)]
        for source in sources:
            if source.startswith("@"):
                yield from self._listed(source[1:])
            elif os.path.isdir(source):
                prefix = (os.path.basename(os.path.abspath(source)),) if len(folders) > 1 else ()
                yield from self._folder(os.path.abspath(source), prefix, given=True)
            elif not os.path.lexists(source) and glob.has_magic(source):
                yield from self._globbed(source)
            else:
                if not os.path.lexists(source):
                    raise SourceError("文件不存在", source, "请检查路径")
                yield from self.one(os.path.abspath(source), ())

    def one(self, path: str, folder: tuple[str, ...]) -> Iterator[Found]:
        """What one path holds; `folder` leads to it in the mirrored tree."""
        name = os.path.basename(path)
        try:
            linked = os.path.islink(path)
            status = os.stat(path)
        except OSError as error:
            yield self._settled(path, folder, *_why(error, os.path.islink(path)))
            return
        if name.startswith(".") or _TEMPORARY.fullmatch(name):
            yield self._settled(path, folder, "skipped", "Ignored", "隐藏文件或临时文件")
        elif stat.S_ISDIR(status.st_mode):
            if linked:
                yield self._settled(path, folder, "skipped", "Ignored", "指向文件夹的符号链接，不跟随")
            else:
                yield from self._folder(path, (*folder, name))
        elif not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), "不是普通文件")
            yield self._settled(path, folder, "skipped", "Ignored", f"不是普通文件：{kind}")
        else:
            yield self._found(path, folder, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def _folder(self, path: str, inner: tuple[str, ...], given: bool = False) -> Iterator[Found]:
        if not given and os.path.realpath(path) == self._out:
            return
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            yield self._settled(path, inner[:-1], *_why(error, False))
            return
        if PACKAGE_FILE in names:
            yield self._package(path, inner[:-1], names)
            return
        for name in names:
            yield from self.one(os.path.join(path, name), inner)

    def _package(self, path: str, folder: tuple[str, ...], names: list[str]) -> Found:
        # A data package counts as one source; its quick check covers the files at its top and in `tables`.
        places = [os.path.join(path, name) for name in names]
        inner = os.path.join(path, "tables")
        if os.path.isdir(inner):
            places += [os.path.join(inner, name) for name in os.listdir(inner)]
        all_stats = [os.stat(place) for place in places if os.path.exists(place)]
        size = sum(status.st_size for status in all_stats if stat.S_ISREG(status.st_mode))
        newest = max(status.st_mtime_ns for status in all_stats)
        return self._found(path, folder, size, newest, max(status.st_ctime_ns for status in all_stats))

    def _globbed(self, pattern: str) -> Iterator[Found]:
        fixed = pattern
        while glob.has_magic(fixed):
            fixed = os.path.dirname(fixed)
        root = os.path.abspath(fixed)
        met = False
        for name in sorted(glob.glob(pattern, recursive=True)):
            path = os.path.abspath(name)
            met = True
            if os.path.isdir(path) and "**" in pattern:  # its files match by themselves
                continue
            parts = Path(os.path.relpath(path, root)).parts
            yield from self.one(path, parts[:-1])
        if not met:
            raise SourceError("没有与此相符的文件", pattern, "请检查路径")

    def _listed(self, name: str) -> Iterator[Found]:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise SourceError(f"不能读取文件清单：{error.strerror or error}", name, "请检查路径") from error
        parts = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
        for part in parts:
            if part.strip():
                path = os.fsdecode(part)
                relative = os.path.splitdrive(os.path.normpath(path))[1].lstrip("/" + os.sep)
                folder = tuple(step for step in Path(relative).parts[:-1] if step != "..")
                yield from self.one(os.path.abspath(path), folder)

    def _found(self, path: str, folder: tuple[str, ...], size: int, mtime: int, ctime: int) -> Found:
        name = os.path.basename(path)
        inner = [safe_name(part) for part in folder]
        base, full = (("/".join([*inner, safe_name(one)])) for one in (self.stem(name), name))
        return Found(os.fsencode(path), base, full, size, mtime, ctime)

    def _settled(self, path: str, folder: tuple[str, ...], state: State, code: str, message: str) -> Found:
        encoded = os.fsencode(path)
        return Found(encoded, "", "", outcome=Outcome(encoded, state, code=code, message=message))


def safe_name(name: str) -> str:
    """A part of a path as every system can hold it: stray bytes and reserved characters as %XX, overlong ones cut."""
    plain = os.fsencode(name).decode("utf-8", "backslashreplace").replace("\\x", "%") if _is_stray(name) else name
    plain = _NOT_IN_NAMES.sub(lambda match: f"%{ord(match[0]):02x}", plain)
    plain = plain.rstrip(". ") or "_"
    encoded = plain.encode()
    if len(encoded) <= _LONGEST:
        return plain
    return f"{encoded[: _LONGEST - 9].decode('utf-8', 'ignore')}~{sha256(encoded).hexdigest()[:8]}"


def _is_stray(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return True
    return False


def _why(error: OSError, linked: bool) -> tuple[State, str, str]:
    if linked and error.errno in (errno.ENOENT, errno.ELOOP):
        return "skipped", "Ignored", "符号链接循环" if error.errno == errno.ELOOP else "符号链接所指的文件不存在"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "failed", "SourceError", "没有读权限（请检查权限）"
    if error.errno == errno.ENOENT:
        return "failed", "SourceError", "文件不存在（请检查路径）"
    return "failed", "SourceError", f"不能读取：{error.strerror or error}（请检查路径与磁盘）"
