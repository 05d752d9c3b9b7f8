"""The notes in a file, read back by other means than those that wrote them."""

from __future__ import annotations

import ctypes
import io
import re
from html import unescape

from validator.annotators import AUTHOR
from validator.readers._sniff import kind_of
from validator.readers.encoding import decode


def said(data: bytes) -> list[str]:
    """The texts of our notes."""
    return {"docx": _word, "xlsx": _excel, "pdf": _pdf, "html": _html}[kind_of(data)](data)


def _word(data: bytes) -> list[str]:
    import docx

    comments = docx.Document(io.BytesIO(data)).comments
    return ["\n".join(one.text for one in note.paragraphs) for note in comments if note.author == AUTHOR]


def _excel(data: bytes) -> list[str]:
    return [text for _, text in cell_comments(data)]


def cell_comments(data: bytes) -> list[tuple[str, str]]:
    """Address and text of each comment of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [(cell.coordinate, cell.comment.text) for cell in cells if cell.comment is not None]


def _pdf(data: bytes) -> list[str]:
    return [text for _, _, text in pdf_annotations(data) if "\n" in text]


def pdf_annotations(data: bytes) -> list[tuple[int, str, str]]:
    """Page, what is printed below, and text of each annotation of ours, without what is written beside cells."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    from validator.annotators.pdf.annotator import text_of

    found = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
            box = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, box)
            is_stamp = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_STAMP
            if text_of(annotation, b"T") == AUTHOR and not is_stamp:
                below = words.get_text_bounded(box.left, box.bottom, box.right, box.top)
                found.append((number + 1, below.strip(), text_of(annotation, b"Contents")))
            pdfium.FPDFPage_CloseAnnot(annotation)
        words.close()
        page.close()
    document.close()
    return found


def pdf_values(data: bytes) -> list[str]:
    """What is drawn into the appearance of our stamps."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    found: list[str] = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_STAMP:
                normal = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
                size = pdfium.FPDFAnnot_GetAP(annotation, normal, None, 0)
                buffer = (ctypes.c_ushort * (size // 2))()
                pdfium.FPDFAnnot_GetAP(annotation, normal, buffer, size)
                drawn = re.findall(r"<([0-9A-Fa-f]+)>\]? T[jJ]", bytes(buffer).decode("utf-16-le"))
                found += [bytes.fromhex(text).decode("ascii") for text in drawn]
            pdfium.FPDFPage_CloseAnnot(annotation)
        page.close()
    document.close()
    return found


def _html(data: bytes) -> list[str]:
    text = decode(data).text
    parts = re.findall(r"<div><(?:a|strong)[^>]*>(.*?)</(?:a|strong)><pre>(.*?)</pre></div>", text, re.DOTALL)
    return ["\n".join(map(unescape, part)) for part in parts]
