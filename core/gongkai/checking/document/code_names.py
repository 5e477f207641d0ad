"""Classification codes against the names they are known by. What a dictionary does not hold is a remark, no error."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.findings import finding
from gongkai.model import Disclosure, Finding, Place, Severity, Table
from gongkai.plugins.specs import CodeList, CodeName
from gongkai.words.labels import fold_label

_SLIP = 2
"""Letters in which a name may differ from the known one and be a slip of it; in a short name one."""
_SHORT = 4
"""Letters of a name up to which two of them make it another."""
_CLASS = 3
_LENGTHS = (3, 5, 7)
"""Digits of a code: class 类, section 款, item 项 (政府收支分类科目)."""
_NAMED = 8
"""Unknown codes that a finding names one by one."""


@dataclass(slots=True)
class Printed:
    """A code with a name as printed, and everywhere it stands; block, row and column are the first place's."""

    code: str
    name: str
    block: str
    row: int
    column: int
    places: list[Place] = field(default_factory=list)
    times: int = 0


def code_findings(disclosure: Disclosure, lists: Iterable[CodeList]) -> list[Finding]:
    """One finding for each code whose name differs from the lists, and one for all codes the lists do not hold.

    An unknown code, or a quite different name: info. A name one or two characters off: a warning with the known name
    as proposal. A part of the known name is taken for a wrapped cell and passed over.
    """
    known: dict[str, list[CodeName]] = defaultdict(list)
    for code_list in lists:
        for entry in code_list.codes:
            known[entry.code].append(entry)
    if not known:
        return []
    codes = printed_codes(disclosure).values()
    unknown = [printed for printed in codes if printed.code not in known]
    compared = (_compare(printed, known, disclosure.year) for printed in codes if printed.code in known)
    differing = [found for found in compared if found is not None]
    return [*_unknown(unknown), *differing, *_two_names(unknown), *_misshapen(disclosure)]


def _two_names(codes: Sequence[Printed]) -> Iterator[Finding]:
    """C-02: codes of no list with two names a letter or two apart."""
    times = Counter(printed.code for printed in codes)
    by_code: dict[str, list[Printed]] = defaultdict(list)
    for printed in codes:
        if times[printed.code] > 1:
            by_code[printed.code].append(printed)
    for names in by_code.values():
        usual, *others = sorted(names, key=lambda printed: -printed.times)
        for other in others:
            if edit_distance(fold_label(other.name), fold_label(usual.name)) <= _SLIP:
                message = (
                    f"编码 {other.code} 先后写作“{usual.name}”（{usual.times} 次）和“{other.name}”（{other.times} 次）"
                )
                yield _finding(other, "codes.two_names", message, expected=usual.name)


def _misshapen(disclosure: Disclosure) -> Iterator[Finding]:
    """C-04, C-05: codes have three, five or seven digits, and in a table that lists classes a parent each."""
    for table in disclosure.tables:
        rows = enumerate(table.reading.rows) if table.reading is not None else ()
        codes = [(row, label.code) for row, axis in rows for label in axis.labels if label.code]
        listed = {code for _, code in codes}
        for row, code in codes if _CLASS in map(len, listed) else ():
            what = _shape_fault(code, listed)
            if what:
                message = f"“{table.title}”的编码 {code} {what}"
                yield finding("codes.shape", message, block=table.id, row=row, found=code)


def _shape_fault(code: str, listed: Container[str]) -> str:
    if len(code) not in _LENGTHS:
        return "位数不是 3、5、7"
    parent = code[:-2]
    return f"之上没有 {parent}" if len(code) > _CLASS and parent not in listed else ""


def _unknown(codes: Sequence[Printed]) -> list[Finding]:
    if not codes:
        return []
    named = "、".join(f"{printed.code} {printed.name}" for printed in codes[:_NAMED])
    message = f"{len(codes)} 个编码不在已知的科目中：{named}" + ("等" if len(codes) > _NAMED else "")
    return [_finding(codes[0], "codes.unknown", message)]


def printed_codes(disclosure: Disclosure) -> dict[tuple[str, str], Printed]:
    """Codes with the names beside them, in order of appearance; tables of revenue or of no code are left out."""
    codes: dict[tuple[str, str], Printed] = {}
    for table in disclosure.tables:
        if table.reading is None:
            continue
        for row, axis in enumerate(table.reading.rows):
            for panel, label in enumerate(axis.labels):
                if not label.code or not label.label or label.code[0] not in "23":
                    continue
                column = _label_column(table, panel, row)
                key = (label.code, fold_label(label.label))
                entry = codes.setdefault(key, Printed(label.code, label.label, table.id, row, column))
                cell = table.grid.cell_at(row, column)
                entry.places += cell.places if cell else ()
                entry.times += 1
    return codes


def _label_column(table: Table, panel: int, row: int) -> int:
    """The column of a panel's name, else of its code."""
    assert table.reading is not None
    own = [index for index, axis in enumerate(table.reading.columns) if axis.panel == panel]
    named = [index for index in own if table.reading.columns[index].role == "label" and table.grid.text_at(row, index)]
    return named[0] if named else own[0]


def _compare(printed: Printed, known: Mapping[str, Sequence[CodeName]], year: int | None) -> Finding | None:
    entries = known[printed.code]
    what = f"{printed.code} {printed.name}"
    folded = fold_label(printed.name)
    same = next((entry for entry in entries if fold_label(entry.name) == folded), None)
    if same is not None:
        return _out_of_year(printed, same, entries, year)
    if any(folded in fold_label(entry.name) for entry in entries):
        return None
    distance, nearest = min((edit_distance(folded, fold_label(entry.name)), entry.name) for entry in entries)
    slip = distance <= (_SLIP if len(folded) > _SHORT else 1)
    if slip:
        message = f"“{what}”疑有误字，该编码的名称为“{nearest}”（出现 {printed.times} 次）"
        return _finding(printed, "codes.name_differs", message, expected=nearest, proposal=nearest)
    names = "、".join(dict.fromkeys(entry.name for entry in entries))
    message = f"“{what}”与该编码的已知名称“{names}”不同（出现 {printed.times} 次）"
    return _finding(printed, "codes.name_differs", message, severity="info", expected=names)


def _out_of_year(printed: Printed, same: CodeName, entries: Sequence[CodeName], year: int | None) -> Finding | None:
    """A name known only from before another took its place."""
    later = [entry for entry in entries if entry is not same and entry.years and same.years]
    newer = [entry for entry in later if min(entry.years) > max(same.years)]
    if year is None or not newer or not any(min(entry.years) <= year for entry in newer):
        return None
    message = f"“{printed.code} {printed.name}”是旧名称，{min(newer[0].years)} 年起所见为“{newer[0].name}”"
    return _finding(printed, "codes.name_differs", message, severity="info", expected=newer[0].name)


def _finding(printed: Printed, rule: str, message: str, severity: Severity | None = None, **details: str) -> Finding:
    return finding(
        rule,
        message,
        severity,
        block=printed.block,
        row=printed.row,
        column=printed.column,
        places=tuple(printed.places),
        found=printed.name,
        **details,
    )


def edit_distance(first: str, second: str) -> int:
    """Characters to insert, delete or replace to turn one text into the other."""
    line = list(range(len(second) + 1))
    for row, mine in enumerate(first, 1):
        diagonal, line[0] = line[0], row
        for column, theirs in enumerate(second, 1):
            diagonal, line[column] = (
                line[column],
                min(line[column] + 1, line[column - 1] + 1, diagonal + (mine != theirs)),
            )
    return line[-1]
