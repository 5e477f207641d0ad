"""What is to be done: from sources met and hashed to jobs with settled names, decided in the ledger, not in memory.

Nothing here depends on the order of work or on an earlier kill: the same sources over the same ledger give the same
plan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from gongkai.batch.ledger import Ledger
from gongkai.batch.records import Outcome, Output, printable_path

_DECODER = msgspec.json.Decoder(Outcome)
_RESERVED = ("report", ".gongkai")
"""Stems that are ours at the top of the output folder."""

_BLOCK = 1 << 20


class Plan(msgspec.Struct):
    """What planning had to say: outputs edited since (printable names), and sources that took another name."""

    edited: int = 0
    renamed: int = 0


def unhashed(ledger: Ledger) -> Iterator[tuple[int, bytes]]:
    """The sources of this run whose content is not known."""
    rows = ledger.each("size", "seen = ? AND settled = 0 AND sha256 = ''", (ledger.run,))
    return ((row[0], row[1]) for row in rows)


def plan(ledger: Ledger, out: Path, suffixes: dict[str, str], fingerprint: str, retry: bool, force: bool) -> Plan:
    """Decide for every hashed source of the run: done, to be converted, or a duplicate; and where its outputs go.

    `suffixes`: format → suffix. `retry`: failed ones too. `force`: everything, and over foreign files.
    """
    result = Plan()
    ledger.execute(
        "UPDATE sources SET state = 'pending', code = '' WHERE seen = ? AND settled = 0 AND sha256 != '' AND "
        "(? OR done_sha256 != sha256 OR done_fingerprint != ? OR (? AND state = 'failed'))",
        (ledger.run, force, fingerprint, retry),
    )
    _reopen_lost(ledger, out, result)
    _set_duplicates_aside(ledger, fingerprint)
    _settle_names(ledger, result)
    _claim(ledger, out, suffixes, force)
    ledger.commit()
    return result


def _reopen_lost(ledger: Ledger, out: Path, result: Plan) -> None:
    # An output that is gone is made again; one that a person has edited since is left to them.
    for number, _, record in ledger.each("record", "seen = ? AND state LIKE 'converted%'", (ledger.run,)):
        for output in _DECODER.decode(record).outputs:
            found = _look_at(out / output.path, output)
            if found == "lost":
                ledger.execute("UPDATE sources SET state = 'pending' WHERE id = ?", (number,))
                break
            result.edited += found == "edited"
        ledger.rest()


def _look_at(path: Path, output: Output) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return "lost"
    if size == output.size:
        return "there"
    return "edited" if size else "lost"


def _set_duplicates_aside(ledger: Ledger, fingerprint: str) -> None:
    # The first keeps its place: one converted before, else the first by path. Empty files share nothing.
    rank = "CASE WHEN state = 'pending' THEN 1 WHEN code = 'Duplicate' THEN 2 ELSE 0 END"
    ledger.execute("DROP TABLE IF EXISTS temp.firsts")
    ledger.execute(
        "CREATE TEMP TABLE firsts AS SELECT id, first FROM (SELECT id, count(*) OVER (PARTITION BY sha256) AS many, "  # noqa: S608
        f"first_value(id) OVER (PARTITION BY sha256 ORDER BY {rank}, path) AS first FROM sources "
        "WHERE seen = ? AND settled = 0 AND sha256 != '' AND size > 0) WHERE many > 1",
        (ledger.run,),
    )
    ledger.execute("CREATE UNIQUE INDEX temp.firsts_id ON firsts (id)")
    ledger.execute(
        "UPDATE sources SET state = 'pending' WHERE seen = ? AND code = 'Duplicate' AND settled = 0 AND "
        "id NOT IN (SELECT id FROM firsts WHERE id != first)",
        (ledger.run,),
    )
    where = "seen = ? AND id IN (SELECT id FROM temp.firsts WHERE id != first)"
    first = "(SELECT path FROM sources AS other WHERE other.id = (SELECT first FROM temp.firsts AS f WHERE f.id = sources.id))"
    for number, path, sha256, record, same_as in ledger.each(f"sha256, record, {first}", where, (ledger.run,)):
        message = f"内容与 {printable_path(same_as)} 相同，不重复转换"
        outcome = Outcome(path, "skipped", sha256, fingerprint, "Duplicate", message, same_as=same_as)
        if record is None or _DECODER.decode(record) != outcome:
            ledger.finish(number, outcome)
        else:
            ledger.execute("UPDATE sources SET state = 'skipped', code = 'Duplicate' WHERE id = ?", (number,))
        ledger.rest()


def _settle_names(ledger: Ledger, result: Plan) -> None:
    # A name once given stays. New sources that want one name all take their full one (a.txt, a.pdf), and where that is
    # taken too, a hash of their path.
    unnamed = "stem IS NULL AND state = 'pending' AND seen = ?"
    crowded = (
        "(SELECT count(*) FROM sources AS o WHERE o.base_key = sources.base_key AND o.stem IS NULL AND "
        "o.state = 'pending' AND o.seen = sources.seen) > 1"
    )
    ledger.execute("DROP TABLE IF EXISTS temp.crowds")
    ledger.execute(
        f"CREATE TEMP TABLE crowds AS SELECT id FROM sources WHERE {unnamed} AND {crowded}",  # noqa: S608
        (ledger.run,),
    )
    ledger.execute("CREATE UNIQUE INDEX temp.crowds_id ON crowds (id)")
    columns = "base, base_key, full, full_key, id IN (SELECT id FROM temp.crowds)"
    for number, path, base, base_key, full, full_key, is_crowded in ledger.each(columns, unnamed, (ledger.run,)):
        stem, key = base, base_key
        if is_crowded or base_key in _RESERVED or _taken(ledger, base_key):
            stem, key = full, full_key
            result.renamed += 1
        if stem == full and _taken(ledger, key):
            tail = "~" + hashlib.sha256(path).hexdigest()[:8]
            stem, key = full + tail, full_key + tail
        ledger.execute("UPDATE sources SET stem = ?, stem_key = ? WHERE id = ?", (stem, key, number))
        ledger.rest()


def _taken(ledger: Ledger, key: str) -> bool:
    return bool(ledger.query("SELECT 1 FROM sources WHERE stem_key = ? LIMIT 1", (key,)))


def _claim(ledger: Ledger, out: Path, suffixes: dict[str, str], force: bool) -> None:
    # Settled before any work: what stands at an output's path later, after a kill, is then known to be ours.
    rows = ledger.each("stem, claims, record", "seen = ? AND state = 'pending' AND stem IS NOT NULL", (ledger.run,))
    for number, _, stem, claims, record in rows:
        ours = set(claims.split())
        if record is not None:
            ours |= {output.format for output in _DECODER.decode(record).outputs if _is_as_stored(out, output)}
        for format, suffix in suffixes.items():
            if format not in ours and (force or not (out / f"{stem}{suffix}").exists()):
                ours.add(format)
        settled = " ".join(sorted(ours))
        if settled != claims:
            ledger.execute("UPDATE sources SET claims = ? WHERE id = ?", (settled, number))
        ledger.rest()


def _is_as_stored(out: Path, output: Output) -> bool:
    path = out / output.path
    return not path.exists() or hash_file(path) == output.sha256


def hash_file(path: Path) -> str:
    """SHA-256 of a file as hex, read in blocks. OSError where it cannot be read or is no regular file any more."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()
