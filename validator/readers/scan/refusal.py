"""Why a scan or a picture cannot be read, and what to do about it, in both languages."""

from __future__ import annotations

from validator.model.environment.extras import installing
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import _refusal as refusal

EXTRA = installing("ocr")
"""What installs text recognition."""

_ORIGINAL = Text("换用 Word 或网页原件（.docx、.html）", "take the original Word file or web page (.docx, .html)")


def extra_missing(path: str) -> UnreadableInputError:
    """For a picture where the packages that recognise text are not installed."""
    return UnreadableInputError(
        path,
        Text("这是图片，读它需要文字识别（OCR）", "this is a picture, and reading it needs text recognition (OCR)"),
        Text(f"安装文字识别：{EXTRA.zh}；或者{_ORIGINAL.zh}", f"install it with {EXTRA.en}, or {_ORIGINAL.en}"),
    )


def too_many_pages(path: str, pages: int, most: int) -> UnreadableInputError:
    """For more scanned pages than a report has."""
    return UnreadableInputError(
        path,
        Text(
            f"{pages} 页要做文字识别，超过 {most} 页", f"text would have to be recognised on {pages} pages, over {most}"
        ),
        Text(
            "把年报的那几页另存为一个文件，再检查", "save the pages of the report as a file of their own and check that"
        ),
    )


def too_coarse(path: str, page: int, dpi: float, fewest: int) -> UnreadableInputError:
    """For a scan with too few dots to tell one digit from another."""
    return UnreadableInputError(
        path,
        Text(
            f"第 {page} 页的扫描太粗（约 {dpi:.0f} dpi，至少要 {fewest} dpi），数字认不准",
            f"page {page} is scanned too coarsely (about {dpi:.0f} dpi, {fewest} are needed) to tell its digits",
        ),
        Text(f"按 200 dpi 以上重新扫描；或者{_ORIGINAL.zh}", f"scan it again at 200 dpi or more, or {_ORIGINAL.en}"),
    )


def too_large(path: str, pixels: int, most: int) -> UnreadableInputError:
    """For a picture with more dots than any page needs."""
    return refusal.suspicious(
        path,
        Text(
            f"图片有 {pixels / 1e6:.0f} 百万像素，超过 {most / 1e6:.0f}",
            f"a picture of {pixels / 1e6:.0f} megapixels, more than {most / 1e6:.0f}",
        ),
    )


def no_picture(path: str) -> UnreadableInputError:
    """For a picture file that cannot be decoded."""
    return refusal.damaged(path, "the picture cannot be decoded")


def nothing_recognised(path: str) -> UnreadableInputError:
    """For pictures without print."""
    return UnreadableInputError(
        path,
        Text("图片上没有认出文字", "no text was recognised in the picture"),
        Text(f"确认页面清楚、没有拿错文件；或者{_ORIGINAL.zh}", f"see whether it is the right file, or {_ORIGINAL.en}"),
    )


def too_much_text(path: str, page: int) -> UnreadableInputError:
    """For a page that holds more marks than print can have."""
    return refusal.suspicious(path, Text(f"第 {page} 页的墨迹过多", f"too many marks on page {page}"))
