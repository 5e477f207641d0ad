"""Conservation of ink: what a text prints is found again in blocks.csv or cells.csv, no more and no less of it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from gongkai.model import Disclosure
from gongkai.plugins.specs import WriteOptions
from gongkai.walk.pipeline import read
from gongkai_formats.csv import write_csv

TAB = """某市档案馆
2023年度部门决算
目  录
一、概况……………1
第一部分 概况
一、主要职责
负责全市档案的收集、保管与利用，为各方面查阅
提供服务。
收入决算表
公开02表
部门名称：某市档案馆\t金额单位：万元
项目\t\t合计
编码\t名称\t
201\t一般公共服务支出\t5.00

20126\t档案事务\t3.00
注：四舍五入。
- 第 2 页 -
二、机构设置
内设科室3个。
"""
PIPES = """# 某市档案馆2024年部门预算
## 一、预算表
**收入总表** 单位：元

| 项目 | 金额 |
|:---|---:|
| 财政拨款 | **1,000.00** |
| 其他 |  |

- 说明：本表**含**结转。
> 引用一句。
"""
HTML = """某市档案馆2022年度部门决算
支出决算表 单位：万元
<table border="1"><tr><th rowspan="2">科目</th><th colspan="2">金额</th></tr><tr><td>基本</td><td>项目</td></tr>
<tr><td>档案<br/>事务</td><td><p>1.00</p></td><td>2.00</td></tr></table>
以上为全部支出。
"""
ALIGNED = """            2023年度收入决算表
                                单位：万元
项目              合计        财政拨款
档案事务          1,234.50    1,234.50
其他支出              2.00        1.00
                  第 1 页\f一、说明
    本年收入与上年持平。
"""


MARKUP = re.compile(r"[\t|\f]|\*\*|<[^>]*>|!\[|\]\([^)]*\)| {2,}")
"""What parts the printed words of a line; the marks themselves are furniture."""


def texts_of(disclosure: Disclosure) -> list[str]:
    """The blank-free texts of blocks.csv and cells.csv."""
    files = dict(write_csv(disclosure, WriteOptions(csv_raw=True)))
    rows = [
        row
        for name in ("blocks.csv", "cells.csv")
        for row in csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline=""))
    ]
    return ["".join(row["text"].split()) for row in rows]


def check_conservation(path: Path) -> None:
    printed = path.read_text(encoding="utf-8-sig")
    texts = texts_of(read(path))
    want, have = Counter("".join(printed.split())), Counter("".join(texts))
    assert not want - have, f"{path.name}: lost {want - have}"
    assert not have - want, f"{path.name}: came out of nothing {have - want}"
    everything = "\n".join(texts)
    for number, line in enumerate(printed.split("\n"), 1):
        for piece in MARKUP.split(line):
            words = re.sub(r"^[#>-]+", "", "".join(piece.split()))
            assert words in everything, f"{path.name} line {number}: {words}"


def test_every_character_of_the_real_texts_is_found_again(shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    assert seeds
    for path in seeds:
        check_conservation(path)


def test_every_character_of_the_examples_is_found_again(example_files: list[Path]) -> None:
    for path in example_files:
        check_conservation(path)


@pytest.mark.parametrize("text", [TAB, PIPES, HTML, ALIGNED], ids=["tabs", "pipes", "html", "aligned"])
def test_every_character_is_found_again_whatever_the_tables(text: str, tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_text(text, encoding="utf-8", newline="\n")
    check_conservation(path)
