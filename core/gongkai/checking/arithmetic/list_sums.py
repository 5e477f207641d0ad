"""Sums of lists that have no codes: classes by name, grouping rows, nested labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from gongkai.checking.arithmetic.equations import Equation, Unevaluated
from gongkai.checking.arithmetic.sheets import Sheet, sum_equation
from gongkai.plugins.specs.identities import ClassSum, GroupSum, Identity, PathSum
from gongkai.words.labels import fold_label


def list_sums(sheet: Sheet, identity: Identity) -> Iterator[Equation | Unevaluated]:
    """Equations of one table by an identity of these forms; none for any other."""
    if isinstance(identity, ClassSum):
        yield from _class_sums(sheet, identity)
    elif isinstance(identity, GroupSum):
        yield from _group_sums(sheet, identity)
    elif isinstance(identity, PathSum):
        yield from _path_sums(sheet, identity)


def _class_sums(sheet: Sheet, identity: ClassSum) -> Iterator[Equation | Unevaluated]:
    classes = {fold_label(label) for label in identity.classes}
    for panel, columns in sheet.panel_columns.items():
        members: dict[int, list[int]] = {}
        for row in sheet.rows:
            label = sheet.label(row, panel)
            if label.code:
                return  # a list with codes adds up by them
            if fold_label(label.label) in classes:
                members[row] = []
            elif label.total:
                continue
            elif members:
                members[next(reversed(members))].append(row)
        totals = sheet.total_rows((panel,))
        sums = [(row, rows) for row, rows in members.items() if rows]
        sums += [(totals[0][1], list(members))] if len(totals) == 1 and members else []
        for row, rows in sums:
            yield from _sums(sheet, identity, row, rows, columns, sheet.label(row, panel).label)


def _sums(
    sheet: Sheet, identity: Identity, total: int, rows: Sequence[int], columns: Sequence[int], name: str
) -> Iterator[Equation | Unevaluated]:
    label = f"{name} = 所属{len(rows)}项之和"
    for column in columns:
        if sheet.is_blank([(total, column)]) or sheet.is_blank([(row, column) for row in rows]):
            yield Unevaluated(identity.id, label, "合计或各分项为空白", sheet.table.id)
            continue
        terms = [(1, total, column), *((-1, row, column) for row in rows)]
        yield sum_equation(sheet, identity, label, terms)


def _group_sums(sheet: Sheet, identity: GroupSum) -> Iterator[Equation | Unevaluated]:
    rows = [
        (row, sheet.reading.rows[row].role) for row in sheet.rows if sheet.reading.rows[row].role in ("group", "item")
    ]
    depths = _depths([role for _, role in rows])
    for place, (row, role) in enumerate(rows):
        if role != "group":
            continue
        items: list[int] = []
        for later in range(place + 1, len(rows)):
            if 0 < depths[later] <= depths[place] and items:
                break
            if rows[later][1] == "item":
                items.append(rows[later][0])
        if items:
            for panel, columns in sheet.panel_columns.items():
                yield from _sums(sheet, identity, row, items, columns, sheet.label(row, panel).label)


def _depths(roles: Sequence[str]) -> list[int]:
    """Depth of each grouping row, 1 outermost; 0 for items. The last of a run of grouping rows is always innermost."""
    runs: list[list[int]] = []
    for place, role in enumerate(roles):
        if role == "group":
            if runs and runs[-1][-1] == place - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
    deepest = max(map(len, runs), default=0)
    depths = [0] * len(roles)
    for run in runs:
        for nth, place in enumerate(reversed(run)):
            depths[place] = deepest - nth
    return depths


def _path_sums(sheet: Sheet, identity: PathSum) -> Iterator[Equation | Unevaluated]:
    for panel, columns in sheet.panel_columns.items():
        for whole, rows in _nested_rows(sheet, panel):
            if any("/其中" in sheet.label(child, panel).label for child in rows):
                continue  # a part only
            for one in _sums(sheet, identity, whole, rows, columns, sheet.label(whole, panel).label):
                yield msgspec.structs.replace(one, guessed=True) if isinstance(one, Equation) else one


def _nested_rows(sheet: Sheet, panel: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Rows with those right under them, where a panel has nested labels; the outermost under its one total."""
    names = {row: _nested_name(sheet, row, panel) for row in sheet.rows if sheet.label(row, panel).label}
    if not any("/" in name for name in names.values()):
        return
    by_name = {name: row for row, name in names.items()}
    totals = [row for row in names if _is_outer_total(sheet, row, panel)]
    children: dict[int | None, list[int]] = defaultdict(list)
    for row, name in names.items():
        if row not in totals:
            children[_parent_row(name, by_name)].append(row)
    for parent, rows in children.items():
        if parent is not None:
            yield parent, rows
        elif len(totals) == 1:
            yield totals[0], rows


def _is_outer_total(sheet: Sheet, row: int, panel: int) -> bool:
    label = sheet.label(row, panel)
    return label.total and "/" not in label.label


def _nested_name(sheet: Sheet, row: int, panel: int) -> str:
    return sheet.label(row, panel).label.removesuffix("/小计")


def _parent_row(name: str, by_name: dict[str, int]) -> int | None:
    while "/" in name:
        name = name.rpartition("/")[0]
        if name in by_name:
            return by_name[name]
    return None
