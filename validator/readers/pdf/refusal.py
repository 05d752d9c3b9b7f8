"""Why a PDF cannot be read, and what to do about it, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers.scan.refusal import EXTRA

_TRUE_TEXT = Text(
    f"安装文字识别（OCR）：{EXTRA.zh}；或者换用 Word 或网页原件，或由原件直接导出的 PDF",
    f"install text recognition (OCR) with {EXTRA.en}, or take the original Word file or web page, or a PDF exported "
    "from it",
)
_UNLOCK = Text(
    "用密码打开后，打印或另存为没有密码的 PDF，再检查",
    "open it with the password, print or save it as a PDF without one, and check that",
)
_FEWER_PAGES = Text(
    "把年报的那几页另存为一个 PDF，再检查", "save the pages of the report as a PDF of their own and check that"
)


def locked(path: str) -> UnreadableInputError:
    """For a file that only opens with a password or a certificate."""
    return UnreadableInputError(
        path, Text("PDF 有密码，打不开", "the PDF cannot be opened without its password"), _UNLOCK
    )


def damaged(path: str, what: str) -> UnreadableInputError:
    """For a file that PDFium cannot open; `what` is a short clause in English."""
    return refusal.damaged(path, what)


def without_text(path: str, pages: int) -> UnreadableInputError:
    """For a file of pictures."""
    return UnreadableInputError(
        path,
        Text(
            f"{pages} 页里没有可读的文字：多半是扫描件，或文字已转成图形",
            f"its {pages} pages hold no text to read: it seems to be a scan, or its text was turned into drawings",
        ),
        _TRUE_TEXT,
    )


def pages_without_text(path: str, pages: Sequence[int]) -> UnreadableInputError:
    """For a file whose tables can only stand on the pages that are pictures."""
    listed = ", ".join(map(str, pages))
    return UnreadableInputError(
        path,
        Text(f"第 {listed} 页是图片，其余的页里没有表格", f"page {listed} is a picture, and no other page has a table"),
        _TRUE_TEXT,
    )


def unnamed_characters(path: str) -> UnreadableInputError:
    """For a file whose fonts do not say which characters they draw."""
    return UnreadableInputError(
        path,
        Text(
            "文字能显示，但字体没有注明各是什么字（缺少 ToUnicode 对照表），读不出来",
            "the text shows, but its fonts do not say which characters they draw (no ToUnicode table)",
        ),
        _TRUE_TEXT,
    )


def readable_one_way(path: str, page: int) -> UnreadableInputError:
    """For a second reading of a page whose characters only the first one can tell."""
    return refusal.damaged(path, f"the text of page {page} can be read in one way only")


def too_many_pages(path: str, pages: int, most: int) -> UnreadableInputError:
    """For a file with more pages than any report."""
    return UnreadableInputError(
        path,
        Text(f"PDF 有 {pages} 页，超过 {most} 页", f"the PDF has {pages} pages, more than {most}"),
        _FEWER_PAGES,
    )


def too_much_text(path: str, most: int) -> UnreadableInputError:
    """For a file with more text than any report."""
    return UnreadableInputError(
        path, Text(f"PDF 的文字超过 {most} 个", f"the PDF has more than {most} characters"), _FEWER_PAGES
    )


def too_much_on_page(path: str, page: int, what: Text) -> UnreadableInputError:
    """For a page that holds more than a page can show; `what` says of which thing."""
    return refusal.suspicious(path, Text(f"第 {page} 页的{what.zh}过多", f"too many {what.en} on page {page}"))


def expands_too_far(path: str) -> UnreadableInputError:
    """For a file with a stream that unpacks to far more than its size."""
    return refusal.suspicious(
        path, Text("压缩内容展开后过大", "its compressed content unpacks to far more than a report holds")
    )
