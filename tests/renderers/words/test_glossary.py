from __future__ import annotations

import pytest
from renderers.factory import FORM, PACK, REQUESTS

from validator.renderers.words.glossary import glossary_of

ZH, EN = glossary_of(FORM, PACK, "zh"), glossary_of(FORM, PACK, "en")


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("handled", "（七）总计", "handled in total （七）"),
        ("new", "一、本年新收政府信息公开申请数量", "received this year (一)"),
        ("partial", "（二）部分公开", "granted in part （二）"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_rows_are_named_as_printed_without_their_remarks(name: str, zh: str, en: str) -> None:
    assert ZH.row_named("requests", name) == zh
    assert EN.row_named("requests", name) == en


def test_tables_and_cells_are_named_by_their_titles() -> None:
    assert ZH.table("requests") == "表三（收到和处理政府信息公开申请情况）"
    assert ZH.table("nothing") == "nothing"
    assert ZH.cell("requests.handled.total") == "“（七）总计”行“总计”列"
    assert ZH.cell("organ.fact") == "organ.fact"
    assert ZH.column_named("fees", "amount") == "本年收费金额"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], ""),
        (["requests.new.total"], "“一、本年新收政府信息公开申请数量”行“总计”列"),
        (["requests.granted.total", "requests.partial.total"], "“总计”列的（一）予以公开、（二）部分公开"),
        (["requests.granted.research", "requests.granted.total"], "“（一）予以公开”行的科研机构、总计"),
        (
            ["documents.normative.issued", "requests.new.total"],
            "“行政规范性文件”行“本年制发件数”列；“一、本年新收政府信息公开申请数量”行“总计”列",
        ),
        (list(REQUESTS.cells), "表三（收到和处理政府信息公开申请情况）整张表"),
        (["fees.fees.amount", "strange"], "“行政事业性收费”行“本年收费金额”列；strange"),
    ],
)
def test_cells_are_named_together_where_they_belong_together(cells: list[str], words: str) -> None:
    assert ZH.cells(cells) == words


def test_of_a_long_list_the_first_are_named_and_all_counted() -> None:
    assert ZH.listed([str(number) for number in range(14)]) == "0、1、2、3、4、5、6、7、8、9、10、11 等 14 个"


def test_forms_are_named_by_their_titles() -> None:
    assert ZH.edition("annual-report-2019") == "政府信息公开工作年度报告（2019年试行格式）"
    assert ZH.edition("annual-report-1999") == "annual-report-1999"


def test_only_money_carries_its_unit() -> None:
    assert ZH.unit("fees.fees.amount") == "万元"
    assert ZH.unit("requests.new.total") == ""
