"""A finished batch into a bag: its sources, its outputs, what the ledger says, and the events in PREMIS."""

from __future__ import annotations

import csv
import getpass
import hashlib
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from gongkai.archiving.bags import Bag, Packed
from gongkai.archiving.premis import Agent, Event, write_premis
from gongkai.batch.ledger import Ledger
from gongkai.batch.records import Outcome, printable_path
from gongkai.batch.sources import name_key
from gongkai.carrying.archives import is_package
from gongkai.errors import SourceError, TargetError, UsageError
from gongkai.plugins.specs import Limits
from gongkai.version import __version__
from gongkai.walk.pipeline import open_source
from gongkai.walk.storing import new_folder
from gongkai.words.formula_guard import guard

FOLDER = "bag"
"""Where a batch's bag is, below its output folder."""

_DATASET = "dataset"
_REPORTS = ("report.html", "report.json")
_SET_BY_US = {"Bagging-Date", "Payload-Oxum", "Bag-Software-Agent"}
_OUTCOMES = {
    "converted": "success",
    "converted_with_findings": "success with findings",
    "failed": "failure",
    "skipped": "skipped",
}
_COLUMNS = (
    *("source", "name", "sha256", "state", "code", "message", "same_as", "outputs"),
    *("title", "kind", "year", "region", "department", "format", "errors", "warnings", "infos", "fingerprint", "at"),
)
_DECODER = msgspec.json.Decoder(Outcome)


