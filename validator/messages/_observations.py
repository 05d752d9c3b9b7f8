"""What is said of each observation, and what the reader of the message does next.

The names in braces are filled in by `renderers.words.observations`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from validator.model.observations.kinds import ObservationKind
from validator.model.text import Text


class ObservationText(Struct, frozen=True):
    """What is said of one kind of observation."""

    message: Text
    """What was noticed."""
    next_step: Text
    """What the reader does next."""


OBSERVATIONS: Mapping[ObservationKind, ObservationText] = {
    ObservationKind.TABLE_MISSING: ObservationText(
        Text("没有找到{table}", "{table} was not found"),
        Text(
            "打开原文件看这张表是否还在；如果它是一张图片，请换成可以复制文字的表格",
            "open the file and see whether the table is there; if it is a picture, put a real table in its place",
        ),
    ),
    ObservationKind.REPORT_INCOMPLETE: ObservationText(
        Text(
            "文件没有完：后面的{tables}和第{sections}部分都没有读到",
            "the file ends early: {tables} and sections {sections} are not there",
        ),
        Text(
            "取得完整的文件后再检查一次；缺的部分没有参与计算",
            "check again with the whole file; what is missing took no part",
        ),
    ),
    ObservationKind.TABLE_INCOMPLETE: ObservationText(
        Text(
            "{table}在“{last}”之后中断，后面 {count} 行没有读到",
            "{table} breaks off after “{last}”: {count} row(s) are not there",
        ),
        Text(
            "取得完整的文件后再检查一次；缺的行没有参与计算",
            "check again with the whole file; the missing rows took no part",
        ),
    ),
    ObservationKind.ROW_MISSING: ObservationText(
        Text("{table}缺少 {count} 行：{rows}", "{table} lacks {count} row(s): {rows}"),
        Text(
            "对照官方表式把缺的行补上，没有发生的填 0",
            "add the rows as the official form has them, 0 where nothing happened",
        ),
    ),
    ObservationKind.ROW_EXTRA: ObservationText(
        Text(
            "{table}里多出一行“{text}”，官方表式没有这一行", "{table} has a row “{text}” that the official form has not"
        ),
        Text(
            "把这一行并入官方表式中对应的行，或者删去",
            "move its numbers into the row of the form they belong to, or drop it",
        ),
    ),
    ObservationKind.ROWS_IDENTICAL: ObservationText(
        Text("这几行的数字完全相同：{rows}", "these rows hold the same numbers: {rows}"),
        Text("看是不是复制时粘错了行", "see whether a row was copied by mistake"),
    ),
    ObservationKind.COLUMN_MISSING: ObservationText(
        Text("{table}缺少 {count} 列：{columns}", "{table} lacks {count} column(s): {columns}"),
        Text(
            "对照官方表式把缺的列补上，没有发生的填 0",
            "add the columns as the official form has them, 0 where nothing happened",
        ),
    ),
    ObservationKind.SECTION_MISSING: ObservationText(
        Text("没有找到“{section}”这一部分", "section “{section}” was not found"),
        Text(
            "补上这一部分，标题照官方写法；确实没有内容的也要写明",
            "add the section under its official heading, even if there is nothing to report",
        ),
    ),
    ObservationKind.SECTION_ORDER: ObservationText(
        Text("各部分的顺序是：{sections}", "the sections stand in this order: {sections}"),
        Text(
            "按官方格式的顺序排列各部分，并核对标题的序号",
            "put the sections into the order of the official format, and check the numbers of their headings",
        ),
    ),
    ObservationKind.CELLS_BLANK: ObservationText(
        Text("有 {count} 处没有填数：{cells}", "{count} cell(s) are blank: {cells}"),
        Text("填上数字，没有发生的填 0", "fill in the numbers, 0 where nothing happened"),
    ),
    ObservationKind.BLANKS_AS_ZERO: ObservationText(
        Text("{table}有 {count} 个空白单元格，计算时按 0 处理", "{table} has {count} blank cell(s), counted as 0"),
        Text("确认这些空白都是 0；最好直接填上 0", "make sure that all of these are 0; better write 0"),
    ),
    ObservationKind.TOTAL_BLANK: ObservationText(
        Text(
            "有 {count} 处合计没有填，但它的分项不是 0：{cells}",
            "{count} total(s) are blank although their parts are not 0: {cells}",
        ),
        Text("把合计算出来填上", "work out the totals and fill them in"),
    ),
    ObservationKind.NOT_A_NUMBER: ObservationText(
        Text("“{text}”不是数字", "“{text}” is not a number"),
        Text("改成阿拉伯数字；需要说明的话写到正文里", "write a number in digits; remarks belong in the text"),
    ),
    ObservationKind.NEGATIVE: ObservationText(
        Text("“{text}”是负数，这里只能填 0 或正数", "“{text}” is negative; only 0 or more can stand here"),
        Text("核对这个数；也可能是填错了列", "check this number; it may stand in the wrong column"),
    ),
    ObservationKind.NOT_AN_INTEGER: ObservationText(
        Text("“{text}”不是整数，这里只能填整数", "“{text}” is not a whole number; only whole numbers can stand here"),
        Text("核对这个数；也可能是填错了列", "check this number; it may stand in the wrong column"),
    ),
    ObservationKind.SIGN_DOUBTFUL: ObservationText(
        Text("“{text}”的正负号不清楚，或者这里不该有", "the sign of “{text}” is not clear, or has no place here"),
        Text(
            "增加填正数，减少只写一个负号，例如 -8",
            "write an increase as a plain number, a decrease with one minus sign, such as -8",
        ),
    ),
    ObservationKind.UNIT_MISMATCH: ObservationText(
        Text(
            "单元格里写的单位是“{unit}”，表式要求的是“{expected}”",
            "the cell says “{unit}”, the form wants “{expected}”",
        ),
        Text("按表式的单位换算后重新填写", "convert the number to the unit of the form"),
    ),
    ObservationKind.UNIT_MISSING: ObservationText(
        Text("没有写单位，不能确定是元还是万元", "no unit is printed: it may be 元 or 万元"),
        Text("在数字后面写上单位", "write the unit behind the number"),
    ),
    ObservationKind.READING_AMBIGUOUS: ObservationText(
        Text(
            "有 {count} 个单元格读不准：{choices}",
            "{count} cell(s) are uncertain: {choices}",
        ),
        Text(
            "打开原文件核对这一格；最好改用 Word 或网页原件再检查一次",
            "look this cell up in the original; better check the Word file or the web page it comes from",
        ),
    ),
    ObservationKind.READING_CONTRADICTED: ObservationText(
        Text(
            "文件中的列已经错位，有 {count} 个单元格是按勾稽关系还原的，但仍有关系不成立",
            "the file has lost the columns here; {count} cell(s) were put back by the relations, "
            "of which some still fail",
        ),
        Text(
            "先对照原件核对这几行的数字各在哪一列，再看不成立的关系",
            "first hold the places of these numbers against the original, then look at the relations that fail",
        ),
    ),
    ObservationKind.READING_INCOMPLETE: ObservationText(
        Text("这份文件没有全部读出：{detail}", "not all of this file was read: {detail}"),
        Text(
            "打开原文件，看没有读出的部分里有没有表格",
            "open the file and see whether the part that was not read holds a table",
        ),
    ),
    ObservationKind.TEXT_RECOGNISED: ObservationText(
        Text(
            "第 {pages} 页是扫描件或图片，上面的字和数是识别（OCR）出来的",
            "page {pages}: a scan or a picture, its words and numbers were recognised (OCR)",
        ),
        Text(
            "改动之前，先对照原件核对有关的数", "hold the numbers in question against the original before changing any"
        ),
    ),
    ObservationKind.PICTURES_RECOGNISED: ObservationText(
        Text(
            "图片 {pictures} 里有表格，上面的字和数是识别（OCR）出来的",
            "picture {pictures} holds a table, its words and numbers were recognised (OCR)",
        ),
        Text(
            "改动之前，先对照图片核对有关的数；最好把图片换成真正的表格",
            "hold the numbers in question against the picture before changing any; better, put a table in its place",
        ),
    ),
    ObservationKind.FORM_YEAR_MISMATCH: ObservationText(
        Text(
            "{year} 年的年报应当使用{expected}，{table}用的却是{edition}",
            "a report for {year} is made on “{expected}”, but {table} is on “{edition}”",
        ),
        Text("换用当年的官方表式重新填报", "fill in the official form of that year"),
    ),
    ObservationKind.REPORT_BLANK: ObservationText(
        Text("各表里一个数字也没有，可能是空白模板", "no table holds a number: this may be the blank form"),
        Text("确认拿来检查的是填好的年报", "make sure that this is the report and not the blank form"),
    ),
    ObservationKind.PUBLISHED_LATE: ObservationText(
        Text(
            "{date_of}是 {date}，比{level}的期限 {until} 晚 {days} 天",
            "{date_of}, {date}, is {days} day(s) after {until}, the last day for {level}",
        ),
        Text(
            "核对首次公布的日期；当地另有期限的，写进 gouji.toml 的 [deadlines]",
            "check when it was first published; where other days apply, put them into [deadlines] of gouji.toml",
        ),
    ),
    ObservationKind.DATED_BEFORE_YEAR_END: ObservationText(
        Text(
            "{date_of}是 {date}，那时 {year} 年还没有结束",
            "{date_of}, {date}, is before the end of {year}, the year reported on",
        ),
        Text("核对日期里的年份，以及标题里的报告年度", "check the year in the date, and the year in the title"),
    ),
    ObservationKind.DATED_IN_FUTURE: ObservationText(
        Text("{date_of}是 {date}，这一天还没有到", "{date_of}, {date}, is still to come"),
        Text("核对日期里的年份和月份", "check the year and the month of the date"),
    ),
    ObservationKind.YEAR_UNKNOWN: ObservationText(
        Text("没有找到这份年报是哪一年的", "the year of the report was not found"),
        Text("在标题里写明年份，例如“2023年政府信息公开工作年度报告”", "put the year into the title"),
    ),
    ObservationKind.ORGAN_UNKNOWN: ObservationText(
        Text("没有找到发布机关的名称", "the name of the organ was not found"),
        Text("在标题里写明机关全称", "put the full name of the organ into the title"),
    ),
    ObservationKind.WAIVER_EXPIRED: ObservationText(
        Text(
            "对 {waived}（{place}）的豁免已于 {until} 到期，理由原为“{reason}”",
            "the waiver of {waived} ({place}) ran out on {until}; its reason was “{reason}”",
        ),
        Text(
            "改正数字，或者在豁免文件里写明新的期限和理由",
            "correct the numbers, or give a new date and reason in the file of waivers",
        ),
    ),
    ObservationKind.WAIVER_UNUSED: ObservationText(
        Text(
            "{waived}（{place}）的问题已经没有了，豁免（理由“{reason}”）不再需要",
            "{waived} ({place}) is no longer found; its waiver (reason “{reason}”) is not needed any more",
        ),
        Text(
            "用 gouji baseline update 从豁免文件里去掉这一条",
            "gouji baseline update takes it out of the file of waivers",
        ),
    ),
}
