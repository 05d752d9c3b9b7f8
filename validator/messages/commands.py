"""What the commands themselves say: wrong usage, faults of a rule pack, failures to write, progress."""

from __future__ import annotations

from collections.abc import Mapping

from validator.problem import Text

_USAGE: Mapping[str, Text] = {
    "wrong-usage": Text("用法有误: {message}", "wrong usage: {message}"),
    "see-help": Text("查看帮助: {command} --help", "for help: {command} --help"),
    "usage-missing-argument": Text("缺少 {name}", "{name} is missing"),
    "usage-missing-command": Text("缺少命令", "a command is missing"),
    "usage-no-option": Text("没有 {name} 这个选项", "there is no option {name}"),
    "usage-no-option-but": Text(
        "没有 {name} 这个选项；是否想写 {possible}？", "there is no option {name}; did you mean {possible}?"
    ),
    "usage-no-command": Text("没有 {name} 这个命令", "there is no command {name}"),
    "usage-no-command-but": Text(
        "没有 {name} 这个命令；是否想写 {possible}？", "there is no command {name}; did you mean {possible}?"
    ),
    "usage-value-needed": Text("{name} 后面要写一个值", "{name} needs a value"),
    "usage-too-many": Text("多出了 {name}", "{name} is too much"),
    "unknown-choice": Text(
        "{option} 不能是“{value}”，可以是：{allowed}", "{option} cannot be “{value}”; it can be: {allowed}"
    ),
    "did-you-mean": Text("。是否想写“{nearest}”？", ". Did you mean “{nearest}”?"),
    "unknown-rule": Text("没有名为“{value}”的规则", "there is no rule “{value}”"),
    "see-rules": Text("（全部规则见 gouji rules list）", " (all rules: gouji rules list)"),
    "pattern-fits-nothing": Text("{option} “{value}”不符合任何一条规则", "{option} “{value}” fits no rule"),
    "no-rule-left": Text("--select 与 --ignore 之后一条规则也没有剩下", "--select and --ignore leave no rule"),
    "pack-missing": Text("规则包文件夹不存在：{path}", "there is no such rule pack folder: {path}"),
    "output-needed": Text(
        "格式 {format} 不能显示在屏幕上，请用 --output 指定文件",
        "{format} cannot be shown on a screen: give a file with --output",
    ),
    "output-is-input": Text(
        "--output 指向了要检查的文件本身：{path}；为了不覆盖年报，没有写入",
        "--output is one of the files to be checked: {path}; it was not touched",
    ),
    "output-is-folder": Text(
        "--output 是一个文件夹：{path}；请写文件名", "--output is a folder: {path}; give the name of a file"
    ),
    "options-exclude": Text("{first} 与 {second} 不能同时使用", "{first} and {second} exclude each other"),
    "file-missing": Text("{option} 的文件不存在：{path}", "the file of {option} does not exist: {path}"),
    "output-folder-missing": Text(
        "--output 所在的文件夹不存在：{path}；请先建好", "the folder of --output does not exist: {path}; make it first"
    ),
}

_FAILURES: Mapping[str, Text] = {
    "cannot-write": Text("写不进 {path}：{reason}", "cannot write {path}: {reason}"),
    "standard-output": Text("标准输出", "standard output"),
    "standard-input": Text("标准输入", "standard input"),
    "interrupted": Text("已中断，没有写出结果。", "interrupted; no result was written."),
    "crashed": Text(
        "程序出错了，这不是年报的问题。请把上面的内容连同命令一起反馈给开发者。",
        "the program failed; this is not the fault of the report. Please send the lines above to the developers.",
    ),
    "nothing-found": Text("没有找到可以检查的文件。", "no file to check was found."),
    "progress": Text("正在读取 {done}/{total} {path}", "reading {done}/{total} {path}"),
    "written": Text("已写入 {path}", "written to {path}"),
}

_PACK: Mapping[str, Text] = {
    "pack-broken": Text("规则包有 {count} 处错误：", "the rule pack has {count} fault(s):"),
    "pack-unused": Text("规则包改好之前不检查任何文件。", "nothing is checked before the pack is put right."),
    "organs-broken": Text("机关名单有 {count} 处错误：", "the list of organs has {count} fault(s):"),
    "organs-unused": Text("名单改好之前不检查任何文件。", "nothing is checked before the list is put right."),
    "pack-sound": Text(
        "规则包没有错误：{rules} 条规则，{forms} 个表式", "the rule pack has no faults: {rules} rules, {forms} forms"
    ),
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
    "list-rule": Text("规则", "rule"),
    "list-severity": Text("级别", "severity"),
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
    "missing key": "缺少键",
    "key stands twice": "键重复",
    "wrong type": "类型不对",
    "empty": "内容为空",
    "unknown word": "不认识的词",
    "not kebab-case": "规则名只能用小写字母、数字和连字符",
    "not a name of small letters, digits and underscores": "名称只能用小写字母、数字和下划线",
    "name stands twice": "名称重复",
    "id stands twice": "规则名重复",
    "unknown form": "没有这个表式",
    "unknown table": "没有这张表",
    "unknown rule": "没有这条规则",
    "unknown name": "没有这个行、列或单元格",
    "keys exclude each other": "这些键不能同时出现",
    "syntax error in an expression": "算式写法有误",
    "not a regular expression": "不是正确的正则表达式",
    "no form has all the names": "没有一个表式具备全部名称",
    "not a name of the shape organ.something": "名称应当写成 organ.something 的样子",
    "folder has no YAML file": "文件夹里没有 YAML 文件",
    "organ is listed below two others": "机关有两个上级",
    "organ is a unit of itself": "机关成了自己的下级",
}
"""Clauses of `Fault.problem` -> the same in Chinese."""

COMMANDS: Mapping[str, Text] = {
    **_USAGE,
    **_FAILURES,
    **_PACK,
    **{f"fault {clause}": Text(chinese, clause) for clause, chinese in _FAULTS.items()},
}
