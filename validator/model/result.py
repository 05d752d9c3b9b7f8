"""What checking gave, for one report and for all inputs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

from msgspec import Struct, field

from validator.model.claim import Claim
from validator.model.errors import UnreadableInputError
from validator.model.finding import ConstraintVerdict, Finding, severity_counts
from validator.model.mistake import Mistake, Sure, mistakes_of
from validator.model.observations.facts import EndCutOff, PartLeftOut
from validator.model.report import Reading, Report
from validator.model.rules.rule import Severity, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from validator.model.waiver import Accepted

    Inputs = str | PathLike[str] | Iterable[str | PathLike[str]]


_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})
_LEFT_OUT = (PartLeftOut, EndCutOff)
"""What is said of a report that is not all there."""


class ReportResult(Struct, frozen=True, dict=True):
    """What a report was told: by itself, and beside the others once these are read."""

    report: Report
    findings: tuple[Finding, ...] = ()
    """Sorted by table, rule, place."""
    counted: Mapping[Verdict, int] = field(default_factory=dict)
    """Number of constraints with each verdict that are not among `outcomes`: an extract keeps no more of them."""
    claims: tuple[Claim, ...] = ()
    """Numbers quoted in the text, in its order; those that disagree are findings as well."""
    outcomes: tuple[ConstraintVerdict, ...] = ()
    """The verdict on each constraint of the rules asked for, in the order of the rules."""
    waived: tuple["Accepted", ...] = ()
    """Findings that somebody has accepted; they are not among `findings`."""
    previous: Report | None = None
    """Last year's report of the same organ, which it was held against."""
    units: tuple[Report, ...] = ()
    """The reports of the units below, which it was held against."""

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is behind the findings, the weightiest first; each finding belongs to exactly one."""
        return mistakes_of(self.report, self.findings)

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """Number of constraints with each verdict; they add up to the number of constraints."""
        counts = Counter([one.verdict for one in self.outcomes])
        counts.update(self.counted)
        return counts

    @property
    def is_doubtful(self) -> bool:
        """Whether something was not read for certain: a cell is open, a part is missing, nothing could be decided."""
        counts = self.counts
        return (
            any(cell.reading in _OPEN for cell in self.report.cells)
            or any(isinstance(one.facts, _LEFT_OUT) for one in self.findings)
            or any(one.sure is Sure.READING for one in self.mistakes)
            or (any(counts.values()) and not counts.get(Verdict.SATISFIED))
        )


class Result(Struct, frozen=True):
    """What checking all inputs gave."""

    reports: tuple[ReportResult, ...]
    """In the order of the inputs."""
    unreadable: tuple[UnreadableInputError, ...] = ()
    """Inputs that could not be read or hold no report."""
    skipped: tuple[str, ...] = ()
    """Files of folders that are no documents and were left out."""

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(severity_counts(checked.findings)[severity] for checked in self.reports)

    def findings_frame(self) -> "pd.DataFrame":
        """All findings as a frame, one row a finding; columns: `validator.model._frames.COLUMNS`."""
        from validator.model._frames import findings_frame

        return findings_frame((checked.report, checked.findings) for checked in self.reports)
