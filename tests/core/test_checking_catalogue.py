"""Every identity of the catalogue on invented documents: it holds as they are, and one slip of the pen violates it.

The two example documents add up; each case changes one text in one of them, or in a small document of another region.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

import pytest

from gongkai.model import Disclosure
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import Limits, Source
from gongkai.walk.pipeline import process

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

JIANGSU = """江苏省示例厅2024年度部门预算

收支预算总表
单位：万元
收入\t\t支出\t\t\t
项目名称\t金额\t功能科目名称\t金额\t项目名称\t金额
一、财政拨款\t300.00\t一、农林水支出\t320.00\t一、基本支出\t200.00
二、其他资金\t20.00\t\t\t二、项目支出\t90.00
\t\t\t\t三、单位预留机动经费\t30.00
收入合计\t320.00\t支出合计\t320.00\t支出合计\t320.00

支出预算总表
单位：万元
合计\t基本支出\t项目支出\t单位预留机动经费\t结转下年资金
320.00\t200.00\t90.00\t30.00\t

一般公共预算“三公”经费、会议费、培训费支出预算表
单位：万元
合计\t“三公”经费\t\t\t\t\t\t会议费\t培训费
\t小计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t\t
\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t
27.30\t12.30\t2.00\t7.30\t\t7.30\t3.00\t5.00\t10.00
"""

SHANGHAI = """上海市示例区2025年区级部门预算

2025年部门财务收支预算总表
编制部门：上海市示例区档案局
单位：元
本年收入\t\t本年支出\t\t\t\t
项目\t预算数\t项目\t合计\t人员经费\t公用经费\t项目支出
一、财政拨款收入\t9,000,000.00\t一、一般公共服务支出\t9,000,000.00\t5,000,000.00\t1,000,000.00\t3,000,000.00
收入总计\t9,000,000.00\t支出总计\t9,000,000.00\t5,000,000.00\t1,000,000.00\t3,000,000.00

2025年部门支出预算总表
编制部门：上海市示例区档案局
单位：元
功能分类科目编码\t\t\t功能分类科目名称\t支出预算\t\t
类\t款\t项\t\t合计\t基本支出\t项目支出
201\t\t\t一般公共服务支出\t9,000,000.00\t6,000,000.00\t3,000,000.00
201\t26\t\t档案事务\t9,000,000.00\t6,000,000.00\t3,000,000.00
201\t26\t01\t行政运行\t6,000,000.00\t6,000,000.00\t
201\t26\t04\t档案馆\t3,000,000.00\t\t3,000,000.00
合计\t\t\t\t9,000,000.00\t6,000,000.00\t3,000,000.00

2025年部门一般公共预算支出功能分类预算表
编制部门：上海市示例区档案局
单位：元
功能分类科目编码\t\t\t功能分类科目名称\t一般公共预算支出\t\t
类\t款\t项\t\t合计\t基本支出\t项目支出
201\t\t\t一般公共服务支出\t9,000,000.00\t6,000,000.00\t3,000,000.00
201\t26\t\t档案事务\t9,000,000.00\t6,000,000.00\t3,000,000.00
201\t26\t01\t行政运行\t6,000,000.00\t6,000,000.00\t
201\t26\t04\t档案馆\t3,000,000.00\t\t3,000,000.00
合计\t\t\t\t9,000,000.00\t6,000,000.00\t3,000,000.00

2025年部门一般公共预算基本支出部门预算经济分类预算表
编制部门：上海市示例区档案局
单位：元
部门预算经济分类科目编码\t\t经济分类科目名称\t一般公共预算基本支出\t\t
类\t款\t\t合计\t人员经费\t公用经费
301\t\t工资福利支出\t5,000,000.00\t5,000,000.00\t
301\t01\t基本工资\t5,000,000.00\t5,000,000.00\t
302\t\t商品和服务支出\t1,000,000.00\t\t1,000,000.00
302\t01\t办公费\t980,000.00\t\t980,000.00
302\t17\t公务接待费\t20,000.00\t\t20,000.00
合计\t\t\t6,000,000.00\t5,000,000.00\t1,000,000.00

2025年部门“三公”经费和机关运行经费预算表
编制部门：上海市示例区档案局
单位：万元
“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国(境)费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
5.00\t\t3.00\t2.00\t\t2.00\t98.00

第二部分 2025年部门预算编制说明

2025年，上海市示例区档案局收入预算900.00万元，其中：财政拨款收入900.00万元。

支出预算900.00万元。

