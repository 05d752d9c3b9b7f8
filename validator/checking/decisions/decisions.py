"""What a project has decided about findings: how much a rule weighs, and which findings are accepted.

Decisions are applied to what was found and change nothing in how a report is read or checked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from validator.checking.decisions.waivers import settle
from validator.model.finding import Finding
from validator.model.rules.rule import Rule, Severity, Verdict
from validator.model.waiver import Waiver

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result


class Decisions(Struct, frozen=True):
    """Severities and waivers in force for a run."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Rule id or glob -> what it weighs; the last that fits counts."""
    waivers: Sequence[Waiver] = ()

    def apply(self, result: Result, rules: Sequence[Rule], today: date) -> Result:
        """The result with the decisions applied; `rules`: those of the pack that were asked for."""
        if not self.severities and not self.waivers:
            return result
        return replace(result, reports=tuple(self.applied(one, rules, today) for one in result.reports))

    def applied(self, checked: ReportResult, rules: Sequence[Rule], today: date) -> ReportResult:
        """One report with the decisions applied."""
        settled = settle(checked.report, checked.findings, self.waivers, rules, today)
        findings = tuple(self._weighed(one) for one in settled.findings)
        return replace(checked, findings=findings, waived=settled.waived)

    def without(self, rules: Collection[str]) -> Decisions:
        """The same without the findings that are accepted of some rules."""
        return replace(self, waivers=tuple(one for one in self.waivers if one.rule not in rules))

    def _weighed(self, finding: Finding) -> Finding:
        """A finding under its decided severity; what could not be decided stays a note."""
        if finding.verdict is not Verdict.VIOLATED:
            return finding
        fitting = [severity for pattern, severity in self.severities.items() if fnmatchcase(finding.rule, pattern)]
        return replace(finding, severity=fitting[-1]) if fitting else finding
