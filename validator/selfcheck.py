"""Run the examples of the rules in a pack: one must hold, the other must be violated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from validator.checker import Checker
from validator.damage import cell_value
from validator.document import Cell
from validator.evaluate import VERDICTS, evaluate
from validator.exampledocument import example_document, example_form, example_report
from validator.expression import Scope, UnknownNameError
from validator.finding import Finding
from validator.form import Form
from validator.problem import Text, UnreadableInputError
from validator.report import CellValue, Reading, Report
from validator.rule import Example, Rule, Verdict
from validator.rulefile import Pack
from validator.vector import vectors
from validator.waivers import UNUSED, Waiver, settle

HOLDS, VIOLATED = "holds", "violated"


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example whose outcome is not what the rule file says."""

    rule: str
    which: str
    """`holds` or `violated`."""
    message: Text
    """What came out instead."""


def run_examples(pack: Pack) -> tuple[ExampleFailure, ...]:
    """Run all examples; () if each comes out as it should."""
    checker = Checker(pack)
    return tuple(
        failure
        for rule in pack.rules
        for which, example in ((HOLDS, rule.holds), (VIOLATED, rule.violated))
        if example is not None and (failure := _run(checker, pack, rule, which, example)) is not None
    )


def _run(checker: Checker, pack: Pack, rule: Rule, which: str, example: Example) -> ExampleFailure | None:
    try:
        if rule.claim:
            observed = _claimed(checker, pack, rule, example)
        elif rule.observe:
            observed = _observed(checker, pack, rule, example)
        else:
            observed = _evaluated(checker, pack, rule, example)
    except UnreadableInputError as error:
        return ExampleFailure(rule.id, which, error.reason)
    wanted = Verdict.SATISFIED if which == HOLDS else Verdict.VIOLATED
    if observed is wanted:
        return None
    return ExampleFailure(rule.id, which, Text(f"结果是 {observed.value}", f"the outcome is {observed.value}"))


def _observed(checker: Checker, pack: Pack, rule: Rule, example: Example) -> Verdict:
    """Whether the extraction tells what the rule observes, in a document made of the example."""
    document = example_document(example, example_form(example, pack.forms))
    report = checker.recognise(document)
    (checked,) = checker.check([report], frozenset({rule.id}))
    waivers = _waivers(report, example)
    findings = settle(report, _accepted(rule, waivers), waivers, [rule], date.max).findings if waivers else ()
    told = [one for one in (*checked.findings, *findings) if one.rule == rule.id]
    return Verdict.VIOLATED if told else Verdict.SATISFIED


def _waivers(report: Report, example: Example) -> tuple[Waiver, ...]:
    """The waiver that an example speaks of."""
    state = example.cells.get("waiver")
    if state is None:
        return ()
    until = date.min if state == "expired" else None
    return (Waiver(state, "", until=until, organ=report.organ, year=report.year, rule=UNUSED),)


def _accepted(rule: Rule, waivers: Sequence[Waiver]) -> tuple[Finding, ...]:
    """The findings that waivers accept, except that of an unused one."""
    return tuple(
        Finding("accepted", rule.severity, Verdict.VIOLATED, fingerprint=one.fingerprint)
        for one in waivers
        if one.fingerprint != "unused"
    )


def _claimed(checker: Checker, pack: Pack, rule: Rule, example: Example) -> Verdict:
    """The worst verdict on what a sentence says under a rule; not applicable if it says nothing."""
    report = example_report(example, pack.forms)
    previous = example_report(example, pack.forms, "previous.")
    claims = checker.claims(report, previous)
    verdicts = {claim.verdict for claim in claims if claim.rule == rule.id}
    order = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.SATISFIED)
    return next((verdict for verdict in order if verdict in verdicts), Verdict.NOT_APPLICABLE)


def _evaluated(checker: Checker, pack: Pack, rule: Rule, example: Example) -> Verdict:
    """The worst verdict on the relations of a rule at the first place where it applies."""
    form, scope, instance = _place(pack, rule, example)
    printed = {_cell(scope, name, instance): text for name, text in example.cells.items() if name not in _SETTINGS}
    blank = CellValue(Reading.BLANK)
    cells = tuple(
        cell_value(Cell(text, 0, 0), Reading.READ) if (text := printed.get(name)) else blank for name in form.cells
    )
    report = Report("example", "text", example.cells.get("organ"), None, form, cells)
    system = checker.system(form)
    codes = evaluate(system, vectors(system, [report], pack.facts).block).codes[0]
    verdicts = {
        VERDICTS[codes[at]]
        for at, constraint in enumerate(system.constraints)
        if constraint.rule.id == rule.id and dict(constraint.each).get(rule.each or "", "") == instance
    }
    order = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.SATISFIED, Verdict.NOT_APPLICABLE)
    return next(verdict for verdict in order if verdict in verdicts)


_SETTINGS = frozenset({"organ", "form", "year"})
"""Names in the example of a relation that are no cells."""


def _place(pack: Pack, rule: Rule, example: Example) -> tuple[Form, Scope, str]:
    """The newest form that has the names of an example, and the first row or column the rule is for."""
    for scope in _scopes(pack, rule):
        instance = next(one for one in scope.instances if not rule.only or one in rule.only)
        try:
            for name in example.cells:
                if name not in _SETTINGS:
                    scope.cells(name, instance)
        except UnknownNameError:
            continue
        return scope.form, scope, instance
    raise LookupError(f"no form has the names in the example of {rule.id}")


def _scopes(pack: Pack, rule: Rule) -> Iterator[Scope]:
    return (scope for form in reversed(pack.forms) if (scope := Scope.of(rule, form, pack.facts)) is not None)


def _cell(scope: Scope, name: str, instance: str) -> str:
    return scope.cells(name, instance)[0]
