"""The same source gives the same bytes in every format, whatever the process's hashes, clock and zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gongkai.plugins.registry import installed_registry

PROGRAM = """
import hashlib, sys, gongkai
from gongkai.carrying.archives import pack_folder
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import WriteOptions
for path in sys.argv[1:]:
    disclosure = gongkai.read(path)
    for format in installed_registry().writers:
        written = format.write(disclosure, WriteOptions())
        data = written if isinstance(written, bytes) else pack_folder(written)
        print(format.name, hashlib.sha256(data).hexdigest())
"""


def digests(paths: list[Path]) -> list[str]:
    """What two processes print that run at once: a line for each path and format."""
    settings = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai"})
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, paths)],
            stdout=subprocess.PIPE,
            env={**os.environ, **setting},
            text=True,
            encoding="utf-8",
        )
        for setting in settings
    ]
    said = [process.communicate()[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert said[0] == said[1]
    return said[0]


def test_examples(example_files: list[Path]) -> None:
    lines = digests(example_files)
    names = [format.name for format in installed_registry().writers]
    assert [line.split()[0] for line in lines] == 2 * names
    assert len(set(lines)) == len(lines)


def test_real_documents(shared: Path) -> None:
    assert digests([next(shared.glob("seeds/003_*.txt")), next(shared.glob("corpus/*/fa222a_*.pdf"))])
