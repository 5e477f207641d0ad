"""Every source ends in one state, and a second run does only what is new, changed or lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from batch_making import InPlace, Told, finder, make_documents, outcomes, outputs, take, text_of
from gongkai.batch import records
from gongkai.batch.records import Recipe
from gongkai.batch.running import Batch, Fences
from gongkai.errors import TargetError


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `in` of all sorts, converted into `out`."""
    room = tmp_path_factory.mktemp("finished")
    make_documents(room / "in" / "sub" / "deep", range(4))
    (room / "in" / "wrong.txt").write_text(text_of(9, wrong=True), encoding="utf-8")
    (room / "in" / "copy.txt").write_text(text_of(2), encoding="utf-8", newline="\n")
    (room / "in" / "torn.pdf").write_bytes(b"%PDF-1.7\ntorn")
    (room / "in" / "picture.bin").write_bytes(bytes(range(256)) * 9)
    (room / "in" / "stray.zip").write_bytes(b"PK\x03\x04")
    (room / "in" / "empty.txt").touch()
    (room / "in" / "empty2.txt").touch()
    (room / "in" / "~$open.xlsx").write_text("lock")
    take(room / "in", room / "out", formats=("json", "csv"), fences=Fences(jobs=2))
    return room


@pytest.fixture
def room(finished: Path, tmp_path: Path) -> Path:
    """A copy of its sources alone."""
    shutil.copytree(finished / "in", tmp_path / "in")
    return tmp_path


def test_every_source_has_its_one_state(finished: Path) -> None:
    states = {name: (outcome.state, outcome.code) for name, outcome in outcomes(finished / "out").items()}
    assert states == {
        "d0.txt": ("converted", ""),
        "d1.txt": ("converted", ""),
        "d2.txt": ("skipped", "Duplicate"),
        "d3.txt": ("converted", ""),
        "copy.txt": ("converted", ""),
        "wrong.txt": ("converted_with_findings", ""),
        "torn.pdf": ("failed", "DamagedError"),
        "picture.bin": ("skipped", "Ignored"),
        "stray.zip": ("skipped", "UnknownFormatError"),
        "empty.txt": ("failed", "SourceError"),
        "empty2.txt": ("failed", "SourceError"),
        "~$open.xlsx": ("skipped", "Ignored"),
    }


def test_the_tree_is_mirrored_and_outputs_are_recorded(finished: Path) -> None:
    found = outputs(finished / "out")
    assert {"sub/deep/d0.gongkai.json", "sub/deep/d0.zip", "wrong.zip", "copy.zip"} <= set(found)
    assert len(found) == 10
    recorded = [output for outcome in outcomes(finished / "out").values() for output in outcome.outputs]
    assert {output.path: output.size for output in recorded} == {path: len(data) for path, data in found.items()}


def test_outcomes_tell_what_the_document_is(finished: Path) -> None:
    wrong = outcomes(finished / "out")["wrong.txt"]
    assert (wrong.kind, wrong.year, wrong.department) == ("final", 2023, "示例市第9号单位")
    assert wrong.findings["error"] >= 1
    assert wrong.rules
    assert wrong.arithmetic is not None
    assert wrong.arithmetic.amounts == 6


def test_both_names_of_a_duplicate_are_recorded(finished: Path) -> None:
    copy = outcomes(finished / "out")["d2.txt"]
    assert Path(os.fsdecode(copy.same_as)).name == "copy.txt"
    assert not copy.outputs


def test_a_second_run_does_nothing(finished: Path) -> None:
    before = outputs(finished / "out")
    take(finished / "in", finished / "out", told := Told(), formats=("json", "csv"))
    assert told.worked == []
    assert outputs(finished / "out") == before
    assert len(outcomes(finished / "out")) == 12


def test_only_what_is_new_changed_or_lost_is_done(room: Path) -> None:
    take(room / "in", room / "out")
    (room / "in" / "new.txt").write_text(text_of(50), encoding="utf-8")
    (room / "in" / "wrong.txt").write_text(text_of(51), encoding="utf-8")
    (room / "out" / "sub" / "deep" / "d0.gongkai.json").unlink()
    (room / "out" / "sub" / "deep" / "d1.gongkai.json").write_bytes(b"")
    os.utime(room / "in" / "sub" / "deep" / "d3.txt", (1, 1))  # the clock jumped, the content stayed
    take(room / "in", room / "out", told := Told())
    assert sorted(told.worked) == ["d0.txt", "d1.txt", "new.txt", "wrong.txt"]
    assert outcomes(room / "out")["wrong.txt"].state == "converted"


