"""A batch keeps its dataset: as a user calls it, in worker processes, over several runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra `data` is not installed")
pytest.importorskip("duckdb", reason="the extra `data` is not installed")

import msgspec

from batch_making import SUFFIXES, InPlace, make_documents, text_of
from dataset_making import make_dataset
from gongkai.batch.ledger import Ledger, ledger_path
from gongkai.batch.records import Job, Recipe
from gongkai.batch.running import Batch, Fences, Listener
from gongkai.batch.sources import Finder
from gongkai.cli import run
from gongkai.dataset import filling
from gongkai.dataset.filling import SINK, lacking_documents, merge_batch, reopen_lacking, source_name
from gongkai.dataset.querying import ask
from gongkai.dataset.storing import MANIFEST
from gongkai.errors import DamagedError


def rows(out: Path, sql: str) -> list[tuple[object, ...]]:
    with ask(out, sql) as answer:
        return list(answer.rows)


FILES = "SELECT file FROM documents ORDER BY file"


def test_a_batch_keeps_its_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources, out = tmp_path / "in", tmp_path / "out"
    make_documents(sources / "甲", [1, 2])
    (sources / "copy.txt").write_text(text_of(1), encoding="utf-8", newline="\n")
    (sources / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    call = ["batch", str(sources), "-o", str(out), "--to", "json", "-q", "--jobs", "1"]
    assert run([*call, "--dataset"]) == 3
    told = capsys.readouterr()
    assert str(out / "dataset") in told.out.splitlines()
    assert "数据集：2 份文件，新增 2，移除 0" in told.err
    assert rows(out, FILES) == [("copy.txt",), ("甲/d2.txt",)]
    assert rows(out, "SELECT outputs FROM documents ORDER BY file") == [
        (["copy.gongkai.json"],),
        (["甲/d2.gongkai.json"],),
    ]
    before = {path: path.read_bytes() for path in (out / "dataset").rglob("*.parquet")}

    (sources / "甲/d2.txt").write_text(text_of(3), encoding="utf-8")
    make_documents(sources, [4])
    assert run(call) == 3  # without --dataset: there is one, so it is kept up
    assert "新增 2，移除 1" in capsys.readouterr().err
    assert rows(out, FILES) == [("copy.txt",), ("d4.txt",), ("甲/d2.txt",)]
    assert rows(out, "SELECT count(*), count(DISTINCT doc_id) FROM facts WHERE row_code = '201'") == [(9, 3)]
    assert not (out / ".gongkai/rows").exists()
    assert not before.keys() & set((out / "dataset").rglob("*.parquet"))

    shutil.rmtree(out / "dataset")
    assert run([*call, "--dataset", "--bag"]) == 3
    told = capsys.readouterr()
    assert "3 个已转换的来源不在数据集中" in told.err
    assert rows(out, FILES) == [("copy.txt",), ("d4.txt",), ("甲/d2.txt",)]
    assert sorted(path.name for path in (out / "bag/data/outputs/dataset").iterdir()) == [
        *("documents", "facts", MANIFEST),
    ]


def test_a_result_among_the_sources_is_a_document_of_its_own(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", [1])
    make_dataset(tmp_path / "in", tmp_path / "first")
    shutil.copy(tmp_path / "first" / "d1.gongkai.json", tmp_path / "in" / "d1.txt.gongkai.txt")
    make_dataset(tmp_path / "in", tmp_path / "out")
    assert rows(tmp_path / "out", FILES) == [("d1.txt",), ("d1.txt.gongkai.txt",)]
    assert rows(tmp_path / "out", "SELECT count(DISTINCT doc_id) FROM documents") == [(2,)]


def test_the_batch_itself_loads_no_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    words = ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--to", "json", "--dataset", "-q"]
    code = f"import sys; from gongkai.cli import run; assert run({words!r}) == 0; print('pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run(words) == 2


def test_a_killed_run_leaves_rows_for_the_next(tmp_path: Path) -> None:
    sources, out, other = tmp_path / "in", tmp_path / "out", tmp_path / "other"
    make_documents(sources, range(4))

    class Killed(Exception):  # noqa: N818
        pass

    class Stopping(Listener):
        left = 2

        def finished(self, outcome: object) -> None:
            self.left -= 1
            if not self.left:
                raise Killed

    def batch(out: Path, listener: Listener) -> Batch:
        return Batch(Recipe(str(out), ("json",), sinks=(SINK,)), Fences(), listener, open_runner=InPlace)

    finder = Finder(out, lambda name: name.rpartition(".")[0], SUFFIXES)
    with pytest.raises(Killed), batch(out, Stopping()) as running:
        running.take(finder.find([str(sources)]))
    assert not (out / "dataset").exists()
    for folder in (out, other):
        with batch(folder, Listener()) as running:
            assert reopen_lacking(running.ledger, folder) == 0
            running.take(finder.find([str(sources)]))
            merged = merge_batch(running.ledger, folder)
            assert (merged.documents, merged.missing) == (4, ())
    names = {path.relative_to(out) for path in (out / "dataset").rglob("*") if path.is_file()}
    assert all((out / name).read_bytes() == (other / name).read_bytes() for name in names)
    assert names == {path.relative_to(other) for path in (other / "dataset").rglob("*") if path.is_file()}
    with Ledger(ledger_path(out)) as ledger:
        assert {outcome.sha256 for outcome in ledger.outcomes()} == {
            row[0] for row in rows(out, "SELECT doc_id FROM documents")
        }


def test_what_goes_wrong_elsewhere_is_told_here(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", [1])
    out = tmp_path / "out"
    make_dataset(tmp_path / "in", out)
    (out / "dataset" / MANIFEST).write_text("{")
    with Ledger(ledger_path(out)) as ledger, pytest.raises(DamagedError, match="清单已损坏"):
        merge_batch(ledger, out)
    assert run(["batch", str(tmp_path / "in"), "-o", str(out), "--to", "json", "-q", "--jobs", "1"]) == 3


def test_a_merge_ends_with_its_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", filling._CODE, *sys.path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        order = msgspec.msgpack.encode(filling._MergeOrder("/dev/null/nowhere", {"a" * 64: "f"}))
        process.stdin.write(len(order).to_bytes(4, "big") + order[:-1])
        process.stdin.close()
        assert process.wait(timeout=20) != 0


def test_names_and_lacks(tmp_path: Path) -> None:
    assert source_name(Job(1, b"/x/\xff\n.txt", "a/y")) == "a/\\xff\\n.txt"
    assert lacking_documents(tmp_path, {"a" * 64: "f"}) == {"a" * 64}
