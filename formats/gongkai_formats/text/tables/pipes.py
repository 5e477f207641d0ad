"""Markdown pipe tables, with or without outer pipes; the alignment row is markup."""

from __future__ import annotations

from gongkai.model import BareGrid, Cell, Gap, Grid, TextSpan
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.markup import Marks, strip_inline
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.tabbed import report_ragged

_Piece = tuple[int, int]


class PipeTables:
    """Takes pipe tables; knows the last one, since its rest behind a page break bears no alignment row."""

    def __init__(self) -> None:
        self._last: tuple[int, int] = (-1, 0)

    def __call__(self, lines: list[TextLine], index: int, harvest: TextHarvest) -> int:
        """The pipe table at `index` as one grid; the index behind it, or `index`."""
        if "|" not in lines[index].text:
            return index
        end, outer = self._extent(lines, index, harvest)
        if end == index:
            return index
        harvest.admit(sum(line.text.count("|") for line in lines[index:end]))
        run, rules = _without_rules(lines[index:end])
        rows = [_pieces(line.text) for line in run]
        if not run or (len(run) == 1 and len(rows[0]) < 2):
            return index
        for rule in rules:
            harvest.marks.add(rule, 0, rule.text)
        harvest.items.append(_grid(run, rows, harvest.marks))
        report_ragged([len(row) for row in rows], run, harvest)
        if not outer:
            self._last = (len(harvest.items), max(len(row) for row in rows))
        return end

    def _extent(self, lines: list[TextLine], index: int, harvest: TextHarvest) -> tuple[int, bool]:
        outer = _has_outer(lines[index].text)
        ruled = index + 1 < len(lines) and _is_rule(lines[index + 1].text)
        if ruled and not outer:
            return _run_end(lines, index, False), False
        if outer:
            return _run_end(lines, index, True), True
        position, columns = self._last
        behind = all(isinstance(item, Gap) for item in harvest.items[position:])
        if position >= 0 and behind and len(_pieces(lines[index].text)) == columns:
            return _run_end(lines, index, False), False
        return index, False


def _run_end(lines: list[TextLine], index: int, outer: bool) -> int:
    while index < len(lines) and "|" in lines[index].text and (not outer or lines[index].text.lstrip().startswith("|")):
        index += 1
    return index


def _has_outer(text: str) -> bool:
    inner = text.strip()
    return len(inner) > 1 and inner.startswith("|") and inner.endswith("|") and not inner.endswith("\\|")


def _is_rule(text: str) -> bool:
    return "-" in text and "|" in text and not text.strip("|:- \t\r\u3000")


def _without_rules(run: list[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """The rows, and the alignment rows; a wholly blank header above one is none of the rows (Markdown demands one)."""
    kept: list[TextLine] = []
    rules: list[TextLine] = []
    for place, line in enumerate(run):
        if _is_rule(line.text) and (place < 2 or "---" in line.text):
            if place == 1 and kept and not kept[0].text.strip("| \t\r\u3000"):
                rules.append(kept.pop())
            rules.append(line)
        else:
            kept.append(line)
    return kept, rules


def _pieces(text: str) -> list[_Piece]:
    """Start and end of each cell between unescaped pipes, outer pipes aside."""
    pieces: list[_Piece] = []
    start = 0
    at = text.find("|")
    while at >= 0:
        slashes = at
        while slashes and text[slashes - 1] == "\\":
            slashes -= 1
        if (at - slashes) % 2 == 0:
            pieces.append((start, at))
            start = at + 1
        at = text.find("|", at + 1)
    pieces.append((start, len(text)))
    if len(pieces) > 1 and not text[pieces[0][0] : pieces[0][1]].strip():
        pieces.pop(0)
    if len(pieces) > 1 and not text[pieces[-1][0] : pieces[-1][1]].strip():
        pieces.pop()
    return pieces


def _grid(run: list[TextLine], rows: list[list[_Piece]], marks: Marks) -> BareGrid:
    cells: list[Cell] = []
    for row, (line, pieces) in enumerate(zip(run, rows, strict=True)):
        text = line.text
        inline = "<" in text or "**" in text
        pipes = len(pieces) - 1 + (pieces[0][0] > 0) + (pieces[-1][1] < len(text))
        if pipes:
            marks.add_between(line, max(pieces[0][0] - 1, 0), min(pieces[-1][1] + 1, len(text)), " ".join("|" * pipes))
        for column, (start, end) in enumerate(pieces):
            part = text[start:end]
            inner = part.strip()
            lead = start + (len(part) - len(part.lstrip()) if inner else 0)
            span = TextSpan(line.number, line.start + lead, line.start + lead + len(inner), line.page)
            if "\\|" in inner:
                inner = _unescape(line, lead, inner, marks)
            if inline:
                inner = strip_inline(line, lead, inner, marks)
            cells.append(Cell(row, column, inner, 1, 1, (span,)))
    grid = Grid(len(run), max(len(pieces) for pieces in rows), tuple(cells))
    first = run[0]
    return BareGrid(grid, page=first.page, places=(TextSpan(first.number, 0, len(first.text), first.page),))


def _unescape(line: TextLine, start: int, text: str, marks: Marks) -> str:
    parts = text.split("\\|")
    at = start
    for part in parts[:-1]:
        marks.add(line, at + len(part), "\\")
        at += len(part) + 2
    return "|".join(parts)
