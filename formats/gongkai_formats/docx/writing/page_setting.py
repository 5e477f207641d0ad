"""Pages after GB/T 9704: A4, a type area of 156 × 225 mm, 22 lines of 28 characters. Lengths in twentieths of a point.

Landscape pages for wide tables are the same page turned: its top margin lies to the right, its left one on top.
"""

from __future__ import annotations

from typing import NamedTuple

from docx.enum.section import WD_HEADER_FOOTER, WD_ORIENT
from docx.oxml.section import CT_SectPr
from docx.section import Section
from docx.shared import Twips

TWIPS = 20
"""Twips in a point."""


class PageShape(NamedTuple):
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


PORTRAIT = PageShape(11906, 16838, 2098, 1474, 1984, 1587)
LANDSCAPE = PageShape(16838, 11906, 1587, 2098, 1474, 1984)

LINE = 28.95
"""Pitch of the lines in points: 225 mm by 22."""

CHARACTERS = 28
"""Characters a line of body text holds."""

_FOOTERS = {WD_HEADER_FOOTER.EVEN_PAGE: "footer_even", WD_HEADER_FOOTER.PRIMARY: "footer_odd"}
"""Footers by the ids of their parts."""

_HEADER, _FOOTER = 850, 584
"""Distance of headers from the edge; room of a footer's line: were it higher, the type area would shrink."""


def set_page(section: Section, page: PageShape) -> None:
    """Give a section its page; the grid of lines and characters stands in the fixed parts."""
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(page.width), Twips(page.height)
    section.top_margin, section.right_margin = Twips(page.top), Twips(page.right)
    section.bottom_margin, section.left_margin = Twips(page.bottom), Twips(page.left)
    section.header_distance, section.footer_distance = Twips(_HEADER), Twips(page.bottom - _FOOTER)
    section.gutter = Twips(0)


def set_footers(properties: CT_SectPr) -> None:
    """Number the pages of a section and of those after it."""
    for kind, ident in _FOOTERS.items():
        properties.add_footerReference(kind, ident)
