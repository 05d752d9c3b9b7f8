"""Each report in `samples/` gives exactly what the file beside it says. A new pair of files is a new test.

A folder in `samples/` is a sample as well: its reports are checked together, as `gouji check FOLDER` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from build_samples import SAMPLES_FOLDER, outdated

from validator.crosschecks.options import Across
from validator.engine.pipeline import check
from validator.model.claim import Claim
from validator.model.finding import Finding
from validator.model.result import Result
from validator.model.rules.rule import Severity, Verdict

SUFFIX = ".expected.yaml"
SAMPLES = sorted(path for path in SAMPLES_FOLDER.iterdir() if not path.name.endswith(SUFFIX))
EXPECTATIONS = sorted(SAMPLES_FOLDER.glob(f"*{SUFFIX}"))

Described = dict[str, object]


@dataclass(frozen=True)
class Expectation:
    """What an expectation file says."""

    shows: str
    """What the sample is for, in one line."""
    exit: int
    """Exit code of `gouji check` on the sample alone."""
    organ: str | None = None
    year: int | None = None
    form: str | None = None
    editions: Mapping[str, str] = field(default_factory=dict)
    """Tables of a hybrid that are on another form."""
    findings: Sequence[Described] = ()
    """All findings in order, each as far as is said of it."""
    cells: Mapping[str, int | float | None] = field(default_factory=dict)
    """Some cells; null where there is no number."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """How the values of some cells came about."""
    claims: Sequence[Described] = ()
    """The claims of the text that do not hold, in order, each as far as is said of it."""
    unreadable: str | None = None
    """Words of the reason why the sample is declined."""


@dataclass(frozen=True)
class TogetherExpectation:
    """What an expectation file says of a folder."""

    shows: str
    """As for a single report."""
    exit: int
    reports: Mapping[str, Mapping[str, object]]
    """File, from the folder on -> `organ`, `year`, `previous` and `units` (files), `findings`."""
    units: str | None = None
    """Value of `--units`."""


def expectation(sample: Path) -> Expectation:
    return Expectation(**yaml.safe_load(sample.with_suffix(SUFFIX).read_text(encoding="utf-8")))


def described(finding: Finding) -> Described:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "each": dict(finding.each),
        "left": finding.left,
        "right": finding.right,
        "cells": [term.cell for term in finding.terms],
        "facts": dict(finding.facts.printed),
        "suspects": [
            {
                cell.cell if cell.report is None else f"{Path(cell.report.path).name}#{cell.cell}": cell.new
                for cell in suspect.cells
            }
            for suspect in finding.suspects
        ],
    }


def described_claim(claim: Claim) -> Described:
    return {
        "rule": claim.rule,
        "quoted": float(claim.quoted),
        "against": claim.against.written,
        "value": None if claim.value is None else float(round(claim.value, 2)),
        "verdict": claim.verdict.value,
        "found_in": claim.found_in and claim.found_in.written,
        "scope": claim.scope,
        "text": claim.text,
    }


def check_findings(found: Sequence[Finding], expected: Sequence[Described]) -> None:
    """Each finding in order, as far as the expectation says something of it."""
    told = [described(finding) for finding in found]
    assert [finding["rule"] for finding in told] == [finding["rule"] for finding in expected]
    for finding, wanted in zip(told, expected, strict=True):
        assert {"rule", "severity", "verdict"} <= set(wanted)
        assert {key: finding[key] for key in wanted} == wanted


def exit_code(result: Result) -> int:
    if result.unreadable:
        return 3
    return 1 if result.count(Severity.ERROR) else 0


def test_samples_and_expectations_come_in_pairs() -> None:
    assert [path.stem for path in SAMPLES] == [path.name.removesuffix(SUFFIX) for path in EXPECTATIONS]


def test_made_samples_are_up_to_date() -> None:
    assert outdated() == []


@pytest.mark.parametrize("sample", [path for path in SAMPLES if path.is_file()], ids=lambda path: path.name)
def test_sample_gives_what_is_expected(sample: Path) -> None:
    expected, result = expectation(sample), check(sample)
    assert expected.shows
    assert exit_code(result) == expected.exit
    if expected.unreadable:
        assert expected.unreadable in result.unreadable[0].reason.zh
        return
    (checked,) = result.reports
    report = checked.report
    assert (report.organ, report.year, report.form.id) == (expected.organ, expected.year, expected.form)
    assert {table: edition for table, edition in report.form.editions if edition != expected.form} == expected.editions
    check_findings(checked.findings, expected.findings)
    claims = [described_claim(claim) for claim in checked.claims if claim.verdict is not Verdict.SATISFIED]
    assert [claim["rule"] for claim in claims] == [claim["rule"] for claim in expected.claims]
    for claim, said in zip(claims, expected.claims, strict=True):
        assert {"rule", "quoted", "verdict"} <= set(said)
        assert {key: claim[key] for key in said} == said
    values = {cell: None if (value := report[cell].value) is None else Fraction(value) for cell in expected.cells}
    assert values == {cell: None if value is None else Fraction(str(value)) for cell, value in expected.cells.items()}
    assert {cell: report[cell].reading.value for cell in expected.readings} == expected.readings


@pytest.mark.parametrize("sample", [path for path in SAMPLES if path.is_dir()], ids=lambda path: path.name)
def test_reports_of_a_folder_give_together_what_is_expected(sample: Path) -> None:
    expected = TogetherExpectation(**yaml.safe_load(sample.with_suffix(SUFFIX).read_text(encoding="utf-8")))
    result = check(sample, across=Across(units=expected.units))
    assert expected.shows
    assert exit_code(result) == expected.exit
    names = [Path(one.report.path).relative_to(sample).as_posix() for one in result.reports]
    assert names == sorted(expected.reports)
    for name, checked in zip(names, result.reports, strict=True):
        wanted = expected.reports[name]
        assert (checked.report.organ, checked.report.year) == (wanted["organ"], wanted["year"])
        previous = None if checked.previous is None else Path(checked.previous.path).name
        assert previous == wanted.get("previous")
        assert [Path(unit.path).name for unit in checked.units] == wanted.get("units", [])
        check_findings(checked.findings, wanted.get("findings", []))  # type: ignore[arg-type]  # as YAML gives it
