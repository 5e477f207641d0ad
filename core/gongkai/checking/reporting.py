"""From verdicts to findings: one defect, one finding, at the cell that is probably wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from gongkai.checking.equations import State, Verdict, weigh
from gongkai.checking.evaluation import Evaluation
from gongkai.checking.figures import Figure, FigureKey
from gongkai.checking.localisation import Component, Explanation
from gongkai.checking.slips import SLIP_LABELS
from gongkai.findings import finding
from gongkai.model import Finding, describe_place, plain_decimal

_SHOWN = 3


def arithmetic_findings(evaluation: Evaluation, titles: Mapping[str, str]) -> Iterator[Finding]:
    """A finding per component of violated identities, and one note per table that holds only by rounding."""
    for component in evaluation.components:
        yield _contradiction(component, evaluation, titles)
    yield from _rounding_notes(evaluation.verdicts, titles)


def _contradiction(component: Component, evaluation: Evaluation, titles: Mapping[str, str]) -> Finding:
    equation = component.equations[0]
    residual, allowance = weigh(equation, evaluation.figures)
    best = component.explanations[0] if component.explanations else None
    suspect = evaluation.figures[best.suspects[0] if best else equation.terms[0].key]
    table = titles.get(suspect.key[0], "正文")
    labels = "；".join(dict.fromkeys(equation.label for equation in component.equations[:_SHOWN]))
    more = f"等{len(component.equations)}处" if len(component.equations) > _SHOWN else ""
    message = (
        f"{table}：不满足 {labels}{more}，相差 {_in_units(abs(residual), suspect)}。{_verdict(component, evaluation)}"
    )
    return finding(
        "arithmetic.contradiction",
        message,
        block=suspect.key[0],
        row=suspect.key[1] if suspect.key[1] >= 0 else None,
        column=suspect.key[2] if suspect.key[1] >= 0 else None,
        places=suspect.places,
        expected=best.proposals[0][0].text if best else "",
        found=suspect.raw,
        difference=_in_units(residual, suspect),
        tolerance=_in_units(allowance, suspect),
        quote=suspect.raw,
        proposal=_proposal(component, evaluation),
    )


def _in_units(value: Decimal, figure: Figure) -> str:
    return plain_decimal((value / figure.factor).normalize() + Decimal(0))


def _verdict(component: Component, evaluation: Evaluation) -> str:
    if not component.explanations:
        return "未能归结到少数几个单元格"
    best = component.explanations[0]
    names = "、".join(_name(evaluation.figures[key]) for key in best.suspects)
    others = f"（另有 {component.others} 种解释）" if component.others else ""
    return f"疑为 {names} 有误{others}"


def _name(figure: Figure) -> str:
    place = describe_place(figure.places[0]) if figure.places else ""
    cell = f"第{figure.key[1] + 1}行第{figure.key[2] + 1}列" if figure.key[1] >= 0 else ""
    return f"{place}“{figure.raw}”{'（' + cell + '）' if cell else ''}"


def _proposal(component: Component, evaluation: Evaluation) -> str:
    """What the suspects should print, with the evidence; every likely explanation when there are several."""
    return " 或 ".join(
        _explained(explanation, evaluation)
        for explanation in component.explanations[: min(component.others + 1, _SHOWN)]
    )


def _explained(explanation: Explanation, evaluation: Evaluation) -> str:
    parts = []
    for key, proposals in zip(explanation.suspects, explanation.proposals, strict=True):
        first = proposals[0]
        evidence = SLIP_LABELS[first.slip.kind] if first.slip else "由其余数字推算"
        count = len(evaluation.through[key])
        parts.append(
            f"{evaluation.figures[key].raw or '空白'} → {first.text}（{evidence}，满足经过该格的{count}个等式）"
        )
    return "，".join(parts)


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
