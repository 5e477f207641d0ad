"""Pages after GB/T 9704: A4, a type area of 156 × 225 mm, 22 lines of 28 characters. Lengths in twentieths of a point.

Landscape pages for wide tables are the same page turned: its top margin lies to the right, its left one on top.
"""

from __future__ import annotations

from typing import NamedTuple

TWIPS = 20
"""Twips in a point."""


class Page(NamedTuple):
    """A page's size and margins."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def room(self) -> float:
        """Width of the type area in points."""
        return (self.width - self.left - self.right) / TWIPS

    @property
    def depth(self) -> float:
        """Height of the type area in points."""
        return (self.height - self.top - self.bottom) / TWIPS


PORTRAIT = Page(11906, 16838, 2098, 1474, 1984, 1587)
LANDSCAPE = Page(16838, 11906, 1587, 2098, 1474, 1984)

LINE = 28.95
"""Pitch of the lines in points: 225 mm by 22."""

CHARACTERS = 28
"""Characters a line of body text holds."""

_FOOTER = 1400
# Letters of 16 pt are 0.25 pt closer together (style Normal) so that 28 fill a line; a negative pitch of the grid says
# the same in Word, but makes LibreOffice give each letter two cells.
_GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="0"/>'


def section(page: Page, numbered: bool, references: str) -> str:
    """The properties of a section that begins on a new page; `references` to its footers."""
    landscape = ' w:orient="landscape"' if page.width > page.height else ""
    footer = min(_FOOTER, page.bottom - 400)
    return (
        f'<w:sectPr>{references if numbered else ""}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{landscape}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="850" w:footer="{footer}" w:gutter="0"/>{_GRID}</w:sectPr>'
    )


def section_break(properties: str) -> str:
    """A paragraph too small to be seen that ends a section."""
    small = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{small}<w:rPr><w:sz w:val="2"/></w:rPr>{properties}</w:pPr></w:p>'
