"""What travels between the parent, its workers and the ledger: plain data, encoded by msgspec."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from gongkai.model import Arithmetic
from gongkai.words.labels import printable

State = Literal["converted", "converted_with_findings", "failed", "skipped"]
"""How a source ends. With findings: at least one error or warning; remarks of severity info do not count."""


class Recipe(msgspec.Struct, frozen=True):
    """How every source of a batch is converted. Two equal recipes with equal plugins give equal bytes.

    `out` is the absolute output folder. `options` are those of the reader (`pages`, `double_read`, `password`),
    `limits` changed fields of `specs.Limits`, `pins` form id or * → variant id, `without` plugins left out. `registry`
    and `sinks` name functions as `module:function`: one that gives the Registry instead of the installed plugins', and
    those called with (disclosure, recipe, job) once a source is converted, the job's hash being that of what was read;
    they return a tuple of `Output`.
    """

    out: str
    formats: tuple[str, ...] = ("xlsx",)
    options: dict[str, str] = {}
    limits: dict[str, int | float] = {}
    pins: dict[str, str] = {}
    without: tuple[str, ...] = ()
    strict: bool = False
    csv_raw: bool = False
    registry: str = ""
    sinks: tuple[str, ...] = ()


class Job(msgspec.Struct, frozen=True):
    """One source to convert.

    `path` is absolute, as the operating system's bytes (`os.fsencode`), whatever they are. Outputs are named
    `stem` + suffix below the output folder; `stem` is a POSIX path. `claimed`: no foreign file stood at the outputs'
    paths when they were planned, so what stands there now is ours.
    """

    id: int
    path: bytes
    stem: str
    sha256: str = ""
    claimed: bool = True

    @property
    def file(self) -> Path:
        return Path(os.fsdecode(self.path))

    @property
    def name(self) -> str:
        """The path as it can be shown and encoded."""
        return printable_path(self.path)


class Output(msgspec.Struct, frozen=True):
    """One result: POSIX path below the output folder, format, bytes and SHA-256 of the file as stored."""

    path: str
    format: str
    size: int
    sha256: str


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one source.

    `code` is empty where all went well, else the kind of error (a class name of `gongkai.errors`), `Timeout`,
    `OutOfMemory`, `WorkerCrash`, `Duplicate` (then `same_as` is the path of the source of equal content), `Ignored`,
    or `InternalError`. `findings` counts by severity, `rules` by code. `title`, `kind`, `year`, `region`, `department`
    and `arithmetic` are the disclosure's. `seconds` is wall-clock time in the worker. `disk_full`: the batch should
    stop, since nothing more can be stored.
    """

    path: bytes
    state: State
    sha256: str = ""
    fingerprint: str = ""
    code: str = ""
    message: str = ""
    outputs: tuple[Output, ...] = ()
    title: str = ""
    kind: str = ""
    year: int | None = None
    region: str = ""
    department: str = ""
    format: str = ""
    findings: dict[str, int] = {}
    rules: dict[str, int] = {}
    arithmetic: Arithmetic | None = None
    same_as: bytes = b""
    seconds: float = 0.0
    disk_full: bool = False

    @property
    def name(self) -> str:
        """The path as it can be shown and encoded."""
        return printable_path(self.path)

    @property
    def done(self) -> bool:
        """Whether outputs were written."""
        return self.state in ("converted", "converted_with_findings")


def printable_path(path: bytes) -> str:
    """A path for people: stray bytes as backslash escapes, line breaks and other controls too."""
    text = printable(os.fsdecode(path))
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
