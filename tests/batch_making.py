"""Batches in tests: small documents, a call of a batch, and a format whose documents do harm."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gongkai import hookimpl
from gongkai.batch.fenced import perform
from gongkai.batch.ledger import Counts, Ledger, ledger_path
from gongkai.batch.records import Outcome, Recipe
from gongkai.batch.running import Batch, Fences, Listener
from gongkai.batch.sources import Finder
from gongkai.batch.tasks import Reply, Task
from gongkai.model import BareDocument, BareLine, SourceInfo
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Format, Source
from gongkai.testing import registry_of
from gongkai.walk.targets import source_stem

SUFFIXES = (".txt", ".md", ".pdf", ".zip", ".harm")
"""What readers claim, as far as these tests go."""


def text_of(number: int, wrong: bool = False) -> str:
    """A document with one table that adds up, or does not."""
    total = 500 + number
    return (
        f"示例市第{number}号单位2023年度部门决算\n\n公开03表\n\n支出决算表\n\n部门：示例市第{number}号单位\t金额单位：万元\n\n"
        "科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        f"合计\t\t{total + 9 * wrong}.00\t{total - 100}.00\t100.00\n"
        f"201\t一般公共服务支出\t{total}.00\t{total - 100}.00\t100.00\n"
    )


def make_documents(folder: Path, numbers: Iterable[int]) -> None:
    """Documents `d<number>.txt` in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"d{number}.txt").write_text(text_of(number), encoding="utf-8", newline="\n")


class Told(Listener):
    """Keeps what a batch tells."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.worked: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def finished(self, outcome: Outcome) -> None:
        self.worked.append(Path(outcome.name).name)


class InPlace:
    """Has tasks done in this very process: quick, and without fences."""

    def __init__(self, recipe: Recipe, fences: Fences) -> None:
        self._recipe = recipe

    def run(self, todo: Iterator[Task], idle: Callable[[], None]) -> Iterator[tuple[Task, Reply]]:
        for task in todo:
            yield task, perform(task, self._recipe)
            idle()

    def close(self) -> None:
        pass


def take(
    sources: Path | list[str],
    out: Path,
    told: Told | None = None,
    *,
    formats: tuple[str, ...] = ("json",),
    fences: Fences | None = None,
    registry: str = "",
    retry_failed: bool = False,
    force: bool = False,
) -> Counts:
    """One batch; in this process unless it needs fences."""
    recipe = Recipe(str(out), formats, registry=registry)
    wanted = sources if isinstance(sources, list) else [str(sources)]
    runner = None if fences else InPlace
    running = Batch(
        recipe, fences or Fences(jobs=1), told or Told(), retry_failed=retry_failed, force=force, open_runner=runner
    )
    with running:
        return running.take(finder(out).find(wanted))


def finder(out: Path) -> Finder:
    """Finds the sources of a batch into a folder."""
    plain = registry_of(installed=("formats",))
    return Finder(out, lambda name: source_stem(Path(name), plain), SUFFIXES)


def outcomes(out: Path) -> dict[str, Outcome]:
    """The outcomes of the last run by file name."""
    with Ledger(ledger_path(out)) as ledger:
        return {Path(outcome.name).name: outcome for outcome in ledger.outcomes()}


def outputs(out: Path) -> dict[str, bytes]:
    """Every output below a folder, neither ledger nor report."""
    paths = (path for path in out.rglob("*") if path.is_file() and ".gongkai" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths if path.stem != "report"}


def harmful_registry() -> Registry:
    """The formats, and one whose documents do what they say."""
    return registry_of({"harm": _Harm()}, installed=("formats",))


def full_disk_registry() -> Registry:
    """The formats on a disk that takes three outputs."""
    from gongkai.batch import converting
    from gongkai.walk import storing

    room = iter(range(3))

    def store(written: bytes, path: Path) -> None:
        if next(room, None) is None:
            error = OSError(errno.ENOSPC, "No space left on device")
            raise storing.TargetError("不能写入：磁盘已满", str(path)) from error
        storing.store(written, path)

    if sys.argv[0] == "-c":  # in a worker; the parent asks for the registry too
        converting.store = store  # type: ignore[assignment]
    return registry_of(installed=("formats",))


class _Harm:
    @hookimpl
    def gongkai_formats(self) -> list[Format]:
        return [Format("harm", "害", (".harm",), ("text/x-harm",), sniff=_sniff, read=_read)]


def _sniff(head: bytes, name: str) -> float:
    return float(head.startswith(b"HARM "))


def _read(source: Source) -> BareDocument:
    what, _, rest = source.data.decode().removeprefix("HARM ").strip().partition(" ")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    elif what == "hang":
        Path(rest).write_text(str(os.getpid()))
        time.sleep(600)
    elif what == "hold":  # a library that hangs without letting go of the interpreter
        ctypes.PyDLL(None).sleep(600)
    elif what == "memory":
        bytearray(1 << 36)
    elif what == "print":
        print("a library prints", flush=True)
        os.write(1, b"\0\0\0\1x")
    elif what == "once":  # crashes in a worker that has worked before
        flag = Path(rest)
        if not flag.exists():
            flag.touch()
            os._exit(7)
    elif what == "bug":
        raise ZeroDivisionError("here")
    return BareDocument(SourceInfo(source.name, source.sha256, "text/x-harm"), "harm", (BareLine("害"),))
