"""What an outcome depends on besides its source: program, plugins, data and options, as one hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.util import find_spec
from pathlib import Path

import msgspec

from gongkai.batch.records import Recipe
from gongkai.plugins.registry import ENTRY_POINT_GROUP
from gongkai.version import __version__

_ASIDE = {"__pycache__", "cli", "batch", "testing", "dataset", "archiving", "cluster", "tests"}
"""Folders whose content no output depends on."""


def fingerprint(recipe: Recipe) -> str:
    """Hex SHA-256 of the recipe but its folder and sinks, of our files and every plugin's, and of the libraries' versions.

    Code and data count, not only version numbers: an edited form description of a plugin under work is another one.
    """
    whole = hashlib.sha256(
        msgspec.json.encode(msgspec.structs.replace(recipe, out="", sinks=()), order="deterministic")
    )
    for part in _program(recipe.without):
        whole.update(part.encode())
    return whole.hexdigest()


@lru_cache(maxsize=4)
def _program(without: tuple[str, ...]) -> tuple[str, ...]:
    parts = [f"gongkai {__version__} {_hash_package('gongkai')}"]
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        if point.name not in without:
            release = point.dist.version if point.dist else ""
            parts.append(f"{point.name} {point.value} {release} {_hash_package(point.module)}")
    parts += sorted(_libraries())
    return tuple(parts)


def _hash_package(module: str) -> str:
    spec = find_spec(module)
    if spec is None:
        return ""
    whole = hashlib.sha256()
    roots = [Path(place) for place in spec.submodule_search_locations or ()]
    for root in roots:
        for path in sorted(root.rglob("*")):
            inner = path.relative_to(root)
            if path.is_file() and not _ASIDE & set(inner.parts):
                whole.update(f"{inner.as_posix()}\n{path.stat().st_size}\n".encode())
                whole.update(path.read_bytes())
    if not roots and spec.origin and Path(spec.origin).is_file():
        whole.update(Path(spec.origin).read_bytes())
    return whole.hexdigest()


def _libraries() -> Iterator[str]:
    try:
        wanted = requires("gongkai") or []
    except PackageNotFoundError:  # run from a folder without being installed
        return
    for requirement in wanted:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement:
            try:
                yield f"{name} {version(name)}"
            except PackageNotFoundError:
                yield f"{name} -"
