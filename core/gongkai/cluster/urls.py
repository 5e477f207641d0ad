"""Sources and outputs at URLs, through fsspec; `file://` and plain paths are this machine's own files."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote

from gongkai.batch.records import Outcome
from gongkai.batch.sources import Finder, Found, mirrored
from gongkai.errors import SourceError, TargetError, UsageError
from gongkai.extras import install_hint

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE = re.compile(r"file://(?:localhost)?(?=/)", re.I)
_BLOCK = 1 << 20
_IN_PLACE = {"file", "local", "sftp", "ssh", "smb"}
"""Where a file under way can be seen: it gets another name first. Object stores show only whole ones."""


def is_url(text: str) -> bool:
    """Whether a source or output is elsewhere, once `local_path` has been asked."""
    return _URL.match(text) is not None


def local_path(text: str) -> str:
    """The path that a file:// URL names; anything else as it is."""
    match = _FILE.match(text)
    return unquote(text[match.end() :]) if match else text


def join_url(url: str, name: str) -> str:
    """A file below a folder's URL."""
    return f"{url.rstrip('/')}/{name}"


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL and its path there; UsageError where what it needs is not installed."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError("没有安装 fsspec", url, install_hint("cluster")) from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:  # s3:// needs s3fs, and so on
        raise UsageError(f"读写这类地址还需要别的库：{error}", url, "请安装它") from error
    except ValueError as error:
        raise UsageError(f"不是可用的地址：{error}", url, "如 s3://桶/文件夹") from error
    return system, str(path)


def find_sources(url: str, finder: Finder) -> Iterator[Found]:
    """What is at or below a URL, in order. SourceError at once where nothing is.

    A change of an object's version, time or size counts as a change of the source; its bytes are not read here.
    """
    system, root = file_system(url)
    try:
        entries = system.find(root, detail=True)
    except Exception as error:  # every store has errors of its own
        raise SourceError(f"不能列出：{_told(error)}", url, "请检查地址、权限与网络") from error
    if not entries:
        raise SourceError("没有文件", url, "请检查地址与权限")
    return (_found(system, root, path, entries[path], finder) for path in sorted(entries))


def _found(system: Any, root: str, path: str, entry: dict[str, Any], finder: Finder) -> Found:
    named = path == root
    inner = PurePosixPath(PurePosixPath(path).name) if named else PurePosixPath(path).relative_to(root)
    address = system.unstrip_protocol(path).encode()
    if reason := finder.refusal(inner.parts, named):
        return Found(address, "", "", outcome=Outcome(address, "skipped", code="Ignored", message=reason))
    base, full = (mirrored(inner.parts[:-1], name) for name in (finder.stem(inner.name), inner.name))
    return Found(address, base, full, int(entry.get("size") or 0), _version(entry))


def _version(entry: dict[str, Any]) -> int:
    """A number that changes with the object, small enough never to look like a time just past."""
    known = [str(entry.get(key)) for key in ("ETag", "etag", "versionId", "LastModified", "mtime", "created", "sha256")]
    return int.from_bytes(hashlib.sha256("\n".join(known).encode()).digest()[:6], "big")


def fetch(url: str, target: Path) -> None:
    """Bring a source here. SourceError where that fails."""
    system, path = file_system(url)
    try:
        system.get_file(path, str(target))
    except Exception as error:  # every store has errors of its own
        raise SourceError(f"不能读取：{_told(error)}", url, "请检查地址、权限与网络") from error


def hash_url(url: str) -> str:
    """SHA-256 of a source. SourceError where it cannot be read."""
    system, path = file_system(url)
    whole = hashlib.sha256()
    try:
        with system.open(path, "rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
    except Exception as error:
        raise SourceError(f"不能读取：{_told(error)}", url, "请检查地址、权限与网络") from error
    return whole.hexdigest()


def deliver(file: Path, url: str, claimed: bool) -> None:
    """Put an output where it belongs, whole or not at all.

    TargetError where that fails, or where something else stands there that is not `claimed`.
    """
    system, path = file_system(url)
    try:
        if not claimed and system.exists(path) and system.cat_file(path) != file.read_bytes():
            raise TargetError("已存在，未覆盖", url, "加 --force 覆盖，或用 -o 指定别处")
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        protocols = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
        if protocols & _IN_PLACE:
            beside = f"{path.rpartition('/')[0]}/.gongkai-{os.urandom(8).hex()}"
            system.put_file(str(file), beside)
            system.mv(beside, path)
        else:
            system.put_file(str(file), path)
    except TargetError:
        raise
    except Exception as error:
        raise TargetError(f"不能写入：{_told(error)}", url, "请检查地址、权限与网络") from error


def _told(error: Exception) -> str:
    return " ".join(f"{error}".split())[:300] or type(error).__name__


@dataclass(frozen=True)
class _Status:
    st_size: int


class RemoteFile:
    """A file of a `RemoteFolder`, as far as planning asks of a path."""

    def __init__(self, url: str, size: int | None) -> None:
        self._url = url
        self._size = size

    def exists(self) -> bool:
        """Whether it was there when the folder was listed."""
        return self._size is not None

    def stat(self) -> _Status:
        """Its size; FileNotFoundError where it is not there."""
        if self._size is None:
            raise FileNotFoundError(self._url)
        return _Status(self._size)

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open it for reading."""
        system, path = file_system(self._url)
        file: BinaryIO = system.open(path, mode)
        return file


class RemoteFolder:
    """The output folder at a URL as a batch's planning sees it: listed once, so that 10,000 looks are one request."""

    def __init__(self, url: str) -> None:
        self.url = url
        system, root = file_system(url)
        try:
            listed = system.find(root, detail=True) if system.exists(root) else {}
        except Exception as error:
            raise TargetError(f"不能列出：{_told(error)}", url, "请检查地址与权限") from error
        prefix = root.rstrip("/") + "/"
        self._sizes = {path.removeprefix(prefix): int(entry.get("size") or 0) for path, entry in listed.items()}

    def __truediv__(self, name: str) -> RemoteFile:
        return RemoteFile(join_url(self.url, name), self._sizes.get(name))
