"""Jinzhong in Shanxi."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.specs import Region, load_regions


@hookimpl
def gongkai_regions() -> list[Region]:
    return load_regions(__name__)
