"""How well and how fast scans are read: random reports are drawn, spoiled as a scanner does, read and checked.

Needs the extra `ocr`. Prints one line a report, then the sums: cells right, flagged (the program says that it is not
sure) and wrong (it is, and should not be), violations reported of reports that have none, seconds a document.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

if __name__ == "__main__":
    # As a script; under pytest both are on the path already.
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from readers.scans import judged, random_scanner, scan_pdf, scanned
from support.checking import alarms
from support.official import lay_out
from support.randomreport import FORMS, random_report

from validator.engine.pipeline import check_document
from validator.readers import read


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 if a cell was wrong without a flag, or a violation was false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=30)
    parser.add_argument("--first", type=int, default=1, help="seed of the first report")
    parser.add_argument("--font", help="font file to draw with, in place of the one of the tests")
    options = parser.parse_args(arguments)
    cells: Counter[str] = Counter()
    false_alarms = 0
    seconds = []
    for seed in range(options.first, options.first + options.reports):
        rng = Random(seed)
        report = random_report(rng, rng.choice(FORMS))
        scanner = random_scanner(rng)
        pages = scanned(lay_out(report), scanner, font=options.font)
        data = scan_pdf(pages, scanner)
        start, processor = time.perf_counter(), time.process_time()
        document = read("scan.pdf", data=data)
        took, processor = time.perf_counter() - start, time.process_time() - processor
        seconds.append((took, processor))
        checked = check_document(document)
        judgement = judged(report, checked.report)
        false = alarms(checked)
        cells += judgement
        false_alarms += len(false)
        said = "  ".join(f"{judgement[word]} {word}" for word in ("right", "flagged", "wrong"))
        sys.stdout.write(
            f"{seed}: {len(pages)} pages, {scanner.dpi} dpi, {scanner.askew:+.1f} degrees, noise {scanner.noise:.0f}, "
            f"JPEG {scanner.quality}, seal {scanner.seal}: {said}  {false or ''} {took:.1f} s ({processor:.1f} s CPU)\n"
        )
        sys.stdout.flush()
    walls, processors = zip(*seconds, strict=True)
    sys.stdout.write(
        f"{options.reports} reports: {cells['right']} right, {cells['flagged']} flagged, {cells['wrong']} wrong; "
        f"false violations {false_alarms}; {sum(walls) / len(walls):.1f} s a document "
        f"({sum(processors) / len(processors):.1f} s CPU, at most {max(processors):.1f})\n"
    )
    return 1 if cells["wrong"] or false_alarms else 0


if __name__ == "__main__":
    sys.exit(main())
