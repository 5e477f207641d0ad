"""Tests of a disclosure's figures and words."""

from gongkai.checking.checking import check, evaluate_disclosure, rule_fits
from gongkai.checking.evaluation import Evaluation, evaluate
from gongkai.checking.proposing import Choice, Defect, proposed_repairs

__all__ = [
    "Choice",
    "Defect",
    "Evaluation",
    "check",
    "evaluate",
    "evaluate_disclosure",
    "proposed_repairs",
    "rule_fits",
]
