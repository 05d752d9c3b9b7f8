"""The sums of tables three and four checked in many reports: ours beside what a Python user would take for it.

    python tests/benchmarks/alternatives.py --reports 100000

All check the same relations (balance, sum of results, sum of rows) on the same numbers, without blanks, and must find
the same number of violations. Ours does this with all its other rules, verdicts and masks. What is not installed is
left out (extra `bench`); the slow ones see fewer reports. One core for all, seconds are those of the processor.

The limit is one sum over the matrix: whatever looks at every number takes as long. So the limit beside the fastest of
the others is also the most by which anything could be faster than that; it is printed, and where it is smaller than the
target of 50, that target cannot be reached by any program.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

# Read when numpy and polars are loaded, so that is done in the functions.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from validator.constraints.system import System
    from validator.model.rules.constraint import Relation

RULES = ("requests-balance", "requests-handled-sum", "requests-row-total", "disputes-row-total")
FASTER, LIMIT = 50, 8
"""Times the fastest alternative that ours must be; times one pass over the matrix that it may take."""

Sides = tuple[str, str]
"""Left and right side of a relation, as an expression over the names of columns."""
Job = Callable[[], int]
"""Checks all reports; gives the number of violations."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if one of them finds another number of violations."""
    parser = argparse.ArgumentParser(description="Compare the evaluation with other libraries on one core.")
    parser.add_argument("--reports", type=int, default=100_000, help="reports (default %(default)s)")
    parser.add_argument("--few", type=int, default=200, help="reports for what goes one by one (default %(default)s)")
    asked = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from benchmarks.evaluation import compiled, random_block

    from validator.constraints.codes import VIOLATED
    from validator.constraints.together.evaluation import VectorBlock, evaluate

    system = compiled()
    filled = random_block(system, asked.reports)
    values = filled.values  # noqa: PD011 - no frame of pandas
    empty = values.astype(bool) & False
    block = VectorBlock(values, empty, empty)
    wanted = [at for at, one in enumerate(system.constraints) if one.rule.id in RULES]
    relations = [system.constraints[at].relation for at in wanted]
    violated = (evaluate(system, block).codes[:, wanted] == VIOLATED).sum(axis=1)
    ours = asked.reports / median(seconds(partial(evaluate, system, block)) for _ in range(3))
    limit = asked.reports / median(seconds(values.sum) for _ in range(3))
    tell("ours, all rules", ours)
    rates: dict[str, float] = {}
    sound = True
    for name, (library, many, prepare) in ALTERNATIVES.items():
        if find_spec(library) is None:
            sys.stdout.write(f"{name}: not installed\n")
            continue
        count = asked.reports if many else min(asked.few, asked.reports)
        job = prepare(system, relations, values[:count])
        started = process_time()
        found = job()
        rates[name] = count / (process_time() - started)
        tell(name, rates[name])
        if found != violated[:count].sum():
            sound = False
            sys.stdout.write(f"  finds {found} violations, ours {violated[:count].sum()}\n")
    tell("one sum over the matrix", limit)
    best = max(rates, key=lambda name: rates[name])
    sys.stdout.write(
        f"the most that anything could be faster than {best}, with one pass: {limit / rates[best]:.1f} times\n"
        f"ours against the fastest of the others ({best}): {ours / rates[best]:.1f} times (target >= {FASTER})\n"
        f"ours against one pass: {limit / ours:.1f} times as long (target <= {LIMIT})\n"
    )
    return int(not sound)


def tell(name: str, rate: float) -> None:
    """One line."""
    sys.stdout.write(f"{name}: {rate:,.0f} reports/s\n")


def seconds(job: Callable[[], object]) -> float:
    """Time of one call."""
    started = process_time()
    job()
    return process_time() - started


