"""gongkai turns the budgets, final accounts and performance forms that departments publish into data to be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.version import __version__

if TYPE_CHECKING:
    from gongkai.frames import to_pandas
    from gongkai.hookspecs import hookimpl
    from gongkai.pipeline import convert, read, write
    from gongkai.table_facts import Fact, facts

__all__ = ["Fact", "__version__", "convert", "facts", "hookimpl", "read", "to_pandas", "write"]

_HOMES = {
    "Fact": "gongkai.table_facts",
    "convert": "gongkai.pipeline",
    "facts": "gongkai.table_facts",
    "hookimpl": "gongkai.hookspecs",
    "read": "gongkai.pipeline",
    "to_pandas": "gongkai.frames",
    "write": "gongkai.pipeline",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `gongkai --version` and a plugin's `import gongkai` stay quick.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
