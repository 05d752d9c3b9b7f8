"""Scans and pictures, read by the engine of the extra `ocr`: every cell right or flagged, and no false violation."""

from __future__ import annotations

import base64
import io
from datetime import date
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("onnxruntime", reason="needs the extra `ocr`")
pytest.importorskip("rapidocr", reason="needs the extra `ocr`")
pytest.importorskip("PIL", reason="needs the extra `ocr`")
pytest.importorskip("cv2", reason="needs the extra `ocr`")
pytest.importorskip("manimgx_fonts_cjk", reason="needs the font of the extra `test`")

import numpy as np
from PIL import Image
from readers.documents import only_grid, paragraphs, read_bytes, rows
from readers.pdf_samples import Page, pdf, table_page
from readers.scans import Scanner, boxed, judged, picture, random_scanner, scan_pdf, scan_tiff, scanned, unboxed
from readers.scans_head import png_head
from support.checking import alarms
from support.official import lay_out
from support.page import Box, Line, Sheet
from support.randomreport import FORMS, random_report

from validator.engine.crews.worker import Worker
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.pipeline import check, check_document
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.errors import UnreadableInputError
from validator.readers import read
from validator.readers.scan import page as reader

pytestmark = pytest.mark.ocr

TASK = Task(content=RESULT, today=date(2026, 1, 1))
NUMBERS = [["项目名称", "本年新收", "本年办结"], ["行政许可", "1280", "37"], ["行政处罚", "406", "95"]]
PAGE = (Line("甲县政府信息公开工作年度报告", 1), Sheet(tuple(tuple(map(Box, row)) for row in NUMBERS)))
CLEAN = Scanner(dpi=200)


def scan(scanner: Scanner = CLEAN) -> Image.Image:
    (page,) = scanned(PAGE, scanner)
    return page


def refused(data: bytes) -> UnreadableInputError:
    with pytest.raises(UnreadableInputError) as caught:
        read_bytes(data)
    return caught.value


@pytest.mark.parametrize("seed", [1, 8, 21])
def test_every_cell_of_a_report_is_right_or_flagged(seed: int) -> None:
    rng = Random(seed)  # noqa: S311  the same reports in every run
    report = random_report(rng, rng.choice(FORMS))
    scanner = random_scanner(rng)
    document = read("scan.pdf", data=scan_pdf(scanned(lay_out(report), scanner), scanner))
    checked = check_document(document)
    cells = judged(report, checked.report)
    assert cells["wrong"] == 0
    assert cells["flagged"] <= 5
    assert (checked.report.organ, checked.report.year) == (report.organ, report.year)
    assert not alarms(checked)
    assert document.recognised_pages


def test_a_single_row_of_boxes_at_the_top_of_a_page_is_a_table() -> None:
    numbers = ["10", "1", "0", "0", "11", "0", "25", "0", "0", "25", "5", "0", "0", "0", "5"]
    widths = [33.0] * 15
    page = boxed([numbers], widths, Scanner(dpi=200, askew=0.4, quality=75, seed=1))
    assert rows(only_grid(read_bytes(picture(page, "PNG")))) == [numbers]


LINELESS = [
    ["项目名称", "本年新收", "本年办结", "其他", "总计"],
    ["行政许可决定", "1280", "11", "0", "1291"],
    ["行政处罚决定", "406", "95", "7", "508"],
    ["行政强制措施", "0", "3", "12", "15"],
    ["行政事业性收费", "2", "0", "0", "2"],
]
"""Numbers in columns that stand close to each other."""
COLUMNS = [90.0, 50.0, 50.0, 26.0, 40.0]


@pytest.mark.parametrize("scanner", [Scanner(dpi=150, quality=85), Scanner(dpi=120, askew=1.2, noise=4, seed=3)])
def test_a_table_without_lines_is_read_by_its_gaps(scanner: Scanner) -> None:
    page = unboxed(LINELESS, COLUMNS, scanner)
    assert rows(only_grid(read_bytes(picture(page, "PNG", scanner.dpi)))) == LINELESS


def test_a_table_in_a_picture_stands_where_its_picture_does_in_a_web_page() -> None:
    written = base64.b64encode(picture(unboxed(LINELESS, COLUMNS).crop((60, 60, 900, 420)), "PNG")).decode()
    page = f'<html><body><p>前文</p><p><img src="data:image/png;base64,{written}"></p><p>后文</p></body></html>'
    document = read("page.html", data=page.encode())
    assert document.recognised_pictures == (1,)
    assert paragraphs(document) == ["前文", "后文"]
    (before, grid, after) = document.blocks
    assert rows(only_grid(document)) == LINELESS
    assert (grid.location.picture, grid.location.table, grid.location.page) == (1, 1, None)
    assert (before.location.paragraph, after.location.paragraph) == (1, 2)


