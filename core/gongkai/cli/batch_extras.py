"""What else becomes of a batch: a dataset, a bag, other machines to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import update_wrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.console import say

if TYPE_CHECKING:
    from gongkai.batch.records import Recipe
    from gongkai.batch.running import Batch, Fences
    from gongkai.batch.sources import Finder, Found


@dataclass(frozen=True)
class Extras:
    """The extras of one call."""

    dataset: bool = False
    bag: bool = False
    information: dict[str, str] = field(default_factory=dict)
    cluster: str = ""

    def home(self, target: str) -> str:
        """The folder on this machine for ledger, report and dataset: OUT, or one named like it where OUT is a URL."""
        from gongkai.cluster.urls import is_url, local_path
        from gongkai.errors import UsageError

        target = local_path(target)
        if not is_url(target):
            return target
        if not self.cluster:
            raise UsageError("写到别处的地址须用 --cluster", target, "如 --cluster local:4")
        if self.bag:
            raise UsageError("档案包只能装本机的结果", "--bag", "请让 -o 指向文件夹")
        home = target.rstrip("/").rpartition("/")[2] or "out"
        say(f"台账与报告在本机 {home}")
        return home

    def help_from(self, recipe: Recipe, target: str) -> dict[str, Any]:
        """Arguments of `Batch`: who works, and where outputs are."""
        from gongkai.cluster.pool import ClusterPool
        from gongkai.cluster.urls import RemoteFolder, is_url

        if not self.cluster:
            return {}
        outputs = RemoteFolder(target) if is_url(target) else None
        where = target if is_url(target) else recipe.out

        def open_runner(recipe: Recipe, fences: Fences) -> ClusterPool:
            return ClusterPool(recipe, fences, self.cluster, where)

        return {"open_runner": open_runner, "outputs": outputs}

    def find(self, sources: tuple[str, ...], finder: Finder) -> Iterator[Found]:
        """All sources, those at URLs too; where one does not exist, SourceError at once."""
        from gongkai.cluster.urls import find_sources, is_url, local_path
        from gongkai.errors import UsageError

        plain = [local_path(source) for source in sources]
        far = [source for source in plain if is_url(source)]
        if far and not self.cluster:
            raise UsageError("读取别处的地址须用 --cluster", far[0], "如 --cluster local:4")
        if far and self.bag:
            raise UsageError("档案包只能装本机的来源", "--bag", "请先把来源取到文件夹")
        here = finder.find([source for source in plain if not is_url(source)])
        return chain(here, *[find_sources(url, finder) for url in far])

    def extend(self, recipe: Recipe) -> Recipe:
        """The recipe with what workers have to do besides. UsageError where a library is not installed."""
        import msgspec

        from gongkai.dataset.filling import SINK
        from gongkai.dataset.libraries import require_pyarrow

        if not self._fills_dataset(Path(recipe.out)):
            return recipe
        require_pyarrow()
        return msgspec.structs.replace(recipe, sinks=(*recipe.sinks, SINK))

    def before(self, running: Batch) -> None:
        """Once the ledger is open, before anything is taken."""
        from gongkai.dataset.filling import reopen_lacking

        if self._fills_dataset(running.out):
            lacking = reopen_lacking(running.ledger, running.out)
            if lacking:
                say(f"{lacking} 个已转换的来源不在数据集中，重新转换")

    def after(self, running: Batch) -> list[Path]:
        """Once everything is converted and reported; the paths of what was written."""
        from gongkai.archiving.packing import pack_batch
        from gongkai.dataset.filling import merge_batch
        from gongkai.dataset.querying import FOLDER

        written = []
        if self._fills_dataset(running.out):
            merged = merge_batch(running.ledger, running.out)
            say(f"数据集：{merged.documents:,} 份文件，新增 {merged.added:,}，移除 {merged.removed:,}")
            if merged.missing:
                say(f"{len(merged.missing)} 份文件没有数据行，再次运行会补上")
            written.append(running.out / FOLDER)
        if self.bag:
            written.append(pack_batch(running.ledger, running.out, self.information))
        return written

    def _fills_dataset(self, out: Path) -> bool:
        # Once there is one it is kept up: a dataset that says other than the outputs beside it would be worse than none.
        from gongkai.dataset.querying import FOLDER
        from gongkai.dataset.storing import MANIFEST

        return self.dataset or (out / FOLDER / MANIFEST).is_file()


def dataset_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the dataset alone; it reaches the command as one argument `extras`."""

    def command(*arguments: Any, dataset: bool, **rest: Any) -> Any:
        return function(*arguments, extras=Extras(dataset), **rest)

    return _DATASET(update_wrapper(command, function))


def extras_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all extras; they reach it as one argument `extras`."""

    def command(*arguments: Any, dataset: bool, bag: bool, bag_info: tuple[str, ...], cluster: str, **rest: Any) -> Any:
        from gongkai.archiving.packing import read_information

        extras = Extras(dataset, bag or bool(bag_info), read_information(bag_info), cluster)
        return function(*arguments, extras=extras, **rest)

    command = update_wrapper(command, function)  # first, since it takes over the options of what is inside
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_DATASET = click.option("--dataset", is_flag=True, help="同时生成可查询的数据集 OUT/dataset（Parquet）。")
_OPTIONS = [
    _DATASET,
    click.option("--bag", is_flag=True, help="完成后连同来源装成档案包 OUT/bag（BagIt）。"),
    click.option("--bag-info", multiple=True, metavar="NAME=TEXT", help="写进档案包的说明，如 Source-Organization=…。"),
    click.option(
        "--cluster", default="", metavar="ADDRESS", help="由 Dask 集群转换：tcp://主机:端口，或本机 local:N。"
    ),
]
