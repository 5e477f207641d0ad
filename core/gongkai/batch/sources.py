"""Finding sources: files, folders, globs and lists become a stream of `Found`.

Nothing met is dropped in silence: what cannot be a source comes with its outcome. Of what lies in folders only names
that a reader claims are sources; a file that was named, by itself or by a glob or list, is one whatever its suffix.
Links to files are followed, links to folders are not, so there are no loops.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gongkai.batch.records import Outcome, State, printable_path
from gongkai.carrying.archives import PACKAGE_FILE
from gongkai.errors import SourceError

_TEMPORARY = re.compile(
    r"~\$.*|.*~|.*\.(?:tmp|temp|part|partial|crdownload|download|swp|lock)|thumbs\.db|desktop\.ini", re.I
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*<>?\\|:]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
"""Names that Windows keeps for devices, whatever follows the dot."""

_LONGEST = 200
"""Bytes of one part of an output's name, before its suffix; most systems end at 255."""

_OURS = {"dataset", "bag"}

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
    """Finds the sources of a call.

    `stem` takes a file's name to its outputs' stem; `out` is never searched; `suffixes`, in lower case with their dot,
    are those that readers claim.
    """

    def __init__(self, out: Path, stem: Callable[[str], str], suffixes: Collection[str]) -> None:
        self._out = os.path.realpath(out)
        self._out_key = name_key(os.path.basename(self._out))
        self._suffixes = tuple(suffixes)
        self.stem = stem

    def find(self, sources: Sequence[str]) -> Iterator[Found]:
        """Everything below or named by the sources. SourceError at once where one of them does not exist.

        Folders come first, since the last word on a path counts: what is named is not left out as part of a folder.
        """
        folders, patterns, files = [], [], []
        listed: list[bytes] = []
        for source in sources:
            if source.startswith("@"):
                listed += _read_list(source[1:])
            elif os.path.isdir(source):
                folders.append(os.path.abspath(source))
            elif os.path.lexists(source):
                files.append(os.path.abspath(source))
            elif not glob.has_magic(source):
                raise SourceError("文件不存在", source, "请检查路径")
            elif next(glob.iglob(source, recursive=True), None) is None:
                raise SourceError("没有与此相符的文件", source, "请检查路径")
            else:
                patterns.append(source)
        return self._walk(folders, patterns, files, listed)

    def _walk(self, folders: list[str], patterns: list[str], files: list[str], listed: list[bytes]) -> Iterator[Found]:
        for folder in folders:
            yield from self._below(folder, (os.path.basename(folder),) if len(folders) > 1 else ())
        for pattern in patterns:
            yield from self._globbed(pattern)
        for file in files:
            yield from self.one(file, (), named=True)
        for name in listed:
            path = os.fsdecode(name)
            relative = os.path.splitdrive(os.path.normpath(path))[1].lstrip("/" + os.sep)
            inner = tuple(step for step in Path(relative).parts[:-1] if step != "..")
            yield from self.one(os.path.abspath(path), inner, named=True)

    def one(self, path: str, folder: tuple[str, ...], named: bool = False) -> Iterator[Found]:
        """What one path holds; `folder` leads to it in the mirrored tree. `named`: by the caller, not met in a folder."""
        met = self._meet(path, folder, named)
        yield from self._below(path, (*folder, os.path.basename(path))) if met is None else (met,)

    def _below(self, path: str, inner: tuple[str, ...]) -> Iterator[Found]:
        # Folders wait in a list, since trees may be deeper than calls.
        waiting = [(path, inner)]
        while waiting:
            path, inner = waiting.pop()
            try:
                names = sorted(os.listdir(path))
            except OSError as error:
                yield _settled(path, *_why(error, False))
                continue
            if PACKAGE_FILE in names:
                yield self._package(path, inner[:-1], names)
                continue
            folders = []
            for name in names:
                place = os.path.join(path, name)
                met = self._meet(place, inner, False)
                if met is not None:
                    yield met
                elif not self._is_out(place, name):
                    folders.append((place, (*inner, name)))
            waiting += reversed(folders)

    def _meet(self, path: str, folder: tuple[str, ...], named: bool) -> Found | None:
        """What stands at a path; None for a folder to be searched."""
        try:
            linked = os.path.islink(path)
            status = os.stat(path)
        except OSError as error:
            return _settled(path, *_why(error, os.path.islink(path)))
        name = os.path.basename(path)
        if stat.S_ISDIR(status.st_mode) and not linked and not _is_aside(name):
            return None
        regular = stat.S_ISREG(status.st_mode)
        if reason := self.refusal([name], named or not regular) or ("" if regular else _irregular(status.st_mode)):
            return _settled(path, "skipped", "Ignored", reason)
        return self._found(path, folder, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def _is_out(self, path: str, name: str) -> bool:
        try:  # by name first: looking is slow at the bottom of a deep tree
            return name_key(name) == self._out_key and os.path.samefile(path, self._out)
        except OSError:
            return False

    def is_output(self, path: str) -> bool:
        """Whether a path is the output folder or below it."""
        real = os.path.realpath(path)
        return real == self._out or real.startswith(os.path.join(self._out, ""))

    def refusal(self, parts: Sequence[str], named: bool) -> str:
        """Why a file is no source by its name, or that of a folder above it; "" where it is one. `parts`: its path."""
        if any(map(_is_aside, parts)):
            return "隐藏文件或临时文件"
        if named or parts[-1].lower().endswith(self._suffixes):
            return ""
        suffix = printable_path(os.fsencode(os.path.splitext(parts[-1])[1].lower()))
        what = f"没有格式读取后缀 {suffix}" if suffix else "没有后缀"
        return f"{what}（确需转换，请直接给出该文件）"

    def _package(self, path: str, folder: tuple[str, ...], names: list[str]) -> Found:
        # A data package counts as one source; its quick check covers the files at its top and in `tables`.
        places = [os.path.join(path, name) for name in names]
        inner = os.path.join(path, "tables")
        try:
            if os.path.isdir(inner):
                places += [os.path.join(inner, name) for name in os.listdir(inner)]
            every = [os.stat(place) for place in places if os.path.exists(place)]
        except OSError as error:
            return _settled(path, *_why(error, False))
        size = sum(status.st_size for status in every if stat.S_ISREG(status.st_mode))
        newest = max((status.st_mtime_ns for status in every), default=0)
        return self._found(path, folder, size, newest, max((status.st_ctime_ns for status in every), default=0))

    def _globbed(self, pattern: str) -> Iterator[Found]:
        fixed = pattern
        while glob.has_magic(fixed):
            fixed = os.path.dirname(fixed)
        root = os.path.abspath(fixed)
        for name in sorted(glob.glob(pattern, recursive=True)):
            path = os.path.abspath(name)
            if os.path.isdir(path) and "**" in pattern:  # its files match by themselves
                continue
            parts = Path(os.path.relpath(path, root)).parts
            yield from self.one(path, parts[:-1], named=True)

    def _found(self, path: str, folder: tuple[str, ...], size: int, mtime: int, ctime: int) -> Found:
        name = os.path.basename(path)
        base, full = (mirrored(folder, one) for one in (self.stem(name), name))
        return Found(os.fsencode(path), base, full, size, mtime, ctime)


def mirrored(folder: Sequence[str], name: str) -> str:
    """Where the output folder mirrors a name, as a POSIX path; our own folders at its top give way to nobody."""
    parts = [safe_name(part) for part in (*folder, name)]
    if len(parts) > 1 and parts[0].casefold() in _OURS:
        parts[0] += "~"
    return "/".join(parts)


def safe_name(name: str) -> str:
    """A part of a path as every system can hold it: stray bytes and reserved characters as %XX, overlong ones cut."""
    plain = os.fsencode(name).decode("utf-8", "backslashreplace").replace("\\x", "%") if _is_stray(name) else name
    plain = _NOT_IN_NAMES.sub(lambda match: f"%{ord(match[0]):02x}", plain)
    plain = plain.rstrip(". ") or "_"
    plain = f"_{plain}" if _DEVICE.fullmatch(plain) else plain
    encoded = plain.encode()
    if len(encoded) <= _LONGEST:
        return plain
    return f"{encoded[: _LONGEST - 9].decode('utf-8', 'ignore')}~{sha256(encoded).hexdigest()[:8]}"


def _settled(path: str, state: State, code: str, message: str) -> Found:
    encoded = os.fsencode(path)
    return Found(encoded, "", "", outcome=Outcome(encoded, state, code=code, message=message))


def _irregular(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "指向文件夹的符号链接，不跟随"
    return f"不是普通文件：{_KINDS.get(stat.S_IFMT(mode), '其他')}"


def _is_aside(name: str) -> bool:
    return name.startswith(".") or _TEMPORARY.fullmatch(name) is not None


def _read_list(name: str) -> list[bytes]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise SourceError(f"不能读取文件清单：{error.strerror or error}", name, "请检查路径") from error
    parts = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [part for part in parts if part.strip()]


def _is_stray(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return True
    return False


def _why(error: OSError, linked: bool) -> tuple[State, str, str]:
    if linked and error.errno in (errno.ENOENT, errno.ELOOP):
        return "skipped", "Ignored", "符号链接循环" if error.errno == errno.ELOOP else "符号链接所指的文件不存在"
    return "failed", "SourceError", unreadable(error)


def unreadable(error: OSError) -> str:
    """What to tell where the system does not let a source be read."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "没有读权限（请检查权限）"
    if error.errno == errno.ENOENT:
        return "文件不存在（请检查路径）"
    if error.errno == errno.ENAMETOOLONG:
        return "路径太长（请移到较短的路径）"
    return f"不能读取：{error.strerror or error}（请检查路径与磁盘）"
