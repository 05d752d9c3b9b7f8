"""Pages of a PDF drawn as pictures, and read as scans."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

import numpy as np
import pypdfium2.raw as pdfium
from msgspec.structs import replace

from validator.model.errors import UnreadableInputError
from validator.readers import ocr as recognition
from validator.readers.page.assembly import PageContent
from validator.readers.page.drawing import Drawing
from validator.readers.page.geometry import Box
from validator.readers.pdf.file import OpenFile, OpenPage
from validator.readers.scan import refusal as scan_refusal
from validator.readers.scan.characters.recogniser import recogniser
from validator.readers.scan.image import FEWEST_DOTS, MOST_PIXELS, MOST_SCANS, POINT, Grey, without_colour
from validator.readers.scan.page import read_page

_LONGEST = 1300.0
"""Points of the long side of A3, and some more; a page that is longer has one point a dot of its scan."""
_A4 = 842.0
_WHITE = 0xFFFFFFFF


def recognised_pages(file: OpenFile, scans: Mapping[int, Drawing], *, all_or_nothing: bool) -> dict[int, PageContent]:
    """Recognise the text of pages. Raises UnreadableInputError for too many, and for those that cannot be read.

    `scans`: number of the page -> what is drawn on it. `all_or_nothing`: False leaves out what cannot be read.
    """
    if len(scans) > MOST_SCANS:
        raise scan_refusal.too_many_pages(file.path, len(scans), MOST_SCANS)
    recognition.announce()
    read = {}
    for number, drawing in scans.items():
        try:
            with file.page(number) as page:
                read[number] = _recognised(file.path, page, drawing)
        except UnreadableInputError:
            if all_or_nothing:
                raise
    return read


def _recognised(path: str, page: OpenPage, drawing: Drawing) -> PageContent:
    """Read a page. Raises UnreadableInputError for one that is too coarse or too large."""
    width, height = page.display.width, page.display.height
    longest = max(width, height)
    scale = (_A4 / longest if longest > _LONGEST else 1.0) / POINT
    if drawing.pixels > MOST_PIXELS:
        raise scan_refusal.too_large(path, drawing.pixels, MOST_PIXELS)
    dots = drawing.dots / (scale * POINT)
    if 0 < round(dots) < FEWEST_DOTS:
        raise scan_refusal.too_coarse(path, page.number, dots, FEWEST_DOTS)
    found = read_page(page.number, _drawn(page, scale), recogniser())
    if found is None:
        raise scan_refusal.too_much_text(path, page.number)

    def displayed(box: Box) -> Box:
        return Box(*(edge / (scale * POINT) for edge in found.displayed(box)))

    return replace(found, displayed=displayed)


def _drawn(page: OpenPage, scale: float) -> Grey:
    """The page as it is displayed, `scale` dots a point."""
    width, height = (max(round(side * scale), 1) for side in (page.display.width, page.display.height))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    if not bitmap:  # no room for so many dots
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        pdfium.FPDF_RenderPageBitmap(bitmap, page.page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        memory = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * height)))
        dots = np.frombuffer(memory.contents, np.uint8).reshape(height, stride)[:, : width * 4]
        return without_colour(dots.reshape(height, width, 4))
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
