"""SARIF 2.1.0 (OASIS), for code hosts and editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.document import Location, SourcePlace
from validator.model.errors import UnreadableInputError
from validator.model.form import CellName
from validator.model.report import Report
from validator.model.rules.rule import Rule, Severity, Verdict
from validator.renderers.ci.help_pages import help_page, published_site
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout import paths as targets
from validator.renderers.layout.escaping import markdown
from validator.renderers.layout.lines import clean
from validator.renderers.layout.source import end_column, place_of
from validator.renderers.rules.explanation import explained
from validator.renderers.words import summary
from validator.renderers.words.account import Account
from validator.renderers.words.figures import figure
from validator.renderers.words.mistake import MistakeAccount, mistakes_of
from validator.renderers.words.repairs import place
from validator.version import __version__

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
LANGUAGES = {"zh": "zh-CN", "en": "en"}
ROOT = "%SRCROOT%"
"""Name that consumers know for the folder that relative paths start from."""

_BRACES = re.compile("[{}]")


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """One run with a result for each mistake; inputs that could not be read are its notifications."""
    language = options.language
    places = {rule.id: at for at, rule in enumerate(pack.rules)}
    told = [one for checked in result.reports for one in mistakes_of(checked, pack, language)]
    site = options.help_uri_base or published_site()
    paths = dict.fromkeys([checked.report.path for checked in result.reports] + [e.path for e in result.unreadable])
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                "name": "gouji",
                "version": __version__,
                "semanticVersion": __version__,
                "shortDescription": {"text": pack.title[language]},
                "language": LANGUAGES[language],
                "rules": [_rule(rule, pack, language, site) for rule in pack.rules],
            }
        },
        "language": LANGUAGES[language],
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not result.unreadable,
                "toolExecutionNotifications": [_notification(error, options) for error in result.unreadable],
            }
        ],
        "artifacts": [_artifact(path, options) for path in paths],
        "results": [_result(one, places[one.rules[0]], options) for one in told],
        "properties": {"summary": summary.counts(result)},
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, pack: Pack, language: str, site: str | None) -> Json:
    parts, page = explained(rule, pack, language), help_page(rule, site, language)
    colon = say("colon", language)
    return {
        "id": rule.id,
        "shortDescription": {"text": _literal(rule.title[language])},
        "fullDescription": {"text": _literal(" ".join(rule.why[language].split()))},
        "help": {
            "text": _literal("\n".join(label + colon + text for label, texts in parts for text in texts)),
            "markdown": _literal(
                "\n".join(f"- **{label}**{colon}{markdown(text)}" for label, texts in parts for text in texts)
            ),
        },
        **({} if page is None else {"helpUri": page}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"basis": rule.basis, "tags": [rule.table or "report"]},
    }


def _result(told: MistakeAccount, rule: int, options: RenderOptions) -> Json:
    """A mistake, at the cell to change; the cells that take part are related to it."""
    account, report = told.accounts[0], told.checked.report
    finding = account.finding
    open_verdict = finding.verdict is Verdict.UNDETERMINED
    where: dict[str, Json] = {
        **_physical(told.location, report, options),
        "logicalLocations": _logical(told, account),
        **_message_part(account.place.form),
    }
    told_of: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        # The standard wants no level where a check came to no verdict; the severity then stands in the properties.
        "kind": "open" if open_verdict else "fail",
        "level": "none" if open_verdict else LEVELS[told.severity],
        "message": {"text": _literal("\n".join((told.message, *told.lines)))},
        "locations": [where],
        "relatedLocations": list(_related(told, options)),
        "partialFingerprints": {
            "gouji/v1": finding.fingerprint,
            # The only one that GitHub looks at.
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        "properties": {
            "severity": told.severity,
            "verdict": finding.verdict,
            "sure": told.mistake.sure,
            "shouldBe": {name: cell.new for name, cell in told.culprits.items()},
            "rules": told.rules,
            "table": finding.table,
            "each": dict(finding.each),
            "left": finding.left,
            "right": finding.right,
            "residual": finding.residual,
            "organ": report.organ,
            "year": report.year,
            **({"part": report.part} if report.part is not None else {}),
        },
    }
    fixes = _fixes(told, options)
    if fixes:
        told_of["fixes"] = fixes
    return told_of


def _related(told: MistakeAccount, options: RenderOptions) -> Iterator[Json]:
    """The cells of all its relations, each once; those of other reports are in their files."""
    terms = {
        (term.cell, None if term.source is None else term.source.path): (words.number, term)
        for one in told.accounts
        for words in one.terms
        for term in [words.term]
    }
    for number, (value, term) in enumerate(terms.values(), 1):
        named = place(term.place, term.source, told.glossary)
        related: dict[str, Json] = {
            "id": number,
            **_physical(term.location, term.source or told.checked.report, options),
            "logicalLocations": [{"fullyQualifiedName": term.cell, "kind": "cell"}],
            **_message_part(named + say("colon", options.language) + value),
        }
        yield related


def _logical(told: MistakeAccount, account: Account) -> Json:
    """The cells to change; else the cell where there is only one, or the table with the row or column."""
    if told.culprits:
        return [{"fullyQualifiedName": cell, "kind": "cell"} for cell in told.culprits]
    finding = account.finding
    cells = {term.cell for term in finding.terms}
    if len(cells) == 1:
        return [{"fullyQualifiedName": cells.pop(), "kind": "cell"}]
    table = finding.table or next(iter({CellName.parse(cell).table for cell in cells}), None)
    if table is None:
        return [{"fullyQualifiedName": "report", "kind": "report"}]
    return [{"fullyQualifiedName": table, "kind": "table", "properties": dict(finding.each)}]


def _physical(location: Location | None, report: Report, options: RenderOptions) -> Mapping[str, Json]:
    """The file, its line and column where it has lines; all else that is known of the place as properties."""
    known = dict(_parts(location))
    place = place_of(location, report, options)
    region: dict[str, Json] = {} if place is None else {"region": _region(place)}
    return {
        "physicalLocation": {"artifactLocation": _artifact_location(report.path, options), **region},
        **({"properties": known} if known else {}),
    }


def _region(place: SourcePlace) -> Json:
    numbers = {"startLine": place.line, "startColumn": place.column, "endColumn": end_column(place)}
    return {name: number for name, number in numbers.items() if number is not None}


def _fixes(told: MistakeAccount, options: RenderOptions) -> list[Json]:
    """The only repair as replacements, if every number of it stands alone in a region that is known for certain."""
    named = told.mistake.named
    cells = () if named is None else named.cells
    changes: dict[str, list[Json]] = {}
    for cell in cells:
        report = cell.report or told.checked.report
        stands = report[cell.cell]
        place = place_of(stands.location, report, options)
        alone = stands.unit is None and stands.value is not None and Fraction(stands.value) == cell.old
        if place is None or place.length is None or cell.new is None or not alone:
            return []
        inserted: Json = {"deletedRegion": _region(place), "insertedContent": {"text": figure(cell.new)}}
        changes.setdefault(report.path, []).append(inserted)
    if not changes:
        return []
    listed: list[Json] = [
        {"artifactLocation": _artifact_location(path, options), "replacements": replacements}
        for path, replacements in changes.items()
    ]
    return [{"description": {"text": _literal(told.message)}, "artifactChanges": listed}]


def _parts(location: Location | None) -> Iterator[tuple[str, Json]]:
    for name, value in () if location is None else location._asdict().items():
        if isinstance(value, tuple):
            yield name, [Decimal(str(round(corner, 2))) for corner in value]
        elif value is not None:
            yield name, value


def _artifact(path: str, options: RenderOptions) -> Json:
    role = "standardStream" if path == targets.STANDARD_INPUT else "analysisTarget"
    return {"location": _artifact_location(path, options), "roles": [role]}


def _artifact_location(path: str, options: RenderOptions) -> Json:
    base = {"uriBaseId": ROOT} if targets.inside(path, options.folder) else {}
    return {"uri": targets.uri(path, options.folder), **base}


def _notification(error: UnreadableInputError, options: RenderOptions) -> Json:
    language = options.language
    text = say("colon", language).join((say("unreadable", language), clean(error.reason[language])))
    hint = clean(error.hint[language])
    return {
        "level": "error",
        "descriptor": {"id": "unreadable"},
        "message": {"text": _literal("\n".join(filter(None, (text, hint))))},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact_location(error.path, options)}}],
    }


def _message_part(text: str) -> Mapping[str, Json]:
    return {"message": {"text": _literal(text)}} if text else {}


def _literal(text: str) -> str:
    """A text as a message string, in which braces would be places to fill in."""
    return _BRACES.sub(lambda brace: brace.group() * 2, text)