def test_a_label_that_fills_its_box_is_parted_from_the_number_beside_it() -> None:
    table = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "59237.2449"]]
    page = boxed(table, [81.0, 170.0], Scanner(dpi=200, quality=75, seed=1))
    assert [row[1] for row in rows(only_grid(read_bytes(picture(page, "PNG"))))] == [table[0][1], "59237.2449"]


@pytest.mark.parametrize(("quarters", "kind"), [(0, "PNG"), (1, "JPEG"), (2, "PNG"), (3, "JPEG")])
def test_a_picture_is_read_whichever_way_it_lies(quarters: int, kind: str) -> None:
    document = read_bytes(picture(scan(Scanner(askew=1.5, noise=6, quarters=quarters, seed=1)), kind))
    assert rows(only_grid(document)) == NUMBERS
    assert "政府信息公开工作年度报告" in "".join(paragraphs(document))
    assert (document.format, document.recognised_pages) == ("picture", (1,))


def test_a_tiff_holds_several_pages() -> None:
    document = read_bytes(scan_tiff([scan(), scan(Scanner(askew=0.5, seed=2))]))
    assert [rows(one) for one in document.grids] == [NUMBERS, NUMBERS]
    assert (document.format, document.recognised_pages) == ("picture", (1, 2))
    assert [one.location.page for one in document.grids] == [1, 2]


def test_a_fax_has_fewer_lines_than_dots() -> None:
    page = scan(Scanner(dpi=204)).resize((1734, 1146)).convert("1")
    file = io.BytesIO()
    page.save(file, "TIFF", compression="group4", dpi=(204, 98))
    assert len(rows(only_grid(read_bytes(file.getvalue())))) == len(NUMBERS)


def test_a_tiff_of_too_many_pages_or_dots_is_refused() -> None:
    assert "31 pages" in refused(scan_tiff([Image.new("1", (10, 10))] * 31)).reason.en
    assert "more than 50" in refused(scan_tiff([Image.new("1", (10, 10)), Image.new("1", (8000, 8000))])).reason.en
    assert "decoded" in refused(scan_tiff([scan()])[:2000]).reason.en


def test_places_are_those_of_the_picture_as_it_lies() -> None:
    upright, turned = scan(), scan(Scanner(quarters=1))
    (left, top, right, bottom), box = place(picture(upright, "PNG")), place(picture(turned, "PNG"))
    expected = (top, upright.width - right, bottom, upright.width - left)
    assert box == pytest.approx(expected, abs=6)
    assert 0 < left < right < upright.width
    assert 0 < top < bottom < upright.height


def place(data: bytes) -> tuple[float, float, float, float]:
    """Where the number 1280 stands."""
    (box,) = (cell.location.box for cell in only_grid(read_bytes(data)).cells if cell.text == "1280")
    assert box is not None
    return box


def test_a_part_of_a_screen_is_read() -> None:
    page = scan(Scanner(dpi=150))
    assert rows(only_grid(read_bytes(picture(page.crop((60, 200, 1180, 500)), "PNG", dpi=None)))) == NUMBERS


def test_pictures_of_other_colours_are_read_alike() -> None:
    page = scan(Scanner(seal=True))
    clear = page.convert("RGBA")
    clear.putalpha(page.convert("L").point(lambda grey: 255 - grey))
    deep = Image.fromarray(np.asarray(page.convert("L"), np.uint16) * 257)
    for one in (page, page.convert("1"), page.convert("P"), clear, deep):
        assert rows(only_grid(read_bytes(picture(one, "PNG")))) == NUMBERS


def scan_page(scanner: Scanner = CLEAN) -> Page:
    """A page of a PDF that shows a scan."""
    image = scan(scanner).convert("L")
    page = Page(jpeg=(picture(image, "JPEG"), *image.size))
    page.picture()
    return page


def test_pages_are_read_in_order_whether_scanned_or_not() -> None:
    ruled = [["项目", "本年"], ["甲", "12"]]
    document = read_bytes(pdf([table_page(ruled), Page(), scan_page()]))
    assert [rows(grid) for grid in document.grids] == [ruled, NUMBERS]
    assert [grid.location.page for grid in document.grids] == [1, 3]
    assert (document.format, document.recognised_pages, document.warnings) == ("pdf", (3,), ())


