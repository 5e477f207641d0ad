"""Automatic numbering as the text it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai_formats.docx.reading.counting import print_number
from gongkai_formats.docx.reading.names import VAL, W
from gongkai_formats.docx.reading.package import Element

_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、，,.．。)）:：】〕］\]\s]$")
_LEVELS = 9
"""Levels of a list (ECMA-376, ST_DecimalNumber of w:ilvl: 0 to 8)."""

_LONGEST = 255
"""Letters of a level's text that Word takes."""


_MOST_DIGITS = 9
"""Longer numbers in attributes are absurd: all of them fit 32 bits."""


@dataclass(frozen=True)
class Level:
    """A level of a list: number format, text with %1 … for numbers, first number, and when it starts anew."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    spaced: bool = True
    plain_digits: bool = False
    style: str = ""


@dataclass
class Numbering:
    """All lists of a document, counting as they are met."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _met: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level a style is tied to in a list."""
        return next((n for n, level in self.lists.get(number, {}).items() if level.style == style), 0)

    def level(self, number: str, depth: int) -> Level | None:
        """A list's level, or None where there is none."""
        return self.lists.get(number, {}).get(depth)

    def next(self, number: str, depth: int) -> str:
        """The printed number of the next item, with a blank where text would run into it; "" for bullets."""
        levels = self.lists.get(number, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self._counts.setdefault(self.abstracts[number], [None] * _LEVELS)
        override = self.overrides.get(number, {}).get(depth)
        if override is not None and (number, depth) not in self._met:
            counts[depth] = None
            self._met.add((number, depth))
        count = counts[depth]
        counts[depth] = (level.start if override is None else override) if count is None else count + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or restart > depth:
                counts[deeper] = None
        if level.form == "bullet":
            return ""
        return self._printed(level, levels, counts)

    @staticmethod
    def _printed(level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
        def number_of(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            own = levels.get(place, Level())
            count = counts[place]
            value = own.start if count is None else count
            plain = level.plain_digits and own.form != "decimalZero"
            return str(value) if plain else print_number(value, own.form)

        text = _PLACE.sub(number_of, level.text)
        return text if not text or not level.spaced or _CLOSED.search(text) else f"{text} "


def read_numbering(root: Element | None) -> Numbering:
    """The lists of a numbering part."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    styled: dict[str, str] = {}
    for item in root.iter(W + "abstractNum"):
        ident = item.get(W + "abstractNumId", "")
        abstracts[ident] = dict(map(_level, item.iter(W + "lvl")))
        if (link := item.find(W + "numStyleLink")) is not None:
            linked[ident] = link.get(VAL, "")
        if (link := item.find(W + "styleLink")) is not None:
            styled[link.get(VAL, "")] = ident
    for item in root.iter(W + "num"):
        ident = item.get(W + "numId", "")
        reference = item.find(W + "abstractNumId")
        abstract = reference.get(VAL, "") if reference is not None else ""
        abstract = styled.get(linked.get(abstract, ""), abstract)
        levels = dict(abstracts.get(abstract, {}))
        starts: dict[int, int] = {}
        for override in item.iter(W + "lvlOverride"):
            depth = whole(override.get(W + "ilvl"), 0)
            if (own := override.find(W + "lvl")) is not None:
                levels[depth] = _level(own)[1]
            if (start := override.find(W + "startOverride")) is not None:
                starts[depth] = whole(start.get(VAL), 1)
        numbering.lists[ident], numbering.abstracts[ident], numbering.overrides[ident] = levels, abstract, starts
    return numbering


def _level(item: Element) -> tuple[int, Level]:
    def value(name: str, default: str = "") -> str:
        found = item.find(W + name)
        return default if found is None else found.get(VAL, default)

    form = item.find(W + "numFmt")
    if form is None:  # custom formats stand in an alternative
        form = next(item.iter(W + "numFmt"), None)
    restart = value("lvlRestart")
    return whole(item.get(W + "ilvl"), 0), Level(
        "decimal" if form is None else form.get(W + "format") or form.get(VAL, "decimal"),
        value("lvlText")[:_LONGEST],
        whole(value("start"), 1),
        whole(restart, 0) if restart else None,
        value("suff", "tab") != "nothing",
        item.find(W + "isLgl") is not None,
        value("pStyle"),
    )


def whole(text: str | None, default: int) -> int:
    """A whole number of an attribute, or the default where it is none or absurdly long."""
    return int(text) if text and len(text) <= _MOST_DIGITS and re.fullmatch(r"-?[0-9]+", text) else default
