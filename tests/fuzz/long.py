"""Many mutants of documents and of side files: how many were tried, what was wrong with which, what took longest.

    nox -s fuzz -- 100000
    python tests/fuzz/long.py 100000 --from 5000 --only documents --keep FOLDER --log FILE

Exits with 1 if the program stumbled over one, lost a number without a word, or took longer than it may. The same number
is the same mutant everywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fuzz.apart import Case, Run, Tried, limit_memory, run_apart
from fuzz.documents import Bench, all_seeds, budgeted_checker, make_ready, run_document
from fuzz.targets import Outcome, all_targets, run_case

from validator.engine.isolation.budget import Budget
from validator.engine.isolation.refusals import ReadingLimits
from validator.readers.ocr import telling

LIMITS = ReadingLimits()
GRACE = 2.0
SLOW = {"side files": 5.0, "documents": LIMITS.seconds + GRACE}
"""Seconds of the processor that no case may take, unless text in pictures is recognised."""
SHARES = {"side files": 0.65, "documents": 0.35}
"""Of all cases: a document takes ten times as long."""
_SLOWEST = 5
_SHOWN = 500


def main() -> int:
    """Try the mutants and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="NUMBER")
    parser.add_argument("--only", choices=SLOW, help="one kind of files; without it, both, by their shares")
    parser.add_argument("--keep", type=Path, help="folder for the mutants over which the program stumbled")
    parser.add_argument("--log", type=Path, help="a line of JSON for each case")
    asked = parser.parse_args()
    kinds = [asked.only] if asked.only else list(SLOW)
    right = True
    for kind in kinds:
        share = asked.cases if asked.only else round(asked.cases * SHARES[kind])
        right &= _tried(kind, range(asked.start, asked.start + share), asked.keep, asked.log)
    return int(not right)


def _tried(kind: str, numbers: range, keep: Path | None, log: Path | None) -> bool:
    """Try cases of one kind; False if anything is wrong."""
    failures: Counter[str] = Counter()
    slowest: list[Case] = []
    peak, held, count = 0.0, 0.0, 0
    with TemporaryDirectory() as folder, (log or Path(os.devnull)).open("a", encoding="utf-8", buffering=1) as lines:
        run, targets = _runner(kind, Path(folder), keep)
        for case in run_apart(numbers, LIMITS.megabytes, run):
            count, peak = count + 1, max(peak, case.peak)
            held = held if case.tried.recognised else max(held, case.megabytes)
            slowest = sorted([*slowest, case], key=lambda one: -one.tried.seconds)[:_SLOWEST]
            lines.write(json.dumps([kind, *_fields(case)], ensure_ascii=False) + "\n")
            failure = _failure(kind, case.tried)
            if failure is not None:
                said = f"{case.tried.target}: {failure}"
                failures[said] += 1
                if failures[said] == 1:
                    print(f"{kind}, case {case.number}: {said}", flush=True)
    print(f"{kind}: {count} cases over {targets} files, at most {peak:.0f} MB, {held:.0f} MB held between cases")
    print(f"failures: {sum(failures.values())}, of {len(failures)} kinds")
    for said, times in failures.most_common(_SHOWN):
        print(f"  {times} x {said}")
    slow = (f"{one.tried.seconds:.2f} s case {one.number} ({one.tried.target})" for one in slowest)
    print("slowest: " + ", ".join(slow), flush=True)
    return not failures


def _failure(kind: str, tried: Tried) -> str | None:
    """What is wrong with a case, if anything is."""
    most = LIMITS.recognising_seconds + GRACE if tried.recognised else SLOW[kind]
    return tried.failure or (f"takes longer than {most:g} s" if tried.seconds > most else None)


def _fields(case: Case) -> tuple[object, ...]:
    tried = case.tried
    return case.number, tried.target, round(tried.seconds, 3), round(case.megabytes), round(case.peak), tried.failure


def _runner(kind: str, folder: Path, keep: Path | None) -> tuple[Run, int]:
    """What tries a case of that kind, and over how many files."""
    if kind == "side files":
        targets = all_targets()
        return _kept(lambda case: run_case(targets, case, folder), keep), len(targets)
    seeds = all_seeds()
    make_ready(seeds)
    benches: list[Bench] = []
    recognised: list[int] = []
    budget: Budget

    def lift() -> None:
        if not recognised:
            limit_memory(LIMITS.recognising_megabytes)
        recognised.append(0)
        budget.lift()

    def run(case: int) -> Outcome:
        # Made in the process that works: it measures its own time.
        nonlocal budget
        if not benches:
            budget = Budget(LIMITS)
            benches.append(Bench(budgeted_checker(budget)))
        with telling(lift):
            return run_document(seeds, case, benches[0])

    return _kept(run, keep, recognised), len(seeds)


def _kept(run: Callable[[int], Outcome], keep: Path | None, recognised: Sequence[int] = ()) -> Run:
    """`recognised`: not empty once text in pictures was recognised."""

    def one(case: int) -> Tried:
        outcome = run(case)
        if keep and outcome.failure is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{outcome.target.replace(' ', '-')}-{case}").write_bytes(outcome.data)
        return Tried(outcome.target, outcome.seconds, outcome.failure, bool(recognised))

    return one


if __name__ == "__main__":
    sys.exit(main())
