"""Fixtures and settings shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import gongkai
from gongkai.model import Disclosure

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile(
    "gongkai", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("gongkai")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the repository (or at GONGKAI_SHARED); a test skips where it is absent."""
    folder = Path(os.environ.get("GONGKAI_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"the real documents are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def read_once() -> Callable[[Path], Disclosure]:
    """`gongkai.read`, each file once in a run: documents of many pages take their time."""
    return cache(gongkai.read)


@pytest.fixture(scope="session")
def real(shared: Path, read_once: Callable[[Path], Disclosure]) -> Callable[[str], Disclosure]:
    """Gives a real document by the key its file name begins with (000, fa222a)."""
    documents = sorted(path for room in ("seeds", "corpus") for path in (shared / room).rglob("*_*"))
    return lambda key: read_once(next(path for path in documents if path.name.startswith(f"{key}_")))


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of documents written for the project."""
    return REPOSITORY / "examples"


@pytest.fixture(scope="session")
def example_files(examples: Path) -> list[Path]:
    """Those documents."""
    files = sorted(path for path in examples.iterdir() if path.suffix in (".txt", ".md"))
    assert len(files) >= 2
    return files
