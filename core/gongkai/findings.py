"""The one catalogue of findings: code → severity and meaning. A finding lets a file go on; an error ends it."""

from __future__ import annotations

from typing import Any

from gongkai.model import Finding, Severity

CATALOGUE: dict[str, tuple[Severity, str]] = {
    # reading
    "text.encoding_guessed": ("info", "编码由内容推断，可能有误"),
    "text.undecodable": ("warning", "有字节不能按所判定的编码解读，已原样标出"),
    "text.ragged_row": ("info", "此行的单元格数与表中其他行不同，缺位处按空白保留"),
    "text.unclosed_html": ("warning", "HTML 表格未正常结束，已按已读到的内容保留"),
    # assembling
    "table.untitled": ("info", "表格没有找到标题"),
    "table.width_changes": ("info", "表格在分页处列数变化，已合并为一张表"),
    "table.unit_unknown": ("info", "表格没有注明金额单位，未作猜测"),
    "furniture.watermark": ("info", "水印文字已另存，不计入正文"),
    "paragraph.joined": ("info", "跨页段落已连接"),
    # checking
    "arithmetic.contradiction": ("error", "表内或表间数字互相矛盾"),
    "arithmetic.rounding": ("info", "合计与分项有四舍五入的尾差"),
    "narrative.growth": ("error", "文字中的增减率与金额不符"),
    "narrative.share": ("error", "文字中的占比与金额不符"),
    "narrative.completion": ("error", "文字中的完成率与金额不符"),
    "narrative.zero_base": ("warning", "基数为零，不应有比率"),
    "narrative.direction": ("warning", "增减方向前后不一"),
    "structure.missing_table": ("warning", "目录列出的表格在正文中没有"),
    "structure.number_label": ("info", "表格编号缺失或样式不一"),
    "structure.line_number": ("info", "行次不连续"),
    "structure.year": ("warning", "年份与本文件不一致"),
    "structure.department": ("warning", "单位名称前后不一致"),
    "structure.empty_note": ("warning", "注明无数据的表格中有金额"),
    "structure.zeros_in_empty": ("info", "注明无数据的表格中列有 0"),
    # plugins
    "plugin.failed": ("warning", "插件处理本文件时出错，已跳过该插件"),
}
"""Code → (severity, meaning as shown to users). Rules of plugins bring their own codes with them."""


def finding(rule: str, message: str = "", severity: Severity | None = None, **details: Any) -> Finding:
    """A finding with its catalogued severity; `message` says the particulars, else the catalogue's meaning stands.

    `details` are further fields of `Finding`.
    """
    catalogued, meaning = CATALOGUE.get(rule, ("info", rule))
    return Finding(rule=rule, severity=severity or catalogued, message=message or meaning, **details)
