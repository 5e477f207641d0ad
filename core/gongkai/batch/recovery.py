"""After a kill or a broken disk: temporary files away, a damaged ledger aside and what it still holds taken over."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from gongkai.batch.ledger import Ledger
from gongkai.batch.planning import hash_file
from gongkai.batch.records import Outcome

_LEFTOVER = re.compile(r"\.gongkai-[0-9a-f]{16}")
_COLUMNS = "path, base, full, base_key, full_key, stem, stem_key, done_sha256, done_fingerprint, record"


def remove_leftovers(out: Path) -> int:
    """Remove what `storing.store` had not yet put in place below a folder when it was killed; how many."""
    removed = 0
    for folder, folders, names in os.walk(out):
        for name in [*folders, *names]:
            if _LEFTOVER.fullmatch(name):
                path = Path(folder, name)
                with suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                    removed += 1
        folders[:] = [name for name in folders if not name.startswith(".gongkai")]
    return removed


def open_ledger(path: Path, out: Path) -> tuple[Ledger, str]:
    """The ledger at a path, made where there is none, and what to tell of it ("": nothing).

    A damaged one is moved to `ledger.broken-N`; of what it still gives, those outcomes are kept whose outputs have the
    recorded content. TargetError for one of a newer version.
    """
    try:
        return Ledger(path), ""
    except sqlite3.OperationalError:  # busy, full, not ours to read: nothing is wrong with the ledger itself
        raise
    except sqlite3.DatabaseError:
        pass
    aside = _move_aside(path)
    ledger = Ledger(path)
    kept = 0
    for row in _readable_rows(aside):
        kept += _take_over(ledger, row, out)
        ledger.rest()
    ledger.commit()
    return ledger, f"台账损坏，已移到 {aside.name}；从中核实并保留 {kept} 个结果，其余重新转换"


def _move_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"ledger.broken-{number}")).exists():
        number += 1
    path.replace(aside)
    for tail in ("-wal", "-shm"):
        beside = path.with_name(path.name + tail)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + tail))
    return aside


def _readable_rows(path: Path) -> Iterator[tuple[object, ...]]:
    # One by one, since a damaged page ends a query but not those for other rows.
    with closing(sqlite3.connect(path)) as connection:
        try:
            (last,) = connection.execute("SELECT max(id) FROM sources").fetchone()
        except sqlite3.Error:
            return
        for number in range(1, (last or 0) + 1):
            with suppress(sqlite3.Error):
                yield from connection.execute(f"SELECT {_COLUMNS} FROM sources WHERE id = ?", (number,))  # noqa: S608


def _take_over(ledger: Ledger, row: tuple[object, ...], out: Path) -> bool:
    record, path = row[-1], row[0]
    try:
        outcome = msgspec.json.decode(record if isinstance(record, bytes) else b"", type=Outcome)
        intact = outcome.path == path and all(
            hash_file(out / output.path) == output.sha256 for output in outcome.outputs
        )
    except (msgspec.MsgspecError, TypeError, OSError):
        return False
    if not intact or not outcome.done:
        return False
    ledger.execute(
        f"INSERT OR IGNORE INTO sources ({_COLUMNS}, size, mtime, ctime, seen, state, code) "  # noqa: S608
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, -1, -1, -1, 0, ?, '')",
        (*row, outcome.state),
    )
    return True
