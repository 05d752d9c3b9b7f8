"""Old workbooks take no notes from us; the copy is in the newer format, as LibreOffice converts it."""

from __future__ import annotations

from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import libreoffice


def convert(path: str, data: bytes) -> bytes:
    """The workbook as .xlsx. Raises UnreadableInputError where LibreOffice is missing or fails."""
    converted = libreoffice.convert(data, "xls", target="xlsx")
    if converted is None:
        raise UnreadableInputError(
            path,
            Text(
                "旧式工作簿（.xls、.et）要先转换成 .xlsx 才能写批注，而本机没有可用的 LibreOffice",
                "an old workbook (.xls, .et) is converted to .xlsx before it takes notes, which needs LibreOffice",
            ),
            Text(
                "用 Excel 或 WPS 打开，另存为 .xlsx 后再批注",
                "open it in a spreadsheet program, save it as .xlsx, and annotate that",
            ),
        )
    return converted
