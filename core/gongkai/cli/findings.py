"""Findings as a line of text, and as an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.words.terms import SEVERITIES

if TYPE_CHECKING:
    from gongkai.model import Disclosure, Finding

FINDINGS = 1
"""Exit code where findings reach --fail-on."""


def findings_code(disclosure: Disclosure, fail_on: str | None) -> int:
    """Exit code: 1 if a disclosure has a finding of severity `fail_on` or a graver one, else 0."""
    if fail_on is None:
        return 0
    order = list(SEVERITIES)
    grave = order[: order.index(fail_on) + 1]
    return FINDINGS if any(finding.severity in grave for finding in disclosure.findings) else 0


def finding_line(finding: Finding) -> str:
    """A finding in one line: severity, rule, where, what."""
    from gongkai.model import describe_place

    spot = ""
    if finding.row is not None and finding.column is not None:
        spot = f"第{finding.row + 1}行第{finding.column + 1}列"
    where = " ".join(part for part in (finding.block, spot, *map(describe_place, finding.places[:1])) if part)
    message = " ".join(finding.message.split())
    return f"{SEVERITIES[finding.severity]} {finding.rule}{' ' + where if where else ''}：{message}"
