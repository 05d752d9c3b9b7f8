"""What the names of a rule stand for in a form: expands a rule into constraints over cells.

In a rule for `table: T` with `each: column`, a bare name is a row of T, or a group of its rows, in the column at hand;
with `each: row` it is a column of T in the row at hand; otherwise `row.column` is a cell of T. A full cell name
(`disputes.reconsideration.total`, of any table) and the name of a fact always stand for themselves. A group stands for
the sum of its rows; `sum(denied.*)` insists on a group, `sum(denied)` also takes the single row of another edition.

`previous.NAME` is NAME in last year's report of the same organ, `units.NAME` the sum of NAME over the reports of the
units below. With `each: cell` a rule runs over all cells, and `cell` is the one at hand: `cell = units.cell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from validator.model.constraint import Constraint, Linear, Relation, Term
from validator.model.form import PREVIOUS, UNITS, CellName, Form, ReportBlock, Table, split_block
from validator.model.rule import Fact, Rule
from validator.packs.language.syntax import (
    Added,
    Comparison,
    Constant,
    ExpressionError,
    Name,
    Negated,
    Scaled,
    Side,
    Total,
    parse_check,
    parse_guard,
    parse_sum,
)

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
    "parse_guard",
    "parse_sum",
]

_ALL = ".*"
_AT_HAND = "cell"
"""The cell at hand in a rule with `each: cell`."""


class UnknownNameError(LookupError):
    """A name that stands for nothing in a form."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        """`known`: the names that could stand in its place."""
        super().__init__(name)
        self.name = name
        self.known = known


@dataclass(frozen=True, slots=True)
class NameScope:
    """What names stand for, in one form, in rules of one table."""

    form: Form
    table: Table | None = None
    each: str | None = None
    facts: tuple[str, ...] = ()
    blocks: tuple[ReportBlock, ...] = ()
    """Reports beside the one at hand whose cells can be named."""

    @classmethod
    def of(cls, rule: Rule, form: Form, facts: Iterable[Fact], blocks: Iterable[ReportBlock] = ()) -> NameScope | None:
        """The scope of a rule, or None if the form lacks its table or has it in an edition the rule is not for."""
        table = next((table for table in form.tables if table.name == rule.table), None)
        edition = form.id if rule.table is None else table and table.edition
        if edition is None or (rule.forms and edition not in rule.forms):
            return None
        return cls(form, table, rule.each, tuple(fact.name for fact in facts), tuple(blocks))

    @property
    def instances(self) -> tuple[str, ...]:
        """The rows, columns or cells that `each` runs over; one empty name if there is no `each`."""
        if self.each == "cell":
            return self.form.cells if self.table is None else self.table.cells
        if self.table is None or self.each is None:
            return ("",)
        return self.table.row_names if self.each == "row" else self.table.column_names

    def cells(self, name: str, instance: str = "") -> tuple[str, ...]:
        """The cells (or the fact) a name stands for in one row or column; raises UnknownNameError."""
        if name in self.facts:
            return (name,)
        head, _, rest = name.partition(".")
        if head in {PREVIOUS, UNITS}:
            cells = tuple(self._elsewhere(head, rest, instance))
        else:
            cells = tuple(self._local(name, instance)) or tuple(self._full(name))
        if not cells:
            raise UnknownNameError(name, self._known(name))
        return cells

    def _elsewhere(self, kind: str, name: str, instance: str) -> Iterator[str]:
        """The cells that a name stands for in the other reports of a kind; every one of them must have the name."""
        by_form: dict[tuple[tuple[str, str], ...], tuple[str, ...]] = {}
        for block in self.blocks:
            if block.kind == kind:
                if block.form.editions not in by_form:
                    by_form[block.form.editions] = self._there(block, name, instance)
                yield from (f"{block.name}.{cell}" for cell in by_form[block.form.editions])

    def _there(self, block: ReportBlock, name: str, instance: str) -> tuple[str, ...]:
        """The cells that a name stands for in another report."""
        table = next((one for one in block.form.tables if self.table and one.name == self.table.name), None)
        try:
            return NameScope(block.form, table, self.each).cells(name, instance)
        except UnknownNameError as error:
            known = tuple(f"{block.kind}.{one}" for one in error.known)
            raise UnknownNameError(f"{block.kind}.{name}", known) from None

    def _local(self, name: str, instance: str) -> Iterator[str]:
        if self.each == "cell":
            if name == _AT_HAND:
                yield from self._full(instance)
            return
        table = self.table
        if table is None:
            return
        if self.each == "row":
            if name in table.column_names:
                yield f"{table.name}.{instance}.{name}"
            return
        row, column = (name, instance) if self.each == "column" else _cut(name)
        yield from _cells_of(table, row, column)

    def _full(self, name: str) -> Iterator[str]:
        parts = CellName.parse(name)
        for table in self.form.tables:
            if table.name == parts.table:
                yield from _cells_of(table, parts.row, parts.column)

    def _known(self, name: str) -> tuple[str, ...]:
        """Names that could have been meant: the local ones, the facts, and full ones if the name begins like one."""
        head, _, rest = name.partition(".")
        if head in {PREVIOUS, UNITS}:
            return tuple(f"{head}.{known}" for known in self._known(rest) if known not in self.facts)
        if self.each == "cell":
            return (_AT_HAND, *self.form.cells, *self.facts)
        full = tuple(cell for table in self.form.tables if table.name == head for cell in table.cells)
        if self.table is None:
            return (*(full or self.form.cells), *self.facts)
        if self.each == "row":
            local = self.table.column_names
        else:
            groups = dict.fromkeys(row.group for row in self.table.rows if row.group)
            stars = name.endswith(_ALL)
            local = (*self.table.row_names, *(group + _ALL if stars else group for group in groups))
        if self.each is None:
            local = tuple(f"{row}.{column}" for row in local for column in self.table.column_names)
        return (*local, *full, *self.facts)


def expand(rule: Rule, form: Form, facts: Sequence[Fact], blocks: Sequence[ReportBlock] = ()) -> tuple[Constraint, ...]:
    """The constraints of a rule in a form, row by row or column by column; none if the form has not all its names.

    A rule over all cells leaves out those that another report has not. `blocks`: the reports beside the one at hand.
    Raises ExpressionError if the rule's text is not of the language.
    """
    scope = NameScope.of(rule, form, facts, blocks)
    if scope is None or not rule.check:
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
        return tuple(_relation(one, scope, "") for one in parse_guard(rule.when)) if rule.when else ()
    except UnknownNameError:
        return None


def expand_sum(text: str, scope: NameScope) -> Linear:
    """A sum over cells, its names resolved; raises UnknownNameError, and ExpressionError for other text."""
    return _linear(parse_sum(text), scope, "")


def names_of(side: Side) -> tuple[str, ...]:
    """The names of a sum in order, groups as written."""
    return tuple(dict.fromkeys(_names(side)))


def _instances(rule: Rule, scope: NameScope, instance: str) -> Iterator[Constraint]:
    """The constraints of a rule at one row, column or cell."""
    guard = parse_guard(rule.when) if rule.when else ()
    try:
        for part, text in enumerate(rule.check):
            relation = _relation(parse_check(text), scope, instance)
            if rule.unreadable == "zero" and _has_signs(relation, scope):
                continue
            yield Constraint(
                rule=rule,
                relation=relation,
                guards=tuple(_relation(comparison, scope, instance) for comparison in guard),
                each=_place(rule.each, instance),
                cell=instance if rule.each == "cell" else None,
                part=part,
            )
    except UnknownNameError:
        if rule.each != "cell":
            raise


def _place(each: str | None, instance: str) -> tuple[tuple[str, str], ...]:
    if each == "cell":
        name = CellName.parse(instance)
        return (("row", name.row), ("column", name.column))
    return ((each, instance),) if each else ()


def _has_signs(relation: Relation, scope: NameScope) -> bool:
    """True if a number of a relation may be below 0: such a one cannot be left out of an inequality."""
    names = (
        CellName.parse(split_block(term.cell)[1]) for side in (relation.left, relation.right) for term in side.terms
    )
    tables = {table.name: table for table in scope.form.tables}
    return any(
        name.table in tables
        and name.column in tables[name.table].column_names
        and tables[name.table].column(name.column).signed
        for name in names
    )


def names_in(comparison: Comparison) -> tuple[str, ...]:
    """The names of an expression in order, groups as written."""
    return tuple(dict.fromkeys([*_names(comparison.left), *_names(comparison.right)]))


def _names(side: Side) -> Iterator[str]:
    match side:
        case Name(name):
            yield name
        case Total(members):
            yield from members
        case Scaled(_, inner) | Negated(inner):
            yield from _names(inner)
        case Added(parts):
            for part in parts:
                yield from _names(part)


def _relation(comparison: Comparison, scope: NameScope, instance: str) -> Relation:
    return Relation(
        _linear(comparison.left, scope, instance),
        comparison.comparator,
        _linear(comparison.right, scope, instance),
    )


def _linear(side: Side, scope: NameScope, instance: str) -> Linear:
    weights: dict[str, Fraction] = {}
    constant = Fraction(0)
    for name, coefficient in _weigh(side, Fraction(1)):
        if name is None:
            constant += coefficient
            continue
        for cell in scope.cells(name, instance):
            weights[cell] = weights.get(cell, Fraction(0)) + coefficient
    return Linear(tuple(Term(cell, weight) for cell, weight in weights.items() if weight), constant)


def _weigh(side: Side, factor: Fraction) -> Iterator[tuple[str | None, Fraction]]:
    """Names and what each is multiplied by; None with the value of a constant."""
    match side:
        case Constant(value):
            yield None, factor * Fraction(value)
        case Name(name):
            yield name, factor
        case Total(members):
            for member in members:
                yield member, factor
        case Scaled(coefficient, inner):
            yield from _weigh(inner, factor * Fraction(coefficient))
        case Negated(inner):
            yield from _weigh(inner, -factor)
        case Added(parts):
            for part in parts:
                yield from _weigh(part, factor)


def _cells_of(table: Table, row: str, column: str) -> Iterator[str]:
    """The cell of a row, or the cells of a group's rows, in a column; none if the table has not both."""
    if column not in table.column_names:
        return
    group = row.removesuffix(_ALL)
    for known in table.rows:
        if known.name == row or known.group == group:
            yield f"{table.name}.{known.name}.{column}"


def _cut(name: str) -> tuple[str, str]:
    row, _, column = name.rpartition(".")
    return row, column
