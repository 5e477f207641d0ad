"""The documents that one file holds: a budget or final account, and each indicator form."""

from __future__ import annotations

import re
from typing import Literal

from gongkai.model import Disclosure, Furniture, IndicatorForm, Part
from gongkai.words.labels import fold

_DEPARTMENT = re.compile(r"部门(?:\(单位\))?(?:整体|绩效)|整体支出|单位整体")


def read_parts(document: Disclosure) -> tuple[Part, ...]:
    """One part per form, and one for the disclosure around them; none where the file is a single document."""
    forms = [block for block in document.blocks if isinstance(block, IndicatorForm)]
    others = [block for block in document.blocks if not isinstance(block, IndicatorForm | Furniture)]
    parts = [Part(form_kind(form), form.title, form.id, form.id, form.year) for form in forms]
    if others and document.kind in ("budget", "final"):
        parts.insert(0, Part(document.kind, document.title, others[0].id, others[-1].id, document.year))
    return tuple(parts) if len(parts) > 1 else ()


def form_kind(form: IndicatorForm) -> str:
    """dept_ or project_, self_eval or target: from the title; a self-evaluation where scores stand without one."""
    title = fold(form.title)
    scope = "dept" if titled_scope(title) == "department" else "project"
    evaluates = "自评" in title or "评价" in title or (not title and any(item.score for item in form.indicators))
    return f"{scope}_{'self_eval' if evaluates else 'target'}"


def titled_scope(title: str) -> Literal["project", "department", ""]:
    """Whether a folded title names a form of a whole department or of a project; "" where it says neither."""
    if _DEPARTMENT.search(title):
        return "department"
    return "project" if "项目" in title else ""