def frame(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> pd.DataFrame:
    """One line a report, one column a cell that the relations name."""
    import pandas as pd

    names = {term.cell for relation in relations for side in (relation.left, relation.right) for term in side.terms}
    places = [at for at, name in enumerate(system.variables) if name in names]
    made = pd.DataFrame(values[:, places], columns=[plain(system.variables[at]) for at in places])
    made.insert(0, "id", range(len(made)))
    return made


def plain(cell: str) -> str:
    """A name that every library takes."""
    return cell.replace(".", "_")


def sides(relations: Sequence[Relation]) -> list[Sides]:
    """The relations as sums of names."""
    return [
        (
            " + ".join(plain(one.cell) for one in relation.left.terms),
            " + ".join(plain(one.cell) for one in relation.right.terms),
        )
        for relation in relations
    ]


def pandera_one_by_one(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """One schema, validated report by report."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    whole = frame(system, relations, values)
    names = [tuple(side.split(" + ") for side in pair) for pair in sides(relations)]
    checks = [
        pa.Check(
            lambda data, left=left, right=right: data[left].sum(axis=1) == data[right].sum(axis=1),
            name=f"r{at}",
        )
        for at, (left, right) in enumerate(names)
    ]
    schema = pa.DataFrameSchema(checks=checks)
    parts = [whole.iloc[at : at + 1] for at in range(len(whole))]

    def run() -> int:
        count = 0
        for part in parts:
            try:
                schema.validate(part, lazy=True)
            except SchemaErrors as errors:
                count += errors.failure_cases["check"].nunique()
        return count

    return run


def pandas_masks(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """One mask a relation, over all reports."""
    data = frame(system, relations, values)
    names = [tuple(side.split(" + ") for side in pair) for pair in sides(relations)]

    def run() -> int:
        return sum(int((data[left].sum(axis=1) != data[right].sum(axis=1)).sum()) for left, right in names)

    return run


def duckdb_sql(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """One query over a table in memory."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    data = frame(system, relations, values)
    connection.register("frame", data)
    connection.execute("create table reports as select * from frame")
    tests = ", ".join(f"sum(({left} <> {right})::int)" for left, right in sides(relations))

    def run() -> int:
        found = connection.execute(f"select {tests} from reports").fetchone()  # noqa: S608 - our own names
        return int(sum(found or ()))

    return run


def vtl(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """A VTL script with one `check` a relation."""
    from vtlengine import run as run_vtl

    data = frame(system, relations, values)
    columns = [name for name in data.columns if name != "id"]
    components = [{"name": "id", "type": "Integer", "role": "Identifier", "nullable": False}]
    components += [{"name": name, "type": "Integer", "role": "Measure", "nullable": True} for name in columns]
    structures = {"datasets": [{"name": "DS", "DataStructure": components}]}
    script = "\n".join(
        f"R{at} <- DS[calc m{at} := ({left}) <> ({right})][keep m{at}][filter m{at}];"
        for at, (left, right) in enumerate(sides(relations))
    )

    def run() -> int:
        found: Any = run_vtl(script=script, data_structures=structures, datapoints={"DS": data})
        return sum(len(one.data) for one in found.values())

    return run


def pointblank_steps(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """One validation step a relation, over a polars frame."""
    import pointblank as pb
    import polars as pl

    data = pl.from_pandas(frame(system, relations, values))
    names = [tuple(side.split(" + ") for side in pair) for pair in sides(relations)]

    def run() -> int:
        plan = pb.Validate(data)
        for left, right in names:
            plan = plan.col_vals_expr(expr=pl.sum_horizontal(left) == pl.sum_horizontal(right))
        return int(sum(plan.interrogate().n_failed().values()))

    return run


def dataframely_rules(system: System, relations: Sequence[Relation], values: NDArray[np.int64]) -> Job:
    """A dataframely schema with one rule a relation."""
    import dataframely as dy
    import polars as pl

    data = pl.from_pandas(frame(system, relations, values))
    names = [tuple(side.split(" + ") for side in pair) for pair in sides(relations)]
    members: dict[str, object] = {name: dy.Int64(nullable=True) for name in data.columns}
    for at, (left, right) in enumerate(names):
        members[f"rule_{at}"] = dy.rule()(
            lambda *_, left=left, right=right: pl.sum_horizontal(left) == pl.sum_horizontal(right)
        )
    schema = type("Reports", (dy.Schema,), members)

    def run() -> int:
        _, failure = schema.filter(data)  # type: ignore[attr-defined]  # made above
        return int(sum(failure.counts().values()))

    return run


ALTERNATIVES: dict[str, tuple[str, bool, Callable[..., Job]]] = {
    "pandera, report by report": ("pandera", False, pandera_one_by_one),
    "pandas masks": ("pandas", True, pandas_masks),
    "DuckDB SQL": ("duckdb", True, duckdb_sql),
    "vtlengine": ("vtlengine", False, vtl),
    "pointblank": ("pointblank", True, pointblank_steps),
    "dataframely": ("dataframely", True, dataframely_rules),
}
"""Name -> (package, whether it takes many reports at once, what makes it ready)."""

if __name__ == "__main__":
    sys.exit(main())
