"""Findings that somebody has accepted: by whom, why, and until when.

A waiver names a finding by its fingerprint, which changes with every number in it: a finding whose numbers have changed
comes back by itself. A waiver that has run out, or whose finding is gone, is a finding of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from validator.model.finding import Finding
from validator.model.observations.facts import WaiverStale
from validator.model.observations.kinds import ObservationKind
from validator.model.report import Report
from validator.model.rules.rule import Rule, Verdict
from validator.model.waiver import Accepted, Waiver

EXPIRED, UNUSED = ObservationKind.WAIVER_EXPIRED, ObservationKind.WAIVER_UNUSED
"""What a rule observes of a waiver."""


class SettledFindings(Struct, frozen=True):
    """The findings on a report, waivers applied."""

    findings: tuple[Finding, ...]
    """Those that are not accepted, and what is to be said of the waivers themselves."""
    waived: tuple[Accepted, ...]


def settle(
    report: Report, findings: Sequence[Finding], waivers: Sequence[Waiver], rules: Sequence[Rule], today: date
) -> SettledFindings:
    """Part the findings on a report by the waivers; `rules`: those of the pack that were asked for."""
    valid = {one.fingerprint: one for one in waivers if not one.has_expired(today)}
    waived = tuple(Accepted(one, valid[one.fingerprint]) for one in findings if one.fingerprint in valid)
    open_ones = tuple(one for one in findings if one.fingerprint not in valid)
    told = tuple(_told(report, findings, [one for one in waivers if one.is_for(report)], rules, today))
    return SettledFindings((*open_ones, *told), waived)


def _told(
    report: Report, findings: Sequence[Finding], waivers: Sequence[Waiver], rules: Sequence[Rule], today: date
) -> Iterator[Finding]:
    wanted = {rule.id for rule in rules}
    by_code = {rule.observe: rule for rule in rules if rule.observe in {EXPIRED, UNUSED}}
    there = {one.fingerprint for one in findings}
    violated = {one.rule for one in findings}
    for waiver in waivers:
        if waiver.fingerprint in there:
            code = EXPIRED if waiver.has_expired(today) else None
        else:
            # With other numbers the finding itself has come back; of a rule left out nothing is known.
            code = UNUSED if waiver.rule in wanted and waiver.rule not in violated else None
        if code in by_code:
            yield _finding(report, by_code[code], waiver)


def _finding(report: Report, rule: Rule, waiver: Waiver) -> Finding:
    facts = WaiverStale(waiver.rule, waiver.place, waiver.reason, waiver.who, waiver.until)
    name = "\n".join([report.organ or "", str(report.year), rule.id, waiver.fingerprint])
    fingerprint = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Finding(rule.id, rule.severity, Verdict.VIOLATED, facts=facts, fingerprint=fingerprint)
