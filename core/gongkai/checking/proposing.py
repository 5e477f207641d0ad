"""What could be mended, for a person to choose from: defects, the ways to mend each, and the corrections of each way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from gongkai.checking.arithmetic.figures import FigureKey
from gongkai.checking.arithmetic.localisation import Component, Proposal
from gongkai.checking.evaluation import Evaluation
from gongkai.checking.reporting import explain_proposal
from gongkai.corrections.repairs import Correction
from gongkai.model import Block, Disclosure, Finding, IndicatorForm, ListItem, Paragraph, Table
from gongkai.words.labels import fold

_CHOICES = 3
"""Ways to mend one defect that are offered: more nobody weighs."""
_CONTEXT = 60
"""Characters before a figure that may tell it from its like in the same paragraph."""


class Choice(msgspec.Struct, frozen=True):
    """One way to mend a defect: corrections that belong together, with the evidence as their reason."""

    corrections: tuple[Correction, ...]


class Defect(msgspec.Struct, frozen=True):
    """What is wrong, as check says it, and the ways to mend it, likeliest first."""

    finding: Finding
    choices: tuple[Choice, ...]


def proposed_repairs(disclosure: Disclosure, evaluation: Evaluation) -> list[Defect]:
    """Everything that check proposes and a correction can change: figures by arithmetic, then names and labels."""
    blocks = {block.id: block for block in disclosure.blocks}
    first: dict[FigureKey | None, Finding] = {}
    others = []
    for one in disclosure.findings:
        if one.rule == "arithmetic.contradiction":
            first.setdefault(_spot(one, evaluation), one)
        elif one.expected and one.found and one.proposal == one.expected and one.row is not None:
            others.append(one)
    found = []
    for component in evaluation.components:
        choices = tuple(_choices(component, evaluation, blocks))
        blamed = first.get(component.explanations[0].suspects[0]) if choices else None
        if blamed is not None:
            found.append(Defect(blamed, choices))
    for one in others:
        corrections = tuple(_name_corrections(disclosure, one))
        if corrections:
            found.append(Defect(one, (Choice(corrections),)))
    return found


def _name_corrections(disclosure: Disclosure, finding: Finding) -> Iterator[Correction]:
    """One for every cell that a finding on a name points at."""
    places = set(finding.places)
    grids: tuple[Table | IndicatorForm, ...] = (*disclosure.tables, *disclosure.forms)
    for block in grids:
        for cell in block.grid.cells:
            own = block.id == finding.block and (cell.row, cell.column) == (finding.row, finding.column)
            if (own or places & set(cell.places)) and finding.found in cell.text:
                new = cell.text.replace(finding.found, finding.expected, 1)
                yield Correction(block.id, cell.row, cell.column, cell.text, new, finding.message, places=cell.places)


def _spot(one: Finding, evaluation: Evaluation) -> FigureKey | None:
    """The figure that a contradiction blames."""
    if one.row is not None and one.column is not None:
        return (one.block, one.row, one.column)
    blamed = (
        key for component in evaluation.components for each in component.explanations[:1] for key in each.suspects
    )
    same = (key for key in blamed if key[0] == one.block and evaluation.figures[key].raw == one.found)
    return next(same, None)


def _choices(component: Component, evaluation: Evaluation, blocks: Mapping[str, Block]) -> Iterator[Choice]:
    for explanation in component.explanations[: min(component.others + 1, _CHOICES)]:
        firsts = [proposals[0] for proposals in explanation.proposals]
        found = [_correction(one, evaluation, blocks) for one in firsts]
        if all(one is not None for one in found):
            yield Choice(tuple(one for one in found if one is not None))


def _correction(proposal: Proposal, evaluation: Evaluation, blocks: Mapping[str, Block]) -> Correction | None:
    """The correction of a figure's cell or paragraph; None where its print is not found there as it was read."""
    name, row, column = proposal.key
    raw, reason = evaluation.figures[proposal.key].raw, explain_proposal(proposal, evaluation)
    block = blocks.get(name)
    if isinstance(block, Table | IndicatorForm) and row >= 0:
        cell = block.grid.cell_at(row, column)
        if cell is None or raw not in cell.text:
            return None
        new = cell.text.replace(raw, proposal.text, 1) if raw else proposal.text
        return Correction(name, cell.row, cell.column, cell.text, new, reason, places=cell.places)
    if isinstance(block, Paragraph | ListItem):
        old = _unique(block.text, raw, fold(block.text)[:column].count(raw))
        new = old[: len(old) - len(raw)] + proposal.text
        return Correction(name, None, None, old, new, reason, places=block.places) if old else None
    return None


def _unique(text: str, raw: str, nth: int) -> str:
    """The nth print of a figure (from 0) with as much before it as makes it stand once; "" where it does not."""
    start = -1
    for _ in range(nth + 1):
        start = text.find(raw, start + 1)
        if start < 0:
            return ""
    for begin in range(start, max(start - _CONTEXT, 0) - 1, -1):
        if text.count(text[begin : start + len(raw)]) == 1:
            return text[begin : start + len(raw)]
    return ""
