"""Work that must not take longer than a limit, done in a thread so that the caller can go on without it."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_GRACE = 1.0
"""Seconds in which work that is told to stop can put things away."""


_SLICE = 0.5
"""Seconds to wait at once: some systems let nobody interrupt a wait."""


class _Stop(SystemExit):
    """Raised within the thread from outside; a thread ends on it without a word."""


class _WatchedThread(threading.Thread, Generic[Item, Result]):
    """Does the items in turn; `since` is when it began with the one at hand."""

    def __init__(self, items: Sequence[Item], work: Callable[[Item], Result]) -> None:
        super().__init__(daemon=True)
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self.since = monotonic()
        self._items, self._work = items, work

    def run(self) -> None:
        try:
            for item in self._items:
                self.since = monotonic()
                self.results.append(self._work(item))
        except _Stop:
            pass
        except BaseException as error:  # handed to the caller, whatever it is
            self.error = error

    def watch(self, seconds: float) -> bool:
        """Wait until all is done; False if an item took longer than allowed, and was stopped.

        Python code is stopped wherever it is; a call into a library ends when it ends, and the thread with it.
        """
        while self.is_alive():
            left = self.since + seconds - monotonic()
            if left <= 0:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(_Stop))
                self.join(_GRACE)
                return False
            self.join(min(left, _SLICE))
        if self.error is not None:
            raise self.error
        return True


def each_within(
    seconds: float,
    items: Sequence[Item],
    work: Callable[[Item], Result],
    too_late: Callable[[Item, bool], Result],
) -> list[Result]:
    """What `work` returns for each item, or `too_late` for those that took longer than the given time.

    `too_late` is told whether the work has ended; else it is still busy inside a library. Errors of both are raised.
    """
    results: list[Result] = []
    while len(results) < len(items):
        worker = _WatchedThread(items[len(results) :], work)
        worker.start()
        in_time = worker.watch(seconds)
        results += worker.results
        if not in_time and len(results) < len(items):
            results.append(too_late(items[len(results)], not worker.is_alive()))
    return results
