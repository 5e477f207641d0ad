"""A batch's workers on a cluster: groups of documents go out, replies come back, lost workers are survived.

Dask gives a group whose worker was lost to another one. The documents of a group that outlives none are tried
once more one by one when nothing else is under way, so that only the one to blame is given up.
"""

from __future__ import annotations

import logging
import queue
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from gongkai.batch import tasks
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.records import Recipe
from gongkai.batch.recovery import remove_leftovers
from gongkai.batch.running import Fences
from gongkai.cluster.urls import is_url
from gongkai.cluster.working import Done, WorkOrder, release, work
from gongkai.errors import GongkaiError, PluginError, TargetError, UsageError
from gongkai.extras import install_hint
from gongkai.walk.storing import store

_GROUP = 8
_AHEAD = 2
"""Groups under way for each thread of the cluster."""

_TICK = 0.1
_PATIENCE = 60.0
"""Seconds without a single worker before the batch stops; another run goes on with it."""

_LIVES = 2
"""Workers a group may take with it on a cluster of ours; others have a rule of their own."""

_LOSSES = 1_000
"""Results lost on their way, in all, before something else must be wrong."""

_LOCAL = re.compile(r"local:(\d+)")
_REMOTE = re.compile(r"(?:tcp|tls|ws|wss)://\S+")
_ENCODER = msgspec.msgpack.Encoder()
_DONE = msgspec.msgpack.Decoder(Done)


@dataclass
class Cluster:
    """A connection: Dask's client, and the cluster itself where it is ours."""

    client: Any
    own: Any = None
    seen: set[str] = field(default_factory=set)

    def threads(self) -> int:
        """How many groups it can work on at once; 0 while it has no worker."""
        return sum(self.client.nthreads().values())

    def close(self, run: str) -> None:
        """End it where it is ours, else leave it, with nothing of the run going on there."""
        with suppress(Exception):  # nobody may be left to hear it
            self.client.run(release, run)
        self.client.close(timeout=5)
        if self.own is not None:
            self.own.close(timeout=10)


