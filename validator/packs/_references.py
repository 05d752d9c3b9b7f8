"""Checks of a rule pack that need more than one entry: ids, tables and names against the forms, expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from validator.model.form import PREVIOUS, UNITS, CellName, Form, ReportBlock, split_block
from validator.model.rule import Fact, Rule
from validator.packs.files.rule_file import EXAMPLE_UNITS, SETTINGS, WrittenRule
from validator.packs.files.yaml_file import FaultKind

if TYPE_CHECKING:
    from yaml.nodes import Node

    from validator.packs.language.expansion import NameScope, UnknownNameError
    from validator.packs.language.syntax import Comparison


def check_references(written: Sequence[WrittenRule], forms: Sequence[Form]) -> None:
    """Put down a fault for every id that stands twice and every form, table, row, column or rule that is not there."""
    rules: dict[str, Rule] = {}
    for one in written:
        if one.rule.id in rules and "id" in one.nodes:
            one.file.fault(one.nodes["id"], one.rule.id, FaultKind.DUPLICATE_ID)
        rules.setdefault(one.rule.id, one.rule)
    editions = [form.id for form in forms]
    places = dict.fromkeys(_places(forms))
    for one in written:
        rule = one.rule
        _check_words(one, "forms", editions, FaultKind.UNKNOWN_FORM)
        meant = [form for form in forms if not rule.forms or form.id in rule.forms]
        _check_words(one, "table", (table.name for form in meant for table in form.tables), FaultKind.UNKNOWN_TABLE)
        _check_words(one, "only", _instances(rule, forms), FaultKind.UNKNOWN_NAME)
        _check_words(one, "fallback_for", _same_each(rule, rules.values()), FaultKind.UNKNOWN_RULE)
        if rule.observe is not None and not rule.check:
            _check_examples(one, places)
        elif rule.claim is not None:
            _check_examples(one, {**places, **{f"previous.{place}": None for place in places}})


def check_expressions(written: Sequence[WrittenRule], forms: Sequence[Form], facts: Sequence[Fact]) -> None:
    """Put down a fault for every expression that cannot be parsed, for names no form has, and for examples of others.

    With `forms`, each of them must have all the names; without, one form must.
    """
    from validator.packs.language.expansion import names_in

    for one in written:
        parsed = tuple(_parsed(one))
        scopes = [scopes for form in forms if (scopes := _scopes(one.rule, form, forms, facts))]
        if not parsed or not scopes or not _is_scope_clear(one):
            continue
        names = [(name, node) for node, comparison in parsed for name in names_in(comparison)]
        unknown = [min((_unknown(names, scope) for scope in by_form), key=len) for by_form in scopes]
        if one.rule.forms:
            found = {name: fault for by_name in unknown for name, fault in by_name.items()}
        else:
            found = min(unknown, key=len)
        for error, node in found.values():
            one.file.fault(node, error.name, FaultKind.UNKNOWN_NAME, error.known)
        if not found and one.rule.text is None:
            _check_examples(one, dict.fromkeys(_short_names([name for name, _ in names], chain(*scopes))))


def _scopes(rule: Rule, form: Form, forms: Sequence[Form], facts: Sequence[Fact]) -> list[NameScope]:
    """The scopes of a rule in a form, one for each form that last year's report can be on, its own first."""
    from validator.packs.language.expansion import NameScope

    units = [ReportBlock(f"{UNITS}.{number}", form) for number in EXAMPLE_UNITS]
    others = [form, *(other for other in forms if other is not form)]
    scopes = (NameScope.of(rule, form, facts, [ReportBlock(PREVIOUS, other), *units]) for other in others)
    return [scope for scope in scopes if scope is not None and scope.instances]


def _is_scope_clear(one: WrittenRule) -> bool:
    """False where a fault of `each` leaves open what the names stand for: to judge them would add noise."""
    each = one.nodes.get("each")
    if each is None:
        return "only" not in one.nodes
    if each.value == "cell":
        return True
    return one.rule.table is not None and each.value == one.rule.each


