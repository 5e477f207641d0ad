"""The labels of rows: codes joined, names, tree levels, one per panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.model import ColumnAxis, Grid, RowLabel
from gongkai.recognise.tables.marks import numbering_rank, plain_label
from gongkai.words.figures import is_figure
from gongkai.words.labels import fold, fold_label
from gongkai.words.totals import is_bare_total, is_total

_CODED_NAME = re.compile(r"^(\d{3}(?:\d{2}){0,2})\s*([^\d\s.,，、．:：年].*)$", re.DOTALL)
_UNRANKED = 50


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


def panel_stubs(grid: Grid, columns: Sequence[ColumnAxis], body: Sequence[int]) -> tuple[Stub, ...]:
    """The stub of each panel from left to right.

    Where two kinds of codes stand side by side (单位代码, 单位名称, 科目编码, 科目名称), the inner ones name the row;
    the outer ones speak only where those are blank. Of several names that do not nest, the one that tells most rows
    apart comes first.
    """
    panels: dict[int, list[int]] = {}
    for index, axis in enumerate(columns):
        panels.setdefault(axis.panel, []).append(index)
    stubs = []
    for panel in range(max(panels, default=-1) + 1):
        own = panels.get(panel, [])
        amounts = tuple(index for index in own if columns[index].role == "amount")
        codes = _last_run([index for index in own if columns[index].role == "code"])
        labels = tuple(index for index in own if columns[index].role == "label")
        inner = tuple(index for index in labels if codes and index > codes[-1]) or labels
        nested = _is_nested(grid, inner, body)
        ordered = inner if nested else _by_distinction(grid, inner, body)
        outer = [index for role in ("label", "code") for index in own if columns[index].role == role]
        taken = {*inner, *codes}
        outer = [index for index in outer if index not in taken]
        stubs.append(Stub(codes, ordered if nested else (*ordered, *outer), amounts, nested))
    return tuple(stubs)


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
    if len(labels) < 2:
        return tuple(labels)
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
    code, stray = _join_code([texts[column] for column in stub.codes], carried)
    if stub.nested:
        label, total = _nested_label([texts[column] for column in stub.labels], carried)
    else:
        label = next((plain_label(texts[column]) for column in stub.labels if texts[column].strip()), "")
        total = is_total(label)
    label = label or stray
    if not code and not stub.nested:
        match = _CODED_NAME.match(label)
        if match:
            code, label = match[1], match[2].strip()
    if not label and not code:
        return RowLabel()
    total = not code and (total or is_total(label))
    rank, level = _rank(code, label, total, stub, carried)
    path = tuple(label.split("/")[:-1]) if stub.nested else tuple(word for _, word in carried.ancestors)
    if rank < _UNRANKED or code:
        carried.ancestors.append((rank, label))
    return RowLabel(code, label, level, ((section,) if section else ()) + path, total)


def _join_code(cells: Sequence[str], carried: _Carried) -> tuple[str, str]:
    """One code from its cells, and what else stands there (合计 in the code column).

    Split 类|款|项 are joined, each part filled to its width (3, 2, 2 digits): a lost leading zero comes back in
    meaning only. A blank 类 beside a 款 repeats the one above.
    """
    if len(cells) == 1 and cells[0].isascii() and cells[0].isdigit():
        return cells[0], ""
    parts = [fold(cell) for cell in cells]
    words = "".join(plain_label(cell) for cell, part in zip(cells, parts, strict=True) if part and not part.isdigit())
    if words or not any(parts):
        return "", words
    if len(parts) == 1:
        return parts[0], ""
    code = ""
    for depth, part in enumerate(parts):
        width = 3 if depth == 0 else 2
        if not part:
            if not any(parts[depth:]):
                break
            part = carried.code[len(code) : len(code) + width]
        code = part if code and len(part) > width and part.startswith(code) else code + part.zfill(width)
    carried.code = code
    return code, ""


def _nested_label(cells: Sequence[str], carried: _Carried) -> tuple[str, bool]:
    """All labels from the outermost to this row's own, joined by `/`; blank outer cells repeat those above."""
    own = [plain_label(cell) if cell.strip() else "" for cell in cells]
    first = next((depth for depth, word in enumerate(own) if word), None)
    if first is None:
        return "", False
    last = max(depth for depth, word in enumerate(own) if word)
    total = is_total(own[first]) and first == last
    words = carried.words[:first] + [""] * (first - len(carried.words)) + own[first:]
    carried.words = [] if total and first == 0 else words[: last + 1]
    return "/".join(word for word in words if word), total


def _rank(code: str, label: str, total: bool, stub: Stub, carried: _Carried) -> tuple[int, int]:
    """A row's rank for the tree (smaller = further out) and its level from 1; totals are level 0.

    Codes rank by their length, other labels by the style of their number; what has no number stands below the
    numbered row before it without opening a level of its own.
    """
    if code:
        level = max(1, (len(code) - 1) // 2)
        carried.ancestors[:] = [pair for pair in carried.ancestors if pair[0] < level]
        return level, level
    if stub.nested:
        return _UNRANKED, label.count("/") + 1 if not total or "/" in label else 0
    numbered = numbering_rank(label)
    rank = _UNRANKED if numbered is None else numbered
    if total and rank == _UNRANKED:
        carried.ancestors.clear()
        return rank, 0
    carried.ancestors[:] = [pair for pair in carried.ancestors if pair[0] < rank]
    return rank, 0 if total and not carried.ancestors and rank == _UNRANKED else len(carried.ancestors) + 1


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
