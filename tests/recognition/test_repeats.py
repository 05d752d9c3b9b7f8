"""Texts from which lines that occurred before were taken out."""

from __future__ import annotations

from support.checking import check_text

from validator.model.report import Reading

LINES = """甲县2023年政府信息公开工作年度报告
一、总体情况
全年制发行政规范性文件4件。收到政府信息公开申请3件。
二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
行政规范性文件
4
第二十条第（五）项
本年处理决定数量
行政许可
1894
第二十条第（六）项
行政处罚
131
行政强制
第二十条第（八）项
本年收费金额（单位：万元）
行政事业性收费
199.43
三、收到和处理政府信息公开申请情况""".splitlines()


def rules(lines: list[str]) -> set[str]:
    return {one.rule for one in check_text("\n".join(lines)).findings}


def test_nothing_is_blank_for_certain_where_no_line_occurs_twice() -> None:
    checked = check_text("\n".join(LINES))
    report = checked.report
    assert report["permits.permits.decisions"].value == 1894
    assert report["sanctions.penalties.decisions"].value == 131
    assert report["sanctions.coercion.decisions"].reading is Reading.AMBIGUOUS
    told = {one.rule for one in checked.findings}
    assert "reading-incomplete" in told
    assert not told & {"cells-blank", "row-missing", "claim-documents"}


def test_a_text_in_which_a_line_occurs_twice_is_whole() -> None:
    told = rules([*LINES[:-1], "信息内容", LINES[-1]])
    assert "reading-incomplete" not in told
    assert "cells-blank" in told
