"""Options of every command that runs many documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gongkai.batch.records import Recipe
    from gongkai.batch.running import Fences
    from gongkai.cli.reading import HowToRead

_GIGABYTE = 1 << 30


@dataclass(frozen=True)
class HowToRun:
    """Where results of one call go, in which formats, and behind which fences: seconds and gigabytes a document."""

    target: str
    to: tuple[str, ...]
    jobs: int
    timeout: float
    memory: float
    csv_raw: bool
    force: bool
    quiet: bool

    def fences(self) -> Fences:
        """The fences of the workers."""
        from gongkai.batch.running import Fences

        return Fences(self.jobs, self.timeout, int(self.memory * _GIGABYTE))

    def recipe(self, reading: HowToRead, home: str) -> Recipe:
        """How each source is to be converted, with `home` the folder of ledger and report on this machine.

        UsageError for a format nobody writes, and what makes no sense for many sources.
        """
        from gongkai.batch.records import Recipe
        from gongkai.errors import UsageError
        from gongkai.plugins.specs import Limits
        from gongkai.walk.targets import choose_writers

        if reading.corrections:
            raise UsageError("更正文件只属于一个来源", "--corrections", "请对该来源用 gongkai convert")
        out = Path(home).absolute()
        if out.exists() and not out.is_dir():
            raise UsageError("不是文件夹", home, "请让 -o 指向文件夹")
        standard = dataclasses.asdict(Limits())
        limits = {name: value for name, value in dataclasses.asdict(reading.limits).items() if value != standard[name]}
        return Recipe(
            out=str(out),
            formats=tuple(format.name for format in choose_writers(None, self.to, reading.registry)),
            options=reading.options,
            limits=limits,
            pins=dict(reading.pins),
            without=tuple(sorted(reading.without)),
            strict=reading.strict,
            csv_raw=self.csv_raw,
        )


def running_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of running many documents; they reach it as one argument `how`."""
    names = [field.name for field in dataclasses.fields(HowToRun)]

    def command(*arguments: Any, **rest: Any) -> Any:
        how = HowToRun(**{name: rest.pop(name) for name in names})
        return function(*arguments, how=how, **rest)

    command = update_wrapper(command, function)  # first, since it takes over the options of what is inside
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = [
    click.option("-o", "--output", "target", metavar="OUT", required=True, help="结果文件夹，其中也有台账与报告。"),
    click.option("--to", multiple=True, metavar="FORMAT", help="xlsx（默认）、docx、json 或 csv（.zip）；可多次给出。"),
    click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="工作进程数；默认每个处理器核一个。"),
    click.option(
        "--timeout", type=click.FloatRange(0), default=300.0, metavar="SECONDS", help="每个文件的时限（300）。"
    ),
    click.option("--memory", type=click.FloatRange(0), default=2.0, metavar="GB", help="每个文件的内存上限（2）。"),
    click.option("--csv-raw", is_flag=True, help="CSV 中形似公式的文字不加引号保护。"),
    click.option("--force", is_flag=True, help="全部重新转换，并覆盖已有的结果。"),
    click.option("-q", "--quiet", is_flag=True, help="不显示进度。"),
]
