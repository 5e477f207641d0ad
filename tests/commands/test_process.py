"""What only a real process or terminal shows: code pages, `python -m`, progress."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.cli.console import Progress

ENCODINGS = ["ascii", "gbk", "cp1252"]


def call(*arguments: str, folder: Path, encoding: str = "ascii") -> subprocess.CompletedProcess[bytes]:
    """A process whose console claims an encoding that is not UTF-8."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *arguments], cwd=folder, env=environment, capture_output=True, check=False
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_output_is_utf8_whatever_the_code_page(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "决算.txt").write_text("收入\t金额\n合计\t1.00\n", encoding="utf-8")
    done = call("convert", "决算.txt", "没有.txt", "--to", "json", folder=tmp_path, encoding=encoding)
    assert done.stdout.decode("utf-8").split() == ["决算.gongkai.json"]
    assert done.stderr.decode("utf-8").strip() == "没有.txt: 文件不存在（请检查路径）"
    assert done.returncode == 3


def test_a_bug_is_one_line_unless_asked_for_more(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    code = (
        "import sys, gongkai.walk.pipeline as walk\n"
        "def bug(*_, **__): raise ZeroDivisionError('here')\n"
        "walk.read = bug\n"
        "from gongkai.cli import main\nmain()"
    )
    call = ["convert", "a.txt", "--to", "json"]
    for arguments, lines in (call, 1), (["--debug", *call], 2), ([*call, "--debug"], 2):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        told = done.stderr.decode("utf-8")
        assert done.returncode == 70
        assert told.startswith("a.txt: 程序内部错误：ZeroDivisionError: here")
        assert (len(told.splitlines()) == 1) == (lines == 1)
        assert ("Traceback" in told) == (lines > 1)


def test_a_reader_that_stops_listening_ends_the_call_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("收入\t金额\n" + "合计\t1.00\n" * 5000, encoding="utf-8")
    done = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "show", "a.txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.stdout is not None and done.stderr is not None
    done.stdout.readline()
    done.stdout.close()
    told = done.stderr.read()
    done.stderr.close()
    assert done.wait() == 1
    assert told == b""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_after_a_while_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with Progress(2, delay=0.01) as progress:
        progress.step("a[1].txt")
        deadline = time.monotonic() + 5
        while "[1/2] a[1].txt" not in terminal.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        progress.pause()
    assert "[1/2] a[1].txt" in terminal.getvalue()


def test_quick_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with Progress(1) as progress:
        progress.step("a.txt")
    assert terminal.getvalue() == ""


def test_piped_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", pipe := io.StringIO())
    with Progress(1, delay=0) as progress:
        progress.step("a.txt")
        time.sleep(0.05)
    assert pipe.getvalue() == ""
