"""What is said of the cells that may explain a violation, and of the slip behind them."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

_SUGGESTIONS: Mapping[str, Text] = {
    "label-suggestion": Text("建议", "suggestion"),
    "suspect-unique": Text(
        "核对 {cells}：若{values}，{relations}（改动最少，且唯一）",
        "check {cells}: with {values}, {relations} (the smallest change, and the only one)",
    ),
    "suspect-witnessed": Text(
        "核对 {cells}：若{values}，{relations}（表中同样少的改法不止一种，只有这一种与正文{claims}一致）",
        "check {cells}: with {values}, {relations} (the figures alone allow other changes as small, but only this one "
        "agrees with the text: {claims})",
    ),
    "suspect-contradicted": Text(
        "核对 {cells}：若{values}，{relations}（改动最少）；但正文{claims}与此不符，须查原始数据",
        "check {cells}: with {values}, {relations} (the smallest change); but the text disagrees with that ({claims}): "
        "look at the source of the numbers",
    ),
    "suspect-several": Text(
        "仅凭这些数字不能确定是哪一格：有 {count} 种同样少的改法，例如（较可能的在前）{choices}",
        "the figures cannot decide which cell it is: {count} changes are equally small, such as (the more likely "
        "first) {choices}",
    ),
    "suspect-too-many": Text(
        "仅凭这些数字不能确定是哪一格：同样少的改法超过 {count} 种，例如（较可能的在前）{choices}",
        "the figures cannot decide which cell it is: more than {count} changes are equally small, such as (the more "
        "likely first) {choices}",
    ),
    "suspect-choice": Text("{cells} {values}", "{cells} as {values}"),
    "suspect-reading": Text(
        "文件里的列已经错位，有几种同样好的读法，它们指向不同的单元格，因此不指出是哪一格",
        "the file has lost its columns, and equally good readings of it point to different cells, so none is named",
    ),
    "suspect-too-large": Text(
        "牵涉的数字太多，没有找到最少的改法，因此不指出是哪一格",
        "so many numbers are involved that the smallest change was not found, so no cell is named",
    ),
    "suspect-impossible": Text(
        "无论怎样改表中的数，必须成立的规则都不能全部成立，因此不指出是哪一格",
        "no numbers in the table satisfy all relations that must hold, so no cell is named",
    ),
    "suspects-and": Text(" 和 ", " and "),
    "suspect-is": Text("为 {value}", "{value}"),
    "suspect-each": Text("分别为 {values}", "{values} respectively"),
    "suspect-at-least": Text("不小于 {low}", "at least {low}"),
    "suspect-at-most": Text("不大于 {high}", "at most {high}"),
    "suspect-between": Text("在 {low} 至 {high} 之间", "between {low} and {high}"),
    "settles-one": Text("这条规则成立", "the relation holds"),
    "settles-two": Text("以上两条规则同时成立", "both relations above hold"),
    "settles-many": Text("以上 {count} 条规则同时成立", "all {count} relations hold"),
}

_SLIPS: Mapping[str, Text] = {
    "slip-digit-replaced": Text("{old} 与 {new} 只差一位数字", "{old} and {new} differ in one digit"),
    "slip-digit-dropped": Text("{old} 比 {new} 少了一位数字", "{old} is {new} with a digit dropped"),
    "slip-digit-added": Text("{old} 比 {new} 多了一位数字", "{old} is {new} with a digit too many"),
    "slip-digits-swapped": Text("{old} 与 {new} 只是两位数字颠倒", "{old} is {new} with two digits swapped"),
    "slip-sign": Text("{old} 与 {new} 只差正负号", "{old} and {new} differ in their sign"),
    "slip-times-ten": Text(
        "{old} 与 {new} 相差十倍，像是多打或少打了一个 0",
        "{old} and {new} differ by a factor of ten, like a 0 too many or too few",
    ),
    "slip-times-ten-thousand": Text(
        "{old} 与 {new} 相差一万倍，像是元与万元弄混了",
        "{old} and {new} differ by a factor of 10,000, like yuan taken for units of 10,000 yuan",
    ),
    "slip-neighbour-column": Text(
        "{old} 正是相邻的{source}的数，像是填串了列",
        "{old} is the number of the next cell, {source}: the column may be mixed up",
    ),
    "slip-neighbour-row": Text(
        "{old} 正是相邻的{source}的数，像是填串了行",
        "{old} is the number of the next cell, {source}: the row may be mixed up",
    ),
    "slip-total-zero": Text("合计像是没有算，还留着 0", "the total seems to have been left at 0"),
    "slip-total-not-updated": Text(
        "合计像是没有随各项一起改", "the total seems not to have been worked out again when a part changed"
    ),
    "slip-row-counted-twice": Text("像是多加了一次{source}的 {gap}", "the {gap} of {source} seem to be counted twice"),
    "slip-row-left-out": Text("像是漏加了{source}的 {gap}", "the {gap} of {source} seem to be left out"),
    "slip-blank": Text("像是漏填了", "the number seems to have been left out"),
}

_SLIPS_OF_SEVERAL: Mapping[str, Text] = {
    "slips-cells-exchanged": Text("像是这两格的数互相填错了", "the two cells seem to hold each other's numbers"),
    "slips-neighbour-column": Text("{value} 像是填到了相邻的列里", "{value} seems to have gone into the next column"),
    "slips-neighbour-row": Text("{value} 像是填到了相邻的行里", "{value} seems to have gone into the next row"),
    "slips-row-shifted": Text("像是整行的数都错开了一格", "all numbers of the row seem to stand one cell off"),
    "slips-column-shifted": Text("像是整列的数都错开了一格", "all numbers of the column seem to stand one cell off"),
    "slips-rows-exchanged": Text("像是这两行的数互相填错了", "the two rows seem to hold each other's numbers"),
    "slips-columns-exchanged": Text("像是这两列的数互相填错了", "the two columns seem to hold each other's numbers"),
    "slips-misplaced": Text("{value} 像是填到了别的格里", "{value} seems to have gone into another cell"),
    "slips-row-counted-twice": Text(
        "差额正好等于{row}，像是这一行的申请在别的行里也计了一次",
        "the difference equals {row}, whose requests seem to be counted in another row as well",
    ),
}

SUSPECTS: Mapping[str, Text] = {**_SUGGESTIONS, **_SLIPS, **_SLIPS_OF_SEVERAL}
"""Keys `slip-...` and `slips-...` are the slips of `diagnose.py`, of one cell and of several together."""
