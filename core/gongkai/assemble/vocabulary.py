"""The words lines are told by, as data: patterns of vocabulary.toml compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def _sections() -> dict[str, dict[str, object]]:
    text = resources.files("gongkai.assemble").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """A compiled pattern."""
    return re.compile(str(_sections()[section][name]))


@cache
def number(section: str, name: str) -> int:
    """A limit."""
    return int(str(_sections()[section][name]))


@cache
def characters(section: str, name: str) -> str:
    """A set of characters."""
    return str(_sections()[section][name])


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A set of words."""
    listed = _sections()[section][name]
    assert isinstance(listed, list)
    return frozenset(str(word) for word in listed)


@cache
def word_groups(section: str, name: str) -> tuple[frozenset[str], ...]:
    """Several sets of words."""
    listed = _sections()[section][name]
    assert isinstance(listed, list)
    return tuple(frozenset(str(word) for word in group) for group in listed)
