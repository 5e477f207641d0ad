"""Jiangsu."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.plugins.specs import Check, Region, TableKind, load_regions, load_sentences, load_tables


@hookimpl
def gongkai_regions() -> list[Region]:
    return load_regions(__name__)


@hookimpl
def gongkai_tables() -> list[TableKind]:
    return load_tables(__name__)


@hookimpl
def gongkai_rules() -> list[Check]:
    """Sentences of the region's own wording that repeat figures of its tables."""
    return [*load_sentences(__name__)]
