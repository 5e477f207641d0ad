"""The ledger: every source of a folder's batches with its state, in SQLite, safe against a kill at any moment.

An outcome is written after its outputs are in place, so what the ledger calls done is done. Writes are gathered in
transactions of at most half a second or 256 changes.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from gongkai.batch.records import Job, Outcome, Recipe
from gongkai.batch.sources import Found
from gongkai.errors import TargetError
from gongkai.version import __version__

VERSION = 1
FOLDER = ".gongkai"
FILE = "ledger.sqlite"

_CHUNK = 500
_CHANGES = 256
_SECONDS = 0.5
_TICK = 2_000_000_000
_DECODER = msgspec.json.Decoder(Outcome)

_SEE = """
INSERT INTO sources (path, base, full, base_key, full_key, size, mtime, ctime, seen, settled)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET
    base = CASE base WHEN '' THEN excluded.base ELSE base END,
    full = CASE full WHEN '' THEN excluded.full ELSE full END,
    base_key = CASE base_key WHEN '' THEN excluded.base_key ELSE base_key END,
    full_key = CASE full_key WHEN '' THEN excluded.full_key ELSE full_key END,
    sha256 = CASE WHEN size = excluded.size AND mtime = excluded.mtime AND ctime = excluded.ctime
                       AND ctime != -1 AND settled = excluded.settled THEN sha256 ELSE '' END,
    size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime, seen = excluded.seen,
    settled = excluded.settled
"""
_FINISH = """
UPDATE sources SET state = ?, code = ?, done_sha256 = ?, sha256 = CASE WHEN ? THEN sha256 ELSE ? END,
    claims = CASE WHEN ? THEN '' ELSE claims END, done_fingerprint = ?, record = ? WHERE id = ?
