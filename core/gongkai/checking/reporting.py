"""From verdicts to findings: one defect, one finding, at the cell that is probably wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gongkai.checking.arithmetic.equations import Equation, State, Verdict, weigh
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.localisation import Component, Proposal
from gongkai.checking.arithmetic.slips import SLIP_LABELS
from gongkai.checking.evaluation import Evaluation
from gongkai.findings import finding
from gongkai.model import Finding, describe_place, plain_decimal

_SHOWN = 3
"""Equations, and likely explanations, that a finding spells out."""


def arithmetic_findings(evaluation: Evaluation, titles: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each figure of the likeliest explanation of a component of violated identities (one for the whole
    component where there is none), and one note per table that holds only by rounding."""
    yield from (one.finding for one in evaluation.misread)
    for component in evaluation.components:
        if not component.explanations:
            yield _contradiction(component, component.equations, evaluation, titles)
            continue
        for place, suspect in enumerate(component.explanations[0].suspects):
            own = [one for one in component.equations if any(term.key == suspect for term in one.terms)]
            yield _contradiction(component, own, evaluation, titles, place)
    yield from _rounding_notes(evaluation.verdicts, titles)


def _contradiction(
    component: Component,
    equations: Sequence[Equation],
    evaluation: Evaluation,
    titles: Mapping[str, str],
    place: int = 0,
) -> Finding:
    """What is said of the suspect at `place` of the likeliest explanation, with the equations that hold it."""
    residual, allowance = weigh(equations[0], evaluation.figures)
    best = component.explanations[0] if component.explanations else None
    suspect = evaluation.figures[best.suspects[place] if best else equations[0].terms[0].key]
    labels = "；".join(dict.fromkeys(equation.label for equation in equations[:_SHOWN]))
    more = f"等{len(equations)}处" if len(equations) > _SHOWN else ""
    table = titles.get(suspect.key[0], "正文")
    message = f"{table}：不满足 {labels}{more}，相差 {_in_units(abs(residual), suspect)}。"
    in_cell = suspect.key[1] >= 0
    return finding(
        "arithmetic.contradiction",
        message + _verdict(component, suspect, evaluation),
        "warning" if component.is_guess else None,
        block=suspect.key[0],
        row=suspect.key[1] if in_cell else None,
        column=suspect.key[2] if in_cell else None,
        places=suspect.places,
        expected=best.proposals[place][0].text if best else "",
        found=suspect.raw,
        difference=_in_units(residual, suspect),
        tolerance=_in_units(allowance, suspect),
        quote=suspect.raw,
        proposal=_proposal(component, place, evaluation),
    )


def _in_units(value: Decimal, figure: PrintedFigure) -> str:
    return plain_decimal((value / figure.factor).normalize() + Decimal(0))


def _verdict(component: Component, suspect: PrintedFigure, evaluation: Evaluation) -> str:
    if not component.explanations:
        return "未能归结到少数几个单元格"
    together = [key for key in component.explanations[0].suspects if key != suspect.key]
    names = f"（与 {'、'.join(name_figure(evaluation.figures[key]) for key in together)} 一起）" if together else ""
    others = f"（另有 {component.others} 种解释）" if component.others else ""
    return f"疑为 {name_figure(suspect)} 有误{names}{others}"


def name_figure(figure: PrintedFigure) -> str:
    """A figure for a reader: where it stands and what it prints."""
    place = describe_place(figure.places[0]) if figure.places else ""
    cell = f"第{figure.key[1] + 1}行第{figure.key[2] + 1}列" if figure.key[1] >= 0 else ""
    return f"{place}“{figure.raw}”{'（' + cell + '）' if cell else ''}"


def _proposal(component: Component, place: int, evaluation: Evaluation) -> str:
    """What a suspect should print, with the evidence; every likely explanation where one figure has several."""
    if not component.explanations:
        return ""
    best = component.explanations[0]
    if len(best.suspects) > 1:
        return explain_proposal(best.proposals[place][0], evaluation)
    likely = component.explanations[: min(component.others + 1, _SHOWN)]
    first, *rest = [one.proposals[0][0] for one in likely]
    others = [f"{name_figure(evaluation.figures[one.key])} {explain_proposal(one, evaluation)}" for one in rest]
    return "；或 ".join([explain_proposal(first, evaluation), *others])


def explain_proposal(proposal: Proposal, evaluation: Evaluation) -> str:
    """What a figure should print instead, and why."""
    evidence = SLIP_LABELS[proposal.slip.kind] if proposal.slip else "由其余数字推算"
    count = len(evaluation.through[proposal.key])
    return (
        f"{evaluation.figures[proposal.key].raw or '空白'} → {proposal.text}（{evidence}，满足经过该格的{count}个等式）"
    )


def _rounding_notes(verdicts: list[Verdict], titles: Mapping[str, str]) -> Iterator[Finding]:
    by_table: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        block = verdict.equation.terms[0].key[0]
        plain = not verdict.equation.at_most and not verdict.equation.soft
        if verdict.state is State.ROUNDING and plain and block in titles:  # sentences round on purpose
            by_table[block].append(verdict)
    for block, found in by_table.items():
        first = found[0].equation
        message = f"{titles[block]}：{len(found)} 处合计与分项有尾差，均在四舍五入的范围内（如 {first.label}）"
        key: FigureKey = first.terms[0].key
        row, column = (key[1], key[2]) if key[1] >= 0 else (None, None)
        yield finding("arithmetic.rounding", message, block=block, row=row, column=column)
