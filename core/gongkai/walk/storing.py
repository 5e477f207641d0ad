"""Putting results on the disk: whole or not at all, leaving nothing behind."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from gongkai.carrying.archives import pack_folder
from gongkai.errors import TargetError

_REASONS = {
    errno.ENOSPC: ("磁盘已满", "请腾出空间，或用 -o 换一处"),
    errno.EACCES: ("没有写权限，或文件正被其他程序打开", "请关闭它，或用 -o 换一处"),
    errno.EPERM: ("没有写权限，或文件正被其他程序打开", "请关闭它，或用 -o 换一处"),
    errno.EROFS: ("磁盘是只读的", "请用 -o 换一处"),
    errno.ENAMETOOLONG: ("名称太长", "请用 -o 指定较短的名称"),
    errno.ENOENT: ("文件夹不存在，也不能建立", "请检查路径"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径"),
    errno.EEXIST: ("路径中有一段不是文件夹", "请检查路径"),
    errno.EISDIR: ("这里已有同名文件夹", "请把它移开，或用 -o 换一处"),
}


def store(written: bytes | Mapping[str, bytes], path: Path) -> None:
    """Put bytes or a folder (relative POSIX path → bytes) in place through a temporary neighbour and a rename.

    A folder bound for a `.zip` is packed. Files get the permissions any new file of this user gets. TargetError says
    what is in the way; whatever stood there before then still stands.
    """
    if not isinstance(written, bytes):
        _refuse_strays(written, path)
        if path.suffix.lower() == ".zip":
            written = pack_folder(written)
    if not isinstance(written, bytes):
        with new_folder(path) as folder:
            _write_folder(written, folder)
        return
    with new_file(path) as file:
        file.write(written)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write; at the end of the block it takes the place of what stands at `path`, as with `new_folder`."""
    with _beside(path) as (temporary, place):
        with temporary.open("xb") as file:
            yield file
        temporary.replace(place)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill; at the end of the block it takes the place of what stands at `path`.

    If the block raises, nothing has happened; what the disk refuses within it is a TargetError too.
    """
    with _beside(path) as (temporary, place):
        temporary.mkdir()
        yield temporary
        _replace_folder(temporary, place)


def refused(error: OSError, path: Path) -> TargetError:
    """What to tell where the system does not let something be written."""
    unknown = (error.strerror or str(error), "请检查路径、权限与磁盘空间")
    reason, remedy = _REASONS.get(error.errno or 0, unknown)
    return TargetError(f"不能写入：{reason}", str(path), remedy)


@contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """A free name beside the place of `path`, and that place; nothing stays under the name."""
    place = path.resolve() if path.name in ("", "..") else path
    temporary = _neighbour(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        yield temporary, place
    except OSError as error:
        raise refused(error, path) from error
    finally:
        _remove(temporary)


def _refuse_strays(files: Mapping[str, bytes], path: Path) -> None:
    # Names may hold ids that came out of a foreign file: none may lead out of the folder, on any system.
    for name in files:
        plain = PurePosixPath(name)
        if plain.is_absolute() or ".." in plain.parts or "\\" in name or PureWindowsPath(name).drive:
            raise TargetError(f"结果中的文件名越出文件夹：{name}", str(path), "来源文件不可信，请检查")


def _neighbour(path: Path) -> Path:
    return path.with_name(f".gongkai-{secrets.token_hex(8)}")


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        inner = folder / name
        inner.parent.mkdir(parents=True, exist_ok=True)
        inner.write_bytes(data)


def _replace_folder(temporary: Path, path: Path) -> None:
    # A folder cannot be replaced in one step everywhere: the old one steps aside and comes back if the new one fails.
    if not path.exists():
        temporary.rename(path)
        return
    aside = _neighbour(path)
    path.rename(aside)
    try:
        temporary.rename(path)
    except OSError:
        aside.rename(path)
        raise
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def replaceable(path: Path) -> bool:
    """Whether `path` holds nothing but an earlier result: a file, an empty folder, or a package with its description."""
    if not path.is_dir():
        return True
    with os.scandir(path) as entries:
        names = {entry.name for entry in entries}
    return not names or "datapackage.json" in names
