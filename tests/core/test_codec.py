"""The canonical JSON: lossless, strict, and as the published schema says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from gongkai.carrying import codec
from gongkai.errors import DamagedError
from gongkai.model import Cell, Disclosure, Grid, Heading, SourceInfo, Table, TextSpan
from strategies import disclosures

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / f"disclosure-{codec.SCHEMA}.schema.json"
VALIDATOR = Draft202012Validator(codec.json_schema())
SMALL = Disclosure(
    SourceInfo("a.txt", "00" * 32, "text/plain"),
    (Heading("b1", 1, "第一部分"), Table("t1", Grid(1, 1, (Cell(0, 0, "5", places=(TextSpan(2, 0, 1),)),)))),
)


@settings(max_examples=30)
@given(disclosures())
def test_decoding_gives_the_same_disclosure(disclosure: Disclosure) -> None:
    data = codec.encode(disclosure)
    again = codec.decode(data)
    assert again == disclosure
    assert codec.encode(again) == data


@settings(max_examples=10)
@given(disclosures())
def test_written_json_is_valid_by_the_schema(disclosure: Disclosure) -> None:
    VALIDATOR.validate(json.loads(codec.encode(disclosure)))


def test_the_published_schema_is_the_current_one() -> None:
    Draft202012Validator.check_schema(codec.json_schema())
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == codec.json_schema(), (
        "the JSON form has changed: raise codec.SCHEMA if old files no longer fit, then `gongkai schema` writes the file"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"level":1', '"level":1,"colour":2', "有未知的字段 colour，位于 $.disclosure.blocks[0]"),
        ('"level":1', '"level":"1"', "应为 int，实为 str"),
        ('"level":1', '"level":12', "level 12"),
        ('"id":"b1",', "", "缺少字段 id"),
        ('"heading"', '"hearing"', "不允许的值 'hearing'"),
        ('"id":"t1"', '"id":"b1"', "'b1' is missing or stands twice"),
        ('"rows":1', '"rows":0', "reaches outside the grid"),
        ('{"gongkai":1', '{"gongkai":99', "第 99 版"),
        ('{"gongkai":1,', "{", "缺少字段 gongkai"),
        ("第一部分", "第一\\ud800", "JSON 语法"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_clear_line(old: str, new: str, says: str) -> None:
    text = codec.encode(SMALL).decode()
    assert old in text
    with pytest.raises(DamagedError) as caught:
        codec.decode(text.replace(old, new, 1).encode(), "x.gongkai.json")
    line = str(caught.value)
    assert says in line
    assert line.startswith("x.gongkai.json: ") and "\n" not in line


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff\xfe{", b'{"gongkai":1,"disclosure":{"source":{"name":"\xff"}}}']
)
def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        codec.decode(data)


def test_a_truncated_file_is_refused_wherever_it_ends() -> None:
    data = codec.encode(SMALL)
    for end in range(len(data)):
        with pytest.raises(DamagedError):
            codec.decode(data[:end])


def test_a_very_deep_file_is_refused() -> None:
    with pytest.raises(DamagedError, match="层次过深"):
        codec.decode(b'{"gongkai":1,"x":' + b"[" * 100_000)
