"""Watching a folder: what arrives is converted once it has stopped growing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from gongkai.batch.running import Batch, Listener
from gongkai.batch.sources import Finder, Found
from gongkai.errors import TargetError

_LOOK = 0.5
"""Seconds between looks at files that may still grow."""

_WHOLE = 300.0
"""Seconds between looks at the whole folder, for what the system's notices missed (network drives, overflows)."""


class Growing:
    """Files that changed lately, each until it has kept size and time for `settle` seconds of the monotonic clock."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._files: dict[str, tuple[tuple[int, int], float]] = {}

    def __len__(self) -> int:
        return len(self._files)

    def add_all(self, path: str, now: float) -> None:
        """A file that may be growing, or all below a folder that came whole: of those there are no notices."""
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
            for folder, _, names in os.walk(path):
                for name in names:
                    self.add(os.path.join(folder, name), now)  # noqa: PTH118
        else:
            self.add(path, now)

    def add(self, path: str, now: float) -> None:
        """A file that may be growing; one that is gone is forgotten."""
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            self._files.pop(path, None)
            return
        seen = (status.st_size, status.st_mtime_ns)
        before = self._files.get(path)
        if before is None or before[0] != seen:
            self._files[path] = (seen, now)

    def settled(self, now: float) -> list[str]:
        """Those that have stopped growing, in order; they are forgotten here."""
        for path in list(self._files):
            self.add(path, now)
        done = sorted(path for path, (_, since) in self._files.items() if now - since >= self._settle)
        for path in done:
            del self._files[path]
        return done


def watch_folder(batch: Batch, finder: Finder, folder: Path, settle: float, listener: Listener) -> None:
    """Convert what is in a folder and what comes, until interrupted. TargetError where the folder goes away."""
    from watchfiles import watch

    root = os.path.abspath(folder)  # noqa: PTH100
    growing = Growing(settle)
    notices = watch(root, rust_timeout=int(_LOOK * 1000), yield_on_timeout=True, raise_interrupt=True, debounce=200)
    batch.take(_ready(finder.find([root]), growing, settle))
    listener.say(f"守候 {root}，按 Ctrl-C 结束")
    looked = time.monotonic()
    for changes in notices:
        now = time.monotonic()
        for _, path in changes:
            if not finder.is_output(path):
                growing.add_all(path, now)
        done = growing.settled(now)
        if done:
            batch.take(_each(finder, done, root))
        if now - looked >= _WHOLE:
            looked = now
            batch.take(_ready(finder.find([root]), growing, settle))
        if not folder.is_dir():
            raise TargetError("守候的文件夹已不存在", str(folder), "请检查磁盘或网络连接")


def _each(finder: Finder, paths: list[str], root: str) -> Iterator[Found]:
    for path in paths:
        inner = Path(os.path.relpath(path, root)).parts[:-1]
        if os.path.lexists(path) and not any(part.startswith(".") for part in inner):
            yield from finder.one(path, inner)


def _ready(found: Iterator[Found], growing: Growing, settle: float) -> Iterator[Found]:
    # A file touched a moment ago, or in a future that a clock's jump left behind, is looked at again.
    now, clock = time.monotonic(), time.time_ns()
    for one in found:
        if one.outcome is None and one.mtime > clock - settle * 1e9:
            growing.add(os.fsdecode(one.path), now)
        else:
            yield one
