"""What a worker of the cluster does: a group of tasks, each in a fenced process of the worker's own.

A document that crashes, hangs or swells ends that process and not the worker; a worker is lost only with its machine.
Orders and replies are MessagePack, so nothing of ours is pickled.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from functools import cached_property
from pathlib import Path

import msgspec

from gongkai.batch import tasks
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.ledger import FOLDER as STATE_FOLDER
from gongkai.batch.records import Job, Outcome, Recipe
from gongkai.batch.workers import Pool
from gongkai.cluster.urls import deliver, fetch, hash_url, is_url, join_url
from gongkai.errors import GongkaiError


class WorkOrder(msgspec.Struct, frozen=True):
    """A group of tasks of one run. `out` is where outputs go: a folder that every worker sees, or a URL."""

    run: str
    recipe: Recipe
    fingerprint: str
    out: str
    timeout: float
    memory: int
    tasks: tuple[tasks.Task, ...]


class Done(msgspec.Struct, frozen=True):
    """A reply for each task, in order; `kept` are files for the client's own folder: path below it → bytes.

    `trouble` says why the worker can do nothing of the kind.
    """

    replies: tuple[tasks.Reply, ...] = ()
    kept: dict[str, bytes] = {}
    trouble: str = ""


class _Bench:
    """Fenced processes, started when they are wanted: for files here, and for what comes from and goes to URLs."""

    def __init__(self, order: WorkOrder) -> None:
        self._order = order

    @cached_property
    def stage(self) -> Path:
        """A folder of its own."""
        return Path(tempfile.mkdtemp(prefix="gongkai-"))

    @cached_property
    def staged(self) -> Pool:
        """Writes below `stage`."""
        recipe = msgspec.structs.replace(self._order.recipe, out=str(self.stage / "out"))
        return Pool(recipe, 1, self._order.timeout, self._order.memory)

    @cached_property
    def direct(self) -> Pool:
        """Writes where outputs belong."""
        return Pool(self._order.recipe, 1, self._order.timeout, self._order.memory)

    def close(self) -> None:
        """End the processes."""
        for name in {"staged", "direct"} & self.__dict__.keys():
            getattr(self, name).close()
        if "stage" in self.__dict__:
            shutil.rmtree(self.stage, ignore_errors=True)


_LOCK = threading.Lock()
_BENCHES: dict[str, list[_Bench]] = {}
_IDLE: dict[str, list[_Bench]] = {}
"""All benches and the idle ones by run: a worker that works in several threads needs several."""

_ORDER = msgspec.msgpack.Decoder(WorkOrder)
_ENCODER = msgspec.msgpack.Encoder()


def work(data: bytes) -> bytes:
    """Carry out an `Order`; a `Done`."""
    order = _ORDER.decode(data)
    if fingerprint(order.recipe) != order.fingerprint:
        return _ENCODER.encode(Done(trouble="工作节点上的 gongkai、插件或所用的库与本机不同"))
    bench = _take_bench(order)
    kept: dict[str, bytes] = {}
    try:
        done = Done(tuple(_carry_out(task, order, bench, kept) for task in order.tasks), kept)
    except GongkaiError as error:
        done = Done(trouble=str(error))
    with _LOCK:
        if order.run in _IDLE:
            _IDLE[order.run].append(bench)
    return _ENCODER.encode(done)


def release(run: str) -> None:
    """End every process that this worker has for a run, in the middle of a document too."""
    with _LOCK:
        _IDLE.pop(run, None)
        benches = _BENCHES.pop(run, [])
    for bench in benches:
        bench.close()


def _take_bench(order: WorkOrder) -> _Bench:
    with _LOCK:
        idle = _IDLE.setdefault(order.run, [])
        if idle:
            return idle.pop()
        bench = _Bench(order)
        _BENCHES.setdefault(order.run, []).append(bench)
        return bench


def _carry_out(task: tasks.Task, order: WorkOrder, bench: _Bench, kept: dict[str, bytes]) -> tasks.Reply:
    if isinstance(task, tasks.Hashing):
        return _hash(task, bench)
    if not is_url(order.out) and not is_url(os.fsdecode(task.job.path)):
        return _ask(bench.direct, task)
    return _convert_staged(task.job, order, bench, kept)


def _ask(pool: Pool, task: tasks.Task) -> tasks.Reply:
    ((_, reply),) = pool.run(iter([task]), lambda: None)
    return reply


def _hash(task: tasks.Hashing, bench: _Bench) -> tasks.Reply:
    here = tuple(source for source in task.sources if not is_url(os.fsdecode(source[1])))
    reply: tasks.Reply = _ask(bench.direct, tasks.Hashing(here)) if here else tasks.Hashes()
    if not isinstance(reply, tasks.Hashes):
        return reply
    hashes, unread = list(reply.hashes), list(reply.unread)
    for number, path in task.sources:
        if is_url(os.fsdecode(path)):
            try:
                hashes.append((number, hash_url(os.fsdecode(path))))
            except GongkaiError as error:
                unread.append((number, error.code, f"{error.what}（{error.remedy}）"))
    return tasks.Hashes(tuple(hashes), tuple(unread))


def _convert_staged(job: Job, order: WorkOrder, bench: _Bench, kept: dict[str, bytes]) -> tasks.Reply:
    """Fetch, convert beside, deliver. What the sinks left for the batch's own folder goes back with the reply."""
    inward, outward = bench.stage / "in", bench.stage / "out"
    url = os.fsdecode(job.path)
    try:
        path = job.path
        if is_url(url):
            inward.mkdir()
            file = inward / url.rpartition("/")[2]
            fetch(url, file)
            path = os.fsencode(file)
        reply = _ask(bench.staged, tasks.Converting(msgspec.structs.replace(job, path=path, claimed=True)))
        if not isinstance(reply, tasks.Converted):
            return reply
        for output in reply.outcome.outputs:
            target = join_url(order.out, output.path) if is_url(order.out) else str(Path(order.out, output.path))
            deliver(outward / output.path, target, job.claimed)
        for left in (outward / STATE_FOLDER).rglob("*.rows"):
            kept[left.relative_to(outward).as_posix()] = left.read_bytes()
        return tasks.Converted(msgspec.structs.replace(reply.outcome, path=job.path))
    except GongkaiError as error:
        message = f"{error.what}（{error.remedy}）" if error.remedy else error.what
        return tasks.Converted(Outcome(job.path, "failed", sha256=job.sha256, code=error.code, message=message))
    finally:
        for folder in (inward, outward):
            shutil.rmtree(folder, ignore_errors=True)
