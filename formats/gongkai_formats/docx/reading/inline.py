"""A paragraph's content as it is printed after all tracked changes: text, and what else stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai_formats.docx.reading.names import (
    ALTERNATE,
    CHART,
    CHOICE,
    DRAWING,
    DROPPED,
    FALLBACK,
    MATH,
    OFFICE,
    PLACED,
    PPR,
    RPR,
    TEXT_BOX,
    VAL,
    VML,
    WRAPPERS,
    R,
    W,
)
from gongkai_formats.docx.reading.package import Element, WordPackage, WordRelation
from gongkai_formats.docx.reading.styles import ParagraphStyles, is_on

PAGE_BREAK = "\f"
"""What stands in a text for a page break."""

_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_FONTS, _ASCII = W + "rFonts", W + "ascii"
_TELLING = frozenset({W + "vanish", W + "rStyle"})
"""Settings of a run on which it depends whether its text shows."""

_SIGN_FONTS = {
    font: {number + first: sign for number, sign in signs.items() for first in (0, 0xF000)}
    for font, signs in (
        ("Wingdings", {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}),
        ("Wingdings 2", {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}),
        ("Symbol", {0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xD7: "·"}),
    )
}
"""Fonts whose letters are signs, and those that forms use: boxes, ticks, comparisons."""

_RUN = W + "r"
_TEXT = W + "t"
_MATH_TEXT = MATH + "t"


_PICTURES = (DRAWING + "blip", VML + "imagedata")
"""Elements that show a picture."""


@dataclass
class Inline:
    """What a paragraph holds. `notes`: part and id of the notes it refers to; `fields`: instructions of its fields;
    `placed`: what is anchored at a place of the page, with its text box if it has one."""

    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    watermarks: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    placed: list[tuple[Element, Element | None]] = field(default_factory=list)
    contents: bool = False
    bold: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class InlineReader:
    """Reads paragraphs one after the other: fields may run over several. `counts` of what findings tell."""

    package: WordPackage
    styles: ParagraphStyles
    relations: dict[str, WordRelation] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _open: list[str] = field(default_factory=list)
    _simple: list[str] = field(default_factory=list)

    def read(self, paragraph: Element, hidden: bool = False) -> Inline:
        """The content of a paragraph; `hidden` where its style hides it."""
        inline = Inline(contents=self._in_contents())
        bold: list[bool] = []
        for item in self.unwrapped(paragraph):
            if item.tag == _RUN:
                self._read_run(item, inline, hidden, bold)
            elif item.tag.startswith(MATH):
                inline.pieces.extend(text.text or "" for text in item.iter(_MATH_TEXT, _TEXT))
        inline.fields += self._simple
        self._simple.clear()
        inline.bold = bool(bold) and all(bold)
        inline.contents = inline.contents or self._in_contents() or any(map(_is_contents, inline.fields))
        return inline

    def unwrapped(self, parent: Element) -> Iterator[Element]:
        """The children of an element with wrappers opened and deletions left out, without recursion."""
        stack = [iter(parent)]
        while stack:
            for item in stack[-1]:
                tag = item.tag
                if tag in WRAPPERS:
                    if tag == W + "ins":
                        self.counts["inserted"] += 1
                    elif tag == W + "fldSimple":
                        self._simple.append(item.get(W + "instr", ""))
                    stack.append(iter(item))
                    break
                if tag == ALTERNATE:
                    stack.append(iter(chosen(item)))
                    break
                if tag in DROPPED:
                    self.counts["deleted"] += 1
                else:
                    yield item
            else:
                stack.pop()

    def _in_contents(self) -> bool:
        return any(map(_is_contents, self._open))

    def _read_run(self, run: Element, inline: Inline, hidden: bool, bold: list[bool]) -> None:
        letters = run.find(RPR)
        if letters is not None:
            hidden = self._is_hidden(letters, hidden)
        target = inline.hidden if hidden else inline.pieces
        printed = len(target)
        signs = _signs(letters)
        for item in self.unwrapped(run):
            if item.tag == _TEXT:
                text = item.text or ""
                target.append(text.translate(signs) if signs else text)
            elif item.tag in _SIGNS:
                target.append(_SIGNS[item.tag])
            else:
                self._read_special(item, inline, target)
        if not hidden and any(map(str.strip, target[printed:])):
            bold.append(_is_bold(letters))

    def _read_special(self, item: Element, inline: Inline, target: list[str]) -> None:
        """What a run holds besides text, tabs and breaks."""
        tag = item.tag
        if tag in _DRAWN:
            self._read_drawn(item, inline)
        elif tag in _PRINTED:
            target.append(_PRINTED[tag](item))
        elif tag in _NOTES:
            inline.notes.append((_NOTES[tag], item.get(W + "id", "")))
        elif tag == W + "fldChar":
            self._turn_field(item.get(W + "fldCharType"), inline)
        elif tag == W + "instrText" and self._open:
            self._open[-1] += item.text or ""
            inline.fields = [*inline.fields[:-1], self._open[-1]]

    def _is_hidden(self, letters: Element, hidden: bool) -> bool:
        style = letters.find(W + "rStyle")
        if style is not None and style.get(VAL) in self.styles.hidden_runs:
            hidden = True
        mark = letters.find(W + "vanish")
        return hidden if mark is None else is_on(mark.get(VAL))

    def _turn_field(self, kind: str | None, inline: Inline) -> None:
        if kind == "begin":
            self._open.append("")
            inline.fields.append("")
        elif kind == "end" and self._open:
            self._open.pop()

    def _read_drawn(self, drawn: Element, inline: Inline) -> None:
        """A drawing: its text boxes, word art, and its name where it shows a picture or chart."""
        boxes = list(_outermost(drawn))
        inline.boxes += boxes
        anchor = _anchor(drawn)
        if anchor is not None and (boxes or not _shows(drawn, *_PICTURES, CHART + "chart")):
            inline.placed.append((anchor, boxes[0] if boxes else None))
        inline.watermarks += (path.get("string", "") for path in drawn.iter(VML + "textpath"))
        if boxes or inline.watermarks:
            return
        if name := self._figure_name(drawn):
            inline.figures.append(name)

    def _figure_name(self, drawn: Element) -> str:
        """The title of a chart, else what a picture is called; "" where a drawing shows neither."""
        chart = next(drawn.iter(CHART + "chart"), None)
        title = self._chart_title(chart.get(R + "id", "")) if chart is not None else ""
        if title or (chart is None and not _shows(drawn, *_PICTURES)):
            return title
        return next(filter(None, _names(drawn)), "图片")

    def _chart_title(self, ident: str) -> str:
        relation = self.relations.get(ident)
        root = self.package.tree(relation.target) if relation is not None and not relation.external else None
        title = root.find(f".//{CHART}title") if root is not None else None
        return "".join(text.text or "" for text in title.iter(DRAWING + "t")).strip() if title is not None else ""


def _shows(drawn: Element, *tags: str) -> bool:
    """Whether one of some elements is in a drawing."""
    return next(drawn.iter(*tags), None) is not None


def _anchor(drawn: Element) -> Element | None:
    """What places a drawing on its page; None where it stands in its line."""
    anchor = drawn.find(PLACED + "anchor")
    if anchor is None and drawn.tag == W + "pict":
        return next((item for item in drawn if "position:absolute" in item.get("style", "")), None)
    return anchor


def _names(drawn: Element) -> Iterator[str]:
    """What a picture is called: by its description, its title, or its name."""
    for item in drawn.iter(PLACED + "docPr"):
        yield from (item.get(name, "") for name in ("descr", "title", "name"))
    for item in drawn.iter(VML + "imagedata"):
        yield item.get(OFFICE + "title", "")


def _is_bold(letters: Element | None) -> bool:
    mark = letters.find(W + "b") if letters is not None else None
    return mark is not None and is_on(mark.get(VAL))


def plain_text(paragraph: Element) -> str | None:
    """The text of a paragraph that holds nothing but runs of plain text, as most cells do; else None."""
    pieces: list[str] = []
    for item in paragraph:
        if item.tag == PPR:
            continue
        if item.tag != _RUN:
            return None
        for inner in item:
            if inner.tag == _TEXT:
                pieces.append(inner.text or "")
            elif inner.tag != RPR or _tells(inner):
                return None
    return "".join(pieces)


def _tells(letters: Element) -> bool:
    """Whether it depends on a run's settings what its text shows."""
    for mark in letters:
        tag = mark.tag
        if tag in _TELLING or (tag == _FONTS and mark.get(_ASCII) in _SIGN_FONTS):
            return True
    return False


