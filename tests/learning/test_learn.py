"""What is learned from reports made up by the official form: its relations, also where many reports have a fault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
import yaml
from support.randomreport import random_report
from support.slips import PLANTERS, plant_slip

from validator.checking.checker import Checker
from validator.engine.authoring.pack_proofs import proofs_of
from validator.learning.learn import flat_form, learn
from validator.learning.learned import LearnedKind, LearnedRule
from validator.learning.samples import Samples
from validator.model.document import Cell
from validator.model.report import Reading, Report
from validator.model.rules.rule import Severity
from validator.packs.pack import Pack, load_pack, shipped_pack
from validator.proving.proof import ProofKind, ProofLevel
from validator.recognition.cells import cell_value, own_units
from validator.renderers.rules.learned import render_learned

if TYPE_CHECKING:
    from support.reports import ReportData

PACK = load_pack()
FORM = PACK.form("annual-report-2021")
SLIPS = [name for name in PLANTERS if name not in {"blank", "sign"}]


def corpus(count: int, faulty: float, seed: int) -> list[ReportData]:
    """Reports by the form of 2021, some with a slip in table three."""
    rng = Random(seed)
    reports = []
    for _ in range(count):
        report = random_report(rng, "2021")
        planted = plant_slip(report, rng.choice(SLIPS), rng) if rng.random() < faulty else None
        reports.append(report if planted is None else planted.report)
    return reports


def report_of(data: ReportData) -> Report:
    units = own_units([FORM])
    cells = tuple(cell_value(Cell(data.cells[cell] or "0", 0, 0), Reading.READ, units) for cell in FORM.cells)
    return Report(data.organ, "text", data.organ, data.year, FORM, cells)


def samples_of(reports: Sequence[ReportData]) -> Samples:
    return Samples.of_reports([report_of(one) for one in reports], FORM)


def written(rules: Sequence[LearnedRule]) -> set[tuple[str | None, str | None, str]]:
    """The rules that must hold, each with the names of both sides in order."""
    return {(one.table, one.each, normal(one.check)) for one in rules if one.kind is not LearnedKind.RANGE}


def normal(check: str) -> str:
    sides = [" + ".join(sorted(side.split(" + "))) for side in check.split(" = ")]
    return " = ".join(sorted(sides))


RESULTS = [
    row for row in FORM.table("requests").row_names if row not in {"new", "carried_in", "handled", "carried_out"}
]
APPLICANTS = [column for column in FORM.table("requests").column_names if column != "total"]
OFFICIAL = {
    ("requests", "column", normal("new + carried_in = handled + carried_out")),
    ("requests", "column", normal(f"handled = {' + '.join(RESULTS)}")),
    ("requests", "row", normal(f"total = {' + '.join(APPLICANTS)}")),
    ("disputes", "row", normal("total = upheld + corrected + other + pending")),
}


@pytest.mark.parametrize("faulty", [0, 0.1, 0.3])
def test_every_official_relation_is_found_and_no_other(faulty: float) -> None:
    rules = learn(samples_of(corpus(200, faulty, seed=11)), FORM)
    assert written(rules) == OFFICIAL
    assert {one.severity for one in rules if one.kind is LearnedKind.EQUATION} == {Severity.ERROR}
    assert not [one for one in rules if one.support.weak]


@pytest.mark.parametrize("faulty", [0, 0.3])
def test_of_sixty_reports_at_most_one_relation_is_chance_and_is_marked(faulty: float) -> None:
    rules = learn(samples_of(corpus(60, faulty, seed=12)), FORM)
    assert written(rules) >= OFFICIAL
    more = [
        one
        for one in rules
        if one.kind is not LearnedKind.RANGE and (one.table, one.each, normal(one.check)) not in OFFICIAL
    ]
    assert len(more) <= 1
    assert all(one.support.weak for one in more)


def learned_pack(folder: Path, rules: Sequence[LearnedRule], samples: Samples) -> Pack:
    """A pack of nothing but what was learned, for the official form."""
    for name, text in {
        "pack.yaml": "id: learned-pack\ntitle: {zh: 学到的规则, en: learned rules}\nexample_organ: 甲县人民政府\n",
        "forms/form.yaml": (shipped_pack() / "forms" / "annual-report-2021.yaml").read_text("utf-8"),
        "rules/learned.yaml": render_learned(rules, samples, "zh", FORM.id),
    }.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, "utf-8")
    return load_pack(folder)


def errors(pack: Pack, reports: Sequence[Report]) -> list[int]:
    """How many relations that must hold each report violates."""
    checker = Checker(pack)
    wanted = frozenset(rule.id for rule in pack.rules if rule.check and rule.severity is Severity.ERROR)
    return [len(one.findings) for one in checker.check(reports, wanted)]


def test_what_was_learned_is_a_sound_pack_and_finds_the_faults_again(tmp_path: Path) -> None:
    data = corpus(120, 0.3, seed=13)
    samples = samples_of(data)
    pack = learned_pack(tmp_path, learn(samples, FORM), samples)
    proofs = proofs_of(pack, date(2026, 1, 1))
    assert {one.kind for one in proofs if one.level is not ProofLevel.INFORMATION} <= {ProofKind.UNSEEN}
    reports = [report_of(one) for one in data]
    assert errors(pack, reports) == errors(PACK, reports)
    assert any(errors(pack, reports))


def test_what_speaks_against_a_rule_is_shown() -> None:
    samples = samples_of(corpus(120, 0.3, seed=13))
    rules = learn(samples, FORM)
    balance = next(one for one in rules if "carried_in" in one.check)
    assert balance.against
    for one in balance.against:
        left, right = balance.check.split(" = ")
        assert sum(one.numbers[name] for name in left.split(" + ")) != sum(
            one.numbers[name] for name in right.split(" + ")
        )
    text = render_learned(rules, samples, "zh", FORM.id)
    assert "# 反例 " in text
    assert len(yaml.safe_load(text)) == len(rules)


def flat(tmp_path: Path, lines: Sequence[Sequence[object]], *header: str) -> Samples:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in (header, *lines)) + "\n", "utf-8")
    return Samples.of_flat(path)


def test_a_flat_table_without_any_form_is_learned_from(tmp_path: Path) -> None:
    rng = Random(3)
    lines = []
    for number in range(150):
        fruit, fish = rng.randint(0, 900), rng.randint(0, 900)
        sold = rng.randint(0, fruit + fish)
        total = fruit + fish + (7 if number % 5 == 0 else 0)
        lines.append((f"摊{number}", fruit, fish, total, sold, f"{rng.randint(1, 99)}.25"))
    samples = flat(tmp_path, lines, "摊位", "水果", "fish", "合计", "sold", "rent")
    assert samples.names == ("c1", "fish", "c3", "sold", "rent")
    assert samples.titles == {"c1": "水果", "c3": "合计"}
    assert samples.decimals == (0, 0, 0, 0, 2)
    rules = {one.check: one for one in learn(samples)}
    # One line in five is wrong in its total: it should hold, but nothing shows that the others are right.
    assert not [one for one in rules.values() if one.kind is LearnedKind.EQUATION and one.severity is Severity.ERROR]
    assert [one.kind for one in rules.values() if "sold" in one.check and "c3" in one.check] == [LearnedKind.BOUND]


def test_names_of_cells_in_a_flat_table_make_rows_and_columns(tmp_path: Path) -> None:
    rng = Random(4)
    header = [f"t.{row}.{column}" for row in ("north", "south", "west") for column in ("men", "women", "all")]
    lines = []
    for _ in range(40):
        line = []
        for _ in range(3):
            men, women = rng.randint(0, 50), rng.randint(0, 50)
            line += [men, women, men + women]
        lines.append(line)
    samples = flat(tmp_path, lines, *header)
    assert written(learn(samples)) == {("t", "row", normal("all = men + women"))}
    assert [table.row_names for table in flat_form(samples).tables] == [("north", "south", "west")]


def test_bounds_and_numbers_that_are_zero_together_are_found(tmp_path: Path) -> None:
    rng = Random(5)
    lines = []
    for _ in range(300):
        cases = rng.choice((0, 0, rng.randint(1, 40)))
        won = rng.randint(0, cases)
        costs = rng.randint(1, 2000) if cases and rng.random() < 0.5 else 0
        lines.append((cases, won, costs, rng.randint(0, 60)))
    rules = learn(flat(tmp_path, lines, "cases", "won", "costs", "staff"))
    found = {(one.kind, one.check, one.when) for one in rules if one.kind in {LearnedKind.BOUND, LearnedKind.ZERO}}
    assert found == {(LearnedKind.BOUND, "won <= cases", None), (LearnedKind.ZERO, "costs <= 0", "cases = 0")}


def test_numbers_that_have_nothing_to_do_with_each_other_give_no_rule(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    lines = rng.integers(0, 30, size=(400, 8)).tolist()
    rules = learn(flat(tmp_path, lines, *(f"n{at}" for at in range(8))))
    assert {one.kind for one in rules} == {LearnedKind.RANGE}


def test_a_usual_size_is_far_above_nearly_all_numbers(tmp_path: Path) -> None:
    lines = [(at % 50 + 1, at) for at in range(200)]
    rules = {one.check: one for one in learn(flat(tmp_path, lines, "few", "many"))}
    usual = [one for one in rules.values() if one.kind is LearnedKind.RANGE and one.check.startswith("few")]
    assert [one.check for one in usual] == ["few <= 500"]
    assert usual[0].violated == ({"few": Fraction(501)},)
