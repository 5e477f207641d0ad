"""Sentences of the narrative that must say what a table says, as data."""

from __future__ import annotations

import msgspec

from gongkai.plugins.specs.identities import Labels, Selector
from gongkai.plugins.specs.loading import load_toml


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount in a sentence that equals a cell, or the sum of amounts told after it.

    `pattern`: a regular expression over the folded text in which `{amount}` stands for a figure with its unit,
    `{label}` for one of `labels`, and `{path}` for a function told by its names, X（类）Y（款）Z（项）, whose label is Y/Z. `section`: words of which one heading above must hold one (empty: anywhere).
    `cells`: where the figure stands in the tables, tried in order; the words `$label` stand for the label that was
    found, through `aliases` where the table says it otherwise. `at_most`: the sentence names a part of the cell.
    `only_if_zero`: as in `Equality`. `parts`, instead of `cells`: patterns with an `{amount}` each, looked for after
    the amount, under the same headings and before its next; with one missing nothing is said.
    """

    id: str
    label: str
    pattern: str
    cells: tuple[Selector, ...] = ()
    parts: tuple[str, ...] = ()
    section: Labels = ()
    labels: Labels = ()
    aliases: dict[str, Labels] = {}
    at_most: bool = False
    only_if_zero: tuple[Selector, ...] = ()
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)


class RateSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rate in a sentence whose base stands in a table: 100·amount/base, or no rate where the base is zero.

    As `Slot`, with `{percent}` for the rate after `{amount}`. `base`: the first cell there is; a rate that fits none but
    a later one is on the wrong base, which is a warning.
    """

    id: str
    label: str
    pattern: str
    base: tuple[Selector, ...]
    section: Labels = ()
    labels: Labels = ()
    aliases: dict[str, Labels] = {}
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML file of slots."""

    slot: tuple[Slot, ...] = ()
    rate: tuple[RateSlot, ...] = ()


def load_sentences(package: str, name: str = "narrative.toml") -> list[Slot | RateSlot]:
    """The slots and rates of a plugin's TOML file."""
    file = load_toml(package, name, SlotFile)
    return [*file.slot, *file.rate]
