"""The one catalogue of findings: code → severity and meaning. A finding lets a file go on; an error ends it."""

from __future__ import annotations

from typing import Any

from gongkai.model import Finding, Severity

CATALOGUE: dict[str, tuple[Severity, str]] = {
    # reading
    "text.encoding_guessed": ("info", "编码由内容推断，可能有误"),
    "text.undecodable": ("warning", "有字节不能按所判定的编码解读，已原样标出"),
    "text.ragged_row": ("info", "此行的单元格数与表中其他行不同，缺位处按空白保留"),
    "text.span_clipped": ("warning", "HTML 表格的跨行或跨列数有误，已按可用位置截短"),
    "text.unclosed_html": ("warning", "HTML 表格未正常结束，已按已读到的内容保留"),
    # PDF
    "pdf.page_failed": ("error", "此页未能读取，其他各页已保留"),
    "pdf.repaired": ("warning", "文件不完整，已按其中尚可读取的各页恢复，可能缺页"),
    "pdf.no_text_layer": ("warning", "此页没有文字层，是图片，需要先做文字识别"),
    "pdf.outside_page": ("info", "有文字在可见页面之外，已另存，不混入正文"),
    "pdf.doubled_glyphs": ("info", "有字符在同一处重复印出，只计一次"),
    "pdf.radicals": ("info", "文字层用部首字符代替汉字，已换成对应的汉字"),
    "pdf.unusable_text": ("warning", "此页文字层有不能辨认的字符，已原样保留"),
    "pdf.second_engine": ("info", "此页的文字层改用第二引擎读取"),
    "pdf.double_read": ("warning", "两个引擎读出的数字不同，请核对原件"),
    "pdf.drawing": ("warning", "此页的线条过多，当作图画，没有在其中寻找表格"),
    "pdf.glyphs_placed": ("info", "归入正文、单元格或页面附件的字符所占的份额"),
    "pdf.glyphs_unplaced": ("warning", "有字符未能归入任何位置"),
    # workbooks
    "xlsx.formulas": ("info", "有单元格是公式，按保存的计算结果读取"),
    "xlsx.formula_unsaved": ("warning", "有公式没有保存计算结果，按空白读取"),
    "xlsx.error_value": ("warning", "有单元格是错误值，已按原样保留"),
    "xlsx.hidden_sheet": ("info", "有隐藏的工作表，已照常读取"),
    "xlsx.hidden_cells": ("info", "有隐藏的行或列，已照常读取"),
    "xlsx.covered_text": ("warning", "有文字被合并单元格遮住，未读取"),
    "xlsx.comments": ("info", "有批注，未读取"),
    "xlsx.macros": ("info", "含有宏，未读取也未运行"),
    "xlsx.external": ("info", "引用了外部文件，未打开，只用已保存的值"),
    "xlsx.no_formats": ("info", "数字格式与框线读不出，数字按其值写出"),
    "xlsx.second_engine": ("warning", "第一引擎不能读取此工作表，由第二引擎读出：没有数字格式、框线与隐藏标记"),
    "xlsx.not_compared": ("info", "此工作表没有由第二引擎比对"),
    "xlsx.double_read": ("warning", "两个引擎读出的数字不同，请核对原件"),
    "xlsx.sheet_failed": ("error", "此工作表未能读取，其他工作表已保留"),
    "xlsx.empty": ("warning", "工作簿中没有内容"),
    # DOCX
    "docx.other_content": ("warning", "文件所带的数据与可见内容大不相同，已按普通文档读取"),
    "docx.tracked_changes": ("info", "有修订，按接受全部修订后的文本读取"),
    "docx.hidden_text": ("warning", "有隐藏文字，已另存，不混入正文"),
    "docx.picture_in_table": ("info", "表格内的图片没有读取"),
    "docx.unread_part": ("warning", "文档中嵌入的其他文件没有读取"),
    "docx.deep_nesting": ("warning", "表格或文本框嵌套过深，只保留文字"),
    "docx.macros": ("info", "文档带宏，没有运行，只读取文字"),
    "docx.comments": ("info", "批注没有读取"),
    "docx.external": ("warning", "文档引用了外部文件，没有读取"),
    "docx.damaged_part": ("warning", "文档的一个部分已损坏，其他部分已读取"),
    # assembling
    "table.untitled": ("info", "表格没有找到标题"),
    "table.width_changes": ("info", "表格在分页处列数变化，已合并为一张表"),
    "table.unit_unknown": ("info", "表格没有注明金额单位，未作猜测"),
    "furniture.watermark": ("info", "水印文字已另存，不计入正文"),
    "paragraph.joined": ("info", "跨页段落已连接"),
    # recognising
    "table.unknown_kind": ("info", "不是已知的标准表"),
    "codes.unknown": ("info", "科目编码不在已知的分类表中"),
    "codes.name_differs": ("warning", "科目名称与该编码的已知名称不同"),
    "codes.two_names": ("warning", "同一编码有两个名称"),
    "codes.misread": ("warning", "科目编码疑有误"),
    "codes.shape": ("info", "编码的位数不对，或缺少上级编码"),
    # forms
    "form.unknown_variant": ("info", "没有已知的表样与此绩效表相符，只保留表格"),
    "form.tie": ("warning", "两种表样同样相符，按名称取其一"),
    "form.unread_cell": ("warning", "绩效表中有单元格没有归入任何项目，已按原样留在表格中"),
    "form.realigned": ("info", "绩效表中有行与表头错位，已按内容对应到各栏"),
    "form.joined": ("info", "绩效表中有行没有标题，接在上一行的文字之后"),
    "form.level_astray": ("info", "二级指标不属于其上方印出的一级指标，已按印出的次序保留"),
    # checking
    "arithmetic.contradiction": ("error", "表内或表间数字互相矛盾"),
    "arithmetic.too_large": ("info", "表格过大，未作勾稽核对"),
    "arithmetic.rounding": ("info", "合计与分项有四舍五入的尾差"),
    "table.unit_wrong": ("error", "表格注明的金额单位与其他表和文字不符"),
    "narrative.growth": ("error", "文字中的增减率与金额不符"),
    "narrative.share": ("error", "文字中的占比与金额不符"),
    "narrative.completion": ("error", "文字中的完成率与金额不符"),
    "narrative.cut_rate": ("info", "比率末位截断而未四舍五入"),
    "narrative.zero_base": ("warning", "基数为零，不应有比率"),
    "narrative.direction": ("warning", "增减方向前后不一"),
    "narrative.year": ("warning", "文字中的年份与本文件的年份不符"),
    "narrative.template": ("warning", "模板文字未删改"),
    "narrative.no_reason": ("info", "增减没有写出原因"),
    "narrative.punctuation": ("info", "标点重复或有误"),
    "structure.missing_table": ("warning", "目录列出的表格在正文中没有"),
    "structure.number_label": ("info", "表格编号缺失或样式不一"),
    "structure.line_number": ("info", "行次不连续"),
    "structure.year": ("warning", "年份与本文件不一致"),
    "structure.department": ("warning", "单位名称前后不一致"),
    "structure.empty_note": ("warning", "注明无数据的表格中有金额"),
    "structure.no_note": ("info", "空表没有注明无数据"),
    "codes.wrong_kind": ("warning", "科目编码与栏目不符"),
    "structure.zeros_in_empty": ("info", "注明无数据的表格中列有 0"),
    "form.grade": ("error", "等级与总分不符"),
    "form.unit_code": ("warning", "预算单位代码与主管部门代码不符"),
    "form.rate": ("error", "执行率与执行数、预算数不符"),
    "form.told_score": ("error", "文字中的得分与评分表不符"),
    "form.score_of_target": ("warning", "得分或完成情况与指标值不符"),
    "form.progress": ("error", "完成进度与目标值、实际值不符"),
    "form.formula": ("warning", "写出的算式结果有误"),
    "form.cut_text": ("info", "绩效表单元格的文字似未完"),
    "form.count": ("warning", "文字所说的项目数或等级与绩效表不符"),
    "form.operator": ("warning", "指标值的比较符号有误"),
    "name.unit": ("warning", "单位名称不完整或有误字"),
    "name.missing": ("info", "单位名称未填写"),
    "name.label": ("warning", "同类表中的同一标签写法不一"),
    "name.misspelt": ("info", "两处文字只差一字，疑为同一名称"),
    "quantity.told": ("warning", "文字中的数量与指标不符"),
    "quantity.differs": ("warning", "同一数量前后不一"),
    # corrections
    "correction.cell": ("info", "有人在结果文件中改过此单元格，以改后的为准"),
    "correction.rows": ("info", "有人在结果文件中增删过表格的行，以改后的为准"),
    "correction.text": ("info", "有人在结果文件中改过此段文字，以改后的为准"),
    "correction.reformatted": ("info", "结果文件中有数字换了写法，数值未变，保留原样"),
    "correction.unplaced": ("warning", "结果文件中改动的位置在原件中没有，未采用"),
    "correction.ignored": ("warning", "结果文件中有改动不在可更正的范围内，未采用"),
    "correction.applied": ("info", "已按更正文件改正"),
    "correction.stale": ("warning", "更正文件中的一项与来源不符，未采用"),
    # plugins
    "plugin.failed": ("warning", "插件处理本文件时出错，已跳过该插件"),
}
"""Code → (severity, meaning as shown to users). Rules of plugins bring their own codes with them."""


_OF_THE_SOURCE = ("text.", "pdf.", "xlsx.", "docx.", "furniture.", "paragraph.", "correction.")
_OF_TABLES_AS_PRINTED = ("table.untitled", "table.width_changes", "table.unit_unknown")


def is_of_reading(rule: str) -> bool:
    """Whether a finding comes from reading and assembling a source rather than from understanding and checking it."""
    return rule.startswith(_OF_THE_SOURCE) or rule in _OF_TABLES_AS_PRINTED


def finding(rule: str, message: str = "", severity: Severity | None = None, **details: Any) -> Finding:
    """A finding with its catalogued severity; `message` says the particulars, else the catalogue's meaning stands.

    `details` are further fields of `Finding`.
    """
    catalogued, meaning = CATALOGUE.get(rule, ("info", rule))
    return Finding(rule=rule, severity=severity or catalogued, message=message or meaning, **details)
