"""Rules on forms that are no equations: grades, unit codes, targets against scores, rates, scores told in texts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from typing import Any

from gongkai.checking.arithmetic.figures import FigureKey
from gongkai.checking.forms.formulas import evaluate_formula
from gongkai.checking.forms.sheets import FormSheet
from gongkai.findings import finding
from gongkai.model import Finding, FormValue, Indicator
from gongkai.words.labels import fold, fold_label

_HUNDRED = Decimal(100)
_PROGRESS_ROOM = 1
"""Per cent by which a told progress may be off: it is told in whole per cents, rounded or cut."""
_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
"""Grade → lowest total (预算支出绩效评价管理办法, 财预〔2020〕10号)."""
_TARGET = re.compile(
    r"(≥|≤|>|<|不少于|不低于|不超过?|不高于|达到)(\d+(?:\.\d+)?)([^\d,;、。:]{0,4})|(\d+(?:\.\d+)?)([^\d,;、。:]{0,3}?)(以上|以下|以内)"
)
_DASHED = re.compile(r"(?:[—―–]|一(?=\d))\s*\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DONE = ("完成", "已完成")
"""Progress told in words: the target is reached."""
_AT_MOST = ("≤", "<", "不超", "不超过", "不高于", "以下", "以内")


def form_findings(forms: Sequence[FormSheet], doubted: Container[FigureKey] = ()) -> Iterator[Finding]:
    """All findings of these rules, form by form; `doubted` figures are known to be wrong, which a rate need not repeat."""
    for sheet in forms:
        yield from _grade(sheet)
        yield from _unit_code(sheet)
        yield from _execution_rates(sheet, doubted)
        yield from _told_scores(sheet)
        for indicator in sheet.form.indicators:
            yield from _target_against_score(sheet, indicator)
            yield from _progress(sheet, indicator)
            yield from _misread_operator(sheet, indicator)
            yield from _formula(sheet, indicator)


def _at(sheet: FormSheet, value: FormValue | Indicator) -> dict[str, Any]:
    row, column = value.cells[0] if value.cells else (None, None)
    return {"block": sheet.form.id, "row": row, "column": column, "places": value.places[:1]}


def _grade(sheet: FormSheet) -> Iterator[Finding]:
    """F-15: the grade follows from the total; a scale other than 优良中差 is not judged."""
    total, grade = sheet.closing(), sheet.grade()
    if total is None or grade is None or not _NUMBER.fullmatch(total.value) or grade.value not in dict(_GRADES):
        return
    expected = next(name for name, lowest in _GRADES if Decimal(total.value) >= lowest)
    if expected != grade.value:
        message = f"{sheet.form.title}：总分 {total.value} 应为“{expected}”，印作“{grade.value}”"
        yield finding("form.grade", message, expected=expected, found=grade.value, **_at(sheet, grade))


def _misread_operator(sheet: FormSheet, indicator: Indicator) -> Iterator[Finding]:
    """F-06: a target that begins with a dash or the numeral one has lost its operator: —100% for =100%."""
    for text in (indicator.target, indicator.adjusted):
        if text and _DASHED.match(text.strip()):
            message = f"{sheet.form.title}：指标值“{text.strip()}”开头的符号有误（似为 =、≥ 或 ≤）"
            yield finding("form.operator", message, found=text.strip(), **_at(sheet, indicator))
            return


def _unit_code(sheet: FormSheet) -> Iterator[Finding]:
    """F-02: the code of the budget unit is the department's code and three digits more."""
    department = next(sheet.fields("department"), None)
    above = re.match(r"(\d{3})-", fold(department.value)) if department else None
    for unit in sheet.fields("unit") if above else ():
        own = re.match(r"(\d+)-", fold(unit.value))
        if above and own and not re.fullmatch(rf"{above[1]}\d{{3}}", own[1]):
            message = f"{sheet.form.title}：预算单位代码 {own[1]} 不是主管部门代码 {above[1]} 加三位数字"
            yield finding("form.unit_code", message, found=own[1], expected=f"{above[1]}***", **_at(sheet, unit))


def _execution_rates(sheet: FormSheet, doubted: Container[FigureKey]) -> Iterator[Finding]:
    """F-07: the execution rate is 100 · executed / budget within the rounding of all three."""
    for row in sheet.fund_rows:
        budget, executed, rate = (sheet.funds.get((row, name)) for name in ("budget", "executed", "rate"))
        if not (budget and executed and rate) or budget.value <= budget.half:
            continue
        if any(figure.key in doubted for figure in (budget, executed, rate)):
            continue
        share = executed.value / budget.value
        room = rate.half + _HUNDRED * (executed.half + share * budget.half) / (budget.value - budget.half)
        if abs(_HUNDRED * share - rate.value) > room:
            expected = f"{(_HUNDRED * share).quantize(Decimal('0.01'))}"
            message = f"{sheet.form.title}：{row}执行率 {rate.raw}，按执行数与预算数应为 {expected}"
            yield finding(
                "form.rate", message, block=sheet.form.id, row=rate.key[1], column=rate.key[2], places=rate.places,
                expected=expected, found=rate.raw,
            )  # fmt: skip


