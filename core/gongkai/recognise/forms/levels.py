"""The fixed names of indicator levels, wherever in a row they stand and however they were cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from gongkai.plugins.specs import load_toml
from gongkai.recognise.forms.tokens import label_key, short_key

_POINTS = re.compile(r"等?[(]?\d{0,3}分?[)]?$")
"""What may follow a level's name: its points (产出指标50分), or 等."""


_SHORTEST, _LONGEST = 2, 24
"""Characters of a text that may name a level."""

_LEAST_CUT = 6
"""Characters that must be left of a name cut at its end: shorter ones are other names' too."""

_LEAST_MISREAD = 4
"""Characters of the shortest name that may have one misread."""


@dataclass(frozen=True)
class LevelName:
    """A name of the tree: canonical spelling, the levels it may have, its parent (of the second level).

    `short`: printed without its 指标 (产出, 数量), so that it may as well name an indicator.
    """

    canonical: str
    levels: frozenset[int]
    parent: str = ""
    exact: bool = True
    short: bool = False

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Names it may stand under: its parent, and that name's own parent (经济成本指标 under 产出指标)."""
        above = _vocabulary().names.get(self.parent)
        return (self.parent, above.parent) if above and above.parent else (self.parent,)


class _Vocabulary:
    def __init__(self, levels: dict[str, list[str]], aliases: dict[str, list[str]]) -> None:
        self.names: dict[str, LevelName] = {}
        for parent, children in levels.items():
            for child in children:
                self._add(child, 2, parent)
        for parent in levels:
            self._add(parent, 1, "")
        for canonical, spellings in aliases.items():
            for spelling in spellings:
                self.names.setdefault(label_key(spelling), self.names[label_key(canonical)])
        for spelling, name in list(self.names.items()):
            self.names.setdefault(spelling.removesuffix("指标"), replace(name, short=True))

    def _add(self, name: str, level: int, parent: str) -> None:
        known = self.names.get(name)
        levels = frozenset({level}) | (known.levels if known else frozenset())
        self.names[name] = LevelName(name, levels, parent or (known.parent if known else ""))


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    data = load_toml("gongkai.recognise.forms", "vocabulary.toml", _LevelFile)
    return _Vocabulary(data.levels, data.aliases)


class _LevelFile(msgspec.Struct):
    levels: dict[str, list[str]]
    aliases: dict[str, list[str]]


@lru_cache(maxsize=4_096)
def level_name(text: str) -> LevelName | None:
    """The level a text names: exactly, cut at its end (six characters at least stay), or with one character off."""
    key = label_key(text)
    if not _SHORTEST <= len(key) <= _LONGEST:
        return None
    names = _vocabulary().names
    for spelling in (key, short_key(text), _POINTS.sub("", key)):
        if spelling in names:
            return names[spelling]
    near = {
        (name.canonical, name.parent): name
        for spelling, name in names.items()
        if not name.short and ((len(key) >= _LEAST_CUT and spelling.startswith(key)) or _one_off(key, spelling))
    }
    if len(near) != 1:
        return None
    (found,) = near.values()
    return LevelName(found.canonical, found.levels, found.parent, exact=False)


def _one_off(text: str, spelling: str) -> bool:
    """Same length of four or more, one character different, and still …指标."""
    return (
        len(text) == len(spelling) >= _LEAST_MISREAD
        and text.endswith("指标")
        and sum(a != b for a, b in zip(text, spelling, strict=True)) == 1
    )
