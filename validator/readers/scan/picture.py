"""Reader for pictures of pages (.png, .jpg, .tif): a scan, a photograph, a part of a screen, a fax of several pages."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.readers import ocr as recognition
from validator.readers.scan import refusal as scan_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from validator.readers.page.assembly import PageContent
    from validator.readers.scan.image import Grey

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
_FORMATS = ("PNG", "JPEG", "TIFF")
_OF_PAGES = "TIFF"
"""The format that holds several pages."""
_SQUARE = 1.1
"""Times as fine in one direction as in the other that a page is all the same taken as it is."""
_LONGEST_DOT = 3
"""Times as high as wide that a dot can be."""
_INCH = 72
"""Points."""


def read_picture(path: str, data: bytes) -> Document:
    """Read a picture of one page, or of several. Raises UnreadableInputError for what is broken, large or coarse."""
    if not recognition.is_available():
        raise scan_refusal.extra_missing(path)
    recognition.announce()
    from validator.readers.page.assembly import document_blocks

    pages = [_page(path, number, grey) for number, grey in enumerate(_decoded(path, data), 1)]
    blocks = document_blocks(pages)
    if not blocks:
        raise scan_refusal.nothing_recognised(path)
    return Document(path, "picture", blocks, recognised_pages=tuple(page.number for page in pages))


def picture_pages(pictures: Mapping[int, bytes]) -> list[PageContent]:
    """Recognise pictures that stand in a document: their numbers as pages. What cannot be read is left out."""
    recognition.announce()
    pages = []
    for number, data in pictures.items():
        with suppress(UnreadableInputError):
            pages.append(_page("", number, next(_decoded("", data))))
    return pages


def _page(path: str, number: int, grey: Grey) -> PageContent:
    """Recognise one page. Raises UnreadableInputError for one that is too coarse or holds more than print can."""
    from validator.readers.page.geometry import Box
    from validator.readers.scan.characters.recogniser import recogniser
    from validator.readers.scan.image import DPI, FEWEST_DOTS, POINT, resized
    from validator.readers.scan.page import read_page

    dpi = _dots(grey)
    if round(dpi) < FEWEST_DOTS:
        raise scan_refusal.too_coarse(path, number, dpi, FEWEST_DOTS)
    page = read_page(number, resized(grey, DPI / dpi), recogniser())
    if page is None:
        raise scan_refusal.too_much_text(path, number)
    # A picture has no points: places are given in its own dots.
    dot = DPI / dpi * POINT

    def displayed(box: Box) -> Box:
        return Box(*(edge / dot for edge in page.displayed(box)))

    return replace(page, displayed=displayed)


def _decoded(path: str, data: bytes) -> Iterator[Grey]:
    """The pages in grey, turned as the camera says; the sizes of all are looked at before one is decoded."""
    from PIL import Image

    from validator.readers.scan.image import MOST_PIXELS

    try:
        with warnings.catch_warnings():
            # Its own warning of large pictures comes after the limit here.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            numbers = range(_page_count(path, image))
            for number in numbers:
                image.seek(number)
                pixels = image.width * image.height
                if pixels > MOST_PIXELS:
                    raise scan_refusal.too_large(path, pixels, MOST_PIXELS)
            for number in numbers:
                image.seek(number)
                yield _grey(_square(image))
    except Image.DecompressionBombError as error:
        # Pillow has a limit of its own, far above, and looks at it first; its message has the number.
        counts = map(int, re.findall(r"[0-9]+", str(error)))
        raise scan_refusal.too_large(path, max(counts, default=MOST_PIXELS), MOST_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise scan_refusal.no_picture(path) from None


def _page_count(path: str, image: Image.Image) -> int:
    """How many pages there are; what moves is one. Raises UnreadableInputError for more than a report has."""
    from validator.readers.scan.image import MOST_SCANS

    if image.format != _OF_PAGES:
        return 1
    count = int(getattr(image, "n_frames", 1))
    if count > MOST_SCANS:
        raise scan_refusal.too_many_pages(path, count, MOST_SCANS)
    return count


def _square(image: Image.Image) -> Image.Image:
    """The page upright, its dots as high as wide: a fax has half as many lines an inch as dots in a line."""
    from PIL import ImageOps

    across, down = (float(dots) for dots in image.info.get("dpi", (1, 1)))
    if image.format == _OF_PAGES and across > 0 and down > 0:
        longer, shorter = max(across, down), min(across, down)
        if _SQUARE * shorter < longer <= _LONGEST_DOT * shorter:
            sides = round(image.width * longer / across), round(image.height * longer / down)
            image = image.convert("L").resize(sides)
    return ImageOps.exif_transpose(image)


def _grey(image: Image.Image) -> Grey:
    import numpy as np
    from PIL import Image

    from validator.readers.scan.image import typed, without_colour

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
    from validator.readers.scan.image import EvenPage, evened, marks

    found = marks(EvenPage(evened(grey)).ink)
    heights = [mark.height for mark in found if _SMALLEST_MARK <= mark.height <= short / 10]
    if not heights:
        return long / _LONG_SIDE
    return median(heights) / _MARK / _USUAL_SIZE * _INCH
