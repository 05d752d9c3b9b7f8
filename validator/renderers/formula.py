"""The relation of a rule in the words of the form, and worked with the numbers of an example.

`gouji explain` has to answer at once, so the text of the relation is taken apart here by Python's own parser: once its
names are replaced, a relation of the rule language is two Python expressions. Faults of the text are found elsewhere,
when the pack is loaded.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from validator.finding import Finding, FindingTerm
from validator.form import CellName, Table
from validator.messages import say
from validator.numbers import read_number
from validator.renderers import equation
from validator.renderers.glossary import Glossary
from validator.report import CellValue, Reading
from validator.rule import Example, Rule, Verdict

_COMPARATOR = re.compile(r"<=|>=|=|<|>")
_NAME = re.compile(r"\b(?!sum\b|and\b)[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(?:\.\*)?")
_SIGNS = {"<=": "≤", ">=": "≥"}
_ALL = ".*"


@dataclass(frozen=True, slots=True)
class _Part:
    """A name of a relation and what it is multiplied by; a mere number has no name."""

    name: str | None
    coefficient: Fraction


def in_words(text: str, rule: Rule, glossary: Glossary) -> str:
    """`一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度`; also for a guard."""
    conditions = []
    for condition in re.split(r"\s+and\s+", text):
        left, comparator, right = _sides(condition)
        words = (_sum_in_words(side, rule, glossary) for side in (left, right))
        conditions.append(f" {_SIGNS.get(comparator, comparator)} ".join(words))
    return say("and", glossary.language).join(conditions)


@dataclass(frozen=True, slots=True)
class Worked:
    """A relation with the numbers of an example."""

    text: str
    """`128 + 5 = 133，121 + 12 = 133；两边相等`."""
    violated: bool


def worked(text: str, example: Example, rule: Rule, glossary: Glossary) -> Worked:
    """Put the numbers of an example into a relation."""
    left, comparator, right = _sides(text)
    terms, totals, constants = [], [], []
    for side, expression in (("left", left), ("right", right)):
        mine = list(_terms(expression, side, example, rule, glossary))
        constant = sum((part.coefficient for part in _parts(expression) if part.name is None), Fraction(0))
        terms += mine
        constants.append(constant)
        totals.append(constant + sum((term.coefficient * (term.value or 0) for term in mine), Fraction(0)))
    finding = Finding(
        rule=rule.id,
        severity=rule.severity,
        verdict=Verdict.VIOLATED,
        comparator=comparator,
        left=totals[0],
        right=totals[1],
        tolerance=Fraction(rule.tolerance),
        constant=(constants[0], constants[1]),
        terms=tuple(terms),
    )
    language = glossary.language
    residual = totals[0] - totals[1]
    excess = {"=": abs(residual), "<=": residual, ">=": -residual}[comparator]
    violated = excess > finding.tolerance
    if violated:
        outcome = equation.difference(finding, language)
    else:
        outcome = say("order-agrees" if residual else "sides-agree", language)
    numbers = equation.numbers(finding, None, language)
    return Worked(say("semicolon", language).join((numbers, outcome)), violated)


def _sides(text: str) -> tuple[str, str, str]:
    comparator = _COMPARATOR.search(text)
    if comparator is None:
        return text, "=", "0"
    return text[: comparator.start()].strip(), comparator.group(), text[comparator.end() :].strip()


def _parts(expression: str) -> Iterator[_Part]:
    """The names of one side and their coefficients, in order."""
    names = dict(enumerate(_NAME.findall(expression)))
    numbered = iter(names)
    python = _NAME.sub(lambda _: f"_{next(numbered)}", expression)
    yield from _weigh(ast.parse(python, mode="eval").body, Fraction(1), names)


def _weigh(node: ast.expr, factor: Fraction, names: dict[int, str]) -> Iterator[_Part]:
    match node:
        case ast.Constant(value):
            yield _Part(None, factor * Fraction(str(value)))
        case ast.Name(id=name):
            yield _Part(names[int(name[1:])], factor)
        case ast.Call(args=members):
            for member in members:
                yield from _weigh(member, factor, names)
        case ast.UnaryOp(operand=inner):
            yield from _weigh(inner, -factor, names)
        case ast.BinOp(left=ast.Constant(value), op=ast.Mult(), right=inner):
            yield from _weigh(inner, factor * Fraction(str(value)), names)
        case ast.BinOp(left=left, op=operator, right=right):
            yield from _weigh(left, factor, names)
            yield from _weigh(right, -factor if isinstance(operator, ast.Sub) else factor, names)


def _sum_in_words(expression: str, rule: Rule, glossary: Glossary) -> str:
    parts = list(_parts(expression))
    terms = [FindingTerm(part.name, part.name, None, part.coefficient, "") for part in parts if part.name is not None]
    constant = sum((part.coefficient for part in parts if part.name is None), Fraction(0))
    return equation.sum_words(terms, lambda term: _name_in_words(term.cell, rule, glossary), constant)


def _name_in_words(name: str, rule: Rule, glossary: Glossary) -> str:
    """A row, a group of rows, a column or a cell in words; the name itself if the form has none of these."""
    table = glossary.find_table(rule.table)
    group = name.removesuffix(_ALL)
    if table and rule.each == "row" and name in table.column_names:
        return glossary.column(table.column(name))
    if table and rule.each != "row" and name in table.row_names:
        return glossary.row(table.row(name))
    if table and rule.each != "row" and any(row.group == group for row in table.rows):
        return _group_in_words(group, table, glossary)
    full = next((one for one in (f"{rule.table}.{name}", name) if _is_cell(one, glossary)), name)
    cell = CellName.parse(full)
    owner = glossary.find_table(cell.table)
    if owner and any(row.group == cell.row.removesuffix(_ALL) for row in owner.rows):
        rows = _group_in_words(cell.row.removesuffix(_ALL), owner, glossary)
        return say("cell-name", glossary.language, row=rows, column=glossary.column_named(cell.table, cell.column))
    return glossary.cell(full)


def _group_in_words(group: str, table: Table, glossary: Glossary) -> str:
    rows = [row for row in table.rows if row.group == group]
    number, bracket, _ = rows[0].number.partition("）")
    if bracket:
        return say("group", glossary.language, number=number + bracket)
    return glossary.listed([glossary.row(row) for row in rows])


def _is_cell(name: str, glossary: Glossary) -> bool:
    """True for a cell of the form, and for the cells of a group in one column."""
    cell = CellName.parse(name)
    table = glossary.find_table(cell.table)
    if table is None or cell.column not in table.column_names:
        return False
    return any(cell.row.removesuffix(_ALL) in {row.name, row.group} for row in table.rows)


def _terms(expression: str, side: str, example: Example, rule: Rule, glossary: Glossary) -> Iterator[FindingTerm]:
    """The terms of one side that the example gives, under their names in words instead of letters."""
    for part in _parts(expression):
        if part.name is None:
            continue
        for name in _given(part.name, example.cells):
            value = _amount(example.cells[name], name, rule, glossary)
            word = _name_in_words(name, rule, glossary)
            yield FindingTerm(word, name, value, part.coefficient, side, example.cells[name] or "")


def _given(name: str, cells: Iterable[str]) -> list[str]:
    """The cells of an example that a name of the relation stands for."""
    group = name.removesuffix(_ALL)
    return [cell for cell in cells if cell == name or cell.rpartition(".")[0] == group]


def _amount(text: str | None, name: str, rule: Rule, glossary: Glossary) -> Fraction | None:
    printed = read_number(text or "")
    if printed.value is None:
        return None
    cell = CellValue(Reading.READ, printed.value, unit=printed.unit)
    table = glossary.find_table(rule.table) or glossary.find_table(CellName.parse(name).table)
    column = name.rpartition(".")[2]
    if table and column in table.column_names:
        return cell.amount(table.column(column))
    return Fraction(Decimal(printed.value))
