"""Runs the readable cases beside this file.

A case is a Markdown file. A fence ` ```file NAME ` writes that file into an empty folder; a fence ` ```console ` holds
calls (`$ gongkai …`, or `$ ls` for every file below the folder) with what each prints: standard output as it is,
standard error after `! `, the exit code after `=> ` (0 where none is given). `…` stands for any text within a line,
a line `⋮` for any lines.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gongkai.cli import run

FENCE = re.compile(r"^```(file [^\n]+|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = sorted(Path(__file__).parent.glob("*.md"))


@dataclass
class Call:
    """One call and what it should print."""

    words: list[str]
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    code: int = 0


def read_calls(text: str) -> list[Call]:
    """The calls of one console fence."""
    calls: list[Call] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            calls.append(Call(shlex.split(line[2:])))
        elif line.startswith("! "):
            calls[-1].err.append(line[2:])
        elif line.startswith("=> "):
            calls[-1].code = int(line[3:])
        else:
            calls[-1].out.append(line)
    return calls


def make_call(words: list[str]) -> tuple[list[str], list[str], int]:
    """Standard output, standard error and exit code of a call, with `/` between the parts of every path."""
    if words == ["ls"]:
        return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file()), [], 0
    out, err = io.StringIO(), io.StringIO()
    assert words[0] == "gongkai"
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words[1:])
    printed = [[line.rstrip() for line in text.getvalue().replace("\\", "/").splitlines()] for text in (out, err)]
    return *printed, code


def same(expected: list[str], printed: list[str]) -> bool:
    """Whether lines agree, `…` standing for any text of a line and a line `⋮` for any lines."""
    lines = ("(?:.*\n)*" if line == "⋮" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in expected)
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in printed)) is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, text in FENCE.findall(case.read_text(encoding="utf-8")):
        if kind != "console":
            Path(kind.removeprefix("file ")).write_text(text, encoding="utf-8", newline="\n")
            continue
        for call in read_calls(text):
            out, err, code = make_call(call.words)
            told = f"$ {' '.join(call.words)}\nout: {out}\nerr: {err}\ncode: {code}"
            assert same(call.out, out), told
            assert same(call.err, err), told
            assert code == call.code, told


def test_every_case_calls_something() -> None:
    assert CASES
    for case in CASES:
        assert "$ gongkai" in case.read_text(encoding="utf-8"), case
