"""WordprocessingML as text: escaped, in the schema's order of elements. Building text is far quicker than a tree."""

from __future__ import annotations

import re

from gongkai.embedding import xml_text

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_PIECES = re.compile("([\n\t])")
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_BLANK_MATTERS = re.compile(r"^\s|\s$|\s\s")


def escape(text: str) -> str:
    """A text as XML character data; the characters XML cannot hold fall away."""
    return xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str) -> str:
    """A text as the value of an attribute."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def run(text: str, looks: str = "") -> str:
    """A run; line breaks and tabs become elements. `looks` is the content of its w:rPr."""
    if not text:
        return ""
    content = "".join(_MARKS.get(piece) or _text_element(piece) for piece in _PIECES.split(xml_text(text)) if piece)
    return f"<w:r><w:rPr>{looks}</w:rPr>{content}</w:r>" if looks else f"<w:r>{content}</w:r>"


def _text_element(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<w:t xml:space="preserve">{escaped}</w:t>' if _BLANK_MATTERS.search(text) else f"<w:t>{escaped}</w:t>"


def paragraph(style: str, content: str, before_style: str = "", settings: str = "") -> str:
    """A paragraph of runs. `before_style`: keepNext, pageBreakBefore; `settings`: what follows them in w:pPr."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before_style}{settings}</w:pPr>{content}</w:p>'


def bookmarked(content: str, number: int, name: str) -> str:
    """Content within a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
