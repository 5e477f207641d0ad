"""Tests of a disclosure's figures and words."""

from gongkai.checking.checking import check, evaluate_disclosure, rule_fits
from gongkai.checking.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "check", "evaluate", "evaluate_disclosure", "rule_fits"]
