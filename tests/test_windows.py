"""What Windows has otherwise, tried where it is not: no POSIX modules, its own locks, files held by other programs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from gongkai.batch import fenced, locking
from gongkai.errors import TargetError
from gongkai.walk.storing import store

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for room in ("core", "formats", "plugins") for path in sorted((ROOT / room).rglob("*.py"))]

IMPORTS = """
import builtins, importlib, pkgutil, sys

real = builtins.__import__

def without_posix(name, globals=None, *rest, **named):
    if name in {"fcntl", "grp", "pwd", "resource", "termios"} and str((globals or {}).get("__name__")).startswith("gongkai"):
        raise ImportError(f"{globals['__name__']} needs {name}")
    return real(name, globals, *rest, **named)

builtins.__import__ = without_posix
for package in map(importlib.import_module, ("gongkai", "gongkai_formats", "gongkai_regions")):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith(("gongkai.cli.new_plugin", "gongkai.__main__")):
            importlib.import_module(module.name)
            print(module.name)
"""


def test_every_module_loads_without_posix_modules() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) > 0.9 * len(SOURCES)


def test_text_has_its_encoding_named() -> None:
    """The default there is a code page: texts read without a named encoding would differ."""
    own = {"self.read_text", "reader.read_text", "installed.read_text"}  # methods of ours, and of a distribution
    unnamed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (function := ast.unparse(node.func)).endswith((".read_text", ".write_text"))
        and function not in own
        and "encoding" not in {word.arg for word in node.keywords}
    ]
    assert unnamed == []


def test_a_folder_is_locked_with_the_locks_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[int, int] = {}

    def lock(number: int, mode: int, count: int) -> None:
        if held:
            raise OSError(13, "Permission denied")
        held[number] = count

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=lock))
    monkeypatch.setattr(locking, "sys", SimpleNamespace(platform="win32"))
    path = tmp_path / "out" / "lock"
    path.parent.mkdir()
    with (
        locking.FolderLock(path),
        pytest.raises(TargetError, match=r"另一次运行正在使用此文件夹（进程 \d+，主机 .+）"),
        locking.FolderLock(path),
    ):
        pass
    assert list(held.values()) == [1]


def test_memory_is_left_unfenced_where_it_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(fenced, "sys", SimpleNamespace(platform="win32"))
    fenced.fence_memory(1 << 30)


def test_a_result_that_another_program_holds_open_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"earlier")

    def refuse(self: Path, other: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(TargetError, match="正被其他程序打开"):
        store(b"later", target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert target.read_bytes() == b"earlier"
