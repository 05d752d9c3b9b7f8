"""How well the claims of texts are found: precision and recall on the labelled sentences, and the time for one report.

    python tests/benchmarks/claims.py [--differences] [FILE.jsonl | FOLDER]

With a file or folder of published texts, each with its cells and labels, it scores the disagreements in them: how many
of those raised are true, and how many numbers made false one at a time are named.

Exits with 1 if a bound is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]
PRECISION, RECALL = 0.98, 0.9


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a bound is missed."""
    parser = argparse.ArgumentParser(description="Score the reading of numbers in the text.")
    parser.add_argument("--differences", action="store_true", help="show the sentences that come out otherwise")
    parser.add_argument("published", nargs="?", type=Path, help="texts as JSON Lines, or a folder of such files")
    chosen = parser.parse_args(arguments)
    if chosen.published is not None:
        return published(chosen.published, shown=chosen.differences)
    shown = chosen.differences
    from support.labelled import differences, labelled, score

    entries = [one for some in labelled().values() for one in some]
    missed = False
    for name, some in (*labelled().items(), ("all", entries)):
        sys.stdout.write(f"{name}: {len(some)} sentences\n")
        for disagreements in (True, False):
            result = score(some, disagreements=disagreements)
            what = "disagreements" if disagreements else "claims"
            sys.stdout.write(
                f"  {what}: precision {result.precision:.3f}, recall {result.recall:.3f} "
                f"({result.right} right, {result.wrong} wrong, {result.missed} missed)\n"
            )
            missed |= disagreements and (result.precision < PRECISION or result.recall < RECALL)
    if shown:
        sys.stdout.writelines(f"{line}\n" for line in differences(entries))
    sys.stdout.write(f"one report of {len(entries)} sentences: {milliseconds():.1f} ms\n")
    return 1 if missed else 0


def published(path: Path, *, shown: bool) -> int:
    """Score texts kept elsewhere; 1 if a bound is missed."""
    from support.published_texts import read_texts, score_texts

    result = score_texts(read_texts(path))
    if shown:
        sys.stdout.writelines(f"{line}\n" for line in result.differences)
    sys.stdout.write(
        f"{result.texts} texts: raised {result.true + result.false}, precision {result.precision:.3f}; "
        f"planted {result.planted}, named {result.named}, recall {result.recall:.3f}\n"
    )
    return 1 if result.precision < PRECISION or result.recall < RECALL else 0


def milliseconds(runs: int = 5) -> float:
    """Median time for the claims of one report that holds all the sentences."""
    from support.checking import CHECKER
    from support.labelled import Labelled, labelled, report_of

    text = "\n".join(one.text for some in labelled().values() for one in some)
    report = report_of(Labelled(text, ()))
    times = []
    for _ in range(runs):
        started = perf_counter()
        CHECKER.claims(report)
        times.append(perf_counter() - started)
    return 1000 * median(times)


if __name__ == "__main__":
    # As a script; under pytest both are on the path already.
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    sys.exit(main())
