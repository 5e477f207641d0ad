"""HTML tables read tag by tag: rows of cells with spans, text and places; nested tables become text."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field

from gongkai.model import TextSpan
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.markup import Marks

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_]*)((?:[\s/][^<>]*)?)>|<!--[^<>]*-->")
OPEN_TAG = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9:_]*(?:[\s/][^<>]*)?|!--[^>]*)?$")
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"'“”]?\s*(\d{1,9})", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass
class HtmlCell:
    """A cell as written: spans as declared, its text in pieces ("\\n" for a break), and where they stand."""

    row_span: int
    column_span: int
    origin: TextSpan
    pieces: list[str] = field(default_factory=list)
    spans: list[TextSpan] = field(default_factory=list)

    @property
    def text(self) -> str:
        if len(self.pieces) == 1 and "\n" not in self.pieces[0]:
            return self.pieces[0].strip()
        lines = "".join(self.pieces).split("\n")
        return "\n".join(line.strip() for line in lines if line and not line.isspace())


@dataclass
class HtmlTable:
    """A table as written: rows of cells, and the text that stands in it outside all cells (a caption)."""

    first: TextLine
    rows: list[list[HtmlCell]] = field(default_factory=list)
    strays: list[tuple[TextLine, int, int]] = field(default_factory=list)
    closed: bool = False


class TableReader:
    """Reads one outermost table, fed with tags and texts in order."""

    def __init__(self, first: TextLine, marks: Marks) -> None:
        self.table = HtmlTable(first)
        self._marks = marks
        self._cell: HtmlCell | None = None
        self._row_open = False
        self._nested = 0

    @property
    def in_cell(self) -> bool:
        return self._cell is not None

    def read_tag(self, line: TextLine, match: re.Match[str]) -> None:
        """A tag of `line`, the table's own first one excepted; `table.closed` turns true at its end."""
        if match[2] is None:
            return
        name, closing = match[2].lower(), bool(match[1])
        if self._nested or (name == "table" and not closing):
            self._read_nested(name, closing)
        elif name in ("td", "th"):
            self._read_cell(line, match, closing)
        elif name == "tr":
            self._cell = None
            self._row_open = False
            if not closing:
                self._open_row()
        elif name == "table":
            self._cell = None
            self.table.closed = True
        elif self._cell is not None and name in _BREAKING:
            self._cell.pieces.append("\n")

    def _read_nested(self, name: str, closing: bool) -> None:
        # A table within a cell: its rows become lines, its cells are set apart by a blank.
        if name == "table":
            self._nested += -1 if closing else 1
        if self._cell is None:
            return
        if name in _BREAKING or name in ("table", "caption"):
            self._cell.pieces.append("\n")
        elif name in ("td", "th") and not closing:
            self._cell.pieces.append(" ")

    def _read_cell(self, line: TextLine, match: re.Match[str], closing: bool) -> None:
        self._cell = None
        if closing:
            return
        if not self._row_open:
            self._open_row()
        height = width = 1
        if match[3]:
            spans = {kind.lower(): int(size) for kind, size in _SPAN.findall(match[3])}
            height, width = max(spans.get("row", 1), 1), max(spans.get("col", 1), 1)
        at = line.start + match.end()
        self._cell = HtmlCell(height, width, TextSpan(line.number, at, at, line.page))
        self.table.rows[-1].append(self._cell)

    def _open_row(self) -> None:
        self.table.rows.append([])
        self._row_open = True

    def read_text(self, line: TextLine, start: int, end: int) -> None:
        """Text of `line` between tags."""
        raw = line.text[start:end]
        text = raw.strip()
        if not text:
            if self._cell is not None and raw and self._cell.pieces:
                self._cell.pieces.append(" ")
            return
        if self._cell is None:
            self.table.strays.append((line, start, end))
            return
        lead = start + len(raw) - len(raw.lstrip())
        at = line.start + lead
        self._cell.spans.append(TextSpan(line.number, at, at + len(text), line.page))
        self._cell.pieces.append(decode_entities(line, start, raw, self._marks))

    def end_line(self) -> None:
        """A line end within a cell: a blank, or nothing between two wide characters."""
        if self._cell is None or not self._cell.pieces:
            return
        last = self._cell.pieces[-1].rstrip(" \t\r")
        self._cell.pieces[-1] = last
        if last and not last.endswith("\n"):
            self._cell.pieces.append("" if unicodedata.east_asian_width(last[-1]) in "WF" else " ")


def decode_entities(line: TextLine, start: int, text: str, marks: Marks) -> str:
    """Text with character references resolved; their raw form is kept as markup."""
    if "&" not in text:
        return text
    for match in _ENTITY.finditer(text):
        if html.unescape(match[0]) != match[0]:
            marks.add(line, start + match.start(), match[0])
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
