"""gongkai turns the budgets, final accounts and performance forms that departments publish into data to be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.version import __version__

if TYPE_CHECKING:
    from gongkai.plugins.hookspecs import hookimpl
    from gongkai.tables.facts import Fact, facts
    from gongkai.tables.frames import to_pandas
    from gongkai.walk.pipeline import convert, read, write

__all__ = ["Fact", "__version__", "convert", "facts", "hookimpl", "read", "to_pandas", "write"]

_HOMES = {
    "Fact": "gongkai.tables.facts",
    "convert": "gongkai.walk.pipeline",
    "facts": "gongkai.tables.facts",
    "hookimpl": "gongkai.plugins.hookspecs",
    "read": "gongkai.walk.pipeline",
    "to_pandas": "gongkai.tables.frames",
    "write": "gongkai.walk.pipeline",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `gongkai --version` and a plugin's `import gongkai` stay quick.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