1.“一般公共服务支出（类）档案事务（款）行政运行（项）”600.00万元，主要用于机关运行，2025年预算安排600.00万元。
"""

# identity → (document, text, slip, rule that says it). What one case shows for several identities stands once for each.
CASES: dict[str, list[tuple[str, str, str, str]]] = {
    "W-01": [("final", "2130202\t一般行政管理事务\t118.60\t118.60", "2130202\t一般行政管理事务\t113.60\t118.60", "arithmetic.contradiction")],
    "W-02": [("final", "2,068.81\t894.94\t1,173.87", "2,068.81\t894.94\t1,113.87", "arithmetic.contradiction")],
    "W-03": [("budget", "| 合计 |  | 914.00 | 830.00 | 84.00 |", "| 合计 |  | 914.00 | 830.00 | 64.00 |", "arithmetic.contradiction")],
    "W-04": [("final", "总计\t31\t2,097.11", "总计\t31\t2,091.11", "arithmetic.contradiction")],
    "W-05": [("final", "年初结转和结余\t29\t41.70", "年初结转和结余\t29\t47.70", "arithmetic.contradiction")],
    "W-06": [("final", "本年收入合计\t27\t2,055.41", "本年收入合计\t27\t2,055.91", "arithmetic.contradiction")],
    "W-07": [("final", "一般公共预算财政拨款\t29\t35.50", "一般公共预算财政拨款\t29\t36.50", "arithmetic.contradiction")],
    "W-08": [("final", "7.24\t\t6.40\t\t6.40\t0.84", "7.24\t\t6.40\t\t6.40\t0.34", "arithmetic.contradiction")],
    "W-09": [("final", "合计\t\t\t160.00\t150.00\t\t150.00\t10.00", "合计\t\t\t160.00\t150.00\t\t150.00\t70.00", "arithmetic.contradiction")],
    "W-10": [("final", "工程\t3\t120.50", "工程\t3\t126.50", "arithmetic.contradiction"),
             ("final", "3. 机要通信用车\t10\t1", "3. 机要通信用车\t10\t7", "arithmetic.contradiction")],
    "W-11": [("jiangsu", "320.00\t200.00\t90.00\t30.00", "320.00\t200.00\t96.00\t30.00", "arithmetic.contradiction"),
             ("jiangsu", "\t5.00\t10.00", "\t6.00\t10.00", "arithmetic.contradiction")],
    "W-12": [("budget", "| 湿地保护宣传经费 | 96.00 | 96.00 |", "| 湿地保护宣传经费 | 90.00 | 96.00 |", "arithmetic.contradiction")],
    "X-03": [("final", "八、社会保障和就业支出\t39\t129.60", "八、社会保障和就业支出\t39\t129.80", "arithmetic.contradiction")],
    "X-04": [("final", "合计\t\t2,055.41\t2,037.61", "合计\t\t2,056.41\t2,037.61", "arithmetic.contradiction")],
    "X-05": [("final", "合计\t\t1,894.81\t894.94", "合计\t\t1,394.81\t894.94", "arithmetic.contradiction"),
             ("final", "本年支出合计\t59\t2,044.81\t1,894.81\t150.00", "本年支出合计\t59\t2,044.81\t1,894.81\t160.00", "arithmetic.contradiction")],
    "X-06": [("final", "人员经费合计\t\t813.44", "人员经费合计\t\t818.44", "arithmetic.contradiction")],
    "X-07": [("final", "30217\t公务接待费\t0.84\t31022", "30217\t公务接待费\t6.84\t31022", "arithmetic.contradiction")],
    "X-08": [("shanghai", "支出总计\t9,000,000.00\t5,000,000.00\t1,000,000.00\t3", "支出总计\t9,000,000.00\t5,600,000.00\t1,000,000.00\t3", "arithmetic.contradiction")],
    "X-09": [("shanghai", "收入总计\t9,000,000.00", "收入总计\t9,600,000.00", "arithmetic.contradiction")],
    "X-10": [("shanghai", "2.00\t98.00", "2.00\t198.00", "arithmetic.contradiction")],
    "X-11": [("budget", "年度资金总额： | 4,800,000", "年度资金总额： | 4,300,000", "arithmetic.contradiction")],
    "N-01": [("final", "2023年度收入总计2,097.11万元", "2023年度收入总计2,091.11万元", "arithmetic.contradiction"),
             ("shanghai", "收入预算900.00万元", "收入预算960.00万元", "arithmetic.contradiction")],
    "N-02": [("budget", "政府采购工程预算180.00万元", "政府采购工程预算130.00万元", "arithmetic.contradiction")],
    "N-03": [("final", "项目支出1,173.87万元，占比56.74%", "项目支出1,173.87万元，占比58.74%", "narrative.share")],
    "N-04": [("final", "收入总计增加116.86万元，增长5.90%", "收入总计增加116.86万元，增长5.40%", "narrative.growth"),
             ("final", "收入总计增加116.86万元，增长5.90%", "收入总计减少116.86万元，增长5.90%", "narrative.direction")],
    "N-05": [("final", "收入总计增加116.86万元，增长5.90%", "收入总计增加2,097.11万元，增长100%", "narrative.zero_base")],
    "N-06": [("final", "完成年初预算的98.65%", "完成年初预算的93.65%", "narrative.completion"),
             ("final", "年初预算1,920.80万元，支出决算1,894.81万元", "年初预算0万元，支出决算1,894.81万元", "narrative.zero_base")],
    "N-07": [("final", "4、公务接待费支出0.84万元", "4、公务接待费支出0.34万元", "arithmetic.contradiction")],
    "N-08": [("final", "2023年度财政拨款基本支出", "2022年度财政拨款基本支出", "narrative.year"),
             ("budget", "2024年度支出预算2,033.30万元", "2021年度支出预算2,033.30万元", "narrative.year")],
    "N-09": [("shanghai", "2025年预算安排600.00万元", "2025年预算安排660.00万元", "arithmetic.contradiction")],
    "N-10": [("budget", "主要原因是其他交通费用标准调整。", "主要原因是。", "narrative.no_reason")],
    "F-01": [("forms", "市辖区财政资金", "市县区财政资金", "name.label")],
    "F-02": [("final", "731001-临澜市湿地", "31001-临澜市湿地", "form.unit_code")],
    "F-03": [("final", "731001-临澜市湿地保护管理局", "731001-临澜市湿地保护管理", "name.unit")],
    "F-05": [("final", "\t效益指标\t社会效益指标", "\t满意度指标\t社会效益指标", "form.level_astray")],
    "F-06": [("final", "按期完成率\t=100%", "按期完成率\t—100%", "form.operator")],
    "F-07": [("final", "494\t26\t95.00\t9.50", "494\t26\t93.00\t9.30", "form.rate")],
    "F-08": [("final", "植物成活率\t≥85%\t≥85%\t91%\t10", "植物成活率\t≥85%\t≥85%\t91%\t16", "arithmetic.contradiction")],
    "F-09": [("final", "96.50\t优", "98.50\t优", "arithmetic.contradiction")],
    "F-10": [("final", "≥8次\t7次\t15\t12", "≥8次\t7次\t15\t18", "arithmetic.contradiction"),
             ("final", "126亩\t10\t10", "26亩\t10\t10", "form.score_of_target")],
    "F-15": [("final", "96.50\t优", "96.50\t良", "form.grade")],
    "F-16": [("budget", "省级财政资金 | 800,000", "省级财政资金 | 300,000", "arithmetic.contradiction")],
    "F-17": [("final", "520\t520\t520\t494\t26", "520\t520\t520\t494\t28", "arithmetic.contradiction")],
    "F-18": [("final", "26\t95.00\t9.50", "26\t95.00\t6.50", "arithmetic.contradiction")],
    "F-19": [("final", "二级项目1个，资金494.00万元", "二级项目1个，资金434.00万元", "arithmetic.contradiction")],
    "F-13": [("final", "并面向公众开展湿地科普", "并面向公众开展科普活动9次", "quantity.told")],
    "C-01": [("final", "20805\t行政事业单位养老支出", "20805\t行政事业单位养者支出", "codes.name_differs")],
    "C-02": [("final", "2130212\t湿地保护\t905.27", "2130212\t湿地保扩\t905.27", "codes.two_names")],
    "C-03": [("budget", "| 103 | 非税收入 |", "| 213 | 非税收入 |", "codes.wrong_kind")],
    "C-04": [("final", "2130201\t行政运行\t642.18\t642.18\t", "213020\t行政运行\t642.18\t642.18\t", "codes.shape")],
    "C-05": [("final", "21302\t林业和草原\t1,642.65", "21303\t林业和草原\t1,642.65", "codes.misread")],
    "E-01": [("final", "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。\n\n说明：本表无数据", "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。", "structure.no_note")],
    "E-02": [("final", "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。", "注：本表无数据", "structure.empty_note")],
    "S-01": [("final", "三、支出决算表.....\t5", "三、支出决算表.....\t5\n四、资产负债情况表.....\t6", "structure.missing_table")],
    "S-02": [("final", "公开05表\n\n", "", "structure.number_label")],
    "S-05": [("final", "机要通信用车\t10", "机要通信用车\t11", "structure.line_number")],
    "S-07": [("budget", "### 2024年预算支出总表", "### 2023年预算支出总表", "structure.year")],
    "S-08": [("final", "支出决算表\n\n公开03表\n\n部门名称：临澜市湿地保护管理局", "支出决算表\n\n公开03表\n\n部门名称：临澜市林地保护管理局", "structure.department")],
    "T-03": [("final", "受汛期影响取消一次户外活动，今后将安排室内备选场地。", "受汛期影响取消一次户外活动，今后将安排室内备选场地，并且提前公布全年的活动日程，同时联系学校与社区，因", "form.cut_text")],
    "T-05": [("budget", "2024年机关运行经费财政拨款预算84.00万元，", "2024年机关运行经费财政拨款预算84.00万元，，", "narrative.punctuation")],
    "T-06": [("final", "收入总计增加116.86万元", "收入总计增加（减少）116.86万元", "narrative.template")],
    "U-01": [("final", "公开02表\n\n部门名称：临澜市湿地保护管理局\n\n2023年度\n\n金额单位：万元", "公开02表\n\n部门名称：临澜市湿地保护管理局\n\n2023年度\n\n金额单位：元", "table.unit_wrong")],
}  # fmt: skip

ELSEWHERE = {
    "X-12": "follows from W-05, X-04 and X-05, which say the same of each table",
    "X-13": "compares two files; one document is checked at a time",
    "Y-01": "compares two files; one document is checked at a time",
    "F-04": "values find their columns by F-07, F-16, F-17 and F-18 when a form is read: form.realigned",
    "F-12": "the scoring rule is not published: no certain statement",
    "F-14": "arithmetic within free text with 近 and 约: no certain statement",
    "F-20": "tests/core/test_checking_wording.py",
    "F-11": "tests/core/test_checking_seeds.py: form.told_score",
    "X-01": "tests/core/test_checking_wording.py",
    "X-02": "tests/core/test_checking_seeds.py: quantity.differs",
    "S-03": "the assembler joins the pages of a table: table.width_changes",
    "S-04": "the assembler drops repeated headers into furniture",
    "S-06": "grouping rows are sums of their own: W-12.groups",
    "T-01": "a garbled word in a sentence has no twin and no arithmetic; labels and names are F-01, F-03 and C-01",
    "T-02": "the assembler joins lines over page breaks: paragraph.joined",
    "T-04": "watermarks and markup are furniture",
    "U-02": "tests/core/test_checking_arithmetic.py",
}


def read(name: str, text: str) -> Disclosure:
    data = text.encode()
    source = Source(name, data, hashlib.sha256(data).hexdigest(), Limits(), {})
    return process(source, installed_registry())


@cache
def original(document: str) -> str:
    if document in ("jiangsu", "shanghai"):
        return {"jiangsu": JIANGSU, "shanghai": SHANGHAI}[document]
    text = (EXAMPLES / {"budget": "budget_2024.md"}.get(document, "final_account_2023.txt")).read_text(encoding="utf-8")
    if document == "forms":
        form = text[text.index("湿地植被恢复项目支出绩效自评表\n") : text.index("备注：1.")]
        return text + "".join(f"\n\n{form.replace('湿地植被恢复', name)}" for name in ("科普设施更新", "巡护道路维修"))
    return text


@cache
def as_it_is(document: str) -> Disclosure:
    name = "budget.md" if document == "budget" else f"{document}.txt"
    return read(name, original(document))


def rules(disclosure: Disclosure) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in disclosure.findings]


@pytest.mark.parametrize("document", ["final", "budget", "jiangsu", "shanghai", "forms"])
def test_what_adds_up_is_silent(document: str) -> None:
    disclosure = as_it_is(document)
    graver = [one.message for one in disclosure.findings if one.severity != "info"]
    counts = disclosure.arithmetic
    assert not graver and counts is not None and counts.violated == 0 and counts.holds > 5


@pytest.mark.parametrize(
    ("identity", "case"), [(identity, case) for identity, cases in CASES.items() for case in cases]
)
def test_a_slip_violates_it_and_only_once(identity: str, case: tuple[str, str, str, str]) -> None:
    document, old, new, rule = case
    assert old in original(document), f"{identity}: the example has changed"
    name = "budget.md" if document == "budget" else f"{document}.txt"
    changed = read(name, original(document).replace(old, new, 1))
    fresh = [one for one in rules(changed) if one not in rules(as_it_is(document))]
    assert rule in [one for one, _ in fresh], fresh
    assert len([one for one in fresh if one[0] == rule]) == 1, fresh


def test_every_identity_of_the_catalogue_is_spoken_for(shared: Path) -> None:
    with (shared / "domain" / "identities.csv").open(encoding="utf-8-sig", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert known <= CASES.keys() | ELSEWHERE.keys(), known - CASES.keys() - ELSEWHERE.keys()
