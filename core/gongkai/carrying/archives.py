"""Zip archives: written with fixed bytes, opened within limits. Nothing is ever unpacked to the disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from gongkai.errors import DamagedError, EncryptedError, LimitError

PACKAGE_FILE = "datapackage.json"
"""What makes a folder a data package (Frictionless)."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = 30
_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_OFFICE = ("word/", "xl/", "ppt/")
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HARMLESS_SIZE = 10_000_000
"""Below this an archive may unpack to any multiple of its size: tables of blanks compress well."""


def member_names(head: bytes) -> list[str]:
    """Names of the members that begin in a zip's first bytes; those of a zip stored within it come after its own."""
    names = (head[match.end() : match.end() + int.from_bytes(match[1], "little")] for match in _MEMBER.finditer(head))
    return [name.decode("utf-8", "replace").replace("\\", "/") for name in names]


def office_kind(head: bytes) -> str:
    """What office document a zip is by its first bytes: word, xl or ppt; "" none. What is embedded in it comes later."""
    if not head.startswith(b"PK\x03\x04"):
        return ""
    return next((name.partition("/")[0] for name in member_names(head) if name.startswith(_OFFICE)), "")


class UnpackLimits(Protocol):
    """What `gongkai.plugins.specs.Limits` says of archives: bytes in all, the multiple of the packed size, and members."""

    @property
    def unpacked_bytes(self) -> int: ...
    @property
    def unpack_ratio(self) -> int: ...
    @property
    def archive_members(self) -> int: ...


def pack_folder(files: Mapping[str, bytes]) -> bytes:
    """A zip of relative path → bytes: sorted, dated 1980, so that equal contents give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def is_package(path: Path) -> bool:
    """Whether a path is a data package: its folder, or the `datapackage.json` in it."""
    return (path / PACKAGE_FILE).is_file() if path.is_dir() else path.name == PACKAGE_FILE and path.is_file()


def pack_package(path: Path, limits: UnpackLimits) -> bytes:
    """A data package's folder as the zip of it: `datapackage.json` and the files it names; others are left alone."""
    folder = path if path.is_dir() else path.parent
    names = [PACKAGE_FILE, *_resource_paths((folder / PACKAGE_FILE).read_bytes(), str(path))]
    paths = {name: folder / name for name in names if is_inner_path(name) and (folder / name).is_file()}
    size = sum(path.stat().st_size for path in paths.values())
    if size > limits.unpacked_bytes:
        raise LimitError(f"数据包有 {size:,} 字节，上限为 {limits.unpacked_bytes:,}", str(path), "请拆分文件")
    return pack_folder({name: path.read_bytes() for name, path in paths.items()})


class _DescribedFile(msgspec.Struct):
    path: str = ""


class _Descriptor(msgspec.Struct):
    resources: tuple[_DescribedFile, ...] = ()


def _resource_paths(data: bytes, where: str) -> list[str]:
    try:
        return [resource.path for resource in msgspec.json.decode(data, type=_Descriptor).resources]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(f"{PACKAGE_FILE} 已损坏：{error}", where, "请重新转换原始文件") from error


def unpack_folder(data: bytes, limits: UnpackLimits, where: str = "") -> dict[str, bytes]:
    """Relative path → bytes of every file in a zip, within limits."""
    with open_archive(data, limits, where) as archive:
        return {info.filename: read_member(archive, info, where) for info in archive.infolist() if not info.is_dir()}


def open_archive(data: bytes, limits: UnpackLimits, where: str = "") -> zipfile.ZipFile:
    """A zip looked over before anything is unpacked: its members' number, sizes, names and places.

    DamagedError for a broken archive and for one made to deceive (names that leave the folder or stand twice,
    members that overlap), EncryptedError, LimitError. The sizes it declares are kept to when members are read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedError(f"压缩包已损坏：{error}", where, "请重新下载或重新打包") from error
    members = archive.infolist()
    for info in members:  # some programs of Windows part the names of folders in their own way
        info.filename = info.filename.replace("\\", "/")
    _check_sizes(members, limits, where)
    _check_members(members, where)
    return archive


def _check_sizes(members: list[zipfile.ZipInfo], limits: UnpackLimits, where: str) -> None:
    remedy = "如确属可信文件，请先自行解压"
    if len(members) > limits.archive_members:
        raise LimitError(f"压缩包内有 {len(members):,} 个文件，上限为 {limits.archive_members:,}", where, remedy)
    unpacked, packed = sum(info.file_size for info in members), sum(info.compress_size for info in members)
    if unpacked > limits.unpacked_bytes:
        raise LimitError(f"解压后有 {unpacked:,} 字节，上限为 {limits.unpacked_bytes:,}", where, remedy)
    if unpacked > max(_HARMLESS_SIZE, limits.unpack_ratio * packed):
        raise LimitError(f"压缩比超过 {limits.unpack_ratio}:1，疑似压缩炸弹", where, remedy)


def _check_members(members: list[zipfile.ZipInfo], where: str) -> None:
    seen: set[str] = set()
    end = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        name = info.filename
        if not is_inner_path(name.removesuffix("/")):
            raise DamagedError(f"压缩包内的路径不安全：{name!r}", where, "请勿使用此文件")
        if name.lower() in seen or info.header_offset < end:
            raise DamagedError(f"压缩包内的文件重名或重叠：{name!r}", where, "请勿使用此文件")
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedError(f"压缩包内的文件已加密：{name!r}", where, "请先解密")
        if info.compress_type not in _METHODS:
            raise DamagedError(f"压缩方法 {info.compress_type} 不受支持：{name!r}", where, "请用普通 ZIP 方式重新打包")
        seen.add(name.lower())
        end = info.header_offset + _LOCAL_HEADER + info.compress_size


def is_inner_path(name: str) -> bool:
    """Whether a relative POSIX path stays within its folder on every system."""
    if not name or "\\" in name or "\x00" in name or re.match(r"/|[A-Za-z]:", name):
        return False
    return not {"", ".", ".."} & set(name.split("/"))


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str = "") -> bytes:
    """A member's bytes, at most as many as it declares; DamagedError where they are not what was packed."""
    try:
        data = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise DamagedError(f"压缩包内的 {info.filename} 已损坏：{error}", where, "请重新下载或重新打包") from error
    if len(data) != info.file_size:
        raise DamagedError(f"压缩包内的 {info.filename} 不完整", where, "请重新下载或重新打包")
    return data
