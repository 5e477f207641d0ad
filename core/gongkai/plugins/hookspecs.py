"""The hooks. Each is called once, when the registry is gathered; it hands in descriptions and does no work itself.

A plugin is a module (or object) named by an entry point of the group `gongkai`; it implements any of these with
`gongkai.hookimpl`. Hooks take no document and no path, return a list, and must not raise; the order in which plugins
are installed never matters.
"""

from __future__ import annotations

import pluggy

from gongkai.plugins.specs import Check, CodeList, Format, FormVariant, Region, TableKind, Transform

HOOK_API = 1
"""Number of this set of hooks. A plugin may say `GONGKAI_HOOK_API = 1`; another number stops at start."""

hookspec = pluggy.HookspecMarker("gongkai")
hookimpl = pluggy.HookimplMarker("gongkai")


@hookspec
def gongkai_formats() -> list[Format]:
    """File formats to read and write."""
    raise NotImplementedError


@hookspec
def gongkai_regions() -> list[Region]:
    """Regions with the words by which their disclosures are known."""
    raise NotImplementedError


@hookspec
def gongkai_tables() -> list[TableKind]:
    """Standard tables."""
    raise NotImplementedError


@hookspec
def gongkai_forms() -> list[FormVariant]:
    """Indicator-form variants."""
    raise NotImplementedError


@hookspec
def gongkai_codes() -> list[CodeList]:
    """Classification codes by year."""
    raise NotImplementedError


@hookspec
def gongkai_rules() -> list[Check]:
    """Checks: identities and narrative slots as data, and functions where data cannot say it."""
    raise NotImplementedError


@hookspec
def gongkai_transforms() -> list[Transform]:
    """Changes of a whole document, run between recognising and checking."""
    raise NotImplementedError


@hookspec
def gongkai_commands(commands: object) -> None:
    """Add CLI commands to `commands`, a click.Group; called only when the command line starts."""
