"""The relation of a rule in the words of the form, and worked with the numbers of an example.

`gouji explain` has to answer at once, so the text of the relation is taken apart here by Python's own parser: once its
names are replaced, a relation of the rule language is two Python expressions. Faults of the text are found elsewhere,
when the pack is loaded. For the same reason the values here are named tuples: a dataclass takes longer to make.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from validator.messages import say
from validator.model.form import PREVIOUS, UNITS, CellName, Table
from validator.model.numbers import UNIT_IN_YUAN, read_number
from validator.model.rules.rule import Example, Rule
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.sums import SideSum, condition_words, difference_in_words, sides_in_numbers, sum_words

_COMPARATOR = re.compile(r"<=|>=|=|<|>")
_NAME = re.compile(r"\b(?!sum\b|and\b|or\b|(?:min|max|abs|count)\s*\()[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(?:\.\*)?")
_SIGNS = {"<=": "≤", ">=": "≥"}
_MORE = re.compile(r"\bor\b|/|!=|\b(?:min|max|abs|count)\s*\(|[a-z_0-9)]\s*\*\s*[a-z_(]")
"""What no sum compared with another has."""
_TIMES = re.compile(r"(?<![a-z_0-9.])[0-9.]+\s*\*\s*")
"""A number before the sign: what is multiplied by it may still be a sum."""
_ALL = ".*"
_SUMS = ("=", "<=", ">=")
_LONG_SUM = 8
"""Terms that are all shown, as in a finding (`excerpt.py`)."""


class _Part(NamedTuple):
    """A name of a relation and what it is multiplied by; a mere number has no name."""

    name: str | None
    coefficient: Fraction


class _Term(NamedTuple):
    """A term of a relation with the number that an example gives it."""

    letter: str
    """Its name in words."""
    coefficient: Fraction
    value: Fraction | None
    """None for a blank."""


def in_words(text: str, rule: Rule, glossary: Glossary) -> str:
    """`一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度`; also for a guard."""
    if not _is_sum(text):
        named = _NAME.sub(lambda match: _name_in_words(match[0], rule, glossary), text)
        return condition_words(named, glossary.language)
    conditions = []
    for condition in re.split(r"\s+and\s+", text):
        left, comparator, right = _sides(condition)
        words = (_sum_in_words(side, rule, glossary) for side in (left, right))
        conditions.append(f" {_SIGNS.get(comparator, comparator)} ".join(words))
    return say("and", glossary.language).join(conditions)


def sum_in_words(text: str, rule: Rule, glossary: Glossary) -> str:
    """`“一、本年新收”行“总计”列 + “二、上年结转”行“总计”列`."""
    return _sum_in_words(text, rule, glossary)


class Worked(NamedTuple):
    """A relation with the numbers of an example."""

    text: str
    """`128 + 5 = 133，121 + 12 = 133；两边相等`."""
    violated: bool


def worked(text: str, example: Example, rule: Rule, glossary: Glossary, *, violated: bool = False) -> Worked:
    """Put the numbers of an example into a relation.

    Of one that is more than a sum compared with another only its numbers are told; `violated`: which example it is.
    """
    left, comparator, right = _sides(text)
    language = glossary.language
    if not _is_sum(text) or comparator not in _SUMS or len(_COMPARATOR.findall(text)) > 1:
        return Worked(say("list-comma", language).join(_given_words(text, example, rule, glossary)), violated)
    residual = Fraction(0)
    sides = []
    for sign, expression in ((1, left), (-1, right)):
        terms = tuple(_terms(expression, example, rule, glossary))
        constant = sum((part.coefficient for part in _parts(expression) if part.name is None), Fraction(0))
        total = constant + sum((term.coefficient * (term.value or 0) for term in terms), Fraction(0))
        residual += sign * total
        sides.append(SideSum(terms, constant, total))
    tolerance = Fraction(rule.tolerance)
    fails = {"=": abs(residual), "<=": residual, ">=": -residual}[comparator] > tolerance
    if fails:
        bound = None if sides[1].terms else sides[1].constant
        outcome = difference_in_words(residual, comparator, language, bound=bound, tolerance=tolerance)
    else:
        outcome = say("order-agrees" if residual else "sides-agree", language)
    blank = say("reading-blank", language)
    numbers = sides_in_numbers(
        _shown(sides), lambda term: blank if term.value is None else figure(term.value), language
    )
    return Worked(say("semicolon", language).join((numbers, outcome)), fails)


def _is_sum(text: str) -> bool:
    """Whether a relation is nothing but sums that are compared."""
    return not _MORE.search(_TIMES.sub("", text))


def _given_words(text: str, example: Example, rule: Rule, glossary: Glossary) -> Iterator[str]:
    """The cells of an example with what is printed in them."""
    blank = say("reading-blank", glossary.language)
    for name in dict.fromkeys(_NAME.findall(text)):
        for cell in _given(name, example.cells):
            yield f"{_name_in_words(cell, rule, glossary)} = {example.cells[cell] or blank}"


def _shown(sides: Sequence[SideSum[_Term]]) -> Iterator[SideSum[_Term]]:
    """The sides; of a long relation without the terms that are 0 or blank, unless one stands alone on its side."""
    long = sum(len(side.terms) for side in sides) > _LONG_SUM
    for side in sides:
        filled = tuple(term for term in side.terms if term.value)
        yield SideSum(filled, side.constant, side.value) if long and len(side.terms) > 1 else side


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
    named = ((part.coefficient, _name_in_words(part.name, rule, glossary)) for part in parts if part.name is not None)
    return sum_words(named, sum((part.coefficient for part in parts if part.name is None), Fraction(0)))


def _name_in_words(name: str, rule: Rule, glossary: Glossary) -> str:
    """A row, a group of rows, a column or a cell in words; the name itself if the form has none of these."""
    if name.startswith((f"{PREVIOUS}.", f"{UNITS}.")):
        return _name_elsewhere(name, rule, glossary)
    if name in glossary.facts or (name == "cell" and rule.each == "cell"):
        fact = glossary.facts.get(name)
        return say("formula-cell", glossary.language) if fact is None else fact[glossary.language]
    table = glossary.find_table(rule.table)
    group = name.removesuffix(_ALL)
    if table and rule.each == "row" and name in table.column_names:
        return glossary.column(table.column(name))
    if table and rule.each != "row" and name in table.row_names:
        return glossary.row(table.row(name))
    if table and rule.each != "row" and any(row.group == group for row in table.rows):
        return _group_in_words(group, table, glossary)
    return _cell_in_words(name, rule, glossary)


def _cell_in_words(name: str, rule: Rule, glossary: Glossary) -> str:
    """A cell, or the cells of a group in one column; the name itself if the form has neither."""
    full = next((one for one in (f"{rule.table}.{name}", name) if _is_cell(one, glossary)), name)
    cell = CellName.parse(full)
    owner = glossary.find_table(cell.table)
    if owner and any(row.group == cell.row.removesuffix(_ALL) for row in owner.rows):
        rows = _group_in_words(cell.row.removesuffix(_ALL), owner, glossary)
        return say("cell-name", glossary.language, row=rows, column=glossary.column_named(cell.table, cell.column))
    return glossary.cell(full)


def _name_elsewhere(name: str, rule: Rule, glossary: Glossary) -> str:
    """A name of last year's report, of all units, or of one unit."""
    block, _, rest = name.partition(".")
    number, _, of_unit = rest.partition(".")
    if number.isdigit():
        return say("formula-unit", glossary.language, name=_name_in_words(of_unit, rule, glossary), number=number)
    return say(f"formula-{block}", glossary.language, name=_name_in_words(rest, rule, glossary))


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


