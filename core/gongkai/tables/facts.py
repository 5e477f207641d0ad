"""The figures of a table, derived from its grid and reading; never stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from gongkai.model import AmountState, Cell, ColumnAxis, Place, Reading, RowLabel, Table, in_yuan, read_amount
from gongkai.model.amounts import FIGURE_UNIT
from gongkai.words.labels import fold

FactStatus = Literal["proved", "unproved", "contradicted"]
"""What the document's arithmetic says of an amount."""

_UNIT = re.compile(FIGURE_UNIT)
_ROW_UNIT = re.compile(rf"\(({FIGURE_UNIT})\)[:]?$")
_UNCOUNTED = re.compile(
    r"单价\d+万元.*设备|(数量|人数|车辆数|台数|套数|面积|编制数|次数|批次)(\([^()]*\))?$|[率比]重?$|占比|比例"
)
"""Labels of things, people and rates: their figures are no money, whatever the table's unit."""


class Fact(msgspec.Struct, frozen=True):
    """One printed amount: what it is, where it stands, its value as printed and in yuan (None: unit unknown).

    `row` and `column` count from 0 in the table's grid, `panel` (lists side by side) from 0, `row_level` from 1.
    `row_path` are the labels above the row's, `column_path` the header words from outside to inside. `unit` is as
    printed; `status` says what the document's arithmetic makes of the amount.
    """

    table_id: str
    table_kind: str
    table_title: str
    panel: int
    row_code: str
    row_label: str
    row_level: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    value: Decimal
    raw: str
    unit: str
    value_yuan: Decimal | None
    row: int
    column: int
    places: tuple[Place, ...] = ()
    status: FactStatus = "unproved"


def facts(table: Table) -> list[Fact]:
    """Every printed amount of a table in reading order; none for a table without a reading.

    An amount's unit is its own (%), else its column's, else its row's, else the table's; "" where nothing is printed
    or the row counts things without saying which.
    """
    if table.reading is None:
        return []
    found = []
    inner: dict[int, str] = {}
    statuses = _statuses(table)
    stated = _stated_units(table, table.reading)
    for cell in table.grid.cells:
        axis = table.reading.rows[cell.row]
        if cell.row >= table.reading.header_rows and axis.role == "header":
            inner[cell.column] = cell.text
        if axis.labels and table.reading.columns[cell.column].role == "amount":
            fact = _fact(table, table.reading, cell, inner.get(cell.column, ""), statuses, stated.get(cell.row))
            if fact is not None:
                found.append(fact)
    return found


def _statuses(table: Table) -> dict[tuple[int, int], FactStatus]:
    if table.proof is None:
        return {}
    statuses: dict[tuple[int, int], FactStatus] = dict.fromkeys(table.proof.proved, "proved")
    statuses.update(dict.fromkeys(table.proof.contradicted, "contradicted"))
    return statuses


def _stated_units(table: Table, reading: Reading) -> dict[int, str]:
    """Row → unit, where a column of its own says it: 计量单位 | 辆."""
    columns = [
        column
        for column, axis in enumerate(reading.columns)
        if axis.role in ("label", "text") and axis.path and fold(axis.path[-1]) in ("单位", "计量单位")
    ]
    cells = ((row, fold(table.grid.text_at(row, column))) for column in columns for row in range(table.grid.rows))
    return {row: text for row, text in cells if _UNIT.fullmatch(text)}


def _fact(
    table: Table,
    reading: Reading,
    cell: Cell,
    inner: str,
    statuses: Mapping[tuple[int, int], FactStatus],
    stated: str | None,
) -> Fact | None:
    amount = read_amount(cell.text)
    if amount.state is not AmountState.AMOUNT or amount.value is None:
        return None
    column = reading.columns[cell.column]
    labels = reading.rows[cell.row].labels
    label = labels[column.panel] if column.panel < len(labels) else RowLabel()
    unit = "%" if amount.percent else column.unit or stated or fact_unit(table, column, label)
    return Fact(
        table_id=table.id,
        table_kind=table.kind,
        table_title=table.title,
        panel=column.panel,
        row_code=label.code,
        row_label=label.label,
        row_level=label.level,
        row_path=label.path,
        column_path=(*column.path[:-1], "".join(inner.split())) if inner else column.path,
        value=amount.value,
        raw=cell.text,
        unit=unit,
        value_yuan=in_yuan(amount.value, unit),
        row=cell.row,
        column=cell.column,
        places=cell.places,
        status=statuses.get((cell.row, cell.column), "unproved"),
    )


def fact_unit(table: Table, column: ColumnAxis, label: RowLabel) -> str:
    """The unit in which an amount of this column and row is printed, or "" where it is not known."""
    if column.unit:
        return column.unit
    for word in (label.label, *reversed(label.path)):
        match = _ROW_UNIT.search(fold(word))
        if match:
            return match[1]
        if _UNCOUNTED.search(fold(word)):
            return ""
    if column.path and _UNCOUNTED.search(fold(column.path[-1])):
        return ""
    return table.unit
