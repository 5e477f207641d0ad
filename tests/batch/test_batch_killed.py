"""Kills at any moment, two runs at once, Ctrl-C: real processes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_making import make_documents, outcomes, outputs, take, text_of
from gongkai.batch.locking import FolderLock
from gongkai.batch.recovery import remove_leftovers
from gongkai.errors import TargetError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")
DRIVER = "import sys, pathlib; from batch_making import Fences, take; take(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), fences=Fences(1), registry=sys.argv[3])"


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def batch(room: Path) -> subprocess.Popen[bytes]:
    return start("-m", "gongkai", "batch", str(room / "in"), "-o", str(room / "out"), "--to", "json", "--to", "csv")


def end(process: subprocess.Popen[bytes]) -> tuple[str, str, int]:
    out, err = process.communicate(timeout=60)
    return out.decode(), err.decode(), process.returncode


def test_killed_again_and_again_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(50))
    (tmp_path / "in" / "sub").mkdir()
    (tmp_path / "in" / "sub" / "copy.txt").write_text(text_of(7), encoding="utf-8", newline="\n")
    (tmp_path / "in" / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    chance = random.Random(5)
    for _ in range(3):
        process = batch(tmp_path)
        time.sleep(chance.uniform(0.35, 1.0))
        process.kill()
        end(process)
    _, err, code = end(batch(tmp_path))
    assert code == 3
    assert "失败 1，跳过 1；每个都有着落" in err
    take(tmp_path / "in", tmp_path / "undisturbed", formats=("json", "csv"))
    assert outputs(tmp_path / "out") == outputs(tmp_path / "undisturbed")
    told = outcomes(tmp_path / "out")
    assert len(told) == 52
    plain = outcomes(tmp_path / "undisturbed")
    assert {name: (one.state, one.outputs, one.same_as) for name, one in told.items()} == {
        name: (one.state, one.outputs, one.same_as) for name, one in plain.items()
    }


def test_leftovers_of_a_kill_are_cleaned_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "sub" / ".gongkai-0123456789abcdef").mkdir(parents=True)
    (tmp_path / "sub" / ".gongkai-0123456789abcdef" / "facts.csv").touch()
    (tmp_path / ".gongkai-0123456789abcdef").touch()
    (tmp_path / ".gongkai-mine").touch()
    (tmp_path / ".gongkai").mkdir()
    assert remove_leftovers(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".gongkai", ".gongkai-mine", "sub"]


@POSIX
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.harm").write_text(f"HARM hang {tmp_path / 'pid'}")
    code = f"import sys; sys.path[:] = {sys.path!r}; {DRIVER}"
    process = start("-c", code, str(tmp_path / "in"), str(tmp_path / "out"), "batch_making:harmful_registry")
    pid = wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    process.kill()
    end(process)

    def ended() -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True

    assert wait_for(ended)


@POSIX
@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_cleanly(tmp_path: Path, which: signal.Signals) -> None:
    make_documents(tmp_path / "in", range(300))
    process = batch(tmp_path)
    wait_for(lambda: len(list((tmp_path / "out").glob("*.zip"))) > 3)
    process.send_signal(which)
    _, err, code = end(process)
    assert code == 130
    assert err.splitlines()[-1] == "已中断"
    assert not list((tmp_path / "out").glob(".gongkai-*"))
    assert (tmp_path / "out" / "report.html").exists()
    assert 0 < len(outcomes(tmp_path / "out")) < 300


def test_two_runs_on_one_folder_are_refused(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    (tmp_path / "out" / ".gongkai").mkdir(parents=True)
    with FolderLock(tmp_path / "out" / ".gongkai" / "lock"):
        _, err, code = end(batch(tmp_path))
        assert code == 5
        assert f"另一次运行正在使用此文件夹（进程 {os.getpid()}" in err
        with pytest.raises(TargetError):
            take(tmp_path / "in", tmp_path / "out")
    assert take(tmp_path / "in", tmp_path / "out").converted == 2


def test_a_lock_without_its_process_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("999999 elsewhere\n")
    with FolderLock(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text().startswith(str(os.getpid()))


def wait_for(condition: object, seconds: float = 30.0) -> object:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")
