"""What is said of a command line: its help, and what is wrong with it."""

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
    "unknown-variable": Text(
        "环境变量 {name} 不是任何选项的，没有起作用", "the variable {name} is that of no option and does nothing"
    ),
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
    "help-uri-base": Text(
        "--help-uri-base “{value}”不是 http:// 或 https:// 的网址",
        "--help-uri-base “{value}” is no http:// or https:// address",
    ),
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
    "path-too-long": Text("路径太长，系统不接受：{path}", "a path longer than the system takes: {path}"),
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

USAGE: Mapping[str, Text] = {**_USAGE, **_HELP}
