"""Versions of libraries, for `.ci/run`: `lowest` prints every lower bound as a pin, `newer` what has moved on.

Needs nothing but Python, and for `newer` the one whose installed libraries are meant. Both look at the pyproject.toml and constraints.txt of the current folder.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

NOT_OURS = {"gongkai", "pip", "setuptools"}
"""The project itself, and what a new environment comes with."""


def lowest() -> list[str]:
    """Pins of all direct requirements, extras too, at their lower bounds, as constraints for pip."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    bounds = [
        re.fullmatch(r"([\w.-]+)>=([\w.]+).*", text) for texts in (project["dependencies"], *extras) for text in texts
    ]
    if not all(bounds):
        raise SystemExit("a requirement in pyproject.toml has no lower bound")
    return sorted({f"{bound[1]}=={bound[2]}" for bound in bounds if bound})


def newer() -> list[str]:
    """What is installed and differs from constraints.txt: `name: kept -> installed`."""
    lines = re.findall(r"^([\w.-]+)==(\S+)$", Path("constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    kept = {normalised(name): version for name, version in lines}
    installed = {normalised(one.name): one.version for one in distributions()}
    return [
        f"{name}: {kept.get(name, 'none')} -> {version}"
        for name, version in sorted(installed.items())
        if name not in NOT_OURS and kept.get(name) != version
    ]


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    print("\n".join({"lowest": lowest, "newer": newer}[sys.argv[1]]()))
