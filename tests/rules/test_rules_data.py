"""The shipped pack: forms, rules and facts as they stand in `rules/annual-report`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
import pytest

from validator.constraints.alone.numbers import organ_facts
from validator.model.form import CellName, Form, ReportBlock, Table, split_block
from validator.model.numbers import UNIT_IN_YUAN, read_number
from validator.model.observations.kinds import ObservationKind
from validator.model.rules.constraint import Constraint, Linear, Relation
from validator.model.rules.rule import Example, Rule, Severity
from validator.packs.language.expansion import NameScope, expand
from validator.packs.pack import load_pack

PACK = load_pack()
OLD, NEW = PACK.form("annual-report-2019"), PACK.form("annual-report-2021")
HYBRID = NEW.with_table(OLD.table("requests"))
RELATIONS = [rule for rule in PACK.rules if rule.check]

APPLICANTS = ("natural_person", "business", "research", "welfare", "legal_service", "other_organisation", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
DENIED = (
    "state_secret",
    "forbidden_by_law",
    "security_stability",
    "third_party",
    "internal_affairs",
    "deliberative",
    "enforcement_file",
    "administrative_query",
)
UNAVAILABLE = ("not_held", "needs_creation", "unclear")
UNPROCESSED = ("petition", "duplicate", "publication", "excessive", "confirmation")
REQUESTS = (
    "new",
    "carried_in",
    "granted",
    "partial",
    *(f"denied.{name}" for name in DENIED),
    *(f"unavailable.{name}" for name in UNAVAILABLE),
    *(f"unprocessed.{name}" for name in UNPROCESSED),
)
REST = tuple(f"other_handling.{name}" for name in ("not_corrected", "fee_unpaid", "rest"))
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
ITEMS = ("previous_items", "change")


# Forms


@pytest.mark.parametrize(
    ("form", "name", "rows", "columns"),
    [
        (OLD, "documents", ("regulations", "normative"), ("made", "published", "public_total")),
        (NEW, "documents", ("regulations", "normative"), ("issued", "repealed", "in_force")),
        (OLD, "permits", ("permits", "other_services"), (*ITEMS, "decisions")),
        (NEW, "permits", ("permits",), ("decisions",)),
        (OLD, "sanctions", ("penalties", "coercion"), (*ITEMS, "decisions")),
        (NEW, "sanctions", ("penalties", "coercion"), ("decisions",)),
        (OLD, "fees", ("fees",), ITEMS),
        (NEW, "fees", ("fees",), ("amount",)),
        (OLD, "procurement", ("procurement",), ("items", "amount")),
        (OLD, "requests", (*REQUESTS, "other_handling", "handled", "carried_out"), APPLICANTS),
        (NEW, "requests", (*REQUESTS, *REST, "handled", "carried_out"), APPLICANTS),
        (OLD, "disputes", DISPUTES, OUTCOMES),
        (NEW, "disputes", DISPUTES, OUTCOMES),
    ],
)
def test_the_forms_have_the_cells_that_others_refer_to(
    form: Form, name: str, rows: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    table = form.table(name)
    assert (table.row_names, table.column_names, table.edition) == (rows, columns, form.id)


def test_the_forms_have_no_other_tables() -> None:
    second = ["documents", "permits", "sanctions", "fees"]
    assert [table.name for table in OLD.tables] == [*second, "procurement", "requests", "disputes"]
    assert [table.name for table in NEW.tables] == [*second, "requests", "disputes"]
    assert (len(OLD.cells), len(NEW.cells)) == (22 + 161 + 15, 10 + 175 + 15)


def test_the_forms_are_in_force_one_after_the_other() -> None:
    assert [(form.first_year, form.last_year) for form in PACK.forms] == [(2019, 2020), (2021, None)]


@pytest.mark.parametrize(
    ("form", "table", "column", "expected"),
    [
        (NEW, "fees", "amount", ("万元", True, False, 6)),
        (OLD, "procurement", "amount", ("万元", False, False, 6)),
        (OLD, "procurement", "items", ("项", True, False, 0)),
        (OLD, "fees", "change", ("项", True, True, 0)),
        (OLD, "permits", "decisions", ("件", True, False, 0)),
        (NEW, "requests", "total", ("件", True, False, 0)),
    ],
)
def test_columns_have_their_units(form: Form, table: str, column: str, expected: tuple[str, bool, bool, int]) -> None:
    one = form.table(table).column(column)
    assert (one.unit, one.unit_printed, one.signed, one.decimals) == expected


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_only_the_change_of_items_is_signed(form: Form) -> None:
    signed = {(table.name, column.name) for table in form.tables for column in table.columns if column.signed}
    assert signed == {(table.name, "change") for table in form.tables if "change" in table.column_names}


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_blanks_count_zero_only_where_sums_are_printed(form: Form) -> None:
    policies = {table.name: table.policy.blank for table in form.tables}
    assert {name for name, blank in policies.items() if blank == "zero"} == {"requests", "disputes"}
    assert all(table.policy.blank_total == "unknown" for table in form.tables)


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_only_the_disputes_stand_in_one_row(form: Form) -> None:
    assert [table.name for table in form.tables if table.arrangement == "flat"] == ["disputes"]


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_the_six_sections_stand_in_order_and_know_their_titles(form: Form) -> None:
    assert "".join(section.number for section in form.sections) == "一二三四五六"
    for section in form.sections:
        assert [
            other.number for other in form.sections if any(word in section.title.zh for word in other.keywords)
        ] == [section.number]


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_no_label_stands_for_two_rows_or_columns_of_a_group(form: Form) -> None:
    for table in form.tables:
        columns = Counter(label for column in table.columns for label in column.labels)
        rows = Counter((row.group, label) for row in table.rows for label in row.labels)
        assert max(columns.values()) == max(rows.values()) == 1


# Rules


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_rule_speaks_to_its_reader(rule: Rule) -> None:
    assert rule.holds is not None
    assert rule.violated is not None
    assert rule.holds != rule.violated
    assert not any(sentence.endswith(("。", ".")) for sentence in (rule.title.zh, rule.title.en))
    assert rule.why.zh.endswith("。")
    assert rule.why.en.endswith(".")
    assert ("推断" in rule.basis) or any(source in rule.basis for source in ("号", "条例", "立法法"))


def test_every_code_of_the_extraction_has_one_rule() -> None:
    observed = Counter(rule.observe for rule in PACK.rules if rule.observe and not rule.text)
    assert observed == Counter(kind for kind in ObservationKind if not kind.of_words)
    assert all(rule.id == rule.observe for rule in PACK.rules if rule.observe and not rule.text)
    assert {rule.observe for rule in PACK.rules if rule.text} == {kind for kind in ObservationKind if kind.of_words}


def test_what_is_inferred_is_no_error() -> None:
    inferred = [rule for rule in PACK.rules if rule.basis.startswith("推断")]
    assert inferred
    assert all(rule.severity is not Severity.ERROR for rule in inferred)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            NEW,
            {
                "requests-balance": 7,
                "requests-handled-sum": 7,
                "requests-row-total": 25,
                "requests-row-parts": 25,
                "requests-handled-parts": 7,
                "disputes-row-total": 3,
                "disputes-within-requests": 1,
                "disputes-litigation-without-reconsideration": 1,
                "documents-issued-in-force": 2,
                "documents-regulations-authority": 3,
                "fees-amount-limit": 1,
            },
        ),
        (
            OLD,
            {
                "requests-balance": 7,
                "requests-handled-sum": 7,
                "requests-row-total": 23,
                "requests-row-parts": 23,
                "requests-handled-parts": 7,
                "disputes-row-total": 3,
                "disputes-within-requests": 1,
                "disputes-litigation-without-reconsideration": 1,
                "documents-published-in-total": 2,
                "documents-made-and-published": 4,
                "documents-regulations-authority": 3,
                "permits-items-stock": 2,
                "permits-items-change": 2,
                "sanctions-items-stock": 2,
                "sanctions-items-change": 2,
                "fees-items-stock": 1,
                "fees-items-change": 1,
                "procurement-price-band": 2,
            },
        ),
    ],
    ids=["2021", "2019"],
)
def test_rules_expand_to_the_constraints_of_a_form(form: Form, expected: Mapping[str, int]) -> None:
    assert Counter(one.rule.id for rule in PACK.rules for one in expand(rule, form, PACK.facts)) == expected


@pytest.mark.parametrize(("form", "relations", "rank"), [(NEW, 39, 37), (OLD, 37, 35), (HYBRID, 37, 35)])
def test_table_three_is_more_than_determined(form: Form, relations: int, rank: int) -> None:
    ids = ("requests-balance", "requests-handled-sum", "requests-row-total")
    constraints = [one for identity in ids for one in expand(PACK.rule(identity), form, PACK.facts)]
    cells = form.table("requests").cells
    matrix = np.zeros((len(constraints), len(cells)))
    for at, constraint in enumerate(constraints):
        for side, sign in ((constraint.relation.left, 1), (constraint.relation.right, -1)):
            for term in side.terms:
                matrix[at, cells.index(term.cell)] += sign * float(term.coefficient)
    assert matrix.shape == (relations, len(cells))
    assert np.linalg.matrix_rank(matrix) == rank
    assert matrix.any(axis=0).all()


def test_a_hybrid_takes_each_rule_in_the_edition_of_its_table() -> None:
    found = Counter(one.rule.id for rule in PACK.rules for one in expand(rule, HYBRID, PACK.facts))
    assert found["requests-row-total"] == 23
    assert found["documents-issued-in-force"] == 2
    assert found["permits-items-stock"] == 0


# Examples


def first_instance(rule: Rule) -> tuple[NameScope, list[Constraint]]:
    """The constraints of a rule for its first row, column or cell, in the newest form it is for."""
    for form in reversed(PACK.forms):
        others = [ReportBlock(name, form) for name in ("previous", "units.1", "units.2")]
        constraints = expand(rule, form, PACK.facts, others)
        scope = NameScope.of(rule, form, PACK.facts, others)
        if scope is not None and constraints:
            return scope, [one for one in constraints if one.each == constraints[0].each]
    raise AssertionError(rule.id)


def value_of(text: str | None, table: Table, column: str) -> Fraction | None:
    """The number printed in a cell in the unit of its column, 0 for a blank, None if it cannot be read."""
    number = read_number(text or "")
    if number.value is None:
        return Fraction(0) if not text else None
    unit = table.column(column).unit
    factor = Fraction(UNIT_IN_YUAN[number.unit]) / Fraction(UNIT_IN_YUAN[unit]) if number.unit in UNIT_IN_YUAN else 1
    return Fraction(number.value) * factor


def values_of(example: Example, scope: NameScope, instance: str) -> dict[str, Fraction | None]:
    facts = organ_facts(example.cells.get("organ"), PACK.facts)
    values = {name: None if value is None else Fraction(value) for name, value in facts.items()}
    for name, text in example.cells.items():
        if name != "organ":
            block, own = split_block(name)
            (cell,) = scope.cells(own, instance)
            parts = CellName.parse(cell)
            full = f"{block}.{cell}" if block else cell
            values[full] = value_of(text, scope.form.table(parts.table), parts.column)
    return values


def total(side: Linear, values: Mapping[str, Fraction | None]) -> Fraction:
    return sum((term.coefficient * (values.get(term.cell) or 0) for term in side.terms), side.constant)


def holds(relation: Relation, values: Mapping[str, Fraction | None]) -> bool:
    left, right = total(relation.left, values), total(relation.right, values)
    return {"=": left == right, "<=": left <= right, ">=": left >= right}[relation.comparator]


def outcomes(rule: Rule, example: Example | None) -> Iterator[bool]:
    """Whether each relation of a rule holds for an example that satisfies the guards."""
    assert example is not None
    scope, constraints = first_instance(rule)
    for constraint in constraints:
        values = values_of(example, scope, constraint.cell or (constraint.each[0][1] if constraint.each else ""))
        assert all(holds(guard, values) for guard in constraint.guards)
        yield holds(constraint.relation, values)


@pytest.mark.parametrize("rule", RELATIONS, ids=lambda rule: rule.id)
def test_the_examples_of_relations_come_out_as_written(rule: Rule) -> None:
    assert all(outcomes(rule, rule.holds))
    assert not all(outcomes(rule, rule.violated))


@pytest.mark.parametrize("rule", [rule for rule in RELATIONS if rule.fallback_for], ids=lambda rule: rule.id)
def test_the_examples_of_a_fallback_leave_the_equality_undetermined(rule: Rule) -> None:
    for example in (rule.holds, rule.violated):
        assert example is not None
        assert any(text and read_number(text).value is None for text in example.cells.values())


# Facts


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("江苏省", 1),
        ("江苏省人民政府", 1),
        ("广东省人民政府办公厅", 1),
        ("黑龙江省政府", 1),
        ("上海市", 1),
        ("上海市人民政府办公厅", 1),
        ("重庆市人民政府", 1),
        ("广西壮族自治区人民政府", 1),
        ("内蒙古自治区", 1),
        ("凉山彝族自治州人民政府", 1),
        ("四川省凉山彝族自治州", 1),
        ("国家发展和改革委员会", 1),
        ("国家市场监督管理总局", 1),
        ("国家税务总局", 1),
        ("国家互联网信息办公室", 1),
        ("中华人民共和国财政部", 1),
        ("教育部", 1),
        ("中国人民银行", 1),
        ("海关总署", 1),
        ("沭阳县", 0),
        ("沭阳县人民政府办公室", 0),
        ("伊犁哈萨克自治州尼勒克县人民政府", 0),
        ("鄂温克族自治旗人民政府", 0),
        ("长阳土家族自治县", 0),
        ("淮安市洪泽区", 0),
        ("北京市东城区人民政府", 0),
        ("上海市宝山区人民政府", 0),
        ("甲县乙镇人民政府", 0),
        ("甲县乙乡人民政府", 0),
        ("甲区乙街道办事处", 0),
        ("沭阳县发展和改革局", 0),
        ("上海市科学技术委员会", 0),
        ("西宁市人民政府国有资产监督管理委员会", 0),
        ("广东省教育厅", 0),
        ("江苏省政务服务管理办公室", 0),
        ("国家税务总局沭阳县税务局", 0),
        ("国家能源局华东监管局", 0),
        ("市场监督管理局", 0),
        ("西宁市", None),
        ("宿迁市人民政府", None),
        ("昆山市", None),
        ("西宁市人民政府办公厅", None),
        ("宿迁市人民政府办公室", None),
        ("景德镇市", None),
        ("新乡市人民政府", None),
        ("平潭综合实验区", None),
        ("平潭综合实验区管理委员会", None),
        ("上海市浦东新区人民政府", None),
        ("苏州工业园区管理委员会", None),
        ("阿克苏地区行政公署", None),
        ("国家统计局沭阳调查队", None),
        ("香港特别行政区政府", None),
        (None, None),
    ],
)
def test_the_name_of_an_organ_tells_whether_it_makes_regulations(organ: str | None, expected: int | None) -> None:
    assert organ_facts(organ, PACK.facts)["organ.may_issue_regulations"] == expected


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("西宁市", 1),
        ("江苏省人民政府", 1),
        ("江苏省人民政府办公厅", 0),
        ("甲县人民政府办公室", None),
        ("甲县乙镇人民政府", 1),
        ("甲县乙乡", 1),
        ("北京市东城区", 1),
        ("甲区乙街道办事处", 0),
        ("沭阳县发展和改革局", 0),
        ("上海市科学技术委员会", 0),
        ("苏州工业园区管理委员会", 0),
        ("平潭综合实验区", None),
        (None, None),
    ],
)
def test_the_name_of_an_organ_tells_whether_it_is_a_government(organ: str | None, expected: int | None) -> None:
    assert organ_facts(organ, PACK.facts)["organ.is_government"] == expected
