"""The walk's two ends: opening sources, and putting results in place."""

from __future__ import annotations

import errno
import io
import itertools
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gongkai
from gongkai.corrections.repairs import Correction, CorrectionFile, encode_corrections
from gongkai.errors import LimitError, SourceError, TargetError, UnknownFormatError, UsageError
from gongkai.model import Disclosure
from gongkai.plugins.registry import Registry, installed_registry
from gongkai.plugins.specs import Format, Limits, Source
from gongkai.testing import make_disclosure, make_table
from gongkai.walk.pipeline import open_source, process
from gongkai.walk.storing import replaceable, store
from gongkai.walk.targets import plan_targets, source_stem


def left_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# opening


def test_a_file_that_vanishes_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")

    def vanish(self: Path) -> bytes:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self))

    monkeypatch.setattr(Path, "read_bytes", vanish)
    with pytest.raises(SourceError, match="文件不存在"):
        open_source(path, Limits(), {})


def test_an_unreadable_file_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, "no", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match="没有读权限"):
        open_source(path, Limits(), {})


def test_a_source_beyond_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    with pytest.raises(LimitError, match="上限为 4"):
        open_source(path, Limits(source_bytes=4), {})


def reader(name: str, certainty: float, *suffixes: str) -> Format:
    def read(source: Source) -> Disclosure:
        raise SourceError(name)

    return Format(name, name, suffixes, (), sniff=lambda head, _: certainty, read=read)


@pytest.mark.parametrize(
    ("readers", "chosen"),
    [
        ([reader("a", 0.4, ".x"), reader("b", 0.9)], "b"),
        ([reader("a", 0.9), reader("b", 0.9, ".x")], "b"),
        ([reader("b", 0.9), reader("a", 0.9)], "a"),
    ],
)
def test_content_goes_before_suffix_before_name(readers: list[Format], chosen: str) -> None:
    with pytest.raises(SourceError, match=chosen):
        process(Source("file.x", b"data", ""), Registry(formats=tuple(readers)))


def test_a_file_nobody_reads_names_what_can_be_read() -> None:
    with pytest.raises(UnknownFormatError, match=r"可读取：\.x"):
        process(Source("file.y", b"data", ""), Registry(formats=(reader("a", 0.0, ".x"),)))


# planning


def test_a_stem_loses_the_longest_known_suffix() -> None:
    registry = installed_registry()
    stems = {name: source_stem(Path(name), registry) for name in ("a.gongkai.json", "a.b.txt", "a.ocr", "a", ".txt")}
    assert stems == {"a.gongkai.json": "a", "a.b.txt": "a.b", "a.ocr": "a", "a": "a", ".txt": ".txt"}


def test_names_that_differ_in_case_only_clash(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="会写到同一处"):
        plan_targets([Path("a/X.txt"), Path("b/x.txt")], tmp_path, ["json"], installed_registry())


def test_sources_of_several_folders_keep_to_their_own() -> None:
    plan = plan_targets([Path("a/x.txt"), Path("b/x.txt")], None, ["json"], installed_registry())
    assert [target.path.as_posix() for _, (target,) in plan] == ["a/x.gongkai.json", "b/x.gongkai.json"]


# storing

PACKAGE = {"datapackage.json": b"{}", "tables/t1.csv": b"a"}


def failing_at(call: int, number: int, kept: Callable[..., Any]) -> Callable[..., Any]:
    """`kept`, but its call of this number (from 1) ends with an OSError."""
    calls = itertools.count(1)

    def step(*arguments: Any, **options: Any) -> Any:
        if next(calls) == call:
            raise OSError(number, os.strerror(number))
        return kept(*arguments, **options)

    return step


@pytest.mark.parametrize(
    ("written", "step", "call"),
    [
        (b"new", "open", 1),
        (b"new", "replace", 1),
        (PACKAGE, "mkdir", 2),
        (PACKAGE, "write_bytes", 2),
        (PACKAGE, "rename", 1),
        (PACKAGE, "rename", 2),
    ],
)
@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有写权限"), (errno.EIO, "不能写入")]
)
def test_a_failing_disk_leaves_the_old_result_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    written: bytes | dict[str, bytes],
    step: str,
    call: int,
    number: int,
    words: str,
) -> None:
    target = tmp_path / "result"
    store(b"old" if isinstance(written, bytes) else {"datapackage.json": b"old"}, target)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(Path, step, failing_at(call, number, getattr(Path, step)))
    with pytest.raises(TargetError, match=words) as caught:
        store(written, target)
    monkeypatch.undo()
    assert caught.value.where == str(target)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_a_disk_that_fills_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    def open_full(path: Path, mode: str) -> Full:
        path.touch()
        return Full()

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(TargetError, match="磁盘已满"):
        store(b"new", tmp_path / "result")
    assert not list(tmp_path.iterdir())


