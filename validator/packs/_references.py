"""Checks of a rule pack that need more than one entry: ids, tables and names against the forms, expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from validator.model.form import MOST_YEARS_BACK, PREVIOUS, UNITS, CellName, Form, ReportBlock, split_block, years_back
from validator.model.rules.rule import Fact, Rule
from validator.packs.files.rule_file import EXAMPLE_UNITS, SETTINGS, WrittenRule
from validator.packs.files.yaml_file import FaultKind
from validator.packs.language.labels import Labels, has_labels, place_of, table_of

if TYPE_CHECKING:
    from yaml.nodes import Node

    from validator.packs.language.expansion import NameScope, UnknownNameError
    from validator.packs.language.syntax import ExpressionError
    from validator.packs.language.tree import Condition


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
        tables = tuple(table.name for form in meant for table in form.tables)
        _check_words(one, "table", tables, FaultKind.UNKNOWN_TABLE, partial(table_of, forms=meant))
        place = partial(place_of, forms=meant, table=rule.table)
        _check_words(one, "only", _instances(rule, forms), FaultKind.UNKNOWN_NAME, place)
        _check_words(one, "fallback_for", _same_each(rule, rules.values()), FaultKind.UNKNOWN_RULE)
        if rule.observe is not None and not rule.check:
            _check_examples(one, forms, places)
        elif rule.claim is not None:
            _check_examples(one, forms, {**places, **{f"previous.{place}": None for place in places}})


def check_expressions(written: Sequence[WrittenRule], forms: Sequence[Form], facts: Sequence[Fact]) -> None:
    """Put down a fault for every expression that cannot be parsed, for names no form has, and for examples of others.

    With `forms`, each of them must have all the names; without, one form must.
    """
    from validator.packs.language.expansion import names_in

    for one in written:
        parsed = tuple(_parsed(one, forms))
        scopes = [scopes for form in forms if (scopes := _scopes(one.rule, form, forms, facts))]
        if not parsed or not scopes or not _is_scope_clear(one):
            continue
        names = [(name, node) for node, condition in parsed for name in names_in(condition)]
        names += _blank_names(one)
        unknown = [min((_unknown(names, scope) for scope in by_form), key=len) for by_form in scopes]
        if one.rule.forms:
            found = {name: fault for by_name in unknown for name, fault in by_name.items()}
        else:
            found = min(unknown, key=len)
        for error, node in found.values():
            one.file.fault(node, error.name, FaultKind.UNKNOWN_NAME, error.known, at=_place(error.name, node))
        if not found and one.rule.text is None:
            _check_examples(one, forms, dict.fromkeys(_short_names([name for name, _ in names], chain(*scopes))))


def _blank_names(one: WrittenRule) -> list[tuple[str, Node]]:
    """The names of which a rule says what they count as if they are blank."""
    if not one.rule.blanks:
        return []
    return [(str(key.value), key) for key, _ in one.nodes["blank"].value if key.value in one.rule.blanks]


def _scopes(rule: Rule, form: Form, forms: Sequence[Form], facts: Sequence[Fact]) -> list[NameScope]:
    """The scopes of a rule in a form, one for each form that last year's report can be on, its own first."""
    from validator.packs.language.expansion import NameScope

    units = [ReportBlock(f"{UNITS}.{number}", form) for number in EXAMPLE_UNITS]
    others = [form, *(other for other in forms if other is not form)]
    scopes = (NameScope.of(rule, form, facts, [*_earlier(other), *units]) for other in others)
    return [scope for scope in scopes if scope is not None and scope.instances]


def _earlier(form: Form) -> Iterator[ReportBlock]:
    """The reports of the years before, all on one form."""
    return (ReportBlock(years_back(years), form) for years in range(1, MOST_YEARS_BACK + 1))


def _is_scope_clear(one: WrittenRule) -> bool:
    """False where a fault of `each` leaves open what the names stand for: to judge them would add noise."""
    each = one.nodes.get("each")
    if each is None:
        return "only" not in one.nodes
    if each.value == "cell":
        return True
    return one.rule.table is not None and each.value == one.rule.each


def _check_words(
    one: WrittenRule,
    key: str,
    allowed: Iterable[str],
    problem: FaultKind,
    named: Callable[[str], str | None] = lambda _: None,
) -> None:
    """A fault for every word of a key that is not allowed; `named`: the name that stands for a label."""
    nodes = one.file.one_or_more(one.nodes.get(key))
    options = tuple(dict.fromkeys(allowed)) if nodes else ()
    for node in nodes:
        if options and isinstance(node.value, str) and node.value not in options:
            meant = named(node.value) if has_labels(node.value) else None
            one.file.fault(node, node.value, problem, options, meant=meant)


def _check_examples(one: WrittenRule, forms: Sequence[Form], allowed: Collection[str]) -> None:
    """A fault for every name in an example that says nothing to the rule."""
    for name, node in one.example_names:
        if name not in allowed and name not in SETTINGS:
            labels = _labels_of(one.rule, forms) if has_labels(name) else ()
            meant = next((found for label in labels if (found := label.name_of(name)) is not None), None)
            one.file.fault(node, name, FaultKind.UNKNOWN_NAME, (*allowed, *SETTINGS), meant=meant)


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


def _parsed(one: WrittenRule, forms: Sequence[Form]) -> Iterator[tuple[Node, Condition]]:
    """The conditions of a rule and where they are written; a syntax error is a fault."""
    from validator.packs.language.expansion import is_plain
    from validator.packs.language.syntax import ExpressionError, parse_check

    for key in ("check", "when"):
        for node in one.file.one_or_more(one.nodes.get(key)):
            if not isinstance(node.value, str):
                continue
            try:
                parsed = parse_check(node.value)
            except ExpressionError as error:
                _fault_syntax(one, node, error, forms)
            else:
                if one.rule.text is not None and not is_plain(parsed):
                    one.file.fault(node, node.value, FaultKind.SYNTAX, ("and",))
                yield node, parsed


def _fault_syntax(one: WrittenRule, node: Node, error: ExpressionError, forms: Sequence[Form]) -> None:
    """A fault for what is not of the language; where labels stand in place of names, with these in their place."""
    if has_labels(error.text):
        for labels in _labels_of(one.rule, forms):
            meant = labels.translated(error.text)
            if meant is not None:
                one.file.fault(node, error.text, FaultKind.LABEL, meant=meant, at=error.position)
                return
    one.file.fault(node, error.marked, FaultKind.SYNTAX, error.expected, at=error.position)


def _labels_of(rule: Rule, forms: Sequence[Form]) -> Iterator[Labels]:
    """What is printed on the forms that a rule is for, the newest first."""
    for form in reversed(forms):
        named = rule.table if rule.table is None or not has_labels(rule.table) else table_of(rule.table, [form])
        table = next((one for one in form.tables if one.name == named), None)
        if (table is not None or rule.table is None) and (not rule.forms or form.id in rule.forms):
            yield Labels(form, table, rule.each)


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


def _place(name: str, node: Node) -> int:
    """Where a name stands in the text of an expression."""
    found = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", str(node.value))
    return found.start() if found else 0


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
