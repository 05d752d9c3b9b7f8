"""How well and how fast scans are read: random reports are printed, spoiled as a scanner does, read and checked.

    PYTHONPATH=.:tests python tests/benchmarks/scans.py --setting photographed --reports 5

Needs the extra `ocr`, and Chromium for all settings but `ruled`. Prints one line a report, then the sums: cells right,
flagged (the program says that it is not sure) and wrong (it is, and should not be), alarms that are false, violations
missed among cells that were all read, seconds a document. Every second report has slips in it; what is told beside
relations counts in the others.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from msgspec import Struct
from msgspec.structs import replace

if __name__ == "__main__":
    # As a script; under pytest both are on the path already.
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from PIL import Image
from readers.scans import Scanner, judged_cells, photographed, random_scanner, rendered, scan_pdf, scanned, spoiled
from support.accuracy import false_and_missed
from support.checking import alarms
from support.faults import plant
from support.official import lay_out
from support.printing import by_chromium, prints
from support.randomreport import FORMS, random_report
from support.reports import ReportData  # noqa: TC002  first-party

from validator.engine.pipeline import check_document
from validator.model.errors import UnreadableInputError
from validator.readers import read

FONTS = ("'Noto Sans CJK SC'", "'Noto Serif CJK SC'")
"""Families that the machine may have; the third font is that of the tests."""

Scan = tuple[list[Image.Image], Scanner]


def _ruled(report: ReportData, rng: Random, font: str | None) -> Scan:
    """Drawn by the tests, with ruling lines, on scanners as offices have them."""
    scanner = random_scanner(rng)
    return scanned(lay_out(report), scanner, font=font), scanner


def _lineless(report: ReportData, rng: Random, font: str | None) -> Scan:
    """Without ruling lines, 150 dpi, straight."""
    scanner = Scanner(dpi=150, quality=85, seed=rng.randrange(1 << 30))
    return spoiled(_printed(report, rng, font, scanner.dpi), scanner), scanner


def _crooked(report: ReportData, rng: Random, font: str | None) -> Scan:
    """Without ruling lines, 120 dpi, askew, noisy and shaded."""
    scanner = _poor(rng)
    return spoiled(_printed(report, rng, font, scanner.dpi), scanner), scanner


def _photographed(report: ReportData, rng: Random, font: str | None) -> Scan:
    """The same, and seen at an angle."""
    scanner = _poor(rng)
    pages = [photographed(page, rng) for page in _printed(report, rng, font, scanner.dpi)]
    return spoiled(pages, scanner), scanner


SETTINGS: Mapping[str, Callable[[ReportData, Random, str | None], Scan]] = {
    "ruled": _ruled,
    "lineless": _lineless,
    "crooked": _crooked,
    "photographed": _photographed,
}


def _poor(rng: Random) -> Scanner:
    return Scanner(
        dpi=120,
        askew=rng.uniform(-1.5, 1.5),
        blur=rng.uniform(0, 0.15),
        noise=rng.uniform(0, 8),
        shade=rng.uniform(0, 50),
        quality=rng.choice((60, 85)),
        seed=rng.randrange(1 << 30),
    )


def _printed(report: ReportData, rng: Random, font: str | None, dpi: int) -> list[Image.Image]:
    """The pages as a browser prints them."""
    how = replace(prints(rng, ruled=False), font=rng.choice((*FONTS, _font_of_tests())) if font is None else font)
    return rendered(by_chromium([(lay_out(report), how)])[0], dpi)


def _font_of_tests() -> str:
    import manimgx_fonts_cjk

    (file,) = Path(manimgx_fonts_cjk.__file__).parent.glob("*.ttc")
    return f"url({file.as_uri()}#SC)"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 if a cell was wrong without a flag, or a violation was false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--first", type=int, default=1, help="seed of the first report")
    parser.add_argument("--setting", choices=SETTINGS, default="ruled")
    parser.add_argument(
        "--font", help="font file to draw with, or family to print with, in place of those of the tests"
    )
    options = parser.parse_args(arguments)
    total: Counter[str] = Counter()
    seconds = []
    for seed in range(options.first, options.first + options.reports):
        try:
            one = _checked(seed, options.setting, options.font)
        except UnreadableInputError as refusal:
            total["declined"] += 1
            sys.stdout.write(f"{seed}: {refusal}\n")
            continue
        total += one.counts
        seconds.append((one.seconds, one.processor))
        sys.stdout.write(f"{seed}: {one}\n")
        sys.stdout.flush()
    walls, processors = zip(*seconds, strict=True) if seconds else ((0.0,), (0.0,))
    sys.stdout.write(
        f"{options.reports} reports, {total['declined']} declined: {total['right']} right, {total['flagged']} flagged, "
        f"{total['wrong']} wrong; alarms {total['alarms']}, missed {total['missed']}; "
        f"{sum(walls) / len(walls):.1f} s a document "
        f"({sum(processors) / len(processors):.1f} s CPU, at most {max(processors):.1f})\n"
    )
    return 1 if total["wrong"] or total["alarms"] or total["missed"] else 0


class _Checked(Struct, frozen=True):
    """What became of one scan."""

    pages: int
    scanner: Scanner
    counts: Counter[str]
    told: tuple[str, ...]
    """Alarms that are false, and violations that were missed."""
    seconds: float
    processor: float

    def __str__(self) -> str:
        said = "  ".join(f"{self.counts[word]} {word}" for word in ("right", "flagged", "wrong"))
        scanner = self.scanner
        return (
            f"{self.pages} pages, {scanner.dpi} dpi, {scanner.askew:+.1f} degrees, noise {scanner.noise:.0f}, "
            f"JPEG {scanner.quality}, seal {scanner.seal}: {said}  {', '.join(self.told)} "
            f"{self.seconds:.1f} s ({self.processor:.1f} s CPU)"
        )


def _checked(seed: int, setting: str, font: str | None) -> _Checked:
    """Print, scan and check one report. Raises UnreadableInputError for a scan that is declined."""
    rng = Random(seed)
    report = random_report(rng, rng.choice(FORMS))
    if seed % 2:
        report = plant(report, rng, rng.randint(1, 3))
    pages, scanner = SETTINGS[setting](report, rng, font)
    data = scan_pdf(pages, scanner)
    start, processor = time.perf_counter(), time.process_time()
    checked = check_document(read("scan.pdf", data=data))
    took, processor = time.perf_counter() - start, time.process_time() - processor
    cells = judged_cells(report, checked.report)
    false, missed = false_and_missed(report, checked, {name for name, how in cells.items() if how == "right"})
    # A slip is told of in many ways, all of them right.
    known = {"reading-ambiguous", *(rule for rule, *_ in false)}
    rest = () if seed % 2 else tuple(rule for rule in alarms(checked) if rule not in known)
    told = {
        "alarms": [*(" ".join(place) for place in sorted(false)), *rest],
        "missed": [" ".join(one) for one in missed],
    }
    counts = Counter(cells.values()) + Counter({word: len(found) for word, found in told.items()})
    texts = tuple(f"{word}: {one}" for word, found in told.items() for one in found)
    return _Checked(len(pages), scanner, counts, texts, took, processor)


if __name__ == "__main__":
    sys.exit(main())
