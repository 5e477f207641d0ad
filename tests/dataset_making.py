"""A small dataset for tests and for the page of questions: three invented departments over three years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batch_making import SUFFIXES, InPlace
from gongkai.batch.records import Recipe
from gongkai.batch.running import Batch, Fences, Listener
from gongkai.batch.sources import Finder
from gongkai.dataset.filling import SINK, merge_batch
from gongkai.plugins.registry import installed_registry
from gongkai.walk.targets import source_stem

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

_DEPARTMENTS = {"临澜市档案馆": 310, "临澜市公共交通处": 1240, "临澜市水文站": 560}
_CLASSES = (("201", "一般公共服务支出", 40), ("208", "社会保障和就业支出", 25), ("211", "节能环保支出", 35))


def write_documents(folder: Path) -> None:
    """A final account and a budget for each department and year; the bus office's account of 2023 does not add up."""
    for number, (department, size) in enumerate(_DEPARTMENTS.items()):
        for year in (2022, 2023, 2024):
            grown = size + 17 * (year - 2022) * (number + 1)
            wrong = 9 if (number, year) == (1, 2023) else 0
            place = folder / str(year)
            place.mkdir(parents=True, exist_ok=True)
            for name, lines in (
                (f"{department}决算.txt", _final(department, year, grown, wrong)),
                (f"{department}预算.txt", _budget(department, year, grown + 10)),
            ):
                (place / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def make_dataset(sources: Path, out: Path) -> None:
    """The dataset of a folder of documents, through a batch in this process."""
    registry = installed_registry()
    finder = Finder(out, lambda name: source_stem(Path(name), registry), SUFFIXES)
    recipe = Recipe(str(out), ("json",), sinks=(SINK,))
    with Batch(recipe, Fences(jobs=1), Listener(), open_runner=InPlace) as batch:
        batch.take(finder.find([str(sources)]))
        merge_batch(batch.ledger, out)


def _rows(size: int) -> Iterator[tuple[str, str, int, int]]:
    """Code, name, basic and project expenditure of each class."""
    for code, name, share in _CLASSES:
        amount = size * share // 100
        yield code, name, amount * 3 // 5, amount - amount * 3 // 5


def _expenditure(size: int, wrong: int) -> Iterator[str]:
    rows = list(_rows(size))
    basic, project = sum(row[2] for row in rows), sum(row[3] for row in rows)
    yield f"合计\t\t{basic + project + wrong}.00\t{basic}.00\t{project}.00"
    for code, name, one, other in rows:
        yield f"{code}\t{name}\t{one + other}.00\t{one}.00\t{other}.00"


def _head(department: str, year: int, title: str, label: str) -> list[str]:
    return ["", title, "", label, "", f"部门名称：{department} {year}年度 金额单位：万元", ""]


def _final(department: str, year: int, size: int, wrong: int) -> list[str]:
    planned, spent = size / 100, size / 100 - 0.3
    return [
        f"{department}",
        f"{year}年度部门决算公开",
        "",
        "第一部分 部门决算表",
        *_head(department, year, "支出决算表", "公开03表"),
        "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出",
        *_expenditure(size, wrong),
        *_head(department, year, "财政拨款“三公”经费支出决算表", "公开09表"),
        "预算数\t\t\t\t\t\t决算数\t\t\t\t\t",
        "合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费",
        "\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t",
        "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12",
        f"{planned:.2f}\t\t{planned - 0.5:.2f}\t\t{planned - 0.5:.2f}\t0.50\t{spent:.2f}\t\t{spent - 0.5:.2f}\t\t{spent - 0.5:.2f}\t0.50",
    ]


def _budget(department: str, year: int, size: int) -> list[str]:
    projects = [row[3] for row in _rows(size)]
    return [
        f"{department}",
        f"{year}年度部门预算公开",
        "",
        "第一部分 部门预算表",
        *_head(department, year, f"{year}年预算支出总表", "公开03表"),
        "科目编码\t科目名称\t合计\t基本支出\t项目支出",
        *_expenditure(size, 0),
        *_head(department, year, f"{year}年项目支出预算表（本年预算）", "公开12表"),
        f"项目名称\t合计\t{year}年财政拨款\t\t\t财政专户管理资金\t单位资金",
        "\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t",
        *(
            f"{name}\t{amount}.00\t{amount}.00\t\t\t\t"
            for name, amount in zip(("信息化建设项目", "养老保障项目", "节能改造项目"), projects, strict=True)
        ),
    ]
