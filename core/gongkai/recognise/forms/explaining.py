"""Indicator forms: which variant explains each, and what it says."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gongkai.findings import finding
from gongkai.model import Disclosure, Finding, IndicatorForm
from gongkai.plugins.registry import Registry
from gongkai.recognise.forms.contest import FormContest, hold_contest
from gongkai.recognise.forms.reader import FormReading, read_form

_QUOTED, _QUOTED_CHARACTERS = 5, 30
"""Unread cells that a finding quotes, and characters of each."""

__all__ = ["FormContest", "explain_forms", "read_forms"]


def read_forms(disclosure: Disclosure, registry: Registry, pins: Mapping[str, str] | None = None) -> Disclosure:
    """The disclosure with its forms read.

    `pins`: form id (or * for every form) → variant id. A form no variant fits stays a plain grid and is named.
    """
    findings: list[Finding] = []
    blocks = []
    for block in disclosure.blocks:
        if isinstance(block, IndicatorForm):
            contest = hold_contest(block, disclosure, registry.forms, pins or {})
            block = _explained(block, contest, registry, findings)
        blocks.append(block)
    return msgspec.structs.replace(disclosure, blocks=tuple(blocks), findings=(*disclosure.findings, *findings))


def explain_forms(
    disclosure: Disclosure, registry: Registry, pins: Mapping[str, str] | None = None
) -> list[FormContest]:
    """The contest for every form: candidates in order with their scores and why the others were refused."""
    return [hold_contest(form, disclosure, registry.forms, pins or {}) for form in disclosure.forms]


def _explained(form: IndicatorForm, contest: FormContest, registry: Registry, findings: list[Finding]) -> IndicatorForm:
    findings += contest.findings()
    variant = next((one for one in registry.forms if one.id == contest.chosen), None)
    if variant is None:
        return form
    reading = read_form(form, variant)
    findings += _remarks(form, reading)
    return msgspec.structs.replace(
        form,
        variant=variant.id,
        values=tuple(reading.values),
        indicators=tuple(reading.indicators),
    )


def _remarks(form: IndicatorForm, reading: FormReading) -> list[Finding]:
    """One finding for each kind of remark, with all its places."""
    remarks = []
    name = form.title or form.id
    if reading.unread:
        first = reading.unread[0]
        remarks.append(
            finding(
                "form.unread_cell",
                f"{name}：{len(reading.unread)} 个单元格没有归入任何项目，已按原样留在表格中",
                block=form.id,
                row=first.row,
                column=first.column,
                places=tuple(place for cell in reading.unread for place in cell.places),
                quote="；".join(cell.text.strip()[:_QUOTED_CHARACTERS] for cell in reading.unread[:_QUOTED]),
            )
        )
    for rule, rows, words in (
        ("form.realigned", reading.moved, "行的单元格与表头错位，已按内容对应到各栏"),
        ("form.joined", reading.joined, "行没有标题，接在上一行的文字之后"),
    ):
        if rows:
            places = tuple(place for cell in form.grid.cells if cell.row in set(rows) for place in cell.places[:1])
            remarks.append(finding(rule, f"{name}：{len(rows)} {words}", block=form.id, row=rows[0], places=places))
    if reading.astray:
        remarks.append(
            finding(
                "form.level_astray",
                f"{name}：{reading.astray} 行的二级指标不属于其上方印出的一级指标，已按印出的次序保留",
                block=form.id,
            )
        )
    return remarks