def test_text_that_lies_under_a_scan_is_the_second_reading() -> None:
    page = scan_page()
    page.text(60, 100, "1281", mode=3)
    data = pdf(page)
    assert rows(only_grid(read_bytes(data))) == NUMBERS
    assert paragraphs(read("scan.pdf", data=data, second=True)) == ["1281"]


def test_a_scan_without_text_under_it_has_no_second_reading() -> None:
    with pytest.raises(UnreadableInputError):
        read("scan.pdf", data=pdf(scan_page()), second=True)


def test_a_page_whose_fonts_name_nothing_is_recognised() -> None:
    page = scan_page()
    page.text(60, 700, "政府信息公开", font="F2")
    document = read_bytes(pdf(page))
    assert rows(only_grid(document)) == NUMBERS
    assert document.recognised_pages == (1,)


def test_a_scan_that_is_too_coarse_is_refused() -> None:
    assert "100 dpi" in refused(pdf(scan_page(Scanner(dpi=100)))).reason.en
    assert "100 dpi" in refused(picture(scan(Scanner(dpi=100)), "PNG")).reason.en


def test_a_coarse_picture_among_other_pages_is_left_out_and_said() -> None:
    ruled = [["项目", "本年"], ["甲", "12"]]
    document = read_bytes(pdf([table_page(ruled), scan_page(Scanner(dpi=100))]))
    assert rows(only_grid(document)) == ruled
    assert document.warnings == ("pdf-page-is-picture",)


def test_more_dots_than_any_page_needs_are_refused_before_they_are_decoded() -> None:
    assert "400 megapixels, more than 50" in refused(png_head(20_000, 20_000)).reason.en
    page = scan_page()
    assert page.jpeg is not None
    page.jpeg = (page.jpeg[0], 20_000, 20_000)
    assert "more than 50" in refused(pdf(page)).reason.en


@pytest.mark.parametrize("cut", [20, 40, 2000])
def test_a_picture_that_breaks_off_is_damaged(cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A library that other tests print pages with sets it for the whole process.
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", False)
    assert "decoded" in refused(picture(scan(), "PNG")[:cut]).reason.en


def test_more_scanned_pages_than_a_report_has_are_refused() -> None:
    page = Page()
    page.picture()
    assert "31 pages" in refused(pdf([page] * 31)).reason.en


def test_an_empty_page_holds_nothing() -> None:
    assert "no text" in refused(picture(Image.new("L", (1654, 2339), 255), "PNG")).reason.en
    page = Page(jpeg=(picture(Image.new("L", (1654, 2339), 255), "JPEG"), 1654, 2339))
    page.picture()
    assert "no text" in refused(pdf(page)).reason.en


def test_noise_is_no_print() -> None:
    dots = np.kron(np.random.default_rng(1).integers(0, 2, (234, 166), np.uint8) * 255, np.ones((10, 10), np.uint8))
    with pytest.raises(UnreadableInputError):
        check_document(read_bytes(picture(Image.fromarray(dots), "PNG")))


def test_more_lines_than_print_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_LINES", 5)
    assert "too many marks on page 1" in refused(picture(scan(), "PNG")).reason.en
    assert "too many marks on page 1" in refused(pdf(scan_page())).reason.en


def test_the_child_may_take_more_for_a_scan_and_is_then_replaced() -> None:
    data = pdf(scan_page())
    with Worker(TASK, ReadingLimits(megabytes=900)) as worker:
        first = worker._child  # noqa: SLF001  its end is the point
        (outcome,) = worker.run([Source("scan.pdf", data)])
        assert "MB" not in str(outcome.error)
        assert worker._child is None  # noqa: SLF001  see above
        assert first is not None
        (outcome,) = worker.run([Source("one.txt", "甲\t1\n乙\t2\n".encode())])
        assert outcome.error is not None


def test_a_scan_that_takes_too_long_is_given_up() -> None:
    with Worker(TASK, ReadingLimits(recognising_seconds=0.0)) as worker:
        (outcome,) = worker.run([Source("scan.pdf", pdf(scan_page()))])
    assert "than 0 s" in str(outcome.error)


def test_a_scan_is_checked_with_a_note_that_it_was_recognised(tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    report = random_report(Random(3), "2021")  # noqa: S311  the same report in every run
    sheets = [block for block in lay_out(report) if isinstance(block, Sheet)]
    (page,) = scanned((Line(report.title, 1), sheets[-1]))
    file.write_bytes(picture(page, "PNG"))
    (checked,) = check(file).reports
    assert "text-recognised" in {finding.rule for finding in checked.findings}
    disputes = [name for name in report.form.cells if name.startswith("disputes.")]
    assert {name: checked.report[name].raw for name in disputes} == {name: report.cells[name] for name in disputes}
