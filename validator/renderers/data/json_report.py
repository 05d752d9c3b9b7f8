"""The result for programs: JSON, version 1. Its shape is published in `validator/schemas/report.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from validator.model.claim import Claim
from validator.model.document import Location
from validator.model.finding import SecondReading, Suspect, SuspectCell
from validator.model.report import CellValue
from validator.model.rules.rule import Verdict
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.words import summary
from validator.renderers.words.account import Account, accounts
from validator.renderers.words.glossary import glossary_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

VERSION = 1
"""Version of the shape. It grows with every change that a reader of the old shape could not live with."""

_ALWAYS = ("page", "table", "row", "column")
"""Parts of a location that are always there, null where the format has none."""


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """One JSON document; equal results give equal text."""
    language = options.language
    return json_text(
        {
            "version": VERSION,
            "language": language,
            "summary": {
                **summary.counts(result),
                "mistakes": summary.mistake_count(result),
                "claims": summary.claim_counts(result),
                "waived": summary.waived_count(result),
            },
            "reports": (_report(checked, pack, language) for checked in result.reports),
            "unreadable": [
                {"path": error.path, "reason": error.reason[language], "hint": error.hint[language]}
                for error in result.unreadable
            ],
        }
    )


def _report(checked: ReportResult, pack: Pack, language: str) -> Json:
    report = checked.report
    glossary = glossary_of(report.form, pack, language)
    return {
        "path": report.path,
        **({"part": report.part} if report.part is not None else {}),
        "format": report.format,
        "organ": report.organ,
        "year": report.year,
        "form": report.form.id,
        "editions": dict(report.form.editions),
        "cells": {name: _cell(value) for name, value in zip(report.form.cells, report.cells, strict=True)},
        "verdicts": {verdict.replace("-", "_"): checked.counts.get(verdict, 0) for verdict in Verdict},
        "findings": [_finding(one) for one in accounts(checked, pack, language)],
        "mistakes": [_mistake(one) for one in mistakes_of(checked, pack, language)],
        "waived": [
            {
                "reason": one.waiver.reason,
                "who": one.waiver.who,
                "until": None if one.waiver.until is None else one.waiver.until.isoformat(),
                "finding": _finding(Account(one.finding, pack.rule(one.finding.rule), checked, glossary)),
            }
            for one in checked.waived
        ],
        "claims": [_claim(claim) for claim in checked.claims],
        "previous": None if checked.previous is None else checked.previous.path,
        "units": [unit.path for unit in checked.units],
    }


def claim_json(claim: Claim) -> dict[str, Json]:
    """What a sentence says and what became of it, without its cells and its place."""
    return {
        "rule": claim.rule,
        "text": claim.text,
        "quoted": claim.quoted,
        "against": claim.against.written,
        "value": claim.value,
        "verdict": claim.verdict,
        "found_in": None if claim.found_in is None else claim.found_in.written,
    }


def _claim(claim: Claim) -> Json:
    return {
        **claim_json(claim),
        "cells": claim.cells,
        "scope": claim.scope,
        "approximate": claim.approximate,
        "location": _location(claim.location),
    }


def _cell(cell: CellValue) -> Json:
    return {
        "value": cell.value,
        "raw": cell.raw,
        "reading": cell.reading,
        "location": _location(cell.location),
        **({"unit": cell.unit} if cell.unit is not None else {}),
        **({"note": cell.note} if cell.note is not None else {}),
        **({"candidates": cell.candidates} if cell.candidates else {}),
    }


def _location(location: Location | None) -> Json:
    if location is None:
        return None
    parts: Mapping[str, Json] = {name: _part(value) for name, value in location._asdict().items()}
    return {name: part for name, part in parts.items() if part is not None or name in _ALWAYS}


def _part(value: object) -> Json:
    """A part of a location; the corners of a box as numbers of at most two places."""
    if isinstance(value, tuple):
        return [Decimal(str(round(corner, 2))) for corner in value]
    return value if isinstance(value, int | str) else None


def suspect_json(suspect: Suspect) -> Json:
    """One of the smallest repairs that explain a finding."""
    return {
        "cells": {_of_report(cell): _change(cell) for cell in suspect.cells},
        "slip": suspect.slip,
        "unique": suspect.unique,
        "claims": [{"rule": one.rule, "text": one.text} for one in suspect.evidence],
        **({"against": [{"rule": one.rule, "text": one.text} for one in suspect.against]} if suspect.against else {}),
    }


def _change(cell: SuspectCell) -> dict[str, Json]:
    """What a cell would have to become; `to` is null where several numbers would do, and the ends are given."""
    ends: dict[str, Json] = {} if cell.new is not None else {"at_least": cell.low, "at_most": cell.high}
    path: dict[str, Json] = {} if cell.report is None else {"path": cell.report.path}
    return {"from": cell.old, "to": cell.new, **ends, **path}


def _of_report(cell: SuspectCell) -> str:
    """The name of a cell; behind its path, if it stands in another report."""
    return cell.cell if cell.report is None else f"{cell.report.path}#{cell.cell}"


def _second_reading(second: SecondReading | None) -> Json:
    return None if second is None else {"agrees": second.agrees, "cells": second.differing}


def _finding(account: Account) -> Json:
    finding = account.finding
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "table": finding.table,
        "each": dict(finding.each),
        "title": account.title,
        "message": account.sentence,
        "comparator": finding.comparator,
        "left": finding.left,
        "right": finding.right,
        "residual": finding.residual,
        "tolerance": finding.tolerance,
        "terms": [
            {
                "letter": term.letter,
                "cell": term.cell,
                "value": term.value,
                "coefficient": term.coefficient,
                "side": term.side,
                **({} if term.source is None else {"path": term.source.path}),
            }
            for term in finding.terms
        ],
        "location": _location(finding.location),
        "facts": finding.facts.printed,
        "also": [{"letter": link.letter, "rule": link.rule} for link in finding.also],
        "suspects": [suspect_json(one) for one in finding.suspects],
        "doubt": finding.doubt,
        "second_reading": _second_reading(finding.second_reading),
        "fingerprint": finding.fingerprint,
    }


def _mistake(account: MistakeAccount) -> Json:
    mistake = account.mistake
    return {
        "id": mistake.id,
        "severity": mistake.severity,
        "sure": mistake.sure,
        "demand": mistake.demand,
        "choices": [[{"cell": cell.cell, **_change(cell)} for cell in one.cells] for one in mistake.choices],
        "slip": mistake.slip,
        "settles": mistake.settles,
        "findings": [one.fingerprint for one in mistake.findings],
        "message": account.message,
        "why": account.why,
        "proof": account.proof,
    }
