"""From identities as data to equations between the cells of one table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase

from gongkai.checking.arithmetic.equations import Equation, Unevaluated
from gongkai.checking.arithmetic.list_sums import list_sums
from gongkai.checking.arithmetic.sheets import Sheet, sum_equation
from gongkai.plugins.specs.identities import ColumnSum, Hierarchy, Identity, Labels, RowSum, SiblingSum
from gongkai.words.labels import fold_label

Result = Equation | Unevaluated


def kind_fits(kind: str, patterns: Sequence[str]) -> bool:
    """Whether a table kind is among patterns (`final.*`); no patterns: every kind, unrecognised tables too."""
    return not patterns or any(fnmatchcase(kind, pattern) for pattern in patterns)


def table_equations(sheet: Sheet, identities: Sequence[Identity]) -> Iterator[Result]:
    """Equations of one table by every identity within tables that fits its kind, and gaps for what is missing."""
    for identity in identities:
        if not kind_fits(sheet.table.kind, identity.tables):
            continue
        if isinstance(identity, Hierarchy):
            yield from _hierarchy(sheet, identity)
        elif isinstance(identity, ColumnSum):
            yield from _column_sums(sheet, identity)
        elif isinstance(identity, SiblingSum):
            yield from _sibling_sums(sheet, identity)
        elif isinstance(identity, RowSum):
            yield from _row_sums(sheet, identity)
        else:
            yield from list_sums(sheet, identity)


def _hierarchy(sheet: Sheet, identity: Hierarchy) -> Iterator[Result]:
    for panels in sheet.panel_groups:
        totals = sheet.total_rows(panels)
        for parent, children in sheet.tree(panels).items():
            if parent is None and len(totals) != 1:
                continue
            panel, row = parent or totals[0]
            label = f"{sheet.label(row, panel).label or sheet.label(row, panel).code} = 所属{len(children)}项之和"
            own = sheet.panel_columns[panel]
            if parent is None:
                own = [sheet.total_column(panel, row, nth) for nth in range(len(own))]
            if sheet.is_blank([(row, column) for column in own]):
                yield Unevaluated(identity.id, label, "该行没有金额", sheet.table.id)
                continue
            for nth, column in enumerate(own):
                terms = [(1, row, column), *((-1, child, sheet.panel_columns[other][nth]) for other, child in children)]
                yield sum_equation(sheet, identity, label, terms)


def _column_sums(sheet: Sheet, identity: ColumnSum) -> Iterator[Result]:
    totals = sheet.columns_headed(identity.total)
    for total in totals:
        panel = sheet.axis(total).panel
        signed = [_signed_column(sheet, total, words, panel) for words in identity.addends]
        addends = {column: sign for sign, column in signed if column is not None}
        if not addends or (identity.all and len(addends) < len(signed)):
            yield Unevaluated(identity.id, identity.label, "没有可加总的栏目", sheet.table.id)
            continue
        if _unknown_beside(sheet, total, addends):
            yield Unevaluated(identity.id, identity.label, "另有等式未列的栏目", sheet.table.id)
            continue
        for row in sheet.rows:
            label = sheet.label(row, panel).label
            terms = [(1, row, total), *((-sign, row, column) for column, sign in addends.items())]
            yield sum_equation(sheet, identity, f"{label}：{identity.label}" if label else identity.label, terms)


def _signed_column(sheet: Sheet, total: int, words: Labels, panel: int) -> tuple[int, int | None]:
    """Sign and column of an addend, None where the table has no such column."""
    sign = -1 if words[0].startswith("-") else 1
    found = _beside(sheet, total, [word.removeprefix("-") for word in words], panel)
    return sign, found[0] if found else None


def _unknown_beside(sheet: Sheet, total: int, addends: Collection[int]) -> bool:
    """Whether columns with money that the identity does not know stand beside its total: another region's layout."""
    strays = [column for column in _siblings(sheet, total, set()) if column not in addends and column > total]
    keys = (sheet.figures.get(sheet.key(row, column)) for column in strays for row in sheet.rows)
    return any(figure is not None and figure.value for figure in keys)