def test_results_replace_results(tmp_path: Path) -> None:
    for written in (b"one", b"two"):
        store(written, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"two"
    for written in ({"datapackage.json": b"1", "old.csv": b""}, PACKAGE):
        store(written, tmp_path / "package")
    assert left_in(tmp_path) == ["file", "package/datapackage.json", "package/tables/t1.csv"]


@pytest.mark.skipif(os.name == "nt", reason="a folder somebody stands in cannot be renamed there")
def test_the_folder_one_stands_in_may_be_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    store(PACKAGE, Path())
    monkeypatch.chdir(tmp_path)
    assert left_in(tmp_path) == ["here/datapackage.json", "here/tables/t1.csv"]


def test_a_folder_bound_for_a_zip_is_packed(tmp_path: Path) -> None:
    store(PACKAGE, tmp_path / "package.zip")
    assert (tmp_path / "package.zip").read_bytes()[:2] == b"PK"


@pytest.mark.skipif(os.name == "nt", reason="permissions of files are those of their folder")
def test_results_have_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    store(b"", tmp_path / "result")
    store(PACKAGE, tmp_path / "package")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes["result"] == modes["plain"]
    assert modes["package"] == modes["folder"]


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "C:/out", "..\\out", "C:out"])
@pytest.mark.parametrize("target", ["package", "package.zip"])
def test_no_name_leads_out_of_a_folder(tmp_path: Path, name: str, target: str) -> None:
    with pytest.raises(TargetError, match="越出文件夹"):
        store({name: b""}, tmp_path / target)
    assert not list(tmp_path.iterdir())


def test_only_results_and_nothing_else_are_replaceable(tmp_path: Path) -> None:
    assert replaceable(tmp_path)
    (tmp_path / "letter.doc").touch()
    assert not replaceable(tmp_path)
    (tmp_path / "datapackage.json").touch()
    assert replaceable(tmp_path)


# the whole walk


def test_a_result_never_replaces_its_source(tmp_path: Path) -> None:
    source = tmp_path / "a.gongkai.json"
    source.write_text("{}", encoding="utf-8")
    with pytest.raises(TargetError, match="会覆盖来源文件"):
        gongkai.convert(source, to=["json"], force=True)


def test_a_disclosure_is_written_as_the_target_says(tmp_path: Path) -> None:
    disclosure = make_disclosure(make_table([["项目", "金额"], ["合计", "1.00"]], "收支表"))
    assert gongkai.write(disclosure, tmp_path / "a.gongkai.json") == [tmp_path / "a.gongkai.json"]
    assert gongkai.read(tmp_path / "a.gongkai.json") == disclosure
    with pytest.raises(TargetError, match="--force"):
        gongkai.write(disclosure, tmp_path / "a.gongkai.json")
    stem = Path(disclosure.source.name).stem
    written = gongkai.write(disclosure, tmp_path / "out", to=["json", "csv"])
    assert written == [tmp_path / "out" / f"{stem}.gongkai.json", tmp_path / "out" / stem]


def test_corrections_hold_for_every_form_of_a_document(tmp_path: Path, examples: Path) -> None:
    source = examples / "final_account_2023.txt"
    disclosure = gongkai.read(source)
    fact = next(fact for table in disclosure.tables for fact in gongkai.facts(table) if fact.status == "proved")
    correction = Correction(fact.table_id, fact.row, fact.column, fact.raw, "7.77")
    accepted = CorrectionFile(source.name, disclosure.source.sha256, (correction,))
    (tmp_path / "accepted.json").write_bytes(encode_corrections(accepted))
    (stored,) = gongkai.write(disclosure, tmp_path / "a.gongkai.json")
    from_source, from_json = (gongkai.read(path, corrections=tmp_path / "accepted.json") for path in (source, stored))
    assert from_json.blocks == from_source.blocks
    assert from_json.arithmetic == from_source.arithmetic != disclosure.arithmetic
    assert sorted(finding.rule for finding in from_json.findings) == sorted(
        finding.rule for finding in from_source.findings
    )
