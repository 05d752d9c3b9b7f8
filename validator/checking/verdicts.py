"""What constraints and claims come to on a report, over all of its best readings, and the findings it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from validator.checking.findings import ALONE, Others, finding_of_claim, finding_of_constraint
from validator.constraints.evaluation import UNDETERMINED, VERDICTS, VIOLATED, Evaluation
from validator.constraints.system import System
from validator.model.claim import Claim
from validator.model.classes.dataclass import dataclass
from validator.model.finding import ConstraintVerdict, Finding
from validator.model.report import Report
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from validator.packs.pack import Pack


@dataclass(frozen=True, slots=True)
class Judged:
    """One constraint on one report, over all of the report's best readings."""

    constraint: Constraint
    verdict: Verdict
    """The verdict that all readings share, else undetermined."""
    open: bool
    """True if the verdict depends on the reading."""

    @property
    def outcome(self) -> ConstraintVerdict:
        """The verdict, with the name of the constraint."""
        return ConstraintVerdict(self.constraint.key, self.verdict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one report, over all of its best readings."""

    codes: tuple[int, ...]
    """Index into VERDICTS for each constraint, undetermined where the readings differ."""
    chosen: NDArray[np.bool_]
    """The constraints that are wanted."""
    violated: tuple[int, ...]
    """Constraints that every reading violates."""
    open: tuple[int, ...]
    """Constraints on which the readings differ: undetermined."""

    @classmethod
    def of(cls, codes: NDArray[np.int8], chosen: NDArray[np.bool_]) -> Verdicts:
        """`codes`: one line a reading."""
        agreed = (codes == codes[0]).all(axis=0)
        shared = np.where(agreed, codes[0], UNDETERMINED)
        violated = np.flatnonzero((shared == VIOLATED) & chosen)
        open_ = np.flatnonzero(~agreed & chosen)
        return cls(tuple(shared.tolist()), chosen, tuple(violated.tolist()), tuple(open_.tolist()))

    def outcomes(self, system: System) -> tuple[ConstraintVerdict, ...]:
        """The verdicts on the constraints that are wanted, each with its name."""
        return tuple(
            ConstraintVerdict(key, VERDICTS[code])
            for key, code, wanted in zip(system.keys, self.codes, self.chosen, strict=True)
            if wanted
        )

    def told(self, system: System) -> Iterator[Judged]:
        """What is violated or depends on the reading, in the order of the rules."""
        for at in sorted((*self.violated, *self.open)):
            constraint = system.constraints[at]
            if at in self.violated:
                yield Judged(constraint, Verdict.VIOLATED, open=False)
            else:
                yield Judged(constraint, Verdict.UNDETERMINED, open=True)


def disputed(report: Report, pack: Pack, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Findings on the claims that disagree."""
    return (
        finding_of_claim(report, pack.rule(claim.rule), claim) for claim in claims if claim.verdict is Verdict.VIOLATED
    )


def judge(system: System, evaluation: Evaluation, lines: slice) -> Iterator[Judged]:
    """The verdict on each constraint; `lines`: the vectors of one report, or of several side by side."""
    codes = evaluation.codes[lines]
    agreed = (codes == codes[0]).all(axis=0)
    for at, constraint in enumerate(system.constraints):
        code = codes[0, at] if agreed[at] else UNDETERMINED
        yield Judged(constraint, VERDICTS[code], open=not agreed[at])


def violated(report: Report, found: Iterable[Judged], others: Others = ALONE) -> Iterator[Finding]:
    """The findings on one report: what is violated, and as a note what depends on the reading."""
    for one in found:
        if one.verdict is Verdict.VIOLATED:
            yield finding_of_constraint(report, one.constraint, one.verdict, one.constraint.rule.severity, others)
        elif one.open:
            yield finding_of_constraint(report, one.constraint, one.verdict, Severity.NOTE, others)