def _beside(sheet: Sheet, total: int, words: Sequence[str], panel: int) -> list[int]:
    """Columns of the same panel headed by one of the words: under the total's parent header if any is there."""
    columns = [
        column for column in sheet.columns_headed(words) if sheet.axis(column).panel == panel and column != total
    ]
    near = [column for column in columns if sheet.parent(column) == sheet.parent(total)]
    nearer = [other for other in sheet.columns_headed((sheet.leaf(total),)) if other != total]
    if any(sheet.parent(other) == sheet.parent(column) for other in nearer for column in columns):
        columns = []  # they belong to that other total: the plan beside last year's result
    return (near or columns)[:1]


def _sibling_sums(sheet: Sheet, identity: SiblingSum) -> Iterator[Result]:
    without = {fold_label(word) for word in identity.without}
    totals = {fold_label(word) for word in identity.total}
    for total in (column for word in identity.total for column in sheet.columns_headed((word,))):
        siblings = _siblings(sheet, total, without)
        if not siblings:
            continue
        if any(sheet.leaf(column) in totals and sheet.parent(column) == sheet.parent(total) for column in siblings):
            yield Unevaluated(identity.id, identity.label, "合计栏不止一个，上级表头不全", sheet.table.id)
            continue
        for row in sheet.rows:
            terms = [(1, row, total), *((-1, row, column) for column in siblings)]
            yield sum_equation(sheet, identity, identity.label, terms)


def _siblings(sheet: Sheet, total: int, without: set[str]) -> list[int]:
    """What a 合计 or 小计 column sums: the leaves beside it, and for each deeper group its own 小计 or its leaves."""
    above, panel = sheet.parent(total), sheet.axis(total).panel
    members: list[int] = []
    groups: dict[tuple[str, ...], list[int]] = {}
    for column in sheet.panel_columns[panel]:
        if column == total or sheet.leaf(column) in without:
            continue
        parent = sheet.parent(column)
        if parent == above:
            members.append(column)
        elif parent[: len(above)] == above:
            groups.setdefault(parent[: len(above) + 1], []).append(column)
    for columns in groups.values():
        sums = [column for column in columns if sheet.leaf(column) in ("小计", "合计")]
        members.extend(sums[:1] or columns)
    return sorted(members)


def _row_sums(sheet: Sheet, identity: RowSum) -> Iterator[Result]:
    for panel, columns in sheet.panel_columns.items():
        for row in sheet.rows_labelled(panel, identity.total):
            signed = _items_above(sheet, panel, row) if identity.items else _named_rows(sheet, identity, panel, row)
            if not signed:
                continue
            for column in columns:
                if sheet.is_blank([(other, column) for _, other in signed]):
                    yield Unevaluated(identity.id, identity.label, "各分项均为空白", sheet.table.id)
                    continue
                if sheet.is_blank([(row, column)]):
                    yield Unevaluated(identity.id, identity.label, "合计为空白", sheet.table.id)
                    continue
                if identity.items and _counts_itself(sheet, row, [other for _, other in signed], column):
                    yield Unevaluated(identity.id, identity.label, "合计混在各分项之中", sheet.table.id)
                    continue
                terms = [(1, row, column), *((-sign, other, column) for sign, other in signed)]
                yield sum_equation(sheet, identity, identity.label, terms)


def _counts_itself(sheet: Sheet, total: int, rows: Sequence[int], column: int) -> bool:
    """Whether the total stands among its items once more, as in a layout that was not read rightly: without it they
    add up."""
    figures = [sheet.figure(row, column) for row in (total, *rows)]
    values = [figure.value for figure in figures if figure is not None]
    return bool(values[0]) and values[0] in values[1:] and sum(values[1:]) == 2 * values[0]


def _named_rows(sheet: Sheet, identity: RowSum, panel: int, total: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for labels in identity.addends:
        sign = -1 if labels[0].startswith("-") else 1
        rows = sheet.rows_labelled(panel, [label.removeprefix("-") for label in labels])
        others = [row for row in rows if row != total]
        if others:  # a label that stands twice means the row nearest to its total
            found.append((sign, min(others, key=lambda row: abs(row - total))))
    return found


def _items_above(sheet: Sheet, panel: int, total: int) -> list[tuple[int, int]]:
    """Item rows of a panel above the total, from the nearest total or section on, sub-lines aside."""
    rows = []
    for row in reversed([row for row in sheet.rows if row < total]):
        label = sheet.label(row, panel)
        if label.total or sheet.reading.rows[row].role == "section":
            break
        if label.label:
            rows.append(row)
    top = min((sheet.label(row, panel).level for row in rows), default=0)
    return [(1, row) for row in reversed(rows) if sheet.label(row, panel).level == top]
