"""The shape of the project: layers, sizes, names, hooks, and what must not stand in it."""

from __future__ import annotations

import ast
import inspect
import os
import re
import statistics
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from gongkai.plugins import hookspecs

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for room in ("core", "formats", "plugins") for path in sorted((ROOT / room).rglob("*.py"))]
TEXTS = {".py", ".md", ".toml", ".csv", ".txt", ".json", ".html", ".in", ""}
ROOMS = ("core", "formats", "plugins", "tests", "examples", "docs", "benchmarks", ".ci")

SIGNATURES = {
    "gongkai_formats": "() -> 'list[Format]'",
    "gongkai_regions": "() -> 'list[Region]'",
    "gongkai_tables": "() -> 'list[TableKind]'",
    "gongkai_forms": "() -> 'list[FormVariant]'",
    "gongkai_codes": "() -> 'list[CodeList]'",
    "gongkai_rules": "() -> 'list[Check]'",
    "gongkai_transforms": "() -> 'list[Transform]'",
    "gongkai_commands": "(commands: 'object') -> 'None'",
}
"""The hooks as plugins know them. A change here needs another `HOOK_API`."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and lines of every function of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def project_texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project's rooms and top level."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    for path in [*paths, *(path for path in ROOT.iterdir() if path.is_file())]:
        if path.suffix in TEXTS and not {"__pycache__", ".git"} & set(path.parts):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="replace")


def test_layers_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_goes_in_circles() -> None:
    """Imports for typing and those within functions count like any other."""
    homes = {module_name(path): path for path in SOURCES}
    imports = {name: {home for home in imported(path) if home in homes} - {name} for name, path in homes.items()}
    left = dict(imports)
    while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in free:
            del left[name]
    assert not {name: sorted(wanted & left.keys()) for name, wanted in left.items()}


def module_name(path: Path) -> str:
    """The dotted name of a source, a package's for its `__init__`."""
    parts = path.relative_to(ROOT).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def module_names() -> frozenset[str]:
    return frozenset(map(module_name, SOURCES))


def imported(path: Path) -> Iterator[str]:
    """Dotted names a source imports; `from a import b` may mean the module a.b as well as a name in a."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in module_names() else node.module for name in names)


def test_a_class_name_stands_for_one_thing() -> None:
    """Private ones too: who reads `Passage` in one room must not know that it is another one elsewhere."""
    homes = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name.lstrip("_")].append(str(path.relative_to(ROOT)))
    assert not {name: places for name, places in homes.items() if len(places) > 1}


def test_modules_fit_a_sitting() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: lines for name, lines in long.items() if lines > 400}


def test_functions_fit_a_screen() -> None:
    lengths = dict(entry for path in SOURCES for entry in functions(path))
    assert not {name: lines for name, lines in lengths.items() if lines > 60}
    assert statistics.median(lengths.values()) < 12


def test_modules_are_named_by_meaning() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [path for path in SOURCES if vague & {path.stem, *path.parent.relative_to(ROOT).parts}]


def test_hooks_are_golden() -> None:
    found = {
        name: str(inspect.signature(function))
        for name, function in inspect.getmembers(hookspecs, inspect.isfunction)
        if name.startswith("gongkai_")
    }
    assert found == SIGNATURES
    assert hookspecs.HOOK_API == 1


def test_every_hook_says_what_it_hands_in() -> None:
    assert all(inspect.getdoc(getattr(hookspecs, name)) for name in SIGNATURES)


def test_libraries_used_and_libraries_required_are_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for extra, names in project["optional-dependencies"].items() if extra != "test" for name in names]
    required = {re.split(r"[<>=]", name)[0].lower() for name in (*project["dependencies"], *extras)}
    homes = packages_distributions()
    used = {home.lower() for name in foreign_imports() for home in homes.get(name, [name])}
    assert used == required


def foreign_imports() -> set[str]:
    """Top-level names of every import of the sources that is neither ours nor Python's."""
    names = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return {name for name in names - sys.stdlib_module_names if not name.startswith("gongkai")}


def test_no_trace_of_the_workplace() -> None:
    # Spelt apart, so that this file does not find itself.
    words = ["/ro" + "ot/", "/wo" + "rk/", "/tm" + "p/", "/ho" + "me/", "pypi" + r"\.org", "python" + "hosted"]
    places = re.compile(r"(?<![\w.~-])(?:" + "|".join(words) + ")")
    found = [f"{path}: {match[0]}" for path, text in project_texts() for match in places.finditer(text)]
    assert not found


def test_no_text_of_real_disclosures(shared: Path) -> None:
    known = set()
    for seed in (shared / "seeds").glob("*.txt"):
        for piece in re.split(r"[\t\n。；]", seed.read_text(encoding="utf-8")):
            plain = "".join(piece.split())
            if len(plain) >= 36 and not plain.startswith(("注：", "备注")):
                known.add(plain)
    assert known
    for path, text in project_texts():
        flat = "".join(text.split())
        assert not [piece for piece in known if piece in flat], path


@pytest.mark.parametrize("module", ["msgspec", "pluggy", "rich", "gongkai.model", "gongkai.plugins.registry"])
def test_the_version_is_told_without_loading_more(module: str) -> None:
    code = f"import sys; from gongkai.cli import run; run(['--version']); assert {module!r} not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
