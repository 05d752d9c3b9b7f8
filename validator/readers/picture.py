"""Reader for the picture of a page (.png, .jpg): a scan, a photograph, a part of a screen."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from validator.document import Document
from validator.readers import recognition, scan_refusal

if TYPE_CHECKING:
    from PIL import Image

    from validator.readers.scan_page import Grey

_LONG_SIDE = 11.69
"""Inches of A4."""
_PAGE_SHAPES = (1.25, 1.6)
"""Times as long as wide that a whole page is."""
_USUAL_SIZE = 10.5
"""Points of the type in reports."""
_SMALLEST_MARK = 6
"""Dots; what is lower is no character."""
_MARK = 0.8
"""Height of a mark for the size of its type."""
_INCH = 72
"""Points."""


def read_picture(path: str, data: bytes) -> Document:
    """Read a picture of one page. Raises UnreadableInputError for one that is broken, too large or too coarse."""
    if not recognition.is_available():
        raise scan_refusal.extra_missing(path)
    recognition.announce()
    from validator.readers.pdf_assembly import document_blocks
    from validator.readers.pdf_space import Box
    from validator.readers.scan import read_page
    from validator.readers.scan_ocr import recogniser
    from validator.readers.scan_page import DPI, FEWEST_DOTS, POINT, resized

    grey = _decoded(path, data)
    dpi = _dots(grey)
    if dpi < FEWEST_DOTS:
        raise scan_refusal.too_coarse(path, 1, dpi, FEWEST_DOTS)
    page = read_page(1, resized(grey, DPI / dpi), recogniser())
    if page is None:
        raise scan_refusal.too_much_text(path, 1)
    # A picture has no points: places are given in its own dots.
    dot = DPI / dpi * POINT

    def displayed(box: Box) -> Box:
        return Box(*(edge / dot for edge in page.displayed(box)))

    blocks = document_blocks([replace(page, displayed=displayed)])
    if not blocks:
        raise scan_refusal.nothing_recognised(path)
    return Document(path, "picture", blocks, recognised_pages=(1,))


def _decoded(path: str, data: bytes) -> Grey:
    """The picture in grey, turned as its camera says; its size is looked at before anything is decoded."""
    from PIL import Image, ImageOps

    from validator.readers.scan_page import MOST_PIXELS

    try:
        with warnings.catch_warnings():
            # Its own warning of large pictures comes after the limit here.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            pixels = image.width * image.height
            if pixels > MOST_PIXELS:
                raise scan_refusal.too_large(path, pixels, MOST_PIXELS)
            return _grey(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        # Pillow has a limit of its own, far above, and looks at it first.
        raise scan_refusal.too_large(path, 2 * (Image.MAX_IMAGE_PIXELS or MOST_PIXELS), MOST_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise scan_refusal.no_picture(path) from None


def _grey(image: Image.Image) -> Grey:
    import numpy as np
    from PIL import Image

    from validator.readers.scan_page import typed, without_colour

    if image.mode.startswith("I"):
        # 16 bits a dot; Pillow would cut them off at 255.
        return typed(np.asarray(image, np.uint32) >> 8)
    if image.mode == "L":
        return typed(image)
    if not image.has_transparency_data:
        return without_colour(np.asarray(image.convert("RGB")))
    colour = image.convert("RGBA")
    paper = Image.new("RGBA", colour.size, "white")
    paper.alpha_composite(colour)
    return without_colour(np.asarray(paper))


def _dots(grey: Grey) -> float:
    """Dots an inch: what a file says of itself is seldom true, but pages are of one size, and so is type."""
    short, long = sorted(int(side) for side in grey.shape)
    fewest, most = _PAGE_SHAPES
    if fewest * short <= long <= most * short:
        return long / _LONG_SIDE
    from validator.readers.scan_page import Sheet, evened, marks

    found = marks(Sheet(evened(grey)).ink)
    heights = [mark.height for mark in found if _SMALLEST_MARK <= mark.height <= short / 10]
    if not heights:
        return long / _LONG_SIDE
    return median(heights) / _MARK / _USUAL_SIZE * _INCH
