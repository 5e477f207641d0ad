"""The report: everything counted, everything escaped, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from gongkai.batch import reporting
from gongkai.batch.ledger import Ledger
from gongkai.batch.records import Outcome, Output, Recipe
from gongkai.batch.sources import Found
from gongkai.batch.statistics import AMOUNT_BOUNDS, Gathering
from gongkai.model import Arithmetic

NASTY = "<script>alert('1')</script>\"&"


def made_outcome(number: int) -> Outcome:
    path = f"in/{NASTY}{number}.txt".encode()
    if number % 10 == 9:
        return Outcome(path, "failed", code="Timeout", message=f"超时 {NASTY}", seconds=300.0)
    output = Output(f"a b#/{NASTY}{number}.xlsx", "xlsx", 10, "0" * 64)
    arithmetic = Arithmetic(holds=3, amounts=number, proved=number // 2, contradicted=0)
    return Outcome(
        path,
        "converted_with_findings",
        outputs=(output,),
        title=NASTY,
        kind="final",
        year=2020 + number % 4,
        region=NASTY,
        department=NASTY,
        findings={"error": 1},
        rules={"narrative.growth": 2, NASTY: 1},
        arithmetic=arithmetic,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports of a ledger of forty sources."""
    out = tmp_path_factory.mktemp("report")
    with Ledger(out / "ledger.sqlite") as ledger:
        ledger.begin(Recipe(str(out)), "f" * 64)
        for number in range(40):
            outcome = made_outcome(number)
            ledger.see(Found(outcome.path, "a", "a"))
            ledger.finish(number + 1, outcome)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reporting, "ROWS", 30)
            reporting.write_report(ledger, out)
    return out


class Reader(HTMLParser):
    """Tags with their attributes, and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def page(out: Path) -> Reader:
    return Reader((out / "report.html").read_text(encoding="utf-8"))


def test_nothing_of_a_document_becomes_markup(out: Path, page: Reader) -> None:
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert "<script>alert" not in (out / "report.html").read_text(encoding="utf-8")
    assert any(NASTY in text for text in page.texts)


def test_only_the_page_s_own_style_and_script_are_let_in(out: Path, page: Reader) -> None:
    (policy,) = [attrs["content"] or "" for tag, attrs in page.tags if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'")
    text = (out / "report.html").read_text(encoding="utf-8")
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [attrs for _, attrs in page.tags if {"src", "style", "onclick"} & set(attrs)]


def test_links_are_relative_and_quoted(page: Reader) -> None:
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    outputs = [link for link in links if link != "report.json"]
    assert len(outputs) == 36
    assert all(re.fullmatch(r"a%20b%23/[\w%.()'~-]+\.xlsx|a%20b%23/.+\.xlsx", link) for link in outputs)
    assert not [link for link in links if ":" in link or link.startswith("/") or "<" in link]


def test_every_document_has_its_row_though_not_all_are_laid_out(out: Path, page: Reader) -> None:
    assert sum("data-state" in attrs for tag, attrs in page.tags if tag == "tr") == 40
    laid_out, rest = (out / "report.html").read_text(encoding="utf-8").split('<template id="rest">')
    assert (laid_out.count("<tr data-state"), rest.count("<tr data-state")) == (30, 10)
    assert any("表中为前 30 个" in text for text in page.texts)


def test_the_same_stands_in_json_whole(out: Path) -> None:
    report = msgspec.json.decode((out / "report.json").read_bytes())
    assert report["counts"] == {
        "total": 40,
        "converted": 0,
        "converted_with_findings": 36,
        "failed": 4,
        "skipped": 0,
        "pending": 0,
    }
    statistics = report["statistics"]
    assert len(report["documents"]) == 40
    assert statistics["years"] == {"2020": 10, "2021": 8, "2022": 10, "2023": 8}
    assert statistics["rules"]["narrative.growth"] == 72
    assert statistics["rule_documents"]["narrative.growth"] == 36
    assert sum(statistics["amount_classes"]) == 36
    assert sum(statistics["proof_shares"]) == 35
    assert statistics["amount_classes"][AMOUNT_BOUNDS.index(0)] == 1
    (failure,) = statistics["failures"]
    assert (failure["code"], failure["count"], len(failure["examples"])) == ("Timeout", 4, 3)


def test_reasons_are_told_apart_but_for_numbers_and_paths() -> None:
    gathering = Gathering()
    told = ["超过 3 秒", "超过 5 秒", "内存用尽"]
    for number, message in enumerate(told):
        gathering.add(Outcome(b"%d" % number, "failed", code="X", message=message))
    for number in range(2):
        gathering.add(Outcome(b"%d" % number, "skipped", code="Duplicate", message=f"与 {'ab'[number]} 相同"))
    result = gathering.result()
    assert [(one.message, one.count, one.several) for one in result.failures] == [
        ("超过 3 秒", 2, True),
        ("内存用尽", 1, False),
    ]
    assert [(one.count, one.several) for one in result.skips] == [(2, True)]
    for number in range(500):
        gathering.add(Outcome(b"x", "failed", code="X", message="坏" * number))
    assert len(gathering.result().failures) < 80
    assert sum(one.count for one in gathering.result().failures) == 503


def test_a_batch_of_nothing_has_a_report(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(Recipe(str(tmp_path)), "f" * 64)
        html, json = reporting.write_report(ledger, tmp_path)
    assert "没有发现" in html.read_text(encoding="utf-8")
    assert msgspec.json.decode(json.read_bytes())["documents"] == []
