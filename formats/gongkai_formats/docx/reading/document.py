"""A Word document as lines and grids in reading order, with its furniture and notes, and what was left unread."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import finding
from gongkai.model import (
    BareDocument,
    BareItem,
    BareLine,
    DocxPath,
    Finding,
    FurnitureKind,
    Gap,
    SourceInfo,
)
from gongkai.plugins.specs import Source
from gongkai_formats.docx.reading.inline import InlineReader
from gongkai_formats.docx.reading.names import BODY, PPR, VAL, P, R, W
from gongkai_formats.docx.reading.numbering import read_numbering
from gongkai_formats.docx.reading.package import Element, WordPackage
from gongkai_formats.docx.reading.story import Story
from gongkai_formats.docx.reading.styles import read_styles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READER = "docx"

_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_COUNTED = {
    "tracked": ("docx.tracked_changes", "有修订：插入 {inserted} 处、删除 {deleted} 处，按接受全部修订读取"),
    "hidden": ("docx.hidden_text", "{hidden} 处隐藏文字已另存，不混入正文"),
    "pictures": ("docx.picture_in_table", "表格内有 {pictures} 幅图片，没有读取"),
    "chunks": ("docx.unread_part", "嵌入了 {chunks} 份其他格式的文件，没有读取"),
    "deep": ("docx.deep_nesting", "{deep} 处表格或文本框嵌套过深，只保留文字"),
}


def read_document(package: WordPackage, source: Source, remarks: tuple[Finding, ...] = ()) -> BareDocument:
    """Any document as it is printed; `remarks` are findings made before."""
    reader = _DocumentReader(package, source)
    reader.read_body()
    reader.read_furniture()
    media = "application/vnd.ms-word.document.macroEnabled.12" if package.has_macros else MEDIA_TYPE
    info = SourceInfo(source.name, source.sha256, media)
    return BareDocument(info, READER, tuple(reader.story.items), (*remarks, *reader.findings()))


class _DocumentReader:
    def __init__(self, package: WordPackage, source: Source) -> None:
        self.package = package
        numbering = read_numbering(self._tree("numbering"))
        relations = package.relations(package.main)
        inline = InlineReader(package, read_styles(self._tree("styles"), numbering), relations)
        self.story = Story(inline, source.limits.cells_per_table, source.name)
        self._margins: dict[str, None] = {}
        self._notes: dict[str, dict[str, Element]] = {}

    def _tree(self, kind: str) -> Element | None:
        part = self.package.related(kind) or f"word/{kind}.xml"
        return self.package.tree(part)

    def read_body(self) -> None:
        """The body, with page breaks at new sections and notes after what refers to them."""
        root = self.package.tree(self.package.main)
        body = root.find(BODY) if root is not None else None
        if body is None:
            return
        for _, element in self.story.read(body):
            self._add_notes()
            section = element if element.tag == W + "sectPr" else _section(element)
            if section is not None:
                self._end_section(section)

    def _end_section(self, section: Element) -> None:
        kind = section.find(W + "type")
        if kind is None or kind.get(VAL) != "continuous":
            self.story.items.append(Gap("page"))
        for reference in section.iter(W + "headerReference", W + "footerReference"):
            relation = self.package.relations(self.package.main).get(reference.get(R + "id", ""))
            if relation is not None and not relation.external:
                self._margins[relation.target] = None

    def _add_notes(self) -> None:
        for kind, ident in self.story.notes:
            note = self._note(kind, ident)
            if note is not None:
                self.story.items += self._side_story(note, f"{kind}/{ident}/", "note", None)
        self.story.notes = []

    def _note(self, kind: str, ident: str) -> Element | None:
        """A note's element, once; None where there is none."""
        if kind not in self._notes:
            root = self._tree(kind)
            items = () if root is None else root.iter(W + "footnote", W + "endnote")
            self._notes[kind] = {
                item.get(W + "id", ""): item for item in items if item.get(W + "type") in (None, "normal")
            }
        return self._notes[kind].pop(ident, None)

    def _side_story(self, element: Element, path: str, markup: str, kind: FurnitureKind | None) -> list[BareItem]:
        """The lines of a note, header or footer; cells of its tables a line each."""
        side = Story(self.story.inline, self.story.most_cells, self.story.where)
        found: list[BareItem] = []
        for _ in side.read(element, path):
            pass
        for item in side.items:
            if isinstance(item, BareLine):
                found.append(
                    BareLine(item.text, item.places, "note" if markup else "", 0, item.furniture or kind, True)
                )
            elif not isinstance(item, Gap):
                texts = ((cell.text, cell.places) for cell in item.grid.cells if not cell.is_blank)
                found += (BareLine(text, places, "note" if markup else "", 0, kind, True) for text, places in texts)
        return found

    def read_furniture(self) -> None:
        """Headers and footers of all sections, each part once: running heads, page numbers, watermarks."""
        body_relations = self.story.inline.relations
        for part in self._margins:
            root = self.package.tree(part)
            if root is None:
                continue
            self.story.inline.relations = self.package.relations(part)
            self.story.items += self._margin_lines(root, part.rpartition("/")[2].removesuffix(".xml"))
        self.story.inline.relations = body_relations

    def _margin_lines(self, root: Element, name: str) -> Iterator[BareLine]:
        inline = self.story.inline
        for number, element in enumerate(root.iter(P)):
            found = inline.read(element)
            places = (DocxPath(f"{name}/{number}"),)
            numbered = any(
                instruction.split()[:1] and instruction.split()[0] in _PAGE_FIELDS for instruction in found.fields
            )
            text = " ".join(found.text.split())
            if text:
                yield BareLine(text, places, furniture="page_number" if numbered else "running_head", complete=True)
            for mark in filter(str.strip, found.watermarks):
                yield BareLine(mark.strip(), places, furniture="watermark", complete=True)

    def findings(self) -> Iterator[Finding]:
        """What was left out or may surprise."""
        counts = self.story.inline.counts
        counts["tracked"] = counts["inserted"] + counts["deleted"]
        for name, (rule, message) in _COUNTED.items():
            if counts[name]:
                yield finding(rule, message.format_map(counts))
        if self.package.has_macros:
            yield finding("docx.macros")
        comments = self._tree("comments")
        if comments is not None and (count := sum(1 for _ in comments.iter(W + "comment"))):
            yield finding("docx.comments", f"有 {count} 条批注，没有读取")
        relations = self.package.relations(self.package.main).values()
        if count := sum(one.external and one.kind != "hyperlink" for one in relations):
            yield finding("docx.external", f"引用了 {count} 个外部文件，没有读取")
        for part in dict.fromkeys(self.package.damaged):
            yield finding("docx.damaged_part", f"{part} 已损坏，其他部分已读取")


def _section(element: Element) -> Element | None:
    settings = element.find(PPR) if element.tag == P else None
    return settings.find(W + "sectPr") if settings is not None else None
