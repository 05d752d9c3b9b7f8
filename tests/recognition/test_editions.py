"""Which edition a table is on, where hardly a number tells."""

from __future__ import annotations

from core_factory import shipped_form
from support.checking import check_text

from validator.model.form import Form
from validator.model.report import Report

HEADER = "申请人情况 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"


def check(form: Form, *, year: int = 2022) -> Report:
    """Table three of a form as a list: a blank row is but its label."""
    labels = [row.number.rpartition("）")[2] + row.title.zh for row in form.table("requests").rows]
    labels = [label if label != "其他处理" else "（六）其他处理" for label in labels]
    numbers = {
        labels[0]: "：38、3099、3137",
        labels[4]: "：3097、3097",
        labels[-1]: "：8、8",
        labels[-2]: "：30、3099、3129",
    }
    lines = [label + numbers.get(label, "") for label in labels]
    head = f"丙县丁局{year}年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{HEADER}"
    return check_text("\n".join([head, *lines, "五、存在的主要问题及改进情况", "无。"])).report


def test_a_blank_row_of_one_edition_tells_it_though_no_number_does() -> None:
    report = check(shipped_form("2019"))
    assert dict(report.form.editions)["requests"] == "annual-report-2019"
    assert report["requests.other_handling.total"].value is None


def test_the_rows_of_the_other_edition_tell_that() -> None:
    assert dict(check(shipped_form("2021")).form.editions)["requests"] == "annual-report-2021"
