"""What the commands themselves say: failures to write, what was made and left out, settings, progress."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_FAILURES: Mapping[str, Text] = {
    "cannot-write": Text("写不进 {path}：{reason}", "cannot write {path}: {reason}"),
    "standard-output": Text("标准输出", "standard output"),
    "standard-input": Text("标准输入", "standard input"),
    "interrupted": Text("已中断，没有写出结果。", "interrupted; no result was written."),
    "no-child": Text(
        "系统不允许启动新的进程（{reason}），没有检查完。请关闭一些程序后重试。",
        "the system starts no process ({reason}); the check was not finished. End some programs and try again.",
    ),
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
    "extra-needed": Text("{what} 需要另外安装：{installing}", "{what} needs: {installing}"),
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

COMMANDS: Mapping[str, Text] = {
    **_NOTES,
    **_FAILURES,
    **_ANNOTATE,
    **_FORM,
    **_CONFIG,
    **_CHANGES,
}
