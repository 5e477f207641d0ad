"""What pyproject.toml asks for, and the versions kept in constraints.txt."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
REQUIREMENTS = sorted({*PROJECT["dependencies"], *(text for texts in EXTRAS.values() for text in texts)})
KEPT = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def test_kept_versions_are_names_and_versions_alone() -> None:
    """No host, no path, no machine's own build."""
    assert [line for line in KEPT if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line)] == []
    names = [canonicalize_name(line.partition("==")[0]) for line in KEPT]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_kept_versions_fit_the_requirements(text: str) -> None:
    requirement = Requirement(text)
    kept = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in KEPT)}
    assert kept[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_every_requirement_has_a_lower_bound_and_no_upper_one(text: str) -> None:
    assert [one.operator for one in Requirement(text).specifier] == [">="]


def test_the_extra_for_tests_asks_for_what_the_others_do() -> None:
    others = {text for name, texts in EXTRAS.items() if name != "test" for text in texts}
    assert others <= set(EXTRAS["test"])
