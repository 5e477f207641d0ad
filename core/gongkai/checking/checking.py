"""The checking step of the walk: rules and identities in, findings and proof out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gongkai.checking.arithmetic.equations import State
from gongkai.checking.arithmetic.sheets import MOST_CELLS
from gongkai.checking.document.charts import with_charts
from gongkai.checking.document.code_names import code_findings
from gongkai.checking.document.consistency import consistency_findings
from gongkai.checking.document.structure import structure_findings
from gongkai.checking.evaluation import Evaluation, evaluate
from gongkai.checking.forms.rules import form_findings
from gongkai.checking.forms.told_forms import told_form_findings
from gongkai.checking.reporting import arithmetic_findings
from gongkai.checking.sentences.narrative import mended_passages
from gongkai.checking.sentences.ratios import rate_findings, ratio_findings
from gongkai.checking.sentences.told_years import year_findings
from gongkai.checking.sentences.wording import wording_findings
from gongkai.findings import finding
from gongkai.model import Arithmetic, Block, Disclosure, Finding, Proof, Table
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Identity, RateSlot, Rule, Slot, TableKind, region_fits, years_fit
from gongkai.plugins.specs.identities import Equality


def check(disclosure: Disclosure, registry: Registry) -> Disclosure:
    """The disclosure with the proof of its figures and the findings of every rule that fits its region and year."""
    evaluation = evaluate_disclosure(disclosure, registry)
    titles = {table.id: table.title or "无题表格" for table in disclosure.tables}
    titles.update({form.id: form.title or "无题表格" for form in disclosure.forms})
    found = [*disclosure.findings, *_left_out(disclosure), *arithmetic_findings(evaluation, titles)]
    texts = mended_passages(disclosure, evaluation.mended)
    found.extend(ratio_findings(texts))
    found.extend(rate_findings(texts, evaluation.sheets, fitting_rates(disclosure, registry)))
    found.extend(year_findings(disclosure, texts, evaluation.sheets, fitting_slots(disclosure, registry)))
    found.extend(form_findings(evaluation.forms, evaluation.mended))
    found.extend(told_form_findings(texts, evaluation.forms))
    found.extend(consistency_findings(disclosure, evaluation.forms))
    found.extend(structure_findings(disclosure))
    found.extend(wording_findings(disclosure, texts))
    found.extend(code_findings(disclosure, registry.codes))
    for rule in registry.rules:
        if rule_fits(rule, disclosure):
            found.extend(_run(rule, disclosure))
    blocks, counts = _prove(disclosure, evaluation)
    blocks = with_charts(disclosure, blocks, evaluation, fitting_kinds(disclosure, registry))
    return msgspec.structs.replace(disclosure, blocks=blocks, findings=tuple(found), arithmetic=counts)


def _left_out(disclosure: Disclosure) -> Iterator[Finding]:
    for table in disclosure.tables:
        if len(table.grid.cells) > MOST_CELLS:
            size = f"{table.grid.rows:,} 行 × {table.grid.columns} 列"
            yield finding("arithmetic.too_large", f"表格有 {size}，未作勾稽核对", block=table.id)


def evaluate_disclosure(disclosure: Disclosure, registry: Registry) -> Evaluation:
    """The arithmetic of a recognised disclosure by everything its region and year bring."""
    return evaluate(
        disclosure, fitting_identities(disclosure, registry), fitting_slots(disclosure, registry), registry.forms
    )


def fitting_identities(disclosure: Disclosure, registry: Registry) -> Sequence[Identity]:
    """The identities of the disclosure's region, year and kind."""
    fitting = [identity for identity in registry.identities if rule_fits(identity, disclosure)]
    return [identity for identity in fitting if _kind_fits(_tables_of(identity), disclosure)]


def fitting_slots(disclosure: Disclosure, registry: Registry) -> Sequence[Slot]:
    """The narrative slots of the disclosure's region, year and kind."""
    fitting = [slot for slot in registry.slots if isinstance(slot, Slot) and rule_fits(slot, disclosure)]
    return [slot for slot in fitting if _kind_fits([cell.table for cell in slot.cells], disclosure)]


def _tables_of(identity: Identity) -> Sequence[str]:
    if isinstance(identity, Equality):
        return [selector.table for selector in (*identity.left, *identity.right)]
    return identity.tables


def _kind_fits(tables: Sequence[str], disclosure: Disclosure) -> bool:
    """Whether tables are such as a disclosure may hold: a final account needs none of a budget's, nor the reverse."""
    other = {"final": "budget.", "budget": "final."}.get(disclosure.kind)
    if other is None or not tables or any(table.kind.startswith(other) for table in disclosure.tables):
        return True
    return not all(table.startswith(other) for table in tables)


def fitting_rates(disclosure: Disclosure, registry: Registry) -> Sequence[RateSlot]:
    """The rates with a base in a table, of the disclosure's region and year."""
    return [slot for slot in registry.slots if isinstance(slot, RateSlot) and rule_fits(slot, disclosure)]


def fitting_kinds(disclosure: Disclosure, registry: Registry) -> Sequence[TableKind]:
    """The table kinds of the disclosure's region and year."""
    return [
        kind
        for kind in registry.tables
        if years_fit(kind.years, disclosure.year) and region_fits(kind.region, disclosure.region)
    ]


def rule_fits(rule: Rule | Identity | Slot | RateSlot, disclosure: Disclosure) -> bool:
    """Whether a rule's region and years include the disclosure's."""
    return years_fit(rule.years, disclosure.year) and region_fits(rule.region, disclosure.region)


def _run(rule: Rule, disclosure: Disclosure) -> list[Finding]:
    try:
        return list(rule.check(disclosure))
    except Exception as error:  # a stranger's code may raise anything; the document goes on without it
        return [finding("plugin.failed", f"规则 {rule.id} 出错：{type(error).__name__}: {error}")]


def _prove(disclosure: Disclosure, evaluation: Evaluation) -> tuple[tuple[Block, ...], Arithmetic]:
    proofs: dict[str, Proof] = {}
    amounts = 0
    for sheet in evaluation.sheets:
        keys = [key for key, figure in sheet.figures.items() if figure.raw]
        amounts += len(keys)
        proofs[sheet.table.id] = Proof(
            tuple((row, column) for _, row, column in keys if (sheet.table.id, row, column) in evaluation.proved),
            tuple((row, column) for _, row, column in keys if (sheet.table.id, row, column) in evaluation.contradicted),
        )
    blocks = tuple(
        msgspec.structs.replace(block, proof=proofs[block.id])
        if block.id in proofs and isinstance(block, Table)
        else block
        for block in disclosure.blocks
    )
    proved, contradicted = (
        sum(len(getattr(proof, name)) for proof in proofs.values()) for name in ("proved", "contradicted")
    )
    return blocks, _counts(evaluation, amounts, proved, contradicted)


def _counts(evaluation: Evaluation, amounts: int, proved: int, contradicted: int) -> Arithmetic:
    states = [verdict.state for verdict in evaluation.verdicts if not verdict.equation.soft]
    return Arithmetic(
        holds=sum(state in (State.HOLDS, State.ROUNDING) for state in states),
        rounding=states.count(State.ROUNDING),
        violated=states.count(State.VIOLATED),
        not_evaluable=len(evaluation.gaps),
        amounts=amounts,
        proved=proved,
        contradicted=contradicted,
    )
