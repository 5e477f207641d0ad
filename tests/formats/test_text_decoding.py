"""Encodings, line ends, damaged bytes and files that are no text."""

from __future__ import annotations

import pytest

from gongkai.errors import DamagedError, SourceError
from gongkai_formats.text import FORMAT
from text_reading import read_text, rules, texts

SENTENCES = "临澜市湿地保护管理局\n2023年度部门决算公开\n收入合计2,055.41万元，比上年增加。\n" * 3
LINES = SENTENCES.splitlines()


@pytest.mark.parametrize(
    ("encoding", "named", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("utf-32", "utf-32", False),
        ("gb18030", "gb18030", True),
    ],
)
def test_encodings_are_found_and_named(encoding: str, named: str, guessed: bool) -> None:
    document = read_text(SENTENCES.encode(encoding))
    assert texts(document) == LINES
    assert document.source.encoding == named
    assert rules(document) == ["text.encoding_guessed"] * guessed
    assert FORMAT.sniff is not None and FORMAT.sniff(SENTENCES.encode(encoding), "a.txt") == 0.5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    document = read_text("第一行" + end + end + "第二行" + end)
    assert texts(document) == ["第一行", "第二行"]
    assert [item.places[0].line for item in document.items if hasattr(item, "text")] == [1, 3]


def test_damaged_bytes_stay_visible() -> None:
    data = "项目支出".encode() + b"\xff" + "万元\n其余的文字都完好无损".encode()
    document = read_text(data)
    assert texts(document)[0] == "项目支出\\xff万元"
    (finding,) = document.findings
    assert finding.rule == "text.undecodable"
    assert (finding.places[0].line, finding.places[0].start, finding.places[0].end) == (1, 4, 8)  # type: ignore[union-attr]


def test_text_cut_within_a_character() -> None:
    document = read_text("湿地保护规划".encode()[:-1])
    assert texts(document) == ["湿地保护规\\xe5\\x88"]
    assert rules(document) == ["text.undecodable"]


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t", b"\xef\xbb\xbf\n", b"\xff\xfe\n\x00"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(SourceError, match="文件是空的"):
        read_text(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\nxyz", "PDF"),
        (b"PK\x03\x04" + bytes(50), "Excel"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (bytes(range(256)) * 40, "二进制"),
        (b"\x00\x01\x02\x03" * 500, "二进制"),
    ],
)
def test_binary_files_named_txt(data: bytes, said: str) -> None:
    assert FORMAT.sniff is not None and 0 < FORMAT.sniff(data, "a.txt") < 0.05
    assert FORMAT.sniff(data, "a.bin") == 0
    with pytest.raises(DamagedError, match=said) as caught:
        read_text(data)
    assert caught.value.where and caught.value.remedy


def test_foreign_text_is_wanted_less_than_ours() -> None:
    assert FORMAT.sniff is not None
    assert FORMAT.sniff(SENTENCES.encode(), "a.md") > FORMAT.sniff(SENTENCES.encode(), "a.log") > 0


def test_head_cut_within_a_character_is_still_text() -> None:
    assert FORMAT.sniff is not None
    assert FORMAT.sniff(("湿" * 30_000).encode()[:65_536], "a.txt") == 0.5
