"""Jiangsu."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.specs import (
    Identity,
    RateSlot,
    Region,
    Rule,
    Slot,
    SlotFile,
    TableKind,
    load_regions,
    load_tables,
    load_toml,
)


@hookimpl
def gongkai_regions() -> list[Region]:
    return load_regions(__name__)


@hookimpl
def gongkai_tables() -> list[TableKind]:
    return load_tables(__name__)


@hookimpl
def gongkai_rules() -> list[Rule | Identity | Slot | RateSlot]:
    """Sentences of the region's own wording that repeat figures of its tables."""
    sentences = load_toml(__name__, "narrative.toml", SlotFile)
    return [*sentences.slot, *sentences.rate]
