"""Which variant explains a form: pins, region, scope, years, share of anchors; ties are named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.findings import finding
from gongkai.model import Disclosure, Finding, IndicatorForm
from gongkai.plugins.specs import FormVariant, region_fits, years_fit
from gongkai.recognise.forms.tokens import label_key, short_key
from gongkai.recognise.metadata.parts import titled_scope
from gongkai.words.labels import fold

THRESHOLD = 0.6
"""Share of a variant's anchors (its title counts as one more) a form must print."""

_DIGITS = 4
"""Decimal places of a share: two variants whose shares agree in them tie."""

_GLUED = 60
"""A cell up to this length may hold several labels that a scan glued together."""

_LONGEST_LABEL = 20
"""Characters of the longest label before a colon."""

_SCOPES = {"project": "项目", "department": "部门整体"}

_PROVINCE = re.compile("省|自治区|特别行政区|北京|天津|上海|重庆")
"""Places that contradict a region: a city or county alone may lie in any province."""


@dataclass(frozen=True)
class Candidate:
    """A variant's standing: share of anchors 0-1, length of its region path where the region is known, refusal or "".

    `missing` are the anchors the form does not print.
    """

    variant: str
    score: float
    region: int
    refused: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormContest:
    """A form's contest: the chosen variant ("" = none), whether a pin chose it, all candidates best first."""

    form: str
    title: str
    chosen: str
    pinned: bool
    candidates: tuple[Candidate, ...]

    @property
    def tied(self) -> tuple[str, ...]:
        """Variants that stand equal with the chosen one, itself included; empty where it won clearly."""
        fit = [one for one in self.candidates if not one.refused]
        if self.pinned or len(fit) < 2:
            return ()
        equal = tuple(one.variant for one in fit if (one.region, one.score) == (fit[0].region, fit[0].score))
        return equal if len(equal) > 1 else ()

    def findings(self) -> list[Finding]:
        """A form nobody explains, and a tie."""
        name = self.title or self.form
        if not self.chosen:
            best = self.candidates[0] if self.candidates else None
            near = f"（最接近 {best.variant}：{best.refused}）" if best else ""
            return [
                finding("form.unknown_variant", f"{name}：没有已知的表样与之相符，只保留表格{near}", block=self.form)
            ]
        if self.tied:
            names = "、".join(self.tied)
            return [
                finding("form.tie", f"{name}：{names} 同样相符，按名称取 {self.chosen}", block=self.form, found=names)
            ]
        return []


def hold_contest(
    form: IndicatorForm, disclosure: Disclosure, variants: Sequence[FormVariant], pins: Mapping[str, str]
) -> FormContest:
    """The contest for one form."""
    printed = _printed(form)
    place = disclosure.region
    year = form.year or disclosure.year
    candidates = sorted(
        (_candidate(variant, printed, fold(form.title), place, year) for variant in variants),
        key=lambda one: (bool(one.refused), 0 if one.refused else -one.region, -one.score, one.variant),
    )
    pin = pins.get(form.id) or pins.get("*", "")
    if pin:
        known = any(variant.id == pin for variant in variants)
        return FormContest(form.id, form.title, pin if known else "", True, tuple(candidates))
    chosen = candidates[0].variant if candidates and not candidates[0].refused else ""
    return FormContest(form.id, form.title, chosen, False, tuple(candidates))


def _candidate(variant: FormVariant, printed: frozenset[str], title: str, place: str, year: int | None) -> Candidate:
    titled = any(fold(name) in title for name in variant.titles)
    missing = tuple(anchor for anchor in variant.anchors if label_key(anchor) not in printed)
    score = round((len(variant.anchors) - len(missing) + titled) / (len(variant.anchors) + 1), _DIGITS)
    # A form's own title may name its region where the document as a whole does not.
    fits = region_fits(variant.region, place) or region_fits(variant.region[-1:], title)
    length = len(variant.region) if place and fits else 0
    refused = _refusal(variant, title, year, far=bool(_PROVINCE.search(place)) and not fits)
    if not refused and score < THRESHOLD:
        refused = f"相符的标志只有 {score:.0%}，须 {THRESHOLD:.0%}"
    return Candidate(variant.id, score, length, refused, missing)


def _refusal(variant: FormVariant, title: str, year: int | None, *, far: bool) -> str:
    """Why a variant is out of place here, whatever the form prints; "" where it is not."""
    if far:
        return f"地区不符（{'/'.join(variant.region)}）"
    scope = titled_scope(title)
    if scope not in ("", variant.scope):
        return f"范围不符（标题所称是{_SCOPES[scope]}）"
    if not years_fit(variant.years, year):
        return f"年度不符（{variant.since or ''}—{variant.until or ''}）"
    return ""


def _printed(form: IndicatorForm) -> frozenset[str]:
    """Folded labels of the form: whole cells, what stands before a colon, and caption lines."""
    keys: set[str] = set()
    for text in [*(cell.text for cell in form.grid.cells), *(line.text for line in form.caption)]:
        keys.update((label_key(text), short_key(text)))
        if len(text) <= _GLUED:
            keys.update(label_key(piece) for piece in text.split())
        head, colon, _ = fold(text).partition(":")
        if colon and len(head) <= _LONGEST_LABEL:
            keys.add(label_key(head))
    return frozenset(keys)
