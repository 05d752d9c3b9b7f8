"""Scans of reports: pages drawn as pictures, then laid askew, stamped, shaded, blurred and made noisy."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from support.page import Page as Paper  # noqa: TC002  first-party
from support.reports import ReportData  # noqa: TC002  first-party

from readers.pdf_reports import draw_report
from readers.pdf_samples import HEIGHT, WIDTH
from validator.model.numbers import read_number
from validator.model.report import MISSING, CellValue, Reading, Report

_POINT = 72
_PAPER = 255
_INK = 25
_MARGIN, _ROW, _SPACE = 36.0, 16.0, 1.5
"""Points: edge of the page, height of a box, what is free between boxes."""
_SIMPLIFIED = 2
"""Which face of the collection is the one for simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page comes out."""

    dpi: int = 200
    askew: float = 0.0
    """Degrees counterclockwise."""
    blur: float = 0.0
    """Points."""
    noise: float = 0.0
    """Greys."""
    shade: float = 0.0
    """Greys by which one side is darker."""
    seal: bool = False
    """A red seal stands over the middle of the page."""
    quality: int | None = None
    """Of the JPEG; None for no loss."""
    quarters: int = 0
    """Turns counterclockwise by which the page lies on its side."""
    seed: int = 0


def random_scanner(rng: Random) -> Scanner:
    """A scanner as offices have them."""
    return Scanner(
        dpi=rng.choice((150, 200, 200, 300)),
        askew=rng.choice((0.0, rng.uniform(-1, 1), rng.uniform(-3, 3))),
        blur=rng.uniform(0, 0.25),
        noise=rng.choice((0.0, rng.uniform(0, 15))),
        shade=rng.choice((0.0, rng.uniform(0, 60))),
        seal=rng.random() < 0.4,
        quality=rng.choice((None, 40, 60, 85)),
        seed=rng.randrange(1 << 30),
    )


def scanned(report: Paper, scanner: Scanner = Scanner(), *, font: str | None = None) -> list[Image.Image]:
    """The pages of a report as pictures. `font`: file of a font; None for the one of the tests."""
    pages: list[_Picture] = []

    def new_page() -> _Picture:
        pages.append(_Picture(scanner.dpi, font))
        return pages[-1]

    draw_report(report, new_page)
    return [_spoiled(page.image, scanner, number) for number, page in enumerate(pages)]


def boxed(rows: Sequence[Sequence[str]], widths: Sequence[float], scanner: Scanner = Scanner()) -> Image.Image:
    """A table at the top of a page as browsers draw it by themselves: a frame, and in it a box round each cell.

    `widths`: points of the columns. The texts stand right beside the left sides of their boxes.
    """
    page = _Picture(scanner.dpi, None)
    right, bottom = _MARGIN + sum(widths) + _SPACE * (len(widths) + 1), _MARGIN + len(rows) * (_ROW + _SPACE) + _SPACE
    page.box(_MARGIN, _MARGIN, right, bottom)
    for row, texts in enumerate(rows):
        top = _MARGIN + _SPACE + row * (_ROW + _SPACE)
        left = _MARGIN + _SPACE
        for text, width in zip(texts, widths, strict=True):
            page.box(left, top, left + width, top + _ROW)
            page.text(left + 2.5, top + _ROW - 5, text, 11)
            left += width + _SPACE
    return _spoiled(page.image, scanner, 0)


def unboxed(rows: Sequence[Sequence[str]], widths: Sequence[float], scanner: Scanner = Scanner()) -> Image.Image:
    """A table at the top of a page without any lines. `widths`: points of the columns."""
    page = _Picture(scanner.dpi, None)
    for row, texts in enumerate(rows):
        left = _MARGIN
        for text, width in zip(texts, widths, strict=True):
            page.text(left, _MARGIN + 20 * (row + 1), text, 11)
            left += width
    return _spoiled(page.image, scanner, 0)


def photographed(page: Image.Image, rng: Random, strength: float = 0.03) -> Image.Image:
    """A page as seen at an angle: each corner moves inwards by up to a share of the sides."""
    import cv2

    dots = np.asarray(page.convert("L"))
    height, width = dots.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    inwards = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], np.float32)
    moves = [(rng.uniform(0, strength) * width, rng.uniform(0, strength) * height) for _ in corners]
    seen = cv2.getPerspectiveTransform(corners, corners + inwards * np.array(moves, np.float32))
    return Image.fromarray(
        np.asarray(cv2.warpPerspective(dots, seen, (width, height), borderValue=(_PAPER, _PAPER, _PAPER)), np.uint8)
    )


def spoiled(pages: Sequence[Image.Image], scanner: Scanner) -> list[Image.Image]:
    """Pages as a scanner gives them."""
    return [_spoiled(page, scanner, number) for number, page in enumerate(pages)]


def rendered(data: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    from pypdfium2 import PdfDocument

    with PdfDocument(data) as file:
        return [page.render(scale=dpi / _POINT).to_pil().convert("L") for page in file]


def scan_pdf(pages: Sequence[Image.Image], scanner: Scanner = Scanner()) -> bytes:
    """A PDF with a picture on each page."""
    file = io.BytesIO()
    quality = scanner.quality or 95
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=scanner.dpi, quality=quality)
    return file.getvalue()


def scan_tiff(pages: Sequence[Image.Image], scanner: Scanner = Scanner()) -> bytes:
    """A TIFF with a picture for each page."""
    file = io.BytesIO()
    whole = [page.convert(page.mode) for page in pages]
    whole[0].save(file, "TIFF", save_all=True, append_images=whole[1:], compression="tiff_lzw", dpi=(scanner.dpi,) * 2)
    return file.getvalue()


def picture(page: Image.Image, kind: str, dpi: int | None = 200) -> bytes:
    """A page as a file, `PNG` or `JPEG`; `dpi`: what it says of its size."""
    file = io.BytesIO()
    page.save(file, kind, **({} if dpi is None else {"dpi": (dpi, dpi)}))
    return file.getvalue()


def judged(report: ReportData, read: Report) -> Counter[str]:
    """How many cells came out in each way, see `judged_cells`."""
    return Counter(judged_cells(report, read).values())


def judged_cells(report: ReportData, read: Report) -> dict[str, str]:
    """How each cell came out: `right`; `flagged`, as not sure or not read; or `wrong`."""
    found = {name: read[name] if name in read.form.index else MISSING for name in report.form.cells}
    return {name: _judged(report.cells[name] or "", value) for name, value in found.items()}


def _judged(printed: str, value: CellValue) -> str:
    if value.reading in {Reading.AMBIGUOUS, Reading.UNREADABLE}:
        return "flagged"
    meant = read_number(printed)
    same = (meant.value or 0) == (value.value or 0) and meant.unit == value.unit
    return "right" if same else "wrong"


class _Picture:
    """A page that is drawn as a picture."""

    def __init__(self, dpi: int, font: str | None) -> None:
        self._scale = dpi / _POINT
        self._font = font
        self.image = Image.new("L", (round(WIDTH * self._scale), round(HEIGHT * self._scale)), _PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float = 10.0, /) -> None:
        font = _face(self._font, round(size * self._scale))
        self._draw.text((x * self._scale, y * self._scale), text, _INK, font, anchor="ls")

    def line(self, x0: float, y0: float, x1: float, y1: float, /) -> None:
        ends = [round(place * self._scale) for place in (x0, y0, x1, y1)]
        self._draw.line(ends, _INK, max(round(0.6 * self._scale), 1))

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        for ends in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom)):
            self.line(*ends)
        self.line(right, top, right, bottom)


@cache
def _face(font: str | None, size: int) -> ImageFont.FreeTypeFont:
    if font is None:
        import manimgx_fonts_cjk

        (file,) = Path(manimgx_fonts_cjk.__file__).parent.glob("*.ttc")
        face = ImageFont.truetype(str(file), size, index=_SIMPLIFIED)
        face.set_variation_by_axes([400])
        return face
    return ImageFont.truetype(font, size, index=_SIMPLIFIED)


def _spoiled(page: Image.Image, scanner: Scanner, number: int) -> Image.Image:
    rng = np.random.default_rng((scanner.seed, number))
    if scanner.seal:
        page = _stamped(page, rng)
    page = page.rotate(scanner.askew, Image.Resampling.BICUBIC, fillcolor="white")
    page = page.filter(ImageFilter.GaussianBlur(scanner.blur * scanner.dpi / _POINT))
    dots = np.asarray(page, np.float32)
    dots = dots - np.linspace(0, scanner.shade, dots.shape[1], dtype=np.float32).reshape(-1, *[1] * (dots.ndim - 2))
    dots = dots + rng.normal(0, scanner.noise, dots.shape).astype(np.float32)
    page = Image.fromarray(np.clip(dots, 0, _PAPER).astype(np.uint8)).rotate(90 * scanner.quarters, expand=True)
    if scanner.quality is None:
        return page
    file = io.BytesIO()
    page.save(file, "JPEG", quality=scanner.quality)
    return Image.open(file)


def _stamped(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The page with a red ring and a star of ink that lets the print be seen."""
    seal = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(seal)
    radius = 0.1 * page.width
    x, y = page.width * rng.uniform(0.3, 0.7), page.height * rng.uniform(0.3, 0.7)
    ring = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(ring, outline=255, width=max(page.width // 150, 2))
    draw.regular_polygon((x, y, radius / 3), 3, fill=255)
    draw.regular_polygon((x, y, radius / 3), 3, rotation=60, fill=255)
    colour = page.convert("RGB")
    red = np.asarray(colour).copy()
    inked = np.asarray(seal) > 0
    red[inked, 1:] = np.minimum(red[inked, 1:], 90)
    return Image.fromarray(red)
