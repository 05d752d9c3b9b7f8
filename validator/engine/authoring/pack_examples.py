"""Run the examples of the rules in a pack: one must hold, the other must be violated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from validator.checking.checker import Checker
from validator.checking.decisions.waivers import UNUSED, settle
from validator.constraints.codes import VERDICTS
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.crosschecks.blocks import BlockSystems, Neighbours
from validator.crosschecks.check import check_between
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.engine.authoring._example_documents import example_documents, example_report, example_units
from validator.model.document import Cell
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding
from validator.model.form import MOST_YEARS_BACK, UNITS, Form, split_block, years_back
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Example, Rule, Verdict
from validator.model.text import Text
from validator.model.waiver import Waiver
from validator.packs.language.expansion import NameScope, UnknownNameError
from validator.packs.pack import Pack
from validator.recognition.cells import cell_value, own_units

HOLDS, VIOLATED, PASSED_OVER = "holds", "violated", "not_applicable"
_WHICH = {Verdict.SATISFIED: HOLDS, Verdict.VIOLATED: VIOLATED, Verdict.NOT_APPLICABLE: PASSED_OVER}


class ExampleFailure(Struct, frozen=True):
    """An example whose outcome is not what the rule file says."""

    rule: str
    which: str
    """`holds`, `violated` or `not_applicable`."""
    message: Text
    """What came out instead."""


def run_examples(pack: Pack, today: date) -> tuple[ExampleFailure, ...]:
    """Run all examples; () if each comes out as it should. `today`: the day on which their reports are checked."""
    checker = Checker(pack)
    return tuple(failure for rule in pack.rules for failure in failing(checker, rule, today))


def failing(checker: Checker, rule: Rule, today: date) -> Iterator[ExampleFailure]:
    """The examples of a rule that do not come out as they should, under the rules of the checker."""
    for wanted, example in rule.examples:
        which = _WHICH[wanted]
        try:
            observed = _outcome(checker, rule, example, today)
        except UnreadableInputError as error:
            yield ExampleFailure(rule.id, which, error.reason)
        else:
            if observed is not wanted:
                found = Text(f"结果是 {observed.value}", f"the outcome is {observed.value}")
                yield ExampleFailure(rule.id, which, found)


def _outcome(checker: Checker, rule: Rule, example: Example, today: date) -> Verdict:
    if rule.claim:
        return _claimed(checker, checker.pack, rule, example)
    if rule.observe:
        return _observed(checker, rule, example, today)
    return _evaluated(checker, checker.pack, rule, example)


def _observed(checker: Checker, rule: Rule, example: Example, today: date) -> Verdict:
    """Whether the extraction tells what the rule observes, in a document made of the example."""
    pack = checker.pack
    reports = [checker.recognise(document) for document in example_documents(example, pack)]
    checked = checker.check(reports, frozenset({rule.id}), today)
    groups = find_groups(reports, (), pack.names, Across(lines=example_units(example, pack)))
    checked = check_between(checker, groups, reports, checked, frozenset({rule.id}))
    waivers = _waivers(reports[0], example)
    settled = settle(reports[0], _accepted(rule, waivers), waivers, [rule], date.max).findings if waivers else ()
    told = [finding for one in checked for finding in one.findings]
    return Verdict.VIOLATED if any(one.rule == rule.id for one in (*told, *settled)) else Verdict.SATISFIED


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
    report = example_report(example, pack)
    previous = example_report(example, pack, "previous.")
    claims = checker.claims(report, previous)
    verdicts = {claim.verdict for claim in claims if claim.rule == rule.id}
    order = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.SATISFIED)
    return next((verdict for verdict in order if verdict in verdicts), Verdict.NOT_APPLICABLE)


def _evaluated(checker: Checker, pack: Pack, rule: Rule, example: Example) -> Verdict:
    """The worst verdict on the relations of a rule at the first place where it applies."""
    scope, instance = _place(pack, rule, example)
    printed: dict[str, dict[str, str | None]] = {"": {}}
    for name, text in example.cells.items():
        if name not in _SETTINGS:
            block, own = split_block(name)
            printed.setdefault(block, {})[_cell(scope, own, instance)] = text
    last = max((back for back in range(1, MOST_YEARS_BACK + 1) if years_back(back) in printed), default=0)
    years = [years_back(back) for back in range(1, last + 1)]
    for name in years:
        printed.setdefault(name, {})
    organ = example.cells.get("organ")
    reports = [_report(scope.form, organ, cells) for cells in printed.values()]
    systems = BlockSystems(checker)
    if rule in systems.rules:
        places = {block: at for at, block in enumerate(printed)}
        units = tuple(at for block, at in places.items() if block.startswith(UNITS))
        before = [places[name] for name in years]
        neighbours = systems.needed([Neighbours(0, before[0] if before else None, units, tuple(before[1:]))])
        outcomes = systems.check(reports, neighbours, systems.numbers(reports, neighbours))[0]
        found = [(one.constraint, one.verdict) for one in outcomes]
    else:
        system = checker.system(scope.form)
        codes = evaluate(system, vectors(system, reports, pack.facts).block).codes[0]
        found = [(one, VERDICTS[code]) for one, code in zip(system.constraints, codes, strict=True)]
    verdicts = {verdict for one, verdict in found if one.rule.id == rule.id and _instance(one) == instance}
    order = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.SATISFIED, Verdict.NOT_APPLICABLE)
    # Without a report that the rule names beside the example's own there is no relation at all.
    return next((verdict for verdict in order if verdict in verdicts), Verdict.NOT_APPLICABLE)


def _report(form: Form, organ: str | None, printed: Mapping[str, str | None]) -> Report:
    """A report with these texts in its cells; the others are blank."""
    blank = CellValue(Reading.BLANK)
    units = own_units([form])
    cells = tuple(
        cell_value(Cell(text, 0, 0), Reading.READ, units) if (text := printed.get(name)) else blank
        for name in form.cells
    )
    return Report("example", "text", organ, None, form, cells)


def _instance(constraint: Constraint) -> str:
    """The row, column or cell that a constraint is for."""
    if constraint.cell is not None:
        return constraint.cell
    return constraint.each[0][1] if constraint.each else ""


_SETTINGS = frozenset({"organ", "form", "year"})
"""Names in the example of a relation that are no cells."""


def _place(pack: Pack, rule: Rule, example: Example) -> tuple[NameScope, str]:
    """The newest form that has the names of an example, and the first row or column the rule is for."""
    for scope in _scopes(pack, rule):
        instance = next(one for one in scope.instances if not rule.only or one in rule.only)
        try:
            for name in example.cells:
                if name not in _SETTINGS:
                    scope.cells(split_block(name)[1], instance)
        except UnknownNameError:
            continue
        return scope, instance
    raise LookupError(f"no form has the names in the example of {rule.id}")


def _scopes(pack: Pack, rule: Rule) -> Iterator[NameScope]:
    return (scope for form in reversed(pack.forms) if (scope := NameScope.of(rule, form, pack.facts)) is not None)


def _cell(scope: NameScope, name: str, instance: str) -> str:
    return scope.cells(name, instance)[0]
