"""Standard output for results, standard error for people; both UTF-8 whatever the console's code page."""

from __future__ import annotations

import io
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import click

from gongkai.words.labels import printable


@dataclass
class Session:
    """What holds for the whole call."""

    debug: bool = False


def open_console() -> None:
    """Set both streams to UTF-8; what it cannot encode (a file name's stray bytes) shows as a backslash escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str) -> None:
    """A line for the user, on standard error."""
    click.echo(printable(line), err=True)


def give(line: str) -> None:
    """A line of the result, on standard output."""
    click.echo(printable(line))


class Progress:
    """What is being worked on, shown on a terminal once the work has taken a second; otherwise nothing."""

    def __init__(self, total: int, delay: float = 1.0) -> None:
        self._total = total
        self._done = 0
        self._text = ""
        self._status: Any = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(delay, self._show) if sys.stderr.isatty() else None

    def __enter__(self) -> Progress:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._timer = None
            self._clear()

    def step(self, name: str) -> None:
        """Begin the next piece of work."""
        with self._lock:
            self._done += 1
            self._text = f"[{self._done}/{self._total}] {name}" if self._total > 1 else name
            if self._status is not None:
                self._status.update(self._plain())

    def pause(self) -> None:
        """Clear the line before something else is printed; it comes back with the next step."""
        with self._lock:
            shown = self._status is not None
            self._clear()
        if shown and self._timer is not None:
            self._timer = threading.Timer(0.2, self._show)
            self._timer.daemon = True
            self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if self._timer is not None and self._status is None:
                self._status = Status(self._plain(), console=Console(stderr=True))
                self._status.start()

    def _clear(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _plain(self) -> Any:
        from rich.text import Text  # as Text, brackets in a file name are no markup

        return Text(self._text, no_wrap=True, overflow="ellipsis")
