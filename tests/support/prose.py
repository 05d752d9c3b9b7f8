"""The text of a report: short, in the usual phrases, with numbers that agree with the tables."""

from __future__ import annotations

from msgspec.structs import replace

from support.reports import DISPUTES, ReportData

_DENIED, _UNAVAILABLE = "requests.denied.", "requests.unavailable."


def with_prose(report: ReportData) -> ReportData:
    """The report with a text that quotes its own tables."""
    permits = report.cells["permits.permits.decisions"] or 0
    return replace(
        report,
        opening=(
            "根据《中华人民共和国政府信息公开条例》第五十条规定，编制本年度报告。",
            f"本报告所列数据的统计期限自{report.year}年1月1日起至{report.year}年12月31日止。",
        ),
        prose={
            "一": (
                f"{report.year}年，{report.organ}坚持以公开为常态、不公开为例外，认真做好政府信息公开各项工作。",
                f"（一）主动公开。全年公开行政许可处理决定{permits}件，均已上网。",
                f"（二）依申请公开。{_requests(report)}",
                "（三）政府信息管理。对历年公开的信息作了清理，修订了公开目录。",
                "（四）平台建设。政府网站专栏按月更新，运行正常。",
                "（五）监督保障。将信息公开纳入年度考核，组织业务培训1次；社会评议良好，未发生责任追究情形。",
            ),
            "四": (_disputes(report),),
            "五": (
                "存在的主要问题：一是个别信息公开不够及时；二是政策解读形式比较单一。",
                "改进情况：一是明确专人负责，按时限公开；二是增加图文和问答解读。",
            ),
            "六": ("按照《政府信息公开信息处理费管理办法》，本年度没有收取信息处理费。",),
        },
    )


def _requests(report: ReportData) -> str:
    new, carried_in, handled, carried_out = (
        report.number(f"requests.{row}.total") for row in ("new", "carried_in", "handled", "carried_out")
    )
    denied, unavailable = (
        sum(report.number(cell) for cell in report.cells if cell.startswith(group) and cell.endswith(".total"))
        for group in (_DENIED, _UNAVAILABLE)
    )
    return (
        f"全年新收政府信息公开申请{new}件，上年结转{carried_in}件，办结{handled}件，结转下年度继续办理{carried_out}件。"
        f"办结的申请中，予以公开{report.number('requests.granted.total')}件，"
        f"部分公开{report.number('requests.partial.total')}件，不予公开{denied}件，无法提供{unavailable}件。"
    )


def _disputes(report: ReportData) -> str:
    reconsideration, *litigation = (report.number(f"disputes.{row}.total") for row in DISPUTES)
    return f"本年度因政府信息公开被申请行政复议{reconsideration}件，被提起行政诉讼{sum(litigation)}件。"
