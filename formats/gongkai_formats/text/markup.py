"""Marks that are no text: Markdown's `#`, `-`, `**`, inline HTML tags. They are taken off and kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from gongkai.model import BareLine, FurnitureKind, TextSpan
from gongkai_formats.text.lines import TextLine

_HEADING = re.compile(r"(#{1,6})[ \t\u3000\xa0]+(?=\S)")
_CLOSING = re.compile(r"[ \t]#+$")
_BULLET = re.compile(r"[-*+][ \t\u3000\xa0]+(?=\S)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|(?:- ){2,}-|={3,}|`{3,}\w*|~{3,}\w*)")
_BOLD = re.compile(r"(?<![*\\])\*\*(?![\s*])([^*]+)\*\*(?!\*)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)")
_TAG = re.compile(
    r"</?(p|br|div|span|b|strong|i|em|u|sup|sub|center|font|big|small|strike|del|ins|mark|ul|ol|li|h[1-6]"
    r"|table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|html|body|head|title|blockquote|hr|nobr|section|a|img"
    r"|figure|figcaption|header|footer|page|watermark|page_number|label|o:p)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol"})

_LONGEST_RULE = 200
"""Characters of a drawn rule; longer runs of dashes are looked at as text."""
_FURNITURE: dict[str, FurnitureKind] = {
    "page_number": "page_number",
    "watermark": "watermark",
    "header": "running_head",
    "footer": "running_head",
}


class Mark(NamedTuple):
    """Removed markup: its text and where it stood (offsets in the physical line)."""

    line: int
    start: int
    end: int
    text: str
    page: int | None


class Marks:
    """All removed marks of a document, kept for its end."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []

    def add(self, line: TextLine, start: int, text: str) -> None:
        """`start` counts in the line's own text."""
        if text and not text.isspace():
            self._marks.append(Mark(line.number, line.start + start, line.start + start + len(text), text, line.page))

    def add_between(self, line: TextLine, start: int, end: int, text: str) -> None:
        """Several marks of one line at once: the pipes of a table row."""
        self._marks.append(Mark(line.number, line.start + start, line.start + end, text, line.page))

    def as_line(self) -> BareLine | None:
        """One line of furniture: a text line per source line, its marks joined by blanks."""
        texts: dict[int, list[str]] = {}
        places: dict[int, TextSpan] = {}
        for mark in sorted(self._marks):
            texts.setdefault(mark.line, []).append(mark.text.strip())
            seen = places.get(mark.line)
            start, end = (seen.start, max(seen.end, mark.end)) if seen else (mark.start, mark.end)
            places[mark.line] = TextSpan(mark.line, start, end, mark.page)
        if not texts:
            return None
        joined = "\n".join(" ".join(pieces) for pieces in texts.values())
        return BareLine(joined, tuple(places.values()), furniture="markup", complete=True)


def plain_line(line: TextLine, marks: Marks) -> BareLine | None:
    """A line of text without its marks, or None where it holds nothing else."""
    text = line.text.strip()
    start = len(line.text) - len(line.text.lstrip())
    span = TextSpan(line.number, line.start + start, line.start + start + len(text), line.page)
    places = (span,)
    if len(text) < _LONGEST_RULE and _RULE.fullmatch(text):
        return BareLine(text, places, furniture="separator", page=line.page)
    image = _IMAGE.fullmatch(text) if text.startswith("![") else None
    if image is not None:
        kept = image[1].strip() or image[2]
        marks.add(line, start, text.replace(kept, " ", 1))
        return BareLine(kept, places, markup="figure", page=line.page)
    markup: Literal["", "heading", "list_item"] = ""
    level = 0
    heading = _HEADING.match(text)
    if heading is not None:
        markup, level = "heading", len(heading[1])
        text, start = _drop(line, text, start, heading.end(), marks)
        closing = _CLOSING.search(text) if text.endswith("#") else None
        if closing is not None:
            marks.add(line, start + closing.start(), closing[0])
            text = text[: closing.start()].rstrip()
    elif _BULLET.match(text) is not None and not _is_amount(text):
        markup = "list_item"
        bullet = _BULLET.match(text)
        assert bullet is not None
        text, start = _drop(line, text, start, bullet.end(), marks)
    whole = text.startswith("**") and text.endswith("**")
    plain = strip_inline(line, start, text, marks)
    if not plain:
        return None
    furniture = _known_furniture(text) if text[0] == "<" else None
    bold = whole and "**" not in plain
    return BareLine(plain, places, markup, level, furniture, page=line.page, bold=bold)


def _known_furniture(text: str) -> FurnitureKind | None:
    # OCR models name what they take for page furniture.
    match = _TAG.match(text)
    return _FURNITURE.get(match[1].lower()) if match is not None else None


def _drop(line: TextLine, text: str, start: int, size: int, marks: Marks) -> tuple[str, int]:
    marks.add(line, start, text[:size])
    return text[size:], start + size


def _is_amount(text: str) -> bool:
    # A minus set apart from its figure is no list mark.
    return text[0] in "-+" and text[1:].lstrip()[:1].isdigit() and not any(c.isalpha() for c in text)


def strip_inline(line: TextLine, start: int, text: str, marks: Marks) -> str:
    """Text without paired `**` and without inline tags; a breaking tag becomes a line break."""
    if "**" in text:
        text = _strip_bold(line, start, text, marks)
    if "<" in text and ">" in text:
        text = _strip_tags(line, start, text, marks)
    return text


def _strip_bold(line: TextLine, start: int, text: str, marks: Marks) -> str:
    pieces: list[str] = []
    last = 0
    for match in _BOLD.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        if not _opens(before, match[1][0]):
            continue
        marks.add(line, start + match.start(), "**")
        marks.add(line, start + match.end() - 2, "**")
        pieces += [text[last : match.start()], match[1]]
        last = match.end()
    return "".join([*pieces, text[last:]]).strip() if pieces else text


def _opens(before: str, after: str) -> bool:
    # Blotted names (张**、李**) look like pairs; an opening mark does not stand between a letter and punctuation.
    return not _is_punctuation(after) or before.isspace() or _is_punctuation(before)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _strip_tags(line: TextLine, start: int, text: str, marks: Marks) -> str:
    pieces: list[str] = []
    last = 0
    for match in _TAG.finditer(text):
        marks.add(line, start + match.start(), match[0])
        pieces += [text[last : match.start()], "\n" if match[1].lower() in _BREAKING else ""]
        last = match.end()
    if not last:
        return text
    joined = "".join([*pieces, text[last:]])
    return "\n".join(part.strip() for part in joined.split("\n") if part and not part.isspace())
