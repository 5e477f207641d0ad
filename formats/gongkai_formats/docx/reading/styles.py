"""What a paragraph's style says of it: heading level, numbering, contents, page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gongkai_formats.docx.reading.names import PPR, RPR, VAL, W
from gongkai_formats.docx.reading.numbering import Numbering, whole
from gongkai_formats.docx.reading.package import Element

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.I)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]", re.I)
_FIGURE = re.compile(r"图(?:题|名|注)")
_NOTE = re.compile(r"表注|附注")
_DEEPEST = 20
"""So many styles may each stand on the next; Word's own are three or four deep."""

_ON = frozenset({"", "1", "true", "on"})
NO_OUTLINE = 9
"""Outline level of body text."""


@dataclass(frozen=True)
class ParagraphFacts:
    """A paragraph as its style and its own settings say. `outline` from 0, None unknown; `depth` of its list."""

    outline: int | None = None
    number: str = ""
    depth: int | None = None
    contents: bool = False
    figure: bool = False
    note: bool = False
    breaks: bool = False
    centred: bool = False
    bold: bool = False
    hidden: bool = False


_PLAIN = ParagraphFacts()
_NUMBERED = W + "numPr"
_TOLD = frozenset({W + "outlineLvl", _NUMBERED, W + "pageBreakBefore", W + "jc"})


@dataclass
class ParagraphStyles:
    """All paragraph styles by id, with what they inherit."""

    numbering: Numbering
    facts: dict[str, ParagraphFacts] = field(default_factory=dict)
    hidden_runs: frozenset[str] = frozenset()
    default: str = ""
    _refined: dict[tuple[object, ...], ParagraphFacts] = field(default_factory=dict)

    def of(self, settings: Element | None) -> tuple[ParagraphFacts, str]:
        """A paragraph's facts, and the id of its style."""
        style = settings.find(W + "pStyle") if settings is not None else None
        ident = style.get(VAL, "") if style is not None else self.default
        facts = self.facts.get(ident, _PLAIN)
        own = [item for item in settings if item.tag in _TOLD] if settings is not None else []
        if not own:
            return facts, ident
        # Thousands of cells have the same few settings.
        key = (ident, *((item.tag, item.get(VAL)) for item in own))
        if key not in self._refined:
            refined = _refined(facts, own)
            if any(item.tag == _NUMBERED for item in own):
                return refined, ident
            self._refined[key] = refined
        return self._refined[key], ident

    def number_before(self, facts: ParagraphFacts, style: str) -> str:
        """The number printed before a paragraph; counts it."""
        if not facts.number or facts.number == "0":
            return ""
        return self.numbering.next(facts.number, self._depth(facts, style))

    def is_bullet(self, facts: ParagraphFacts, style: str) -> bool:
        """Whether the paragraph bears a bullet."""
        if not facts.number or facts.number == "0":
            return False
        level = self.numbering.level(facts.number, self._depth(facts, style))
        return level is not None and level.form == "bullet"

    def _depth(self, facts: ParagraphFacts, style: str) -> int:
        return facts.depth if facts.depth is not None else self.numbering.level_of_style(facts.number, style)


def read_styles(root: Element | None, numbering: Numbering) -> ParagraphStyles:
    """The styles of a styles part; none where it is missing."""
    styles = ParagraphStyles(numbering)
    if root is None:
        return styles
    items = {item.get(W + "styleId", ""): item for item in root.iter(W + "style")}
    for ident, item in items.items():
        kind = item.get(W + "type", "paragraph")
        if kind == "paragraph":
            styles.facts[ident] = _inherited(items, ident)
            if is_on(item.get(W + "default", "0")):
                styles.default = ident
        elif kind == "character" and _switch(item.find(RPR), "vanish"):
            styles.hidden_runs |= {ident}
    return styles


def _inherited(items: dict[str, Element], ident: str) -> ParagraphFacts:
    chain: list[Element] = []
    seen: set[str] = set()
    while ident in items and ident not in seen and len(chain) < _DEEPEST:
        seen.add(ident)
        chain.append(items[ident])
        parent = items[ident].find(W + "basedOn")
        ident = parent.get(VAL, "") if parent is not None else ""
    facts = ParagraphFacts()
    for item in reversed(chain):
        facts = _named(facts, item)
        settings = item.find(PPR)
        if settings is not None:
            facts = _refined(facts, settings)
        letters = item.find(RPR)
        if letters is not None:
            facts = replace(
                facts,
                bold=_switch(letters, "b", facts.bold),
                hidden=_switch(letters, "vanish", facts.hidden),
            )
    return facts


def _named(facts: ParagraphFacts, item: Element) -> ParagraphFacts:
    """What a built-in style's name says, whether or not its settings are written out."""
    named = item.find(W + "name")
    text = named.get(VAL, "") if named is not None else ""
    if match := _HEADING.fullmatch(text.strip()):
        return replace(facts, outline=int(match[1]) - 1)
    for name, pattern in (("contents", _CONTENTS), ("figure", _FIGURE), ("note", _NOTE)):
        if pattern.fullmatch(text.strip()):
            return replace(facts, **{name: True})  # type: ignore[arg-type]
    return facts


def _refined(facts: ParagraphFacts, settings: Iterable[Element]) -> ParagraphFacts:
    """Facts with a paragraph's or style's own settings."""
    changes: dict[str, object] = {}
    for item in settings:
        tag = item.tag
        if tag == W + "outlineLvl":
            changes["outline"] = whole(item.get(VAL), NO_OUTLINE)
        elif tag == _NUMBERED:
            number, depth = item.find(W + "numId"), item.find(W + "ilvl")
            if number is not None:
                changes["number"] = number.get(VAL, "")
            if depth is not None:
                changes["depth"] = whole(depth.get(VAL), 0)
        elif tag == W + "pageBreakBefore":
            changes["breaks"] = is_on(item.get(VAL))
        elif tag == W + "jc":
            changes["centred"] = item.get(VAL) == "center"
    return replace(facts, **changes) if changes else facts  # type: ignore[arg-type]


def _switch(letters: Element | None, name: str, default: bool = False) -> bool:
    item = letters.find(W + name) if letters is not None else None
    return default if item is None else is_on(item.get(VAL))


def is_on(value: str | None) -> bool:
    """Whether a switch's value turns it on; a switch without a value is on."""
    return value is None or value.lower() in _ON
