"""What forms, sentences and names tell twice, on invented documents."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai.checking.document.code_names import edit_distance

EXAMPLE = (Path(__file__).resolve().parents[2] / "examples" / "final_account_2023.txt").read_text(encoding="utf-8")


def found(folder: Path, text: str, rule: str) -> list[str]:
    source = folder / "公开.txt"
    source.write_text(text, encoding="utf-8")
    return [one.message for one in gongkai.read(source).findings if one.rule == rule]


def test_as_many_grades_as_forms(tmp_path: Path) -> None:
    told = "本部门开展了绩效自评，涉及二级项目1个，资金494.00万元。自评结果为：1个项目自评等级为“优”。"
    place = EXAMPLE.index("根据预算绩效管理要求")
    text = EXAMPLE[:place] + told + "\n\n" + EXAMPLE[EXAMPLE.index("- 附件：") :]
    assert not found(tmp_path, text, "form.count")
    (message,) = found(tmp_path, text.replace("为“优”", "为“良”"), "form.count")
    assert "有 0 张" in message


PARAGRAPHS = (
    "示例市启明新材料产业园完成了厂房改造。",
    "今年示例市启明新材料产业园新增企业三户，园区运转正常。",
    "示例市启朋新材料产业园的污水管网已经接通。",
)


def test_a_name_a_letter_off_is_found_where_the_letters_form_no_word(tmp_path: Path) -> None:
    (message,) = found(tmp_path, "\n\n".join(PARAGRAPHS), "name.misspelt")
    assert "启朋" in message and "启明" in message


def test_two_words_that_differ_by_a_letter_are_two_words(tmp_path: Path) -> None:
    text = (
        "切实加强党的建设和机关文化建设工作。",
        "切实加强党的建设和机构文化建设工作。",
        "机关和机构都要学习。其他机构也要学习。",
    )
    assert not found(tmp_path, "\n\n".join(text), "name.misspelt")


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("甲乙丙", "甲乙丙", 0), ("甲乙丙", "甲丁丙", 1), ("甲乙", "甲乙丙", 1), ("", "甲", 1)],
)
def test_edit_distance(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other) == edit_distance(other, one) == distance


YEARS = """示例市档案局2024年度部门预算

一、收入预算情况说明

{}
"""


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("2024年收入预算500.00万元，比2023年预算增加20.00万元。", []),
        ("2024年收入预算500.00万元，比2024年预算增加20.00万元。", ["2024"]),
        ("2024年收入预算500.00万元，比2022年预算增加20.00万元。", ["2022"]),
        ("2021年收入预算500.00万元。", ["2021"]),
        ("根据《示例市2021年预算编制办法》，2024年收入预算500.00万元。", []),
        ("截至2023年12月31日，共有车辆2辆。", []),
        ("截至2019年12月31日，共有车辆2辆。", ["2019"]),
        ("该项目自2019年起实施，2021年完成一期工程。", []),
    ],
)
def test_years_of_sentences(sentence: str, wrong: list[str], tmp_path: Path) -> None:
    source = tmp_path / "公开.txt"
    source.write_text(YEARS.format(sentence), encoding="utf-8")
    assert [one.found for one in gongkai.read(source).findings if one.rule == "narrative.year"] == wrong


def test_a_change_is_the_difference_of_what_it_compares(tmp_path: Path) -> None:
    sentence = "2024年“三公”经费预算1969万元，较2023年的2190万元减少221万元，下降10.1%。"
    assert not found(tmp_path, YEARS.format(sentence), "arithmetic.contradiction")
    wrong = found(tmp_path, YEARS.format(sentence.replace("221", "227")), "arithmetic.contradiction")
    assert len(wrong) == 1 and not found(tmp_path, YEARS.format(sentence.replace("221", "227")), "narrative.growth")
