"""The custom XML part: lossless, strict, and safe against hostile XML."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings

from gongkai.carrying import embedding
from gongkai.model import Disclosure, Paragraph, SourceInfo
from strategies import disclosures

SMALL = Disclosure(
    SourceInfo("甲.txt", "0" * 64, "text/plain"), (Paragraph("b1", "第一段 \x00\x0b\ufffe\r\n<&>]]>\u0085 𠀀"),)
)


def extract(xml: bytes) -> Disclosure | None:
    embedded = embedding.open_part(xml)
    return embedded.disclosure if embedded else None


@settings(max_examples=25)
@given(disclosures())
def test_what_is_embedded_comes_out_equal(disclosure: Disclosure) -> None:
    assert extract(embedding.embed(disclosure)) == disclosure


def test_a_part_keeps_the_seal_and_any_character() -> None:
    seal = embedding.seal_of([b"one", b"two"])
    embedded = embedding.open_part(embedding.embed(SMALL, seal))
    assert embedded == (SMALL, seal)
    assert embedding.seal_of([b"onet", b"wo"]) != seal


def test_long_texts_stand_in_several_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_PIECE_LENGTH", 50)
    xml = embedding.embed(SMALL)
    assert xml.count(b"<json>") > 3
    assert extract(xml) == SMALL


def test_an_altered_part_counts_as_none() -> None:
    xml = embedding.embed(SMALL)
    assert extract(xml.replace("第一段".encode(), "第二段".encode())) is None
    assert extract(xml[:-20]) is None
    assert extract(xml.replace(b"disclosure:1", b"disclosure:2")) is None
    assert extract(xml.replace(b"&quot;gongkai&quot;:1", b"").replace(b'"gongkai":1', b'"gongkai":2')) is None
    assert extract(b"") is None


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><disclosure xmlns="urn:gongkai:disclosure:1">&a;</disclosure>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><disclosure xmlns="urn:gongkai:disclosure:1"/>',
        b'<?xml version="1.0" encoding="nonsense"?><disclosure xmlns="urn:gongkai:disclosure:1"/>',
        b'<disclosure xmlns="urn:gongkai:disclosure:1"><json>[[[[</json></disclosure>',
        b'<disclosure xmlns="urn:gongkai:disclosure:1"><other/></disclosure>',
        b'<disclosure xmlns="urn:gongkai:disclosure:1"><json>' + b"[" * 100_000 + b"</json></disclosure>",
    ],
)
def test_hostile_parts_are_refused(hostile: bytes) -> None:
    assert extract(hostile) is None


def test_visible_text_is_what_xml_can_hold() -> None:
    assert embedding.xml_text("a\x00b\r\nc\ufffe\td") == "ab\nc\td"
    assert extract(embedding.embed(msgspec.structs.replace(SMALL, title="\x01"))) is not None
