"""Reports as versions to be compared: from a result, or from one that was written as JSON earlier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from validator.checking.decisions.waivers import EXPIRED, UNUSED
from validator.checking.versions import OPEN, ComparedFinding, FindingKey, Version
from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding, FindingTerm
from validator.model.form import PREVIOUS, UNITS, CellName, split_block
from validator.model.report import Reading, Report
from validator.model.rule import Severity, Verdict
from validator.model.text import Text
from validator.renderers.words import sentences
from validator.renderers.words.account import Account, accounts
from validator.renderers.words.glossary import Glossary, glossary_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack

_Cells = Mapping[str, tuple[Reading, Fraction | None]]
"""`Version.cells`."""


def versions_of(result: Result, pack: Pack, language: str) -> tuple[Version, ...]:
    """The reports of a result."""
    return tuple(_version(checked, pack, language) for checked in result.reports)


def versions_in(path: str, data: bytes, pack: Pack, language: str) -> tuple[Version, ...]:
    """The reports in the JSON output of an earlier run. Raises UnreadableInputError for any other file."""
    try:
        result = json.loads(data, parse_float=str)
        if result["version"] != 1:
            raise _no_result(path)
        known = {report["path"]: report for report in result["reports"]}
        return tuple(_from_json(report, known, pack, language) for report in result["reports"])
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise _no_result(path) from None


def _version(checked: ReportResult, pack: Pack, language: str) -> Version:
    report = checked.report
    findings = tuple(map(_seen, accounts(checked, pack, language)))
    before = {} if checked.previous is None else _cells(checked.previous)
    cells = _beside(_cells(report), before, [_cells(unit) for unit in checked.units])
    return Version(report.path, report.organ, report.year, findings, cells)


def _cells(report: Report) -> _Cells:
    return {name: (report[name].reading, _amount(report, name)) for name in report.form.cells}


def _beside(own: _Cells, previous: _Cells, units: Sequence[_Cells]) -> _Cells:
    """The cells of a report and, as its findings name them, those of last year and the sums of those of its units."""
    found = {**own, **{f"{PREVIOUS}.{name}": cell for name, cell in previous.items()}}
    for name in dict.fromkeys(name for unit in units for name in unit):
        parts = [unit[name] for unit in units if name in unit]
        reading = next((one for one, _ in parts if one in OPEN), Reading.READ)
        found[f"{UNITS}.{name}"] = (reading, sum((value or Fraction(0) for _, value in parts), Fraction(0)))
    return found


def _amount(report: Report, name: str) -> Fraction | None:
    parts = CellName.parse(name)
    return report[name].amount(report.form.table(parts.table).column(parts.column))


def _seen(account: Account) -> ComparedFinding:
    finding = account.finding
    signed = {term.cell: term.coefficient * (1 if term.side == "left" else -1) for term in finding.terms}
    # The cells of several units have one name, and one coefficient.
    known = sum((signed[term.cell] * (term.value or 0) for term in finding.terms), Fraction(0))
    return ComparedFinding(
        _key(finding, list(signed), finding.facts.printed),
        finding.rule,
        finding.severity,
        _text(account.place.form, account.sentence, account.language),
        finding.fingerprint,
        finding.comparator,
        signed,
        None if finding.residual is None else finding.residual - known,
        finding.tolerance,
    )


def _from_json(
    report: Mapping[str, Any], reports: Mapping[str, Mapping[str, Any]], pack: Pack, language: str
) -> Version:
    form = next(form for form in pack.forms if form.id == report["form"])
    glossary = glossary_of(form, pack, language)
    last = reports.get(report.get("previous") or "")
    units = [_cells_in(reports[path]) for path in report.get("units", ()) if path in reports]
    cells = _beside(_cells_in(report), {} if last is None else _cells_in(last), units)
    about_waivers = {rule.id for rule in pack.rules if rule.observe in {EXPIRED, UNUSED}}
    found = [*report["findings"], *(one["finding"] for one in report.get("waived", ()))]
    findings = tuple(_seen_json(one, glossary) for one in found if one["rule"] not in about_waivers)
    return Version(report["path"], report["organ"], report["year"], findings, cells)


def _cells_in(report: Mapping[str, Any]) -> _Cells:
    return {
        name: (Reading(cell["reading"]), None if cell["value"] is None else Fraction(cell["value"]))
        for name, cell in report["cells"].items()
    }


def _seen_json(finding: Mapping[str, Any], glossary: Glossary) -> ComparedFinding:
    terms = finding["terms"]
    signed = {one["cell"]: Fraction(one["coefficient"]) * (1 if one["side"] == "left" else -1) for one in terms}
    known = sum((signed[one["cell"]] * Fraction(one["value"] or 0) for one in terms), Fraction(0))
    bare = _bare(finding)
    is_claim = finding["comparator"] is not None and "sentence" in finding["facts"]
    place = say("place-text", glossary.language) if is_claim else sentences.form_place(bare, glossary)
    return ComparedFinding(
        _key(bare, list(signed), finding["facts"]),
        bare.rule,
        bare.severity,
        _text(place, finding["message"], glossary.language),
        finding["fingerprint"],
        finding["comparator"],
        signed,
        None if finding["residual"] is None else Fraction(finding["residual"]) - known,
        Fraction(finding["tolerance"]),
    )


def _bare(finding: Mapping[str, Any]) -> Finding:
    """A finding without its numbers: as much as tells what it is about."""
    cells = [split_block(one["cell"])[1] for one in finding["terms"]]
    return Finding(
        rule=finding["rule"],
        severity=Severity(finding["severity"]),
        verdict=Verdict(finding["verdict"]),
        table=finding["table"],
        each=tuple(finding["each"].items()),
        comparator=finding["comparator"],
        terms=tuple(FindingTerm("", cell, None, Fraction(1), "left") for cell in cells),
    )


def _key(finding: Finding, cells: Sequence[str], facts: Mapping[str, str]) -> FindingKey:
    """What a finding is about: its rule and place; of one that is about no cell, also what it says."""
    said = () if cells or finding.each else tuple(sorted(facts.items()))
    return FindingKey(replace(finding.key, part=0), tuple(cells), said)


def _text(place: str, message: str, language: str) -> str:
    return say("colon", language).join(filter(None, (place, message)))


def _no_result(path: str) -> UnreadableInputError:
    return UnreadableInputError(
        path,
        Text("这不是 gouji check --format json 写出的结果", "this is no output of gouji check --format json"),
        Text(
            "给出年报文件或文件夹，或者 gouji check --format json --output 写出的文件",
            "give reports, a folder of them, or a file written by gouji check --format json --output",
        ),
    )
