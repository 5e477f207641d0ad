"""Tests of a disclosure's figures and words."""

from __future__ import annotations

import msgspec

from gongkai.findings import finding
from gongkai.model import Disclosure, Finding
from gongkai.registry import Registry
from gongkai.specs import Rule, years_fit


def check(disclosure: Disclosure, registry: Registry) -> Disclosure:
    """The disclosure with the findings of every rule that fits its region and year."""
    found: list[Finding] = []
    for rule in registry.rules:
        if rule_fits(rule, disclosure):
            found.extend(_run(rule, disclosure))
    return msgspec.structs.replace(disclosure, findings=disclosure.findings + tuple(found)) if found else disclosure


def rule_fits(rule: Rule, disclosure: Disclosure) -> bool:
    """Whether a rule's region and years include the disclosure's."""
    return years_fit(rule.years, disclosure.year) and all(part in disclosure.region for part in rule.region)


def _run(rule: Rule, disclosure: Disclosure) -> list[Finding]:
    try:
        return list(rule.check(disclosure))
    except Exception as error:  # a stranger's code may raise anything; the document goes on without it
        return [finding("plugin.failed", f"规则 {rule.id} 出错：{type(error).__name__}: {error}")]
