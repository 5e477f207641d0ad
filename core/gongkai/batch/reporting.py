"""`report.json` and `report.html` of a batch, written from the ledger with memory that does not grow with it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

import msgspec

from gongkai.batch.ledger import Counts, Ledger
from gongkai.batch.records import Outcome
from gongkai.batch.statistics import AMOUNT_BOUNDS, Gathering, Statistics
from gongkai.findings import CATALOGUE
from gongkai.version import __version__
from gongkai.walk.storing import new_file
from gongkai.words.terms import KINDS, SEVERITIES

if TYPE_CHECKING:
    from jinja2 import Environment

ROWS = 1_000
"""Documents that report.html lays out at a time."""

_FAILURES = 500
_STATES = {
    "converted": "已转换",
    "converted_with_findings": "已转换，有发现",
    "failed": "失败",
    "skipped": "跳过",
    "pending": "未完成",
}


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document in report.json."""

    source: str
    state: str
    sha256: str = ""
    code: str = ""
    message: str = ""
    title: str = ""
    kind: str = ""
    year: int | None = None
    region: str = ""
    department: str = ""
    outputs: tuple[dict[str, Any], ...] = ()
    findings: dict[str, int] = {}
    rules: dict[str, int] = {}
    amounts: int = 0
    proved: int = 0
    contradicted: int = 0
    same_as: str = ""
    seconds: float = 0.0


def write_report(ledger: Ledger, out: Path) -> list[Path]:
    """Write both reports of the ledger's last run; their paths. TargetError where that cannot be done."""
    gathering = Gathering()
    for outcome in ledger.outcomes():
        gathering.add(outcome)
    statistics, counts = gathering.result(), ledger.counts()
    written = datetime.now().astimezone().isoformat(timespec="seconds")
    with new_file(out / "report.json") as file:
        _write_json(file, ledger, counts, statistics, written)
    with new_file(out / "report.html") as file:
        for piece in _page(ledger, out, counts, statistics, written):
            file.write(piece.encode())
    return [out / "report.html", out / "report.json"]


def document(outcome: Outcome) -> Document:
    """An outcome as report.json shows it."""
    counts = outcome.arithmetic
    return Document(
        outcome.name,
        outcome.state,
        outcome.sha256,
        outcome.code,
        outcome.message,
        outcome.title,
        outcome.kind,
        outcome.year,
        outcome.region,
        outcome.department,
        tuple(msgspec.structs.asdict(output) for output in outcome.outputs),
        outcome.findings,
        outcome.rules,
        counts.amounts if counts else 0,
        counts.proved if counts else 0,
        counts.contradicted if counts else 0,
        Outcome(outcome.same_as, "skipped").name if outcome.same_as else "",
        outcome.seconds,
    )


def _write_json(file: BinaryIO, ledger: Ledger, counts: Counts, statistics: Statistics, written: str) -> None:
    head = {"gongkai_version": __version__, "written": written, "counts": counts, "statistics": statistics}
    file.write(msgspec.json.encode(head)[:-1] + b',"documents":[')
    between = b"\n"
    for one in _documents(ledger):
        file.write(between + msgspec.json.encode(one))
        between = b",\n"
    file.write(b"\n]}\n")


def _page(ledger: Ledger, out: Path, counts: Counts, statistics: Statistics, written: str) -> Iterator[str]:
    room = files("gongkai.batch").joinpath("page")
    style, script = (room.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    template = _environment().from_string(room.joinpath("report.html.j2").read_text(encoding="utf-8"))
    return template.generate(
        style=style,
        script=script,
        style_hash=_content_hash(style),
        script_hash=_content_hash(script),
        version=__version__,
        written=written,
        folder=str(out),
        counts=counts,
        statistics=statistics,
        states=_STATES,
        kinds={**KINDS, "": "未识别"},
        severities=SEVERITIES,
        catalogue={code: meaning for code, (_, meaning) in CATALOGUE.items()},
        shares=list(zip([f"{10 * n}%" for n in range(10)] + ["100%"], statistics.proof_shares, strict=True)),
        amounts=list(zip(_classes(), statistics.amount_classes, strict=True)),
        failed=islice((one for one in _documents(ledger) if one.state == "failed"), _FAILURES),
        failures_shown=_FAILURES,
        documents=_documents(ledger),
        rows_shown=ROWS,
        link=_link,
    )


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["percent"] = lambda part, whole: f"{100 * part / whole:.1f}%" if whole else "——"
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def _documents(ledger: Ledger) -> Iterator[Document]:
    return map(document, ledger.outcomes())


def _classes() -> list[str]:
    pairs = zip(AMOUNT_BOUNDS, (*AMOUNT_BOUNDS[1:], None), strict=True)
    return [f"{low}+" if high is None else str(low) if high == low + 1 else f"{low}–{high - 1}" for low, high in pairs]


def _link(path: str) -> str:
    return quote(path)


def _content_hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
