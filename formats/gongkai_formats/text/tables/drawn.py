"""Tables drawn with lines: box-drawing characters (│ ├ ─) or `+---+`; their upright lines are the column borders."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.model import BareGrid, Cell, Grid, TextSpan
from gongkai.words.labels import display_width
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.markup import Marks, strip_inline
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.tabbed import report_ragged

_UPRIGHTS = frozenset("│┃║┆┇┊┋╎╏")
_CROSSES = frozenset("├┤┼┝┞┟┠┡┢┣┥┦┧┨┩┪┫╟╠╡╢╣╞")
_DRAWN = frozenset(chr(code) for code in range(0x2500, 0x2580))
_ASCII_RULE = frozenset("+-=: \t\r|")
_NARROW = {ord(character): " " for character in _DRAWN}


@dataclass
class _Compartment:
    """Text between two upright lines: offsets in the line, and the display columns of the uprights."""

    start: int
    end: int
    left: int
    right: int


def take_drawn(lines: list[TextLine], index: int, harvest: TextHarvest) -> int:
    """The drawn table at `index` as one grid; the index behind it, or `index`."""
    ascii_drawn = _is_ascii_rule(lines[index].text)
    uprights = frozenset("|") if ascii_drawn else _UPRIGHTS
    end = index
    while end < len(lines) and _belongs(lines[end].text, uprights, ascii_drawn):
        end += 1
    run = lines[index:end]
    harvest.admit(sum(line.text.count(upright) for line in run for upright in uprights))
    rows = [line for line in run if not _is_border(line.text, ascii_drawn)]
    if len(run) < 2 or not rows or max(len(_parts(line.text, uprights)) for line in rows) < 2:
        return index
    groups = _groups(run, ascii_drawn)
    parts = {line.number: _parts(line.text, uprights) for line in rows}
    for line in run:
        _mark_lines(line, uprights, _is_border(line.text, ascii_drawn), harvest.marks)
    grid, widths = _grid(groups, parts, harvest.marks)
    first = run[0]
    place = TextSpan(first.number, first.start, first.start + len(first.text), first.page)
    harvest.items.append(BareGrid(grid, page=first.page, places=(place,)))
    report_ragged(widths, [group[0] for group in groups], harvest)
    return end


def _is_ascii_rule(text: str) -> bool:
    inner = text.strip()
    return inner.startswith("+-") and inner.endswith("+") and not set(inner) - _ASCII_RULE


def _is_border(text: str, ascii_drawn: bool) -> bool:
    inner = text.strip()
    if ascii_drawn:
        return inner.startswith("+") and not set(inner) - _ASCII_RULE
    return (
        bool(inner)
        and all(character in _DRAWN or character.isspace() for character in inner)
        and bool(set(inner) - _UPRIGHTS - {" "})
    )


def _belongs(text: str, uprights: frozenset[str], ascii_drawn: bool) -> bool:
    inner = text.strip()
    return bool(inner) and (_is_border(text, ascii_drawn) or inner[0] in uprights or inner[0] in _CROSSES)


def _parts(text: str, uprights: frozenset[str]) -> list[_Compartment]:
    at = [offset for offset, character in enumerate(text) if character in uprights or character in _CROSSES]
    spots: list[int] = []
    column = last = 0
    for offset in at:
        column += display_width(text[last:offset].translate(_NARROW))
        spots.append(column)
        column += 1
        last = offset + 1
    pairs = zip(at, at[1:], spots, spots[1:], strict=False)
    parts = [_Compartment(start + 1, end, left, right) for start, end, left, right in pairs]
    if at and text[at[-1] + 1 :].strip():
        tail = spots[-1] + 1 + display_width(text[at[-1] + 1 :].rstrip())
        parts.append(_Compartment(at[-1] + 1, len(text), spots[-1], tail))
    return parts


def _groups(run: list[TextLine], ascii_drawn: bool) -> list[list[TextLine]]:
    """Lines of each row: what stands between two borders where most rows are ruled off, else each line by itself."""
    groups: list[list[TextLine]] = []
    fresh = True
    for line in run:
        if _is_border(line.text, ascii_drawn):
            fresh = True
        elif fresh:
            groups.append([line])
            fresh = False
        else:
            groups[-1].append(line)
    if len(groups) > 2:
        return groups
    return [[line] for group in groups for line in group]


def _mark_lines(line: TextLine, uprights: frozenset[str], border: bool, marks: Marks) -> None:
    if border:
        marks.add(line, 0, line.text)
        return
    drawn = [character for character in line.text if character in uprights or character in _CROSSES]
    marks.add_between(line, 0, len(line.text), " ".join(drawn))


def _grid(groups: list[list[TextLine]], parts: dict[int, list[_Compartment]], marks: Marks) -> tuple[Grid, list[int]]:
    """Columns by the places of the uprights, if most rows agree on them; else by counting."""
    borders = sorted({spot for row in parts.values() for part in row for spot in (part.left, part.right)})
    widest = max(len(row) for row in parts.values())
    by_place = len(borders) - 1 == widest
    columns = {spot: number for number, spot in enumerate(borders)}
    cells: list[Cell] = []
    widths: list[int] = []
    for row, group in enumerate(groups):
        texts: dict[int, list[str]] = {}
        spans: dict[int, list[TextSpan]] = {}
        reach: dict[int, int] = {}
        for line in group:
            for number, part in enumerate(parts[line.number]):
                first, last = (columns[part.left], columns[part.right]) if by_place else (number, number + 1)
                raw = line.text[part.start : part.end]
                inner = raw.strip()
                lead = line.start + part.start + (len(raw) - len(raw.lstrip()) if inner else 0)
                reach[first] = max(reach.get(first, 0), last)
                spans.setdefault(first, [])
                texts.setdefault(first, [])
                if inner:
                    texts[first].append(strip_inline(line, lead - line.start, inner, marks))
                if inner or not spans[first]:
                    spans[first].append(TextSpan(line.number, lead, lead + len(inner), line.page))
        cells += _row_cells(row, texts, spans, reach)
        widths.append(max(reach.values()))
    return Grid(len(groups), max(widths), tuple(cells)), widths


def _row_cells(
    row: int, texts: dict[int, list[str]], spans: dict[int, list[TextSpan]], reach: dict[int, int]
) -> list[Cell]:
    firsts = sorted(texts)
    cells = []
    for first, following in zip(firsts, [*firsts[1:], None], strict=True):
        last = reach[first] if following is None else min(reach[first], following)
        cells.append(Cell(row, first, "\n".join(texts[first]), 1, max(last - first, 1), tuple(spans[first])))
    return cells
