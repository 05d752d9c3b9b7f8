"""The reports in `samples/` that are made by a script: figures, style and format of each.

What must be found in them is not made but written by hand, beside each (`NAME.expected.yaml`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from msgspec.structs import replace

from support.figures import Figures, TableTwo, blank_form
from support.official import lay_out
from support.prose import with_prose
from support.reports import ReportData, totals_left_blank, zeros_left_blank
from support.style import OFFICIAL, Style
from support.tree import chain, rolled_up
from support.writers import WRITERS

_COUNTY: TableTwo = {
    "documents.normative.issued": 6,
    "documents.normative.repealed": 2,
    "documents.normative.in_force": 47,
    "permits.permits.decisions": 18430,
    "sanctions.penalties.decisions": 2617,
    "sanctions.coercion.decisions": 94,
    "fees.fees.amount": "1382.4506",
}
_BUREAU: TableTwo = {
    "documents.normative.issued": 1,
    "documents.normative.in_force": 9,
    "permits.permits.decisions": 613,
    "sanctions.penalties.decisions": 58,
    "fees.fees.amount": "20.36",
}
_CITY: TableTwo = {
    "documents.regulations.issued": 2,
    "documents.regulations.repealed": 1,
    "documents.regulations.in_force": 31,
    "documents.normative.issued": 64,
    "documents.normative.repealed": 40,
    "documents.normative.in_force": 388,
    "permits.permits.decisions": 906214,
    "sanctions.penalties.decisions": 1204377,
    "sanctions.coercion.decisions": 10852,
    "fees.fees.amount": "45120.7193",
}
_OLD_COUNTY: TableTwo = {
    "documents.normative.made": 14,
    "documents.normative.published": 14,
    "documents.normative.public_total": 163,
    "permits.permits.previous_items": 287,
    "permits.permits.change": -12,
    "permits.permits.decisions": 15208,
    "permits.other_services.previous_items": 121,
    "permits.other_services.change": 3,
    "permits.other_services.decisions": 40117,
    "sanctions.penalties.previous_items": 1312,
    "sanctions.penalties.change": 25,
    "sanctions.penalties.decisions": 2031,
    "sanctions.coercion.previous_items": 88,
    "sanctions.coercion.decisions": 57,
    "fees.fees.previous_items": 27,
    "fees.fees.change": -2,
    "procurement.procurement.items": 96,
    "procurement.procurement.amount": "4186.2075万元",
}


def consistent_county() -> ReportData:
    return Figures(
        organ="甲县",
        year=2023,
        table_two=_COUNTY,
        results={
            "granted": (61, 3, 0, 1),
            "partial": (9, 1),
            "denied.third_party": (4,),
            "denied.internal_affairs": (2,),
            "denied.enforcement_file": (3,),
            "unavailable.not_held": (38, 2, 0, 1, 1),
            "unavailable.unclear": (2,),
            "unprocessed.petition": (5,),
            "unprocessed.duplicate": (3,),
            "other_handling.not_corrected": (1,),
            "other_handling.rest": (6, 1),
        },
        carried_in=(8, 1),
        carried_out=(11,),
        disputes={
            "reconsideration": (7, 2, 1, 1),
            "litigation_direct": (3, 0, 1),
            "litigation_after_reconsideration": (2, 0, 0, 1),
        },
    ).report()


def consistent_old_form() -> ReportData:
    return Figures(
        organ="戊县",
        year=2020,
        form="2019",
        table_two=_OLD_COUNTY,
        results={
            "granted": (33, 2),
            "partial": (6,),
            "denied.security_stability": (1,),
            "unavailable.not_held": (17, 0, 0, 0, 2),
            "unprocessed.duplicate": (4,),
            "other_handling": (3,),
        },
        carried_in=(2,),
        carried_out=(5, 1),
        disputes={"reconsideration": (3, 0, 0, 1)},
    ).report()


def consistent_bureau() -> ReportData:
    return Figures(
        organ="丙区教育局",
        year=2022,
        table_two=_BUREAU,
        results={"granted": (4,), "partial": (1,), "unavailable.not_held": (2,), "unprocessed.petition": (1,)},
        carried_out=(1,),
    ).report()


def consistent_city() -> ReportData:
    return Figures(
        organ="乙市",
        year=2024,
        table_two=_CITY,
        results={
            "granted": (812, 21, 2, 4, 6, 1),
            "partial": (207, 5),
            "denied.state_secret": (1,),
            "denied.forbidden_by_law": (12,),
            "denied.security_stability": (2,),
            "denied.third_party": (19, 1),
            "denied.internal_affairs": (31,),
            "denied.deliberative": (14,),
            "denied.enforcement_file": (22,),
            "denied.administrative_query": (9, 2),
            "unavailable.not_held": (640, 33, 1, 0, 4),
            "unavailable.needs_creation": (17, 1),
            "unavailable.unclear": (8,),
            "unprocessed.petition": (96,),
            "unprocessed.duplicate": (28, 0, 0, 0, 1),
            "unprocessed.publication": (2,),
            "unprocessed.excessive": (40,),
            "unprocessed.confirmation": (3,),
            "other_handling.not_corrected": (26,),
            "other_handling.fee_unpaid": (5,),
            "other_handling.rest": (118, 4),
        },
        carried_in=(71, 3, 0, 0, 2),
        carried_out=(94, 2),
        disputes={
            "reconsideration": (142, 9, 51, 18),
            "litigation_direct": (4, 1, 9, 3),
            "litigation_after_reconsideration": (21, 2, 16, 7),
        },
    ).report()


def balance() -> ReportData:
    """12 carried over by natural persons, misprinted 10."""
    sound = Figures(
        organ="甲县自然资源局",
        year=2023,
        table_two=_BUREAU,
        results={
            "granted": (58, 2),
            "partial": (11, 1, 0, 1),
            "denied.third_party": (3,),
            "unavailable.not_held": (36, 2, 0, 1),
            "unprocessed.petition": (9,),
            "other_handling.rest": (4, 1, 0, 1),
        },
        carried_in=(5,),
        carried_out=(12,),
    ).report()
    return sound.with_cells({"requests.carried_out.natural_person": 10})


def row_total() -> ReportData:
    """A request of a business left out of the total of its row."""
    return consistent_bureau_with_business().with_cells({"requests.granted.total": 4})


def consistent_bureau_with_business() -> ReportData:
    return Figures(
        organ="己区市场监督管理局",
        year=2023,
        table_two=_BUREAU,
        results={"granted": (4, 1), "unavailable.not_held": (3,), "unprocessed.duplicate": (1,)},
        carried_in=(1,),
    ).report()


def column_sum() -> ReportData:
    """Six requests granted in part are also counted as granted, so that the results exceed the number handled."""
    sound = Figures(
        organ="丁市人民政府办公室",
        year=2022,
        table_two=_BUREAU,
        results={
            "granted": (9, 1),
            "denied.internal_affairs": (1,),
            "unavailable.not_held": (7,),
            "other_handling.rest": (3,),
        },
    ).report()
    return sound.with_cells({"requests.partial.natural_person": 6, "requests.partial.total": 6})


def disputes_total() -> ReportData:
    """Totals of table four left at 0."""
    sound = Figures(
        organ="戊县公安局",
        year=2023,
        table_two=_BUREAU,
        results={"granted": (14,), "partial": (3,), "unavailable.not_held": (12,), "unprocessed.petition": (2,)},
        carried_in=(1,),
        disputes={"reconsideration": (9, 0, 2), "litigation_after_reconsideration": (3, 0, 0, 2)},
    ).report()
    return sound.with_cells({"disputes.reconsideration.total": 0, "disputes.litigation_after_reconsideration.total": 0})


def hybrid() -> ReportData:
    return Figures(
        organ="丙区",
        year=2023,
        form="hybrid",
        table_two=_COUNTY,
        results={
            "granted": (22, 1),
            "partial": (5,),
            "denied.administrative_query": (2,),
            "unavailable.not_held": (19, 1),
            "other_handling": (7,),
        },
        carried_in=(3,),
        carried_out=(4,),
        disputes={"reconsideration": (2, 0, 1)},
    ).report()


def tracked_changes() -> ReportData:
    return Figures(
        organ="己区卫生健康局",
        year=2022,
        table_two=_BUREAU,
        results={"granted": (16, 2), "partial": (2,), "unavailable.not_held": (11,), "unprocessed.duplicate": (2,)},
        carried_in=(2,),
        carried_out=(3, 1),
        disputes={"reconsideration": (1,)},
    ).report()


def zeros_blank() -> ReportData:
    sound = Figures(
        organ="庚镇人民政府",
        year=2024,
        table_two={"documents.normative.in_force": 3, "permits.permits.decisions": 127},
        results={"granted": (3,), "unavailable.not_held": (2, 1), "other_handling.not_corrected": (1,)},
        carried_in=(1,),
    ).report()
    return zeros_left_blank(sound)


def misquoted() -> ReportData:
    """The text quotes the column of natural persons for the total, one row for its group, and a share of nothing."""
    sound = consistent_county()
    return sound.with_prose(
        {
            "一": (
                "2023年，甲县依法做好政府信息公开各项工作。",
                "（一）主动公开。全年发布政策解读材料30篇（图解18篇、文字解读9篇、视频3篇）。",
                (
                    "（二）依申请公开。全年共收到政府信息公开申请137件，上年结转9件，办结144件。其中，予以公开65件，"
                    "占45.1%；部分公开10件，占9.6%；因本机关不掌握等原因无法提供42件。"
                ),
                "（三）监督保障。组织业务培训1次。",
            ),
            "四": ("因政府信息公开被申请行政复议11件，均获维持；被提起行政诉讼7件。",),
        }
    )


def left_over() -> ReportData:
    """A text that still names last year, and lists parts that do not add up."""
    sound = consistent_bureau()
    return replace(
        sound.with_prose(
            {
                "一": (
                    f"{sound.year - 1}年，我局深入推进政府信息公开，各项任务有序落实。",
                    "（一）主动公开。现有政务新媒体12个，其中微信公众号6个、微博3个、其他2个。",
                    "（二）依申请公开。收到的申请均在法定期限内答复。",
                ),
            }
        ),
        opening=(f"本报告由六个部分组成，数据统计期限自{sound.year}年1月1日起至{sound.year}年12月30日止。",),
    )


_SUMMARIES = {
    2021: (
        "全年围绕基层政务公开标准化，编制了公开事项目录，开展了政策文件集中清理，新开设民生专栏，群众来信来电都有回音。"
    ),
    2022: (
        "按季度调度各科室公开进度，完善了依申请公开办理流程图，更新了公开指南，"
        "对窗口人员作了集中轮训，受理渠道保持畅通。"
    ),
    2023: (
        "建成政策问答库，把重大决策预公开纳入会议议程，推动村务公开与政务公开衔接，"
        "网站无障碍改造通过验收，读屏软件可用。"
    ),
}
_PROBLEMS = {
    2021: (
        "存在的主要问题：公开目录与实际工作衔接不紧，个别栏目更新迟缓。改进情况：逐项核对目录，"
        "落实到岗到人，超期自动提醒。"
    ),
    2022: (
        "存在的主要问题：答复文书格式不一，法律依据引用不全。改进情况：印发统一文书样本，答复前由法制机构逐件审核把关。"
    ),
    2023: (
        "存在的主要问题：政策解读多为文字，图表和短视频偏少。改进情况：与融媒体中心合作，"
        "重要政策三日内配发多种形式解读。"
    ),
}


def _written_anew(report: ReportData) -> ReportData:
    """With a text of its own year."""
    written = with_prose(report)
    prose = {**written.prose, "一": (_SUMMARIES[report.year],), "五": (_PROBLEMS[report.year],)}
    return replace(written, prose=prose)


def chain_year(year: int) -> ReportData:
    """One of three years of a county, whose name is written in three ways.

    In 2022 the requests carried over are misprinted; in 2023 the documents in force are counted anew.
    """
    years = (2021, 2022, 2023)
    names = ("甲县", "甲县人民政府", "乙市甲县人民政府办公室")
    found = dict(zip(years, chain(Random(5), "甲县", years), strict=True))  # noqa: S311 - the same in every run
    report = replace(found[year], organ=names[years.index(year)])
    if year == 2022:
        cell = "requests.carried_out.natural_person"
        return _written_anew(report).with_cells({cell: report.number(cell) + 3})
    if year == 2023:
        return _written_anew(report.with_cells({"documents.normative.in_force": 31}))
    return _written_anew(report)


UNITS = ("丁区教育局", "丁区公安局", "丁区民政局")


def tree_part(organ: str) -> ReportData:
    """A district or one of its bureaus; one bureau has changed a number after the district added them up."""
    units = [chain(Random(at), unit, [2023], busy=5)[0] for at, unit in enumerate(UNITS)]  # noqa: S311 - as above
    if organ not in UNITS:
        return _written_anew(rolled_up(organ, units))
    unit = units[UNITS.index(organ)]
    if organ == UNITS[1]:
        cell = "requests.unavailable.not_held.natural_person"
        return _written_anew(unit).with_cells({cell: unit.number(cell) + 4})
    return _written_anew(unit)


def _with(name: str, style: Style = OFFICIAL) -> Callable[[ReportData], bytes]:
    return lambda report: WRITERS[name].write(lay_out(report, style))


def _kangxi(report: ReportData) -> bytes:
    """Text as some PDF files give it: common characters replaced by the radicals that look the same."""
    radicals = {ord(unicodedata.normalize("NFKC", chr(code))): code for code in range(0x2F00, 0x2FD6)}
    return _with("tabs")(report).decode().translate(radicals).encode()


def _cut_off(report: ReportData) -> bytes:
    """The text up to a row in the middle of table three."""
    text = _with("tabs")(report).decode()
    return (text[: text.index("4.保护第三方合法权益")].rstrip() + "\n").encode()


SAMPLES: Mapping[str, tuple[Callable[[], ReportData], Callable[[ReportData], bytes]]] = {
    "consistent-2023.txt": (consistent_county, _with("tabs")),
    "consistent-2020.md": (consistent_old_form, _with("markdown", Style(numbering="1. ", brackets="()"))),
    "consistent-2022.html": (consistent_bureau, _with("html")),
    "consistent-2024.docx": (consistent_city, _with("docx")),
    "balance-2023.html": (balance, _with("html")),
    "row-total-2023.docx": (row_total, _with("docx")),
    "column-sum-2022.md": (column_sum, _with("markdown")),
    "disputes-total-2023.docx": (disputes_total, _with("docx-split-runs")),
    "blank-totals-2020.html": (lambda: totals_left_blank(consistent_old_form()), _with("html-word")),
    "zeros-blank-2024.html": (zeros_blank, _with("html-nested")),
    "page-break-2023.htm": (
        consistent_county,
        _with("html-gb18030", Style(numbering="1、", break_after=8, group_cut=True, header_again=True)),
    ),
    "hybrid-2023.docx": (hybrid, _with("docx")),
    "tracked-changes-2022.docx": (tracked_changes, _with("docx-revisions")),
    "misquoted-2023.html": (misquoted, _with("html-word")),
    "left-over-2022.docx": (left_over, _with("docx")),
    "blank-form-2021.docx": (lambda: blank_form("2021", "某某机关", 2021), _with("docx")),
    "kangxi-radicals-2024.txt": (consistent_city, _kangxi),
    "cut-off-2023.txt": (consistent_county, _cut_off),
    **{f"chain-2021-2023/{year}.html": (partial(chain_year, year), _with("html")) for year in (2021, 2022, 2023)},
    "tree-2023/district.html": (partial(tree_part, "丁区"), _with("html")),
    **{
        f"tree-2023/units/{name}.html": (partial(tree_part, unit), _with("html"))
        for name, unit in zip(("education", "police", "welfare"), UNITS, strict=True)
    },
}
"""File name -> the report, and how it is written down."""


def build(name: str) -> bytes:
    """The content of a sample."""
    make, write = SAMPLES[name]
    return write(make())
