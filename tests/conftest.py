"""Fixtures and settings shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
def examples() -> Path:
    """The folder of documents written for the project."""
    return REPOSITORY / "examples"
