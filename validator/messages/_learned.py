"""What `gouji rules learn` writes."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

LEARNED: Mapping[str, Text] = {
    "learned-title-equation": Text("不满足 {check}", "{check} does not hold"),
    "learned-title-bound": Text("不满足 {check}", "{check} does not hold"),
    "learned-title-zero": Text("{when} 时应为 {check}", "where {when}, {check} does not hold"),
    "learned-title-range": Text("比多数年报大得多：超过 {check}", "far larger than in most reports: not {check}"),
    "learned-basis": Text(
        "由 {reports} 份年报的数字得出，不是官方规定",
        "found in the figures of {reports} reports, laid down nowhere",
    ),
    "learned-why": Text(
        "在 {reports} 份年报的 {rows} 处数字中，{held} 处成立，占 {share}%。请核对它是不是规定，再把这段话改成理由。",
        "It holds in {held} of {rows} places of {reports} reports, {share}%. See whether it is a rule, and say "
        "why here.",
    ),
    "learned-head": Text(
        "由 gouji rules learn 从 {reports} 份年报的数字得出：{rules} 条。逐条核对之后再使用。",
        "found by gouji rules learn in the figures of {reports} reports: {rules} rule(s). Look at each before its use.",
    ),
    "learned-support": Text(
        "成立 {held}/{rows}（{share}%），来自 {reports} 份年报",
        "holds in {held} of {rows} ({share}%), from {reports} reports",
    ),
    "learned-excused": Text(
        "另有 {excused} 处不成立，同一格也违反别的关系，是那份年报填错了",
        "{excused} more break it by a cell that breaks another relation as well: faults of those reports",
    ),
    "learned-weak": Text("年报太少，可能是巧合", "there are few reports: this may be chance"),
    "learned-against": Text("反例 {source} {place}: {numbers}", "counter-example {source} {place}: {numbers}"),
    "learned-name": Text("{name} 是“{title}”", "{name} is “{title}”"),
    "learned-none": Text("没有找到关系", "no relation was found"),
    "learned-form": Text("表式 {form}，{reports} 份年报", "form {form}, {reports} reports"),
    "learned-unreadable": Text(
        "不能读出数字表：{path}（{reason}）", "no table of numbers can be read: {path} ({reason})"
    ),
    "learned-few": Text(
        "只有 {reports} 份年报：标有“可能是巧合”的要特别核对",
        "only {reports} reports: look twice at what is marked as possible chance",
    ),
}
