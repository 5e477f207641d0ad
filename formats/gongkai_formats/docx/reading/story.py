"""A story (the body, a cell, a text box, a header, a note) as lines and grids in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from gongkai.model import BareItem, BareLine, DocxPath, FurnitureKind, Gap
from gongkai_formats.docx.reading.drawn_pages import FEWEST, Placed, read_pages
from gongkai_formats.docx.reading.inline import PAGE_BREAK, Inline, InlineReader, plain_text
from gongkai_formats.docx.reading.names import PLACED, PPR, RPR, TBL, TEXT_BOX, P, T, W
from gongkai_formats.docx.reading.numbering import whole
from gongkai_formats.docx.reading.package import Element
from gongkai_formats.docx.reading.styles import NO_OUTLINE, ParagraphFacts
from gongkai_formats.docx.reading.tables import find_cells, is_layout, make_grid

_DEEPEST = 12
"""Tables and text boxes within one another that are opened; what lies deeper is read as plain text."""

_EMU = 127
"""English Metric Units in 1/100 pt."""

_STYLE = re.compile(r"(margin-left|margin-top|width|height):(-?\d{1,6}(?:\.\d{1,6})?)pt")

Markup = Literal["", "heading", "list_item", "note", "figure", "contents"]


@dataclass
class Story:
    """Lines and grids in the making. `notes`: the notes referred to since they were last taken."""

    inline: InlineReader
    most_cells: int
    where: str
    items: list[BareItem] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    _before: str = ""

    def read(self, parent: Element, path: str = "", depth: int = 0) -> Iterator[tuple[int, Element]]:
        """Read the paragraphs and tables in an element; yields each with its number after it is read."""
        number = 0
        for element in self.inline.unwrapped(parent):
            if element.tag == P:
                self.read_paragraph(element, f"{path}{number}", depth)
            elif element.tag == TBL:
                self._read_table(element, f"{path}{number}", depth)
            elif element.tag == W + "altChunk":
                self.inline.counts["chunks"] += 1
                continue
            elif element.tag not in (W + "sectPr", TEXT_BOX):
                continue
            yield number, element
            number += 1

    def read_paragraph(self, element: Element, path: str, depth: int) -> None:
        """A paragraph's lines, then what is drawn in it."""
        settings = element.find(PPR)
        facts, style = self.inline.styles.of(settings)
        inline = self.inline.read(element, facts.hidden)
        self.notes += inline.notes
        text = self._before + self._numbered(inline, facts, style)
        letters = settings.find(RPR) if settings is not None else None
        if letters is not None and letters.find(W + "del") is not None:
            # The paragraph's end has been deleted: the next one goes on with it.
            self.inline.counts["deleted"] += 1
            self._before = text
            return
        self._before = ""
        if facts.breaks:
            self.items.append(Gap("page"))
        self._add_lines(text, inline, facts, style, path)
        self._add_drawn(inline, path, depth)

    def _numbered(self, inline: Inline, facts: ParagraphFacts, style: str) -> str:
        return self.inline.styles.number_before(facts, style) + inline.text

    def _add_lines(self, text: str, inline: Inline, facts: ParagraphFacts, style: str, path: str) -> None:
        markup, level = self._markup(inline, facts, style)
        places = (DocxPath(path),)
        if not text.strip() and PAGE_BREAK not in text:
            self.items.append(Gap("blank"))
        for number, page in enumerate(text.split(PAGE_BREAK)):
            if number:
                self.items.append(Gap("page"))
            lines = page.split("\n")
            if markup == "heading":
                lines = ["".join(line.strip() for line in lines)]
            for line in filter(None, map(str.strip, lines)):
                furniture: FurnitureKind | None = None
                self.items.append(
                    BareLine(
                        line,
                        places,
                        markup,
                        level,
                        furniture,
                        complete=True,
                        bold=inline.bold or facts.bold,
                        centred=facts.centred,
                    )
                )
        hidden = "".join(inline.hidden).strip()
        if hidden:
            self.inline.counts["hidden"] += 1
            self.items.append(BareLine(hidden, places, furniture="outside", complete=True))

    def _markup(self, inline: Inline, facts: ParagraphFacts, style: str) -> tuple[Markup, int]:
        if inline.contents or facts.contents:
            return "contents", 0
        if facts.outline is not None and 0 <= facts.outline < NO_OUTLINE:
            return "heading", facts.outline + 1
        if facts.figure or facts.note:
            return ("figure" if facts.figure else "note"), 0
        return ("list_item", 0) if self.inline.styles.is_bullet(facts, style) else ("", 0)

    def _add_drawn(self, inline: Inline, path: str, depth: int) -> None:
        if len(inline.boxes) >= FEWEST and len(inline.boxes) == sum(box is not None for _, box in inline.placed):
            self.items += read_pages([self._placed(*one, path, number) for number, one in enumerate(inline.placed)])
            inline.boxes = []
        for number, box in enumerate(inline.boxes):
            self._open(box, f"{path}/b{number}/", depth)
        for text in filter(str.strip, inline.watermarks):
            self.items.append(BareLine(text.strip(), (DocxPath(path),), complete=True))
        for name in inline.figures:
            self.items.append(BareLine(name.strip() or "图片", (DocxPath(path),), "figure", complete=True))

    def _placed(self, anchor: Element, box: Element | None, path: str, number: int) -> Placed:
        x, y, wide, high = _spot(anchor)
        text = self.cell_text(box, 1) if box is not None else ""
        return Placed(x, y, wide, high, text, f"{path}/b{number}")

    def _open(self, element: Element, path: str, depth: int) -> None:
        if depth >= _DEEPEST:
            self._add_plain(element, path)
            return
        for _ in self.read(element, path, depth + 1):
            pass

    def _add_plain(self, element: Element, path: str) -> None:
        self.inline.counts["deep"] += 1
        text = "\n".join(filter(str.strip, (item.text or "" for item in element.iter(T))))
        if text:
            self.items.append(BareLine(text, (DocxPath(path.rstrip("/")),), complete=True))

    def _read_table(self, table: Element, path: str, depth: int) -> None:
        if depth < _DEEPEST and is_layout(table):
            rows = find_cells(table, self.inline)
            for cell in (cell for row in rows for cell in row):
                self._open(cell.element, f"{path}/r{cell.row}/c{cell.ordinal}/", depth)
            return
        rows = find_cells(table, self.inline)
        grid = make_grid(rows, lambda element: self.cell_text(element, depth + 1), path, self.most_cells, self.where)
        if grid is not None:
            self.items.append(grid)

    def cell_text(self, cell: Element, depth: int) -> str:
        """A cell's paragraphs a line each; tables within it a line a row, TAB between their cells."""
        lines: list[str] = []
        for element in self.inline.unwrapped(cell):
            if element.tag == P:
                lines += self._cell_paragraph(element, depth)
            elif element.tag == TBL and depth < _DEEPEST:
                for row in find_cells(element, self.inline):
                    lines.append("\t".join(self.cell_text(each.element, depth + 1) for each in row))
            elif element.tag == TBL:
                self.inline.counts["deep"] += 1
                lines += (item.text or "" for item in element.iter(T))
        return "\n".join(line for line in lines if line.strip())

    def _cell_paragraph(self, element: Element, depth: int) -> list[str]:
        facts, style = self.inline.styles.of(element.find(PPR))
        plain = plain_text(element) if not facts.number and not facts.hidden else None
        if plain is not None:
            return [plain.strip()]
        inline = self.inline.read(element, facts.hidden)
        self.notes += inline.notes
        if inline.hidden:
            self.inline.counts["hidden"] += 1
        self.inline.counts["pictures"] += len(inline.figures)
        text = self._numbered(inline, facts, style).replace(PAGE_BREAK, "\n") + "".join(inline.hidden)
        lines = [*map(str.strip, text.split("\n")), *inline.watermarks]
        for box in inline.boxes:
            if depth < _DEEPEST:
                lines.append(self.cell_text(box, depth + 1))
            else:
                lines += (item.text or "" for item in box.iter(T))
        return lines


def _spot(anchor: Element) -> tuple[int, int, int, int]:
    """Where a drawing stands and how large it is, in 1/100 pt: by its anchor, or by the style of an older shape."""
    style = anchor.get("style")
    if style is not None:
        found = {name: round(float(value) * 100) for name, value in _STYLE.findall(style)}
        x, y, wide, high = (found.get(name, 0) for name in ("margin-left", "margin-top", "width", "height"))
        return x, y, max(0, wide), max(0, high)
    place = (anchor.find(f"{PLACED}position{axis}/{PLACED}posOffset") for axis in "HV")
    x, y = (whole(one.text, 0) // _EMU if one is not None else 0 for one in place)
    extent = anchor.find(PLACED + "extent")
    wide, high = (max(0, whole(extent.get(side), 0) // _EMU) if extent is not None else 0 for side in ("cx", "cy"))
    return x, y, wide, high
