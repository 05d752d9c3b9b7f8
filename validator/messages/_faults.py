"""What is wrong with the files that users write: packs, settings, waivers, lists of organs."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_PACK: Mapping[str, Text] = {
    "pack-broken": Text("规则包有 {count} 处错误：", "the rule pack has {count} fault(s):"),
    "settings-broken": Text("配置或豁免文件有 {count} 处错误：", "the settings or waivers have {count} fault(s):"),
    "settings-unused": Text("改好之前不检查任何文件。", "nothing is checked before they are put right."),
    "pack-unused": Text("规则包改好之前不检查任何文件。", "nothing is checked before the pack is put right."),
    "organs-broken": Text("机关名单有 {count} 处错误：", "the list of organs has {count} fault(s):"),
    "organs-unused": Text("名单改好之前不检查任何文件。", "nothing is checked before the list is put right."),
    "pack-sound": Text(
        "规则包没有错误：{rules} 条规则，{forms} 个表式", "the rule pack has no faults: {rules} rules, {forms} forms"
    ),
    "results-broken": Text("结果文件有 {count} 处错误：", "the file of results has {count} fault(s):"),
    "results-unused": Text(
        "这不是 gouji check 的结果；结果文件这样生成：gouji check 文件夹 --format jsonl --output 结果.jsonl",
        "these are no results of gouji check; make them by: gouji check FOLDER --format jsonl --output FILE",
    ),
    "faults-more": Text("……另有 {count} 处", "... {count} more"),
    "fault": Text("{file}:{line}: {problem}", "{file}:{line}: {problem}"),
    "fault-seen": Text("：{seen}", ": {seen}"),
    "fault-allowed": Text("；可以是：{allowed}", "; allowed: {allowed}"),
    "fault-nearest": Text("；是否想写“{nearest}”？", "; did you mean “{nearest}”?"),
    "examples-hold": Text("规则中的例子全部符合：{count} 个", "all {count} examples of the rules come out as written"),
    "examples-fail": Text(
        "有 {failed} 个例子与所写的不符（共 {count} 个）", "{failed} of {count} examples do not come out as written"
    ),
    "example-failure": Text("{rule}（{which}）: {message}", "{rule} ({which}): {message}"),
    "example-holds": Text("成立的例子", "example that holds"),
    "example-violated": Text("不成立的例子", "example that does not"),
    "example-not_applicable": Text("不适用的例子", "example that it passes over"),
    "names-rows": Text("行", "rows"),
    "names-columns": Text("列", "columns"),
    "names-facts": Text("从机关名称知道的事，用在 when 里", "what is known of an organ by its name, for `when`"),
    "names-more": Text(
        "单元格写成 表.行.列；previous. 是上年年报的，units. 是下级单位之和",
        "a cell is TABLE.ROW.COLUMN; `previous.` before it: last year's, `units.`: the sum over the units below",
    ),
    "pack-new": Text(
        "已新建规则包 {path}；接着修改 {path}/rules/own.yaml，再运行 gouji rules check --pack {path}",
        "{path} is a new pack; edit {path}/rules/own.yaml, then run gouji rules check --pack {path}",
    ),
    "list-rule": Text("规则", "rule"),
    "list-severity": Text("级别", "severity"),
    "list-pack": Text("规则包", "pack"),
    "list-table": Text("位置", "where"),
    "list-title": Text("不成立时这样说", "what is said when it is violated"),
    "list-count": Text(
        "共 {count} 条规则；用 gouji explain 规则名 查看依据与例子", "{count} rules; gouji explain RULE tells more"
    ),
    "list-report": Text("全文", "report"),
}

_FAULTS: Mapping[str, str] = {
    "file cannot be read": "文件读不出",
    "not valid YAML": "不是正确的 YAML",
    "unknown key": "不认识的键",
    "not valid TOML": "不是正确的 TOML",
    "missing key": "缺少键",
    "key stands twice": "键重复",
    "wrong type": "类型不对",
    "empty": "内容为空",
    "too long": "太长",
    "too large": "文件太大",
    "nested too deeply": "嵌套太深",
    "not valid CSV": "不是正确的 CSV",
    "not valid JSON": "不是正确的 JSON",
    "not valid Parquet": "不是正确的 Parquet",
    "control character": "含有控制字符",
    "unknown word": "不认识的词",
    "not kebab-case": "规则名只能用小写字母、数字和连字符",
    "not a name of small letters, digits and underscores": "名称只能用小写字母、数字和下划线",
    "name stands twice": "名称重复",
    "id stands twice": "规则名重复",
    "second column of totals in a table": "一张表里有两个总计列",
    "unknown form": "没有这个表式",
    "unknown table": "没有这张表",
    "unknown rule": "没有这条规则",
    "unknown name": "没有这个行、列或单元格",
    "keys exclude each other": "这些键不能同时出现",
    "syntax error in an expression": "算式写法有误",
    "not a regular expression": "不是正确的正则表达式",
    "no form has all the names": "没有一个表式具备全部名称",
    "not a name of the shape organ.something": "名称应当写成 organ.something 的样子",
    "unknown pack": "没有这个规则包",
    "packs extend each other in a circle": "规则包互相扩展，绕成了圈",
    "there is nothing to change in a pack that extends none": "没有扩展别的规则包，也就没有可改的规则",
    "another rule needs this rule": "另一条规则要用到这条规则",
    "label in place of a name": "算式里应当写名称，不写表上的文字",
    "folder has no YAML file": "文件夹里没有 YAML 文件",
    "organ is listed below two others": "机关有两个上级",
    "organ is a unit of itself": "机关成了自己的下级",
}
"""Clauses of `Fault.problem` -> the same in Chinese."""

_KINDS: Mapping[str, str] = {
    "text": "一段文字",
    "pack or list of packs": "一个规则包，或者几个规则包的列表",
    "list of texts": "若干段文字的列表",
    "true or false": "true 或 false",
    "table": "一张表",
    "list": "一个列表",
    "mapping": "键与值的对照表",
    "number": "数字",
    "whole number": "整数",
    "table of rules and severities": "规则与级别的对照表",
    "table of levels or organs and days": "级别或机关与日期的对照表",
}
"""Kinds of values in settings and packs -> the same in Chinese."""

FAULTS: Mapping[str, Text] = {
    **_PACK,
    **{f"fault {clause}": Text(chinese, clause) for clause, chinese in _FAULTS.items()},
    **{f"kind {kind}": Text(chinese, kind) for kind, chinese in _KINDS.items()},
}