def open_cluster(address: str) -> Cluster:
    """Connect to `tcp://…` or `tls://…`, or start `local:N` worker processes that only this machine can reach.

    UsageError for another address or where Dask is not installed or nobody answers.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise UsageError("没有安装 distributed", "--cluster", install_hint("cluster")) from error
    local = _LOCAL.fullmatch(address)
    if local is None and not _REMOTE.fullmatch(address):
        raise UsageError(f"不是集群的地址：{address}", "--cluster", "如 local:4 或 tcp://主机:8786")
    connect: Any = distributed.Client
    start: Any = distributed.LocalCluster
    for name in ("distributed", "distributed.client", "tornado.application"):  # its news are told in our own words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        if local is None:
            return Cluster(connect(address, timeout=15, set_as_default=False))
        with dask.config.set({"distributed.scheduler.allowed-failures": _LIVES - 1}):
            own = start(
                n_workers=max(1, int(local[1])),
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                worker_dashboard_address=None,
                silence_logs=logging.CRITICAL,
                memory_limit=0,
            )
        return Cluster(connect(own, set_as_default=False), own)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"不能连接集群：{error}", address, "请检查地址，以及调度器是否在运行") from error


class ClusterPool:
    """Stands where a batch's `Pool` stands. `out` is the folder or URL of the outputs, as workers see it."""

    def __init__(self, recipe: Recipe, fences: Fences, address: str, out: str) -> None:
        self._order = WorkOrder(
            secrets.token_hex(8), recipe, fingerprint(recipe), out, fences.timeout, fences.memory, ()
        )
        self._home = Path(recipe.out)
        self._cluster = open_cluster(address)
        self._address = address
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._alone = False
        self._under_way: dict[Any, tuple[tasks.Task, ...]] = {}
        self._suspects: list[tasks.Task] = []
        self._submitted = 0
        self._deserted = 0.0
        self._lost_some = False
        self._losses = 0

    def run(self, todo: Iterator[tasks.Task], idle: Callable[[], None]) -> Iterator[tuple[tasks.Task, tasks.Reply]]:
        """Have all tasks done; replies in the order they come. `todo` is read, and `idle` called, in this thread."""
        try:
            yield from self._run(todo, idle)
        except GongkaiError:
            raise
        except Exception as error:
            if isinstance(error, OSError) or self._cluster.client.status != "running":  # the scheduler is gone
                raise TargetError("与集群的连接中断", self._address, "再次运行会从停下处继续") from error
            raise

    def _run(self, todo: Iterator[tasks.Task], idle: Callable[[], None]) -> Iterator[tuple[tasks.Task, tasks.Reply]]:
        more = True
        while more or self._under_way or self._suspects:
            while more and len(self._under_way) < _AHEAD * max(1, self._cluster.threads()):
                group = self._next_group(todo)
                more = bool(group)
                if group:
                    self._submit(group)
            if not self._under_way:
                if not self._suspects:
                    return
                self._submit((self._suspects.pop(),), alone=True)
            try:
                future = self._answers.get(timeout=_TICK)
            except queue.Empty:
                self._look_after_workers()
                idle()
                continue
            yield from self._taken(future)

    def close(self) -> None:
        """Give up what is under way and leave the cluster, ending it where it is ours."""
        with suppress(Exception):
            self._cluster.client.cancel(list(self._under_way))
        self._under_way.clear()
        self._cluster.close(self._order.run)
        if self._lost_some and not is_url(self._order.out):
            remove_leftovers(self._home)

    def _next_group(self, todo: Iterator[tasks.Task]) -> tuple[tasks.Task, ...]:
        # Small groups first, so that few documents are spread over all workers.
        size = min(_GROUP, 1 + self._submitted // (_AHEAD * max(1, self._cluster.threads())))
        group = []
        for task in todo:
            group.append(task)
            if len(group) == size:
                break
        return tuple(group)

    def _submit(self, group: tuple[tasks.Task, ...], alone: bool = False) -> None:
        self._alone = alone
        order = _ENCODER.encode(msgspec.structs.replace(self._order, tasks=group))
        future = self._cluster.client.submit(work, order, pure=False)
        self._under_way[future] = group
        self._submitted += 1
        future.add_done_callback(self._answers.put)

    def _taken(self, future: Any) -> Iterator[tuple[tasks.Task, tasks.Reply]]:
        group = self._under_way.pop(future, ())
        if not group:
            return
        data, error = _result(future)
        if data is not None:
            done = _DONE.decode(data)
            if done.trouble:
                raise PluginError(done.trouble, self._address, "请让各节点安装同样的版本")
            for path, content in done.kept.items():
                store(content, self._home / path)
            yield from zip(group, done.replies, strict=True)
            return
        self._lost_some = True
        if error is None:  # its result went with the worker that had it; the same work again gives the same
            self._losses += 1
            if self._losses > _LOSSES:
                raise TargetError("集群一再丢失结果", self._address, "请检查网络；再次运行会从停下处继续")
            self._submit(group, self._alone)
        elif type(error).__name__ != "KilledWorker":
            raise TargetError(f"集群未能完成任务：{error}", self._address, "再次运行会从停下处继续")
        elif self._alone:
            yield group[0], tasks.Lost("WorkerCrash", "处理它的工作节点接连失联，已放弃")
        else:
            self._suspects.extend(group)

    def _look_after_workers(self) -> None:
        known = set(self._cluster.client.nthreads())
        self._lost_some |= bool(self._cluster.seen - known)
        self._cluster.seen |= known
        if known:
            self._deserted = 0.0
        elif not self._deserted:
            self._deserted = time.monotonic()
        elif time.monotonic() - self._deserted > _PATIENCE:
            raise TargetError("集群没有可用的工作节点", self._address, "再次运行会从停下处继续")


def _result(future: Any) -> tuple[bytes | None, BaseException | None]:
    """What a group gave, or what ended it; neither where that was lost on its way."""
    if future.status == "error":
        return None, future.exception()
    if future.status != "finished":
        return None, None
    try:
        return future.result(timeout=_PATIENCE), None
    except Exception as error:
        return None, error if type(error).__name__ == "KilledWorker" else None
