"""The parent's side: a fixed number of worker processes, each replaced when it crashes, hangs or has worked enough.

A worker is a new interpreter with two pipes, started the same way on every system; it imports the libraries once and
takes many documents. For each there is a thread here that hands it tasks and waits; the caller's thread takes the
replies, watches the clock and touches the ledger.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO

from gongkai.batch import tasks
from gongkai.batch.records import Recipe
from gongkai.errors import GongkaiError, PluginError, one_line

DOCUMENTS_PER_WORKER = 200
_START_SECONDS = 120.0
_TICK = 0.1
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from gongkai.batch.fenced import serve; serve()"


class _Worker:
    """One process. `served` tasks so far."""

    def __init__(self) -> None:
        self.served = 0
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-X", "utf8", "-c", _CODE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._inward: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._outward: BinaryIO = self._process.stdin  # type: ignore[assignment]

    def start(self, start: tasks.Start) -> None:
        """Hand over the recipe. PluginError where the worker cannot work, OSError or EOFError where it ended."""
        tasks.send(self._outward, start)
        ready = tasks.receive_reply(self._inward)
        if not isinstance(ready, tasks.Ready) or ready.trouble:
            raise PluginError(f"工作进程不能启动：{getattr(ready, 'trouble', '')}", "", "请检查插件")

    def ask(self, task: tasks.Task) -> tasks.Hashes | tasks.Converted:
        """Have a task done. OSError or EOFError where the worker ended instead."""
        tasks.send(self._outward, task)
        reply = tasks.receive_reply(self._inward)
        assert not isinstance(reply, tasks.Ready)
        self.served += 1
        return reply

    def kill(self) -> None:
        """End it at once; from any thread."""
        self._process.kill()

    def end(self) -> int:
        """Wait for its end, once it has been killed, ended or told to; its exit code."""
        for stream in (self._outward, self._inward):
            with suppress(OSError):
                stream.close()
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class _Lane(threading.Thread):
    """Hands tasks to one worker after the other."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(daemon=True)
        self._pool = pool
        self._worker: _Worker | None = None
        self._clock = threading.Lock()
        self._deadline = 0.0
        self._overdue = False

    def run(self) -> None:
        while (task := self._pool.waiting.get()) is not None:
            try:
                reply: tasks.Reply | GongkaiError = self._attempt(task)
            except GongkaiError as error:
                reply = error
            except Exception as error:
                reply = GongkaiError(f"工作进程出错：{one_line(error)}")
            self._pool.replies.put((task, reply))
        self._retire()

    def check(self, now: float) -> None:
        """End a worker that has been at it for too long."""
        with self._clock:
            if self._deadline and now > self._deadline:
                self._deadline = 0.0
                self._overdue = True
                self.kill()

    def _set_clock(self, seconds: float) -> None:
        with self._clock:
            self._overdue = False
            self._deadline = time.monotonic() + seconds if seconds else 0.0

    def _stop_clock(self) -> None:
        with self._clock:
            self._deadline = 0.0

    def kill(self) -> None:
        """End the worker under way."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _attempt(self, task: tasks.Task) -> tasks.Reply:
        lost = self._try(task)
        if isinstance(lost, tasks.Lost) and lost.code == "WorkerCrash" and not self._pool.closed:
            # An earlier document may have broken the worker, or the system was short of memory: once more in a new one.
            return self._try(task)
        return lost

    def _try(self, task: tasks.Task) -> tasks.Reply:
        worker = self._ready()
        self._set_clock(self._pool.timeout)
        try:
            reply = worker.ask(task)
        except (OSError, EOFError):
            return self._lost(worker)
        finally:
            self._stop_clock()
        if worker.served >= self._pool.recycle or _spoilt(reply):
            self._retire()
        return reply

    def _ready(self) -> _Worker:
        if self._worker is None:
            worker = self._worker = _Worker()
            self._set_clock(_START_SECONDS)
            try:
                worker.start(self._pool.start)
            except (OSError, EOFError) as error:
                what = f"工作进程不能启动（{_ended(worker.end())}）"
                raise PluginError(what, "", "请检查内存与 --memory") from error
            except PluginError:
                worker.end()
                raise
            finally:
                self._stop_clock()
        return self._worker

    def _lost(self, worker: _Worker) -> tasks.Lost:
        self._worker = None
        code = worker.end()
        if self._overdue:
            return tasks.Lost("Timeout", f"超过 {self._pool.timeout:g} 秒，已放弃（可用 --timeout 放宽）")
        return tasks.Lost("WorkerCrash", f"工作进程意外结束（{_ended(code)}）")

    def _retire(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class Pool:
    """`jobs` workers for one recipe. `timeout` in seconds and `memory` in bytes fence every task; 0: no fence."""

    def __init__(
        self, recipe: Recipe, jobs: int, timeout: float, memory: int, recycle: int = DOCUMENTS_PER_WORKER
    ) -> None:
        self.start = tasks.Start(recipe, memory, timeout)
        self.timeout = timeout
        self.recycle = recycle
        self.closed = False
        self.waiting: queue.SimpleQueue[tasks.Task | None] = queue.SimpleQueue()
        self.replies: queue.SimpleQueue[tuple[tasks.Task, tasks.Reply | GongkaiError]] = queue.SimpleQueue()
        self._lanes = [_Lane(self) for _ in range(jobs)]
        for lane in self._lanes:
            lane.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def run(self, todo: Iterator[tasks.Task], idle: Callable[[], None]) -> Iterator[tuple[tasks.Task, tasks.Reply]]:
        """Have all tasks done; replies in the order they come. `todo` is read, and `idle` called, in this thread."""
        under_way = 0
        more = True
        while True:
            while more and under_way < 2 * len(self._lanes):
                task = next(todo, None)
                more = task is not None
                if task is not None:
                    self.waiting.put(task)
                    under_way += 1
            if not under_way:
                return
            try:
                done, reply = self.replies.get(timeout=_TICK)
            except queue.Empty:
                self._watch()
                idle()
                continue
            under_way -= 1
            self._watch()
            if isinstance(reply, GongkaiError):
                raise reply
            yield done, reply

    def close(self) -> None:
        """End all workers; what is under way is given up."""
        self.closed = True
        with suppress(queue.Empty):
            while True:
                self.waiting.get_nowait()
        for _ in self._lanes:
            self.waiting.put(None)
        for lane in self._lanes:
            lane.kill()
        for lane in self._lanes:
            lane.join(timeout=10)

    def _watch(self) -> None:
        now = time.monotonic()
        for lane in self._lanes:
            lane.check(now)


def _spoilt(reply: tasks.Reply) -> bool:
    return isinstance(reply, tasks.Converted) and reply.outcome.code == "OutOfMemory"


def _ended(code: int) -> str:
    if code < 0:
        try:
            return f"信号 {signal.Signals(-code).name}"
        except ValueError:
            return f"信号 {-code}"
    return f"退出码 {code}"
