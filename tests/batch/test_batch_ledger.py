"""The ledger: what is written is durable, a newer one is refused, a broken one gives what it still can."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch_making import Told, make_documents, outcomes, outputs, take
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.ledger import VERSION, Ledger, ledger_path
from gongkai.batch.records import Outcome, Recipe
from gongkai.batch.sources import Found
from gongkai.errors import TargetError


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(Recipe("out", options={"password": "secret"}), "f" * 64)
        yield ledger


def seen(ledger: Ledger, name: str, size: int = 5, mtime: int = 7, ctime: int = 8) -> None:
    ledger.see(Found(name.encode(), name, name, size, mtime, ctime))


def hash_of(ledger: Ledger, name: str) -> str:
    ((sha256,),) = ledger.query("SELECT sha256 FROM sources WHERE path = ?", (name.encode(),))
    assert isinstance(sha256, str)
    return sha256


@pytest.mark.parametrize(("what", "value"), [("size", 6), ("mtime", 6), ("ctime", 9), ("mtime", 10**19 // 2)])
def test_a_change_of_size_or_time_asks_for_hashing(ledger: Ledger, what: str, value: int) -> None:
    seen(ledger, "a")
    ledger.hashed(1, "1" * 64)
    seen(ledger, "a")
    assert hash_of(ledger, "a")
    seen(ledger, "a", **{what: value})
    assert not hash_of(ledger, "a")


@pytest.mark.parametrize("ahead", [0, 10**12])
def test_times_of_this_moment_or_the_future_are_not_trusted(ledger: Ledger, ahead: int) -> None:
    now = time.time_ns() + ahead
    for _ in range(2):
        seen(ledger, "a", mtime=now, ctime=now)
        assert not hash_of(ledger, "a")
        ledger.hashed(1, "1" * 64)


def test_an_outcome_is_durable_within_a_moment(ledger: Ledger) -> None:
    seen(ledger, "a")
    ledger.commit()
    ledger.finish(1, Outcome(b"a", "failed", code="X"))
    ledger._since -= 1
    ledger.rest()
    with sqlite3.connect(ledger.path) as other:
        assert other.execute("SELECT state FROM sources").fetchall() == [("failed",)]
        assert other.execute("SELECT state, code FROM events").fetchall() == [("failed", "X")]
    other.close()


def test_the_password_stays_out(ledger: Ledger) -> None:
    assert b"secret" not in ledger.query("SELECT recipe FROM runs")[0][0]


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    take(tmp_path / "in", tmp_path / "out")
    with sqlite3.connect(ledger_path(tmp_path / "out")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = ledger_path(tmp_path / "out").read_bytes()
    with pytest.raises(TargetError, match="更新版本"):
        take(tmp_path / "in", tmp_path / "out")
    assert ledger_path(tmp_path / "out").read_bytes() == before


def test_a_ledger_that_is_none_is_set_aside_and_outputs_are_verified_by_making_them(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(3))
    take(tmp_path / "in", tmp_path / "out")
    before = outputs(tmp_path / "out")
    for number in (1, 2):
        ledger_path(tmp_path / "out").write_bytes(b"no database" * 500)
        counts = take(tmp_path / "in", tmp_path / "out", told := Told())
        assert counts.converted == 3
        assert f"ledger.broken-{number}" in told.lines[0]
        assert (tmp_path / "out" / ".gongkai" / f"ledger.broken-{number}").exists()
    assert outputs(tmp_path / "out") == before


def test_what_a_broken_ledger_still_gives_is_kept_where_outputs_agree(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(60))
    take(tmp_path / "in", tmp_path / "out")
    lost = tmp_path / "out" / "d5.gongkai.json"
    lost.write_bytes(lost.read_bytes()[:-1] + b" ")
    path = ledger_path(tmp_path / "out")
    data = bytearray(path.read_bytes())
    middle = len(data) // 4096 * 3 // 5 * 4096
    data[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(data)
    counts = take(tmp_path / "in", tmp_path / "out", told := Told())
    assert "核实并保留" in told.lines[0]
    assert 0 < len(told.worked) < 60
    assert (counts.total, counts.converted) == (60, 59)
    assert outcomes(tmp_path / "out")["d5.txt"].code == "TargetError"


def test_a_ledger_that_lacks_a_table_is_a_broken_one(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    take(tmp_path / "in", tmp_path / "out")
    with sqlite3.connect(ledger_path(tmp_path / "out")) as connection:
        connection.execute("DROP TABLE events")
    connection.close()
    take(tmp_path / "in", tmp_path / "out", told := Told())
    assert "核实并保留 2 个结果" in told.lines[0]
    assert told.worked == []


def test_a_ledger_that_cannot_be_opened_is_not_taken_for_broken(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    ledger_path(tmp_path / "out").mkdir(parents=True)
    with pytest.raises(TargetError, match="不能打开台账"):
        take(tmp_path / "in", tmp_path / "out")
    assert not list((tmp_path / "out" / ".gongkai").glob("ledger.broken-*"))


def test_the_fingerprint_knows_options_and_plugins() -> None:
    plain = fingerprint(Recipe("out"))
    assert plain == fingerprint(Recipe("elsewhere"))
    assert len(plain) == 64
    others = [
        Recipe("out", formats=("json",)),
        Recipe("out", options={"pages": "1"}),
        Recipe("out", limits={"pages": 9}),
        Recipe("out", without=("shanghai",)),
        Recipe("out", csv_raw=True),
    ]
    assert len({plain, *map(fingerprint, others)}) == 6
