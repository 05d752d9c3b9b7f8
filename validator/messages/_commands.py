"""What the commands themselves say: wrong usage, faults of a rule pack, failures to write, progress."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_USAGE: Mapping[str, Text] = {
    "wrong-usage": Text("用法有误: {message}", "wrong usage: {message}"),
    "see-help": Text("查看帮助: {command} --help", "for help: {command} --help"),
    "usage-missing": Text("缺少 {name}", "{name} is missing"),
    "usage-missing-command": Text("缺少命令", "a command is missing"),
    "usage-no-option": Text("没有 {name} 这个选项", "there is no option {name}"),
    "usage-no-command": Text("没有 {name} 这个命令", "there is no command {name}"),
    "usage-value-needed": Text("{name} 后面要写一个值", "{name} needs a value"),
    "usage-no-value": Text("{name} 后面不写值", "{name} takes no value"),
    "usage-too-many": Text("多出了 {name}", "{name} is too much"),
    "usage-other": Text("不能理解这个命令行", "the command line cannot be understood"),
    "usage-yes-or-no": Text("环境变量 {name} 只能是 1 或 0", "the variable {name} can only be 1 or 0"),
    "unknown-choice": Text(
        "{option} 不能是“{value}”，可以是：{allowed}", "{option} cannot be “{value}”; it can be: {allowed}"
    ),
    "did-you-mean": Text("。是否想写“{nearest}”？", ". Did you mean “{nearest}”?"),
    "unknown-rule": Text("没有名为“{value}”的规则", "there is no rule “{value}”"),
    "see-rules": Text("（全部规则见 gouji rules list）", " (all rules: gouji rules list)"),
    "pattern-fits-nothing": Text("{option} “{value}”不符合任何一条规则", "{option} “{value}” fits no rule"),
    "deadline-shape": Text(
        "--deadline “{value}”应当写成 NAME=MM-DD（NAME 是级别或机关名称），或者 机关名称=级别",
        "--deadline “{value}” is not of the shape NAME=MM-DD, NAME being a level or an organ, or ORGAN=LEVEL",
    ),
    "no-rule-left": Text("--select 与 --ignore 之后一条规则也没有剩下", "--select and --ignore leave no rule"),
    "folder-not-empty": Text("{path} 已经存在，而且不是空文件夹", "{path} exists and is no empty folder"),
    "pack-id": Text(
        "规则包的名称“{value}”只能用小写字母、数字和连字符；请用 --id 指定",
        "the id “{value}” of the pack is not kebab-case; give one with --id",
    ),
    "pack-missing": Text("规则包文件夹不存在：{path}", "there is no such rule pack folder: {path}"),
    "output-needed": Text(
        "格式 {format} 不能显示在屏幕上，请用 --output 指定文件",
        "{format} cannot be shown on a screen: give a file with --output",
    ),
    "outputs-too-many": Text(
        "--output 有 {outputs} 个，--format 只有 {formats} 个", "{outputs} --output, but only {formats} --format"
    ),
    "format-alone": Text(
        "--format {format} 边检查边写出，不能与其他格式同时使用；请分两次运行",
        "--format {format} is written as the results come and stands alone; run the other formats by themselves",
    ),
    "output-for-each": Text(
        "只能有一种格式显示在屏幕上，这些格式都没有 --output：{formats}",
        "only one format can go to standard output; these have no --output: {formats}",
    ),
    "output-without-format": Text(
        "有一个 --output 前面没有它的 --format；请把每个 --output 写在它的 --format 后面",
        "an --output has no --format before it; put each --output behind its --format",
    ),
    "output-twice": Text("两种格式要写到同一个文件：{path}", "two formats go to the same file: {path}"),
    "output-is-input": Text(
        "--output 指向了要检查的文件本身：{path}；为了不覆盖年报，没有写入",
        "--output is one of the files to be checked: {path}; it was not touched",
    ),
    "output-held": Text(
        "另一个 gouji（进程 {process}）正在写 {path}；等它结束，或换一个 --output",
        "another gouji (process {process}) is writing {path}; wait for its end, or give another --output",
    ),
    "output-is-folder": Text(
        "--output 是一个文件夹：{path}；请写文件名", "--output is a folder: {path}; give the name of a file"
    ),
    "suffix-not-written": Text(
        "写不出 {suffix} 文件：{path}；可以写成 {allowed}，或用 --format 指明格式",
        "{suffix} files are not written: {path}; it can be {allowed}, or name the format with --format",
    ),
    "suffix-contradicts": Text(
        "{option} {path}：{format} 格式的内容不能放进 {suffix} 文件；请改用后缀 {right}",
        "{option} {path}: what is written as {format} is no {suffix} file; let the name end in {right}",
    ),
    "suffix-or-format": Text("，或者改用 --format {meant}", ", or use --format {meant}"),
    "gate-inside": Text(
        "--gate 不能使用被检查的文件夹里的{what}：{path}；请把它放到别处",
        "--gate uses no {what} that lies in the folder being checked: {path}; keep it elsewhere",
    ),
    "gate-baseline": Text("豁免文件", "file of waivers"),
    "gate-pack": Text("规则包", "rule pack"),
    "statistics-alone": Text(
        "--statistics 不能与 --format {format} 一起用；请用 gouji summary 汇总它的结果",
        "--statistics does not go with --format {format}; count its results with gouji summary",
    ),
    "options-exclude": Text("{first} 与 {second} 不能同时使用", "{first} and {second} exclude each other"),
    "file-missing": Text("{option} 的文件不存在：{path}", "the file of {option} does not exist: {path}"),
    "output-folder-missing": Text(
        "--output 所在的文件夹不存在：{path}；请先建好", "the folder of --output does not exist: {path}; make it first"
    ),
}

_HELP: Mapping[str, Text] = {
    "help-usage": Text("用法: ", "Usage: "),
    "help-options": Text("[选项]", "[OPTIONS]"),
    "help-command": Text("命令 [参数]...", "COMMAND [ARGS]..."),
    "help-commands": Text("命令", "commands"),
    "help-default": Text("  [默认: {value}]", "  [default: {value}]"),
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
    "progress-count": Text("已完成 {done}/{total}", "{done}/{total} done"),
    "progress-rate": Text("，每秒 {rate} 份", ", {rate} a second"),
    "progress-left": Text("，还需 {time}", ", {time} left"),
    "stopped-kept": Text(
        "已中断；已完成 {count} 份，结果已保存。原命令加上 --resume 即可接着做。",
        "interrupted; {count} files are done and kept. The same command with --resume goes on from there.",
    ),
    "stopped-part": Text(
        "已中断；以上是已完成的 {count} 份的结果。用 --format jsonl、csv 或 parquet 并加 --output，中断后可以接着做。",
        "interrupted; this is the result of the {count} files that were done. With --format jsonl, csv or parquet and "
        "--output, an interrupted run can be gone on with.",
    ),
    "resumed": Text(
        "接着上次中断的地方做：保留 {count} 份的结果。", "going on: the results of {count} files are kept."
    ),
    "resumed-nothing": Text(
        "没有可以接着做的结果，从头开始。", "there is nothing to go on from; starting from the beginning."
    ),
    "extra-needed": Text(
        "{what} 需要另外安装：pip install 'gouji[{extra}]'", "{what} needs: pip install 'gouji[{extra}]'"
    ),
    "resume-needs-output": Text(
        "--resume 只能与 --output 以及 --format {formats} 一起用",
        "--resume needs --output and one of --format {formats}",
    ),
    "not-a-count": Text(
        "{option} 要写 1 以上的整数，不能是“{value}”", "{option} takes a whole number from 1 on, not “{value}”"
    ),
    "no-result": Text(
        "这不是 gouji check --format json 写出的结果（第 {line} 行，{problem}：{seen}）",
        "this is no output of gouji check --format json (line {line}, {problem}: {seen})",
    ),
    "results-unreadable": Text("读不出 {path}：{reason}", "cannot read {path}: {reason}"),
    "overview-head": Text(
        "年报 {reports} 份，其中 {faulty} 份（{share}）有错误，另有 {unreadable} 份无法读取；"
        "共有错误 {errors} 处，提示 {warnings} 处，说明 {notes} 处",
        "{reports} reports, {faulty} of them ({share}) with errors, {unreadable} more unreadable; "
        "{errors} errors, {warnings} warnings, {notes} notes",
    ),
    "overview-rules": Text("哪些关系不成立（涉及的年报数）", "relations that fail (reports concerned)"),
    "overview-organs": Text("哪些机关（有错误的年报数）", "organs (reports with errors)"),
    "overview-years": Text("哪些年度（有错误的年报数）", "years (reports with errors)"),
    "overview-reports": Text("份数", "reports"),
    "overview-more": Text("……另有 {count} 行，用 --top 可以显示更多", "... {count} more; --top shows them"),
    "cluster-unreachable": Text("连不上集群 {address}：{reason}", "the cluster {address} cannot be reached: {reason}"),
    "watching": Text(
        "{time} 检查完毕；保存文件后会再检查一次，按 Ctrl-C 结束",
        "{time} checked; saving a file checks again, Ctrl-C ends",
    ),
    "watch-no-stdin": Text("--watch 不能用于标准输入", "--watch cannot be used with standard input"),
    "written": Text("已写入 {path}", "written to {path}"),
}

_ANNOTATE: Mapping[str, Text] = {
    "annotate-not-possible": Text(
        "{format} 格式的文件里不能写批注：{path}；可以用 gouji check --format html --output 报告.html {path} "
        "得到带标记的网页，或者另存为 .docx 后再试",
        "files of the format {format} take no notes: {path}; gouji check --format html --output report.html {path} "
        "makes a page with marks, or save it as .docx and try that",
    ),
    "annotate-one-file": Text(
        "annotate 批注一个文件或一个文件夹，不能是标准输入：{path}",
        "annotate takes a file or a folder, no standard input: {path}",
    ),
    "copy-left-out": Text(
        "没有副本（这种格式不能写批注，或是链接、压缩包里的文件）：{path}",
        "no copy (a format without notes, a link, or in an archive): {path}",
    ),
    "copy-failed": Text("没有副本：{path}：{reason}", "no copy: {path}: {reason}"),
    "copies-written": Text(
        "已写 {files} 份副本到 {path}：{count} 处批注", "{files} copies written to {path}: {count} note(s)"
    ),
    "annotate-suffix": Text(
        "批注后的副本是 {suffix} 文件，--output 却是 {path}；请把文件名的结尾改成 {suffix}",
        "the annotated copy is a {suffix} file, but --output is {path}; let the name end in {suffix}",
    ),
    "annotated": Text("已写入 {path}：{count} 处批注", "written to {path}: {count} note(s)"),
    "annotated-converted": Text(
        "原文件是 {format} 格式，批注写在转换成 {suffix} 的副本里",
        "the original is a {format} file; the notes are in a copy that was converted to {suffix}",
    ),
}

_FORM: Mapping[str, Text] = {
    "form-suffix": Text(
        "空白表只能写成 .xlsx 或 .docx，--output 却是 {path}",
        "a form is written as .xlsx or .docx, but --output is {path}",
    ),
    "unknown-form": Text(
        "没有“{value}”这个表式，可以是：{allowed}", "there is no form “{value}”; it can be: {allowed}"
    ),
    "form-heading": Text("（机关全称）（年份）{title}", "（机关全称）（年份）{title}"),
    "form-sheet": Text("年报", "report"),
    "form-checks": Text("勾稽核对", "checks"),
    "form-number": Text("这里只能填数字；没有发生的填 0", "only numbers can stand here, 0 where nothing happened"),
    "form-check-rule": Text("规则", "rule"),
    "form-check-place": Text("位置", "where"),
    "form-check-left": Text("左边", "left"),
    "form-check-right": Text("右边", "right"),
    "form-check-difference": Text("差额", "difference"),
    "form-check-verdict": Text("结论", "verdict"),
}

_NOTES: Mapping[str, Text] = {
    "footer-settings": Text("配置: {file}", "settings: {file}"),
    "footer-weakening": Text(
        "；其中放宽了检查的有：{words}（用 --no-config 可以不用配置）",
        "; they weaken the check by: {words} (--no-config leaves them alone)",
    ),
    "footer-baseline": Text("豁免文件: {file}", "waivers: {file}"),
    "footer-baseline-found": Text(
        "豁免文件: {file}（用 --no-config 可以不用）", "waivers: {file} (--no-config leaves them alone)"
    ),
    "footer-gate": Text(
        "把关：没有使用年报旁边的配置、豁免和 .gitignore",
        "gate: no settings, waivers or .gitignore beside the inputs are used",
    ),
    "footer-no-config": Text("没有使用年报旁边的配置和豁免", "no settings or waivers beside the inputs are used"),
    "footer-gate-doubtful": Text(
        "把关：有 {count} 份年报没有完全读准，不能放行；请对照原件",
        "gate: {count} report(s) could not be read for certain and do not pass; look at the originals",
    ),
    "footer-left-out": Text(
        "按 --exclude 或 .gitignore 略过 {count} 个文件或文件夹",
        "passed over for --exclude or .gitignore: {count} file(s) or folder(s)",
    ),
    "setting-select": Text("只用部分规则", "only some rules"),
    "setting-ignore": Text("不用某些规则", "rules left out"),
    "setting-severity": Text("降低规则的级别", "rules that weigh less"),
    "setting-deadline": Text("改变公布期限", "other last days for publication"),
    "setting-fail-on": Text("有错误也通过", "passing with errors"),
    "setting-baseline": Text("豁免", "waivers"),
    "setting-pack": Text("改用别的规则包", "another rule pack"),
    "setting-exclude": Text("略过某些文件", "files passed over"),
    "verbose-setting": Text("配置 {file}:{line}: {said}", "settings {file}:{line}: {said}"),
    "verbose-pack": Text("规则包: {title}，{rules} 条规则", "rule pack: {title}, {rules} rules"),
    "verbose-skipped": Text("略过（不是文档）: {path}", "passed over (no document): {path}"),
    "verbose-left-out": Text("略过（--exclude 或 .gitignore）: {path}", "left out (--exclude or .gitignore): {path}"),
    "verbose-time": Text("用时 {seconds} 秒", "took {seconds} s"),
    "statistics-head": Text("各条规则的发现：", "findings by rule:"),
    "statistics-line": Text("{count} 处 {severity} {title} {rule}", "{count} {severity} {title} {rule}"),
}

_CONFIG: Mapping[str, Text] = {
    "settings-old-word": Text(
        "{file}:{line}: {old} 现在写作 {new}；旧的写法仍然有效",
        "{file}:{line}: {old} is called {new} now; the old word still works",
    ),
    "config-file": Text("配置文件: {file}", "settings: {file}"),
    "config-none": Text("没有 gouji.toml", "there is no gouji.toml"),
    "config-not-set": Text("（未设）", "(not set)"),
    "config-default": Text("默认", "default"),
    "config-found": Text("在上级文件夹中找到", "found upwards"),
    "baseline-none": Text(
        "没有找到豁免文件 gouji-baseline.yaml；先用 gouji baseline write 写一个，或用 --baseline 指定",
        "there is no gouji-baseline.yaml; make one with gouji baseline write, or name one with --baseline",
    ),
    "baseline-exists": Text(
        "豁免文件已经存在：{path}；用 gouji baseline update 更新，其中的理由会保留",
        "the file of waivers exists: {path}; gouji baseline update keeps the reasons in it",
    ),
    "baseline-written": Text(
        "已写入 {path}：新增 {added} 条，保留 {kept} 条，去掉 {dropped} 条，未豁免 {open} 条",
        "written to {path}: {added} added, {kept} kept, {dropped} dropped, {open} not accepted",
    ),
    "baseline-count": Text("{path}：{count} 条豁免", "{path}: {count} waiver(s)"),
    "baseline-decision": Text(
        "理由：{reason}；由谁：{who}；期限：{until}", "reason: {reason}; by: {who}; until: {until}"
    ),
    "baseline-for-good": Text("长期", "no end"),
    "baseline-expired": Text("（已到期）", " (expired)"),
    "reason-needed": Text("请用 --reason 写明为什么接受这些问题", "say with --reason why these findings are accepted"),
    "no-date": Text("“{value}”不是日期，请写成 2026-12-31 的样子", "“{value}” is no date such as 2026-12-31"),
    "baseline-missing": Text("豁免文件不存在：{path}", "there is no such file of waivers: {path}"),
}

_CHANGES: Mapping[str, Text] = {
    "change-mistakes": Text("差错：{counts}", "mistakes: {counts}"),
    "change-organs": Text("各机关:", "organs:"),
    "change-not-again": Text("有 {count} 份没有重新报送", "{count} report(s) not sent again"),
    "change-absent": Text("（没有这份年报）", "(not there)"),
    "change-new": Text("新出现 {count} 处:", "new, {count}:"),
    "change-still-there": Text("仍然存在 {count} 处:", "still there, {count}:"),
    "change-settled": Text("已解决 {count} 处:", "settled, {count}:"),
    "change-undecidable": Text("无法再判定 {count} 处:", "no longer decidable, {count}:"),
    "change-other-numbers": Text("（数字有变）", " (with other numbers)"),
    "change-count-new": Text("新出现 {count}", "new {count}"),
    "change-count-still-there": Text("仍然存在 {count}", "still there {count}"),
    "change-count-settled": Text("已解决 {count}", "settled {count}"),
    "change-count-undecidable": Text("无法再判定 {count}", "no longer decidable {count}"),
}

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
    "folder has no YAML file": "文件夹里没有 YAML 文件",
    "unknown pack": "没有这个规则包",
    "packs extend each other in a circle": "规则包互相扩展，绕成了圈",
    "there is nothing to change in a pack that extends none": "没有扩展别的规则包，也就没有可改的规则",
    "another rule needs this rule": "另一条规则要用到这条规则",
    "label in place of a name": "算式里应当写名称，不写表上的文字",
    "organ is listed below two others": "机关有两个上级",
    "organ is a unit of itself": "机关成了自己的下级",
}
"""Clauses of `Fault.problem` -> the same in Chinese."""

_KINDS: Mapping[str, str] = {
    "text": "一段文字",
    "list of texts": "若干段文字的列表",
    "pack or list of packs": "一个规则包，或者几个规则包的列表",
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

COMMANDS: Mapping[str, Text] = {
    **_USAGE,
    **_HELP,
    **_NOTES,
    **_FAILURES,
    **_ANNOTATE,
    **_FORM,
    **_CONFIG,
    **_CHANGES,
    **_PACK,
    **{f"fault {clause}": Text(chinese, clause) for clause, chinese in _FAULTS.items()},
    **{f"kind {kind}": Text(chinese, kind) for kind, chinese in _KINDS.items()},
}
