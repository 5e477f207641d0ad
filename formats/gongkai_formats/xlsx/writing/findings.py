"""校验结果: every finding with its cell, its place in the source and its words."""

from __future__ import annotations

from typing import Any

from gongkai.model import Disclosure, Finding
from gongkai.words.terms import SEVERITIES
from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.cell_places import places_text
from gongkai_formats.xlsx.writing.listing import ListCell, ListColumn, finish_list, write_list
from gongkai_formats.xlsx.writing.styles import SEVERITY_FILLS

_ORDER = {"error": 0, "warning": 1, "info": 2}

COLUMNS = (
    ListColumn("序号", 6, align="center"),
    ListColumn("程度", 7, align="center"),
    ListColumn("内容", 56, wrap=True),
    ListColumn("位置", 28, wrap=True),
    ListColumn("出处", 14, wrap=True),
    ListColumn("原文", 36, wrap=True),
    ListColumn("应为", 14, wrap=True, align="right"),
    ListColumn("实为", 14, wrap=True, align="right"),
    ListColumn("差额", 12, align="right"),
    ListColumn("容差", 9, align="right"),
    ListColumn("建议", 24, wrap=True),
    ListColumn("规则", 20),
)


def write_findings(book: Book, sheet: Any, document: Disclosure) -> None:
    """Write the findings, the severe ones first, each linked to its cell."""
    ordered = sorted(document.findings, key=lambda finding: _ORDER[finding.severity])
    rows = (_row(book, number, finding) for number, finding in enumerate(ordered, 1))
    finish_list(sheet, 0, write_list(book, sheet, 0, COLUMNS, rows), COLUMNS)


def _row(book: Book, number: int, finding: Finding) -> tuple[ListCell, ...]:
    target = book.whereabouts.get(finding.block)
    place = None
    if finding.row is not None or finding.column is not None:
        place = (finding.row or 0, finding.column or 0)
    return (
        ListCell(str(number)),
        ListCell(SEVERITIES[finding.severity], fill=SEVERITY_FILLS[finding.severity]),
        ListCell(finding.message),
        ListCell(_target_text(target, place), target=target, place=place),
        ListCell(places_text(finding.places)),
        ListCell(finding.quote),
        ListCell(finding.expected),
        ListCell(finding.found),
        ListCell(finding.difference),
        ListCell(finding.tolerance),
        ListCell(finding.proposal),
        ListCell(finding.rule),
    )


def _target_text(target: Whereabouts | None, place: tuple[int, int] | None) -> str:
    if target is None:
        return ""
    return f"{target.sheet}!{target.at(place)}"
