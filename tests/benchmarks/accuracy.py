"""How right the readings are, over random reports in every layout: a Markdown table.

    PYTHONPATH=.:tests python tests/benchmarks/accuracy.py --reports 10

Exits with 1 if a number is wrong and nothing says so, a relation is called violated that holds, or a violation between
cells that were read is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.accuracy import Judgement, in_layout, judge, sample
from support.layouts import LAYOUTS
from support.libreoffice import is_installed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if anything is wrong, false or missed."""
    parser = argparse.ArgumentParser(description="Read random reports in every layout and count what is right.")
    parser.add_argument("--reports", type=int, default=10, help="reports in each layout (default %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="first seed (default %(default)s)")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="only this layout; may be repeated")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(
        "| layout | reports | cells right | flagged | wrong | false violations | missed | ms a file |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    )
    sound = True
    for name in chosen.layout or LAYOUTS:
        if LAYOUTS[name].converted and not is_installed():
            sys.stderr.write(f"{name}: left out, LibreOffice is not installed\n")
            continue
        samples = in_layout([sample(name, seed) for seed in range(chosen.first, chosen.first + chosen.reports)])
        judged = []
        for one in samples:
            judged.append(judge(one))
            for what in ("wrong", "false", "missed"):
                if found := getattr(judged[-1], what):
                    sys.stderr.write(f"{name} {one.seed} {what}: {' '.join(map(str, list(found)[:4]))}\n")
        sys.stdout.write(_row(name, judged))
        sys.stdout.flush()
        sound &= not any(one.wrong or one.false or one.missed for one in judged)
    return int(not sound)


def _row(name: str, judged: Sequence[Judgement]) -> str:
    counts = (
        len(judged),
        sum(one.right for one in judged),
        sum(one.flagged for one in judged),
        sum(len(one.wrong) for one in judged),
        sum(len(one.false) for one in judged),
        sum(len(one.missed) for one in judged),
        round(1000 * sum(one.seconds for one in judged) / len(judged)),
    )
    return f"| {name} | {' | '.join(map(str, counts))} |\n"


if __name__ == "__main__":
    sys.exit(main())
