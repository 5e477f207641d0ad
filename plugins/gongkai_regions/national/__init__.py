"""The Ministry of Finance forms that hold everywhere."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.specs import Identity, IdentityFile, Rule, Slot, SlotFile, load_toml


@hookimpl
def gongkai_rules() -> list[Rule | Identity | Slot]:
    """The identities of the standard tables, and the sentences that repeat their figures."""
    identities = load_toml(__name__, "identities.toml", IdentityFile).identity
    slots = load_toml(__name__, "narrative.toml", SlotFile).slot
    return [*identities, *slots]