"""


class Counts(msgspec.Struct, frozen=True):
    """The sources of a run by state; `pending` ones have no outcome yet."""

    total: int = 0
    converted: int = 0
    converted_with_findings: int = 0
    failed: int = 0
    skipped: int = 0
    pending: int = 0


class Ledger:
    """An open ledger. `run` is the number of the run under way, or of the last one; use from one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._changes = 0
        self._since = 0.0
        try:
            self._open()
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise TargetError("台账由更新版本的 gongkai 写成，本版本不能使用", str(self.path), "请升级 gongkai")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        (sound,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        names = {row[0] for row in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if sound != "ok" or (version and not names >= {"runs", "sources", "events"}):
            raise sqlite3.DatabaseError(sound)
        if version == 0:
            schema = files("gongkai.batch").joinpath("schema.sql").read_text(encoding="utf-8")
            self._connection.executescript(f"BEGIN;{schema};PRAGMA user_version = {VERSION};COMMIT;")
        self.run: int = self._connection.execute("SELECT ifnull(max(id), 0) FROM runs").fetchone()[0]

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.commit()
        except sqlite3.Error:
            if kind is None:
                raise
        finally:
            self._connection.close()

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """One change within the transaction under way."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
            self._since = time.monotonic()
            self._changes = 0
        self._changes += 1
        return self._connection.execute(statement, values)

    def rest(self) -> None:
        """Commit if the transaction under way is due; called whenever nothing else is to be done."""
        due = self._changes >= _CHANGES or time.monotonic() - self._since >= _SECONDS
        if self._connection.in_transaction and due:
            self._connection.commit()

    def commit(self) -> None:
        """Make everything durable."""
        if self._connection.in_transaction:
            self._connection.commit()

    def query(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a query that has few of them."""
        return self._connection.execute(statement, values).fetchall()

    def each(self, columns: str, where: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Rows of `sources` in the order of their paths, `id` and `path` first; rows may be changed meanwhile."""
        last = b""
        statement = f"SELECT id, path, {columns} FROM sources WHERE path > ? AND ({where}) ORDER BY path LIMIT {_CHUNK}"  # noqa: S608
        while rows := self.query(statement, (last, *values)):
            yield from rows
            last = rows[-1][1]

    def begin(self, recipe: Recipe, fingerprint: str) -> bool:
        """Open a run; whether an earlier one was cut short."""
        (cut,) = self.query("SELECT count(*) FROM runs WHERE finished IS NULL")[0]
        plain = msgspec.structs.replace(recipe, options={**recipe.options, "password": ""})
        self.execute(
            "INSERT INTO runs (started, version, fingerprint, recipe) VALUES (?, ?, ?, ?)",
            (_now(), __version__, fingerprint, msgspec.json.encode(plain)),
        )
        self.run = self.query("SELECT max(id) FROM runs")[0][0]
        self.commit()
        return bool(cut)

    def end(self) -> None:
        """Close the run, and those cut short before it."""
        self.execute("UPDATE runs SET finished = ? WHERE finished IS NULL", (_now(),))
        self.commit()

    def see(self, found: Found) -> bool:
        """A source this run has met; whether for the first time."""
        settled = found.outcome is not None
        before = self.query("SELECT id, seen, state, code FROM sources WHERE path = ?", (found.path,))
        names = (found.base, found.full, found.base_key, found.full_key)
        # What was changed this very moment may change again within one tick of the clock: it is hashed next time too.
        fresh = max(found.mtime, found.ctime) > time.time_ns() - _TICK
        status = (found.size, found.mtime, -1 if fresh else found.ctime)
        self.execute(_SEE, (found.path, *names, *status, self.run, int(settled)))
        if found.outcome is not None:
            number, *_, state, code = (
                before[0]
                if before
                else self.query("SELECT id, seen, state, code FROM sources WHERE path = ?", (found.path,))[0]
            )
            if (state, code) != (found.outcome.state, found.outcome.code):
                self.finish(number, found.outcome)
        return not before or before[0][1] != self.run

    def hashed(self, number: int, sha256: str) -> None:
        """The content of a source."""
        self.execute("UPDATE sources SET sha256 = ? WHERE id = ?", (sha256, number))

    def finish(self, number: int, outcome: Outcome) -> None:
        """The outcome of a source, in its one state; what happened before stays among the events."""
        content = (outcome.sha256, outcome.sha256 == "", outcome.sha256, outcome.done)
        record = msgspec.json.encode(outcome)
        self.execute(_FINISH, (outcome.state, outcome.code, *content, outcome.fingerprint, record, number))
        self.execute(
            "INSERT INTO events (run, source, at, state, code) VALUES (?, ?, ?, ?, ?)",
            (self.run, number, _now(), outcome.state, outcome.code),
        )

    def jobs(self, formats: tuple[str, ...]) -> Iterator[Job]:
        """What is to be converted in this run, in the order of paths."""
        rows = self.each("stem, sha256, claims", "state = 'pending' AND stem NOT NULL AND seen = ?", (self.run,))
        for number, path, stem, sha256, claims in rows:
            yield Job(number, path, stem, sha256, set(formats) <= set(claims.split()))

    def counts(self) -> Counts:
        """How many sources of this run are in which state."""
        rows = dict(self.query("SELECT state, count(*) FROM sources WHERE seen = ? GROUP BY state", (self.run,)))
        return Counts(sum(rows.values()), **rows)

    def outcomes(self, everything: bool = False) -> Iterator[Outcome]:
        """The outcomes of the last run in the order of paths, or those of every source ever met."""
        where, values = ("1", ()) if everything else ("seen = ?", (self.run,))
        for row in self.each("record", f"state != 'pending' AND {where}", values):
            yield _DECODER.decode(row[2])


_TROUBLES = {
    "SQLITE_FULL": ("磁盘已满", "请腾出空间后重新运行，会从停下处继续"),
    "SQLITE_BUSY": ("台账正被其他程序占用", "请关闭打开台账的程序后重新运行"),
    "SQLITE_READONLY": ("台账是只读的", "请检查权限"),
    "SQLITE_CANTOPEN": ("不能打开台账", "请检查权限"),
    "SQLITE_IOERR": ("磁盘读写出错", "请检查磁盘后重新运行，会从停下处继续"),
}


@contextmanager
def ledger_errors(path: Path) -> Iterator[None]:
    """Tell what SQLite raises as TargetError."""
    try:
        yield
    except sqlite3.Error as error:
        name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        unknown = (f"台账出错：{error}", "请重新运行；损坏的台账会被移开并重建")
        what, remedy = _TROUBLES.get(name, unknown)
        raise TargetError(what, str(path), remedy) from error


def ledger_path(out: Path) -> Path:
    """Where the ledger of an output folder is."""
    return out / FOLDER / FILE


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
