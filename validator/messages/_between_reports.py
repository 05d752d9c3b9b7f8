"""What is said of what several reports show together: years, units, and reports that are alike."""

from __future__ import annotations

from collections.abc import Mapping

from validator.messages._observations import ObservationText
from validator.model.observations.kinds import ObservationKind
from validator.model.text import Text

BETWEEN_REPORTS: Mapping[ObservationKind, ObservationText] = {
    ObservationKind.FIGURES_JUMP: ObservationText(
        Text(
            "与上年相差十倍以上的有 {count} 个数：{jumps}",
            "{count} number(s) differ from last year's tenfold or more: {jumps}",
        ),
        Text(
            "看是不是多了或少了一位数字、单位写错；口径变了的，在年报里说明",
            "see whether a digit or a unit is wrong; if the scope changed, say so in the report",
        ),
    ),
    ObservationKind.TABLE_REPEATED: ObservationText(
        Text(
            "{number}的数字与上年年报（{path}）完全相同",
            "the numbers of {number} are those of last year's report ({path})",
        ),
        Text("看是不是沿用了上年的表，按当年的台账重新填写", "fill the table in from this year's records"),
    ),
    ObservationKind.PROSE_REPEATED: ObservationText(
        Text(
            "“{section}”这一部分除数字外，与上年年报（{path}）有 {share}% 相同",
            "section “{section}”, figures aside, is {share}% the same as last year's ({path})",
        ),
        Text("按当年的工作重新写", "write this section about this year's work"),
    ),
    ObservationKind.REPORT_DUPLICATE: ObservationText(
        Text(
            "同一机关同一年的年报还有 {count} 份（数字与这一份不同的有 {differ} 份）：{paths}",
            "there are {count} more report(s) of this organ and year ({differ} with other numbers): {paths}",
        ),
        Text("只留下正式发布的一份，再检查一次", "keep the one that was published and check again"),
    ),
    ObservationKind.ORGAN_DOUBTFUL: ObservationText(
        Text(
            "“{organ}”{year}年的年报（{path}）可能是同一机关的，不能确定，没有比较",
            "the report of “{organ}” for {year} ({path}) may be of the same organ; it was not compared",
        ),
        Text(
            "确实是同一机关的，用 --organs 或 --previous 指明，再检查一次",
            "if it is the same organ, say so with --organs or --previous and check again",
        ),
    ),
    ObservationKind.YEAR_BEFORE_MISSING: ObservationText(
        Text(
            "上一份是 {year} 年的（{path}），中间缺少年份，没有比较",
            "the report before is for {year} ({path}); years between are missing, so they were not compared",
        ),
        Text("补上缺的年报，再检查一次", "add the missing reports and check again"),
    ),
    ObservationKind.UNITS_MISSING: ObservationText(
        Text("有 {count} 个下级单位没有当年的年报：{units}", "{count} unit(s) have no report for the year: {units}"),
        Text("补上缺的年报，或者更正名单，再检查一次", "add the reports or correct the list, and check again"),
    ),
    ObservationKind.UNITS_DUPLICATE: ObservationText(
        Text(
            "有 {count} 个下级单位当年有几份年报，没有计入：{units}",
            "{count} unit(s) have several reports for the year and were left out: {units}",
        ),
        Text("每个单位只留下正式发布的一份", "keep the published report of each unit"),
    ),
    ObservationKind.PARENT_MISSING: ObservationText(
        Text(
            "名单里有 {count} 个上级机关没有年报，没有汇总比较：{units}",
            "{count} parent(s) of the list have no report, so their sums were not compared: {units}",
        ),
        Text("补上它的年报，或者核对名单里的名称", "add its report, or check its name in the list"),
    ),
}
