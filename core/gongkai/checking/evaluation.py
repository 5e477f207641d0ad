"""The arithmetic of a whole disclosure: every identity evaluated, every failure explained, every figure's proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from gongkai.checking.arithmetic.cross_identities import cross_equations
from gongkai.checking.arithmetic.equations import Equation, State, Unevaluated, Verdict, judge_all
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.localisation import Component, localise
from gongkai.checking.arithmetic.misreadings import Misreading, misreadings
from gongkai.checking.arithmetic.sheets import MOST_CELLS, Sheet
from gongkai.checking.arithmetic.table_identities import Result, table_equations
from gongkai.checking.forms.identities import form_equations
from gongkai.checking.forms.sheets import FormSheet, form_sheets
from gongkai.checking.forms.told_forms import told_form_money
from gongkai.checking.sentences.narrative import passages, slot_equations
from gongkai.checking.sentences.told_amounts import told_equations
from gongkai.checking.sentences.told_sums import told_changes, told_sums
from gongkai.model import Disclosure
from gongkai.plugins.specs import FormVariant
from gongkai.plugins.specs.identities import Identity
from gongkai.plugins.specs.narrative import Slot


class Evaluation:
    """All equations of one disclosure with their verdicts."""

    def __init__(
        self,
        figures: Mapping[FigureKey, PrintedFigure],
        results: Iterable[Result],
        sheets: Sequence[Sheet] = (),
        forms: Sequence[FormSheet] = (),
    ) -> None:
        self.figures = dict(figures)
        self.sheets = sheets
        self.forms = forms
        self.equations: list[Equation] = []
        self.gaps: list[Unevaluated] = []
        self.misread: Sequence[Misreading] = ()
        for result in results:
            if isinstance(result, Equation):
                self.equations.append(result)
            else:
                self.gaps.append(result)

    def with_figure(self, figure: PrintedFigure) -> Evaluation:
        """The same equations with one figure printed otherwise."""
        return Evaluation({**self.figures, figure.key: figure}, self.equations)

    @cached_property
    def through(self) -> Mapping[FigureKey, Sequence[Equation]]:
        """Every equation of each figure; soft ones bind nothing."""
        found: dict[FigureKey, list[Equation]] = defaultdict(list)
        for equation in self.equations:
            for term in () if equation.soft else equation.terms:
                found[term.key].append(equation)
        return found

    @cached_property
    def verdicts(self) -> list[Verdict]:
        return judge_all(self.equations, self.figures)

    @cached_property
    def violated(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.state is State.VIOLATED]

    @cached_property
    def components(self) -> list[Component]:
        """Violated equations in groups that hang together, each with the fewest suspects; soft ones aside."""
        hard = [verdict.equation for verdict in self.violated if not verdict.equation.soft]
        return localise(hard, self.through, self.figures)

    @cached_property
    def mended(self) -> Mapping[FigureKey, PrintedFigure | None]:
        """What the likeliest explanation says that the wrong figures should be; None for each of the figures of which
        one must be wrong, where several explanations are as likely."""
        found: dict[FigureKey, PrintedFigure | None] = {}
        for component in self.components:
            for explanation in component.explanations[: component.others + 1]:
                for proposals in explanation.proposals:
                    mended = self.figures[proposals[0].key].reread(proposals[0].text)
                    found[proposals[0].key] = None if component.others else mended
        return found

    @cached_property
    def proved(self) -> frozenset[FigureKey]:
        """Figures in at least one identity that holds and in none that fails."""
        held = {term.key for verdict in self.verdicts if _supports(verdict) for term in verdict.equation.terms}
        return frozenset(held - self.contradicted)

    @cached_property
    def contradicted(self) -> frozenset[FigureKey]:
        """Figures in at least one identity that fails, and all of a table with a wrong unit."""
        failed = {term.key for verdict in self.violated if not verdict.equation.soft for term in verdict.equation.terms}
        return frozenset(failed.union(*(one.sheet.figures for one in self.misread if one.whole)))


def _supports(verdict: Verdict) -> bool:
    return verdict.state in (State.HOLDS, State.ROUNDING) and not verdict.equation.at_most and not verdict.equation.soft


def evaluate(
    disclosure: Disclosure,
    identities: Sequence[Identity],
    slots: Sequence[Slot] = (),
    variants: Sequence[FormVariant] = (),
) -> Evaluation:
    """The arithmetic of a disclosure: within its tables, between them, and between its sentences and its tables.

    Where one wrong unit or code explains what fails in a table, the table is taken as it should be read.
    """
    sheets = [
        Sheet(table, table.reading)
        for table in disclosure.tables
        if table.reading is not None and len(table.grid.cells) <= MOST_CELLS
    ]
    plain = _evaluate(disclosure, sheets, identities, slots, variants)
    misread = misreadings(sheets, plain.figures, plain.verdicts, identities) if plain.violated else []
    if not misread:
        return plain
    anew = {one.sheet.table.id: one.sheet for one in misread}
    mended = _evaluate(disclosure, [anew.get(sheet.table.id, sheet) for sheet in sheets], identities, slots, variants)
    mended.misread = misread
    return mended


def _evaluate(
    disclosure: Disclosure,
    sheets: Sequence[Sheet],
    identities: Sequence[Identity],
    slots: Sequence[Slot],
    variants: Sequence[FormVariant],
) -> Evaluation:
    figures: dict[FigureKey, PrintedFigure] = {}
    results: list[Result] = []
    for sheet in sheets:
        figures.update(sheet.figures)
        results.extend(table_equations(sheet, identities))
    results.extend(cross_equations(sheets, identities))
    texts = passages(disclosure)
    results.extend(slot_equations(texts, sheets, slots, figures, disclosure.year))
    results.extend(told_equations(texts, sheets, figures, disclosure.year))
    results.extend(told_sums(texts, slots, figures))
    results.extend(told_changes(texts, figures))
    forms = form_sheets(disclosure.forms, variants)
    results.extend(form_equations(forms, sheets))
    results.extend(told_form_money(texts, forms, figures))
    for form in forms:
        figures.update(form.figures)
    return Evaluation(figures, results, sheets, forms)
