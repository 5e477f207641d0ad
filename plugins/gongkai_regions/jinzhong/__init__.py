"""Jinzhong in Shanxi."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.plugins.specs import FormVariant, Region, load_forms, load_regions


@hookimpl
def gongkai_regions() -> list[Region]:
    return load_regions(__name__)


@hookimpl
def gongkai_forms() -> list[FormVariant]:
    return load_forms(__name__)