def test_content_counts_where_size_and_time_stay(room: Path) -> None:
    path = room / "in" / "wrong.txt"
    take(room / "in", room / "out")
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("409.00", "408.00"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    take(room / "in", room / "out", told := Told())
    assert path.stat().st_size == status.st_size
    assert told.worked == ["wrong.txt"]


def test_failed_sources_are_tried_again_only_when_asked(room: Path) -> None:
    take(room / "in", room / "out")
    take(room / "in", room / "out", told := Told())
    assert told.worked == []
    take(room / "in", room / "out", told := Told(), retry_failed=True)
    assert sorted(told.worked) == ["empty.txt", "empty2.txt", "torn.pdf"]


def test_other_options_are_another_pipeline(room: Path) -> None:
    take(room / "in", room / "out")
    take(room / "in", room / "out", told := Told(), formats=("json", "csv"))
    assert "d0.txt" in told.worked
    assert "sub/deep/d0.zip" in outputs(room / "out")


def test_a_duplicate_whose_first_is_gone_is_converted(room: Path) -> None:
    take(room / "in", room / "out")
    (room / "in" / "copy.txt").unlink()
    take(room / "in", room / "out", told := Told())
    assert told.worked == ["d2.txt"]


def test_an_edited_output_is_left_to_its_editor(room: Path) -> None:
    take(room / "in", room / "out")
    edited = room / "out" / "copy.gongkai.json"
    edited.write_bytes(edited.read_bytes() + b"\n")
    mine = edited.read_bytes()
    take(room / "in", room / "out", told := Told())
    assert edited.read_bytes() == mine
    assert any("1 个结果在转换后被改动过" in line for line in told.lines)
    take(room / "in", room / "out", formats=("json", "csv"))
    assert edited.read_bytes() == mine
    assert outcomes(room / "out")["copy.txt"].code == "TargetError"
    take(room / "in", room / "out", formats=("json", "csv"), force=True)
    assert edited.read_bytes() != mine
    assert outcomes(room / "out")["copy.txt"].state == "converted"


def test_nothing_foreign_is_overwritten(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    (tmp_path / "out").mkdir()
    foreign = tmp_path / "out" / "d0.gongkai.json"
    foreign.write_text("mine")
    counts = take(tmp_path / "in", tmp_path / "out")
    assert (counts.converted, counts.failed) == (1, 1)
    assert outcomes(tmp_path / "out")["d0.txt"].message.startswith("已存在，未覆盖")
    assert foreign.read_text() == "mine"


def test_two_sources_of_one_name_keep_their_suffix(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", ())
    for number, name in enumerate(["a.txt", "a.md", "B.txt", "b.txt", "c.txt", "report.txt"]):
        (tmp_path / "in" / name).write_text(text_of(number), encoding="utf-8")
    take(tmp_path / "in", tmp_path / "out", told := Told())
    names = set(outputs(tmp_path / "out"))
    assert {"a.txt.gongkai.json", "a.md.gongkai.json", "B.txt.gongkai.json", "c.gongkai.json"} <= names
    assert "report.txt.gongkai.json" in names
    assert len({name.casefold() for name in names}) == 6
    assert any("5 个来源" in line for line in told.lines)
    (tmp_path / "in" / "c.md").write_text(text_of(7), encoding="utf-8")
    take(tmp_path / "in", tmp_path / "out")
    assert set(outputs(tmp_path / "out")) - names == {"c.md.gongkai.json"}


def test_folders_given_together_keep_their_names(tmp_path: Path) -> None:
    make_documents(tmp_path / "2023", [1])
    make_documents(tmp_path / "2024", [2])
    take([str(tmp_path / "2023"), str(tmp_path / "2024")], tmp_path / "out")
    assert set(outputs(tmp_path / "out")) == {"2023/d1.gongkai.json", "2024/d2.gongkai.json"}


def test_the_same_source_named_twice_counts_once(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(2))
    counts = take([str(tmp_path / "in"), str(tmp_path / "in" / "d1.txt")], tmp_path / "out")
    assert (counts.total, counts.converted) == (2, 2)


def test_what_no_reader_claims_is_left_alone_unless_it_is_named(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", [1])
    script = tmp_path / "in" / "script.py"
    script.write_text(text_of(2), encoding="utf-8")
    (tmp_path / "in" / "README").write_text("x")
    take(tmp_path / "in", tmp_path / "out")
    found = {name: (one.code, one.message) for name, one in outcomes(tmp_path / "out").items() if one.code}
    assert found == {
        "script.py": ("Ignored", "没有格式读取后缀 .py（确需转换，请直接给出该文件）"),
        "README": ("Ignored", "没有后缀（确需转换，请直接给出该文件）"),
    }
    for sources in ([str(script), str(tmp_path / "in")], [str(tmp_path / "in"), str(tmp_path / "in" / "*.py")]):
        counts = take(sources, tmp_path / "out")
        assert (counts.converted, counts.skipped) == (2, 1)
        assert outcomes(tmp_path / "out")["script.py"].outputs[0].path == "script.gongkai.json"


def test_a_run_in_which_all_has_its_state_is_over_whatever_follows(tmp_path: Path) -> None:
    make_documents(tmp_path / "in", range(3))
    recipe = Recipe(str(tmp_path / "out"), ("json",))
    with pytest.raises(TargetError), Batch(recipe, Fences(), Told(), open_runner=InPlace) as batch:
        batch.take(finder(tmp_path / "out").find([str(tmp_path / "in")]))
        raise TargetError("packing failed", "")
    take(tmp_path / "in", tmp_path / "out", told := Told())
    assert told.lines == []
    make_documents(tmp_path / "in", [4])
    with pytest.raises(KeyboardInterrupt), Batch(recipe, Fences(), Told(), open_runner=Interrupted) as batch:
        batch.take(finder(tmp_path / "out").find([str(tmp_path / "in")]))
    take(tmp_path / "in", tmp_path / "out", told := Told())
    assert "上次运行未结束" in told.lines[0]


class Interrupted(InPlace):
    """Work that is interrupted from outside."""

    def run(self, todo: object, idle: object) -> object:  # type: ignore[override]
        raise KeyboardInterrupt


def test_records_travel_whole() -> None:
    import msgspec

    recipe = Recipe("out", options={"pages": "3"}, limits={"pages": 7})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(recipe), type=Recipe) == recipe
    job = records.Job(1, b"a\xff\n", "a%ff%0a")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=records.Job) == job
    assert job.name == "a\\xff\\n"
