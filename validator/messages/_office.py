"""What the office that collects the reports is told, and what it writes to the organs."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

LETTER_FIELDS: Mapping[str, Text] = {
    "organ": Text("机关", "organ"),
    "years": Text("年度", "years"),
    "found": Text("情况", "found"),
    "request": Text("要求", "request"),
    "deadline": Text("期限", "deadline"),
    "today": Text("日期", "today"),
    "office": Text("发文机关", "office"),
    "count-correct": Text("更正数", "count-correct"),
    "count-explain": Text("说明数", "count-explain"),
    "count-original": Text("核对数", "count-original"),
}
"""Name -> what stands between the double braces of a template of a letter, for a value within a line."""

LETTER_LISTS: Mapping[str, Text] = {
    "correct": Text("需要更正", "correct"),
    "explain": Text("需要说明", "explain"),
    "original": Text("需要核对", "original"),
}
"""The same of the lists, each of which has a paragraph of its own."""

_LETTER: Mapping[str, Text] = {
    "letter-title": Text(
        "关于{{{{机关}}}}{{{{年度}}}}政府信息公开工作年度报告的反馈意见",
        "Annual report on information disclosure of {{{{organ}}}}, {{{{years}}}}: what we ask of you",
    ),
    "letter-to": Text("{{{{机关}}}}：", "To {{{{organ}}}}:"),
    "letter-opening": Text(
        "我们核对了你单位{{{{年度}}}}政府信息公开工作年度报告，{{{{情况}}}}{{{{要求}}}}",
        "We have checked your annual report ({{{{years}}}}). {{{{found}}}} {{{{request}}}}",
    ),
    "letter-head-correct": Text("需要更正的（{{{{更正数}}}}处）", "To be corrected ({{{{count-correct}}}})"),
    "letter-head-explain": Text(
        "需要核实并说明的（{{{{说明数}}}}处）", "To be verified and explained ({{{{count-explain}}}})"
    ),
    "letter-head-original": Text(
        "需要先核对原件的（{{{{核对数}}}}处）", "To be compared with the original ({{{{count-original}}}})"
    ),
    "letter-list": Text("{{{{{name}}}}}", "{{{{{name}}}}}"),
    "letter-remark": Text(
        "说明：表、行、列的名称按官方表式书写。“应为”的数字由表内各数的关系推算得出，请以台账记载为准。",
        "Tables, rows and columns are named as on the official form. What a number should be follows from the other "
        "numbers; your records decide.",
    ),
    "letter-signed": Text("{{{{发文机关}}}}", "{{{{office}}}}"),
    "letter-dated": Text("{{{{日期}}}}", "{{{{today}}}}"),
    "letter-found": Text("发现{parts}。", "We found {parts}."),
    "letter-found-correct": Text("需要更正的 {count} 处", "{count} to be corrected"),
    "letter-found-explain": Text("需要核实并说明的 {count} 处", "{count} to be verified and explained"),
    "letter-found-original": Text("需要先核对原件的 {count} 处", "{count} to be compared with the original"),
    "letter-found-nothing": Text("没有发现需要更正或说明的地方。", "We found nothing to be corrected or explained."),
    "letter-request": Text("请{actions}。", "Please {actions}."),
    "letter-request-by": Text("请于{day}前{actions}。", "Please {actions} by {day}."),
    "letter-do-correct": Text("更正年报并重新报送", "correct the report and send it again"),
    "letter-do-explain": Text("书面说明核实的结果", "explain in writing what you found"),
    "letter-do-original": Text(
        "对照原件核对并告知结果", "compare the figures with the original and tell us the result"
    ),
    "letter-item": Text("{number}. {message}。", "{number}. {message}."),
    "letter-proof": Text("算式：{proof}。", "Equation: {proof}."),
    "letter-of-year": Text("{year}年度报告", "Report of {year}"),
    "letter-of-file": Text("文件 {path}", "File {path}"),
    "letter-year": Text("{year}年", "{year}"),
    "letter-day": Text("{year}年{month}月{day}日", "{year}-{month:02}-{day:02}"),
    "letter-organ-not-known": Text("报送“{path}”的单位", "whoever sent “{path}”"),
    "letter-file": Text("{organ}反馈意见", "{organ} letter"),
    "letters-written": Text(
        "已写 {letters} 份反馈意见到 {path}：需要更正的 {correct} 处，需要核实并说明的 {explain} 处，"
        "需要先核对原件的 {original} 处",
        "{letters} letter(s) written to {path}: {correct} to be corrected, {explain} to be verified and explained, "
        "{original} to be compared with the original",
    ),
    "letters-left-out": Text(
        "{count} 个机关没有需要更正或说明的地方，没有写", "{count} organ(s) with nothing to do got no letter"
    ),
    "letters-exist": Text(
        "文件夹里已经有这封反馈意见，可能改过：{path}；确实要重写的加 --overwrite",
        "that letter is there already and may have been worked on: {path}; --overwrite writes it anew",
    ),
    "letters-need-json": Text(
        "写反馈意见要用 gouji check --format json 的结果，或年报本身，不能用 {path}",
        "letters are written from the output of gouji check --format json or from reports, not from {path}",
    ),
    "template-unreadable": Text("模板读不出，应当是 .docx 文件：{path}", "the template is no .docx file: {path}"),
    "template-unknown": Text(
        "模板里的“{seen}”不认识，可以写：{allowed}", "the template has an unknown field “{seen}”; known: {allowed}"
    ),
    "template-missing": Text(
        "模板里缺少“{seen}”：它要单独成段，否则这部分内容会丢失",
        "the template lacks “{seen}”, in a paragraph of its own: what is to be said there would be lost",
    ),
    "results-other-language": Text(
        "{path} 里的文字是另一种语言（{found}），请用 --lang {found}，或用 --lang {wanted} 重新检查",
        "the sentences in {path} are in another language ({found}): use --lang {found}, or check again with "
        "--lang {wanted}",
    ),
    "folder-is-input": Text(
        "--output 在要读取的文件夹之内，或者包含它：{path}；请另选一个文件夹",
        "--output lies in a folder that is read, or holds it: {path}; choose another",
    ),
    "folder-is-file": Text(
        "--output 是一个文件：{path}；请写文件夹", "--output is a file: {path}; give the name of a folder"
    ),
}

_SLIP_NAMES: Mapping[str, Text] = {
    "slip-name-none": Text("看不出原因", "no slip explains it"),
    "slip-name-digit-replaced": Text("一位数字打错", "a digit replaced"),
    "slip-name-digit-dropped": Text("少了一位数字", "a digit dropped"),
    "slip-name-digit-added": Text("多了一位数字", "a digit too many"),
    "slip-name-digits-swapped": Text("两位数字颠倒", "two digits swapped"),
    "slip-name-sign": Text("正负号相反", "the sign"),
    "slip-name-times-ten": Text("多打或少打一个 0", "a 0 too many or too few"),
    "slip-name-times-ten-thousand": Text("元与万元弄混", "yuan and 10,000 yuan mixed up"),
    "slip-name-neighbour-column": Text("填串了列", "the next column"),
    "slip-name-neighbour-row": Text("填串了行", "the next row"),
    "slip-name-cells-exchanged": Text("两格互相填错", "two cells exchanged"),
    "slip-name-row-shifted": Text("整行错开一格", "a row one cell off"),
    "slip-name-column-shifted": Text("整列错开一格", "a column one cell off"),
    "slip-name-rows-exchanged": Text("两行互相填错", "two rows exchanged"),
    "slip-name-columns-exchanged": Text("两列互相填错", "two columns exchanged"),
    "slip-name-misplaced": Text("填到了别的格里", "a number in another cell"),
    "slip-name-total-zero": Text("合计没有算，还留着 0", "a total left at 0"),
    "slip-name-total-not-updated": Text("合计没有随各项一起改", "a total not worked out again"),
    "slip-name-row-counted-twice": Text("多加了一项", "a part counted twice"),
    "slip-name-row-left-out": Text("漏加了一项", "a part left out"),
    "slip-name-blank": Text("漏填", "a number left out"),
}

_ROUND: Mapping[str, Text] = {
    "submission-submitted": Text("已报送", "submitted"),
    "submission-overdue": Text("逾期未报", "overdue"),
    "submission-missing": Text("未报送", "not submitted"),
    "submission-due": Text("未到期限", "not due yet"),
    "submission-unread": Text("报来的文件读不出", "file cannot be read"),
    "round-title": Text("年报核对汇总", "Annual reports: overview"),
    "round-head": Text(
        "{organs} 个机关的 {reports} 份年报，其中 {faulty} 份有需要更正的地方；另有 {unread} 个文件读不出。",
        "{reports} reports of {organs} organs, {faulty} of them with something to correct; {unread} more files could "
        "not be read.",
    ),
    "round-demands": Text(
        "需要更正的 {correct} 处，需要核实并说明的 {explain} 处，需要先核对原件的 {original} 处，"
        "核对方要查明的 {ours} 处。",
        "{correct} to be corrected, {explain} to be verified and explained, {original} to be compared with the "
        "original, {ours} for whoever checks.",
    ),
    "round-relations": Text(
        "勾稽关系成立 {satisfied} 条，违反 {violated} 条，无法判定 {undetermined} 条，不适用 {not_applicable} 条。",
        "Relations: {satisfied} satisfied, {violated} violated, {undetermined} undetermined, {not_applicable} not "
        "applicable.",
    ),
    "round-missing": Text(
        "名单上的 {expected} 个机关有 {missing} 个没有报来可读的年报，其中逾期的 {overdue} 个。",
        "{missing} of the {expected} organs on the list have no readable report, {overdue} of them overdue.",
    ),
    "round-by-day": Text("截至{day}，", "As of {day}: "),
    "round-file-of": Text("名称不明（{path}）", "not named ({path})"),
    "round-ranking": Text("各机关", "Organs"),
    "round-missing-list": Text("未报送的机关", "Organs without a report"),
    "round-strangers": Text("不在名单上的机关：{names}", "not on the list: {names}"),
    "round-rules": Text("差错涉及的勾稽关系和要求", "Mistakes by relation"),
    "round-slips": Text("差错像是怎样造成的", "Mistakes by slip"),
    "round-years": Text("各年度", "Years"),
    "round-unchecked": Text("没有能核对的，以及怎样才能核对", "What could not be checked, and what would make it so"),
    "round-statistics": Text("统计", "statistics"),
    "round-unchecked-sheet": Text("没有能核对的", "not checked"),
    "round-mistakes": Text("逐处差错", "Mistakes"),
    "round-none": Text("没有。", "None."),
    "round-search": Text("查找机关", "find an organ"),
    "round-shown": Text("显示 {shown} 个，共 {total} 个", "{shown} of {total} shown"),
    "round-sort": Text("按“{head}”排序", "sort by “{head}”"),
    "round-col-organ": Text("机关", "organ"),
    "round-col-level": Text("级别", "level"),
    "round-col-years": Text("年度", "years"),
    "round-col-reports": Text("年报（份）", "reports"),
    "round-col-correct": Text("需要更正", "to correct"),
    "round-col-explain": Text("需要说明", "to explain"),
    "round-col-original": Text("需要核对原件", "to compare with the original"),
    "round-col-ours": Text("核对方查明", "for whoever checks"),
    "round-col-share": Text("对比", "compared"),
    "round-col-state": Text("报送情况", "submission"),
    "round-col-day": Text("期限", "day"),
    "round-col-mistakes": Text("差错（处）", "mistakes"),
    "round-col-relation": Text("关系或要求", "relation"),
    "round-col-rule": Text("规则", "rule"),
    "round-col-slip": Text("像是", "slip"),
    "round-col-where": Text("哪里", "where"),
    "round-col-what": Text("什么没有能核对", "what could not be checked"),
    "round-col-remedy": Text("怎样才能核对", "what would make it checkable"),
    "round-col-demand": Text("要求", "what to do"),
    "round-col-message": Text("差错", "mistake"),
    "round-col-faulty": Text("有需要更正的年报", "reports with something to correct"),
    "round-col-year": Text("年度", "year"),
    "round-col-file": Text("文件", "file"),
    "demand-correct": Text("更正", "correct"),
    "demand-explain": Text("核实并说明", "verify and explain"),
    "demand-original": Text("先核对原件", "compare with the original"),
    "demand-ours": Text("核对方查明", "for whoever checks"),
    "summary-needs-json": Text(
        "--format {format} 要用 gouji check --format json 的结果，或年报本身，不能用 {path}",
        "--format {format} is made from the output of gouji check --format json or from reports, not from {path}",
    ),
    "overview-demands": Text(
        "需要更正的 {correct} 处，需要核实并说明的 {explain} 处，需要先核对原件的 {original} 处，"
        "核对方要查明的 {ours} 处",
        "mistakes: {correct} to be corrected, {explain} to be verified and explained, {original} to be compared with "
        "the original, {ours} for whoever checks",
    ),
    "overview-missing": Text(
        "未报送的机关 {missing} 个（名单共 {expected} 个，其中逾期 {overdue} 个）",
        "organs without a report: {missing} of {expected}, {overdue} overdue",
    ),
}

OFFICE: Mapping[str, Text] = {
    **_LETTER,
    **_SLIP_NAMES,
    **_ROUND,
    **{f"field-{name}": text for name, text in (*LETTER_FIELDS.items(), *LETTER_LISTS.items())},
}