def chosen(alternate: Element) -> Element:
    """The alternative that is read: the first choice, unless only the fallback holds anything."""
    choice, fallback = alternate.find(CHOICE), alternate.find(FALLBACK)
    if choice is not None and (len(choice) or fallback is None):
        return choice
    return fallback if fallback is not None else ()


def _outermost(drawn: Element) -> Iterator[Element]:
    """The text boxes of a drawing that stand in no other."""
    stack = [drawn]
    while stack:
        for item in stack.pop():
            if item.tag == TEXT_BOX:
                yield item
            elif item.tag == ALTERNATE:
                stack.append(chosen(item))
            else:
                stack.append(item)


def _symbol(item: Element) -> str:
    """A sign of a symbol font: Unicode's own where it is known, else the font's number as Word keeps it."""
    code = item.get(W + "char", "")
    try:
        return chr(int(code, 16)).translate(_SIGN_FONTS.get(item.get(W + "font", ""), {})) if 0 < len(code) <= 6 else ""
    except (ValueError, OverflowError):
        return ""


def _break(item: Element) -> str:
    return PAGE_BREAK if item.get(W + "type") == "page" else "\n"


def _ruby(item: Element) -> str:
    """The reading aid and the text it stands over."""
    return "".join(text.text or "" for text in item.iter(_TEXT))


_PRINTED: dict[str, Callable[[Element], str]] = {W + "br": _break, W + "sym": _symbol, W + "ruby": _ruby}
"""What a run prints besides its text, by what does."""


def _signs(letters: Element | None) -> Mapping[int, str] | None:
    """The signs that a run's letters stand for; None where they stand for themselves."""
    fonts = letters.find(_FONTS) if letters is not None else None
    return _SIGN_FONTS.get(fonts.get(_ASCII, "")) if fonts is not None else None


def _is_contents(instruction: str) -> bool:
    return instruction.split()[:1] == ["TOC"]
