"""Many mutants of side files: how many were tried, over which the program stumbled, which took longest.

    nox -s fuzz -- 100000
    python tests/fuzz/long.py 100000 --from 5000 --keep FOLDER

Exits with 1 if the program stumbled over one or was slow. The same number is the same mutant everywhere.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fuzz.targets import Outcome, all_targets, run_case

SLOW = 5.0
"""Seconds that no side file may take."""
_SLOWEST = 5
_SHOWN = 500


def main() -> int:
    """Try the mutants and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="NUMBER")
    parser.add_argument("--keep", type=Path, help="folder for the mutants over which the program stumbled")
    asked = parser.parse_args()
    targets = all_targets()
    stumbled: Counter[str] = Counter()
    slowest: list[Outcome] = []
    with TemporaryDirectory() as folder:
        for case in range(asked.start, asked.start + asked.cases):
            outcome = run_case(targets, case, Path(folder))
            slowest = sorted([*slowest, outcome], key=lambda one: -one.seconds)[:_SLOWEST]
            if outcome.failure is None:
                continue
            said = f"{outcome.target}: {outcome.failure}"
            stumbled[said] += 1
            if stumbled[said] == 1:
                print(f"case {case}: {said}", flush=True)
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / f"{case}").write_bytes(outcome.data)
    print(f"cases: {asked.cases} over {len(targets)} files")
    print(f"exceptions: {sum(stumbled.values())}, of {len(stumbled)} kinds")
    for said, count in stumbled.most_common(_SHOWN):
        print(f"  {count} x {said}")
    print("slowest: " + ", ".join(f"{one.seconds:.2f} s case {one.case} ({one.target})" for one in slowest))
    return int(bool(stumbled) or any(one.seconds > SLOW for one in slowest))


if __name__ == "__main__":
    sys.exit(main())
