"""How many random small problems are repaired as trying out everything says: six variables, guards, bounds, tolerances.

    python tests/benchmarks/repairs.py --cases 20000

Exits with 1 if one is not, and prints the seed it comes of.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import monotonic

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]

from support.repairs import disagreement, given_up, random_problem

from validator.localisation._search import locate


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; 1 if there is a disagreement."""
    parser = argparse.ArgumentParser(description="Compare the repairs of random problems with those of trying out all.")
    parser.add_argument("--cases", type=int, default=20_000, help="problems (default %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="seed of the first (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many (default: never)")
    options = parser.parse_args(arguments)
    started, tried, wrong, guarded, open_ = monotonic(), 0, 0, 0, 0
    for seed in range(options.first, options.first + options.cases):
        if monotonic() - started > options.seconds:
            break
        problem = random_problem(Random(seed), weighted=seed % 2 == 1)
        components = locate(problem)
        difference = disagreement(problem, components)
        tried, guarded, open_ = tried + 1, guarded + bool(problem.guards), open_ + given_up(components)
        if difference is not None:
            wrong += 1
            sys.stdout.write(f"seed {seed}: {difference}\n")
    counts = f"{wrong} disagreements, {open_} given up"
    sys.stdout.write(f"{tried} random problems, {guarded} of them with guards: {counts}\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
