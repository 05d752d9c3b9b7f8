"""Many mutants of documents and of side files: how many were tried, what was wrong with which, what took longest.

    nox -s fuzz -- 100000
    python tests/fuzz/long.py 100000 --from 5000 --only documents --keep FOLDER --log FILE

Exits with 1 if the program stumbled over one, lost a number without a word, or took longer than it may. The same number
is the same mutant everywhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fuzz.apart import Case, run_apart
from fuzz.documents import Bench, all_seeds, budgeted_checker, run_document
from fuzz.targets import Outcome, all_targets, run_case

from validator.engine.isolation.refusals import ReadingLimits

SLOW = {"side files": 5.0, "documents": ReadingLimits().seconds + 2}
"""Seconds of the processor that no case may take."""
_SLOWEST = 5
_SHOWN = 500

Run = Callable[[int], Outcome]


def main() -> int:
    """Try the mutants and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="NUMBER")
    parser.add_argument("--only", choices=SLOW, help="one kind of files; without it, both in turns")
    parser.add_argument("--keep", type=Path, help="folder for the mutants over which the program stumbled")
    parser.add_argument("--log", type=Path, help="a line of JSON for each case")
    asked = parser.parse_args()
    kinds = [asked.only] if asked.only else list(SLOW)
    right = True
    for at, kind in enumerate(kinds):
        share = len(range(at, asked.cases, len(kinds)))
        right &= _tried(kind, range(asked.start, asked.start + share), asked.keep, asked.log)
    return int(not right)


def _tried(kind: str, numbers: range, keep: Path | None, log: Path | None) -> bool:
    """Try cases of one kind; False if anything is wrong."""
    failures: Counter[str] = Counter()
    slowest: list[Case] = []
    peak, count = 0.0, 0
    with TemporaryDirectory() as folder:
        run, targets = _runner(kind, Path(folder), keep)
        for case in run_apart(numbers, ReadingLimits().megabytes, run):
            count, peak = count + 1, max(peak, case.megabytes)
            slowest = sorted([*slowest, case], key=lambda one: -one.seconds)[:_SLOWEST]
            if log:
                with log.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps([kind, *_fields(case)], ensure_ascii=False) + "\n")
            if case.failure is not None:
                said = f"{case.target}: {case.failure}"
                failures[said] += 1
                if failures[said] == 1:
                    print(f"{kind}, case {case.number}: {said}", flush=True)
    print(f"{kind}: {count} cases over {targets} files, at most {peak:.0f} MB")
    print(f"failures: {sum(failures.values())}, of {len(failures)} kinds")
    for said, times in failures.most_common(_SHOWN):
        print(f"  {times} x {said}")
    print("slowest: " + ", ".join(f"{one.seconds:.2f} s case {one.number} ({one.target})" for one in slowest))
    return not failures and all(one.seconds <= SLOW[kind] for one in slowest)


def _fields(case: Case) -> tuple[object, ...]:
    return case.number, case.target, round(case.seconds, 3), round(case.megabytes), case.failure


def _runner(kind: str, folder: Path, keep: Path | None) -> tuple[Callable[[int], tuple[str, float, str | None]], int]:
    """What tries a case of that kind, and over how many files."""
    if kind == "side files":
        targets = all_targets()
        return _kept(lambda case: run_case(targets, case, folder), keep), len(targets)
    seeds = all_seeds()
    benches: list[Bench] = []

    def run(case: int) -> Outcome:
        # Made in the process that works: it measures its own time.
        if not benches:
            benches.append(Bench(budgeted_checker()))
        return run_document(seeds, case, benches[0])

    return _kept(run, keep), len(seeds)


def _kept(run: Run, keep: Path | None) -> Callable[[int], tuple[str, float, str | None]]:
    def one(case: int) -> tuple[str, float, str | None]:
        outcome = run(case)
        if keep and outcome.failure is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{case}").write_bytes(outcome.data)
        return outcome.target, outcome.seconds, outcome.failure

    return one


if __name__ == "__main__":
    sys.exit(main())
