"""A recognised table laid out for arithmetic: figures by row and column, rows and columns found by their labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from gongkai.checking.arithmetic.equations import Equation, Term, Unevaluated
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure, blank_figure, read_figure, unit_factor
from gongkai.model import AmountState, ColumnAxis, Reading, RowLabel, Table, read_amount
from gongkai.plugins.specs.identities import Identity
from gongkai.words.labels import fold_label

_MEASURES = frozenset({"预算数", "决算数", "全年预算数", "年初预算数", "支出决算数"})

CodedRow = tuple[int, int]
"""A row within a panel: (panel, row)."""

_RATE = re.compile(r"(?:[增减执完成长率占]+率|比重|占比|比例)(?:\([^()]*\))?$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")


MOST_CELLS = 300_000
"""Cells of a table up to which its arithmetic is looked at: far more than any official table has."""


class Sheet:
    """One table with a reading.

    Figures exist for every amount column of every item, total, group or section row; a blank cell is a zero, a dash or
    unreadable text is no figure. Rows are numbered as in the grid; a label belongs to one panel.
    """

    def __init__(self, table: Table, reading: Reading) -> None:
        self.table = table
        self.reading = reading
        self.factor = unit_factor(table.unit)
        self.figures: dict[FigureKey, PrintedFigure] = {}
        self._run_on: dict[tuple[int, int], int] = {}
        self.columns = [
            column for column, axis in enumerate(reading.columns) if axis.role == "amount" and not _is_rate(axis)
        ]
        self.rows = [row for row, axis in enumerate(reading.rows) if axis.role in ("item", "total", "group", "section")]
        for row in self.rows:
            for column in self.columns:
                self._place(row, column)

    def _place(self, row: int, column: int) -> None:
        cell = self.table.grid.cell_at(row, column)
        if cell is not None and cell.column < column and not cell.is_blank:
            # Covered by a label that runs on: the figure stands further right.
            beyond = cell.column + cell.column_span
            self._run_on[row, column] = next((other for other in self.columns if other >= beyond), column)
            return
        key = (self.table.id, row, column)
        text = cell.text if cell is not None and (cell.row, cell.column) == (row, column) else ""
        places = cell.places if cell is not None else ()
        factor = unit_factor(self.reading.columns[column].unit) or self.factor
        if not text:
            self.figures[key] = blank_figure(key, places, factor)
            return
        figure = read_figure(key, text, factor, places)
        if figure is not None:
            self.figures[key] = figure
        elif read_amount(text).state is not AmountState.TEXT:
            self.figures[key] = blank_figure(key, places, factor)

    def key(self, row: int, column: int) -> FigureKey:
        """Key of a figure; where a merged label covers the cell, that of the amount the label runs up to."""
        if self._run_on:
            column = self._run_on.get((row, column), column)
        return (self.table.id, row, column)

    def figure(self, row: int, column: int) -> PrintedFigure | None:
        return self.figures.get(self.key(row, column))

    def is_blank(self, cells: Sequence[tuple[int, int]]) -> bool:
        """Whether none of the cells (row, column) prints an amount."""
        return not any((figure := self.figure(row, column)) and figure.raw for row, column in cells)

    def label(self, row: int, panel: int) -> RowLabel:
        """The row's label within a panel; an empty one where it has none."""
        labels = self.reading.rows[row].labels
        return labels[panel] if panel < len(labels) else RowLabel()

    @cached_property
    def panel_columns(self) -> Mapping[int, Sequence[int]]:
        """Amount columns of each panel, left to right."""
        panels: dict[int, list[int]] = defaultdict(list)
        for column in self.columns:
            panels[self.reading.columns[column].panel].append(column)
        return dict(sorted(panels.items()))

    @cached_property
    def _rows_by_label(self) -> Mapping[tuple[int, str], list[int]]:
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for panel in self.panel_columns:
            for row in self.rows:
                label = self.label(row, panel)
                if label.label:
                    found[panel, fold_label(label.label)].append(row)
        return found

    def rows_labelled(self, panel: int, labels: Sequence[str]) -> list[int]:
        """Rows of a panel under the first of several labels that it has; `X/Y` is a row Y right under a row X."""
        for label in labels:
            above, _, own = label.rpartition("/")
            rows = self._rows_by_label.get((panel, fold_label(own)), [])
            if above and rows and "/" not in self.label(rows[0], panel).label:
                rows = [row for row in rows if self._stands_under(row, panel, fold_label(above))]
            elif above:
                rows = self._rows_by_label.get((panel, fold_label(label)), [])
            if rows:
                return rows
        return []

    def _stands_under(self, row: int, panel: int, name: str) -> bool:
        path = self.label(row, panel).path
        return bool(path) and name.endswith(fold_label(path[-1]))

    def columns_headed(self, words: Sequence[str], panel: str = "") -> list[int]:
        """Amount columns under the first of several header words that the table has: a leaf word, or outer/leaf."""
        columns = [column for column in self.columns if not panel or self._outermost(column) == fold_label(panel)]
        for word in words:
            folded = tuple(fold_header(part) for part in word.split("/"))
            leaves = [column for column in columns if self.path(column)[-len(folded) :] == folded]
            if leaves:
                return leaves
        return []

    def leaf(self, column: int) -> str:
        """Folded innermost header word of a column."""
        return self.path(column)[-1]

    def parent(self, column: int) -> tuple[str, ...]:
        """Folded header words above a column's leaf."""
        return self.path(column)[:-1]

    def path(self, column: int) -> tuple[str, ...]:
        """Folded header words from outside to inside; 预算数 and 决算数 side by side under each item count as outside."""
        return self._paths[column]

    @cached_property
    def _paths(self) -> Mapping[int, tuple[str, ...]]:
        plain = {column: tuple(map(fold_header, self.axis(column).path)) or ("",) for column in self.columns}
        if len(set(plain.values())) < len(plain):
            # Two years side by side: only their own years tell the columns apart.
            plain = {
                column: (*map(fold_label, self.axis(column).path[:-1]), path[-1]) for column, path in plain.items()
            }
        by_parent: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for path in plain.values():
            by_parent[path[:-1]].add(path[-1])
        if not by_parent or not all(len(leaves) > 1 and leaves <= _MEASURES for leaves in by_parent.values()):
            return plain
        return {column: (path[-1], *path[:-1]) for column, path in plain.items()}

    def axis(self, column: int) -> ColumnAxis:
        return self.reading.columns[column]

    def _outermost(self, column: int) -> str:
        return self.path(column)[0]

    @cached_property
    def panel_groups(self) -> Sequence[Sequence[int]]:
        """Panels that continue one list of codes: neighbours under one outermost header, with as many amount columns."""
        groups: list[list[int]] = []
        for panel, columns in self.panel_columns.items():
            last = groups[-1][-1] if groups else None
            head = self._head(panel)
            if last is not None and head and head == self._head(last) and len(columns) == len(self.panel_columns[last]):
                groups[-1].append(panel)
            else:
                groups.append([panel])
        return groups

    def _head(self, panel: int) -> str:
        path = self.axis(self.panel_columns[panel][0]).path
        return fold_label(path[0]) if len(path) > 1 else ""

    def total_column(self, panel: int, row: int, nth: int) -> int:
        """Where the nth amount of a total row is printed: a total over several panels may stand under the last one."""
        group = next(panels for panels in self.panel_groups if panel in panels)
        columns = [self.panel_columns[member][nth] for member in group]
        printed = [column for column in columns if (figure := self.figure(row, column)) is not None and figure.raw]
        return printed[0] if len(printed) == 1 else self.panel_columns[panel][nth]

    def tree(self, panels: Sequence[int]) -> Mapping[CodedRow | None, Sequence[CodedRow]]:
        """Coded rows of a group of panels, children by parent, in order; under None the top codes."""
        children: dict[CodedRow | None, list[CodedRow]] = defaultdict(list)
        open_rows: list[tuple[str, CodedRow]] = []
        for panel in panels:
            for row in self.rows:
                label = self.label(row, panel)
                if not label.code or label.total:
                    continue
                while open_rows and not _is_child(label.code, open_rows[-1][0]):
                    open_rows.pop()
                children[open_rows[-1][1] if open_rows else None].append((panel, row))
                open_rows.append((label.code, (panel, row)))
        return children

    def total_rows(self, panels: Sequence[int]) -> list[CodedRow]:
        """(panel, row) of the totals of a group of panels."""
        return [(panel, row) for row in self.rows for panel in panels if self.label(row, panel).total]


def sum_equation(
    sheet: Sheet, identity: Identity, label: str, terms: list[tuple[int, int, int]]
) -> Equation | Unevaluated:
    """An equation between cells of one table from (factor, row, column), or the gap where a cell is no figure or nothing is printed."""
    keys = []
    for factor, row, column in terms:
        if sheet.figure(row, column) is None:
            return Unevaluated(identity.id, label, f"第{row + 1}行第{column + 1}列不是数字", sheet.table.id)
        keys.append(Term(factor, sheet.key(row, column)))
    if not any(sheet.figures[term.key].raw for term in keys):
        return Unevaluated(identity.id, label, "各项均为空白", sheet.table.id)
    return Equation(identity.id, label, tuple(keys), soft=identity.soft)


def _is_rate(axis: ColumnAxis) -> bool:
    """Whether a column prints shares or growth: nothing that adds up."""
    return axis.unit == "%" or bool(axis.path and _RATE.search(fold_label(axis.path[-1])))


def fold_header(word: str) -> str:
    """A header word for comparison: folded, the report year as {Y}."""
    return _YEAR.sub("{Y}", fold_label(word))


def _is_child(code: str, parent: str) -> bool:
    return len(code) > len(parent) and code.startswith(parent)