def _terms(expression: str, example: Example, rule: Rule, glossary: Glossary) -> Iterator[_Term]:
    """The terms of one side that the example gives, under their names in words instead of letters."""
    for part in _parts(expression):
        if part.name is None:
            continue
        for name in _given(part.name, example.cells):
            value = _amount(example.cells[name], name, rule, glossary)
            yield _Term(_name_in_words(name, rule, glossary), part.coefficient, value)


def _given(name: str, cells: Iterable[str]) -> list[str]:
    """The cells of an example that a name of the relation stands for."""
    group = name.removesuffix(_ALL)
    if name.startswith(f"{UNITS}."):
        return [cell for cell in cells if re.sub(r"^units\.[0-9]+\.", "units.", cell) == name]
    return [cell for cell in cells if cell == name or cell.rpartition(".")[0] == group]


def _amount(text: str | None, name: str, rule: Rule, glossary: Glossary) -> Fraction | None:
    table = glossary.find_table(rule.table) or glossary.find_table(CellName.parse(name).table)
    column = name.rpartition(".")[2]
    unit = table.column(column).unit if table and column in table.column_names else None
    own = unit if unit and unit not in UNIT_IN_YUAN else ""
    printed = read_number((text or "").removesuffix(own))
    if printed.value is None:
        return None
    if not table or unit is None or (unit not in UNIT_IN_YUAN and printed.unit is None):
        return Fraction(printed.value)
    # Money: what it comes to is a cell's business. Most rules count, and need nothing of reports.
    from validator.model.report import CellValue, Reading

    return CellValue(Reading.READ, printed.value, unit=printed.unit).amount(table.column(column))
