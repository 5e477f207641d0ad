"""The dataset on the disk: what it holds is a function of its documents alone, whatever happened on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="the extra `data` is not installed")

import pyarrow.dataset
import pyarrow.parquet

from gongkai.dataset import parts as part_files
from gongkai.dataset import storing
from gongkai.dataset.columns import shapes
from gongkai.dataset.parts import Member, arrange, schema
from gongkai.dataset.rows import DocumentRows, decode_rows, document_rows, encode_rows
from gongkai.dataset.spool import Spool
from gongkai.dataset.storing import Merged, held_documents, merge, read_manifest
from gongkai.errors import DamagedError, TargetError
from gongkai.testing import read_text

TEXT = """收入支出决算总表
单位：万元
项目\t金额
本年收入合计\t12.50
上年结转\t0.50
总计\t13.00
"""


@pytest.fixture(scope="module")
def rows() -> DocumentRows:
    """The rows of a small document."""
    return document_rows(read_text(TEXT), "1" * 64, "a.txt", "f0")


def doc_id(number: int) -> str:
    return hashlib.sha256(b"%d" % number).hexdigest()


def like(rows: DocumentRows, number: int, fingerprint: str = "f0", year: int | None = 2023) -> DocumentRows:
    """The same rows as another document's."""
    own = doc_id(number)
    tables = {name: [(own, *row[1:]) for row in inside] for name, inside in rows.tables.items()}
    last = tables["documents"][0]
    tables["documents"] = [(*last[:-1], fingerprint)]
    return DocumentRows(own, fingerprint, year, tables)


def bring(folder: Path, documents: Iterable[DocumentRows], current: dict[str, str] | None = None) -> Merged:
    """Spool documents and merge them in; `current` defaults to just these."""
    spool = Spool(folder / "spool")
    documents = list(documents)
    for document in documents:
        spool.add(document)
    return merge(folder / "dataset", current or {one.doc_id: one.fingerprint for one in documents}, spool)


def files(folder: Path) -> dict[str, bytes]:
    root = folder / "dataset"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_rows_have_the_columns_their_table_has(rows: DocumentRows) -> None:
    assert set(rows.tables) == set(shapes())
    for name, inside in rows.tables.items():
        assert {len(row) for row in inside} <= {len(shapes()[name].columns)}
    assert decode_rows(encode_rows(rows)) == rows
    with pytest.raises(DamagedError, match="已损坏"):
        decode_rows(encode_rows(rows)[:-5])


def test_parts_bear_types_years_and_exact_figures(rows: DocumentRows, tmp_path: Path) -> None:
    done = bring(tmp_path, [like(rows, 1), like(rows, 2, year=None)])
    assert done == Merged(2, 2, 0, ())
    table = pyarrow.parquet.read_table(next((tmp_path / "dataset/facts/year=2023").iterdir()), partitioning=None)
    assert table.schema.equals(schema("facts"))
    assert table["value"].to_pylist() == [Decimal("12.50"), Decimal("0.50"), Decimal("13.00")]
    assert table["raw"].to_pylist() == ["12.50", "0.50", "13.00"]
    assert table["value_yuan"].to_pylist() == [125_000, 5_000, 130_000]
    folders = {path.name for path in (tmp_path / "dataset/facts").iterdir()}
    assert folders == {"year=2023", "year=__unknown__"}


def test_any_reader_of_parquet_folders_sees_the_same(rows: DocumentRows, tmp_path: Path) -> None:
    bring(tmp_path, [like(rows, number, year=2020 + number) for number in range(3)])
    whole = pyarrow.dataset.dataset(tmp_path / "dataset/facts", partitioning="hive").to_table()
    assert sorted(set(whole["year"].to_pylist())) == [2020, 2021, 2022]
    assert whole.num_rows == 9


HISTORIES = st.lists(st.dictionaries(st.integers(0, 9), st.sampled_from(["f0", "f1"]), max_size=8), max_size=4)


@settings(max_examples=8)
@given(history=HISTORIES)
def test_history_never_shows(
    rows: DocumentRows, history: list[dict[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, fresh = tmp_path_factory.mktemp("history"), tmp_path_factory.mktemp("fresh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_files, "DOCUMENTS_PER_PART", 2)
        for wanted in [*history, {3: "f1", 4: "f0"}]:
            documents = [like(rows, number, print_, 2022 + number % 2) for number, print_ in wanted.items()]
            done = bring(folder, documents, {one.doc_id: one.fingerprint for one in documents})
            assert (done.documents, done.missing) == (len(wanted), ())
        bring(fresh, documents)
    assert files(folder) == files(fresh)
    assert not (folder / "spool").exists()


def test_a_document_converted_anew_replaces_its_rows(rows: DocumentRows, tmp_path: Path) -> None:
    bring(tmp_path, [like(rows, 1), like(rows, 2)])
    current = {doc_id(1): "f1", doc_id(2): "f0"}
    done = bring(tmp_path, [like(rows, 1, "f1", 2024)], current)
    assert done == Merged(2, 1, 0, ())
    assert held_documents(tmp_path / "dataset") == current
    assert len(list((tmp_path / "dataset").rglob("year=2023/*"))) == 2  # no document has an indicator or a finding
    assert merge(tmp_path / "dataset", current, Spool(tmp_path / "spool")).added == 0


def test_twenty_thousand_documents_are_few_files() -> None:
    parts = arrange(Member(doc_id(number), "f0", 2010 + number % 10) for number in range(20_000))
    assert sum(map(len, parts.values())) == 20_000
    assert len(parts) == 40
    assert max(map(len, parts.values())) < 700


@pytest.mark.parametrize("broken_at", range(5))
def test_a_merge_that_breaks_off_changes_nothing(
    rows: DocumentRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_at: int
) -> None:
    bring(tmp_path, [like(rows, 1)])
    before = files(tmp_path)
    calls = []

    def break_off(data: bytes, path: Path) -> None:
        calls.append(path)
        if len(calls) > broken_at:
            raise TargetError("不能写入：磁盘已满", str(path))
        storing_store(data, path)

    storing_store = storing.store
    documents = [like(rows, 1), like(rows, 2), like(rows, 3, year=2024)]
    with monkeypatch.context() as patch:
        patch.setattr(storing, "store", break_off)
        with pytest.raises(TargetError):
            bring(tmp_path, documents)
    manifest = read_manifest(tmp_path / "dataset")
    assert manifest is not None
    assert set(manifest.all_files()) == set(before) - {storing.MANIFEST}
    assert files(tmp_path).items() >= before.items()
    bring(tmp_path, [], {one.doc_id: one.fingerprint for one in documents})
    other = tmp_path / "other"
    bring(other, documents)
    assert files(tmp_path) == files(other)


def test_what_cannot_be_used_is_said(rows: DocumentRows, tmp_path: Path) -> None:
    bring(tmp_path, [like(rows, 1), like(rows, 2, year=2024)])
    dataset = tmp_path / "dataset"
    next((dataset / "facts/year=2024").iterdir()).unlink()
    done = bring(tmp_path, [], {doc_id(1): "f0", doc_id(2): "f0"})
    assert done.missing == (doc_id(2),)
    (dataset / storing.MANIFEST).write_text('{"dataset": 9, "files": {}}')
    with pytest.raises(DamagedError, match="第 9 版"):
        bring(tmp_path, [like(rows, 1)])
    (dataset / storing.MANIFEST).write_text("{")
    with pytest.raises(DamagedError, match="清单已损坏"):
        bring(tmp_path, [like(rows, 1)])
