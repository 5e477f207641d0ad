"""From identities as data to equations between tables, in yuan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.checking.arithmetic.equations import Equation, Term, Unevaluated
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.table_identities import Result, kind_fits
from gongkai.plugins.specs.identities import Equality, Identity, Selector
from gongkai.words.labels import fold_label

FoundCell = tuple[Sheet, int, int]
"""A cell of a table: sheet, row, column."""


def cross_equations(sheets: Sequence[Sheet], identities: Sequence[Identity]) -> Iterator[Result]:
    """Equations between the tables of one document by every identity across tables."""
    for identity in identities:
        if isinstance(identity, Equality):
            if not are_zero(sheets, identity.only_if_zero):
                yield Unevaluated(identity.id, identity.label, "两表口径不同（有结转等）")
            elif identity.left[0].row:
                yield from _named(sheets, identity)
            else:
                yield from _joined(sheets, identity)


def are_zero(sheets: Sequence[Sheet], selectors: Sequence[Selector]) -> bool:
    """Whether the cells that are there are blank or zero."""
    for selector in selectors:
        cell = find_cell(sheets, selector)
        if not isinstance(cell, str):
            figure = cell[0].figure(cell[1], cell[2])
            if figure is None or figure.value:
                return False
    return True


def _tables(sheets: Sequence[Sheet], selector: Selector) -> list[Sheet]:
    return [sheet for sheet in sheets if kind_fits(sheet.table.kind, (selector.table,))]


def _named(sheets: Sequence[Sheet], identity: Equality) -> Iterator[Result]:
    terms: list[Term] = []
    for sign, side in ((1, identity.left), (-1, identity.right)):
        for selector in side:
            found = find_cells(sheets, selector)
            if isinstance(found, str):
                yield Unevaluated(identity.id, identity.label, found)
                return
            for sheet, row, column in found:
                if sheet.figure(row, column) is None:
                    yield Unevaluated(
                        identity.id, identity.label, f"第{row + 1}行第{column + 1}列不是数字", sheet.table.id
                    )
                    return
                if sheet.factor is None:
                    yield Unevaluated(identity.id, identity.label, "表格没有注明金额单位", sheet.table.id)
                    return
                if identity.exact and sheet.is_blank([(row, column)]):
                    yield Unevaluated(
                        identity.id, identity.label, f"第{row + 1}行第{column + 1}列为空白", sheet.table.id
                    )
                    return
                terms.append(Term(sign, sheet.key(row, column)))
    yield Equation(identity.id, identity.label, tuple(terms), identity.exact, identity.at_most, identity.soft)


def _summed_cells(sheets: Sequence[Sheet], selector: Selector) -> list[FoundCell] | str:
    """All item rows of the selected column, or the reason why there are none."""
    tables = _tables(sheets, selector)
    columns = tables[0].columns_headed(selector.column, selector.panel) if len(tables) == 1 else []
    if not columns:
        return f"没有（唯一的）表格 {selector.table} 或栏目 {'/'.join(selector.column[:1])}"
    sheet = tables[0]
    rows = [row for row in sheet.rows if sheet.reading.rows[row].role == "item"]
    return [(sheet, row, columns[0]) for row in rows] or f"{sheet.table.title}没有明细行"


def find_cells(sheets: Sequence[Sheet], selector: Selector) -> list[FoundCell] | str:
    """The cells whose sum a selector names: one, or all items of a column; or the reason why there are none."""
    if selector.row == ("+",):
        return _summed_cells(sheets, selector)
    cell = find_cell(sheets, selector)
    return cell if isinstance(cell, str) else [cell]


def find_cell(sheets: Sequence[Sheet], selector: Selector) -> FoundCell | str:
    """The one cell a selector names, or the reason why there is none."""
    tables = _tables(sheets, selector)
    if not tables:
        return f"没有表格 {selector.table}"
    if len(tables) > 1:
        return f"有 {len(tables)} 张表格是 {selector.table}"
    sheet = tables[0]
    for column in sheet.columns_headed(selector.column, selector.panel):
        panel = sheet.axis(column).panel
        rows = _rows(sheet, panel, selector.row)
        if len(rows) == 1 and sheet.label(rows[0], panel).total:
            return sheet, rows[0], sheet.total_column(panel, rows[0], sheet.panel_columns[panel].index(column))
        if len(rows) == 1:
            return sheet, rows[0], column
    return f"{sheet.table.title or selector.table} 中没有 {'/'.join(selector.row[:1])}·{'/'.join(selector.column[:1])}"


def _rows(sheet: Sheet, panel: int, labels: Sequence[str]) -> list[int]:
    if labels == ("*",):
        return sheet.rows
    if labels == ("合计",):  # a table's grand total, whatever it is called
        totals = [row for row in sheet.rows if sheet.label(row, panel).total]
        if len(totals) == 1:
            return totals
    return sheet.rows_labelled(panel, labels)


def _joined(sheets: Sequence[Sheet], identity: Equality) -> Iterator[Result]:
    lefts, rights = _tables(sheets, identity.left[0]), _tables(sheets, identity.right[0])
    reason = _no_pair(lefts, rights)
    if reason:
        yield Unevaluated(identity.id, identity.label, reason)
        return
    left, right = lefts[0], rights[0]
    left_rows, right_rows = _identities(left, identity.left[0]), _identities(right, identity.right[0])
    by_code = any(code for code, _ in left_rows) and any(code for code, _ in right_rows)
    wanted = {_join_name(name, by_code): cell for name, cell in right_rows.items()}
    for name, cell in left_rows.items():
        other = wanted.get(_join_name(name, by_code)) if any(_join_name(name, by_code)) else None
        first, second = left.figure(*cell), right.figure(*other) if other is not None else None
        if first is not None and second is not None and (first.raw or second.raw):
            terms = (Term(1, first.key), Term(-1, second.key))
            label = f"{name[0]}{name[1]}：{identity.label}"
            yield Equation(identity.id, label, terms, identity.exact, identity.at_most, identity.soft)


def _no_pair(lefts: Sequence[Sheet], rights: Sequence[Sheet]) -> str:
    """Why tables cannot be joined row by row; "" where there is one on each side, with units."""
    if not lefts or not rights:
        return "没有相应的两张表格"
    if len(lefts) > 1 or len(rights) > 1 or lefts[0] is rights[0]:
        return "相应的表格不止两张"
    return "有表格没有注明金额单位" if None in (lefts[0].factor, rights[0].factor) else ""


def _join_name(name: tuple[str, str], by_code: bool) -> tuple[str, str]:
    return (name[0], "") if by_code else ("", name[1])


def _identities(sheet: Sheet, selector: Selector) -> dict[tuple[str, str], tuple[int, int]]:
    """(code, folded label) → the cell of the selected column; labels that occur twice in a panel are left out."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    twice: set[tuple[str, str]] = set()
    for column in sheet.columns_headed(selector.column, selector.panel)[:1]:
        panel = sheet.axis(column).panel
        for row in sheet.rows:
            label = sheet.label(row, panel)
            name = (label.code, fold_label(label.label))
            if label.total or not any(name):
                continue
            if name in found:
                twice.add(name)
            found[name] = (row, column)
    return {name: cell for name, cell in found.items() if name not in twice}
