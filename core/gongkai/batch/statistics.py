"""What a report counts, gathered in one pass over the outcomes."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from gongkai.batch.records import Outcome

SHARE_BINS = 10
AMOUNT_BOUNDS = (0, 1, 50, 100, 200, 400, 800, 1600, 3200)
"""Lower bounds of the classes of amounts per document."""

_REASONS = 60
"""Reasons told apart before the rest is gathered by code alone."""

_NUMBER = re.compile(r"\d+")


class Failures(msgspec.Struct):
    """Sources that failed, or were skipped, for one reason; `examples` are the first few.

    `several`: their messages differ, and `message` is the first one's.
    """

    code: str
    message: str
    count: int = 0
    several: bool = False
    examples: list[str] = []


class Statistics(msgspec.Struct):
    """Counts of a batch. Keys of years, kinds and regions are "" where nothing was recognised.

    `rules` counts findings by code, `rule_documents` documents that have at least one. `proof_shares[i]` counts
    documents of which at least i/10 of the amounts are proved (and less than (i+1)/10; all proved: the last).
    """

    states: dict[str, int] = {}
    kinds: dict[str, int] = {}
    years: dict[str, int] = {}
    regions: dict[str, int] = {}
    formats: dict[str, int] = {}
    severities: dict[str, int] = {}
    rules: dict[str, int] = {}
    rule_documents: dict[str, int] = {}
    amounts: int = 0
    proved: int = 0
    contradicted: int = 0
    proof_shares: list[int] = msgspec.field(default_factory=lambda: [0] * (SHARE_BINS + 1))
    amount_classes: list[int] = msgspec.field(default_factory=lambda: [0] * len(AMOUNT_BOUNDS))
    seconds: float = 0.0
    failures: list[Failures] = []
    skips: list[Failures] = []


class Gathering:
    """Adds outcomes up."""

    def __init__(self) -> None:
        self._counters: dict[str, Counter[str]] = {
            name: Counter()
            for name in ("states", "kinds", "years", "regions", "formats", "severities", "rules", "rule_documents")
        }
        self._whole = Statistics()
        self._reasons: dict[tuple[str, str, str], Failures] = {}

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        count = self._counters
        count["states"][outcome.state] += 1
        self._whole.seconds += outcome.seconds
        if outcome.done:
            count["kinds"][outcome.kind] += 1
            count["years"][str(outcome.year or "")] += 1
            count["regions"][outcome.region] += 1
            count["formats"][outcome.format] += 1
            count["severities"].update(outcome.findings)
            count["rules"].update(outcome.rules)
            count["rule_documents"].update(outcome.rules.keys())
            self._add_proof(outcome)
        else:
            self._add_reason(outcome)

    def _add_proof(self, outcome: Outcome) -> None:
        counts, whole = outcome.arithmetic, self._whole
        amounts = counts.amounts if counts else 0
        whole.amount_classes[max(n for n, bound in enumerate(AMOUNT_BOUNDS) if amounts >= bound)] += 1
        if counts and amounts:
            whole.amounts += amounts
            whole.proved += counts.proved
            whole.contradicted += counts.contradicted
            whole.proof_shares[SHARE_BINS * counts.proved // amounts] += 1

    def _add_reason(self, outcome: Outcome) -> None:
        # Messages that differ in a number or a path only are one reason; and there can't be more than a page holds.
        shape = "" if outcome.code == "Duplicate" else _NUMBER.sub("#", outcome.message)
        if (outcome.state, outcome.code, shape) not in self._reasons and len(self._reasons) >= _REASONS:
            shape = ""
        reason = self._reasons.setdefault((outcome.state, outcome.code, shape), Failures(outcome.code, outcome.message))
        reason.several |= reason.message != outcome.message
        reason.count += 1
        if len(reason.examples) < 3:
            reason.examples.append(outcome.name)

    def result(self) -> Statistics:
        """All counts, the most frequent first; years by number."""
        ordered = {name: dict(counter.most_common()) for name, counter in self._counters.items()}
        ordered["years"] = dict(sorted(ordered["years"].items()))
        reasons = sorted(self._reasons.items(), key=lambda item: -item[1].count)
        return msgspec.structs.replace(
            self._whole,
            **ordered,
            failures=[reason for (state, *_), reason in reasons if state == "failed"],
            skips=[reason for (state, *_), reason in reasons if state == "skipped"],
        )
