"""How fast the verdicts on many reports are made, on one core, beside a pandera loop and a bare numpy pass.

    python tests/benchmarks/evaluation.py --reports 100000

All three see the same random reports: mostly consistent, zeros partly blank, a few cells unreadable. Seconds are those
of the processor.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

# Read when numpy is loaded, so that is done in the functions.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

if TYPE_CHECKING:
    import numpy as np
    import pandera.pandas as pa
    from numpy.typing import NDArray

    from validator.constraints.system import System
    from validator.constraints.together.evaluation import Evaluation, VectorBlock
    from validator.model.rules.constraint import Constraint, Relation

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FORM = "annual-report-2021"
SEED = 2021
SMALLEST = 1e-7
"""Less than the smallest unit of any column: what floats may be off."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if pandera lets a violated relation pass."""
    parser = argparse.ArgumentParser(description="Measure the evaluation of many reports on one core.")
    parser.add_argument("--reports", type=int, default=100_000, help="reports evaluated (default %(default)s)")
    parser.add_argument("--loop", type=int, default=100, help="of them, validated by pandera (default %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="evaluations and numpy passes (default %(default)s)")
    asked = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    from validator.constraints.together.evaluation import evaluate

    system = compiled()
    block = random_block(system, asked.reports)
    evaluation = evaluate(system, block)
    ours = median(seconds(partial(evaluate, system, block)) for _ in range(asked.runs))
    numpy_pass = median(seconds(block.values.sum) for _ in range(asked.runs))
    loop = pandera_loop(system, block.values[: asked.loop])
    rate, pandera_rate = asked.reports / ours, len(loop.failed) / loop.seconds
    sys.stdout.write(
        f"{asked.reports} reports, {len(system.variables)} variables, {len(system.constraints)} constraints\n"
        f"evaluate: {rate:.0f} reports/s\n"
        f"pandera, report by report: {pandera_rate:.1f} reports/s; evaluate is {rate / pandera_rate:.0f} times that\n"
        f"numpy, one sum over the matrix: {asked.reports / numpy_pass:.0f} reports/s; "
        f"evaluate takes {ours / numpy_pass:.1f} times as long\n"
    )
    return int(not agrees(system, evaluation, loop))


def seconds(job: Callable[[], object]) -> float:
    """Processor time of one call: on a busy machine the clock on the wall tells of its neighbours."""
    started = process_time()
    job()
    return process_time() - started


def compiled() -> System:
    """The shipped rules, compiled for the newest form."""
    from validator.constraints.compiling import compile_system
    from validator.packs.language.expansion import expand
    from validator.packs.pack import load_pack

    pack = load_pack()
    form = pack.form(FORM)
    constraints = [one for rule in pack.rules for one in expand(rule, form, pack.facts)]
    return compile_system(form, constraints, [fact.name for fact in pack.facts])


def random_block(system: System, reports: int) -> VectorBlock:
    """Reports in which the sums hold, but for a wrong number in one of twenty."""
    import numpy as np

    from validator.constraints.together.evaluation import VectorBlock

    random = np.random.default_rng(SEED)
    place = {name: at for at, name in enumerate(system.variables)}
    shape = (reports, len(place))
    values = np.where(random.random(shape) < 0.3, random.integers(1, 400, shape), 0)
    values *= smallest_units(system)
    facts = len(system.form.cells)
    values[:, facts:] = random.integers(0, 2, (reports, len(place) - facts))
    _add_up(system, place, values)
    wrong = np.flatnonzero(random.random(reports) < 0.05)
    values[wrong, random.integers(0, facts, len(wrong))] += 1
    blank = (values == 0) & (random.random((reports, 1)) < 0.3)
    unknown = random.random(shape) < 0.0005
    blank[:, facts:] = False
    values[unknown], blank[unknown] = 0, False
    return VectorBlock(values, blank, unknown)


def _add_up(system: System, place: dict[str, int], values: Ints) -> None:
    """Make the totals of tables three and four the sums that the relations state."""
    requests, disputes = system.form.table("requests"), system.form.table("disputes")
    outer = ("new", "carried_in", "handled", "carried_out")
    parts = [row for row in requests.row_names if row not in outer]
    for column in requests.column_names[:-1]:
        new, carried_in, handled, carried_out = (place[f"requests.{row}.{column}"] for row in outer)
        values[:, handled] = sum(values[:, place[f"requests.{row}.{column}"]] for row in parts)
        values[:, carried_in] = 0
        values[:, new] = values[:, handled] + values[:, carried_out]
    for table in (requests, disputes):
        for row in table.row_names:
            *addends, total = (place[f"{table.name}.{row}.{column}"] for column in table.column_names)
            values[:, total] = values[:, addends].sum(axis=1)


def smallest_units(system: System) -> Ints:
    """How many smallest units the unit of each variable has."""
    import numpy as np

    columns = [column for table in system.form.tables for _ in table.rows for column in table.columns]
    decimals = np.zeros(len(system.variables), dtype=np.int64)
    decimals[: len(columns)] = [column.decimals for column in columns]
    return 10**decimals


@dataclass(frozen=True, slots=True)
class Loop:
    """What validating report by report gave."""

    seconds: float
    failed: tuple[frozenset[str], ...]
    """For each report, the rules whose check failed."""


def pandera_loop(system: System, values: Ints) -> Loop:
    """One frame a report, one check a relation of a rule: as few calls of pandera as its user can do with."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    schema = relations_schema(system)
    amounts = values / smallest_units(system)
    frames = [pd.DataFrame({"value": line}, index=list(system.variables)) for line in amounts]
    failed = []
    started = process_time()
    for frame in frames:
        try:
            schema.validate(frame, lazy=True)
            failed.append(frozenset[str]())
        except SchemaErrors as errors:
            failed.append(frozenset(map(str, errors.failure_cases["check"])))
    return Loop(process_time() - started, tuple(failed))


def relations_schema(system: System) -> pa.DataFrameSchema:
    """A schema with the relations of every rule, over amounts in the units of the columns; blank counts 0."""
    import pandera.pandas as pa

    members: dict[tuple[str, int], list[Constraint]] = {}
    for constraint in system.constraints:
        members.setdefault((constraint.rule.id, constraint.part), []).append(constraint)
    checks = [pa.Check(_check(system, group), name=rule) for (rule, _), group in members.items()]
    return pa.DataFrameSchema({"value": pa.Column(float, checks=checks)})


def _check(system: System, group: Sequence[Constraint]) -> Callable[[object], bool]:
    """Whether every constraint of a group holds where its guards do: one product for all, one for their guards."""
    import numpy as np

    guards = [(at, guard) for at, constraint in enumerate(group) for guard in constraint.guards]
    guarded = np.array([at for at, _ in guards], dtype=np.intp)
    holds = _holds(system, [constraint.relation for constraint in group])
    guards_hold = _holds(system, [guard for _, guard in guards])

    def check(series: object) -> bool:
        values = np.asarray(series)
        held = holds(values)
        if guards:
            held[guarded[~guards_hold(values)]] = True
        return bool(held.all())

    return check


def _holds(system: System, relations: Sequence[Relation]) -> Callable[[Floats], NDArray[np.bool_]]:
    import numpy as np

    matrix = np.zeros((len(relations), len(system.variables)))
    constant = np.zeros(len(relations))
    for at, relation in enumerate(relations):
        for side, sign in ((relation.left, 1), (relation.right, -1)):
            constant[at] += sign * float(side.constant)
            for term in side.terms:
                matrix[at, system.variables.index(term.cell)] += sign * float(term.coefficient)
    slack = np.array([-SMALLEST if one.comparator in {"<", ">"} else SMALLEST for one in relations])
    at_most, at_least = (np.array([one.comparator[0] == sign for one in relations], dtype=bool) for sign in "<>")

    def hold(values: Floats) -> NDArray[np.bool_]:
        residual = matrix @ values + constant
        return np.where(at_most, residual, np.where(at_least, -residual, abs(residual))) <= slack

    return hold


def agrees(system: System, evaluation: Evaluation, loop: Loop) -> bool:
    """True if pandera, too, objects to every rule that is violated (it takes what is not known for 0)."""
    from validator.constraints.codes import VIOLATED

    return all(
        {system.constraints[at].rule.id for at in (codes == VIOLATED).nonzero()[0]} <= failed
        for codes, failed in zip(evaluation.codes, loop.failed, strict=False)
    )


if __name__ == "__main__":
    sys.exit(main())
