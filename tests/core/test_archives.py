"""Zip archives: equal bytes out, nothing hostile in."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.carrying.archives import is_inner_path, is_package, open_archive, pack_folder, pack_package, unpack_folder
from gongkai.errors import DamagedError, EncryptedError, LimitError
from gongkai.plugins.specs import Limits

LIMITS = Limits()
NAMES = st.from_regex(r"[a-z]{1,4}(/[a-z]{1,4})?\.csv", fullmatch=True)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return bytearray(buffer.getvalue())


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=5))
def test_what_is_packed_unpacks_and_order_never_shows(files: dict[str, bytes]) -> None:
    data = pack_folder(files)
    assert unpack_folder(data, LIMITS) == files
    assert pack_folder(dict(reversed(files.items()))) == data


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:x", "c:/x", "a\\..\\x", "a//b", "./a", "", "a/.."])
def test_names_that_leave_the_folder(name: str) -> None:
    assert not is_inner_path(name)
    if name and "\\" not in name:
        with pytest.raises(DamagedError, match="路径不安全"):
            unpack_folder(bytes(zipped((name, b"x"))), LIMITS, "x.zip")


@pytest.mark.parametrize("name", ["a", "a/b.csv", "表/一.csv", "..a", "a..b/c"])
def test_names_within_the_folder(name: str) -> None:
    assert is_inner_path(name)


def test_a_name_that_stands_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.csv", b"1"), ("a.csv", b"2"))
    with pytest.raises(DamagedError, match="重名或重叠"):
        unpack_folder(bytes(data), LIMITS)
    with pytest.raises(DamagedError, match="重名或重叠"):
        unpack_folder(bytes(zipped(("a.csv", b"1"), ("A.CSV", b"2"))), LIMITS)


def test_members_that_overlap() -> None:
    data = zipped(("a.csv", b"1" * 9), ("b.csv", b"1" * 9), method=zipfile.ZIP_STORED)
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")  # b's header is said to lie where a's does
    with pytest.raises(DamagedError):
        unpack_folder(bytes(data), LIMITS)


def test_limits_of_members_size_and_ratio() -> None:
    data = bytes(zipped(("a", b"\0" * 20_000_000), ("b", b"1")))
    with pytest.raises(LimitError, match="压缩炸弹"):
        open_archive(data, LIMITS)
    with pytest.raises(LimitError, match=r"20,000,001 字节，上限为 1,000"):
        open_archive(data, replace(LIMITS, unpacked_bytes=1000))
    with pytest.raises(LimitError, match="2 个文件"):
        open_archive(data, replace(LIMITS, archive_members=1))
    assert len(open_archive(data, replace(LIMITS, unpack_ratio=2000)).infolist()) == 2


def test_a_member_larger_than_it_says() -> None:
    data = zipped(("a", b"1" * 1000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DamagedError):
        unpack_folder(bytes(data), LIMITS)


def test_encrypted_members_and_odd_methods() -> None:
    data = zipped(("a", b"1"))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedError):
        open_archive(bytes(data), LIMITS)
    with pytest.raises(DamagedError, match="压缩方法"):
        open_archive(bytes(zipped(("a", b"1" * 99), method=zipfile.ZIP_BZIP2)), LIMITS)


def test_broken_archives() -> None:
    data = pack_folder({"a": b"hello" * 100})
    for broken in (b"", b"PK\x03\x04", data[:-10], data[:30] + b"\xff\xff" + data[32:]):
        with pytest.raises(DamagedError):
            unpack_folder(broken, LIMITS, "x.zip")


def test_a_packages_folder_packs_to_what_it_names(tmp_path: Path) -> None:
    described = {"resources": [{"path": "a.csv"}, {"path": "../b.csv"}, {"path": "absent.csv"}, {"name": "no path"}]}
    (tmp_path / "b.csv").write_text("outside")
    folder = tmp_path / "package"
    folder.mkdir()
    assert not is_package(folder)
    (folder / "datapackage.json").write_text(json.dumps(described))
    (folder / "a.csv").write_text("1")
    (folder / "other.csv").write_text("2")
    assert is_package(folder) and is_package(folder / "datapackage.json") and not is_package(folder / "a.csv")
    assert set(unpack_folder(pack_package(folder, LIMITS), LIMITS)) == {"datapackage.json", "a.csv"}
    assert pack_package(folder, LIMITS) == pack_package(folder / "datapackage.json", LIMITS)
    with pytest.raises(LimitError):
        pack_package(folder, replace(LIMITS, unpacked_bytes=1))
    (folder / "datapackage.json").write_text("{")
    with pytest.raises(DamagedError):
        pack_package(folder, LIMITS)


def test_folders_parted_in_the_way_of_windows() -> None:
    assert unpack_folder(bytes(zipped(("xl\\a.xml", b"x"))), LIMITS) == {"xl/a.xml": b"x"}
    with pytest.raises(DamagedError, match="路径不安全"):
        open_archive(bytes(zipped(("xl\\..\\..\\a.xml", b"x"))), LIMITS)