def _check_words(one: WrittenRule, key: str, allowed: Iterable[str], problem: FaultKind) -> None:
    """A fault for every word of a key that is not allowed."""
    nodes = one.file.one_or_more(one.nodes.get(key))
    options = tuple(dict.fromkeys(allowed)) if nodes else ()
    for node in nodes:
        if options and isinstance(node.value, str) and node.value not in options:
            one.file.fault(node, node.value, problem, options)


def _check_examples(one: WrittenRule, allowed: Collection[str]) -> None:
    """A fault for every name in an example that says nothing to the rule."""
    for name, line in one.example_lines:
        if name not in allowed and name not in SETTINGS:
            one.file.fault(line, name, FaultKind.UNKNOWN_NAME, (*allowed, *SETTINGS))


def _same_each(rule: Rule, rules: Iterable[Rule]) -> Iterator[str]:
    """The rules that a rule can be the fallback for."""
    return (other.id for other in rules if (other.table, other.each) == (rule.table, rule.each))


def _instances(rule: Rule, forms: Sequence[Form]) -> Iterator[str]:
    for form in forms:
        for table in form.tables:
            if table.name == rule.table:
                yield from table.row_names if rule.each == "row" else table.column_names
            if rule.each == "cell" and rule.table in {None, table.name}:
                yield from table.cells


def _places(forms: Sequence[Form]) -> Iterator[str]:
    """Everything the example of an observation can name."""
    for form in forms:
        for name in (*form.cells, *SETTINGS, *(f"section.{section.number}" for section in form.sections)):
            yield from (name, f"{PREVIOUS}.{name}")
        yield "parent"
        for number in EXAMPLE_UNITS:
            unit = f"{UNITS}.{number}"
            yield from (f"{unit}.organ", f"{unit}.copies", f"without.{unit}")
        yield from (f"without.section.{section.number}" for section in form.sections)
        for table in form.tables:
            yield from (f"{damage}.{table.name}" for damage in ("without", "keep_rows", "extra_row"))
            yield from (f"without.{table.name}.{name}" for name in (*table.row_names, *table.column_names))
            yield from (f"ragged.{table.name}.{row}" for row in table.row_names)


def _parsed(one: WrittenRule) -> Iterator[tuple[Node, Comparison]]:
    """The comparisons of a rule and where they are written; a syntax error is a fault."""
    from validator.packs.language.syntax import ExpressionError, parse_check, parse_guard

    for key, parse in (("check", parse_check), ("when", parse_guard)):
        for node in one.file.one_or_more(one.nodes.get(key)):
            if not isinstance(node.value, str):
                continue
            try:
                parsed = parse(node.value)
            except ExpressionError as error:
                one.file.fault(node, error.marked, FaultKind.SYNTAX, error.expected)
            else:
                yield from ((node, comparison) for comparison in (parsed if isinstance(parsed, tuple) else (parsed,)))


def _unknown(names: Iterable[tuple[str, Node]], scope: NameScope) -> dict[str, tuple[UnknownNameError, Node]]:
    """The names that stand for nothing in a form, and where each is written first."""
    from validator.packs.language.expansion import UnknownNameError

    unknown: dict[str, tuple[UnknownNameError, Node]] = {}
    for name, node in names:
        try:
            scope.cells(name, scope.instances[0])
        except UnknownNameError as error:
            unknown.setdefault(name, (error, node))
    return unknown


def _short_names(names: Iterable[str], scopes: Iterable[NameScope]) -> Iterator[str]:
    """The names of single cells (or facts) behind the names of a rule, as they are written in it."""
    from validator.packs.language.expansion import UnknownNameError

    for scope in scopes:
        for name in names:
            try:
                cells = scope.cells(name, scope.instances[0])
            except UnknownNameError:
                continue
            yield from (_short(cell, scope) for cell in cells)


def _short(cell: str, scope: NameScope) -> str:
    block, own = split_block(cell)
    if block:
        return f"{block}.{_short(own, scope)}"
    if scope.each == "cell":
        return "cell" if cell == scope.instances[0] else cell
    parts = CellName.parse(cell)
    if scope.table is None or parts.table != scope.table.name:
        return cell
    return {"row": parts.column, "column": parts.row}.get(scope.each or "", f"{parts.row}.{parts.column}")
