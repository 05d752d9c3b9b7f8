"""What is said of a mistake: what stands where, what it should be, why, and the proof in one line.

No sentence here speaks of letters: they hold nothing where no table stands beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_HEADS: Mapping[str, Text] = {
    "mistakes-error": Text("差错", "error"),
    "mistakes-warning": Text("提示", "warning"),
    "mistakes-note": Text("说明", "note"),
    "mistake-error": Text("差错 {number}", "mistake {number}"),
    "mistake-warning": Text("提示 {number}", "warning {number}"),
    "mistake-note": Text("说明 {number}", "note {number}"),
    "mistake-cell": Text("{table}{cell}", "{table}, {cell}"),
    "mistake-place": Text("{place}：{text}", "{place}: {text}"),
    "mistake-is": Text("填的是 {old}", "{old} stands there"),
    "mistake-is-blank": Text("没有填", "nothing stands there"),
    "mistake-should-be": Text("应为 {value}", "should be {value}"),
    "mistake-should-be-each": Text("应分别为 {value}", "should be {value} respectively"),
    "mistake-should-be-at-least": Text("应不小于 {low}", "should be at least {low}"),
    "mistake-should-be-at-most": Text("应不大于 {high}", "should be at most {high}"),
    "mistake-should-be-between": Text("应在 {low} 至 {high} 之间", "should be between {low} and {high}"),
    "mistake-either-2": Text("下面两处之一：{choices}", "one of these two: {choices}"),
    "mistake-either-3": Text("下面三处之一：{choices}", "one of these three: {choices}"),
    "mistake-or": Text("；或者", "; or "),
    "mistake-full-stop": Text("。", ". "),
}

_WHY: Mapping[str, Text] = {
    "mistake-after-one": Text("改为 {value} 后，{settled}成立", "with {value}, {settled} hold(s)"),
    "mistake-after": Text("改正后，{settled}成立", "once corrected, {settled} hold(s)"),
    "mistake-after-both": Text("{settled}都", "{settled} all"),
    "mistake-relations": Text("{count} 条勾稽关系", "{count} relation(s)"),
    "mistake-texts": Text("正文{texts}", "the text {texts}"),
    "mistake-with": Text("{first}和{second}", "{first} and {second}"),
    "mistake-witnessed": Text(
        "只看表格还有别的改法，只有这一种与正文一致",
        "the tables alone allow other changes, only this one agrees with the text",
    ),
    "mistake-against": Text(
        "但正文{texts}与表中现在的数一致", "but the text {texts} agrees with what stands there now"
    ),
    "mistake-undecided": Text(
        "仅凭这些数字不能确定是哪一处，请对照台账", "the figures cannot decide which: look both up in your records"
    ),
    "mistake-look-up": Text(
        "仅凭这些数字不能确定是哪一格，请对照台账依次核对（较可能的在前）：{cells}",
        "the figures cannot decide which cell it is: look these up in your records, the more likely first: {cells}",
    ),
    "mistake-contradicted": Text(
        "只改{cells}就能使表格都成立，但正文{texts}与此不符：请查原始数据",
        "with {cells} alone the tables agree, but the text {texts} does not: look at the source of the numbers",
    ),
    "mistake-check": Text("请对照台账核对{cells}", "look these up in your records: {cells}"),
    "mistake-look-at": Text(
        "请看一看{cells}是否填对；确实如此的不必改", "see whether {cells} is right; if so, nothing needs to change"
    ),
    "mistake-original": Text("请先对照原文：{cells}", "look at the original first: {cells}"),
    "mistake-value-then": Text("{cell}（若为 {value}）", "{cell} ({value}?)"),
    "mistake-and-more": Text("{cells}等", "{cells} and others"),
    "mistake-read-twice": Text(
        "换一种方法重新读取，读到的数不同，可能是读取有误",
        "read again in another way, the numbers differ: our reading may be wrong",
    ),
    "mistake-read-as": Text("{cell}一次读作 {first}，一次读作 {second}", "{cell} was {first} at first, then {second}"),
    "mistake-claim-next": Text(
        "对照台账核对这句话和{cells}，把错的一处改正",
        "look up this sentence and {cells}, and correct the one that is wrong",
    ),
}

_PROOF: Mapping[str, Text] = {
    "mistake-proof-cell": Text("{worked}，表中为 {value}", "{worked}, the table has {value}"),
    "mistake-proof-other": Text("{worked}，{cell}为 {value}", "{worked}, {cell} has {value}"),
}

_SAME_LINE: Mapping[str, Text] = {
    "cell-in-row": Text("“{column}”列", "column “{column}”"),
    "cell-in-column": Text("“{row}”行", "row “{row}”"),
}

_COUNTED: Mapping[str, Text] = {
    "mistakes-counted": Text("{mistakes} 处差错{involved}", "{mistakes} mistake(s){involved}"),
    "mistakes-involved": Text("（涉及 {parts}）", " ({parts} involved)"),
    "mistakes-relations": Text("{count} 条勾稽关系", "{count} relation(s)"),
    "mistakes-quotations": Text("{count} 处正文", "{count} place(s) of the text"),
    "footer-mistakes": Text(
        "{mistakes}，提示 {warnings} 处，说明 {notes} 处", "{mistakes}, {warnings} warning(s), {notes} note(s)"
    ),
    "head-why": Text("原因", "why"),
    "head-proof": Text("算式", "equation"),
}

MISTAKES: Mapping[str, Text] = {**_HEADS, **_WHY, **_PROOF, **_SAME_LINE, **_COUNTED}
