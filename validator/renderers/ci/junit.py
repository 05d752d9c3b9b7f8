"""JUnit XML, for the test pages of build servers: a suite for each report, a case for each constraint.

A violated error or warning is a failure of that type. A note is a case that passes and says what was noticed: it is
merely worth a look. What could not be decided, or does not apply, is skipped. Findings that are on no constraint are
cases of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.finding import ConstraintVerdict, Finding
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout import paths as targets
from validator.renderers.layout.escaping import xml_safe
from validator.renderers.layout.lines import clean, clean_path
from validator.renderers.words import summary
from validator.renderers.words.account import Account
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}
"""Attribute of a suite -> the elements it counts."""


class _Told(NamedTuple):
    """A finding, with the mistake that it belongs to."""

    account: Account
    mistake: MistakeAccount

    @property
    def finding(self) -> Finding:
        return self.account.finding


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """One `testsuites` element, as UTF-8."""
    root = ET.Element("testsuites", name="gouji")
    for checked in result.reports:
        root.append(_suite(checked, pack, options))
    for error in result.unreadable:
        root.append(_unreadable(error, options))
    for suite in root:
        _count(suite)
    _count(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(checked: ReportResult, pack: Pack, options: RenderOptions) -> ET.Element:
    report = checked.report
    suite = ET.Element("testsuite", name=xml_safe(targets.shown_part(report, options.folder)))
    known = {"heading": summary.heading(report, options.language), "form": report.form.id}
    known |= {"organ": report.organ or "", "year": "" if report.year is None else str(report.year)}
    _properties(suite, known)
    # A finding goes with its constraint; all that are on none, or one too many, have cases of their own.
    mistakes = mistakes_of(checked, pack, options.language)
    told_of = {id(one.finding): _Told(one, mistake) for mistake in mistakes for one in mistake.accounts}
    alone = [told_of[id(finding)] for finding in checked.findings]
    relations = {one.finding.key: one for one in reversed(alone) if one.finding.comparator is not None}
    for outcome in checked.outcomes:
        told = relations.get(outcome.key)
        suite.append(_constraint(outcome, told, options.language))
        if told is not None:
            alone.remove(told)
    seen: Counter[str] = Counter()
    for told in alone:
        name = _own_name(told)
        seen[name] += 1
        suite.append(_own_case(told, name if seen[name] == 1 else f"{name}#{seen[name]}"))
    return suite


def _constraint(outcome: ConstraintVerdict, told: _Told | None, language: str) -> ET.Element:
    case = ET.Element("testcase", classname=outcome.key.rule, name=_name(outcome))
    if told is not None:
        _properties(case, _facts(told))
    if outcome.verdict in {Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE}:
        why = told.account.brief if told else say(f"verdict-{outcome.verdict}", language)
        ET.SubElement(case, "skipped", type=outcome.verdict.value, message=xml_safe(why))
    elif told is not None:
        _say_found(case, told)
    return case


def _name(outcome: ConstraintVerdict) -> str:
    """The rule and the row or column, as a name that no other case of the suite has."""
    place = "".join(f"[{axis}={name}]" for axis, name in outcome.key.each)
    return outcome.key.rule + place + (f"#{outcome.key.part + 1}" if outcome.key.part else "")


def _own_name(told: _Told) -> str:
    place = "".join(f"[{axis}={name}]" for axis, name in told.finding.each)
    return told.finding.rule + (f"[{told.finding.table}]" if told.finding.table else "") + place


def _own_case(told: _Told, name: str) -> ET.Element:
    case = ET.Element("testcase", classname=told.finding.rule, name=xml_safe(name))
    _properties(case, _facts(told))
    if told.finding.verdict is Verdict.UNDETERMINED:
        ET.SubElement(case, "skipped", type="undetermined", message=xml_safe(told.account.brief))
        return case
    _say_found(case, told)
    return case


def _facts(told: _Told) -> Mapping[str, str]:
    finding = told.finding
    return {"severity": finding.severity, "verdict": finding.verdict, "fingerprint": finding.fingerprint}


def _say_found(case: ET.Element, told: _Told) -> None:
    """What to change and why, then what this very relation says; without letters, for no table stands beside them."""
    account, mistake = told
    said = (mistake.message, mistake.why, account.headline, account.brief, account.place.file)
    text = xml_safe("\n".join(filter(None, said)))
    if told.finding.severity is Severity.NOTE:
        ET.SubElement(case, "system-out").text = text
    else:
        message, kind = xml_safe(mistake.message), told.finding.severity.value
        ET.SubElement(case, "failure", type=kind, message=message).text = text


def _unreadable(error: UnreadableInputError, options: RenderOptions) -> ET.Element:
    language = options.language
    name = xml_safe(clean_path(targets.shown(error.path, options.folder)))
    suite = ET.Element("testsuite", name=name)
    case = ET.SubElement(suite, "testcase", classname="unreadable", name=name)
    reason, hint = (xml_safe(clean(text[language])) for text in (error.reason, error.hint))
    ET.SubElement(case, "error", type="unreadable", message=reason).text = hint
    return suite


def _properties(parent: ET.Element, named: Mapping[str, str]) -> None:
    holder = ET.SubElement(parent, "properties")
    for name, value in named.items():
        ET.SubElement(holder, "property", name=name, value=xml_safe(value))


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(sum(1 for _ in suite.iter("testcase"))))
    for attribute, element in _COUNTED.items():
        suite.set(attribute, str(sum(1 for _ in suite.iter(element))))
