"""Sources and outputs at URLs, held in memory: found, hashed, fetched, converted, delivered."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from batch_making import SUFFIXES, InPlace, Told, make_documents, text_of
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.records import Recipe
from gongkai.batch.running import Batch, Fences
from gongkai.batch.sources import Finder
from gongkai.batch.tasks import Reply, Task
from gongkai.cli.batch_extras import Extras
from gongkai.cluster import working
from gongkai.cluster.urls import (
    RemoteFolder,
    deliver,
    fetch,
    file_system,
    find_sources,
    hash_url,
    is_url,
    join_url,
    local_path,
)
from gongkai.cluster.working import Done, WorkOrder
from gongkai.dataset.filling import spool_of
from gongkai.errors import SourceError, TargetError, UsageError

fsspec = pytest.importorskip("fsspec", reason="the extra `cluster` is not installed")


@pytest.fixture
def memory() -> Iterator[Callable[[str, str], None]]:
    """Writes a file of the store in memory, which is empty before and after."""
    store = fsspec.filesystem("memory")
    store.rm("/", recursive=True)
    yield lambda path, text: store.pipe_file(path, text.encode())
    store.rm("/", recursive=True)


class Staged:
    """Sends every task through a worker's `work`, in this very process and without fences."""

    def __init__(self, recipe: Recipe, out: str) -> None:
        self._order = WorkOrder("run", recipe, fingerprint(recipe), out, 0, 0, ())
        self._home = Path(recipe.out)

    def run(self, todo: Iterator[Task], idle: Callable[[], None]) -> Iterator[tuple[Task, Reply]]:
        for task in todo:
            order = msgspec.msgpack.encode(msgspec.structs.replace(self._order, tasks=(task,)))
            done = msgspec.msgpack.decode(working.work(order), type=Done)
            assert not done.trouble
            for path, data in done.kept.items():
                (self._home / path).parent.mkdir(parents=True, exist_ok=True)
                (self._home / path).write_bytes(data)
            yield task, done.replies[0]

    def close(self) -> None:
        working.release("run")


def take(home: Path, url: str, out: str, told: Told, sinks: tuple[str, ...] = ()) -> Batch:
    recipe = Recipe(str(home), ("json",), sinks=sinks)
    outputs = RemoteFolder(out) if is_url(out) else None
    batch = Batch(recipe, Fences(), told, open_runner=lambda *_: Staged(recipe, out), outputs=outputs)  # type: ignore[arg-type]
    with batch:
        batch.take(find_sources(url, _finder(home)))
        batch.found = {outcome.name: outcome for outcome in batch.ledger.outcomes()}  # type: ignore[attr-defined]
    return batch


@pytest.fixture(autouse=True)
def no_fences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "Pool", lambda recipe, *_: InPlace(recipe, Fences()))


def test_from_memory_to_memory(tmp_path: Path, memory: Callable[[str, str], None]) -> None:
    memory("/in/a/d1.txt", text_of(1))
    memory("/in/d2.txt", text_of(2))
    memory("/in/copy.txt", text_of(2))
    memory("/in/.hidden/x.txt", text_of(3))
    memory("/in/notes.py", "x = 1")
    told = Told()
    sinks = ("gongkai.dataset.filling:spool_document",)
    batch = take(tmp_path / "home", "memory://in", "memory://out", told, sinks)
    found = {name: outcome.state for name, outcome in batch.found.items()}  # type: ignore[attr-defined]
    assert found == {
        "memory:///in/a/d1.txt": "converted",
        "memory:///in/copy.txt": "converted",
        "memory:///in/d2.txt": "skipped",
        "memory:///in/.hidden/x.txt": "skipped",
        "memory:///in/notes.py": "skipped",
    }
    store = fsspec.filesystem("memory")
    assert sorted(store.find("/out")) == ["/out/a/d1.gongkai.json", "/out/copy.gongkai.json"]
    assert len(spool_of(tmp_path / "home").members()) == 2
    make_documents(tmp_path / "plain", [1])
    with Batch(Recipe(str(tmp_path / "local"), ("json",)), Fences(), Told(), open_runner=InPlace) as local:
        local.take(Extras().find((str(tmp_path / "plain"),), _finder(tmp_path)))
    assert store.cat_file("/out/a/d1.gongkai.json") == (tmp_path / "local/d1.gongkai.json").read_bytes()

    again = Told()
    take(tmp_path / "home", "memory://in", "memory://out", again, sinks)
    assert again.worked == []
    memory("/in/d3.txt", text_of(3))
    store.rm_file("/out/a/d1.gongkai.json")
    take(tmp_path / "home", "memory://in", "memory://out", again, sinks)
    assert sorted(again.worked) == ["d1.txt", "d3.txt"]


def _finder(tmp_path: Path) -> Finder:
    return Finder(tmp_path / "nowhere", lambda name: name.rpartition(".")[0], SUFFIXES)


def test_into_a_folder_here(tmp_path: Path, memory: Callable[[str, str], None]) -> None:
    memory("/in/d1.txt", text_of(1))
    memory("/in/bad.pdf", "%PDF-1.7 nothing")
    batch = take(tmp_path / "out", "memory://in", str(tmp_path / "out"), Told())
    assert (tmp_path / "out/d1.gongkai.json").is_file()
    found = batch.found  # type: ignore[attr-defined]
    assert found["memory:///in/bad.pdf"].code == "DamagedError"
    assert not list((tmp_path / "out").glob(".gongkai-*"))


def test_what_others_put_there_stays(tmp_path: Path, memory: Callable[[str, str], None]) -> None:
    memory("/in/d1.txt", text_of(1))
    memory("/out/d1.gongkai.json", "someone's")
    batch = take(tmp_path / "home", "memory://in", "memory://out", Told())
    assert batch.found["memory:///in/d1.txt"].code == "TargetError"  # type: ignore[attr-defined]
    assert fsspec.filesystem("memory").cat_file("/out/d1.gongkai.json") == b"someone's"


def test_what_is_off_is_said(tmp_path: Path, memory: Callable[[str, str], None]) -> None:
    with pytest.raises(SourceError, match="没有文件"):
        find_sources("memory://empty", _finder(tmp_path))
    with pytest.raises(SourceError, match="不能读取"):
        hash_url("memory://empty/x")
    with pytest.raises(SourceError, match="不能读取"):
        fetch("memory://empty/x", tmp_path / "x")
    with pytest.raises(TargetError, match="不能写入"):
        deliver(tmp_path / "x", "memory://out/x", True)
    with pytest.raises(UsageError, match="不是可用的地址"):
        file_system("nonsense://x")
    if shutil.which("s3fs") is None and not _is_installed("s3fs"):
        with pytest.raises(UsageError, match="s3fs"):
            file_system("s3://bucket/x")


def _is_installed(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def test_names_of_places() -> None:
    assert local_path("file:///a%20b/c") == "/a b/c"
    assert local_path("file://localhost/a") == "/a"
    assert local_path("/a://b") == "/a://b"
    assert not is_url("/a://b") and not is_url("C:\\x") and is_url("s3://b/k")
    assert join_url("s3://b/k/", "a/b.xlsx") == "s3://b/k/a/b.xlsx"
