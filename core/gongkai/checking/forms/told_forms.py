"""What the narrative tells of a document's indicator forms: how many projects, with what money, and what grades."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.checking.arithmetic.equations import Equation, Term
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.forms.sheets import FormSheet
from gongkai.checking.sentences.narrative import AMOUNT, FoldedParagraph
from gongkai.findings import finding
from gongkai.model import Finding

_PROJECTS = re.compile(rf"(?<!类)项目(?:绩效目标)?(\d+)个,(?:涉及|共计)?[^,;。0-9]{{0,20}}{AMOUNT}")
_PUBLISHED = re.compile(r"公开(?:的)?(?:项目)?(?:支出)?绩效目标(?:表)?(\d+)个")
_EVALUATED = re.compile(r"自评[^。]*?项目(\d+)个")
_GRADED = re.compile(r'(\d+)个项目[^,;。0-9]{0,10}"?([优良中差])"?')
_YEARLY = {"self_eval": "executed", "target": "年度"}
"""Phase of a form → the measure of its total row that a text tells."""


def told_form_money(
    texts: Sequence[FoldedParagraph], forms: Sequence[FormSheet], figures: dict[FigureKey, PrintedFigure]
) -> Iterator[Equation]:
    """F-19: where as many projects are told as there are forms, their money is the sum of the forms'."""
    told = [(passage, match) for passage in texts for match in _PROJECTS.finditer(passage.text)]
    for phase, measure in _YEARLY.items():
        parts = _yearly_money(_project_forms(forms, phase), measure)
        for passage, match in told if parts else ():
            said = passage.figure(match, 2, 3)
            if said is not None and int(match[1]) == len(parts):
                figures[said.key] = said
                terms = (Term(1, said.key), *(Term(-1, part.key) for part in parts))
                yield Equation("F-19", f"文字中的项目金额 = {len(parts)} 张绩效表之和（“{match[0]}”）", terms)


def _yearly_money(sheets: Sequence[FormSheet], measure: str) -> list[PrintedFigure]:
    """The year's total of each form; none where one has none, or tells no unit."""
    totals = [sheet.funds.get((sheet.total_row or "", measure)) for sheet in sheets]
    money = [figure for figure in totals if figure is not None and figure.money]
    return money if len(money) == len(sheets) else []


def told_form_findings(texts: Sequence[FoldedParagraph], forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """F-20: as many forms as are said to be published, and of the grades that are told."""
    targets, evaluations = _project_forms(forms, "target"), _project_forms(forms, "self_eval")
    grades = [grade.value for sheet in evaluations if (grade := sheet.grade()) is not None]
    for passage in texts:
        published = _PUBLISHED.search(passage.text)
        if published and targets and int(published[1]) != len(targets):
            yield _differs(passage, published[0], f"文件中有 {len(targets)} 张", len(targets), published[1])
        if grades and len(grades) == len(evaluations):
            yield from _grades_told(passage, grades)


def _grades_told(passage: FoldedParagraph, grades: Sequence[str]) -> Iterator[Finding]:
    """How many forms bear a grade, where a text speaks of as many projects as there are forms."""
    evaluated = _EVALUATED.search(passage.text)
    if evaluated is None or int(evaluated[1]) != len(grades):
        return
    for match in _GRADED.finditer(passage.text):
        count = grades.count(match[2])
        if count != int(match[1]):
            yield _differs(passage, match[0], f"绩效表中评为“{match[2]}”的有 {count} 张", count, match[1])


def _project_forms(forms: Sequence[FormSheet], phase: str) -> list[FormSheet]:
    return [sheet for sheet in forms if sheet.variant.scope == "project" and sheet.variant.phase == phase]


def _differs(passage: FoldedParagraph, quote: str, counted: str, expected: int, found: str) -> Finding:
    return finding(
        "form.count", f"文字“{quote}”，{counted}", block=passage.block, places=passage.places, quote=quote,
        expected=str(expected), found=found,
    )  # fmt: skip
