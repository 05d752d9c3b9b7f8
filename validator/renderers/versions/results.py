"""Reports as versions to be compared: from a result, or from one that was written as JSON earlier."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from validator.checking.decisions.waivers import EXPIRED, UNUSED
from validator.checking.versions import OPEN, ComparedFinding, ComparedMistake, FindingKey, Version
from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding, FindingTerm
from validator.model.form import PREVIOUS, UNITS, CellName, split_block
from validator.model.report import Reading, Report
from validator.model.rules.rule import Severity, Verdict
from validator.model.text import Text
from validator.packs.files.yaml_file import FaultKind
from validator.renderers.data.read_back import (
    BrokenJsonError,
    Entry,
    UnexpectedValueError,
    line_of_value,
    load_json,
    written_way,
)
from validator.renderers.layout.lines import clean, clip
from validator.renderers.words import sentences
from validator.renderers.words.account import Account, accounts
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack

_LANGUAGES = ("zh", "en")
_LONGEST = 160
"""Terminal cells of what was seen, where it is told."""
_SIDES = ("left", "right")
_AXES = ("row", "column")
_COMPARATORS = ("=", "<=", ">=")
_Cells = Mapping[str, tuple[Reading, Fraction | None]]
"""`Version.cells`."""


def versions_of(result: Result, pack: Pack, language: str) -> tuple[Version, ...]:
    """The reports of a result."""
    return tuple(_version(checked, pack, language) for checked in result.reports)


def versions_in(path: str, data: bytes, pack: Pack, language: str) -> tuple[Version, ...]:
    """The reports in the JSON output of an earlier run. Raises UnreadableInputError for any other file."""
    try:
        result = load_json(data)
    except BrokenJsonError as error:
        raise _no_result(path, error.line, error.problem, error.reason) from None
    try:
        result["version"].only(1)
        reports = list(result["reports"].items())
        known = {report["path"].text(): report for report in reports}
        return tuple(_from_json(report, known, pack, language) for report in reports)
    except UnexpectedValueError as error:
        seen = f"{written_way(error.way)} {error.seen}".strip()
        line = line_of_value(data.decode(json.detect_encoding(data)), error.way)
        raise _no_result(path, line, error.problem, seen) from None


def _version(checked: ReportResult, pack: Pack, language: str) -> Version:
    report = checked.report
    findings = tuple(map(_seen, accounts(checked, pack, language)))
    before = {} if checked.previous is None else _cells(checked.previous)
    cells = _beside(_cells(report), before, [_cells(unit) for unit in checked.units])
    mistakes = tuple(map(_mistake, mistakes_of(checked, pack, language)))
    return Version(report.path, report.organ, report.year, findings, cells, mistakes)


def _mistake(account: MistakeAccount) -> ComparedMistake:
    found = account.mistake.findings
    keys = tuple(_key(one, [term.cell for term in one.terms], one.facts.printed) for one in found)
    return ComparedMistake(keys, account.severity, account.message, tuple(sorted(account.rules)))


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


def _from_json(report: Entry, reports: Mapping[str, Entry], pack: Pack, language: str) -> Version:
    form = pack.form(report["form"].word([form.id for form in pack.forms]))
    glossary = glossary_of(form, pack, language)
    before = report.get("previous")
    last = None if before is None else reports.get(before.text())
    units = report.get("units")
    beside = [reports.get(path.text()) for path in (() if units is None else units.items())]
    cells = _beside(
        _cells_in(report),
        {} if last is None else _cells_in(last),
        [_cells_in(unit) for unit in beside if unit is not None],
    )
    about_waivers = {rule.id for rule in pack.rules if rule.observe in {EXPIRED, UNUSED}}
    waived = report.get("waived")
    accepted = [one["finding"] for one in (() if waived is None else waived.items())]
    found = [*report["findings"].items(), *accepted]
    findings = tuple(_seen_json(one, glossary) for one in found if one["rule"].text() not in about_waivers)
    mistakes = report.get("mistakes")
    told = [] if mistakes is None else list(mistakes.items())
    organ, year = report.get("organ"), report.get("year")
    return Version(
        report["path"].text(),
        None if organ is None else organ.text(),
        None if year is None else year.integer(),
        findings,
        cells,
        tuple(_mistakes_json(told, {one.fingerprint: one for one in findings})),
    )


def _mistakes_json(told: Sequence[Entry], findings: Mapping[str, ComparedFinding]) -> Iterator[ComparedMistake]:
    """The mistakes of findings that are compared."""
    for one in told:
        members = [findings[name.text()] for name in one["findings"].items() if name.text() in findings]
        if members:
            severity = Severity(one["severity"].word(tuple(Severity)))
            rules = tuple(sorted({member.rule for member in members}))
            yield ComparedMistake(tuple(member.key for member in members), severity, one["message"].text(), rules)


def _cells_in(report: Entry) -> _Cells:
    return {
        name: (Reading(cell["reading"].word(tuple(Reading))), _number(cell, "value"))
        for name, cell in report["cells"].entries()
    }


def _number(entry: Entry, key: str) -> Fraction | None:
    number = entry.get(key)
    return None if number is None else number.number()


def _seen_json(finding: Entry, glossary: Glossary) -> ComparedFinding:
    terms = list(finding["terms"].items())
    signed = {
        one["cell"].text(): one["coefficient"].number() * (1 if one["side"].word(_SIDES) == "left" else -1)
        for one in terms
    }
    known = sum((signed[one["cell"].text()] * (_number(one, "value") or 0) for one in terms), Fraction(0))
    bare = _bare(finding)
    facts = {key: value.text() for key, value in finding["facts"].entries()}
    is_claim = bare.comparator is not None and "sentence" in facts
    place = say("place-text", glossary.language) if is_claim else sentences.form_place(bare, glossary)
    residual = _number(finding, "residual")
    return ComparedFinding(
        _key(bare, list(signed), facts),
        bare.rule,
        bare.severity,
        _text(place, finding["message"].text(), glossary.language),
        finding["fingerprint"].text(),
        bare.comparator,
        signed,
        None if residual is None else residual - known,
        finding["tolerance"].number(),
    )


def _bare(finding: Entry) -> Finding:
    """A finding without its numbers: as much as tells what it is about."""
    cells = [split_block(one["cell"].text())[1] for one in finding["terms"].items()]
    table, comparator = finding.get("table"), finding.get("comparator")
    return Finding(
        rule=finding["rule"].text(),
        severity=Severity(finding["severity"].word(tuple(Severity))),
        verdict=Verdict(finding["verdict"].word(tuple(Verdict))),
        table=None if table is None else table.text(),
        each=tuple((_axis(entry), entry.text()) for _, entry in finding["each"].entries()),
        comparator=None if comparator is None else comparator.word(_COMPARATORS),
        terms=tuple(FindingTerm("", cell, None, Fraction(1), "left") for cell in cells),
    )


def _axis(entry: Entry) -> str:
    return Entry(entry.way[-1], entry.way).word(_AXES)


def _key(finding: Finding, cells: Sequence[str], facts: Mapping[str, str]) -> FindingKey:
    """What a finding is about: its rule and place; of one that is about no cell, also what it says."""
    said = () if cells or finding.each else tuple(sorted(facts.items()))
    return FindingKey(replace(finding.key, part=0), tuple(cells), said)


def _text(place: str, message: str, language: str) -> str:
    return say("colon", language).join(filter(None, (place, message)))


def _no_result(path: str, line: int, problem: FaultKind, seen: str) -> UnreadableInputError:
    reason = (
        say(
            "no-result",
            language,
            line=line,
            problem=say(f"fault {problem}", language),
            seen=clip(clean(seen), _LONGEST),
        )
        for language in _LANGUAGES
    )
    return UnreadableInputError(
        path,
        Text(*reason),
        Text(
            "给出年报文件或文件夹，或者 gouji check --format json --output 写出的文件",
            "give reports, a folder of them, or a file written by gouji check --format json --output",
        ),
    )