@dataclass
class _BagContents:
    """What has been packed: files with format and original name, and the events they had a part in."""

    files: list[tuple[Packed, str, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    agents: dict[str, Agent] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def free_path(self, path: str, other: bytes) -> str:
        """A path no file of the bag has, on any system; `other` tells two files of one name apart.

        Percent signs become full-width: RFC 8493 wants them escaped in manifests, but the tools there are do not agree.
        """
        path = path.replace("%", "％")
        if name_key(path) in self.taken:
            path = f"{path}~{hashlib.sha256(other).hexdigest()[:8]}"
        self.taken.add(name_key(path))
        return path


def read_information(settings: tuple[str, ...]) -> dict[str, str]:
    """`Label=text` settings for bag-info.txt; UsageError for one without a label, or of a label that is ours."""
    information = {}
    for setting in settings:
        label, found, text = setting.partition("=")
        if not found or not label.strip() or ":" in label or not text.strip():
            raise UsageError(f"须为 名称=文字，却是 {setting!r}", "--bag-info", "如 Source-Organization=某市档案馆")
        if label in _SET_BY_US:
            raise UsageError(f"{label} 由程序填写", "--bag-info")
        information[label.strip()] = text
    return information


def pack_batch(ledger: Ledger, out: Path, information: Mapping[str, str]) -> Path:
    """Pack the last run of a batch into `OUT/bag`, replacing an earlier bag; the bag's folder.

    SourceError where a source is no longer what was converted or an output is missing: a bag vouches for what is in
    it. TargetError where something else stands in the bag's place, or the disk refuses.
    """
    path = out / FOLDER
    if path.exists() and not (path / "bagit.txt").is_file():
        raise TargetError("这里有别的东西，不覆盖", str(path), "请把它移开")
    with new_folder(path) as folder:
        bag, contents = Bag(folder), _BagContents()
        export = bag.add_pieces("data/ledger.csv", _pack_sources(bag, contents, out, ledger))
        contents.files.append((export, "text/csv", ""))
        _pack_rest(bag, contents, out)
        _close(contents)
        premis = write_premis(contents.files, contents.events, contents.agents.values())
        bag.add_pieces("data/premis.xml", (piece.encode() for piece in premis))
        bag.finish(
            {
                **information,
                "Bagging-Date": datetime.now(UTC).date().isoformat(),
                "Bag-Software-Agent": f"gongkai {__version__}",
            }
        )
    return path


@dataclass(frozen=True, slots=True)
class _Step:
    """An event of the ledger: when, with what state, by which version and fingerprint."""

    id: int
    at: str
    state: str
    code: str
    version: str
    fingerprint: str


def _sources(ledger: Ledger) -> Iterator[tuple[str, Outcome, list[_Step]]]:
    for number, _, full, record in ledger.each("full, record", "seen = ? AND record IS NOT NULL", (ledger.run,)):
        steps = ledger.query(
            "SELECT e.id, e.at, e.state, e.code, r.version, r.fingerprint FROM events AS e JOIN runs AS r "
            "ON r.id = e.run WHERE e.source = ? ORDER BY e.id",
            (number,),
        )
        yield full, _DECODER.decode(record), [_Step(*step) for step in steps]


def _pack_sources(bag: Bag, contents: _BagContents, out: Path, ledger: Ledger) -> Iterator[bytes]:
    """Pack all sources and their outputs; a line of the ledger's export for each."""
    yield _line(_COLUMNS)
    for full, outcome, steps in _sources(ledger):
        yield _line(_pack_source(bag, contents, out, full, outcome, steps))


def _line(row: Sequence[object]) -> bytes:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="\n").writerow(row)
    return page.getvalue().encode()


def _pack_source(
    bag: Bag, contents: _BagContents, out: Path, full: str, outcome: Outcome, steps: list[_Step]
) -> list[object]:
    """Pack one source and its outputs; its row of the ledger's export."""
    source = _add_source(bag, contents, full, outcome) if outcome.sha256 else None
    outputs = [_add_output(bag, contents, out, output.path, output.format) for output in outcome.outputs]
    edited = [file.path for file, output in zip(outputs, outcome.outputs, strict=True) if file.sha256 != output.sha256]
    for step in steps:
        last = step is steps[-1]
        agent = _software(contents, step)
        note = [*([step.code] if step.code else []), *([outcome.message] if last and outcome.message else [])]
        note += [f"结果在转换后被改动：{path}" for path in edited if last]
        contents.events.append(
            Event(
                id=f"event-{step.id}",
                kind="migration",
                at=step.at,
                detail=f"转换 {outcome.name}",
                outcome=_OUTCOMES.get(step.state, step.state),
                note="；".join(note),
                agents=((agent, "executing program"),),
                sources=(source.path,) if source else (),
                outcomes=tuple(file.path for file in outputs) if last else (),
            )
        )
    return _row(outcome, source, outputs, steps)


def _row(outcome: Outcome, source: Packed | None, outputs: list[Packed], steps: list[_Step]) -> list[object]:
    texts = [outcome.title, outcome.kind, outcome.year, outcome.region, outcome.department, outcome.format]
    row = [
        *(source.path if source else "", outcome.name, outcome.sha256, outcome.state, outcome.code, outcome.message),
        *(printable_path(outcome.same_as), "\n".join(file.path for file in outputs), *texts),
        *(outcome.findings.get(severity, 0) for severity in ("error", "warning", "info")),
        *(outcome.fingerprint, steps[-1].at if steps else ""),
    ]
    return [guard(value) if isinstance(value, str) else value for value in row]


def _add_source(bag: Bag, contents: _BagContents, full: str, outcome: Outcome) -> Packed:
    path = Path(os.fsdecode(outcome.path))
    place = contents.free_path(f"data/sources/{full}", outcome.path)
    if is_package(path):  # a data package is one source: the zip that was hashed
        data = open_source(path, Limits(), {}).data
        file = bag.add_pieces(f"{place}.zip", [data])
    else:
        try:
            file = bag.add_file(place, path)
        except FileNotFoundError as error:
            raise SourceError("来源已不在原处，不能装包", outcome.name, "请放回，或重新运行 gongkai batch") from error
    if file.sha256 != outcome.sha256:
        raise SourceError("来源在转换之后有改动，不能装包", outcome.name, "请重新运行 gongkai batch")
    contents.files.append((file, outcome.format, outcome.name))
    return file


def _add_output(bag: Bag, contents: _BagContents, out: Path, path: str, format: str) -> Packed:
    try:
        file = bag.add_file(contents.free_path(f"data/outputs/{path}", path.encode()), out / path)
    except FileNotFoundError as error:
        raise SourceError("结果已不在原处，不能装包", str(out / path), "请重新运行 gongkai batch") from error
    contents.files.append((file, format, ""))
    return file


def _pack_rest(bag: Bag, contents: _BagContents, out: Path) -> None:
    """The report and the dataset, where there are any."""
    names = [name for name in _REPORTS if (out / name).is_file()]
    if (out / _DATASET / "manifest.json").is_file():
        listed = msgspec.json.decode((out / _DATASET / "manifest.json").read_bytes())
        files = [path for paths in listed["files"].values() for path in paths]
        names += [f"{_DATASET}/{name}" for name in ("manifest.json", *sorted(files))]
    for name in names:
        _add_output(bag, contents, out, name, name.rpartition(".")[2])


def _software(contents: _BagContents, step: _Step) -> str:
    id = f"gongkai-{step.version}-{step.fingerprint[:16]}"
    note = f"pipeline fingerprint {step.fingerprint}"
    contents.agents.setdefault(id, Agent(id, "gongkai", "software", step.version, note))
    return id


def _close(contents: _BagContents) -> None:
    """The event of packing itself, by whom it was asked for."""
    operator = Agent("operator", _operator(), "person")
    program = Agent("gongkai-packing", "gongkai", "software", __version__)
    contents.agents |= {operator.id: operator, program.id: program}
    contents.events.append(
        Event(
            id="event-packing",
            kind="fixity check",
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            detail="装包时核对每个来源的 SHA-256 与转换时所记的是否相同",
            outcome="success",
            agents=((operator.id, "authorizer"), (program.id, "executing program")),
            sources=tuple(file.path for file, _, name in contents.files if name),
        )
    )


def _operator() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may know no name for its user
        return "unknown"
