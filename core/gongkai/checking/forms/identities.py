"""Equations of indicator forms: money balances, sources add up to totals, weights to 100, scores to the total.

Rules: 预算支出绩效评价管理办法 (财预〔2020〕10号) gives execution 10 of 100 points; balances as printed in the forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
_EXECUTION = Decimal(10)


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
    for measure in sheet.fund_measures:
        if sheet.measures and measure not in _MONEY:
            continue
        whole = sheet.funds.get((total, measure))
        sources = [figure for row in parts if (figure := sheet.funds.get((row, measure))) is not None]
        if whole is None or not sources:
            yield Unevaluated("F-16", f"{sheet.form.title}：{total} = 各来源之和", "有金额未填写", sheet.form.id)
            continue
        yield _sum("F-16", f"{sheet.form.title}：{total} = 各来源之和", [(1, whole), *((-1, part) for part in sources)])


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
    rows = [entry for entry in sheet.weighed if not _is_sectioned(sheet, entry[0].section)]
    weights = [weight for _, weight, _ in rows if weight is not None]
    scores = [score for _, _, score in rows if score is not None]
    for _, weight, score in sheet.weighed:
        if weight is not None and score is not None:
            terms = (Term(1, score.key), Term(-1, weight.key))
            yield Equation("F-10", f"{sheet.form.title}：得分不超过分值", terms, at_most=True)
    execution, share = (sheet.funds.get((sheet.total_row or "", measure)) for measure in ("score", "weight"))
    if weights and len(weights) == len(rows):
        weights += [share] if share is not None else []
        full = _constant(sheet, _FULL - _unprinted_weight(sheet, execution, sum(weight.value for weight in weights)))
        yield _sum("F-08", f"{sheet.form.title}：分值合计", [(1, full), *((-1, weight) for weight in weights)])
    closing = sheet.closing()
    total = sheet.place_points(closing) if closing is not None else None
    if total is not None and scores and len(scores) == len(rows):
        parts = [(1, total), *((-1, score) for score in scores)]
        parts += [(-1, execution)] if execution is not None else []
        yield _sum("F-09", f"{sheet.form.title}：总分 = 各项得分之和", parts)


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
    sections = [
        row for row in by_row if len(row) == 1 and any(len(other) > 1 and other[0] == row[0] for other in by_row)
    ]
    closing = sheet.closing()
    for column in ("weight", "score"):
        for section in sections:
            items = [cells for row, cells in by_row.items() if len(row) > 1 and row[0] == section[0]]
            yield from _added(sheet, by_row[section], items, column, f"{section[0]} = 所属各项之和")
        if closing is not None and sections:
            grand = by_row[tuple(map(fold_label, closing.row))]
            parts = [by_row[section] for section in sections]
            yield from _added(sheet, grand, parts, column, f"{closing.row[0]} = 各部分之和")


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
    for table in tables:
        if table.table.kind != "budget.projects_current" or table.factor is None:
            continue
        column = next(iter(table.columns_headed(("合计",))), None)
        if column is None:
            continue
        rows = {
            fold_label(table.label(row, 0).label): row for row in table.rows if table.reading.rows[row].role == "item"
        }
        for sheet in forms:
            name = project_name(sheet.form)
            year = sheet.funds.get((sheet.total_row or "", "年度"))
            row = rows.get(fold_label(name)) if name else None
            if row is None or year is None or not year.money:
                continue
            figure = table.figure(row, column)
            if figure is not None:
                yield _sum("X-11", f"项目“{name}”：项目表金额 = 绩效目标表年度资金总额", [(1, figure), (-1, year)])
