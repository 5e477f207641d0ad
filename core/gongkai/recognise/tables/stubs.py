"""The labels of rows: codes joined, names, tree levels, one per panel."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.model import ColumnAxis, Grid, RowLabel
from gongkai.recognise.tables.marks import CLASS_DIGITS, INNER_DIGITS, numbering_rank, plain_label
from gongkai.words.figures import is_figure
from gongkai.words.labels import fold, fold_label
from gongkai.words.totals import is_bare_total, is_total

_CODED_NAME = re.compile(r"^(\d{3}(?:\d{2}){0,2})\s*([^\d\s.,，、．:：年].*)$", re.DOTALL)
"""A code printed in one cell with its name; three digits before 年 are a year's rest."""

_UNRANKED = sys.maxsize
"""Rank of a label without number or code: it stands within everything that has one."""


@dataclass(frozen=True)
class Stub:
    """The stub columns of one panel; `nested` where several label columns make one tree."""

    codes: tuple[int, ...]
    labels: tuple[int, ...]
    amounts: tuple[int, ...]
    nested: bool = False


@dataclass
class _Carried:
    """What rows above leave behind for blank cells below."""

    code: str = ""
    words: list[str] = field(default_factory=list)
    ancestors: list[tuple[int, str]] = field(default_factory=list)

    def close(self, rank: int) -> None:
        """Leave only the ancestors that a row of this rank stands within."""
        self.ancestors = [pair for pair in self.ancestors if pair[0] < rank]


def panel_stubs(grid: Grid, columns: Sequence[ColumnAxis], body: Sequence[int]) -> tuple[Stub, ...]:
    """The stub of each panel from left to right.

    Where two kinds of codes stand side by side (单位代码, 单位名称, 科目编码, 科目名称), the inner ones name the row;
    the outer ones speak only where those are blank. Of several names that do not nest, the one that tells most rows
    apart comes first.
    """
    panels: dict[int, list[int]] = {}
    for index, axis in enumerate(columns):
        panels.setdefault(axis.panel, []).append(index)
    return tuple(_stub(grid, columns, own, body) for own in panels.values())


def _stub(grid: Grid, columns: Sequence[ColumnAxis], own: Sequence[int], body: Sequence[int]) -> Stub:
    amounts, all_codes, labels = (
        tuple(index for index in own if columns[index].role == role) for role in ("amount", "code", "label")
    )
    codes = _last_run(all_codes)
    inner = tuple(index for index in labels if codes and index > codes[-1]) or labels
    if _is_nested(grid, inner, body):
        return Stub(codes, inner, amounts, nested=True)
    outer = [index for index in (*labels, *all_codes) if index not in (*inner, *codes)]
    return Stub(codes, (*_by_distinction(grid, inner, body), *outer), amounts)


def _last_run(columns: Sequence[int]) -> tuple[int, ...]:
    """The last columns that stand side by side: 类, 款, 项."""
    run: list[int] = []
    for column in columns:
        if run and column != run[-1] + 1:
            run = []
        run.append(column)
    return tuple(run)


def _by_distinction(grid: Grid, labels: Sequence[int], body: Sequence[int]) -> tuple[int, ...]:
    """Label columns by the number of different texts in them, from left to right among equals."""
    texts = grid.texts
    different = {column: len({texts[row][column] for row in body}) for column in labels}
    return tuple(sorted(labels, key=lambda column: -different[column]))


def _is_nested(grid: Grid, labels: Sequence[int], body: Sequence[int]) -> bool:
    """Several label columns make one tree where inner labels stand without the outer one beside them."""
    if len(labels) < 2:
        return False
    texts = grid.texts
    return any(
        not texts[row][labels[0]].strip() and any(texts[row][column].strip() for column in labels[1:]) for row in body
    )


def row_labels(grid: Grid, stub: Stub, body: Sequence[int], sections: Sequence[str]) -> dict[int, RowLabel]:
    """Row index → label of one panel for all body rows; `sections` says which title stands over a row."""
    carried = _Carried()
    labels: dict[int, RowLabel] = {}
    section = ""
    for row in body:
        if sections[row] != section:
            section, carried = sections[row], _Carried()
        labels[row] = _label(grid.texts[row], stub, carried, section)
    return labels


def _label(texts: Sequence[str], stub: Stub, carried: _Carried, section: str) -> RowLabel:
    code, label = _code_and_name(texts, stub, carried)
    if not label and not code:
        return RowLabel()
    total = not code and is_total(label)
    rank, level = _rank(code, label, total, stub, carried)
    path = label.split("/")[:-1] if stub.nested else [word for _, word in carried.ancestors]
    if rank < _UNRANKED:
        carried.ancestors.append((rank, label))
    return RowLabel(code, label, level, (*filter(None, [section]), *path), total)