def _told_scores(sheet: FormSheet) -> Iterator[Finding]:
    """F-11: points told in a text are those of the score table."""
    closing = sheet.closing()
    names = {"总": closing.value} if closing is not None else {}
    names |= {fold_label(value.row[0]): value.value for value in sheet.sections()}
    for value in sheet.values("analysis"):
        for name, printed in names.items():
            match = re.search(rf"{re.escape(name)}(?:实际|评价)?得分:?(\d+(?:\.\d+)?)分", fold(value.value))
            if match and _NUMBER.fullmatch(printed) and Decimal(match[1]) != Decimal(printed):
                message = f"{sheet.form.title}：文字“{match[0]}”，评分表为 {printed}"
                yield finding(
                    "form.told_score", message, expected=printed, found=match[1], quote=match[0], **_at(sheet, value)
                )


def _target_against_score(sheet: FormSheet, indicator: Indicator) -> Iterator[Finding]:
    """F-10: a target that is reached earns points, one that is missed does not earn all of them."""
    target = indicator.adjusted or indicator.target or ""
    reached = target_reached(target, indicator.actual or "")
    wrong = _earned_amiss(indicator, reached) if reached is not None else ""
    if wrong:
        name = indicator.level3 or indicator.level2
        message = f"{sheet.form.title}：“{name}”目标 {target}，实际 {indicator.actual}，{wrong}"
        yield finding("form.score_of_target", message, **_at(sheet, indicator))


def _earned_amiss(indicator: Indicator, reached: bool) -> str:
    """What is wrong with the points or the progress of an indicator whose target is reached or not; "" if nothing."""
    weight, score = _points(indicator.weight), _points(indicator.score)
    if reached:
        return "已达到却得 0 分" if weight and score == 0 else ""
    if weight and score == weight:
        return "未达到却得满分"
    return "未达到却写“完成”" if fold(indicator.progress or "") in _DONE else ""


def _points(text: str | None) -> Decimal | None:
    return Decimal(text) if text and _NUMBER.fullmatch(text) else None


def read_target(text: str) -> tuple[bool, Decimal, str] | None:
    """(at most?, number, measure word) of a target such as ≥3个 or 不超过2次, None where it has no single bound."""
    found = list(_TARGET.finditer(fold(text)))
    if len(found) != 1:
        return None
    match = found[0]
    sign, number, measure = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
    return sign in _AT_MOST, Decimal(number), measure


def target_reached(target: str, actual: str) -> bool | None:
    """Whether an actual value meets a target; None where either is no plain number of the same measure."""
    bound = read_target(target)
    plain = re.sub(r"^[≥≤=><约]+", "", fold(actual))
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(\D{0,4})", plain)
    if bound is None or match is None or (match[2] and bound[2] and not _same_measure(match[2], bound[2])):
        return None
    value = Decimal(match[1])
    return value <= bound[1] if bound[0] else value >= bound[1]


def _same_measure(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _progress(sheet: FormSheet, indicator: Indicator) -> Iterator[Finding]:
    """F-07: progress in per cent is actual / target; a target of several numbers may mean any of them."""
    told = re.fullmatch(r"(\d+(?:\.\d+)?)%", fold(indicator.progress or ""))
    actual = re.fullmatch(r"(\d+(?:\.\d+)?)[^\d%]{0,3}", fold(indicator.actual or ""))
    if told is None or actual is None:
        return
    rates = [_HUNDRED * Decimal(actual[1]) / number for number in _aims(indicator.target or "")]
    if rates and all(abs(rate - Decimal(told[1])) > _PROGRESS_ROOM for rate in rates):
        message = f"{sheet.form.title}：“{indicator.level3}”目标 {indicator.target}，实际 {indicator.actual}，完成进度 {indicator.progress}"
        yield finding(
            "form.progress", message, expected=f"{rates[0].quantize(Decimal(1))}%", found=indicator.progress or "",
            **_at(sheet, indicator),
        )  # fmt: skip


def _aims(target: str) -> list[Decimal]:
    """The numbers that a target to be reached may mean, its bound first; none of a target not to be exceeded."""
    bound = read_target(target)
    if bound is None or bound[0]:
        return []
    numbers = [bound[1], *map(Decimal, _NUMBER.findall(fold(target)))]
    return [number for number in numbers if number]


def _formula(sheet: FormSheet, indicator: Indicator) -> Iterator[Finding]:
    """F-07: a ratio written out, as 30/40=75%, is right."""
    result = evaluate_formula(indicator.note or "")
    if result is not None and abs(result.computed - result.printed) > result.tolerance:
        expected = f"{result.computed.quantize(Decimal('0.01'))}"
        message = f"{sheet.form.title}：“{indicator.note}”算得 {expected}"
        yield finding("form.formula", message, expected=expected, found=f"{result.printed:f}", **_at(sheet, indicator))
