"""What constraints and claims come to on a report, over all of its best readings, and the findings it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.checking.findings import ALONE, Others, finding_of_claim, finding_of_constraint
from validator.constraints.codes import UNDETERMINED, VERDICTS, VIOLATED
from validator.model.claim import Claim
from validator.model.finding import ConstraintVerdict, Finding
from validator.model.report import Report
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    from validator.constraints.system import System
    from validator.constraints.together.evaluation import Evaluation
    from validator.model.rules.constraint import RelationKey
    from validator.packs.pack import Pack


class Judged(Struct, frozen=True):
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


class Verdicts(Struct, frozen=True):
    """The verdicts on one report, over all of its best readings."""

    codes: tuple[int, ...]
    """Index into VERDICTS for each constraint, undetermined where the readings differ."""
    chosen: Sequence[bool]
    """The constraints that are wanted."""
    violated: tuple[int, ...]
    """Constraints that every reading violates."""
    open: tuple[int, ...]
    """Constraints on which the readings differ: undetermined."""

    @classmethod
    def of(cls, codes: Sequence[Sequence[int]], chosen: Sequence[bool]) -> Verdicts:
        """`codes`: one line a reading."""
        first, *others = codes
        apart = {at for line in others for at, code in enumerate(line) if code != first[at]}
        violated = (at for at, code in enumerate(first) if code == VIOLATED and chosen[at] and at not in apart)
        shared = [UNDETERMINED if at in apart else code for at, code in enumerate(first)] if apart else first
        return cls(tuple(shared), chosen, tuple(violated), tuple(at for at in sorted(apart) if chosen[at]))

    def outcomes(self, keys: Sequence[RelationKey]) -> tuple[ConstraintVerdict, ...]:
        """The verdicts on the constraints that are wanted; `keys`: their names."""
        return tuple(
            ConstraintVerdict(key, VERDICTS[code])
            for key, code, wanted in zip(keys, self.codes, self.chosen, strict=True)
            if wanted
        )

    def told(self, constraints: Sequence[Constraint]) -> Iterator[Judged]:
        """What is violated or depends on the reading, in the order of the rules."""
        for at in sorted((*self.violated, *self.open)):
            if at in self.violated:
                yield Judged(constraints[at], Verdict.VIOLATED, open=False)
            else:
                yield Judged(constraints[at], Verdict.UNDETERMINED, open=True)


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
