"""What a whole disclosure is: kind, year, department with its code, region, and the documents it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from gongkai.assemble.vocabulary import pattern
from gongkai.model import (
    Cover,
    Disclosure,
    DisclosureKind,
    Heading,
    IndicatorForm,
    Paragraph,
    Table,
)
from gongkai.plugins.specs import Region
from gongkai.recognise.metadata.region_names import find_region
from gongkai.words.labels import fold

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?=年|度|部门|区级|市级|省级|预算|决算|单位预算|单位决算)")
_FORM_DEPARTMENT = re.compile(
    r"^(?:填报单位|填报部门|部门名称|单位名称|部门\(单位\)名称|项目单位|实施单位|项目实施单位|预算单位|主管部门|主管部门及代码)(?:\(.*\))?$"
)
_CAPTIONED = re.compile(r"(?:填报单位|填报部门|单位名称|部门名称)(?:[(（][^()（）]*[)）])?[:：]\s*(\S{4,})")
_CODE = re.compile(r"\d{3,9}$")
_CODED_NAME = re.compile(r"^(\d{3,9})[-_]*(?!年)([^\d-].{2,})$")
_TITLED = re.compile(
    r"^(?!根据|按照|依据|现将|经)(?P<name>[^\d]{4,40}?)(?:关于)?"
    r"(?:(?P<year>(?:19|20)\d{2})年?度?(?:部门|单位|区级部门|区级单位)?|部门|单位)(?:预算|决算)"
)
_SPELT_YEAR = re.compile(r"[一二][〇○零Oo0一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_MOST_LINES = 12
"""Lines at the front, behind its title, where a document may name itself."""

_LONGEST_LINE = 60
"""Characters below which a paragraph may be a line of the title page rather than a text."""

_KIND_VOTES = 2
"""Votes of a table whose kind is known; one whose title only says 预算 or 决算 has a single one."""

_T = TypeVar("_T")


def read_metadata(document: Disclosure, regions: Iterable[Region]) -> Disclosure:
    """The disclosure with what its cover, table heads and forms say of it as a whole; what is known already stays."""
    fields = list(_form_fields(document))
    department = document.department or _department(document, fields)
    return msgspec.structs.replace(
        document,
        kind=document.kind or _kind(document),
        year=document.year or _year(document),
        department=department,
        department_code=document.department_code or _department_code(document, fields, department),
        region=document.region or find_region(document, department, regions),
    )


def _front(document: Disclosure) -> list[str]:
    """Title, cover lines and the first headings and paragraphs before any table: where a document names itself."""
    lines = [document.title]
    for block in document.blocks:
        if isinstance(block, Table | IndicatorForm) or len(lines) > _MOST_LINES:
            break
        if isinstance(block, Cover | Heading) or (isinstance(block, Paragraph) and len(block.text) < _LONGEST_LINE):
            lines.append(block.text)
    return [_SPELT_YEAR.sub(lambda year: year[0].translate(_DIGITS), fold(line)) for line in lines if line]


def _kind(document: Disclosure) -> DisclosureKind:
    """From the title or cover; else from the kinds and titles of the tables; else performance where only forms stand.

    预算 in the name of a final account's table (一般公共预算… 决算表) says nothing: the last of the two words counts.
    """
    named: DisclosureKind = next((kind for kind in map(_named_kind, _front(document)) if kind), "")
    return named or _voted_kind(document.tables) or ("performance" if document.forms else "")


def _named_kind(line: str) -> DisclosureKind:
    if not (re.search(r"年|公开|报告|说明", line) and re.search(r"预算|决算", line)):
        return ""
    return "final" if line.rfind("决算") > line.rfind("预算") else "budget"


def _voted_kind(tables: Iterable[Table]) -> DisclosureKind:
    votes: Counter[DisclosureKind] = Counter()
    for table in tables:
        if table.kind.startswith(("final.", "budget.")):
            votes["final" if table.kind.startswith("final.") else "budget"] += _KIND_VOTES
        title = fold(table.title)
        if "决算" in title or "预算" in title:
            votes["final" if "决算" in title else "budget"] += 1
    return _most(votes) or ""


def _year(document: Disclosure) -> int | None:
    """From the front; else the majority of table heads, table titles and forms. Never a vote over the whole text."""
    for line in _front(document):
        match = _YEAR.search(line)
        if match:
            return int(match[1])
    votes: Counter[int] = Counter()
    for table in document.tables:
        match = _YEAR.search(fold(table.title))
        printed = int(match[1]) if match else table.year
        if printed:
            votes[printed] += 1
    if not votes:
        votes.update(form.year for form in document.forms if form.year)
    return _most(votes)


def _department(document: Disclosure, fields: list[tuple[str, str]]) -> str:
    """From the table heads, the front's title line, or the forms' fields, in this order."""
    votes = Counter(table.department for table in document.tables if table.department)
    captions = [line.text for form in document.forms for line in form.caption]
    return _most(votes) or _titled_department(document) or _captioned_department(captions) or _field_department(fields)


def _titled_department(document: Disclosure) -> str:
    """What a title names before its year or, without one, before 部门预算, where that is an organ."""
    matches = filter(None, map(_TITLED.match, _front(document)))
    return next((one["name"] for one in matches if one["year"] or pattern("cover", "organ").search(one["name"])), "")


def _captioned_department(lines: Iterable[str]) -> str:
    return next((match[1] for match in map(_CAPTIONED.search, lines) if match), "")


def _field_department(fields: Iterable[tuple[str, str]]) -> str:
    """The first department among a form's fields as printed, without the code before it."""
    value = next((value for label, value in fields if _FORM_DEPARTMENT.match(label) and value), "")
    coded = _CODED_NAME.match(fold(value))
    return value[value.find(coded[2][0]) :] if coded else value


def _form_fields(document: Disclosure) -> Iterable[tuple[str, str]]:
    """(label, value) of the forms' head fields, labels folded."""
    for form in document.forms:
        for value in form.values:
            if value.section == "field" and value.row:
                yield fold(value.row[-1]).rstrip(":"), value.value


def _department_code(document: Disclosure, fields: list[tuple[str, str]], department: str) -> str:
    """The code printed beside the department's own name, else the one most forms give for their unit or department.

    A label that asks for a code (主管部门及代码) may have it alone.
    """
    own: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for label, value in fields:
        if not _FORM_DEPARTMENT.match(label):
            continue
        plain = fold(value)
        coded = _CODED_NAME.match(plain)
        if coded:
            (own if fold(department) and fold(department) == coded[2] else other)[coded[1]] += 1
        elif "代码" in label and _CODE.match(plain):
            other[plain] += 1
    return _most(own) or _most(other) or ""


def _most(votes: Counter[_T]) -> _T | None:
    """The value with most votes, the first seen among equals."""
    return votes.most_common(1)[0][0] if votes else None
