"""From bare lines and grids to a disclosure's blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from gongkai.assemble.captions import count_caption, read_caption
from gongkai.assemble.contents import find_contents, read_contents
from gongkai.assemble.continuation import OpenTable, continues, is_form_grid, is_loose_cell, repeated_header_rows
from gongkai.assemble.cover import CoverFacts, CoverText, count_cover, join_cover, read_cover
from gongkai.assemble.finished import finish_form, finish_table
from gongkai.assemble.furniture import find_furniture
from gongkai.assemble.inner_captions import take_inner_lines
from gongkai.assemble.layout import measure_layout
from gongkai.assemble.notes import count_notes
from gongkai.assemble.numbering import heading_level
from gongkai.assemble.paragraphs import LogicalLine, Narrator, announce, entry_names
from gongkai.assemble.stream import BodyLine, GapKind, GridItem, Item, make_line, wider_gap
from gongkai.assemble.titles import is_form_title, is_numbered_title, is_title, without_continued
from gongkai.findings import finding
from gongkai.model import (
    BareDocument,
    BareGrid,
    BareItem,
    BareLine,
    Block,
    Contents,
    Disclosure,
    Finding,
    Furniture,
    FurnitureKind,
    Gap,
)
from gongkai.words.labels import fold

_MOST_STRAYS = 12
"""Lines between two pieces of a form that may be its section lines."""
_LONGEST_SECTION = 6
"""Characters of a marked heading that may be a section of a form (绩效情况); longer ones end it."""


def assemble(document: BareDocument) -> Disclosure:
    """The blocks of a bare document, in reading order, with ids b1…, t1…, f1…; first values of its metadata."""
    bare = [
        one for item in document.items for one in (take_inner_lines(item) if isinstance(item, BareGrid) else [item])
    ]
    kinds = find_furniture(bare)
    assembly = Assembly()
    for position, kind in kinds.items():
        assembly.add_furniture(position, bare[position], kind)
    items = _stream(bare, kinds)
    facts, body = assembly.take_front(items)
    assembly.take_body(body)
    blocks, findings = assembly.finish()
    return Disclosure(
        source=document.source,
        reader=document.reader,
        blocks=tuple(blocks),
        title=facts.title,
        year=facts.year,
        department=facts.department,
        findings=(*document.findings, *findings),
    )


def _stream(bare: Sequence[BareItem], kinds: dict[int, FurnitureKind]) -> list[Item]:
    """Lines and grids without furniture and blank lines, each knowing the gap before it."""
    items: list[Item] = []
    gap: GapKind = ""
    page: int | None = None
    for order, item in enumerate(bare):
        if isinstance(item, Gap):
            gap = wider_gap(gap, item.kind)
            continue
        if order in kinds:
            gap = wider_gap(gap, "page" if kinds[order] in ("page_number", "running_head") else "")
            continue
        if isinstance(item, BareLine) and not item.text.strip():
            gap = wider_gap(gap, "blank")
            continue
        if item.page is not None and page is not None and item.page != page:
            gap = "page"
        page = item.page if item.page is not None else page
        items.append(make_line(order, item, gap) if isinstance(item, BareLine) else GridItem(order, item, gap))
        gap = ""
    return items


@dataclass(slots=True)
class Assembly:
    """Blocks in the making, each with its order in the source; ids are given at the end."""

    entries: list[tuple[int, int, Block | LogicalLine | CoverText | OpenTable]] = field(default_factory=list)
    open: OpenTable | None = None
    narrator: Narrator = field(default_factory=lambda: Narrator(measure_layout(())))
    contents: Contents | None = None
    watermarks: Counter[str] = field(default_factory=Counter)

    def add_furniture(self, order: int, item: BareItem, kind: FurnitureKind) -> None:
        assert isinstance(item, BareLine)
        self.entries.append((order, 0, Furniture("-", kind, item.text, item.places)))
        if kind == "watermark":
            self.watermarks[item.text] += 1

    def take_front(self, items: list[Item]) -> tuple[CoverFacts, list[Item]]:
        """Cover and 目录; what the cover says, and the body."""
        span = find_contents(items)
        before = items[: span[0]] if span else items
        lines = _leading_lines(before)
        if span is None and lines and len(lines) < len(before):
            lines = lines[: len(lines) - count_caption(lines)]
        count = count_cover(lines, span is not None)
        cover = join_cover(lines[:count])
        self.entries += [(text.order, 0, text) for text in cover]
        if span:
            contents = read_contents(items[span[0] : span[1]], "-")
            self.entries.append((items[span[0]].order, 0, contents))
            self.contents = contents
            return read_cover(cover), [*items[count : span[0]], *items[span[1] :]]
        return read_cover(cover), items[count:]

    def take_body(self, items: list[Item]) -> None:
        """Tables, forms and narrative."""
        run: list[BodyLine] = []
        runs: list[tuple[list[BodyLine], GridItem | None]] = []
        for item in items:
            if isinstance(item, BodyLine):
                run.append(item)
            else:
                runs.append((run, item))
                run = []
        runs.append((run, None))
        layout = measure_layout([line for lines, _ in runs for line in lines])
        entries = self.contents.entries if self.contents else ()
        self.narrator = Narrator(layout, announced=announce(entries), entries=entry_names(entries))
        for lines, grid in runs:
            self._take_run(lines, grid)
        self._close()

    def _take_run(self, lines: list[BodyLine], grid: GridItem | None) -> None:
        noted = count_notes(lines) if self.open else 0
        notes, rest = lines[:noted], lines[noted:]
        if self.open is not None:
            self.open.notes += notes
        if grid is None:
            self._close()
            self._tell(rest)
            return
        captioned = count_caption(rest)
        narrative, caption = rest[: len(rest) - captioned], rest[len(rest) - captioned :]
        if self.open is not None and self._goes_on(self.open, noted, narrative, caption, grid):
            return
        self._close()
        self._tell(narrative)
        read = read_caption(caption)
        order = caption[0].order if caption else grid.order
        form = is_form_title(fold(read.title)) or is_form_grid(grid.bare.grid)
        self.open = OpenTable(order, read, form, [grid])

    def _goes_on(
        self, table: OpenTable, noted: int, narrative: list[BodyLine], caption: list[BodyLine], grid: GridItem
    ) -> bool:
        """Append the grid to the open table if it continues it."""
        rest = [*narrative, *caption]
        if table.form:
            if len(rest) > _MOST_STRAYS or any(_opens_something(line) for line in rest):
                return False
            table.add_strays(rest)
            table.add(grid, drop_header=False)
            return True
        first = table.grids[0].bare.grid
        if noted or is_form_grid(grid.bare.grid):
            return False
        if narrative:
            if caption or not continues(first, grid.bare.grid) or not all(is_loose_cell(line) for line in narrative):
                return False
            table.add_strays(narrative)
        elif caption:
            title = without_continued(fold(read_caption(caption).title))
            same = not title or title == without_continued(fold(table.caption.title))
            if not same or not repeated_header_rows(first, grid.bare.grid):
                return False
            for line in caption:
                table.repeated.append(Furniture("-", "repeated_header", line.text, line.places))
        elif not continues(first, grid.bare.grid):
            return False
        table.add(grid, drop_header=True)
        return True

    def _tell(self, lines: Sequence[BodyLine]) -> None:
        self.entries += [(passage.order, 0, passage) for passage in self.narrator.tell(lines)]

    def _close(self) -> None:
        if self.open is None:
            return
        self.entries.append((self.open.order, 0, self.open))
        self.entries += [(self.open.order, n + 1, block) for n, block in enumerate(self.open.repeated)]
        self.open = None

    def finish(self) -> tuple[list[Block], list[Finding]]:
        """All blocks in order with their ids, and the findings of assembling."""
        blocks: list[Block] = []
        findings: list[Finding] = [
            finding("furniture.watermark", f"水印“{text}”出现 {count} 次，已另存，不计入正文", quote=text)
            for text, count in self.watermarks.items()
        ]
        counts = Counter[str]()
        for _, _, entry in sorted(self.entries, key=lambda entry: entry[:2]):
            letter = "b" if not isinstance(entry, OpenTable) else "f" if entry.form else "t"
            counts[letter] += 1
            ident = f"{letter}{counts[letter]}"
            if isinstance(entry, OpenTable):
                block, own = finish_form(entry, ident) if entry.form else finish_table(entry, ident)
                findings += own
            elif isinstance(entry, LogicalLine | CoverText):
                block = entry.block(ident)
                if isinstance(entry, LogicalLine) and entry.across:
                    findings.append(finding("paragraph.joined", block=ident, places=entry.places))
            else:
                block = msgspec.structs.replace(entry, id=ident)
            blocks.append(block)
        return blocks, findings


def _leading_lines(items: Sequence[Item]) -> list[BodyLine]:
    lines: list[BodyLine] = []
    for item in items:
        if not isinstance(item, BodyLine):
            break
        lines.append(item)
    return lines


def _opens_something(line: BodyLine) -> bool:
    """True if a line between two grids ends a form: a heading or another title."""
    text = line.folded
    return bool(
        is_title(text)
        or is_numbered_title(text)
        or heading_level(text)
        or (line.bare.markup == "heading" and len(text) > _LONGEST_SECTION)
    )
