"""A recognised indicator form laid out for arithmetic: its money by source and measure, its scores by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from gongkai.checking.arithmetic.figures import ZERO, FigureKey, PrintedFigure, read_figure, unit_factor
from gongkai.model import FormValue, Indicator, IndicatorForm
from gongkai.plugins.specs import FormVariant
from gongkai.plugins.specs.forms import FieldMeaning
from gongkai.recognise.forms.tokens import label_key, short_key
from gongkai.words.labels import fold_label

_HALF_A_POINT = Decimal("0.005")
"""Half a hundredth of a point: points are given to two decimals at most."""
TOTAL_LABELS = ("资金总额", "年度资金总额", "实施期资金总额", "合计")


class FormSheet:
    """One form with its variant. Figures are keyed by the cell they were read from; money is in yuan if known."""

    def __init__(self, form: IndicatorForm, variant: FormVariant) -> None:
        self.form = form
        self.variant = variant
        self.factor = unit_factor(form.unit)
        self.figures: dict[FigureKey, PrintedFigure] = {}

    def place_money(self, value: FormValue) -> PrintedFigure | None:
        """The amount of a value, kept; None where it prints no number or has no cell."""
        key = (self.form.id, *value.cells[0]) if value.cells else None
        return self._keep(read_figure(key, value.value, self.factor, value.places)) if key else None

    def place_points(self, value: FormValue, exact: bool = False) -> PrintedFigure | None:
        """Points or a rate. Points are given to two decimals at most, weights are exact: 5 is no rounded 5.3."""
        key = (self.form.id, *value.cells[0]) if value.cells else None
        figure = read_figure(key, value.value.rstrip("分"), None, value.places) if key else None
        return self._keep(_as_points(figure, exact))

    def place_text(self, indicator: Indicator, text: str | None, exact: bool = False) -> PrintedFigure | None:
        """The points in one slot of an indicator, found by their text among the indicator's cells."""
        if not text:
            return None
        for nth, (row, column) in reversed(list(enumerate(indicator.cells))):
            if (
                self.form.grid.text_at(row, column).strip() == text.strip()
                and (self.form.id, row, column) not in self._used
            ):
                places = indicator.places[nth : nth + 1]
                figure = _as_points(read_figure((self.form.id, row, column), text, None, places), exact)
                if figure is not None:
                    self._used.add(figure.key)
                return self._keep(figure)
        return None

    @cached_property
    def _used(self) -> set[FigureKey]:
        return set()

    def _keep(self, figure: PrintedFigure | None) -> PrintedFigure | None:
        if figure is not None:
            self.figures[figure.key] = figure
        return figure

    @cached_property
    def measures(self) -> dict[str, str]:
        """Folded column label → measure, of the variant's money table."""
        table = self.variant.fund_table
        columns = table.columns if table is not None else ()
        return {fold_label(label): column.measure for column in columns for label in column.labels}

    @cached_property
    def funds(self) -> dict[tuple[str, str], PrintedFigure]:
        """(folded row label, measure or folded column label) → figure."""
        found: dict[tuple[str, str], PrintedFigure] = {}
        for value in self.form.values:
            if value.section != "fund":
                continue
            column = fold_label(value.column[-1]) if value.column else ""
            measure = _named(self.measures, column, column)
            points = measure in ("rate", "score", "weight")
            figure = self.place_points(value) if points else self.place_money(value)
            if figure is not None:
                found["/".join(fold_label(label) for label in value.row), measure] = figure
        return found

    @cached_property
    def fund_rows(self) -> list[str]:
        return list(dict.fromkeys(row for row, _ in self.funds))

    @cached_property
    def fund_measures(self) -> list[str]:
        return list(dict.fromkeys(measure for _, measure in self.funds))

    @property
    def total_row(self) -> str | None:
        """The row that sums the others, if the form has one: by its name, or as the first the variant names."""
        table = self.variant.fund_table
        first = {fold_label(table.rows[0])} if table is not None and table.rows else set[str]()
        return next((row for row in self.fund_rows if row in TOTAL_LABELS or row in first), None)

    @cached_property
    def weighed(self) -> list[tuple[Indicator, PrintedFigure | None, PrintedFigure | None]]:
        """Indicators with a weight or a score: (indicator, weight, score). Scores are read before weights, from the
        right, since both may print the same number."""
        found = []
        for indicator in self.form.indicators:
            score = self.place_text(indicator, indicator.score)
            weight = self.place_text(indicator, indicator.weight, exact=True)
            if score is not None or weight is not None:
                found.append((indicator, weight, score))
        return found

    @cached_property
    def _points(self) -> dict[str, str]:
        """Folded column label → weight, score or reference, of the variant's tables and closing rows."""
        found: dict[str, str] = {
            fold_label(label): column.meaning
            for table in self.variant.tables
            for column in table.columns
            if column.meaning in ("weight", "score", "reference")
            for label in column.labels
        }
        for total in self.variant.totals:
            found |= {
                fold_label(name): meaning
                for name, meaning in zip(total.numbers[::-1], ("score", "weight"), strict=False)
            }
        return found

    def points_meaning(self, value: FormValue) -> str:
        """What points a value is: score (reached), weight (to be reached), reference, or "" where it is none."""
        return _named(self._points, value.column[-1], "") if value.column else "score"

    def closing(self) -> FormValue | None:
        """The points reached in all."""
        labels = {fold_label(total.labels[0]) for total in self.variant.totals if total.numbers}
        return next((value for value in self._lone_scores() if fold_label(value.row[0]) in labels), None)

    def sections(self) -> Iterator[FormValue]:
        """The points reached in the sections of a score table."""
        labels = {fold_label(name) for table in self.variant.tables for name in table.sections}
        return (value for value in self._lone_scores() if fold_label(value.row[0]) in labels)

    def grade(self) -> FormValue | None:
        """The grade told in a closing row."""
        labels = {fold_label(total.grade) for total in self.variant.totals if total.grade}
        return next((value for value in self._lone_scores() if fold_label(value.row[0]) in labels), None)

    def _lone_scores(self) -> Iterator[FormValue]:
        values = self.values("score")
        return (
            value for value in values if len(value.row) == 1 and value.value and self.points_meaning(value) == "score"
        )

    def values(self, section: str) -> Iterator[FormValue]:
        return (value for value in self.form.values if value.section == section)

    def fields(self, *meanings: FieldMeaning) -> Iterator[FormValue]:
        """The values of the variant's fields of these meanings."""
        wanted = self.labels(*meanings)
        return (value for value in self.values("field") if value.row and fold_label(value.row[-1]) in wanted)

    def labels(self, *meanings: FieldMeaning) -> frozenset[str]:
        """The folded labels of the variant's fields of these meanings."""
        fields = (field for field in self.variant.fields if field.meaning in meanings)
        return frozenset(fold_label(label) for field in fields for label in field.labels)


def _named(names: dict[str, str], label: str, otherwise: str) -> str:
    """What a printed label stands for, with or without its unit and closing bracket: 全年预算数(A)."""
    keys = (fold_label(label), label_key(label), short_key(label))
    return next((names[key] for key in keys if key in names), otherwise)


def _as_points(figure: PrintedFigure | None, exact: bool) -> PrintedFigure | None:
    if figure is None:
        return None
    return msgspec.structs.replace(figure, half=ZERO if exact else min(figure.half, _HALF_A_POINT))


def form_sheets(forms: Sequence[IndicatorForm], variants: Sequence[FormVariant]) -> list[FormSheet]:
    """The recognised forms of a disclosure."""
    by_id = {variant.id: variant for variant in variants}
    return [FormSheet(form, by_id[form.variant]) for form in forms if form.variant in by_id]
