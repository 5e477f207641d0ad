"""Questions to a dataset in SQL, through DuckDB: it sees the four tables and nothing else of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.dataset.columns import shapes
from gongkai.dataset.libraries import duckdb, pyarrow
from gongkai.dataset.parts import UNKNOWN_YEAR, schema
from gongkai.dataset.storing import Manifest, read_manifest
from gongkai.errors import DamagedError, SourceError, UsageError

FOLDER = "dataset"
"""Where a batch keeps its dataset, below its output folder."""

_CLOSED = {
    "enable_external_access": False,  # no files, no network, no database but the one in memory
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # or a name in the SQL would find this program's variables
}
_ASKING = ("SELECT", "EXPLAIN", "MULTI")
"""Kinds of statements that only ask; PIVOT is of several steps."""

_KINDS = {
    "Parser": "SQL 语法有误",
    "Binder": "SQL 不成立",
    "Catalog": "没有这个表或函数",
    "Conversion": "类型不能转换",
    "Permission": "不允许访问数据集以外的文件",
    "Out of Memory": "内存不足",
}
_ERROR = re.compile(r"(?P<kind>[A-Z][A-Za-z ]+?) Error: (?P<what>.*?)(?:\n\n|\Z)", re.DOTALL)
_FIGURES = re.compile(r"DECIMAL|DOUBLE|FLOAT|U?(?:TINY|SMALL|BIG|HUGE)?INT")
_BATCH = 2_048


@dataclass(frozen=True)
class Answer:
    """Column names, and rows in batches; `types` are DuckDB's."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]

    @property
    def figure_columns(self) -> frozenset[int]:
        """Positions of the columns that hold figures."""
        return frozenset(number for number, name in enumerate(self.types) if _FIGURES.match(name))


@contextmanager
def ask(out: Path, sql: str) -> Iterator[Answer]:
    """The answer to one query of the dataset below a batch's folder (or of that dataset itself).

    Views: facts, documents, indicators, findings, each with `year` (null where unknown) as last column. UsageError for
    SQL that is wrong or does more than ask, SourceError where there is no dataset.
    """
    dataset, manifest = _find(out)
    with _told(sql):
        connection = duckdb().connect(":memory:", config=_CLOSED)
    try:
        with _told(sql):
            for name in shapes():
                connection.register(name, _view(dataset, manifest, name))
            connection.execute("SET lock_configuration = true")
            cursor = connection.execute(_single(connection, sql))
            columns = cursor.description
        yield Answer(tuple(one[0] for one in columns), tuple(str(one[1]) for one in columns), _rows(cursor, sql))
    finally:
        connection.close()


def _find(out: Path) -> tuple[Path, Manifest]:
    for dataset in (out / FOLDER, out):
        manifest = read_manifest(dataset)
        if manifest is not None:
            return dataset, manifest
    if not out.is_dir():
        raise SourceError("没有这个文件夹", str(out), "请给出 gongkai batch 的结果文件夹")
    raise SourceError("这里没有数据集", str(out), "用 gongkai batch --dataset 生成")


def _view(dataset: Path, manifest: Manifest, name: str) -> Any:
    arrow, data = pyarrow(), pyarrow("dataset")
    years = arrow.schema([arrow.field("year", arrow.int32())])
    files = [str(dataset / path) for path in manifest.files.get(name, [])]
    if not files:
        return arrow.schema([*schema(name), *years]).empty_table()
    partitioning = data.HivePartitioning(years, null_fallback=UNKNOWN_YEAR)
    return data.dataset(
        files,
        schema=arrow.schema([*schema(name), *years]),
        format="parquet",
        partitioning=partitioning,
        partition_base_dir=str(dataset / name),
    )


def _single(connection: Any, sql: str) -> str:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError("须给出一条 SQL 语句" if not statements else "一次只能执行一条 SQL 语句", "SQL")
    if statements[0].type.name not in _ASKING:
        raise UsageError("只能查询，不能改动数据集", "SQL", "用 SELECT，或 DESCRIBE facts 查看各列")
    return sql


def _rows(cursor: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    fetch: Callable[[int], list[tuple[Any, ...]]] = cursor.fetchmany
    while True:
        with _told(sql):
            rows = fetch(_BATCH)
        if not rows:
            return
        yield from rows


@contextmanager
def _told(sql: str) -> Iterator[None]:
    library = duckdb()
    try:
        yield
    except library.Error as error:
        if "Parquet" in str(error):
            raise DamagedError(
                "数据集的文件已损坏", _named(str(error)), "请删除数据集文件夹，再次运行 gongkai batch"
            ) from error
        raise UsageError(
            _one_line(str(error), sql), "SQL", "DESCRIBE facts 可查看各列，SHOW TABLES 可查看各表"
        ) from error
    except FileNotFoundError as error:
        raise SourceError("数据集的文件不见了，或正在更新", str(error.filename or ""), "请再试一次") from error


def _one_line(message: str, sql: str) -> str:
    match = _ERROR.search(message)
    if match is None:
        return " ".join(message.split())
    what = " ".join(match["what"].split())
    if match["kind"] == "Catalog":
        what = what.partition(" Did you mean")[0]
    line = re.search(r"^LINE (\d+): ", message, re.MULTILINE)
    where = f"（第 {line[1]} 行）" if line and "\n" in sql.strip() else ""
    return f"{_KINDS.get(match['kind'], match['kind'])}：{what}{where}"


def _named(message: str) -> str:
    """The file that an error names."""
    match = re.search(r"'([^']*\.parquet)'", message)
    return match[1] if match else ""
