"""A batch from sources to ledger: found, hashed, planned, converted, accounted for."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Protocol

import msgspec

from gongkai.batch import tasks
from gongkai.batch.converting import output_suffix, recipe_registry
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.ledger import FOLDER, Counts, Ledger, ledger_errors, ledger_path
from gongkai.batch.locking import FolderLock
from gongkai.batch.planning import plan, unhashed
from gongkai.batch.records import Job, Outcome, Recipe
from gongkai.batch.recovery import open_ledger, remove_leftovers
from gongkai.batch.sources import Found
from gongkai.batch.workers import Pool
from gongkai.errors import GongkaiError, TargetError
from gongkai.walk.storing import refused

_HASHED_AT_ONCE = 32


class Fences(msgspec.Struct, frozen=True):
    """Worker processes (0: one per core), and seconds and bytes for each document (0: no fence)."""

    jobs: int = 0
    timeout: float = 300.0
    memory: int = 2 << 30


class Runner(Protocol):
    """What has tasks done: `workers.Pool`, or something that sends them elsewhere.

    `run` reads `todo` and calls `idle` in the caller's thread, and yields every task with its reply in any order. It
    raises GongkaiError where no work is possible. `close` gives up what is under way.
    """

    def run(self, todo: Iterator[tasks.Task], idle: Callable[[], None]) -> Iterator[tuple[tasks.Task, tasks.Reply]]: ...

    def close(self) -> None: ...


class Listener:
    """What a batch tells while it runs; every method may be left as it is."""

    def say(self, line: str) -> None:
        """Something a person should know."""

    def found(self, number: int) -> None:
        """So many sources met so far."""

    def planned(self, counts: Counts) -> None:
        """All sources are met and hashed; `counts.pending` are to be converted."""

    def finished(self, outcome: Outcome) -> None:
        """A source has been worked on."""

    def tick(self) -> None:
        """A moment without news."""


class Batch:
    """A run on an output folder, from entering to leaving. TargetError where another one is under way.

    `open_runner` gives what does the work, once there is any; by default a pool of processes on this machine.
    `outputs` is where outputs are looked for where that is not the folder of the ledger.
    """

    def __init__(
        self,
        recipe: Recipe,
        fences: Fences,
        listener: Listener,
        *,
        retry_failed: bool = False,
        force: bool = False,
        open_runner: Callable[[Recipe, Fences], Runner] | None = None,
        outputs: Path | None = None,
    ) -> None:
        self.recipe = recipe
        self.out = Path(recipe.out)
        self._fences = fences
        self._listener = listener
        self._retry_failed = retry_failed
        self._force = force
        self._stack = ExitStack()
        self._open_runner = open_runner or _open_pool
        self._outputs = outputs or self.out
        self._runner: Runner | None = None
        self.ledger: Ledger

    def __enter__(self) -> Batch:
        with self._stack as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def _open(self, stack: ExitStack) -> None:
        folder = self.out / FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FolderLock(folder / "lock"))
        except OSError as error:
            raise refused(error, folder) from error
        path = ledger_path(self.out)
        stack.enter_context(ledger_errors(path))
        ledger, told = open_ledger(path, self.out)
        self.ledger = stack.enter_context(ledger)
        if told:
            self._listener.say(told)
        self.fingerprint = fingerprint(self.recipe)
        cut = self.ledger.begin(self.recipe, self.fingerprint)
        if cut:
            removed = remove_leftovers(self.out)
            self._listener.say(f"上次运行未结束，从停下处继续（清除临时文件 {removed} 个）")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            self._runner.close()
        if error is None:
            with self._stack:
                self._end_run()
            return
        with suppress(sqlite3.Error):  # the first trouble is the one to tell
            self._end_run()
        self._stack.__exit__(kind, error, trace)

    def _end_run(self) -> None:
        # Whatever it ends with: where every source has its state there is nothing for the next run to go on with.
        if not self.ledger.counts().pending:
            self.ledger.end()

    def take(self, sources: Iterable[Found]) -> Counts:
        """Convert what is new or changed among the sources; the run's counts so far.

        TargetError where the disk is full: what is left stays pending, and another run goes on with it. AccountError
        where not every source found has a state.
        """
        before = self.ledger.counts().total
        met = 0
        for found in sources:
            met += self.ledger.see(found)
            self.ledger.rest()
            self._listener.found(met)
            if found.outcome is not None and found.outcome.state == "failed":
                self._listener.finished(found.outcome)
        self.ledger.commit()
        self._hash()
        self._plan()
        self._listener.planned(self.ledger.counts())
        self._convert()
        self.ledger.commit()
        counts = self.ledger.counts()
        if counts.pending or counts.total != met + before:
            raise AccountError(f"账目不符：找到 {met + before} 个来源，其中 {counts.pending} 个没有结果", str(self.out))
        return counts

    def _hash(self) -> None:
        broken: list[tuple[int, bytes]] = []
        for group, reply in self._run(_groups(unhashed(self.ledger), _HASHED_AT_ONCE)):
            assert isinstance(group, tasks.Hashing)
            if isinstance(reply, tasks.Lost):
                broken += group.sources
            else:
                self._take_hashes(group, reply)
        for single, reply in self._run(_groups(iter(broken), 1)):
            assert isinstance(single, tasks.Hashing)
            if isinstance(reply, tasks.Lost):
                reply = tasks.Hashes(unread=((single.sources[0][0], reply.code, reply.message),))
            self._take_hashes(single, reply)
        self.ledger.commit()

    def _take_hashes(self, group: tasks.Hashing, reply: tasks.Reply) -> None:
        assert isinstance(reply, tasks.Hashes)
        paths = dict(group.sources)
        for number, sha256 in reply.hashes:
            self.ledger.hashed(number, sha256)
        for number, code, message in reply.unread:
            outcome = Outcome(paths[number], "failed", code=code, message=message)
            self.ledger.finish(number, outcome)
            self._listener.finished(outcome)
        self.ledger.rest()

    def _plan(self) -> None:
        registry = recipe_registry(self.recipe)
        writers = {name: registry.writer(name) for name in self.recipe.formats}
        suffixes = {name: output_suffix(writer) for name, writer in writers.items() if writer is not None}
        done = plan(self.ledger, self._outputs, suffixes, self.fingerprint, self._retry_failed, self._force)
        self._retry_failed = self._force = False  # once for each run
        if done.renamed:
            self._listener.say(f"{done.renamed} 个来源的结果会与别的重名，已在名称中保留来源的后缀")
        if done.edited:
            self._listener.say(f"{done.edited} 个结果在转换后被改动过，予以保留（--force 重新转换）")

    def _convert(self) -> None:
        jobs: Iterator[tasks.Task] = (tasks.Converting(job) for job in self.ledger.jobs(self.recipe.formats))
        for task, reply in self._run(jobs):
            assert isinstance(task, tasks.Converting)
            outcome = self._outcome(task.job, reply)
            if outcome.disk_full:
                self.ledger.commit()
                raise TargetError(outcome.message, str(self.out), "其余来源未转换；腾出空间后重新运行，会从停下处继续")
            self.ledger.finish(task.job.id, outcome)
            self.ledger.rest()
            self._listener.finished(outcome)

    def _outcome(self, job: Job, reply: tasks.Reply) -> Outcome:
        if isinstance(reply, tasks.Converted):
            return msgspec.structs.replace(reply.outcome, fingerprint=self.fingerprint)
        assert isinstance(reply, tasks.Lost)
        return Outcome(job.path, "failed", job.sha256, self.fingerprint, reply.code, reply.message)

    def _run(self, todo: Iterator[tasks.Task]) -> Iterator[tuple[tasks.Task, tasks.Reply]]:
        first = next(todo, None)
        if first is None:  # nothing to do needs no workers
            return
        if self._runner is None:
            self._runner = self._open_runner(self.recipe, self._fences)
        yield from self._runner.run(_chain(first, todo), self._idle)

    def _idle(self) -> None:
        self.ledger.rest()
        self._listener.tick()


class AccountError(GongkaiError):
    """Not every source that was found has a state: a bug of ours."""


def _open_pool(recipe: Recipe, fences: Fences) -> Runner:
    return Pool(recipe, fences.jobs or _cores(), fences.timeout, fences.memory)


def _cores() -> int:
    # A container or a batch system may give this process fewer than there are.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _groups(sources: Iterator[tuple[int, bytes]], size: int) -> Iterator[tasks.Task]:
    while group := tuple(islice(sources, size)):
        yield tasks.Hashing(group)


def _chain(first: tasks.Task, rest: Iterator[tasks.Task]) -> Iterator[tasks.Task]:
    yield first
    yield from rest
