"""JSON files: recognised by content, read back equal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from gongkai.carrying.codec import json_schema
from gongkai.errors import DamagedError
from gongkai.model import Disclosure, Heading, SourceInfo
from gongkai.plugins.specs import Source, WriteOptions
from gongkai.walk.pipeline import read
from gongkai_formats.json import FORMAT, read_json, sniff_json, write_json
from strategies import disclosures

SMALL = Disclosure(SourceInfo("a.txt", "00" * 32, "text/plain"), (Heading("b1", 1, "第一部分"),), title="预算")


@settings(max_examples=10)
@given(disclosures())
def test_reading_back_gives_the_same_disclosure(disclosure: Disclosure) -> None:
    data = write_json(disclosure, WriteOptions())
    assert read_json(Source("x.json", data, hashlib.sha256(data).hexdigest())) == disclosure
    assert sniff_json(data[:65_536], "x") == 1


@pytest.mark.parametrize("head", [b'{"gongkai":1,', b'\xef\xbb\xbf{ "gongkai" : 1', b' \r\n{\t"gongkai":'])
def test_known_by_its_first_field(head: bytes) -> None:
    assert sniff_json(head, "renamed.txt") == 1


@pytest.mark.parametrize("head", [b"", b"{}", b'{"name": "gongkai"}', b"gongkai", b'["gongkai"]'])
def test_other_files_are_not_claimed(head: bytes) -> None:
    assert sniff_json(head, "x.gongkai.json") == 0


def test_a_file_of_any_name_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    path.write_bytes(b"\xef\xbb\xbf" + write_json(SMALL, WriteOptions()))
    assert read(path) == SMALL


def test_a_broken_file_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.gongkai.json"
    path.write_bytes(write_json(SMALL, WriteOptions())[:-5])
    with pytest.raises(DamagedError, match=r"a\.gongkai\.json: .*不完整"):
        read(path)


def test_suffixes() -> None:
    assert FORMAT.suffixes[0] == ".gongkai.json"


def test_a_written_example_is_valid_by_the_schema_and_comes_back_equal(
    examples: Path, read_once: Callable[[Path], Disclosure], tmp_path: Path
) -> None:
    disclosure = read_once(examples / "final_account_2023.txt")
    written = tmp_path / "a.gongkai.json"
    written.write_bytes(write_json(disclosure, WriteOptions()))
    Draft202012Validator(json_schema()).validate(json.loads(written.read_text(encoding="utf-8")))
    assert read(written) == disclosure
