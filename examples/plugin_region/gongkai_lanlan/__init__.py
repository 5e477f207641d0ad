"""What is local to 临澜市. Everything is data but the rule."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.plugins.specs import FormVariant, Region, Rule, TableKind, load_forms, load_regions, load_tables
from gongkai_lanlan.rules import LIVELIHOOD_BALANCE

GONGKAI_HOOK_API = 1


@hookimpl
def gongkai_regions() -> list[Region]:
    return load_regions(__name__)


@hookimpl
def gongkai_forms() -> list[FormVariant]:
    return load_forms(__name__)


@hookimpl
def gongkai_tables() -> list[TableKind]:
    return load_tables(__name__)


@hookimpl
def gongkai_rules() -> list[Rule]:
    return [LIVELIHOOD_BALANCE]
