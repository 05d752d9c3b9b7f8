"""What the pages, comments and workbooks say around the findings."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

OUTPUTS: Mapping[str, Text] = {
    "page-title": Text("年报勾稽检查结果", "Consistency check of annual reports"),
    "page-made-by": Text("由 gouji {version} 生成", "made by gouji {version}"),
    "skip-to-results": Text("跳到检查结果", "skip to the results"),
    "overview": Text("各份年报", "reports"),
    "overview-report": Text("年报", "report"),
    "filter": Text("显示", "show"),
    "filter-choice": Text("{severity}（{count}）", "{severity} ({count})"),
    "filter-status": Text("显示 {shown} 处，共 {total} 处", "{shown} of {total} shown"),
    "findings-of": Text("发现", "findings"),
    "mistake-number": Text("与第 {number} 处有关", "takes part in number {number}"),
    "show-in-table": Text("在表中看", "see it in the table"),
    "change-in-table": Text("第 {number} 处：应为 {value}", "number {number}: should be {value}"),
    "excerpt-of": Text("{table}（节选）", "{table} (excerpt)"),
    "marked-cells": Text(
        "深色的单元格要改，箭头后面是应填的数；浅色的只是与它有关，旁边写着是哪一处",
        "a dark cell has to change, to the number behind the arrow; a pale one takes part in the numbered mistake",
    ),
    "scrolls": Text("{table}，放不下时可以左右滚动", "{table}, scrolls where it is wider than the page"),
    "reasons": Text("算式、依据和理由", "equations, basis and reason"),
    "unreadable-files": Text("无法读取的文件", "files that could not be read"),
    "found": Text("情况", "what was found"),
    "equation-and-table": Text("算式和表格", "equation and table"),
    "cut-short": Text(
        "内容太长，还有 {count} 项没有列出；请用其他格式查看全部结果。",
        "too long for a comment: {count} more item(s) are not listed; see the other formats for all of them.",
    ),
    "sheet-findings": Text("发现", "findings"),
    "sheet-reports": Text("年报", "reports"),
    "sheets-on-request": Text(
        "年报超过 {count} 份时，加 --sheets 才有每份年报的表格和复算",
        "of more than {count} reports, tables and recomputed relations come with --sheets",
    ),
    "sheet-checks": Text("复算", "checks"),
    "head-report": Text("年报", "report"),
    "head-file": Text("文件", "file"),
    "head-left": Text("左边", "left"),
    "head-sign": Text("关系", "relation"),
    "head-right": Text("右边", "right"),
    "head-difference": Text("差额", "difference"),
    "head-tolerance": Text("允许差额", "accepted"),
    "head-recomputed": Text("复算结果（公式）", "recomputed (formula)"),
    "head-verdict": Text("gouji 的结论", "verdict of gouji"),
    "head-in-words": Text("算式", "in words"),
    "reading-number": Text("读法 {number}：{cells}", "reading {number}: {cells}"),
    "reading-cell": Text("{cell} 为 {value}", "{cell} is {value}"),
    "not-recomputed-large": Text("数字太大，表格软件算不准", "too large for a spreadsheet to compute exactly"),
    "not-recomputed-readings": Text("读法太多，没有逐一复算", "too many readings to be recomputed one by one"),
    "not-recomputed-long": Text("算式太长，表格软件放不下", "too long for a formula of a spreadsheet"),
    "not-recomputed-condition": Text(
        "截取位数的数不只是相加减，没有复算", "more than sums of numbers that were cut off; not recomputed"
    ),
    "not-recomputed-second": Text("两次读取不一致，没有复算", "two readings of the file differ; not recomputed"),
}
