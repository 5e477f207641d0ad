"""The document: cover, 目录, headings, narrative, tables and forms in their sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from gongkai.model import Disclosure
from gongkai.words.labels import fold, fold_label, longest_line
from gongkai_formats.docx.writing.grids import make_table, refuse_oversize
from gongkai_formats.docx.writing.packaging import new_document, pack_document
from gongkai_formats.docx.writing.page_setting import PORTRAIT, set_footers, set_page
from gongkai_formats.docx.writing.pagination import COVER_TOP, Pagination, is_cover, lay_out
from gongkai_formats.docx.writing.runs import add_bookmark, add_link, add_run, begin_field, end_field
from gongkai_formats.docx.writing.showing import Shown, ShownGrid, ShownLine, show

_CONTENTS_FIELD = ' TOC \\o "1-3" \\h \\z \\t "表题,3" '
_SEPARATOR = "Separator"
_HEAD_SIZE = 10.5


def write_docx(disclosure: Disclosure) -> bytes:
    """The package of an official document. TargetError where a grid is wider than Word can hold."""
    shown = show(disclosure)
    for one in shown:
        if isinstance(one, ShownGrid):
            refuse_oversize(one)
    document = new_document()
    _Body(document, shown, lay_out(shown)).write()
    return pack_document(document, disclosure)


@dataclass
class _Body:
    document: Document
    shown: Sequence[Shown]
    layout: Pagination
    anchors: dict[int, int] = field(default_factory=dict)
    targets: dict[int, int] = field(default_factory=dict)
    numbered: bool = False
    in_field: bool = False
    fielded: bool = False

    def write(self) -> None:
        """Fill the document, section by section."""
        self._find_targets()
        for n, one in enumerate(self.shown):
            if not n or self._begins_section(n):
                self._begin_section(n)
            if isinstance(one, ShownGrid):
                self._write_grid(n, one)
            else:
                self._write_line(n, one)
        if not self.shown:
            set_page(self.document.sections[0], PORTRAIT)
        if not self.shown or isinstance(self.shown[-1], ShownGrid):
            self._add_paragraph(_SEPARATOR)

    def _add_paragraph(self, style: str) -> CT_P:
        paragraph: CT_P = self.document.element.body.add_p()
        paragraph.style = style
        return paragraph

    def _begins_section(self, n: int) -> bool:
        shapes = self.layout.shapes
        return shapes[n] != shapes[n - 1] or is_cover(self.shown[n - 1]) != is_cover(self.shown[n])

    def _begin_section(self, n: int) -> None:
        section = self.document.add_section() if n else self.document.sections[0]
        properties = self.document.element.body.sectPr
        if n:
            # The paragraph that ends the section before.
            properties.getprevious().style = _SEPARATOR
        set_page(section, self.layout.shapes[n])
        if not self.numbered and not is_cover(self.shown[n]):
            set_footers(properties)
            self.numbered = True

    def _find_targets(self) -> None:
        """Which line each entry of the 目录 leads to: the same words, else the same without numbering."""
        exact: dict[str, list[int]] = {}
        loose: dict[str, list[int]] = {}
        for n, one in enumerate(self.shown):
            if isinstance(one, ShownLine) and (one.style.startswith("Heading") or one.style == "TableTitle"):
                exact.setdefault(fold(one.text), []).append(n)
                loose.setdefault(fold_label(one.text), []).append(n)
        taken: set[int] = set()
        for n, one in enumerate(self.shown):
            if isinstance(one, ShownLine) and one.role == "contents":
                found = [*exact.get(fold(one.text), ()), *loose.get(fold_label(one.text), ())]
                target = next((each for each in found if each not in taken and each > n), None)
                if target is not None:
                    taken.add(target)
                    self.targets[n] = target
                    self.anchors[target] = len(self.anchors) + 1

    def _write_grid(self, n: int, one: ShownGrid) -> None:
        if n and isinstance(self.shown[n - 1], ShownGrid) and not self._begins_section(n):
            self._add_paragraph(_SEPARATOR)
        table = make_table(one, self.layout.settings[n])
        self.document.element.body.sectPr.addprevious(table)

    def _write_line(self, n: int, one: ShownLine) -> None:
        paragraph = self._add_paragraph(one.style)
        layout = Paragraph(paragraph, self.document).paragraph_format
        if n in self.layout.breaks:
            layout.page_break_before = True
        if one.role == "contents":
            self._fill_entry(paragraph, n, one)
            return
        if n == 0 and is_cover(one):
            layout.space_before = Pt(COVER_TOP)
        if one.style == "TableHead" and "\t" in one.text:
            centre, right = _head_stops(one.text.split("\t"), self.layout.shapes[n].room)
            layout.tab_stops.add_tab_stop(Pt(centre), WD_TAB_ALIGNMENT.CENTER)
            layout.tab_stops.add_tab_stop(Pt(right), WD_TAB_ALIGNMENT.RIGHT)
        run = add_run(paragraph, one.text)
        if n in self.anchors:
            add_bookmark(run, self.anchors[n])

    def _fill_entry(self, paragraph: CT_P, n: int, one: ShownLine) -> None:
        """An entry of the 目录 with its page, filled in, within the one field that Word can update."""
        if not self.fielded and not self.in_field:
            self.in_field = True
            begin_field(paragraph, _CONTENTS_FIELD)
        target = self.targets.get(n)
        if target is None:
            add_run(paragraph, one.text)
        else:
            add_link(paragraph, one.text, self.anchors[target], self.layout.pages[target])
        following = self.shown[n + 1] if n + 1 < len(self.shown) else None
        if self.in_field and not (isinstance(following, ShownLine) and following.role == "contents"):
            self.in_field, self.fielded = False, True
            end_field(paragraph)


def _head_stops(pieces: list[str], room: float) -> tuple[float, float]:
    """Tab stops of a head line: its second piece in the middle, or as near to it as the first leaves room."""
    left, centre = (longest_line(piece) * _HEAD_SIZE / 2 for piece in pieces[:2])
    return max(room / 2, left + centre / 2 + 2 * _HEAD_SIZE), room
