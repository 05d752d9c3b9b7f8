"""A rule becomes constraints over cells: what is linear for the matrix, the rest as conditions.

What the names stand for is settled in `names.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from validator.model.form import CellName, Form, ReportBlock, split_block
from validator.model.rules import condition as conditions
from validator.model.rules.condition import Amount, Condition, cells_of
from validator.model.rules.constraint import Constraint
from validator.model.rules.linear import Linear, Relation, Term
from validator.model.rules.rule import Fact, Rule
from validator.packs.language import tree
from validator.packs.language.names import NameScope, UnknownNameError, block_named, is_local
from validator.packs.language.syntax import ExpressionError, parse_check, parse_sum
from validator.packs.language.tree import names_in

__all__ = [
    "ExpressionError",
    "NameScope",
    "UnknownNameError",
    "expand",
    "expand_guard",
    "expand_sum",
    "names_in",
    "names_of",
    "parse_check",
    "parse_sum",
]

_LINEAR = ("=", "<=", ">=")
"""Comparators of the matrix."""
_STRICT = {"<": ("<=", 1), ">": (">=", -1)}
"""Of whole numbers, `a < b` is `a + 1 <= b`: the comparator, and what is added to the left side."""


def expand(rule: Rule, form: Form, facts: Sequence[Fact], blocks: Sequence[ReportBlock] = ()) -> tuple[Constraint, ...]:
    """The constraints of a rule in a form, row by row or column by column; none if the form has not all its names.

    A rule over all cells leaves out those that another report has not. `blocks`: the reports beside the one at hand.
    Raises ExpressionError if the rule's text is not of the language.
    """
    scope = NameScope.of(rule, form, facts, blocks)
    if scope is None or not rule.check or _asks_for_others(rule, scope):
        return ()
    chosen = [one for one in scope.instances if not rule.only or one in rule.only]
    try:
        return tuple(constraint for instance in chosen for constraint in _instances(rule, scope, instance))
    except UnknownNameError:
        return ()


def expand_guard(rule: Rule, form: Form, facts: Sequence[Fact]) -> tuple[Relation, ...] | None:
    """What must hold for a rule without relations to apply; None if it never does in a form, which has not its names.

    Raises ExpressionError if the text is not of the language.
    """
    scope = NameScope.of(rule, form, facts)
    if scope is None:
        return None
    try:
        return _guarded(rule, scope, "")[0]
    except UnknownNameError:
        return None


def expand_sum(text: str, scope: NameScope) -> Linear:
    """A sum over cells, its names resolved; raises UnknownNameError, and ExpressionError for other text."""
    return _linear(parse_sum(text), scope, "")


def names_of(side: tree.Side) -> tuple[str, ...]:
    """The names of a sum in order, groups as written."""
    return names_in(side)


def demands_of(rule: Rule) -> tuple[tuple[str, tree.Condition], ...]:
    """What the relations of a rule demand, one by one, as written: each becomes a constraint.

    Raises ExpressionError.
    """
    found: list[tuple[str, tree.Condition]] = []
    for text in rule.check:
        demands = tree.demands(parse_check(text))
        found.extend((text if len(demands) == 1 else str(one), one) for one in demands)
    return tuple(found)


def is_plain(condition: tree.Condition) -> bool:
    """Whether a guard is nothing but comparisons of sums, all of which must hold."""
    return all(
        isinstance(one, tree.Comparison) and one.comparator in {*_LINEAR, *_STRICT} and _is_linear(one)
        for one in tree.demands(condition)
    )


def _asks_for_others(rule: Rule, scope: NameScope) -> bool:
    """Whether every instance names a report that is not there, which takes long to find out one by one."""
    there = {"", *(block.kind for block in scope.blocks)}
    first, *_ = demands_of(rule)
    named = (name for part in (*_guards(rule), first[1]) for name in names_in(part))
    return any(name not in scope.facts and block_named(name)[0] not in there for name in named)


def _guards(rule: Rule) -> tuple[tree.Condition, ...]:
    """The conditions all of which must hold for a rule to apply."""
    return tree.demands(parse_check(rule.when)) if rule.when else ()


def _instances(rule: Rule, scope: NameScope, instance: str) -> Iterator[Constraint]:
    """The constraints of a rule at one row, column or cell."""
    try:
        plain, guard = _guarded(rule, scope, instance)
        for part, (text, check) in enumerate(demands_of(rule)):
            relation = _relation(check, scope, instance)
            if relation is not None and rule.unreadable == "zero" and _has_signs(relation, scope):
                continue
            condition = None if relation is not None else _condition(check, scope, instance)
            yield Constraint(
                rule=rule,
                relation=relation or _cells_alone(condition),
                guards=plain,
                each=_place(rule.each, instance),
                cell=instance if rule.each == "cell" else None,
                part=part,
                written=text,
                condition=condition,
                guard=guard,
                blanks=_blanks(rule, scope, instance),
            )
    except UnknownNameError as error:
        if rule.each != "cell" and not is_local(error.name):
            raise


def _guarded(rule: Rule, scope: NameScope, instance: str) -> tuple[tuple[Relation, ...], Condition | None]:
    """The guards that are relations, and what else a rule applies under."""
    plain: list[Relation] = []
    others: list[Condition] = []
    for one in _guards(rule):
        # A guard may be strict, whatever its numbers are: the matrix knows that.
        if is_plain(one) and isinstance(one, tree.Comparison):
            left, right = (_linear(side, scope, instance) for side in (one.left, one.right))
            plain.append(Relation(left, one.comparator, right))
        else:
            others.append(_condition(one, scope, instance))
    if not others:
        return tuple(plain), None
    return tuple(plain), others[0] if len(others) == 1 else conditions.Every(tuple(others))


def _blanks(rule: Rule, scope: NameScope, instance: str) -> Mapping[str, str]:
    """What the cells of single names count as if they are blank."""
    return {cell: policy for name, policy in rule.blanks.items() for cell in scope.cells(name, instance)}


def _cells_alone(condition: Condition | None) -> Relation:
    cells = () if condition is None else cells_of(condition)
    return Relation(Linear(tuple(Term(cell, Fraction(1)) for cell in cells)), "=", Linear(()))


def _place(each: str | None, instance: str) -> tuple[tuple[str, str], ...]:
    if each == "cell":
        name = CellName.parse(instance)
        return (("row", name.row), ("column", name.column))
    return ((each, instance),) if each else ()


def _has_signs(relation: Relation, scope: NameScope) -> bool:
    """True if a number of a relation may be below 0: such a one cannot be left out of an inequality."""
    # Of a sum over units the same cell stands in all of them.
    cells = {split_block(term.cell)[1] for side in (relation.left, relation.right) for term in side.terms}
    names = map(CellName.parse, cells)
    tables = {table.name: table for table in scope.form.tables}
    return any(
        name.table in tables
        and name.column in tables[name.table].column_names
        and tables[name.table].column(name.column).signed
        for name in names
    )


def _relation(check: tree.Condition, scope: NameScope, instance: str) -> Relation | None:
    """A comparison of sums; None for what is none, and for a strict one of numbers that need not be whole."""
    if not isinstance(check, tree.Comparison) or not _is_linear(check):
        return None
    left, right = (_linear(side, scope, instance) for side in (check.left, check.right))
    if check.comparator in _LINEAR:
        return Relation(left, check.comparator, right)
    if check.comparator not in _STRICT or not all(_is_whole(side, scope) for side in (left, right)):
        return None
    comparator, step = _STRICT[check.comparator]
    if left.constant:
        return Relation(Linear(left.terms, left.constant + step), comparator, right)
    return Relation(left, comparator, Linear(right.terms, right.constant - step))


def _is_whole(side: Linear, scope: NameScope) -> bool:
    """Whether a sum is a whole number whatever is printed."""
    return side.constant.denominator == 1 and all(
        term.coefficient.denominator == 1 and _is_count(term.cell, scope) for term in side.terms
    )


def _is_count(cell: str, scope: NameScope) -> bool:
    block, own = split_block(cell)
    form = next((one.form for one in scope.blocks if one.name == block), scope.form) if block else scope.form
    return cell in scope.facts or (own in form.index and not form.columns[form.index[own]].decimals)


def _is_linear(part: tree.Comparison | tree.Side) -> bool:  # noqa: PLR0911 (one for each kind)
    """Whether something is a sum of names, each times a number, or compares two such sums."""
    match part:
        case tree.Constant() | tree.Name() | tree.Total():
            return True
        case tree.Scaled(_, inner) | tree.Negated(inner):
            return _is_linear(inner)
        case tree.Added(parts):
            return all(map(_is_linear, parts))
        case tree.Multiplied(left, tree.Constant()):
            return _is_linear(left)
        case tree.Divided(left, tree.Constant(value)):
            return bool(value) and _is_linear(left)
        case tree.Comparison(left, _, right):
            return _is_linear(left) and _is_linear(right)
    return False


def _condition(check: tree.Condition, scope: NameScope, instance: str) -> Condition:
    match check:
        case tree.Comparison(left, comparator, right):
            return conditions.Compared(_amount(left, scope, instance), comparator, _amount(right, scope, instance))
        case tree.Joined(word, parts):
            found = tuple(_condition(one, scope, instance) for one in parts)
            return conditions.Every(found) if word == tree.AND else conditions.Some(found)


def _amount(side: tree.Side, scope: NameScope, instance: str) -> Amount:  # noqa: PLR0911 (one for each kind)
    if _is_linear(side):
        return _linear(side, scope, instance)
    match side:
        case tree.Multiplied(left, right):
            return conditions.Product(_amount(left, scope, instance), _amount(right, scope, instance))
        case tree.Divided(left, right):
            return conditions.Quotient(_amount(left, scope, instance), _amount(right, scope, instance))
        case tree.Scaled(coefficient, inner):
            return conditions.Product(Linear((), Fraction(coefficient)), _amount(inner, scope, instance))
        case tree.Negated(inner):
            return conditions.Combined(((-1, _amount(inner, scope, instance)),))
        case tree.Added(parts):
            return conditions.Combined(tuple((1, _amount(one, scope, instance)) for one in parts))
        case tree.Called(function, arguments):
            return conditions.Extreme(function, tuple(_amount(one, scope, instance) for one in arguments))
        case tree.Counted(members, comparator, bound):
            cells = tuple(cell for name in members for cell in scope.cells(name, instance))
            return conditions.Count(cells, comparator, None if bound is None else _amount(bound, scope, instance))
    raise AssertionError(side)


def _linear(side: tree.Side, scope: NameScope, instance: str) -> Linear:
    weights: dict[str, Fraction] = {}
    constant = Fraction(0)
    for name, coefficient in _weigh(side, Fraction(1)):
        if name is None:
            constant += coefficient
            continue
        for cell in scope.cells(name, instance):
            weights[cell] = weights[cell] + coefficient if cell in weights else coefficient
    return Linear(tuple(Term(cell, weight) for cell, weight in weights.items() if weight), constant)


def _weigh(side: tree.Side, factor: Fraction) -> Iterator[tuple[str | None, Fraction]]:  # noqa: C901 (one for each kind)
    """Names and what each is multiplied by; None with the value of a constant."""
    match side:
        case tree.Constant(value):
            yield None, factor * Fraction(value)
        case tree.Name(name):
            yield name, factor
        case tree.Total(members):
            for member in members:
                yield member, factor
        case tree.Scaled(coefficient, inner):
            yield from _weigh(inner, factor * Fraction(coefficient))
        case tree.Negated(inner):
            yield from _weigh(inner, -factor)
        case tree.Added(parts):
            for part in parts:
                yield from _weigh(part, factor)
        case tree.Multiplied(inner, tree.Constant(value)):
            yield from _weigh(inner, factor * Fraction(value))
        case tree.Divided(inner, tree.Constant(value)):
            yield from _weigh(inner, factor / Fraction(value))
