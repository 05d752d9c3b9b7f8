"""What `gouji rules check`, `rules mutate` and `rules learn` say of a pack, and write."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

PROOFS: Mapping[str, Text] = {
    "proof-line": Text("{file}:{line}: {level}[{kind}] {message}", "{file}:{line}: {level}[{kind}] {message}"),
    "proof-form-line": Text("{level}[{kind}] {form}：{message}", "{level}[{kind}] {form}: {message}"),
    "proof-level-fault": Text("错误", "fault"),
    "proof-level-warning": Text("提示", "warning"),
    "proof-level-information": Text("说明", "information"),
    "proof-contradiction": Text(
        "{rules} 不能同时成立，按它们检查，每份年报都有错", "{rules} cannot hold together: every report would be wrong"
    ),
    "proof-contradiction-alone": Text(
        "{rules} 不可能成立，按它检查，每份年报都有错", "{rules} cannot hold: every report would be wrong"
    ),
    "proof-contradiction-guarded": Text(
        "在条件 {guards} 之下，{rules} 不能同时成立", "under the condition {guards}, {rules} cannot hold together"
    ),
    "proof-forced": Text("{rules} 合在一起，使 {cells} 只能是 0", "{rules} together leave {cells} no number but 0"),
    "proof-tautology": Text(
        "{rules} 两边相同，不论填什么都成立", "{rules} has the same on both sides: it holds whatever the figures are"
    ),
    "proof-dead-guard": Text(
        "{rules} 的条件 {guards} 永远不成立，这条规则不起作用",
        "the condition {guards} of {rules} never holds: the rule does nothing",
    ),
    "proof-dead-guard-by": Text(
        "{rules} 的条件 {guards} 与 {others} 矛盾，永远不成立，这条规则不起作用",
        "the condition {guards} of {rules} contradicts {others} and never holds: the rule does nothing",
    ),
    "proof-wrong-example": Text(
        "{rules} 的例子与所写的不符（{detail}）", "an example of {rules} does not come out as written ({detail})"
    ),
    "proof-idle-guard": Text(
        "{rules} 的条件 {guards} 总是成立，可以不写",
        "the condition {guards} of {rules} always holds and can be left out",
    ),
    "proof-idle-bound": Text(
        "{rules} 只要填的数不小于 0 就不会违反", "{rules} cannot be violated by figures of 0 or more"
    ),
    "proof-duplicate": Text("{rules} 与 {others} 是同一个关系", "{rules} is the same relation as {others}"),
    "proof-one-sided": Text(
        "{rules} 的例子少一个：改成 {detail} 也没有例子能发现",
        "an example of {rules} is missing: none would notice {detail} in its place",
    ),
    "proof-one-sided-part": Text(
        "{rules} 的例子少一个：去掉 {detail} 也没有例子能发现",
        "an example of {rules} is missing: none would notice that {detail} is gone",
    ),
    "proof-unseen": Text("{count} 格没有任何规则看：{cells}", "no rule looks at {count} cell(s): {cells}"),
    "proof-implied": Text(
        "{rules} 可以由 {others} 推出（多余的关系有助于定位，不必删去）",
        "{rules} follows from {others} (a relation too many helps to locate errors: keep it)",
    ),
    "proof-between": Text(
        "{count} 格只与上年、下级单位的年报或者正文中的数比较，一份年报本身约束不了：{cells}",
        "{count} cell(s) are held against other reports or the text only, nothing within a report binds them: {cells}",
    ),
    "proof-not-proved": Text("没有证明 {rules}：{detail}", "not proved: {rules}, {detail}"),
    "not-proved-product": Text(
        "它把单元格与单元格相乘或相除，只在检查年报时计算",
        "it multiplies or divides cells by cells and is only computed where a report is checked",
    ),
    "not-proved-filled": Text(
        "它数填了的格，而证明只看填的数", "it counts filled cells, and proofs are about the numbers in them"
    ),
    "not-proved-cases": Text("它分出的情形太多", "it stands for too many cases"),
    "not-proved-effort": Text("要试的情形太多，没有试完", "not all of its many cases were tried"),
    "proof-rule": Text("“{rule}”", "“{rule}”"),
    "proof-relation": Text(
        "    {rule}（{file}:{line}，{place}）: {text}", "    {rule} ({file}:{line}, {place}): {text}"
    ),
    "proof-relation-more": Text("{place}，另有 {count} 处", "{place} and {count} more"),
    "proof-place-all": Text("整个表式", "the whole form"),
    "proof-when": Text("    条件: {guards}", "    condition: {guards}"),
    "proof-places": Text("    同样的情况共 {count} 处", "    the same is so at {count} places"),
    "proof-example": Text("    反例: {cells}{rest}", "    counter-example: {cells}{rest}"),
    "proof-example-rest": Text("，其余为 0", ", all others 0"),
    "proof-example-only": Text("；只有“{rule}”不成立", "; only “{rule}” is violated"),
    "proof-number": Text("{cell} = {number}", "{cell} = {number}"),
    "proof-all-zero": Text("全部为 0", "all cells 0"),
    "proof-previous": Text("上年 {cell}", "last year’s {cell}"),
    "proof-unit": Text("下级单位 {number} {cell}", "unit {number}, {cell}"),
    "proof-unsound": Text(
        "规则包有 {faults} 处错误，{warnings} 处提示：{rules} 条规则，{forms} 个表式",
        "the rule pack has {faults} fault(s) and {warnings} warning(s): {rules} rules, {forms} forms",
    ),
    "proof-sound": Text(
        "规则包没有错误，有 {warnings} 处提示：{rules} 条规则，{forms} 个表式",
        "the rule pack has no faults and {warnings} warning(s): {rules} rules, {forms} forms",
    ),
    "mutate-rules": Text("改动的规则：例子能不能发现", "altered rules: do the examples notice"),
    "mutate-kind": Text("改动", "alteration"),
    "mutate-altered": Text("个数", "number"),
    "mutate-noticed": Text("发现", "noticed"),
    "mutate-equivalent": Text("等价", "equivalent"),
    "mutate-unnoticed": Text("未发现", "unnoticed"),
    "mutate-located": Text("定位", "located"),
    "mutate-corrected": Text("更正", "corrected"),
    "mutate-all": Text("合计", "all"),
    "mutate-kind-dropped": Text("去掉规则", "rule dropped"),
    "mutate-kind-part": Text("去掉一个关系", "relation dropped"),
    "mutate-kind-comparator": Text("改比较符", "comparator"),
    "mutate-kind-term": Text("漏一项", "term lost"),
    "mutate-kind-sign": Text("改正负号", "sign"),
    "mutate-kind-coefficient": Text("改系数", "coefficient"),
    "mutate-kind-constant": Text("改常数", "constant"),
    "mutate-kind-guard": Text("改条件", "condition"),
    "mutate-kind-setting": Text("去掉设置", "setting dropped"),
    "mutate-kind-limit": Text("改界限", "limit"),
    "mutate-kind-pattern": Text("漏一种说法", "wording lost"),
    "mutate-kind-object": Text("对错单元格", "other cells"),
    "mutate-share": Text(
        "没有例子发现的占 {share}%（等价的不计）", "{share}% are noticed by no example (equivalent ones left out)"
    ),
    "mutate-left": Text("没有例子发现：", "noticed by no example:"),
    "mutate-alike": Text(
        "等价的：经精确算术证明，凡是不小于 0 的数，改动前后结论相同，没有例子能够发现：",
        "equivalent: proved in exact arithmetic to judge all figures of 0 or more as before, so no example can tell:",
    ),
    "mutate-left-line": Text("  {file}:{line}: {rule}（{kind}）{change}", "  {file}:{line}: {rule} ({kind}) {change}"),
    "mutate-left-why": Text("      {why}", "      {why}"),
    "mutate-cells": Text(
        "改动的单元格：{form}，{reports} 份无误的年报", "altered cells: {form}, {reports} report(s) without an error"
    ),
    "mutate-table": Text("表", "table"),
    "mutate-plus-one": Text("加 1", "plus 1"),
    "mutate-digits-swapped": Text("数字换位", "digits swapped"),
    "mutate-zeroed": Text("改为 0", "zeroed"),
    "mutate-moved": Text("填到邻格", "moved"),
    "mutate-none": Text(
        "没有一份年报是无误的，没有改动单元格", "no report was without an error, so no cell was altered"
    ),
}

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
    "learned-nothing": Text(
        "没有读出数字：请给出年报、存年报的文件夹、gouji check 或 gouji read 的结果（JSON、CSV、parquet）或数字表",
        "no numbers of reports were read: give reports, a folder of them, results of gouji check or gouji read (JSON, "
        "CSV, parquet), or a table of numbers",
    ),
    "learned-few": Text(
        "只有 {reports} 份年报：标有“可能是巧合”的要特别核对",
        "only {reports} reports: look twice at what is marked as possible chance",
    ),
}
