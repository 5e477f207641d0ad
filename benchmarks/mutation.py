"""How many small changes of the code a room's own tests notice.

    python benchmarks/mutation.py checking --sample 50 [--seed 1] [--tests tests/core/test_x.py ...] [-v]
    python benchmarks/mutation.py --rooms

Samples places of a room's modules where one operator, comparison, constant or condition can be turned, changes one at
a time in a copy of the sources and runs the room's tests against it until one fails. Prints the share noticed and each
mutant that was not. A mutant that changes nothing that can be observed counts as unnoticed: the share is a lower bound.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "checking": ("core/gongkai/checking", ["tests/core/test_checking_*.py", "tests/core/checking/*.py"]),
    "recognise": (
        "core/gongkai/recognise",
        ["tests/core/test_recognise_*.py", "tests/core/test_forms_*.py", "tests/regions/*.py"],
    ),
    "assemble": ("core/gongkai/assemble", ["tests/core/test_assemble*.py"]),
    "text": ("formats/gongkai_formats/text", ["tests/formats/test_text_*.py"]),
    "page": ("formats/gongkai_formats/page", ["tests/formats/test_pdf_*.py"]),
    "pdf": ("formats/gongkai_formats/pdf", ["tests/formats/test_pdf_*.py"]),
    "sheet": ("formats/gongkai_formats/sheet", ["tests/formats/test_xlsx_*.py"]),
    "xlsx": ("formats/gongkai_formats/xlsx/reading", ["tests/formats/test_xlsx_*.py"]),
    "docx": ("formats/gongkai_formats/docx/reading", ["tests/formats/test_docx_*.py"]),
}
"""Room → its sources and its own tests."""

SOURCES = ("core", "formats", "plugins")
MOST_SECONDS = 120
"""A run of a room's tests that takes longer hangs in a loop that the mutant made: noticed."""

TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}  # fmt: skip
"""What a comparison or operator is turned into."""


class Mutant(NamedTuple):
    """A module with one change: its path below the root, the line, what was changed in words, the new source."""

    path: Path
    line: int
    change: str
    source: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room", nargs="?", choices=ROOMS)
    parser.add_argument("--rooms", action="store_true", help="a line for each room")
    parser.add_argument("--sample", type=int, default=30, help="mutants tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", default="", help="only modules whose path has this in it")
    parser.add_argument("--tests", nargs="*", help="other tests than the room's own")
    parser.add_argument("-v", action="store_true", help="a line for each mutant")
    arguments = parser.parse_args()
    if arguments.rooms or not arguments.room:
        for name, (folder, tests) in ROOMS.items():
            print(f"{name:10} {folder}  {' '.join(tests)}")
        return
    folder, patterns = ROOMS[arguments.room]
    tests = arguments.tests or sorted(str(path) for pattern in patterns for path in ROOT.glob(pattern))
    modules = [path for path in sorted((ROOT / folder).rglob("*.py")) if arguments.module in path.as_posix()]
    places = [(path, number) for path in modules for number in range(len(list(changes(tree_of(path)))))]
    sample = random.Random(arguments.seed).sample(places, min(arguments.sample, len(places)))
    with tempfile.TemporaryDirectory() as scratch:
        report(sample, tests, Path(scratch), arguments.v, len(places))


def report(sample: list[tuple[Path, int]], tests: list[str], scratch: Path, every: bool, places: int) -> None:
    """Try the sample and print what was not noticed."""
    for room in SOURCES:
        shutil.copytree(ROOT / room, scratch / room, ignore=shutil.ignore_patterns("__pycache__"))
    if noticed(tests, scratch):
        sys.exit("the tests fail without any change")
    missed = 0
    for path, number in sample:
        mutant = mutate(path, number)
        copied = scratch / mutant.path
        original = copied.read_text(encoding="utf-8")
        copied.write_text(mutant.source, encoding="utf-8")
        seen = noticed(tests, scratch)
        copied.write_text(original, encoding="utf-8")
        missed += not seen
        if every or not seen:
            print(f"{'noticed ' if seen else 'UNNOTICED'} {mutant.path}:{mutant.line} {mutant.change}", flush=True)
    tried = len(sample)
    print(f"{tried - missed} of {tried} noticed ({100 * (tried - missed) / max(tried, 1):.0f} %), of {places} places")


def noticed(tests: list[str], scratch: Path) -> bool:
    """Whether the tests fail on the sources in `scratch`."""
    # -P and an absolute PYTHONPATH, so that the copy comes before an editable install.
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(scratch / room) for room in SOURCES),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def mutate(path: Path, number: int) -> Mutant:
    """The mutant at the `number`-th place of a module."""
    tree = copy.deepcopy(tree_of(path))
    for index, (line, change, turn) in enumerate(changes(tree)):
        if index == number:
            turn()
            return Mutant(path.relative_to(ROOT), line, change, ast.unparse(ast.fix_missing_locations(tree)))
    raise IndexError(number)


def changes(tree: ast.Module) -> Iterator[tuple[int, str, object]]:
    """Every place that can be turned: line, words, and the function that turns it in the tree."""
    annotations = {id(inner) for node in ast.walk(tree) for outer in annotations_of(node) for inner in ast.walk(outer)}
    for node in ast.walk(tree):
        if id(node) not in annotations:
            yield from changes_of(node)


def annotations_of(node: ast.AST) -> Iterator[ast.AST]:
    """Type annotations: a change there is none."""
    for name in ("annotation", "returns"):
        if (found := getattr(node, name, None)) is not None:
            yield found


def changes_of(node: ast.AST) -> Iterator[tuple[int, str, object]]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            if type(operator) in TURNED:
                yield turned(node, operator, node.ops, index)
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in TURNED and not is_union(node):
        other = TURNED[type(node.op)]
        words = f"{type(node.op).__name__} -> {other.__name__}: {ast.unparse(node)[:90]}"
        yield node.lineno, words, lambda: setattr(node, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield (
            node.lineno,
            f"not dropped: {ast.unparse(node)[:90]}",
            lambda: setattr(node, "op", ast.Not()) or setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand)),
        )
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        other_value = not node.value if type(node.value) is bool else node.value + 1
        yield node.lineno, f"{node.value} -> {other_value}", lambda: setattr(node, "value", other_value)
    elif isinstance(node, ast.If | ast.IfExp):
        yield (
            node.lineno,
            f"always: if {ast.unparse(node.test)[:90]}",
            lambda: setattr(node, "test", ast.Constant(True)),
        )


def turned(node: ast.Compare, operator: ast.AST, operators: list, index: int) -> tuple[int, str, object]:
    other = TURNED[type(operator)]
    words = f"{type(operator).__name__} -> {other.__name__}: {ast.unparse(node)[:90]}"
    return node.lineno, words, lambda: operators.__setitem__(index, other())


def is_union(node: ast.BinOp | ast.BoolOp) -> bool:
    """String building, where an operator turned only raises: not worth a run."""
    sides = [node.left, node.right] if isinstance(node, ast.BinOp) else []
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


if __name__ == "__main__":
    main()
