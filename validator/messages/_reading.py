"""What the readers say of files they could not read for certain: the keys of `Document.warnings`."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.environment.extras import installing
from validator.model.text import Text

_OCR = installing("ocr")

READING: Mapping[str, Text] = {
    "undecodable-bytes": Text("有些字符已经损坏，认不出来", "some characters are damaged"),
    "repeats-left-out": Text(
        "没有一行出现两次：导出时去掉了重复的行，重复的数和表头也在其中，空着的格子不一定是空的",
        "no line occurs twice: those that repeat others were taken out, numbers too; what seems blank may not be",
    ),
    "table-too-large": Text("有一个表格太大，只读了前面的部分", "a table is too large; only its beginning was read"),
    "html-too-deep": Text(
        "网页嵌套太深，里面的部分没有读", "the page is nested too deep; the innermost part was not read"
    ),
    "html-cut-off": Text(
        "网页太大或者有损坏，后面的部分没有读", "the page is too large or damaged; the rest was not read"
    ),
    "hidden-cells-read": Text(
        "工作表里有隐藏的行或列，也一并读了", "hidden rows or columns of the sheet were read as well"
    ),
    "formula-not-cached": Text(
        "有的单元格只有公式，没有算好的结果；请用 Excel 或 WPS 打开后重新保存",
        "a cell holds a formula without its result; open and save the file with an office program",
    ),
    "doc-partly-read": Text(
        "文件内部自相矛盾，有的文字或表格可能错位",
        "the file contradicts itself; some text or tables may be out of place",
    ),
    "pdf-page-is-picture": Text(
        f"有的页是图片，没有读；要读它，安装文字识别：{_OCR.zh}",
        f"a page is a picture and was not read; install text recognition to read it: {_OCR.en}",
    ),
    "picture-not-read": Text(
        f"文件里的图片没有读；要读图片里的表格，安装文字识别：{_OCR.zh}",
        f"the pictures in it were not read; to read tables in them install text recognition: {_OCR.en}",
    ),
    "picture-unreadable": Text(
        "有的图片太粗、太大或者打不开，没有读",
        "a picture is too coarse, too large or cannot be opened, and was not read",
    ),
    "pictures-left-out": Text("图片太多，只读了前面的", "there are too many pictures; only the first were read"),
    "pdf-text-under-scan": Text(
        "有的页是扫描件，读的是别的程序识别后垫在下面的文字，可能有认错的数",
        "a page is a scan, and what was read is the text that another program recognised and laid under it",
    ),
    "pdf-characters-unnamed": Text(
        "有些字的字体没有注明是什么字，读不出来", "the font of some characters does not say which they are"
    ),
    "covered-cells-left-out": Text("合并单元格下面还压着内容，没有读", "what stands under a merged cell was not read"),
    "prose-too-costly": Text(
        "正文太费时间，没有核对完，后面的数没有核对",
        "the text takes too long; the numbers in the rest of it were not compared",
    ),
    "comparison-too-costly": Text(
        "与其他年报的比较太费时间，没有比完", "to compare it with other reports takes too long; not all was compared"
    ),
    "hidden-sheet-left-out": Text("隐藏的工作表没有读", "a hidden sheet was not read"),
}
