"""What a batch tells while it runs: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any

from gongkai.batch.ledger import Counts
from gongkai.batch.records import Outcome
from gongkai.batch.running import Listener
from gongkai.cli.console import say

_SECONDS = 5.0
_DOCUMENTS = 100
_FOUND = 1_000


class PlainLog(Listener):
    """Lines on standard error: every failure, and how far it is every five seconds in which something was done."""

    def __init__(self) -> None:
        self._total = 0
        self._done = 0
        self._started = self._told = time.monotonic()
        self._told_done = 0

    def say(self, line: str) -> None:
        say(line)

    def found(self, number: int) -> None:
        if number % _FOUND == 0:
            self.say(f"找到 {number:,} 个来源 …")

    def planned(self, counts: Counts) -> None:
        self._total, self._done, self._told_done = counts.pending, 0, 0
        self._started = self._told = time.monotonic()
        self.say(f"{counts.total:,} 个来源，{counts.pending:,} 个待转换")

    def finished(self, outcome: Outcome) -> None:
        self._done += 1
        if outcome.state == "failed":
            self.say(f"{outcome.name}: {outcome.message}")
        self.tick()

    def tick(self) -> None:
        now = time.monotonic()
        news = self._done - self._told_done
        if news and self._done < self._total and (news >= _DOCUMENTS or now - self._told >= _SECONDS):
            rate = self._done / max(now - self._started, 0.001)
            left = _duration((self._total - self._done) / rate)
            self.say(f"{self._done:,}/{self._total:,}，每秒 {rate:.1f} 个，还需 {left}")
            self._told, self._told_done = now, self._done


class ProgressBar(Listener):
    """A progress bar on the terminal; failures stay above it. Use as a context."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            refresh_per_second=4,
        )
        self._task: Any = self._progress.add_task("查找来源", total=None, rate="")
        self._done = 0
        self._started = self._shown = time.monotonic()

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._done:
            self._show(time.monotonic())
        self._progress.stop()

    def say(self, line: str) -> None:
        from rich.text import Text

        self._progress.print(Text(line), soft_wrap=True)

    def found(self, number: int) -> None:
        if number % _DOCUMENTS == 0:
            self._progress.update(self._task, completed=number)

    def planned(self, counts: Counts) -> None:
        self._done = 0
        self._started = time.monotonic()
        self._progress.reset(self._task, total=counts.pending, description="转换")

    def finished(self, outcome: Outcome) -> None:
        self._done += 1
        if outcome.state == "failed":
            self.say(f"{outcome.name}: {outcome.message}")
        now = time.monotonic()
        if now - self._shown >= 0.2:
            self._show(now)

    def tick(self) -> None:
        self._show(time.monotonic())

    def _show(self, now: float) -> None:
        self._shown = now
        rate = self._done / max(now - self._started, 0.001)
        self._progress.update(self._task, completed=self._done, rate=f"每秒 {rate:.1f} 个")


def open_listener(quiet: bool) -> Any:
    """What suits standard error, as a context that gives a Listener."""
    from contextlib import nullcontext

    if quiet:
        return nullcontext(Listener())
    return ProgressBar() if sys.stderr.isatty() else nullcontext(PlainLog())


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
