"""How a batch fills its dataset: every worker leaves a document's rows in a spool, the end of the run merges them.

pyarrow works in a process of its own, so that the batch's stays small however many documents there are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from gongkai import errors
from gongkai.batch.converting import output_suffix, recipe_registry
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.ledger import FOLDER as STATE_FOLDER
from gongkai.batch.ledger import Ledger
from gongkai.batch.records import Job, Output, Recipe, printable_path
from gongkai.dataset.libraries import require_pyarrow
from gongkai.dataset.querying import FOLDER
from gongkai.dataset.rows import document_rows
from gongkai.dataset.spool import Spool
from gongkai.dataset.storing import Merged, held_documents, merge
from gongkai.errors import GongkaiError, TargetError, one_line
from gongkai.model import Disclosure

SINK = f"{__name__}:spool_document"
"""What a recipe names in its sinks to fill a dataset."""

_CODE = "import sys; sys.path[:] = sys.argv[1:]; from gongkai.dataset.filling import serve; serve()"


class _MergeOrder(msgspec.Struct):
    """A merge for the other process: `current` is doc_id → fingerprint."""

    out: str
    current: dict[str, str]


class _Report(msgspec.Struct):
    merged: Merged | None = None
    error: str = ""
    told: tuple[str, str, str] = ("", "", "")


def spool_document(disclosure: Disclosure, recipe: Recipe, job: Job) -> tuple[Output, ...]:
    """Leave a converted document's rows for the merge. No output of the document's own comes of it."""
    registry = recipe_registry(recipe)
    formats = [format for format in map(registry.writer, recipe.formats) if format is not None]
    outputs = tuple(f"{job.stem}{output_suffix(format)}" for format in formats)
    rows = document_rows(disclosure, job.sha256, source_name(job), fingerprint(recipe), outputs)
    spool_of(Path(recipe.out)).add(rows)
    return ()


def source_name(job: Job) -> str:
    """The source's place in the mirrored tree, with its own name: the same on every machine."""
    name = printable_path(os.fsencode(job.file.name))
    return str(PurePosixPath(job.stem).with_name(name)) if job.stem else name


def spool_of(out: Path) -> Spool:
    """Where the rows of a batch wait."""
    return Spool(out / STATE_FOLDER / "rows")


def current_documents(ledger: Ledger) -> dict[str, str]:
    """The documents whose outputs stand in the folder, whichever run made them: SHA-256 → fingerprint."""
    return {outcome.sha256: outcome.fingerprint for outcome in ledger.outcomes(everything=True) if outcome.done}


def reopen_lacking(ledger: Ledger, out: Path) -> int:
    """Before a run: have documents converted again that are done but have no rows; how many.

    Such are those of a run without a dataset, and all where someone deleted it. UsageError without pyarrow.
    """
    require_pyarrow()
    lacking = lacking_documents(out, current_documents(ledger))
    for doc_id in sorted(lacking):
        ledger.execute("UPDATE sources SET done_fingerprint = '' WHERE done_sha256 = ?", (doc_id,))
    ledger.commit()
    return len(lacking)


def merge_batch(ledger: Ledger, out: Path) -> Merged:
    """After a run: bring the dataset to what the ledger says; raises as `merge` does."""
    ledger.commit()
    current = current_documents(ledger)
    if held_documents(out / FOLDER) == current and not spool_of(out).members():
        return Merged(len(current), 0, 0, ())
    merged = _elsewhere(_MergeOrder(str(out), current)).merged
    assert merged is not None
    return merged


def serve() -> None:
    """The other process: one order in, one report out. It ends when the batch does, wherever it is."""
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(size), type=_MergeOrder)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        out = Path(order.out)
        report = _Report(merge(out / FOLDER, order.current, spool_of(out)))
    except GongkaiError as error:
        report = _Report(error=error.code, told=(error.what, error.where, error.remedy))
    except Exception as error:
        report = _Report(
            error="GongkaiError", told=(f"数据集未能更新：{one_line(error)}", order.out, "再次运行会接着做")
        )
    sys.stdout.buffer.write(msgspec.msgpack.encode(report))
    sys.stdout.buffer.flush()
    os._exit(0)


def _end_with_parent() -> None:
    # Two merges at once would take each other's parts for leftovers: none may outlive the batch that holds the lock.
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def lacking_documents(out: Path, current: Mapping[str, str]) -> set[str]:
    """Documents that are converted but have rows neither in the dataset nor in the spool."""
    spooled = {(member.doc_id, member.fingerprint) for member in spool_of(out).members()}
    held = held_documents(out / FOLDER)
    return {
        doc_id
        for doc_id, converted in current.items()
        if held.get(doc_id) != converted and (doc_id, converted) not in spooled
    }


def _elsewhere(order: _MergeOrder) -> _Report:
    command = [sys.executable, "-X", "utf8", "-c", _CODE, *sys.path]
    data = msgspec.msgpack.encode(order)
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        with suppress(OSError):  # it ended: its exit code tells
            process.stdin.write(len(data).to_bytes(4, "big") + data)
            process.stdin.flush()
        answer = process.stdout.read()
        code = process.wait()
    if code:
        raise TargetError(f"数据集未能更新：子进程意外结束（退出码 {code}）", order.out, "再次运行会接着做")
    report = msgspec.msgpack.decode(answer, type=_Report)
    if report.error:
        kind = getattr(errors, report.error, GongkaiError)
        raise kind(*report.told)
    return report
