"""What the keys of rules and of the heading of a pack mean: shown by editors, beside the key."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

RULE_KEYS: Mapping[str, Text] = {
    "id": Text("名称，小写字母、数字和连字符；定了就不再改", "its name in kebab-case; never changes"),
    "title": Text("标题，中英文各一句", "title, in Chinese and English"),
    "zh": Text("中文", "in Chinese"),
    "en": Text("英文", "in English"),
    "rule.title": Text("不成立时说的话", "what is said when it is violated"),
    "rule.severity": Text(
        "级别：error 必须成立，warning 应当成立，note 供参考",
        "what a violation weighs: error must hold, warning should, note is merely implausible",
    ),
    "rule.basis": Text("依据：文件名、文号，或者“推断：……”", "official source, or what it is inferred from"),
    "rule.why": Text("理由，以及常见的差错", "why it holds, and the usual slips"),
    "rule.examples": Text(
        "例子：一个成立的、一个不成立的；gouji rules test 会运行",
        "an example that holds and one that does not; `gouji rules test` runs them",
    ),
    "rule.check": Text(
        "关系式，一条或几条：new + carried_in = handled + carried_out",
        "what must hold, one relation or a list: new + carried_in = handled + carried_out",
    ),
    "rule.observe": Text("读取表格时发现什么就算不成立", "what the extraction must tell for it to be violated"),
    "rule.claim": Text("正文里的数与单元格比较", "compares numbers of the text with cells"),
    "rule.text": Text("正文必须写或不能写什么", "what the text must or must not say"),
    "rule.limits": Text("从多少起才算，用于部分 observe", "from where on it is observed, of some of what is observed"),
    "rule.table": Text("关系式里的名称是哪张表的行或列", "the table whose rows or columns the names stand for"),
    "rule.each": Text(
        "每一列（column）、每一行（row）或每一格（cell）各算一条", "one relation for each column, row or cell"
    ),
    "rule.only": Text("只限这些行、列或单元格", "only these rows, columns or cells"),
    "rule.when": Text("前提：成立时规则才适用", "guard: it applies only where this holds"),
    "rule.forms": Text("只限这些表式", "only these editions of the form"),
    "rule.fallback_for": Text("只在那条规则无法判定的地方适用", "applies only where that rule is undetermined"),
    "rule.blank": Text(
        "空白格算什么：zero 算 0，unknown 无法判定，violates 不成立；也可以逐个名称写，* 表示其余",
        "what a blank counts as: zero, unknown (undetermined) or violates; or name by name, `*` for the rest",
    ),
    "rule.blank_total": Text(
        "空白的合计（各部分不为 0）算什么：zero 或 unknown",
        "what a blank total counts as whose parts are not 0: zero or unknown",
    ),
    "rule.unreadable": Text(
        "读不出的格算什么：unknown 或 zero（只用于不等式）",
        "what an unreadable cell counts as: unknown, or zero in an inequality",
    ),
    "rule.applies": Text(
        "何时适用：any 有一格填了，all 全填了，nonzero 有一格不为 0，always 总是",
        "applies where any cell is filled, all are, one is nonzero, or always",
    ),
    "rule.tolerance": Text("允许的差额", "largest difference that is accepted"),
    "rule.exact": Text("true：按印出的数比较，不考虑四舍五入", "true: compare what is printed, whatever was rounded"),
    "rule.remark": Text("不成立时附带说的话", "what is added to every violation"),
    "examples.holds": Text(
        "成立的例子：单元格和其中印的字", "an example that holds: cells and the text printed in them"
    ),
    "examples.violated": Text("不成立的例子", "an example that does not"),
    "examples.not_applicable": Text(
        "规则不适用的例子；三种例子都可以写成几个的列表",
        "an example that it passes over; each of the three may be a list of several",
    ),
    "claim.kind": Text(
        "种类：count 件数，share 占比，growth 增幅，sum 合计，list 列举，period、year、sections 时间、年份、部分",
        "count, share, growth, sum, list, period, year or sections",
    ),
    "claim.wordings": Text("各种说法，特殊的在前", "the ways to say it, the special before the general"),
    "claim.keywords": Text("没有这些词的句子不看", "a sentence without any of these is passed over"),
    "claim.unless": Text("从句里有这些就不是说这个", "none may stand in its clause"),
    "claim.unless_before": Text(
        "句中在它之前有这些就不是说这个", "none may stand in its sentence before the end of the match"
    ),
    "claim.context": Text("句中在它之前要有其中之一", "one must stand in its sentence before the end of the match"),
    "claim.of": Text("占比、增幅、合计所跟的规则", "rules whose claims a share, a growth or a sum goes with"),
    "claim.whole": Text("占比的整体：单元格之和", "what a share is a share of: sums of cells"),
    "claim.may": Text("还可以出现的含义", "meanings that may be there besides"),
    "claim.patterns": Text(
        "正则表达式；{n} 是带单位的数，{p} 是百分数，{词名} 见 wordings.yaml",
        "regular expressions; {n} a number with its unit, {p} a percentage, {word} of wordings.yaml",
    ),
    "claim.against": Text(
        "与什么比较：单元格之和，最常见的在前", "accepted readings: sums of cells, the usual one first"
    ),
    "claim.says": Text("没有写数时说的是多少", "what is said where there is no number"),
    "claim.tokens": Text(
        "代替 patterns：数前后的词合起来的含义，见 lexicon.yaml",
        "in place of patterns: what the words of a number come to, names of lexicon.yaml",
    ),
    "claim.given": Text("前面的分句要讲到其中之一", "what the clauses before must speak of, one of these"),
    "claim.opens": Text("true：只有是句中第一个数时才算", "true: counts only as the first number of its sentence"),
    "claim.at_least": Text("true：可以比单元格大", "true: the number may be greater than the cells"),
    "claim.at_most": Text(
        "true：是单元格的一部分，只有比单元格大才算不一致",
        "true: the number is a part of the cells, and disagrees only where it is greater",
    ),
    "text.highlighted": Text("true：只看有底色的字", "true: only what has a colour behind it counts"),
    "claim.loose": Text(
        "true：数不同也不算不一致，除非是同几个数字换了位置",
        "true: a number that differs says nothing unless it has the same digits in another order",
    ),
    "text.finds": Text("出现其中之一就不成立", "violated wherever one of these fits"),
    "text.lacks": Text("应当讲到的内容：名称: 模式", "violated if one of these is spoken of nowhere: name: pattern"),
    "text.says_only": Text("某部分只有这些话就不成立", "violated where a section is empty or these are all it says"),
    "text.same": Text("两处说的 value 不同就不成立", "violated where two places say different things as `value`"),
    "text.in": Text("在哪些部分，head 是第一部分之前", "sections by their numbers, head: before the first"),
    "text.unless": Text("有这些的句子不看", "a sentence in which one fits is passed over"),
    "text.years": Text("只用于这些年度的年报", "years of the reports that it is for"),
    "text.proof": Text("找到的号码要通过校验", "what is found must pass this check"),
    "text.hide": Text("true：不显示找到的内容", "true: what is found is not printed"),
    "years.from": Text("最早的年度", "first year"),
    "years.to": Text("最晚的年度", "last year"),
    "pack.title": Text(
        "统计的名称，和年报标题里的一样；扩展别的规则包时可以不写",
        "as it stands in the title of a report; may be left out in a pack that extends another",
    ),
    "pack.example_organ": Text("例子没有写机关时，是这个机关的年报", "whose report an example is that names no organ"),
    "pack.extends": Text(
        "扩展哪个规则包：自带规则包的名称或者文件夹；可以写几个",
        "what it extends: the id of a shipped pack or a folder, or a list of them",
    ),
    "pack.remove": Text("不要的规则，可用 *", "rules of these packs that are dropped; * is allowed"),
    "pack.severity": Text("改变规则的级别，不必抄写规则", "changes what a rule weighs without copying it"),
    "pack.trust": Text(
        "可信的单元格（可用 *）：怀疑它，抵得上怀疑这么多个别的单元格",
        "cells (* is allowed) that are right rather than others: as hard to doubt as so many of them",
    ),
    "pack.tolerance": Text("改变规则允许的差额", "changes which difference a rule accepts"),
}
"""`DEFINITION.KEY` of the schema, or a key that means the same everywhere -> what it is."""
