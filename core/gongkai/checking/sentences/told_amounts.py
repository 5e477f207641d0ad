"""Amounts that the narrative tells by a label of the tables, without a slot that says which cell is meant.

One label stands in several tables and for several scopes, so a sentence may mean any of them. It is held to a cell only
where it says what that cell says, or misses it by one slip of the pen: a different scope gives a different amount, not
the same one with a digit confused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongkai.checking.arithmetic.equations import Equation, State, Term, judge
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure, read_figure, unit_factor
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.slips import slips
from gongkai.checking.sentences.narrative import AMOUNT, FoldedParagraph, of_other_year
from gongkai.words.labels import fold_label

_TOLD = re.compile(rf"(?P<name>[\u4e00-\u9fff()、]{{2,40}}?)(?:为|是|共计|合计|计|约|达|共)?{AMOUNT}")
_CHANGE = re.compile(r"(?:增加|增长|减少|下降|上升|降低|增|减|节约|压减|小于|大于|少于|多于|[比较超]).{0,12}$")
_PLANNED = re.compile(r"(?:年初|全年|调整后?)预算[^,;。]*$")
_TOTAL = re.compile(r"(?:^|[收入支出款、的])(?:预算|决算)?(?:总计|合计|总预算|总决算|总额|预算)$")
_SUMS = "总计"
_SUFFIX = re.compile(r"(?:预算|决算)?(?:支出|收入|拨款)?(?:预算|决算)?(?:数|总?额|金额)?$")
_LEAST_DIGITS = 4
"""Digits of an amount, zeros at its ends aside, from which one nearly alike is no chance."""
_MANY_DIGITS = 6
"""Digits from which that holds for every kind of slip, and not for the likely ones only."""
_LIKELY = ("confused", "swapped")


def told_equations(
    texts: Sequence[FoldedParagraph],
    sheets: Sequence[Sheet],
    figures: dict[FigureKey, PrintedFigure],
    year: int | None = None,
) -> Iterator[Equation]:
    """Equations between told amounts and the cells of their labels; amounts in `figures` are spoken for and left out."""
    told = [(passage, match) for passage in texts for match in _TOLD.finditer(passage.text)]
    cells = labelled_cells(sheets) if told else {}
    for passage, match in told:
        start = match.start(2)
        if (passage.block, -1, start) in figures or _is_no_level(passage.text, start, year):
            continue
        said = read_figure((passage.block, -1, start), match[2], unit_factor(match[3]), passage.places)
        meant = _meant(said, _candidates(match["name"], cells)) if said is not None and said.value else None
        if said is not None and meant is not None:
            figures[said.key] = said
            label = f"文字与表一致（“{match['name'][-16:]}{match[2]}{match[3]}”）"
            yield Equation("N-01", label, (Term(1, said.key), Term(-1, meant.key)))


def _is_no_level(text: str, start: int, year: int | None) -> bool:
    """Whether an amount is a change, a plan of before, or another year's."""
    before = re.split(r"[;。]", text[:start])[-1]
    clause = before.rpartition(",")[2]
    return bool(_CHANGE.search(clause) or _PLANNED.search(clause)) or of_other_year(text, start, year)


def labelled_cells(sheets: Iterable[Sheet]) -> Mapping[str, Sequence[PrintedFigure]]:
    """Printed amounts by the plain name of their row, and those of total rows by that of their column."""
    found: dict[str, list[PrintedFigure]] = defaultdict(list)
    for sheet in sheets:
        if sheet.factor is None:
            continue
        for (_, row, column), figure in sheet.figures.items():
            if not figure.raw:
                continue
            label = sheet.label(row, sheet.axis(column).panel)
            found[_plain(label.label)].append(figure)
            if label.total or len(sheet.rows) == 1:
                found[_plain(sheet.leaf(column))].append(figure)
                found[_SUMS].append(figure)
    return found


def _plain(label: str) -> str:
    name = fold_label(label)
    return _SUFFIX.sub("", name) or name


def _candidates(name: str, cells: Mapping[str, Sequence[PrintedFigure]]) -> Sequence[PrintedFigure]:
    """Cells of the longest label that a name ends in."""
    if _TOTAL.search(name):
        return cells.get(_SUMS, ())
    plain = _SUFFIX.sub("", re.sub(r"\([^()]*\)", "", name)) or name
    return next((cells[plain[at:]] for at in range(len(plain) - 1) if plain[at:] in cells), ())


def _meant(said: PrintedFigure, candidates: Sequence[PrintedFigure]) -> PrintedFigure | None:
    """The cell that says the same, else one that a single slip, or a mistaken unit, leads to."""
    for figure in candidates:
        if _agree(said, figure):
            return figure
    digits = len(re.sub(r"\D", "", said.raw).strip("0"))
    if not candidates or digits < _LEAST_DIGITS:
        return None
    likely = [read for slip in slips(said.raw) if digits >= _MANY_DIGITS or slip.kind in _LIKELY
              if (read := said.reread(slip.text)) is not None]  # fmt: skip
    likely += [read for factor in (1, 10_000) if (read := read_figure(said.key, said.raw, factor)) is not None]
    return next((figure for figure in candidates if any(_agree(read, figure) for read in likely)), None)


def _agree(one: PrintedFigure, other: PrintedFigure) -> bool:
    pair = Equation("", "", (Term(1, one.key), Term(-1, other.key)))
    return judge(pair, {one.key: one, other.key: other}).state is not State.VIOLATED
