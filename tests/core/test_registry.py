"""Finding, checking and freezing plugins."""

from __future__ import annotations

import itertools
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import click
import pytest

from gongkai import hookimpl
from gongkai.errors import PluginError, UsageError
from gongkai.plugins.registry import (
    add_commands,
    gather_commands,
    gather_registry,
    installed_registry,
    load_plugins,
    plugin_manager,
    register,
)
from gongkai.plugins.specs import Region, Transform
from gongkai.testing import registry_of


def plugin_of(**hooks: object) -> SimpleNamespace:
    """A plugin whose hooks return the given values."""

    def hook(name: str, value: object) -> object:
        def function() -> object:
            return value

        function.__name__ = name
        return hookimpl(function)

    return SimpleNamespace(**{name: hook(name, value) for name, value in hooks.items()})


def region(name: str) -> Region:
    return Region((name,), (name,))


def transform(id: str, *after: str) -> Transform:
    return Transform(id, lambda document: document, after)


def test_the_house_plugins_are_gathered() -> None:
    registry = installed_registry()
    names = {plugin.name for plugin in registry.plugins}
    assert {"formats", "national", "shanxi", "jinzhong", "shanghai", "jiangsu"} <= names
    assert {format.name for format in registry.readers} >= {"text", "json"}


def test_a_disabled_plugin_is_not_even_loaded() -> None:
    assert "shanghai" not in {plugin.name for plugin in installed_registry(frozenset({"shanghai"})).plugins}
    with pytest.raises(UsageError, match="没有安装名为 nowhere 的插件"):
        installed_registry(frozenset({"nowhere"}))


def test_order_of_installation_never_shows() -> None:
    plugins = {
        "a": plugin_of(gongkai_regions=[region("乙省")]),
        "b": plugin_of(gongkai_regions=[region("甲省"), region("丙省")]),
        "c": plugin_of(gongkai_transforms=[transform("late", "early"), transform("early")]),
    }
    gathered = set()
    for order in itertools.permutations(plugins):
        manager = plugin_manager()
        for name in order:
            register(manager, plugins[name], name)
        registry = gather_registry(manager)
        gathered.add((registry.plugins, registry.regions, tuple(item.id for item in registry.transforms)))
    ((_, regions, transforms),) = gathered
    assert len(regions) == 3
    assert transforms == ("early", "late")


def test_the_same_id_twice_names_both_plugins() -> None:
    plugin = plugin_of(gongkai_regions=[region("甲省")])
    with pytest.raises(PluginError, match="甲省 由两个插件提供：one 与 two"):
        registry_of({"one": plugin, "two": plugin_of(gongkai_regions=[region("甲省")])})


def test_a_cycle_of_transforms_stops() -> None:
    with pytest.raises(PluginError, match="成环"):
        registry_of({"p": plugin_of(gongkai_transforms=[transform("a", "b"), transform("b", "a")])})


def test_a_transform_may_follow_one_that_is_absent() -> None:
    registry = registry_of({"p": plugin_of(gongkai_transforms=[transform("a", "nowhere")])})
    assert [item.id for item in registry.transforms] == ["a"]


@hookimpl
def gongkai_tabels() -> list[object]:
    return []


def gongkai_tables() -> list[object]:
    return []


@hookimpl(specname="gongkai_tables")
def wrong_arguments(document: object) -> list[object]:
    return []


@hookimpl(specname="gongkai_tables")
def raising() -> list[object]:
    raise KeyError("titles")


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (SimpleNamespace(gongkai_tabels=gongkai_tabels), "没有名为 gongkai_tabels 的接口"),
        (SimpleNamespace(gongkai_tables=gongkai_tables), "gongkai_tables 没有标上 @hookimpl"),
        (SimpleNamespace(GONGKAI_HOOK_API=99), "插件按第 99 版接口编写"),
        (SimpleNamespace(gongkai_tables=wrong_arguments), "接口不符"),
        (plugin_of(gongkai_tables=[region("甲省")]), "应返回 TableKind 的列表，却得到 Region"),
        (plugin_of(gongkai_tables=None), "gongkai_tables 出错"),
        (SimpleNamespace(gongkai_tables=raising), "gongkai_tables 出错：'titles'"),
    ],
)
def test_a_broken_plugin_stops_at_start_and_is_named(plugin: object, words: str) -> None:
    with pytest.raises(PluginError) as caught:
        registry_of({"broken": plugin})
    assert words in str(caught.value)
    assert "broken" in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_plugin_that_cannot_be_imported_is_named() -> None:
    with pytest.raises(PluginError, match="插件 gone（gongkai_of_nowhere）: 不能载入"):
        load_plugins([EntryPoint("gone", "gongkai_of_nowhere", "gongkai")])


def test_two_entry_points_of_one_name_stop() -> None:
    points = [EntryPoint("same", "gongkai.words.labels", "gongkai"), EntryPoint("same", "gongkai.errors", "gongkai")]
    with pytest.raises(PluginError, match="两个插件用了同一个名称"):
        load_plugins(points)


def test_plugins_add_commands() -> None:
    @hookimpl
    def gongkai_commands(commands: click.Group) -> None:
        commands.add_command(click.Command("greet"))

    manager = plugin_manager()
    register(manager, SimpleNamespace(gongkai_commands=gongkai_commands), "greeter")
    group = click.Group()
    gather_commands(manager, group)
    assert list(group.commands) == ["greet"]


def test_a_plugin_failing_to_add_commands_is_named() -> None:
    @hookimpl
    def gongkai_commands(commands: object) -> None:
        raise RuntimeError("no")

    manager = plugin_manager()
    register(manager, SimpleNamespace(gongkai_commands=gongkai_commands), "greeter")
    with pytest.raises(PluginError, match="插件 greeter: gongkai_commands 出错"):
        gather_commands(manager, click.Group())


def test_the_house_plugins_add_no_command_of_ours() -> None:
    group = click.Group()
    add_commands(group)
    assert "convert" not in group.commands
