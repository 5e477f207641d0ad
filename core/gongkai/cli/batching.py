"""`gongkai batch` and `gongkai watch`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.batch_extras import Extras, dataset_option, extras_options
from gongkai.cli.console import give, say
from gongkai.cli.reading import HowToRead, reading_options
from gongkai.cli.running import HowToRun, running_options

if TYPE_CHECKING:
    from gongkai.batch.ledger import Counts, Ledger
    from gongkai.batch.records import Recipe
    from gongkai.batch.sources import Finder

SOME_FAILED = 3


@click.command(short_help="无人值守地转换成千上万个文件。")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@running_options
@click.option("--retry-failed", is_flag=True, help="再试一次先前失败的来源。")
@extras_options
@reading_options
def batch(reading: HowToRead, extras: Extras, how: HowToRun, sources: tuple[str, ...], retry_failed: bool) -> int:
    """转换文件夹（含其下各层）、通配符、文件清单（@FILE，@- 为标准输入）中的全部来源。

    结果按来源的目录结构写到 OUT；每个来源的去向记在台账 OUT/.gongkai/ledger.sqlite 中。再次运行只转换新增和改变的来源；
    中断后再次运行，从停下处继续。退出码：0 全部完成，3 有来源失败，130 已中断，其余与 convert 相同。
    """
    from gongkai.batch.running import Batch
    from gongkai.cli.batch_progress import open_listener

    recipe = extras.extend(how.recipe(reading, extras.home(how.target)))
    finder = make_finder(reading, sources, recipe)
    found = extras.find(sources, finder)  # before anything is written, should one of them not exist
    hired = extras.help_from(recipe, how.target)
    with terminable(), open_listener(how.quiet) as listener:
        running = Batch(recipe, how.fences(), listener, retry_failed=retry_failed, force=how.force, **hired)
        with running:
            extras.before(running)
            try:
                counts = running.take(found)
            finally:
                written = _report(running.ledger, running.out)
            written += extras.after(running)
    return _tell(counts, written)


@click.command(short_help="转换不断送到一个文件夹中的文件。")
@click.argument("folder", metavar="FOLDER")
@running_options
@click.option("--settle", type=click.FloatRange(0.1), default=2.0, metavar="SECONDS", help="多久不变才算写完（2）。")
@dataset_option
@reading_options
def watch(reading: HowToRead, extras: Extras, how: HowToRun, folder: str, settle: float) -> int:
    """守候 FOLDER：先转换其中已有的文件，再转换陆续送来的，直到按 Ctrl-C。台账、时限与 batch 相同。"""
    from gongkai.batch.running import Batch
    from gongkai.batch.watching import watch_folder
    from gongkai.cli.batch_progress import open_listener
    from gongkai.errors import UsageError

    if not Path(folder).is_dir():
        raise UsageError("不是文件夹", folder, "请给出要守候的文件夹")
    recipe = extras.extend(how.recipe(reading, how.target))
    finder = make_finder(reading, (folder,), recipe)
    written: list[Path] = []
    with terminable(), open_listener(how.quiet) as listener:
        running = Batch(recipe, how.fences(), listener, force=how.force)
        with running:
            extras.before(running)
            try:
                watch_folder(running, finder, Path(folder), settle, listener)
            except KeyboardInterrupt:
                say("已停止守候")
            finally:
                counts = running.ledger.counts()
                written = _report(running.ledger, running.out)
            written += extras.after(running)
    _tell(counts, written)
    return 0


def make_finder(reading: HowToRead, sources: tuple[str, ...], recipe: Recipe) -> Finder:
    """What finds the sources; UsageError where results would land among them."""
    from gongkai.batch.sources import Finder
    from gongkai.errors import UsageError
    from gongkai.walk.targets import claimed_suffixes, source_stem

    out = Path(recipe.out)
    for source in sources:
        if out.exists() and Path(source).is_dir() and out.samefile(source):
            raise UsageError("结果文件夹就是来源文件夹", source, "请用 -o 指定另一个文件夹")
    return Finder(out, lambda name: source_stem(Path(name), reading.registry), claimed_suffixes(reading.registry))


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the work as cleanly as Ctrl-C."""
    try:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _report(ledger: Ledger, out: Path) -> list[Path]:
    from gongkai.batch.reporting import write_report
    from gongkai.errors import TargetError

    try:
        return write_report(ledger, out)
    except TargetError as error:  # the conversions stand all the same
        say(str(error))
        return []


def _tell(counts: Counts, written: list[Path]) -> int:
    for path in written:
        give(str(path))
    say(
        f"共 {counts.total:,} 个来源：已转换 {counts.converted:,}，有发现 {counts.converted_with_findings:,}，"
        f"失败 {counts.failed:,}，跳过 {counts.skipped:,}；每个都有着落"
    )
    return SOME_FAILED if counts.failed else 0
