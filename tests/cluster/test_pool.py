"""A batch on a real cluster of several processes, one of which is killed; and what else may befall it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from batch_making import SUFFIXES, InPlace, Told, make_documents, outcomes, outputs
from gongkai.batch.records import Outcome, Recipe
from gongkai.batch.running import Batch, Fences
from gongkai.batch.sources import Finder
from gongkai.batch.tasks import Converting
from gongkai.cli import run
from gongkai.errors import PluginError, TargetError, UsageError
from gongkai.testing import registry_of
from gongkai.walk.targets import source_stem

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from gongkai.cluster import pool as cluster_pool
from gongkai.cluster.pool import ClusterPool, open_cluster
from gongkai.cluster.working import _ORDER, release

if sys.platform == "win32":
    pytest.skip("processes are killed by signals here", allow_module_level=True)


class Killing(Told):
    """Kills a worker of the cluster once three documents are done."""

    pool: ClusterPool
    killed = 0

    def finished(self, outcome: Outcome) -> None:
        super().finished(outcome)
        if len(self.worked) == 3:
            self.killed = next(iter(self.pool._cluster.client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)


def finder(out: Path) -> Finder:
    plain = registry_of(installed=("formats",))
    return Finder(out, lambda name: source_stem(Path(name), plain), SUFFIXES)


@pytest.mark.filterwarnings("default")  # Dask's own, of connections that break when a process is killed
def test_a_lost_worker_is_survived(tmp_path: Path) -> None:
    sources, out = tmp_path / "in", tmp_path / "out"
    make_documents(sources, range(40))
    (sources / "crash.harm").write_text("HARM crash")
    told = Killing()

    def open_runner(recipe: Recipe, fences: Fences) -> ClusterPool:
        told.pool = ClusterPool(recipe, fences, "local:2", recipe.out)
        return told.pool

    recipe = Recipe(str(out), ("json",), registry="batch_making:harmful_registry")
    with Batch(recipe, Fences(timeout=60), told, open_runner=open_runner) as batch:
        counts = batch.take(finder(out).find([str(sources)]))
    assert told.killed
    assert (counts.total, counts.pending, counts.failed) == (41, 0, 1)
    assert sorted(told.worked) == sorted(path.name for path in sources.iterdir())
    assert outcomes(out)["crash.harm"].code == "WorkerCrash"
    assert not list(out.glob(".gongkai-*"))
    alone = tmp_path / "alone"
    (sources / "crash.harm").unlink()
    with Batch(Recipe(str(alone), ("json",), registry=recipe.registry), Fences(), Told(), open_runner=InPlace) as batch:
        batch.take(finder(alone).find([str(sources)]))
    assert outputs(out) == outputs(alone)


def test_a_document_that_ends_workers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    make_documents(tmp_path / "in", range(12))
    here = Here(fatal="d7.txt", forgetful=3)
    monkeypatch.setattr(cluster_pool, "open_cluster", lambda address: here)
    told = Told()
    with Batch(Recipe(str(out), ("json",)), Fences(jobs=1), told, open_runner=in_cluster) as batch:
        counts = batch.take(finder(out).find([str(tmp_path / "in")]))
    assert (counts.total, counts.failed, counts.pending) == (12, 1, 0)
    assert outcomes(out)["d7.txt"].code == "WorkerCrash"
    assert "节点" in outcomes(out)["d7.txt"].message
    assert sorted(told.worked) == sorted(path.name for path in (tmp_path / "in").iterdir())
    assert here.forgetful == 0


def test_other_versions_on_the_workers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_documents(tmp_path / "in", range(1))
    monkeypatch.setattr(cluster_pool, "open_cluster", lambda address: Here())
    monkeypatch.setattr(cluster_pool, "fingerprint", lambda recipe: "another")
    out = tmp_path / "out"
    with (
        pytest.raises(PluginError, match="版本"),
        Batch(Recipe(str(out), ("json",)), Fences(), Told(), open_runner=in_cluster) as batch,
    ):
        batch.take(finder(out).find([str(tmp_path / "in")]))


def test_a_scheduler_that_goes_away_is_told_and_another_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(Here):
        status = "closed"

        def submit(self, work: Any, order: bytes, pure: bool) -> Future:
            raise RuntimeError("Client is closed")

    make_documents(tmp_path / "in", range(2))
    monkeypatch.setattr(cluster_pool, "open_cluster", lambda address: Gone())
    out = tmp_path / "out"
    with (
        pytest.raises(TargetError, match="连接中断"),
        Batch(Recipe(str(out), ("json",)), Fences(), Told(), open_runner=in_cluster) as batch,
    ):
        batch.take(finder(out).find([str(tmp_path / "in")]))
    with Batch(Recipe(str(out), ("json",)), Fences(), told := Told(), open_runner=InPlace) as batch:
        assert batch.take(finder(out).find([str(tmp_path / "in")])).converted == 2
    assert "从停下处继续" in told.lines[0]


def in_cluster(recipe: Recipe, fences: Fences) -> ClusterPool:
    return ClusterPool(recipe, fences, "tcp://there", recipe.out)


class KilledWorker(Exception):  # noqa: N818
    """As Dask calls it."""


class Future:
    """A group's, done at once."""

    def __init__(self, status: str, given: Any) -> None:
        self.status = status
        self._given = given

    def result(self, timeout: float) -> Any:
        return self._given

    def exception(self) -> Any:
        return self._given

    def add_done_callback(self, function: Any) -> None:
        function(self)


class Here:
    """Stands for a cluster whose one worker is this very process.

    It dies of conversions that include the document `fatal`, and loses the first `forgetful` results.
    """

    status = "running"

    def __init__(self, fatal: str = "", forgetful: int = 0) -> None:
        self.client = self
        self.seen: set[str] = set()
        self.fatal = fatal
        self.forgetful = forgetful

    def submit(self, work: Any, order: bytes, pure: bool) -> Future:
        group = _ORDER.decode(order).tasks
        if self.fatal and any(isinstance(task, Converting) and task.job.file.name == self.fatal for task in group):
            return Future("error", KilledWorker(self.fatal))
        if self.forgetful:
            self.forgetful -= 1
            return Future("lost", None)
        return Future("finished", work(order))

    def threads(self) -> int:
        return 1

    def cancel(self, futures: list[Any]) -> None:
        pass

    def close(self, run: str) -> None:
        release(run)


@pytest.mark.parametrize("address", ["nonsense", "local:", "local:x", "http://there", "tcp://"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(UsageError, match="不是集群的地址"):
        open_cluster(address)


def test_urls_need_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert run(["batch", "memory://in", "-o", str(tmp_path / "out"), "-q"]) == 2
    assert "--cluster" in capsys.readouterr().err
    assert run(["batch", str(tmp_path), "-o", "memory://out", "-q"]) == 2
    assert "--cluster" in capsys.readouterr().err
    assert run(["batch", str(tmp_path), "-o", "memory://out", "-q", "--cluster", "local:1", "--bag"]) == 2
    assert "--bag" in capsys.readouterr().err