def _code_and_name(texts: Sequence[str], stub: Stub, carried: _Carried) -> tuple[str, str]:
    code, stray = _join_code([texts[column] for column in stub.codes], carried)
    cells = [texts[column] for column in stub.labels]
    if stub.nested:
        return code, _nested_label(cells, carried) or stray
    label = _first_label(cells) or stray
    return (code, label) if code else _split_code(label)


def _first_label(cells: Sequence[str]) -> str:
    return next(filter(None, map(plain_label, cells)), "")


def _split_code(label: str) -> tuple[str, str]:
    """Code and name of a label that opens with its code; ("", label) otherwise."""
    match = _CODED_NAME.match(label)
    return (match[1], match[2].strip()) if match else ("", label)


def _join_code(cells: Sequence[str], carried: _Carried) -> tuple[str, str]:
    """One code from its cells, and what else stands there (合计 in the code column).

    Split 类|款|项 are joined, each part filled to its width: a lost leading zero comes back in meaning only. A blank
    类 beside a 款 repeats the one above.
    """
    if len(cells) == 1 and cells[0].isascii() and cells[0].isdigit():
        return cells[0], ""
    parts = [fold(cell) for cell in cells]
    words = "".join(plain_label(cell) for cell, part in zip(cells, parts, strict=True) if part and not part.isdigit())
    if words or not any(parts):
        return "", words
    if len(parts) == 1:
        return parts[0], ""
    carried.code = _joined_parts(parts, carried.code)
    return carried.code, ""


def _joined_parts(parts: Sequence[str], above: str) -> str:
    """类, 款 and 项 as one code, blank ones as in the code `above`; it ends where nothing further is known."""
    code = ""
    last = max(depth for depth, part in enumerate(parts) if part)
    for depth, printed in enumerate(parts[: last + 1]):
        width = INNER_DIGITS if depth else CLASS_DIGITS
        part = printed or above[len(code) : len(code) + width]
        if not part:
            break
        whole = code and len(part) > width and part.startswith(code)
        code = part if whole else code + part.zfill(width)
    return code


def _nested_label(cells: Sequence[str], carried: _Carried) -> str:
    """All labels from the outermost to this row's own, joined by `/`; blank outer cells repeat those above."""
    own = [plain_label(cell) for cell in cells]
    filled = [depth for depth, word in enumerate(own) if word]
    if not filled:
        return ""
    first, last = filled[0], filled[-1]
    words = carried.words[:first] + [""] * (first - len(carried.words)) + own[first : last + 1]
    # What an outermost total closes is not carried on below it.
    carried.words = [] if filled == [0] and is_total(own[0]) else words
    return "/".join(filter(None, words))


def _rank(code: str, label: str, total: bool, stub: Stub, carried: _Carried) -> tuple[int, int]:
    """A row's rank for the tree (smaller = further out) and its level from 1; totals are level 0.

    Codes rank by their length, other labels by the style of their number; what has no number stands below the
    numbered row before it without opening a level of its own.
    """
    if code:
        level = max(1, (len(code) - 1) // INNER_DIGITS)
        carried.close(level)
        return level, level
    if stub.nested:
        return _UNRANKED, 0 if total and "/" not in label else label.count("/") + 1
    numbered = numbering_rank(label)
    if numbered is None and total:
        carried.ancestors.clear()
        return _UNRANKED, 0
    rank = _UNRANKED if numbered is None else numbered
    carried.close(rank)
    return rank, len(carried.ancestors) + 1


def borrowed_label(labels: Sequence[RowLabel], panel: int, texts: Sequence[str], stubs: Sequence[Stub]) -> RowLabel:
    """A panel's label, or where its stub is blank the nearest to the left whose own amounts are blank.

    A total may stand under the first of several panels with its figure under the last: 公用经费合计. A bare 合计 holds
    for all panels to its right.
    """
    for place in range(panel, -1, -1):
        label = labels[place]
        if label.label or label.code:
            own = place == panel or not any(is_figure(texts[column]) for column in stubs[place].amounts)
            return label if own or is_bare_total(label.label) else RowLabel()
    return RowLabel()


def same_words(first: str, second: str) -> bool:
    """Whether two labels are the same apart from width, blanks and numbering."""
    return fold_label(first) == fold_label(second)
