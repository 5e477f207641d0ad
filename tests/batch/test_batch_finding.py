"""Finding sources: nothing is met twice, nothing is dropped in silence, every name can be an output's."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_making import SUFFIXES, make_documents
from gongkai.batch.records import printable_path
from gongkai.batch.sources import Finder, Found, name_key, safe_name
from gongkai.errors import SourceError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and files that Windows does not have")


def find(*sources: str | Path, out: str = "nowhere") -> dict[str, Found]:
    """What is found by printable name of the last part."""
    finder = Finder(Path(out), lambda name: name.rpartition(".")[0] or name, SUFFIXES)
    return {
        printable_path(os.fsencode(Path(os.fsdecode(one.path)).name)): one
        for one in finder.find([str(one) for one in sources])
    }


def messages(found: dict[str, Found]) -> dict[str, str]:
    return {name: one.outcome.message for name, one in found.items() if one.outcome is not None}


def bases(found: dict[str, Found]) -> list[str]:
    return sorted(one.base for one in found.values() if one.outcome is None)


def test_folders_are_searched_in_order_but_for_the_output(tmp_path: Path) -> None:
    make_documents(tmp_path / "b", [2, 1])
    make_documents(tmp_path / "a" / "c", [3])
    make_documents(tmp_path / "out", [4])
    found = find(tmp_path, out=str(tmp_path / "out"))
    assert [one.base for one in found.values()] == ["a/c/d3", "b/d1", "b/d2"]


def test_the_folders_of_dataset_and_bag_stay_ours(tmp_path: Path) -> None:
    for place in ("dataset/facts", "x/bag", "Bag"):
        make_documents(tmp_path / place, [1])
    (tmp_path / "bag.txt").write_text("x")
    finder = Finder(tmp_path / "out", lambda name: name.rpartition(".")[0], SUFFIXES)
    names = sorted(one.base for one in finder.find([str(tmp_path)]))
    assert names == ["Bag~/d1", "bag", "dataset~/facts/d1", "x/bag/d1"]


def test_hidden_and_temporary_files_have_their_reason(tmp_path: Path) -> None:
    make_documents(tmp_path, [1])
    for name in (".hidden.txt", "~$book.xlsx", "half.pdf.part", "Thumbs.db", "old.txt~"):
        (tmp_path / name).touch()
    make_documents(tmp_path / ".git", [2])
    found = find(tmp_path)
    assert bases(found) == ["d1"]
    assert len(messages(found)) == 6


@POSIX
def test_what_is_no_regular_file_has_its_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "chase").symlink_to("chase")
    (tmp_path / "gone").symlink_to("nothing")
    make_documents(tmp_path / "real", [1])
    (tmp_path / "link.txt").symlink_to("real/d1.txt")
    here = Path.cwd()
    os.chdir(tmp_path)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
    finally:
        os.chdir(here)
    found = find(tmp_path)
    assert messages(found) == {
        "pipe": "不是普通文件：管道",
        "socket": "不是普通文件：套接字",
        "loop": "指向文件夹的符号链接，不跟随",
        "chase": "符号链接循环",
        "gone": "符号链接所指的文件不存在",
    }
    assert bases(found) == ["link", "real/d1"]


def test_a_tree_deeper_than_calls_can_be(tmp_path: Path) -> None:
    deep = tmp_path / "in"
    names = 12 if sys.platform == "win32" else 520
    for _ in range(names):
        deep = deep / "d"
        deep.mkdir(parents=True)
    make_documents(deep, [1])
    assert bases(find(tmp_path / "in")) == ["d/" * names + "d1"]


@POSIX
def test_an_unreadable_folder_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_documents(tmp_path / "closed", [1])
    make_documents(tmp_path / "open", [2])
    real = os.listdir

    def listdir(path: str) -> list[str]:
        if str(path).endswith("closed"):  # the superuser of a test is never refused
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    found = find(tmp_path)
    assert messages(found) == {"closed": "没有读权限（请检查权限）"}
    assert bases(found) == ["open/d2"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system takes no such names")
def test_names_of_any_bytes(tmp_path: Path) -> None:
    for name in (b"two\nlines.txt", b"stray\xff.txt", "预算.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    found = find(tmp_path)
    assert bases(found) == ["stray%ff", "two%0alines", "预算"]
    assert set(found) == {"two\\nlines.txt", "stray\\xff.txt", "预算.txt"}
    assert os.fsencode(tmp_path) + b"/stray\xff.txt" in {one.path for one in found.values()}


def test_globs_mirror_the_tree_below_their_fixed_part(tmp_path: Path) -> None:
    make_documents(tmp_path / "in" / "x", [1])
    make_documents(tmp_path / "in" / "y", [2])
    (tmp_path / "in" / "x" / "note.md").write_text("x")
    assert bases(find(tmp_path / "in" / "*" / "*.txt")) == ["x/d1", "y/d2"]
    assert bases(find(tmp_path / "in" / "**" / "*.md")) == ["x/note"]
    with pytest.raises(SourceError, match="没有与此相符的文件"):
        find(tmp_path / "*.none")


def test_lists_are_lines_or_separated_by_nul(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_documents(tmp_path / "in" / "x", [1, 2])
    (tmp_path / "lines").write_text("\ufeffin/x/d1.txt\n\nin/x/none.txt\n", encoding="utf-8")
    found = find("@lines")
    assert bases(found) == ["in/x/d1"]
    assert messages(found) == {"none.txt": "文件不存在（请检查路径）"}
    (tmp_path / "nul").write_bytes(b"in/x/d1.txt\0../" + os.fsencode(tmp_path.name) + b"/in/x/d2.txt\0")
    assert bases(find("@nul")) == ["in/x/d1", f"{tmp_path.name}/in/x/d2"]
    with pytest.raises(SourceError, match="不能读取文件清单"):
        find("@missing")


def test_a_data_package_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "in" / "package" / "tables").mkdir(parents=True)
    (tmp_path / "in" / "package" / "datapackage.json").write_text("{}")
    (tmp_path / "in" / "package" / "tables" / "t1.csv").write_text("a")
    found = find(tmp_path / "in")
    assert [(one.full, one.size) for one in found.values()] == [("package", 3)]


def test_a_source_that_is_not_there_ends_the_call(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="文件不存在"):
        find(tmp_path / "nothing.txt")


@given(st.binary(min_size=1, max_size=300).filter(lambda name: not {0, ord("/")} & set(name)))
def test_every_name_becomes_one_part_that_any_system_holds(name: bytes) -> None:
    safe = safe_name(os.fsdecode(name))
    assert safe == safe.encode().decode()
    assert 0 < len(safe.encode()) <= 200
    assert not set(safe) & set('/\\<>:"|?*\0\n')
    assert safe not in (".", "..")


@pytest.mark.parametrize("name", ["CON", "nul.txt", "Com1.2023.txt"])
def test_names_of_devices_are_no_files_on_windows(name: str) -> None:
    assert safe_name(name) == f"_{name}"
    assert safe_name(f"{name}s"[:3] + "sole") == f"{name}s"[:3] + "sole"


def test_names_that_are_one_file_somewhere_have_one_key() -> None:
    assert name_key("决算A.TXT") == name_key("决算a.txt")
    assert name_key("é") == name_key("e\u0301")
