"""Watching: a file is taken once it has stopped growing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_making import finder, make_documents, outcomes, text_of
from gongkai.batch.watching import Growing


def test_a_growing_file_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    growing = Growing(2.0)
    growing.add(str(path), 0.0)
    assert growing.settled(1.9) == []
    path.write_text("ab")
    assert growing.settled(2.1) == []
    assert growing.settled(4.0) == []
    assert growing.settled(4.2) == [str(path)]
    assert len(growing) == 0


def test_a_file_that_goes_away_is_forgotten(tmp_path: Path) -> None:
    growing = Growing(1.0)
    growing.add(str(tmp_path / "none"), 0.0)
    (tmp_path / "a").touch()
    growing.add(str(tmp_path / "a"), 0.0)
    (tmp_path / "a").unlink()
    assert growing.settled(9.0) == []
    assert len(growing) == 0


def test_what_lies_in_a_folder_that_came_whole_is_waited_for_too(tmp_path: Path) -> None:
    make_documents(tmp_path / "a" / "b", [1, 2])
    growing = Growing(1.0)
    growing.add_all(str(tmp_path), 0.0)
    (tmp_path / "a" / "b" / "d2.txt").write_text("more")
    assert growing.settled(1.0) == [str(tmp_path / "a" / "b" / "d1.txt")]
    assert growing.settled(2.0) == [str(tmp_path / "a" / "b" / "d2.txt")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_results_are_known_as_such(tmp_path: Path) -> None:
    (tmp_path / "in" / "out").mkdir(parents=True)
    (tmp_path / "link").symlink_to("in")
    own = finder(tmp_path / "in" / "out")
    assert own.is_output(str(tmp_path / "link" / "out" / "a.gongkai.json"))
    assert not own.is_output(str(tmp_path / "in" / "out.txt"))


@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_what_arrives_is_converted_until_ctrl_c(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", [1])
    words = [
        "watch",
        str(tmp_path / "in"),
        "-o",
        str(tmp_path / "in" / "out"),
        "--to",
        "json",
        "--jobs",
        "1",
        "--settle",
        "0.3",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        wait_for(tmp_path / "in" / "out" / "d1.gongkai.json")
        (tmp_path / "in" / "sub").mkdir()
        with (tmp_path / "in" / "sub" / "slow.txt").open("w", encoding="utf-8") as file:
            for piece in text_of(2).splitlines(keepends=True):
                file.write(piece)
                file.flush()
                time.sleep(0.05)
        (tmp_path / "in" / "copy.txt").write_text(text_of(1), encoding="utf-8", newline="\n")
        wait_for(tmp_path / "in" / "out" / "sub" / "slow.gongkai.json")
        deadline = time.monotonic() + 30
        while set(outcomes(tmp_path / "in" / "out")) < {"d1.txt", "slow.txt", "copy.txt"}:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err.decode()
    states = {name: (one.state, one.code) for name, one in outcomes(tmp_path / "in" / "out").items()}
    assert states == {
        "d1.txt": ("converted", ""),
        "slow.txt": ("converted", ""),
        "copy.txt": ("skipped", "Duplicate"),
    }
    assert (tmp_path / "in" / "out" / "report.html").exists()


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.05)
