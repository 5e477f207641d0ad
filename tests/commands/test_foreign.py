"""Commands that plugins add."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from gongkai.cli import run
from gongkai.plugins import registry

GREETER = """
import click
from gongkai import hookimpl

@hookimpl
def gongkai_commands(commands):
    @commands.command(name={name!r}, short_help="问好。")
    def greet():
        click.echo("你好")
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """Put a plugin of this text beside the installed ones."""
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    points = [*registry._installed_points(), EntryPoint(name, name, registry.ENTRY_POINT_GROUP)]
    monkeypatch.setattr(registry, "_installed_points", lambda without=frozenset(): points)


def test_a_plugin_s_command_is_listed_and_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, monkeypatch, "greeter_one", GREETER.format(name="greet"))
    assert run(["--help"]) == 0
    assert "greet       问好。" in capsys.readouterr().out
    assert run(["greet"]) == 0
    assert capsys.readouterr().out == "你好\n"


def test_a_command_of_our_own_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, monkeypatch, "greeter_two", GREETER.format(name="convert"))
    assert run(["nothing"]) == 4
    assert "与本程序同名的命令：convert" in capsys.readouterr().err
    assert run(["convert"]) == 2


def test_help_is_shown_beside_a_broken_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, monkeypatch, "greeter_three", "raise RuntimeError('broken')")
    assert run(["--help"]) == 0
    told = capsys.readouterr()
    assert "convert" in told.out
    assert "插件 greeter_three（greeter_three）: 不能载入：broken" in told.err
    assert run(["greet"]) == 4
