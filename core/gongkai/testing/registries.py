"""Registries made of chosen plugins instead of all installed ones."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from gongkai.plugins.registry import ENTRY_POINT_GROUP, Registry, gather_registry, load_plugins, register


def registry_of(plugins: Mapping[str, object] | None = None, *, installed: tuple[str, ...] | None = ()) -> Registry:
    """A registry of the given plugins (name → module or object) and of the installed ones named in `installed`.

    `installed=None` means all installed plugins; one given under the same name takes the installed one's place.
    PluginError as at start.
    """
    given = dict(plugins or {})
    manager, infos = load_plugins(point for point in _points(installed) if point.name not in given)
    for name, plugin in sorted(given.items()):
        register(manager, plugin, name)
    return gather_registry(manager, infos)


def _points(names: tuple[str, ...] | None) -> list[EntryPoint]:
    points = list(entry_points(group=ENTRY_POINT_GROUP))
    return points if names is None else [point for point in points if point.name in names]
