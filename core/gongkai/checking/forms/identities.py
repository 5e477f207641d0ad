"""Equations of indicator forms: money balances, sources add up to totals, weights to 100, scores to the total.

Rules: 预算支出绩效评价管理办法 (财预〔2020〕10号) gives execution 10 of 100 points; balances as printed in the forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gongkai.checking.arithmetic.equations import Equation, Term, Unevaluated
from gongkai.checking.arithmetic.figures import CONSTANT_ROW, ZERO, PrintedFigure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.table_identities import Result
from gongkai.checking.forms.sheets import FormSheet
from gongkai.plugins.specs.forms import FieldMeaning
from gongkai.tables.labelled_values import project_name
from gongkai.words.labels import fold_label

_MONEY = ("declared", "initial", "adjusted", "budget", "released", "executed", "balance")
_FULL = Decimal(100)
"""Points of a form in all (财预〔2020〕10号)."""
_EXECUTION = Decimal(10)
"""Points among them for carrying out the budget (the same rule)."""


def form_equations(forms: Sequence[FormSheet], tables: Sequence[Sheet]) -> Iterator[Result]:
    """All equations of the forms, and between forms and project tables."""
    for sheet in forms:
        yield from _balances(sheet)
        yield from _sources(sheet)
        yield from _department_balance(sheet)
        yield from _points(sheet)
        yield from _score_sections(sheet)
    yield from _projects(forms, tables)


def _sum(identity: str, label: str, parts: Sequence[tuple[int, PrintedFigure]], soft: bool = False) -> Equation:
    return Equation(identity, label, tuple(Term(factor, figure.key) for factor, figure in parts), soft=soft)


def _balances(sheet: FormSheet) -> Iterator[Result]:
    """F-17 balance = budget - executed; F-18 points for execution = 10 · rate, up to 10."""
    for row in sheet.fund_rows:
        budget, executed, balance, rate, score, weight = (
            sheet.funds.get((row, measure)) for measure in ("budget", "executed", "balance", "rate", "score", "weight")
        )
        name = f"{sheet.form.title}：{row}"
        if budget and executed and balance:
            yield _sum("F-17", f"{name}结余 = 全年预算数 - 全年执行数", [(1, balance), (-1, budget), (1, executed)])
        if rate and score and rate.value <= _FULL and not weight:
            yield _sum("F-18", f"{name}执行率得分 = 10 × 执行率", [(10, score), (-1, rate)])


def _sources(sheet: FormSheet) -> Iterator[Result]:
    """F-16: the sources add up to the total, measure by measure; a single source is the total."""
    total = sheet.total_row
    parts = [row for row in sheet.fund_rows if row != total and "/" not in row]
    if total is None or not parts:
        return
    label = f"{sheet.form.title}：{total} = 各来源之和"
    for measure in _money_measures(sheet):
        whole = sheet.funds.get((total, measure))
        sources = [figure for row in parts if (figure := sheet.funds.get((row, measure))) is not None]
        if whole is None or not sources:
            yield Unevaluated("F-16", label, "有金额未填写", sheet.form.id)
        else:
            yield _sum("F-16", label, [(1, whole), *((-1, part) for part in sources)])


def _money_measures(sheet: FormSheet) -> list[str]:
    """The measures that are money; in a form without a money table, all of them."""
    return [measure for measure in sheet.fund_measures if not sheet.measures or measure in _MONEY]


def _department_balance(sheet: FormSheet) -> Iterator[Result]:
    """F-17 of department forms: carried over + budget + adjustments - executed = balance."""

    def amounts(*meanings: FieldMeaning) -> list[PrintedFigure]:
        wanted = sheet.labels(*meanings)
        return [figure for (row, _), figure in sheet.funds.items() if row in wanted]

    inflow, executed, balance = amounts("carried", "initial", "adjustment"), amounts("executed"), amounts("balance")
    if len(inflow) >= 2 and executed and balance:
        parts = [(1, balance[0]), (1, executed[0]), *((-1, figure) for figure in inflow)]
        yield _sum("F-17", f"{sheet.form.title}：年末结余 = 上年结转 + 年初预算 + 调整 - 执行", parts)


def _points(sheet: FormSheet) -> Iterator[Result]:
    """F-08 weights add up to 100 with the 10 of execution; F-09 scores add up to the total; F-10 score ≤ weight."""
    for _, weight, score in sheet.weighed:
        if weight is not None and score is not None:
            terms = (Term(1, score.key), Term(-1, weight.key))
            yield Equation("F-10", f"{sheet.form.title}：得分不超过分值", terms, at_most=True)
    rows = [entry for entry in sheet.weighed if not _is_sectioned(sheet, entry[0].section)]
    yield from _full_weights(sheet, [weight for _, weight, _ in rows])
    yield from _total_score(sheet, [score for _, _, score in rows])


def _full_weights(sheet: FormSheet, printed: Sequence[PrintedFigure | None]) -> Iterator[Result]:
    """F-08, where every indicator prints its weight."""
    weights = [weight for weight in printed if weight is not None]
    if not weights or len(weights) < len(printed):
        return
    execution, share = (sheet.funds.get((sheet.total_row or "", measure)) for measure in ("score", "weight"))
    weights += [share] if share is not None else []
    full = _constant(sheet, _FULL - _unprinted_weight(sheet, execution, sum(weight.value for weight in weights)))
    yield _sum("F-08", f"{sheet.form.title}：分值合计", [(1, full), *((-1, weight) for weight in weights)])


def _total_score(sheet: FormSheet, printed: Sequence[PrintedFigure | None]) -> Iterator[Result]:
    """F-09, where every indicator prints its score: with the points of execution they are the total."""
    scores = [score for score in printed if score is not None]
    closing = sheet.closing()
    total = sheet.place_points(closing) if closing is not None else None
    if total is None or not scores or len(scores) < len(printed):
        return
    execution = sheet.funds.get((sheet.total_row or "", "score"))
    scores += [execution] if execution is not None else []
    yield _sum("F-09", f"{sheet.form.title}：总分 = 各项得分之和", [(1, total), *((-1, score) for score in scores)])


def _unprinted_weight(sheet: FormSheet, execution: PrintedFigure | None, printed: Decimal | int) -> Decimal:
    """The points of execution where their weight is not printed: they are scored all the same, or later on."""
    later = sheet.variant.phase == "target" and printed == _FULL - _EXECUTION
    unprinted = execution is not None and (sheet.total_row or "", "weight") not in sheet.funds
    return _EXECUTION if later or unprinted else ZERO


def _constant(sheet: FormSheet, value: Decimal) -> PrintedFigure:
    """A number that no cell prints and nobody doubts."""
    figure = PrintedFigure((sheet.form.id, CONSTANT_ROW, int(value)), f"{value:f}", value, ZERO)
    sheet.figures[figure.key] = figure
    return figure


def _is_sectioned(sheet: FormSheet, section: str) -> bool:
    return any(section in table.sections for table in sheet.variant.tables)


def _score_sections(sheet: FormSheet) -> Iterator[Result]:
    """F-09 of score tables: a section's points are the sum of its items', the grand total that of the sections."""
    by_row = _points_by_row(sheet)
    items: dict[str, list[dict[str, PrintedFigure]]] = defaultdict(list)
    for row, cells in by_row.items():
        if len(row) > 1:
            items[row[0]].append(cells)
    sections = {row[0]: cells for row, cells in by_row.items() if len(row) == 1 and row[0] in items}
    sums = [(cells, items[name], f"{name} = 所属各项之和") for name, cells in sections.items()]
    closing = sheet.closing()
    if closing is not None and sections:
        grand = by_row.get(tuple(map(fold_label, closing.row)), {})
        sums.append((grand, list(sections.values()), f"{closing.row[0]} = 各部分之和"))
    for column in ("weight", "score"):
        for total, parts, label in sums:
            yield from _added(sheet, total, parts, column, label)


def _points_by_row(sheet: FormSheet) -> Mapping[tuple[str, ...], dict[str, PrintedFigure]]:
    """Weight and score of the rows of score tables: sections and closing rows by their label, items below a section."""
    by_row: dict[tuple[str, ...], dict[str, PrintedFigure]] = defaultdict(dict)
    for value in sheet.values("score"):
        column = sheet.points_meaning(value) if value.column else ""
        figure = sheet.place_points(value, exact=column != "score") if column else None
        if figure is not None:
            by_row[tuple(map(fold_label, value.row))][column] = figure
    for indicator, weight, score in sheet.weighed:
        if _is_sectioned(sheet, indicator.section):
            row = (fold_label(indicator.section), indicator.level1, indicator.level2)
            by_row[row].update({name: figure for name, figure in (("weight", weight), ("score", score)) if figure})
    return by_row


def _added(
    sheet: FormSheet,
    total: dict[str, PrintedFigure],
    items: Sequence[dict[str, PrintedFigure]],
    column: str,
    label: str,
) -> Iterator[Result]:
    if column in total and all(column in item for item in items):
        parts = [(1, total[column]), *((-1, item[column]) for item in items)]
        yield _sum("F-09", f"{sheet.form.title}：{label}", parts)


def _projects(forms: Sequence[FormSheet], tables: Sequence[Sheet]) -> Iterator[Result]:
    """X-11: a project's amount in the project table is the year's total of its target form."""
    totals = [(project_name(sheet.form), sheet.funds.get((sheet.total_row or "", "年度"))) for sheet in forms]
    for table in tables:
        printed = _project_amounts(table)
        for name, year in totals:
            figure = printed.get(fold_label(name)) if name else None
            if figure is not None and year is not None and year.money:
                yield _sum("X-11", f"项目“{name}”：项目表金额 = 绩效目标表年度资金总额", [(1, figure), (-1, year)])


def _project_amounts(table: Sheet) -> Mapping[str, PrintedFigure]:
    """Folded name of a project → its total in a project table; none in any other."""
    columns = table.columns_headed(("合计",))[:1] if table.table.kind == "budget.projects_current" else []
    if table.factor is None:
        return {}
    return {
        fold_label(table.label(row, 0).label): figure
        for column in columns
        for row in table.rows
        if table.reading.rows[row].role == "item" and (figure := table.figure(row, column)) is not None
    }
