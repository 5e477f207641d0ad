"""What one document does to its worker ends that document only."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from batch_making import make_documents, outcomes, outputs, take
from gongkai.batch.running import Fences
from gongkai.errors import PluginError, TargetError

HARM = "batch_making:harmful_registry"


def test_a_crash_memory_and_bugs_end_one_document(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(6))
    deeds = {
        "crash": "crash",
        "memory": "memory",
        "bug": "bug",
        "print": "print",
        "once": f"once {tmp_path / 'flag'}",
    }
    for name, deed in deeds.items():
        (tmp_path / "in" / f"d3{name}.harm").write_text(f"HARM {deed}", encoding="utf-8")
    counts = take(tmp_path / "in", tmp_path / "out", fences=Fences(2, 300.0, 1 << 30), registry=HARM)
    found = {name: outcome.code for name, outcome in outcomes(tmp_path / "out").items() if name.endswith(".harm")}
    assert found == {
        "d3crash.harm": "WorkerCrash",
        "d3memory.harm": "OutOfMemory",
        "d3bug.harm": "InternalError",
        "d3print.harm": "",
        "d3once.harm": "",
    }
    assert (counts.total, counts.failed, counts.converted + counts.converted_with_findings) == (11, 3, 8)
    if sys.platform != "win32":
        assert "SIGKILL" in outcomes(tmp_path / "out")["d3crash.harm"].message


def test_hanging_ends_one_document_and_the_next_has_its_turn(tmp_path: Path) -> None:
    """Only such that never end: how long others take depends on what else the machine does."""
    (tmp_path / "in").mkdir()
    for name, deed in {"hang": f"hang {tmp_path / 'pid'}", "hold": "hold", "later": "hold on"}.items():
        (tmp_path / "in" / f"{name}.harm").write_text(f"HARM {deed}", encoding="utf-8")
    take(tmp_path / "in", tmp_path / "out", fences=Fences(1, 0.5, 1 << 30), registry=HARM)
    found = outcomes(tmp_path / "out")
    assert {name: outcome.code for name, outcome in found.items()} == dict.fromkeys(
        ("hang.harm", "hold.harm", "later.harm"), "Timeout"
    )
    assert "0.5 秒" in found["hang.harm"].message


def test_a_full_disk_stops_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(6))
    with pytest.raises(TargetError, match=r"磁盘已满.*从停下处继续"):
        take(tmp_path / "in", tmp_path / "out", fences=Fences(1), registry="batch_making:full_disk_registry")
    assert len(outputs(tmp_path / "out")) == 3
    counts = take(tmp_path / "in", tmp_path / "out")
    assert (counts.total, counts.converted) == (6, 6)
    make_documents(tmp_path / "in2", range(6))
    take(tmp_path / "in2", tmp_path / "out2")
    assert {name: len(data) for name, data in outputs(tmp_path / "out2").items()} == {
        name: len(data) for name, data in outputs(tmp_path / "out").items()
    }


def test_a_worker_that_cannot_start_says_why(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    with pytest.raises((PluginError, TargetError, AttributeError)):
        take(tmp_path / "in", tmp_path / "out", fences=Fences(1), registry="batch_making:nothing_here")
