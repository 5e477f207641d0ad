"""The document part: cover, 目录, headings, narrative, tables and forms in their sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.labels import fold, fold_label, longest_line
from gongkai.model import Disclosure
from gongkai_formats.docx.grid_writing import refuse_oversize, write_grid
from gongkai_formats.docx.packaging import FOOTERS, pack_document
from gongkai_formats.docx.page_setting import PORTRAIT, TWIPS, section, section_break
from gongkai_formats.docx.pagination import COVER_TOP, Layout, is_cover, lay_out
from gongkai_formats.docx.showing import Shown, ShownGrid, ShownLine, show
from gongkai_formats.docx.xml_writing import DECLARATION, R, W, bookmarked, paragraph, quote, run

_CONTENTS_FIELD = ' TOC \\o "1-3" \\h \\z \\t "表题,3" '
_HEAD_SIZE = 10.5


def write_docx(disclosure: Disclosure) -> bytes:
    """The package of an official document. TargetError where a grid is wider than Word can hold."""
    shown = show(disclosure)
    for one in shown:
        if isinstance(one, ShownGrid):
            refuse_oversize(one.grid, one.title)
    body = _Body(shown, lay_out(shown)).write()
    document = f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    return pack_document(document, disclosure)


@dataclass
class _Body:
    shown: Sequence[Shown]
    layout: Layout
    pieces: list[str] = field(default_factory=list)
    anchors: dict[int, int] = field(default_factory=dict)
    targets: dict[int, int] = field(default_factory=dict)
    in_field: bool = False
    fielded: bool = False

    def write(self) -> str:
        """The content of w:body."""
        self._find_targets()
        for n, one in enumerate(self.shown):
            if n and self._ends_section(n):
                self.pieces.append(section_break(self._section(n - 1)))
            self.pieces.append(self._write_grid(n, one) if isinstance(one, ShownGrid) else self._write_line(n, one))
        last = len(self.shown) - 1
        if last < 0 or isinstance(self.shown[last], ShownGrid):
            self.pieces.append(section_break(""))
        self.pieces.append(self._section(last))
        return "".join(self.pieces)

    def _section(self, n: int) -> str:
        page = self.layout.shapes[n] if n >= 0 else PORTRAIT
        return section(page, n < 0 or not is_cover(self.shown[n]), FOOTERS)

    def _ends_section(self, n: int) -> bool:
        shapes = self.layout.shapes
        return shapes[n] != shapes[n - 1] or is_cover(self.shown[n - 1]) != is_cover(self.shown[n])

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

    def _write_grid(self, n: int, one: ShownGrid) -> str:
        between = isinstance(self.shown[n - 1], ShownGrid) if n else False
        return (section_break("") if between else "") + write_grid(one.grid, one.looks, self.layout.settings[n])

    def _write_line(self, n: int, one: ShownLine) -> str:
        if one.role == "contents":
            return self._write_entry(n, one)
        content = run(one.text)
        if n in self.anchors:
            content = bookmarked(content, self.anchors[n], f"_Toc{self.anchors[n]:06d}")
        before = "<w:pageBreakBefore/>" if n in self.layout.breaks else ""
        return paragraph(one.style, content, before, self._settings(n, one))

    def _settings(self, n: int, one: ShownLine) -> str:
        if one.style == "TableHead" and "\t" in one.text:
            return _head_tabs(one.text.split("\t"), self.layout.shapes[n].room)
        if n == 0 and is_cover(one):
            return f'<w:spacing w:before="{round(COVER_TOP * TWIPS)}"/>'
        return ""

    def _write_entry(self, n: int, one: ShownLine) -> str:
        """An entry of the 目录 with its page, filled in, within the one field that Word can update."""
        content = run(one.text)
        target = self.targets.get(n)
        if target is not None:
            name = f"_Toc{self.anchors[target]:06d}"
            page = _field(f" PAGEREF {name} \\h ", str(self.layout.pages[target]))
            content = (
                f'<w:hyperlink w:anchor="{quote(name)}" w:history="1">{content}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
            )
        following = self.shown[n + 1] if n + 1 < len(self.shown) else None
        if not self.fielded and not self.in_field:
            self.in_field = True
            content = f'{_mark("begin")}<w:r><w:instrText xml:space="preserve">{_CONTENTS_FIELD}</w:instrText></w:r>{_mark("separate")}{content}'
        if self.in_field and not (isinstance(following, ShownLine) and following.role == "contents"):
            self.in_field, self.fielded = False, True
            content += _mark("end")
        before = "<w:pageBreakBefore/>" if n in self.layout.breaks else ""
        return paragraph(one.style, content, before)


def _head_tabs(pieces: list[str], room: float) -> str:
    """Tab stops of a head line: its second piece in the middle, or as near to it as the first leaves room."""
    left, centre = (longest_line(piece) * _HEAD_SIZE / 2 for piece in pieces[:2])
    middle = max(room / 2, left + centre / 2 + 2 * _HEAD_SIZE)
    stops = (("center", middle), ("right", room))
    tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{round(at * TWIPS)}"/>' for kind, at in stops)
    return f"<w:tabs>{tabs}</w:tabs>"


def _field(instruction: str, result: str) -> str:
    return (
        f'{_mark("begin")}<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{_mark("separate")}'
        f"{run(result)}{_mark('end')}"
    )


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
