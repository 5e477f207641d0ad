"""What else becomes of a batch: a dataset, a bag, other machines to work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.console import say

if TYPE_CHECKING:
    from gongkai.batch.records import Recipe
    from gongkai.batch.running import Batch


@dataclass(frozen=True)
class Extras:
    """The extras of one call."""

    dataset: bool = False
    bag: bool = False
    information: dict[str, str] = field(default_factory=dict)

    def extend(self, recipe: Recipe) -> Recipe:
        """The recipe with what workers have to do besides. UsageError where a library is not installed."""
        import msgspec

        from gongkai.dataset.filling import SINK
        from gongkai.dataset.libraries import pyarrow

        if not self._fills_dataset(Path(recipe.out)):
            return recipe
        pyarrow()
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

    def command(*arguments: Any, dataset: bool, bag: bool, bag_info: tuple[str, ...], **rest: Any) -> Any:
        from gongkai.archiving.packing import read_information

        return function(*arguments, extras=Extras(dataset, bag or bool(bag_info), read_information(bag_info)), **rest)

    command = update_wrapper(command, function)  # first, since it takes over the options of what is inside
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_DATASET = click.option("--dataset", is_flag=True, help="同时生成可查询的数据集 OUT/dataset（Parquet）。")
_OPTIONS = [
    _DATASET,
    click.option("--bag", is_flag=True, help="完成后连同来源装成档案包 OUT/bag（BagIt）。"),
    click.option("--bag-info", multiple=True, metavar="NAME=TEXT", help="写进档案包的说明，如 Source-Organization=…。"),
]
