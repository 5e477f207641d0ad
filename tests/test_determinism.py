"""The same source gives the same bytes, whatever the seed of the process's hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import hashlib, sys, gongkai
from gongkai.codec import encode
for path in sys.argv[1:]:
    print(hashlib.sha256(encode(gongkai.read(path))).hexdigest())
"""


def digests(paths: list[Path], seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_examples_read_alike(examples: Path) -> None:
    paths = sorted([*examples.glob("*.txt"), *examples.glob("*.md")])
    assert paths and digests(paths, "1") == digests(paths, "2")


def test_real_documents_read_alike(shared: Path) -> None:
    paths = [*sorted(shared.glob("seeds/*.txt")), next(shared.glob("corpus/*/fa222a_*.pdf"))]
    assert digests(paths, "1") == digests(paths, "2")
