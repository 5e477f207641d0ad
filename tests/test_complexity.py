"""How many ways lead through a function. Few, or it is too clever: what the list still allows only shrinks."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for room in ("core", "formats", "plugins") for path in sorted((ROOT / room).rglob("*.py"))]
ALLOWED = Path(__file__).with_name("complexity.toml")
MOST = 12
"""Ways through a function, McCabe's number with comprehensions counted as the loops they are."""


def ways(function: ast.AST) -> int:
    """McCabe's number of a function, those within it included."""
    return 1 + sum(map(branches, ast.walk(function)))


def branches(node: ast.AST) -> int:
    """By how many the ways grow at a node: conditions, loops, handlers, each further operand of and/or."""
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    if isinstance(node, ast.Try):
        return len(node.handlers) + bool(node.orelse)
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return 1 + bool(node.orelse)
    if isinstance(node, ast.Match):
        return len(node.cases)
    return isinstance(node, ast.If | ast.IfExp | ast.Assert | ast.Lambda)


def functions() -> Iterator[tuple[str, int]]:
    """`module.py Class.function` of every function or method, and the ways through it."""
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            yield from named(str(path.relative_to(ROOT).as_posix()), node, "")


def named(module: str, node: ast.AST, owner: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            yield from named(module, inner, f"{owner}{node.name}.")
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield f"{module} {owner}{node.name}", ways(node)


def test_few_ways_lead_through_a_function() -> None:
    """A function on the list may have as many as it says there, and fewer are to be written down."""
    allowed = tomllib.loads(ALLOWED.read_text(encoding="utf-8"))["ways"]
    assert {name: number for name, number in functions() if number > MOST} == allowed


def test_ways_are_counted() -> None:
    source = "def f(a, b):\n    if a and b:\n        return [x for x in a if x]\n    return 0 if a else 1\n"
    assert ways(ast.parse(source).body[0]) == 1 + 1 + 1 + 2 + 1
