"""What the recognisers of the text reader gather."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.errors import LimitError
from gongkai.model import BareItem, BareLine, Finding, Gap
from gongkai_formats.text.lines import PAGE_BREAK, TextLine
from gongkai_formats.text.markup import Marks, plain_line


@dataclass
class TextHarvest:
    """Items in reading order, findings, and the marks taken off; `most_cells`: how many a table may have."""

    where: str = ""
    most_cells: int = 5_000_000

    items: list[BareItem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)

    def admit(self, cells: int) -> None:
        """Refuse a table of more cells than the limit, before they are made."""
        if cells > self.most_cells:
            message = f"一张表格有 {cells:,} 个以上的单元格，上限为 {self.most_cells:,}"
            raise LimitError(message, self.where, "请检查是否真是表格，或拆分文件")

    def add_gap(self, line: TextLine) -> None:
        """A blank line or page break; consecutive blank lines are one gap, and a page break outlives them."""
        gap = Gap("page" if line.text == PAGE_BREAK else "blank")
        if gap.kind == "page" or not self.items or not isinstance(self.items[-1], Gap):
            self.items.append(gap)

    def add_line(self, line: TextLine) -> None:
        """A line of text; blank ones become gaps."""
        if not line.text or line.text.isspace():
            self.add_gap(line)
        else:
            self._append(plain_line(line, self.marks))

    def add_piece(self, line: TextLine, start: int, end: int) -> None:
        """Part of a line as a line of its own, unless blank."""
        piece = line.text[start:end]
        if piece and not piece.isspace():
            self._append(plain_line(TextLine(line.number, line.start + start, piece, line.page), self.marks))

    def _append(self, line: BareLine | None) -> None:
        if line is not None:
            self.items.append(line)
