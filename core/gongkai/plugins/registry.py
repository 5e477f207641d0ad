"""Finding, checking and freezing what plugins hand in."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy

from gongkai.errors import PluginError, UsageError
from gongkai.plugins import hookspecs
from gongkai.plugins.specs import (
    IDENTITY_SHAPES,
    CodeList,
    Format,
    FormVariant,
    Identity,
    RateSlot,
    Region,
    Rule,
    Slot,
    TableKind,
    Transform,
)

ENTRY_POINT_GROUP = "gongkai"
_REMEDY = "请卸载或升级其中一个插件"


@dataclass(frozen=True)
class PluginInfo:
    """A loaded plugin: entry-point name, distribution with version, and the hooks it implements."""

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...]


@dataclass(frozen=True)
class Registry:
    """Everything plugins handed in, checked and sorted by id: the order of installation never shows."""

    plugins: tuple[PluginInfo, ...] = ()
    formats: tuple[Format, ...] = ()
    regions: tuple[Region, ...] = ()
    tables: tuple[TableKind, ...] = ()
    forms: tuple[FormVariant, ...] = ()
    codes: tuple[CodeList, ...] = ()
    rules: tuple[Rule, ...] = ()
    identities: tuple[Identity, ...] = ()
    slots: tuple[Slot | RateSlot, ...] = ()
    transforms: tuple[Transform, ...] = ()

    @cached_property
    def readers(self) -> tuple[Format, ...]:
        return tuple(format for format in self.formats if format.read is not None)

    @cached_property
    def writers(self) -> tuple[Format, ...]:
        return tuple(format for format in self.formats if format.write is not None)

    def writer(self, name: str) -> Format | None:
        """The writable format of this name, or None."""
        return next((format for format in self.writers if format.name == name), None)

    def writer_for(self, path: Path) -> Format | None:
        """The writable format whose suffix a path bears, the longest that fits, or None."""
        name = path.name.lower()
        fitting = [
            (len(suffix), format)
            for format in self.writers
            for suffix in format.suffixes
            if name.endswith(suffix) and len(name) > len(suffix)
        ]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


@lru_cache(maxsize=8)
def installed_registry(without: frozenset[str] = frozenset()) -> Registry:
    """The registry of all installed plugins but those named in `without`, which are not even imported."""
    manager, infos = load_plugins(_installed_points(without))
    return gather_registry(manager, infos)


def add_commands(commands: object) -> None:
    """Let every installed plugin add its CLI commands to `commands`, a click.Group."""
    manager, _ = load_plugins(_installed_points())
    gather_commands(manager, commands)


def gather_commands(manager: pluggy.PluginManager, commands: object) -> None:
    """Call `gongkai_commands` of every plugin; PluginError names the one that fails."""
    for implementation in manager.hook.gongkai_commands.get_hookimpls():
        try:
            implementation.function(commands=commands)
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(
                f"gongkai_commands 出错：{error}", f"插件 {implementation.plugin_name}", "请卸载或修复该插件"
            ) from error


def _installed_points(without: frozenset[str] = frozenset()) -> list[EntryPoint]:
    points = list(entry_points(group=ENTRY_POINT_GROUP))
    unknown = without - {point.name for point in points}
    if unknown:
        raise UsageError(f"没有安装名为 {'、'.join(sorted(unknown))} 的插件", "--without", "用 gongkai plugins 查看")
    return [point for point in points if point.name not in without]


def plugin_manager() -> pluggy.PluginManager:
    """An empty manager that knows the hooks."""
    manager = pluggy.PluginManager("gongkai")
    manager.add_hookspecs(hookspecs)
    return manager


def load_plugins(points: Iterable[EntryPoint]) -> tuple[pluggy.PluginManager, dict[str, tuple[str, str]]]:
    """Load entry points in the order of their names; PluginError names the one that fails."""
    manager = plugin_manager()
    infos: dict[str, tuple[str, str]] = {}
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        where = f"插件 {point.name}（{point.value}）"
        if point.name in infos:
            raise PluginError("两个插件用了同一个名称", where, _REMEDY)
        try:
            plugin = point.load()
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(f"不能载入：{error}", where, "请卸载或修复该插件") from error
        register(manager, plugin, point.name)
        infos[point.name] = (point.dist.name, point.dist.version) if point.dist else ("", "")
    return manager, infos


def register(manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    """Add one plugin; a misspelt hook, a wrong signature or another hook-API number is a PluginError."""
    number = getattr(plugin, "GONGKAI_HOOK_API", hookspecs.HOOK_API)
    if number != hookspecs.HOOK_API:
        raise PluginError(
            f"插件按第 {number} 版接口编写，本程序为第 {hookspecs.HOOK_API} 版", f"插件 {name}", "请升级插件或本程序"
        )
    unknown, unmarked = _odd_hooks(manager, plugin)
    if unknown:
        raise PluginError(f"没有名为 {'、'.join(unknown)} 的接口", f"插件 {name}", "请检查拼写")
    if unmarked:
        raise PluginError(f"{'、'.join(unmarked)} 没有标上 @hookimpl", f"插件 {name}", "请加上，或改用别的函数名")
    try:
        manager.register(plugin, name)
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(f"接口不符：{error}", f"插件 {name}", "请按文档更正函数签名") from error


def _odd_hooks(manager: pluggy.PluginManager, plugin: object) -> tuple[list[str], list[str]]:
    # Functions named like hooks: those marked as hooks that do not exist, and those that lack the mark.
    unknown, unmarked = [], []
    for name in dir(plugin):
        if name.startswith("gongkai_") and inspect.isroutine(getattr(plugin, name)):
            marked = manager.parse_hookimpl_opts(plugin, name) is not None
            if marked and not hasattr(hookspecs, name):
                unknown.append(name)
            elif not marked:
                unmarked.append(name)
    return unknown, unmarked


def gather_registry(manager: pluggy.PluginManager, infos: dict[str, tuple[str, str]] | None = None) -> Registry:
    """Call every hook once and freeze the results; the same id twice is a PluginError naming both plugins."""
    infos = infos or {}
    plugins = []
    for name, plugin in sorted(manager.list_name_plugin()):
        if plugin is not None:
            hooks = tuple(sorted(caller.name for caller in manager.get_hookcallers(plugin) or ()))
            plugins.append(PluginInfo(name, *infos.get(name, ("", "")), hooks))
    rules = _gather(manager, "gongkai_rules", (Rule, Slot, RateSlot, *IDENTITY_SHAPES), lambda rule: rule.id)
    return Registry(
        plugins=tuple(plugins),
        formats=_gather(manager, "gongkai_formats", (Format,), lambda format: format.name),
        regions=_gather(manager, "gongkai_regions", (Region,), lambda region: "/".join(region.path)),
        tables=_gather(
            manager, "gongkai_tables", (TableKind,), lambda kind: f"{kind.id} {kind.family} {'/'.join(kind.region)}"
        ),
        forms=_gather(manager, "gongkai_forms", (FormVariant,), lambda form: form.id),
        codes=_gather(manager, "gongkai_codes", (CodeList,), lambda codes: codes.id),
        rules=tuple(rule for rule in rules if isinstance(rule, Rule)),
        identities=tuple(rule for rule in rules if isinstance(rule, IDENTITY_SHAPES)),
        slots=tuple(rule for rule in rules if isinstance(rule, Slot | RateSlot)),
        transforms=_in_order(_gather(manager, "gongkai_transforms", (Transform,), lambda transform: transform.id)),
    )


def _gather(
    manager: pluggy.PluginManager, hook: str, shapes: tuple[type[Any], ...], identity: Callable[[Any], str]
) -> tuple[Any, ...]:
    found: dict[str, tuple[Any, str]] = {}
    for implementation in getattr(manager.hook, hook).get_hookimpls():
        plugin = implementation.plugin_name
        try:
            items = list(implementation.function())
        except PluginError:
            raise
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(f"{hook} 出错：{error}", f"插件 {plugin}", "请卸载或修复该插件") from error
        for item in items:
            if not isinstance(item, shapes):
                raise PluginError(
                    f"{hook} 应返回 {shapes[0].__name__} 的列表，却得到 {type(item).__name__}",
                    f"插件 {plugin}",
                    "请更正该插件",
                )
            key = identity(item)
            if key in found:
                raise PluginError(f"{key} 由两个插件提供：{found[key][1]} 与 {plugin}", f"插件 {plugin}", _REMEDY)
            found[key] = (item, plugin)
    return tuple(found[key][0] for key in sorted(found))


def _in_order(transforms: tuple[Transform, ...]) -> tuple[Transform, ...]:
    by_id = {transform.id: transform for transform in transforms}
    graph = {transform.id: {name for name in transform.after if name in by_id} for transform in transforms}
    try:
        return tuple(by_id[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise PluginError(f"transform 的先后次序成环：{error.args[1]}", "插件", "请更正 after") from error
