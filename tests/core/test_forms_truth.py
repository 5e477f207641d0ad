"""The forms of the real documents against their verified truth."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gongkai.model import Disclosure, place_line

NAMES = ("level1", "level2", "level3", "target", "adjusted", "actual", "progress", "weight", "score", "note")
LEAST = {"forms": 1.0, "form_fields": 0.97, "form_funds": 0.99, "form_scores": 1.0, "indicators": 0.95}


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_package(disclosure: Disclosure) -> dict[str, Any]:
    """The rows of a written package that concern forms."""
    return {
        "forms": [{"id": form.id, "title": form.title} for form in disclosure.forms],
        "form_values": [
            {
                "form_id": form.id,
                "section": v.section,
                "row": "/".join(v.row),
                "column": "/".join(v.column),
                "value": v.value,
            }
            for form in disclosure.forms
            for v in form.values
        ],
        "indicators": [
            {"form_id": form.id, "phase": item.phase} | {name: getattr(item, name) or "" for name in NAMES}
            for form in disclosure.forms
            for item in form.indicators
        ],
        **{name: [] for name in ("tables", "facts", "blocks")},
        "meta": {},
        "grids": {},
    }


@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_forms_of_the_seeds(shared: Path, real: Callable[[str], Disclosure], number: str) -> None:
    truth = json.loads((shared / "truth" / f"seed_{number}.json").read_text(encoding="utf-8"))
    disclosure = real(number)
    found = scorer(shared).score({"forms": truth["forms"], "tables": [], "facts": []}, as_package(disclosure))
    assert {name: found[name].f1 >= least for name, least in LEAST.items()} == dict.fromkeys(LEAST, True), {
        name: (found[name].f1, found[name].misses[:5]) for name in LEAST
    }


def test_the_seed_without_truth_is_read_whole(real: Callable[[str], Disclosure]) -> None:
    disclosure = real("004")
    assert [form.variant.split(".")[1] for form in disclosure.forms] == ["dept_target", *["project_target"] * 4]
    assert not [
        one for one in disclosure.findings if one.rule in ("form.unread_cell", "form.unknown_variant", "form.tie")
    ]
    for form in disclosure.forms:
        assert all(place_line(place) for value in form.values for place in value.places)
        assert all(item.level1 and item.level2 for item in form.indicators)
