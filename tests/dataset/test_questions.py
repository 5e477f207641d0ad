"""The page of questions holds: columns, and every question with its answer.

`PYTHONPATH=tests python tests/dataset/test_questions.py` writes the answers and the columns of docs/dataset.md anew.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset_making import EXAMPLES, make_dataset, write_documents
from gongkai.cli import run
from gongkai.dataset.columns import shapes

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "dataset.md"
_QUESTION = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)
_COLUMNS = re.compile(r"<!-- columns -->\n.*?(?=\nThe files are laid out)", re.DOTALL)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a batch with a dataset."""
    for library in ("pyarrow", "duckdb"):
        pytest.importorskip(library, reason="the extra `data` is not installed")
    return make_batch(tmp_path_factory.mktemp("questions"))


def make_batch(folder: Path) -> Path:
    write_documents(folder / "in")
    for name in ("final_account_2023.txt", "budget_2024.md"):
        shutil.copy(EXAMPLES / name, folder / "in" / name)
    make_dataset(folder / "in", folder / "out")
    return folder / "out"


def answer(out: Path, sql: str) -> str:
    page, words = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(page), contextlib.redirect_stderr(words):
        assert run(["query", str(out), sql]) == 0, words.getvalue()
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def columns() -> str:
    """The tables of columns as the page has them."""
    lines = ["<!-- columns -->"]
    first = next(iter(shapes().values())).columns
    keys = [column for column in first if all(column in shape.columns for shape in shapes().values())]
    for name, inside in [("Keys of every row", keys), *((f"`{name}`", shapes()[name].columns) for name in shapes())]:
        own = inside if inside is keys else inside[len(keys) :]
        about = "" if inside is keys else f": {shapes()[name.strip('`')].description}"
        lines += ["", f"**{name}**{about}", "", "| column | type | what |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.description} |" for column in own]
    return "\n".join(lines) + "\n"


def written_anew(out: Path) -> str:
    """docs/dataset.md with its columns and answers as the program has them."""
    text = _COLUMNS.sub(lambda _: columns(), PAGE.read_text(encoding="utf-8"))
    return _QUESTION.sub(lambda match: f"```sql\n{match['sql']}```\n\n```text\n{answer(out, match['sql'])}```\n", text)


def questions() -> Iterator[str]:
    for match in _QUESTION.finditer(PAGE.read_text(encoding="utf-8")):
        yield match["sql"]


def test_the_page_is_what_the_program_says(batch: Path) -> None:
    assert len(list(questions())) >= 9
    assert PAGE.read_text(encoding="utf-8") == written_anew(batch)


def test_every_answer_tells_something(batch: Path) -> None:
    for sql in questions():
        assert len(answer(batch, sql).splitlines()) > 2, sql


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        anew = written_anew(make_batch(Path(folder)))
    PAGE.write_text(anew, encoding="utf-8", newline="\n")
