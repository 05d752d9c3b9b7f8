"""What the names of a rule stand for in a form.

In a rule for `table: T` with `each: column`, a bare name is a row of T, or a group of its rows, in the column at hand;
with `each: row` it is a column of T in the row at hand; otherwise `row.column` is a cell of T. A full cell name
(`disputes.reconsideration.total`, of any table) and the name of a fact always stand for themselves. `OTHER.here.total`
is the cell of another table in the row at hand, `OTHER.upheld.here` that in the column at hand. A group stands for the
sum of its rows; `sum(denied.*)` insists on a group, `sum(denied)` also takes the single row of another edition.

`previous.NAME` is NAME in last year's report of the same organ, `previous.previous.NAME` in that of the year before,
`units.NAME` the sum of NAME over the reports of the units below. With `each: cell` a rule runs over all cells, and
`cell` is the one at hand: `cell = units.cell`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial

from msgspec import Struct

from validator.model.form import PREVIOUS, UNITS, CellName, Form, ReportBlock, Table
from validator.model.rules.rule import Fact, Rule

_ALL = ".*"
_AT_HAND = "cell"
"""The cell at hand in a rule with `each: cell`."""
_HERE = "here"
"""The row or column at hand in the name of a cell of another table."""


def block_named(name: str) -> tuple[str, str]:
    """`previous.new` -> (`previous`, `new`); `previous.previous.new` and `units.new` likewise; "" for an own cell."""
    head, _, rest = name.partition(".")
    if head == UNITS:
        return head, rest
    kind = ""
    while head == PREVIOUS:
        kind = f"{kind}.{head}" if kind else head
        name = rest
        head, _, rest = name.partition(".")
    return kind, name


def is_local(name: str) -> bool:
    """Whether a name is that of a cell at hand in another table, which some rows or columns may not have."""
    return _HERE in name.split(".")


class UnknownNameError(LookupError):
    """A name that stands for nothing in a form."""

    def __init__(self, name: str, known: Callable[[], tuple[str, ...]]) -> None:
        """`known`: gives the names that could stand in its place, which few ask for: rules are for many forms."""
        super().__init__(name)
        self.name = name
        self._known = known

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names that could stand in its place."""
        return self._known()


class NameScope(Struct, frozen=True):
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
        kind, rest = block_named(name)
        if kind:
            cells = tuple(self._elsewhere(kind, rest, instance))
        else:
            cells = tuple(self._local(name, instance)) or tuple(self._full(self._located(name, instance)))
        if not cells:
            raise UnknownNameError(name, partial(self._known, name))
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
            there = error
        raise UnknownNameError(
            f"{block.kind}.{name}", lambda: tuple(f"{block.kind}.{one}" for one in there.known)
        ) from None

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

    def _located(self, name: str, instance: str) -> str:
        """A name with the row or column at hand in place of `here`."""
        parts = CellName.parse(name)
        if self.each == "row" and parts.row == _HERE:
            return str(CellName(parts.table, instance, parts.column))
        if self.each == "column" and parts.column == _HERE:
            return str(CellName(parts.table, parts.row, instance))
        return name

    def _full(self, name: str) -> Iterator[str]:
        parts = CellName.parse(name)
        for table in self.form.tables:
            if table.name == parts.table:
                yield from _cells_of(table, parts.row, parts.column)

    def _known(self, name: str) -> tuple[str, ...]:
        """Names that could have been meant: the local ones, the facts, and full ones if the name begins like one."""
        kind, rest = block_named(name)
        if kind:
            return tuple(f"{kind}.{known}" for known in self._known(rest) if known not in self.facts)
        head = name.partition(".")[0]
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


def _cells_of(table: Table, row: str, column: str) -> Iterator[str]:
    """The cell of a row, or the cells of a group's rows, in a column; none if the table has not both."""
    if column not in table.column_names:
        return
    group = row.removesuffix(_ALL)
    for name in table.rows_called.get(group, ()):
        if name != group or name == row:
            yield f"{table.name}.{name}.{column}"


def _cut(name: str) -> tuple[str, str]:
    row, _, column = name.rpartition(".")
    return row, column
