"""What is said around the findings: names of verdicts and severities, places, equations, headings, counts."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_NAMES: Mapping[str, Text] = {
    "date_of-published": Text("发布日期", "the date of publication"),
    "date_of-signed": Text("落款日期", "the date of signature"),
    "level-department": Text("部门、乡镇街道", "departments and townships"),
    "level-county": Text("县级政府", "county governments"),
    "level-city": Text("设区的市级政府", "city governments"),
    "level-province": Text("省级政府", "provincial governments"),
    "level-other": Text("各机关", "all organs"),
    "level-organ": Text("本机关", "this organ"),
    "severity-error": Text("错误", "error"),
    "severity-warning": Text("提示", "warning"),
    "severity-note": Text("说明", "note"),
    "severity-meaning-error": Text("错误（必须更正）", "error (must be put right)"),
    "severity-meaning-warning": Text("提示（应当核对）", "warning (should be checked)"),
    "severity-meaning-note": Text("说明（供参考，确实如此的不必改）", "note (worth a look, may be right)"),
    "verdict-satisfied": Text("成立", "satisfied"),
    "verdict-violated": Text("违反", "violated"),
    "verdict-undetermined": Text("无法判定", "undetermined"),
    "verdict-not-applicable": Text("不适用", "not applicable"),
    "reading-blank": Text("空白", "blank"),
    "reading-unreadable": Text("读不出", "unreadable"),
    "reading-uncertain": Text("不确定（可能是 {choices}）", "uncertain (it may be {choices})"),
    "reading-missing": Text("缺", "missing"),
}

_SIGNS: Mapping[str, Text] = {
    "comma": Text("，", ", "),
    "list-comma": Text("、", ", "),
    "semicolon": Text("；", "; "),
    "colon": Text("：", ": "),
    "brackets": Text("（{text}）", " ({text})"),
    "or": Text(" 或 ", " or "),
    "cell-name": Text("“{row}”行“{column}”列", "row “{row}”, column “{column}”"),
    "cell-of-last-year": Text("上年年报的{cell}", "last year's {cell}"),
    "cell-of-year": Text("{year}年年报的{cell}", "{cell} of the report of {year}"),
    "cell-of-report": Text("{report}的{cell}", "{cell} of {report}"),
    "cell-of-unit": Text("{organ}的{cell}", "{cell} of {organ}"),
    "cells-of-column": Text("“{column}”列的{rows}", "column “{column}”: {rows}"),
    "cells-of-row": Text("“{row}”行的{columns}", "row “{row}”: {columns}"),
    "and": Text("，并且 ", " and "),
    "group": Text("{number}各项之和", "all of {number}"),
    "whole-table": Text("{table}整张表", "the whole of {table}"),
    "quoted": Text("“{text}”", "“{text}”"),
    "and-so-on": Text("{names} 等", "{names} and others"),
    "and-more": Text("{names} 等 {count} 个", "{names} and others, {count} in all"),
    "table-name": Text("{number}（{title}）", "{number} ({title})"),
}

_PLACES: Mapping[str, Text] = {
    "place-column": Text("列“{name}”", "column “{name}”"),
    "place-row": Text("行“{name}”", "row “{name}”"),
    "place-text": Text("正文", "the text"),
    "place-picture": Text("图片{value}", "picture {value}"),
    "place-page": Text("第{value}页", "page {value}"),
    "place-table": Text("第{value}个表格", "table {value} of the file"),
    "place-table-row": Text("第{value}行", "row {value}"),
    "place-table-column": Text("第{value}列", "column {value}"),
    "place-cell": Text("第{row}行第{column}列", "row {row}, column {column}"),
    "place-paragraph": Text("第{value}段", "paragraph {value}"),
    "place-line": Text("文件第{value}行", "line {value} of the file"),
    "place-sheet": Text("工作表“{value}”", "sheet “{value}”"),
    "place-address": Text("单元格{value}", "cell {value}"),
    "range": Text("{first}至{last}", "{first} to {last}"),
}

_EQUATIONS: Mapping[str, Text] = {
    "left-more": Text("左边比右边多 {difference}", "the left side is larger by {difference}"),
    "left-less": Text("左边比右边少 {difference}", "the left side is smaller by {difference}"),
    "left-too-large": Text(
        "左边应当不大于右边，实际多出 {difference}", "the left side should not be larger, but is by {difference}"
    ),
    "left-too-small": Text(
        "左边应当不小于右边，实际少了 {difference}", "the left side should not be smaller, but is by {difference}"
    ),
    "should-be": Text("应当是 {value}", "should be {value}"),
    "should-be-at-most": Text("应当不大于 {value}", "should be at most {value}"),
    "should-be-at-least": Text("应当不小于 {value}", "should be at least {value}"),
    "in-every-reading": Text(
        "有的数字不能确定，但无论怎样读都不成立", "some numbers are uncertain, but no reading satisfies it"
    ),
    "condition-fails": Text("{numbers} 不成立（{cells}）", "{numbers} does not hold ({cells})"),
    "condition-and": Text(" 并且 ", " and "),
    "condition-or": Text(" 或者 ", " or "),
    "cells-unfilled": Text("应当填写而没有填：{cells}", "not filled in: {cells}"),
    "sides-agree": Text("两边相等", "both sides agree"),
    "order-agrees": Text("符合要求", "as it should be"),
    "tolerance": Text("允许相差 {tolerance}", "a difference of {tolerance} is accepted"),
    "rest-zero": Text("其余 {count} 项为 0 或空白，没有列出", "the other {count} terms are 0 or blank and not shown"),
    "undecided": Text("无法判定是否“{title}”", "cannot be decided whether {title}"),
    "undecided-for": Text("因为 {terms}", "because {terms}"),
    "undecided-term": Text("{term} {state}", "{term} is {state}"),
    "short-more": Text("左边多 {difference}", "left larger by {difference}"),
    "short-less": Text("左边少 {difference}", "left smaller by {difference}"),
}

_EXCERPT: Mapping[str, Text] = {
    "corner": Text("{table}（{unit}）", "{table} ({unit})"),
    "folded-columns": Text("其余{count}列", "{count} others"),
    "terms-left-out": Text("（还有 {count} 项没有列出）", "({count} more are not listed)"),
    "skipped-rows": Text("（略去 {count} 行）", "({count} rows left out)"),
}

_FINDING: Mapping[str, Text] = {
    "label-note": Text("说明", "note"),
    "label-next": Text("下一步", "next"),
    "label-details": Text("详情", "details"),
    "label-reason": Text("原因", "reason"),
    "read-again-differs": Text(
        "换一种方法重新读取，{cells}：可能是读取有误，请先对照原文",
        "reading the file again in another way, {cells}: our reading may be wrong, look at the original first",
    ),
    "read-again-cell": Text(
        "{letter} 第一次读作 {first}，第二次读作 {second}", "{letter} was {first} at first and {second} the second time"
    ),
    "also-violates": Text("{letter} 同时违反 {rule}：{numbers}", "{letter} also violates {rule}: {numbers}"),
    "also-more": Text("还有 {count} 处与其他规则的关联没有列出", "{count} more links to other rules are not listed"),
    "also-violates-plain": Text("{letter} 同时违反 {rule}", "{letter} also violates {rule}"),
    "check-letters": Text(
        "对照台账核对 {letters}，改正后再检查一次",
        "check {letters} against your records, correct them, run the check again",
    ),
    "check-cells": Text(
        "对照台账核对这 {count} 个单元格，改正后再检查一次",
        "check these {count} cells against your records, correct them, run the check again",
    ),
    "check-letters-many": Text(
        "对照台账核对标有字母的 {count} 个数，改正后再检查一次",
        "check the {count} lettered numbers against your records, correct them, run the check again",
    ),
    "look-at-letters": Text(
        "看一看 {letters} 是否填对；确实如此的不必改", "see whether {letters} is right; if so, nothing needs to change"
    ),
    "resolve-letters": Text("打开原文件看 {letters} 到底是多少", "look up {letters} in the original"),
}

_CLAIMS: Mapping[str, Text] = {
    "claim-sentence": Text("“{text}”", "“{text}”"),
    "claim-cells": Text("正文写的是 {quoted}，{table}里是 {value}", "the text says {quoted}, {table} has {value}"),
    "claim-share": Text(
        "正文写的是 {quoted}，按表中的数算是 {value}", "the text says {quoted}, the tables give {value}"
    ),
    "claim-list": Text(
        "正文写的总数是 {quoted}，列出的各项之和是 {value}（{parts}）",
        "the text gives a total of {quoted}, its parts add up to {value} ({parts})",
    ),
    "claim-sum": Text(
        "正文列出的各类之和是 {parts} = {quoted}，{table}里是 {value}",
        "what the text lists adds up to {parts} = {quoted}, {table} has {value}",
    ),
    "claim-year": Text("正文写的是 {quoted}，应当是 {value}", "the text says {quoted}, it should be {value}"),
    "claim-sections": Text(
        "正文写的是 {quoted} 个部分，实际有（或列出）{value} 个",
        "the text speaks of {quoted} sections, {value} are there or named",
    ),
    "claim-worked-out": Text("表中空白的总计按各列之和计算", "totals that the table leaves blank were worked out"),
    "claim-found": Text("{quoted} 是{place}的数", "{quoted} is the number of {place}"),
    "claim-found-sum": Text("{quoted} 是{place}之和", "{quoted} is the sum of {place}"),
    "claim-found-share": Text("{quoted} 是{place}所占的比例", "{quoted} is the share of {place}"),
    "claim-scope": Text(
        "句中有“{scope}”，说的范围可能与表格不同",
        "the sentence says “{scope}”, so it may speak of other offices than the table",
    ),
    "claim-day": Text("{year}年{month}月{day}日", "{year}-{month:0>2}-{day:0>2}"),
    "claim-next": Text(
        "对照台账核对正文和 {letters}，把错的一处改正后再检查一次",
        "check the text and {letters} against your records, correct the one that is wrong, run the check again",
    ),
    "claim-next-text": Text("核对正文这句话，改正后再检查一次", "check this sentence, correct it, run the check again"),
    "claim-next-note": Text(
        "看一看正文说的范围与表格是否相同；不同的不必改",
        "see whether the text speaks of the same offices as the table; if not, nothing needs to change",
    ),
    "claim-relation": Text("正文的数 = {readings}", "the number in the text = {readings}"),
    "claim-relation-text": Text("正文自身前后的数，没有算式", "numbers within the text; there is no formula"),
    "example-organ": Text("机关：{text}", "organ: {text}"),
    "example-year": Text("报告年度：{text}", "year reported on: {text}"),
    "example-published": Text("发布日期：{text}", "published: {text}"),
    "example-signed": Text("落款日期：{text}", "signed: {text}"),
    "text-finds": Text("{places}里有没有不该有的话", "whether {places} says what it should not"),
    "text-lacks": Text("{places}里有没有写到：{names}", "whether {places} speaks of: {names}"),
    "text-says_only": Text("{places}下面有没有写内容", "whether anything stands below {places}"),
    "text-same": Text("{places}里前后的说法是否相同", "whether {places} says the same in all places"),
    "text-anywhere": Text("正文", "the text"),
    "text-head": Text("第一部分之前的文字", "what stands before the first section"),
    "text-section": Text("第{number}部分", "section {number}"),
    "text-years": Text("{relation}（{first}年至{last}年的年报）", "{relation} (reports for {first} to {last})"),
    "text-from": Text("{relation}（{first}年起的年报）", "{relation} (reports for {first} and later)"),
    "text-until": Text("{relation}（{last}年以前的年报）", "{relation} (reports up to {last})"),
    "example-head": Text("第一部分之前：“{text}”", "before the first section: “{text}”"),
    "example-twice": Text("第{text}部分出现两次", "section {text} stands there twice"),
    "example-section": Text("第{number}部分：“{text}”", "section {number}: “{text}”"),
    "claim-says": Text("正文：“{text}”", "text: “{text}”"),
}

_REPORT: Mapping[str, Text] = {
    "organ-not-known": Text("（机关名称不详）", "(organ not known)"),
    "year-not-known": Text("（年份不详）", "(not known)"),
    "report-heading": Text("{organ} {year} 年度报告", "{organ}, report for {year}"),
    "label-file": Text("文件", "file"),
    "label-form": Text("表式", "form"),
    "label-previous": Text("上年年报", "last year's"),
    "label-units": Text("下级单位", "units"),
    "units-count": Text("{count} 份年报", "{count} report(s)"),
    "label-verdict": Text("结论", "result"),
    "form-hybrid": Text("；但{tables}用的是{edition}", "; but {tables} on: {edition}"),
    "verdict-errors": Text("有 {errors}，必须核对更正{others}。", "{errors} that must be put right{others}."),
    "verdict-no-errors": Text(
        "没有发现差错，{satisfied} 条勾稽关系成立{others}。", "no errors found, {satisfied} relation(s) hold{others}."
    ),
    "verdict-nothing-decided": Text(
        "没有一条勾稽关系可以判定，不能算作通过{others}。",
        "not one relation could be decided: this is not a pass{others}.",
    ),
    "verdict-with": Text("；另有 {parts}", "; also {parts}"),
    "verdict-warnings": Text("{count} 处提示请核对", "{count} warning(s) to be checked"),
    "verdict-waived": Text("{count} 处已豁免", "{count} accepted by a waiver"),
    "verdict-notes": Text("{count} 处说明供参考", "{count} note(s) to be looked at"),
    "verdict-undecided": Text(
        "{count} 条关系因数字空白、读不清或看不出机关级别无法判定",
        "{count} relation(s) not decided for numbers blank or unclear, or an organ whose level its name does not tell",
    ),
    "footer-reports": Text("年报 {reports} 份，无法读取 {unreadable} 份", "reports {reports}, unreadable {unreadable}"),
    "footer-skipped": Text("，跳过其他文件 {skipped} 个", ", other files skipped {skipped}"),
    "footer-waived": Text("，已豁免 {waived}", ", waived {waived}"),
    "footer-constraints": Text(
        "勾稽关系 {total} 条：成立 {satisfied}，违反 {violated}，无法判定 {undetermined}，不适用 {not_applicable}",
        "relations {total}: satisfied {satisfied}, violated {violated}, undetermined {undetermined}, "
        "not applicable {not_applicable}",
    ),
    "footer-claims": Text(
        "正文数字 {total} 处：一致 {satisfied}，不一致 {violated}，无法判定 {undetermined}，"
        "须对照上年年报 {not_applicable}",
        "claims in the text {total}: agree {satisfied}, disagree {violated}, undetermined {undetermined}, only last "
        "year's report can tell {not_applicable}",
    ),
    "unreadable": Text("无法读取", "unreadable"),
    "concise-unreadable": Text("{path}: 无法读取: {reason}（{hint}）", "{path}: unreadable: {reason} ({hint})"),
}

_RULES: Mapping[str, Text] = {
    "rule-severity": Text("级别", "severity"),
    "rule-scope": Text("适用", "applies to"),
    "rule-forms": Text("表式", "forms"),
    "rule-relation": Text("关系", "relation"),
    "rule-formula": Text("写法", "as written"),
    "rule-when": Text("前提", "only where"),
    "rule-fallback": Text("替代", "stands in for"),
    "rule-judged": Text("定位", "locating"),
    "judged-guard": Text(
        "只判断成立与否，不参加定位：前提里有 or；写成几条规则，每条一个前提，就能定位",
        "it is judged and locates nothing, since there is an or in its condition; as several rules with a condition "
        "each it would locate",
    ),
    "judged-strict": Text(
        "只判断成立与否，不参加定位：带小数的数之间的 < 和 >；写成 <= 或 >= 就能定位",
        "it is judged and locates nothing, since < and > compare numbers with decimals; with <= or >= it would locate",
    ),
    "judged-shape": Text(
        "只判断成立与否，不参加定位：不是加减之后的比较",
        "it is judged and locates nothing, since it is more than a sum compared with another",
    ),
    "rule-basis": Text("依据", "basis"),
    "rule-why": Text("理由", "why"),
    "rule-next": Text("下一步", "next"),
    "rule-holds": Text("成立的例子", "example: holds"),
    "rule-violated": Text("不成立的例子", "example: violated"),
    "scope-row": Text("{table}，每一行", "{table}, each row"),
    "scope-cell": Text("每张表的每一格", "each cell of all tables"),
    "scope-column": Text("{table}，每一列", "{table}, each column"),
    "scope-only": Text("{scope}，限于：{names}", "{scope}, only: {names}"),
    "scope-report": Text("整份年报", "the whole report"),
    "scope-fallback": Text("仅在 {rule} 无法判定时使用", "only where {rule} cannot be decided"),
    "observed": Text("读取表格时看到的情况，没有算式", "something seen while the tables are read; it has no formula"),
    "formula-previous": Text("上年年报的{name}", "last year's {name}"),
    "formula-units": Text("各下级单位的{name}之和", "{name} of all units"),
    "formula-unit": Text("下级单位{number}的{name}", "{name} of unit {number}"),
    "formula-cell": Text("同一格的数", "the number of a cell"),
    "scope-all-forms": Text("全部表式", "all forms"),
}

PHRASES: Mapping[str, Text] = {
    **_NAMES,
    **_SIGNS,
    **_PLACES,
    **_EQUATIONS,
    **_EXCERPT,
    **_FINDING,
    **_CLAIMS,
    **_REPORT,
    **_RULES,
}
