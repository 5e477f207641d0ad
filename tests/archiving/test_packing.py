"""Bags of batches: valid by the Library of Congress's own tool, complete, and telling what happened."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from batch_making import make_documents, take, text_of
from gongkai.archiving.bags import Bag, encode_path
from gongkai.archiving.packing import pack_batch, read_information
from gongkai.batch.ledger import Ledger, ledger_path
from gongkai.errors import SourceError, TargetError, UsageError

bagit = pytest.importorskip("bagit", reason="bagit is not installed")

PREMIS = {"p": "http://www.loc.gov/premis/v3"}


def pack(out: Path, **information: str) -> Path:
    with Ledger(ledger_path(out)) as ledger:
        return pack_batch(ledger, out, {name.replace("_", "-"): text for name, text in information.items()})


@pytest.fixture
def batch(tmp_path: Path) -> tuple[Path, Path]:
    """Sources of all kinds of names, and the folder of their batch."""
    sources, out = tmp_path / "in", tmp_path / "out"
    make_documents(sources / "甲局", [1])
    make_documents(sources / "100%", [2])
    (sources / "=1+1.txt").write_text(text_of(3), encoding="utf-8")
    (sources / "copy.txt").write_text(text_of(1), encoding="utf-8", newline="\n")
    (sources / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (sources / "~$lock.docx").write_bytes(b"x")
    take(sources, out)
    return sources, out


def test_the_official_tool_finds_it_valid(batch: tuple[Path, Path]) -> None:
    sources, out = batch
    path = pack(out, Source_Organization="临澜市档案馆", External_Description="部门公开文件 " * 30)
    bag = bagit.Bag(str(path))
    assert bag.validate(processes=1)
    assert bag.version_info == (1, 0)
    assert bag.info["Source-Organization"] == "临澜市档案馆"
    assert " ".join(bag.info["External-Description"].split()) == ("部门公开文件 " * 30).strip()
    payload = [file for file in (path / "data").rglob("*") if file.is_file()]
    assert bag.info["Payload-Oxum"] == f"{sum(file.stat().st_size for file in payload)}.{len(payload)}"
    packed = {file.read_bytes() for file in (path / "data/sources").rglob("*") if file.is_file()}
    assert packed == {file.read_bytes() for file in sources.rglob("*") if file.is_file()} - {b"x"}
    assert len(list((path / "data/outputs").rglob("*.json"))) == 3
    assert not list(path.rglob("*%*"))
    assert pack(out) == path
    assert bagit.Bag(str(path)).validate(processes=1)
    assert not list(out.glob(".gongkai-*"))


def test_the_ledger_tells_every_source(batch: tuple[Path, Path]) -> None:
    _, out = batch
    text = (pack(out) / "data/ledger.csv").read_text(encoding="utf-8")
    rows = {Path(row["name"]).name: row for row in csv.DictReader(io.StringIO(text))}
    assert {name: row["state"] for name, row in rows.items()} == {
        "d1.txt": "skipped",
        "copy.txt": "converted",
        "d2.txt": "converted",
        "=1+1.txt": "converted",
        "bad.pdf": "failed",
        "~$lock.docx": "skipped",
    }
    assert rows["d1.txt"]["same_as"].endswith("copy.txt")
    assert rows["d2.txt"]["source"] == "data/sources/100％/d2.txt"
    assert rows["d2.txt"]["outputs"] == "data/outputs/100％/d2.gongkai.json"
    assert rows["bad.pdf"]["source"] == "data/sources/bad.pdf"
    assert rows["~$lock.docx"]["source"] == ""


def test_premis_tells_who_what_when_and_with_what_outcome(batch: tuple[Path, Path]) -> None:
    sources, out = batch
    (sources / "100%/d2.txt").write_text(text_of(9), encoding="utf-8")
    take(sources, out)
    path = pack(out)
    root = ElementTree.parse(path / "data/premis.xml").getroot()
    manifest = dict(
        reversed(line.split("  ", 1))
        for line in (path / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    )
    objects = {
        one.findtext("p:objectIdentifier/p:objectIdentifierValue", "", PREMIS): one
        for one in root.iterfind("p:object", PREMIS)
    }
    assert set(objects) == set(manifest) - {"data/premis.xml"}
    for name, one in objects.items():
        assert one.findtext(".//p:messageDigest", "", PREMIS) == manifest[name]
        assert one.findtext(".//p:size", "", PREMIS) == str((path / name).stat().st_size)
    events = list(root.iterfind("p:event", PREMIS))
    told = [
        one for one in events if one.findtext("p:eventDetailInformation/p:eventDetail", "", PREMIS).endswith("d2.txt")
    ]
    assert [one.findtext(".//p:eventOutcome", "", PREMIS) for one in told] == ["success", "success"]
    assert told[0].find("p:linkingObjectIdentifier[p:linkingObjectRole='outcome']", PREMIS) is None
    assert told[1].find("p:linkingObjectIdentifier[p:linkingObjectRole='outcome']", PREMIS) is not None
    outcomes = {one.findtext(".//p:eventOutcome", "", PREMIS) for one in events}
    assert outcomes == {"success", "failure", "skipped"}
    agents = {one.findtext("p:agentType", "", PREMIS) for one in root.iterfind("p:agent", PREMIS)}
    assert agents == {"software", "person"}
    known = {one.text for one in root.iterfind("p:agent/p:agentIdentifier/p:agentIdentifierValue", PREMIS)}
    assert {one.text for one in root.iterfind(".//p:linkingAgentIdentifierValue", PREMIS)} <= known


def test_a_bag_vouches_for_what_is_in_it(batch: tuple[Path, Path]) -> None:
    sources, out = batch
    pack(out)
    before = (out / "bag/manifest-sha256.txt").read_bytes()
    (sources / "copy.txt").write_text("其他", encoding="utf-8")
    with pytest.raises(SourceError, match="有改动"):
        pack(out)
    (sources / "copy.txt").unlink()
    with pytest.raises(SourceError, match="已不在"):
        pack(out)
    assert (out / "bag/manifest-sha256.txt").read_bytes() == before
    assert not list(out.glob(".gongkai-*"))
    shutil.rmtree(out / "bag")
    (out / "bag").mkdir()
    with pytest.raises(TargetError, match="别的东西"):
        pack(out)


def test_an_edited_output_is_told(batch: tuple[Path, Path]) -> None:
    _, out = batch
    edited = next((out / "100%").iterdir())
    edited.write_bytes(edited.read_bytes() + b" ")
    path = pack(out)
    assert "结果在转换后被改动" in (path / "data/premis.xml").read_text(encoding="utf-8")
    edited.unlink()
    with pytest.raises(SourceError, match="结果已不在"):
        pack(out)


def test_bags_hold_any_name(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"abc")
    (tmp_path / "bag").mkdir()
    bag = Bag(tmp_path / "bag")
    bag.add_file("data/one\nline.txt", tmp_path / "source")
    bag.add_pieces("data/甲/乙.txt", [])
    bag.finish({})
    assert bagit.Bag(str(tmp_path / "bag")).validate(processes=1)
    assert encode_path("50%\r\n") == "50%25%0D%0A"
    for stray in ("../x", "/x", "data/../../x"):
        with pytest.raises(TargetError, match="越出"):
            bag.add_pieces(stray, [])


def test_information_is_checked() -> None:
    assert read_information(("Source-Organization=甲=乙",)) == {"Source-Organization": "甲=乙"}
    for wrong in ("nothing", "=x", "A: b=c", "Contact-Name= ", "Payload-Oxum=1.1"):
        with pytest.raises(UsageError):
            read_information((wrong,))
