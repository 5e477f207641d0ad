"""How a batch fills its dataset: every worker leaves a document's rows in a spool, the end of the run merges them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gongkai.batch.converting import output_suffix, recipe_registry
from gongkai.batch.fingerprint import fingerprint
from gongkai.batch.ledger import FOLDER as STATE_FOLDER
from gongkai.batch.ledger import Ledger
from gongkai.batch.records import Job, Output, Recipe, printable_path
from gongkai.dataset.querying import FOLDER
from gongkai.dataset.rows import document_rows
from gongkai.dataset.spool import Spool
from gongkai.dataset.storing import Merged, held_documents, merge
from gongkai.model import Disclosure

SINK = f"{__name__}:spool_document"
"""What a recipe names in its sinks to fill a dataset."""


def spool_document(disclosure: Disclosure, recipe: Recipe, job: Job) -> tuple[Output, ...]:
    """Leave a converted document's rows for the merge. No output of the document's own comes of it."""
    registry = recipe_registry(recipe)
    formats = [format for format in map(registry.writer, recipe.formats) if format is not None]
    outputs = tuple(f"{job.stem}{output_suffix(format)}" for format in formats)
    spool_of(Path(recipe.out)).add(document_rows(disclosure, source_name(job), fingerprint(recipe), outputs))
    return ()


def source_name(job: Job) -> str:
    """The source's place in the mirrored tree, with its own name: the same on every machine."""
    name = printable_path(job.path).replace("\\", "/").rpartition("/")[2]
    return str(PurePosixPath(job.stem).with_name(name)) if job.stem else name


def spool_of(out: Path) -> Spool:
    """Where the rows of a batch wait."""
    return Spool(out / STATE_FOLDER / "rows")


def current_documents(ledger: Ledger) -> dict[str, str]:
    """The documents whose outputs stand in the folder, whichever run made them: SHA-256 → fingerprint."""
    return {outcome.sha256: outcome.fingerprint for outcome in ledger.outcomes(everything=True) if outcome.done}


def lacking_documents(out: Path, current: Mapping[str, str]) -> set[str]:
    """Documents that are converted but have no rows, neither in the dataset nor in the spool (someone deleted them)."""
    spooled = {(member.doc_id, member.fingerprint) for member in spool_of(out).members()}
    held = held_documents(out / FOLDER)
    return {
        doc_id for doc_id, print_ in current.items() if held.get(doc_id) != print_ and (doc_id, print_) not in spooled
    }


def merge_batch(out: Path, current: Mapping[str, str]) -> Merged:
    """Bring the dataset of a batch's folder to what its ledger says; raises as `merge` does."""
    return merge(out / FOLDER, current, spool_of(out))
