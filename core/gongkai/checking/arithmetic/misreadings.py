"""What is wrong where no figure is: the unit that a table prints, or the code of a row.

Either makes many identities fail at once, and one change makes all of them hold again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

import msgspec

from gongkai.checking.arithmetic.equations import Equation, State, Verdict, judge
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.table_identities import table_equations
from gongkai.findings import finding
from gongkai.model import UNIT_FACTORS, Finding, Place, Reading, Table
from gongkai.plugins.specs.identities import Hierarchy, Identity

_UNITS = ("元", "万元")
_WAN = Decimal(UNIT_FACTORS["万元"])
"""Yuan to 万元."""
_LEAST_WITNESSES = 2
"""Violated identities that speak for another unit; a single one may itself be wrong."""
_MOST_TRIED = 40_000
"""Figures read anew in search of a code, in one table."""
_CLASS_DIGITS = 3
"""Digits of a code of the highest level, 类, which has no parent."""
_MOST_SUMS = 4
"""Sums in a column that one wrong code can upset: its parent's, the right parent's, its own, and the total."""


class Misreading(msgspec.Struct, frozen=True):
    """A table read anew, what to say of it, and the violated identities that hold then; `whole`: nothing that the table
    prints can be taken as it stands."""

    sheet: Sheet
    finding: Finding
    explained: tuple[Equation, ...]
    whole: bool = False


def misreadings(
    sheets: Sequence[Sheet],
    figures: Mapping[FigureKey, PrintedFigure],
    verdicts: Sequence[Verdict],
    identities: Sequence[Identity],
) -> list[Misreading]:
    """At most one for each table with violated identities; what explains most comes first, and nothing twice."""
    hard = [verdict for verdict in verdicts if not verdict.equation.soft]
    violated = _violated_by_table(hard)
    found = []
    for sheet in sheets:
        failed = violated.get(sheet.table.id, [])
        one = (_wrong_unit(sheet, figures, hard, failed) or _wrong_code(sheet, failed, identities)) if failed else None
        found += [one] if one is not None else []
    taken: list[Misreading] = []
    explained: set[int] = set()
    for one in sorted(found, key=lambda each: -len(each.explained)):
        own = {id(equation) for equation in one.explained}
        if own - explained:
            taken.append(one)
            explained |= own
    return taken


def _violated_by_table(verdicts: Sequence[Verdict]) -> Mapping[str, Sequence[Equation]]:
    """Block → the violated equations that a figure of it stands in."""
    violated: dict[str, list[Equation]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.state is State.VIOLATED:
            for block in _blocks(verdict.equation):
                violated[block].append(verdict.equation)
    return violated


def _blocks(equation: Equation) -> set[str]:
    return {term.key[0] for term in equation.terms}


def _wrong_unit(
    sheet: Sheet, figures: Mapping[FigureKey, PrintedFigure], verdicts: Sequence[Verdict], failed: Sequence[Equation]
) -> Misreading | None:
    """Yuan for 万元 or the other way round, if all that is said of the table elsewhere holds in the other unit."""
    name, printed = sheet.table.id, sheet.table.unit
    across = [verdict.equation for verdict in verdicts if {name} < _blocks(verdict.equation)]
    explained = tuple(equation for equation in failed if {name} < _blocks(equation))
    if printed not in _UNITS or len(explained) < _LEAST_WITNESSES:
        return None
    unit = _UNITS[1 - _UNITS.index(printed)]
    anew = {**figures, **_in_unit(sheet, unit)}
    if any(judge(equation, anew).state is State.VIOLATED for equation in across):
        return None
    table = msgspec.structs.replace(sheet.table, unit=unit)
    message = f"“{table.title}”注明的单位是“{printed}”，按其他表和文字应为“{unit}”（{len(across)} 个等式都如此）"
    places = next((line.places for line in table.caption if printed in line.text), ())
    remark = finding(
        "table.unit_wrong", message, block=name, places=places, expected=unit, found=printed, proposal=unit
    )
    return Misreading(Sheet(table, sheet.reading), remark, explained, whole=True)


def _in_unit(sheet: Sheet, unit: str) -> Mapping[FigureKey, PrintedFigure]:
    """The figures of a table as they would be in the other of the two units."""
    ratio = _WAN if unit == "万元" else 1 / _WAN
    return {
        key: msgspec.structs.replace(figure, value=figure.value * ratio, half=figure.half * ratio)
        for key, figure in sheet.figures.items()
    }


def _wrong_code(sheet: Sheet, failed: Sequence[Equation], identities: Sequence[Identity]) -> Misreading | None:
    """A code one digit from another that gives its row the right parent, so that every sum of codes holds."""
    hierarchies = [identity for identity in identities if isinstance(identity, Hierarchy)]
    names = {identity.id for identity in hierarchies}
    sums = tuple(equation for equation in failed if equation.identity in names)
    if len(sums) > _MOST_SUMS * len(sheet.columns):
        return None
    for row, panel, code in islice(_likely_codes(sheet, sums), max(_MOST_TRIED // max(len(sheet.figures), 1), 1)):
        anew = Sheet(sheet.table, _recoded(sheet.reading, row, panel, code))
        equations = [one for one in table_equations(anew, hierarchies) if isinstance(one, Equation)]
        if all(judge(one, anew.figures).state is not State.VIOLATED for one in equations):
            label = sheet.label(row, panel)
            message = f"“{sheet.table.title}”的编码 {label.code} {label.label}疑为 {code}：改后各级科目都等于下级之和"
            remark = finding(
                "codes.misread", message, block=sheet.table.id, row=row, places=_row_places(sheet.table, row),
                expected=code, found=label.code, proposal=code,
            )  # fmt: skip
            return Misreading(anew, remark, sums)
    return None


def _likely_codes(sheet: Sheet, failed: Sequence[Equation]) -> Iterator[tuple[int, int, str]]:
    """Rows among the addends of failed sums, each with the codes a digit away that have a parent in the table."""
    rows = {term.key[1] for equation in failed for term in equation.terms[1:]}
    codes = {
        panel: {label.code for row in sheet.rows if (label := sheet.label(row, panel)).code}
        for panel in sheet.panel_columns
    }
    for row in sorted(rows):
        for panel, listed in codes.items():
            for code in _a_digit_away(sheet.label(row, panel).code):
                if code not in listed and (len(code) <= _CLASS_DIGITS or code[:-2] in listed):
                    yield row, panel, code


def _a_digit_away(code: str) -> Iterator[str]:
    for place in range(len(code)):
        for digit in "0123456789":
            yield code[:place] + digit + code[place + 1 :]


def _recoded(reading: Reading, row: int, panel: int, code: str) -> Reading:
    axis = reading.rows[row]
    label = msgspec.structs.replace(axis.labels[panel], code=code)
    labels = (*axis.labels[:panel], label, *axis.labels[panel + 1 :])
    rows = (*reading.rows[:row], msgspec.structs.replace(axis, labels=labels), *reading.rows[row + 1 :])
    return msgspec.structs.replace(reading, rows=rows)


def _row_places(table: Table, row: int) -> tuple[Place, ...]:
    cells = [cell for cell in table.grid.cells if cell.row == row]
    return cells[0].places if cells else ()
