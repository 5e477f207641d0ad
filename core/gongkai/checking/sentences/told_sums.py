"""Sums that the narrative tells: an amount, and after it the parts that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.checking.arithmetic.equations import Equation, Term, Unevaluated
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.table_identities import Result
from gongkai.checking.sentences.narrative import AMOUNT, FoldedParagraph, compiled, slot_pattern, stands_in
from gongkai.plugins.specs.narrative import Slot

_CHANGED = re.compile(
    rf"{AMOUNT}[,;(]?[^,;。0-9]{{0,6}}[比较与](?:(?:19|20)\d{{2}}年度?)?[^,;。0-9]{{0,16}}{AMOUNT}(?:相比|有所)?[,]?(增加|减少|上升|下降)了?{AMOUNT}"
)
_NEAR = 6
"""Passages after the total's in which its parts are looked for."""


def told_sums(
    texts: Sequence[FoldedParagraph], slots: Sequence[Slot], figures: dict[FigureKey, PrintedFigure]
) -> Iterator[Result]:
    """Equations total = Σ parts of the slots that name parts; the figures are added to `figures`."""
    for slot in slots:
        if not slot.parts:
            continue
        for number, passage in enumerate(texts):
            if stands_in(passage, slot.section):
                totals = list(slot_pattern(slot).finditer(passage.text))
                for nth, match in enumerate(totals):
                    last = totals[nth + 1].start() if nth + 1 < len(totals) else None
                    yield _sum(slot, match, _reach(texts, number, match.end(), last, slot), figures)


def told_changes(texts: Sequence[FoldedParagraph], figures: dict[FigureKey, PrintedFigure]) -> Iterator[Equation]:
    """Equations level = prior ± change where a sentence tells all three; the figures are added to `figures`."""
    for passage in texts:
        for match in _CHANGED.finditer(passage.text):
            level, prior, change = (passage.figure(match, *groups) for groups in ((1, 2), (3, 4), (6, 7)))
            if level is None or prior is None or change is None:
                continue
            for figure in (level, prior, change):
                figures.setdefault(figure.key, figure)
            sign = 1 if match[5] in ("增加", "上升") else -1
            terms = (Term(1, level.key), Term(-1, prior.key), Term(-sign, change.key))
            yield Equation("N-04.change", f"本年数 = 上年数{'+' if sign > 0 else '-'}增减额（“{match[0]}”）", terms)


def _reach(
    texts: Sequence[FoldedParagraph], number: int, start: int, end: int | None, slot: Slot
) -> list[tuple[FoldedParagraph, int, int]]:
    """The stretches of text, in order, up to the next total or heading: passage, first and last offset."""
    own = texts[number]
    found = [(own, start, len(own.text) if end is None else end)]
    for passage in texts[number + 1 : number + 1 + _NEAR] if end is None else ():
        if passage.section != own.section or slot_pattern(slot).search(passage.text):
            break
        found.append((passage, 0, len(passage.text)))
    return found


def _sum(
    slot: Slot,
    total: re.Match[str],
    reach: Sequence[tuple[FoldedParagraph, int, int]],
    figures: dict[FigureKey, PrintedFigure],
) -> Result:
    own = reach[0][0]
    read = [own.figure(total, (total.lastindex or 2) - 1, total.lastindex or 2)]
    for part in slot.parts:
        found = (
            passage.figure(match, 1, 2)
            for passage, start, end in reach
            if (match := compiled(part).search(passage.text, start, end)) is not None
        )
        read.append(next(found, None))
    terms = []
    for nth, figure in enumerate(read):
        if figure is None:
            return Unevaluated(slot.id, slot.label, "没有说出各分项", own.block)
        figures.setdefault(figure.key, figure)
        terms.append(Term(-1 if nth else 1, figure.key))
    return Equation(slot.id, f"{slot.label}（“{total[0][-30:]}”）", tuple(terms))
