"""Hints at extras: commands that can be typed where the user stands."""

from __future__ import annotations

import json
import shlex
import sys
from importlib import metadata
from pathlib import Path

import pytest

from gongkai import extras
from gongkai.extras import install_hint

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="words as a POSIX shell takes them")


class Installed:
    """The metadata of an installation from somewhere."""

    requires = ("click>=8", 'duckdb>=1.4; extra == "data"', "pyarrow>=18; extra == 'data'", 'x; extra == "database"')

    def __init__(self, direct_url: object) -> None:
        self._text = None if direct_url is None else json.dumps(direct_url)

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self._text


@pytest.fixture
def hint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    folder = tmp_path / "a $b [c]"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "executable", str(folder / ".venv" / "bin" / "python"))

    def told(direct_url: object) -> list[str]:
        monkeypatch.setattr(extras, "distribution", lambda name: Installed(direct_url))
        return shlex.split(install_hint("data"))

    return told


@POSIX
def test_each_origin_has_its_command(hint: object, tmp_path: Path) -> None:
    assert callable(hint)
    here, pip = Path.cwd(), [".venv/bin/python", "-m", "pip", "install"]
    assert hint({"url": here.as_uri(), "dir_info": {"editable": True}}) == [*pip, "-e", ".[data]"]
    assert hint({"url": here.as_uri(), "dir_info": {}}) == [*pip, ".[data]"]
    (here / "gongkai-1.whl").touch()
    assert hint({"url": (here / "gongkai-1.whl").as_uri(), "archive_info": {}}) == [*pip, "./gongkai-1.whl[data]"]
    (tmp_path / "else $where").mkdir()
    elsewhere = tmp_path / "else $where"
    assert hint({"url": elsewhere.as_uri(), "dir_info": {}}) == [*pip, f"{elsewhere}[data]"]
    vcs = {"url": "https://example.org/g.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}
    assert hint(vcs) == [*pip, "gongkai[data] @ git+https://example.org/g.git@abc"]


@POSIX
@pytest.mark.parametrize("origin", [None, {"url": "file:///gone/gongkai-1.whl", "archive_info": {}}])
def test_where_the_origin_is_gone_the_libraries_are_named(hint: object, origin: object) -> None:
    assert callable(hint)
    assert hint(origin)[1:] == ["-m", "pip", "install", "duckdb>=1.4", "pyarrow>=18"]


def test_what_a_shell_would_expand_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "distribution", lambda name: Installed(None))
    assert '"duckdb>=1.4"' in install_hint("data")


def test_sources_that_are_not_installed_name_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(extras, "distribution", missing)
    assert "data" in install_hint("data")
