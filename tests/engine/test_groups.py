"""A group that is too large for a worker is split by level, and each report is told once what it was told before."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from support.tree import chain, changed, rolled_up, to_report

from validator.crosschecks.options import Across
from validator.engine import _groups as groups_module
from validator.engine._file_checker import FileChecker
from validator.engine._groups import GroupTask, groups_of, hold_all
from validator.engine.crews._cluster_join import descriptions, held_rows, in_order, rows, rows_of
from validator.engine.extracts import Store, extract_of
from validator.engine.pipeline import select_rules
from validator.engine.task import FileOutcome, Tally, Task
from validator.model.report import Report
from validator.packs.organ_names import OrganLine
from validator.packs.pack import load_pack

PACK = load_pack()
BENCH = FileChecker(Task(content="jsonl", today=date(2026, 1, 1), wanted=select_rules(PACK), keeps=True), pack=PACK)
LINES = (
    OrganLine("甲市东县", "甲市"),
    OrganLine("甲市西县", "甲市"),
    *(OrganLine(f"甲市{county}县{office}局", f"甲市{county}县") for county in "东西" for office in ("教育", "财政")),
)
YEARS = (2022, 2023)


def country() -> list[Report]:
    """Three levels over two years, with a number that is not the sum on each level and one not carried over."""
    rng = Random(3)  # noqa: S311 - the same in every run
    offices = {line.organ: chain(rng, line.organ, YEARS) for line in LINES[2:]}
    counties = {
        f"甲市{name}县": [
            rolled_up(f"甲市{name}县", same)
            for same in zip(*(years for organ, years in offices.items() if name in organ), strict=True)
        ]
        for name in "东西"
    }
    city = [rolled_up("甲市", same) for same in zip(*counties.values(), strict=True)]
    data = [*city, *(one for years in (*counties.values(), *offices.values()) for one in years)]
    found = [to_report(one, f"{one.organ}{one.year}") for one in data]
    for at, cell in ((1, "permits.permits.decisions"), (3, "requests.granted.business"), (9, "fees.fees.amount")):
        found[at] = changed(found[at], cell, int(found[at][cell].value or 0) + 1)
    return found


def held(store: Store) -> tuple[list[GroupTask], list[str]]:
    found = list(groups_of(store, (), PACK, Across(lines=LINES), None))
    outcomes = hold_all(BENCH, [group.with_bodies(store.body) for group in found])
    return found, [line for one in outcomes for line in one.text.splitlines()]


def told(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each report and the rule that it breaks beside others."""
    records = [json.loads(line) for line in lines]
    return sorted((one["path"], one["rule"]) for one in records if one["rule"] is not None)


@pytest.fixture
def store() -> Store:
    kept = Store(io.BytesIO())
    kept.add(map(extract_of, BENCH.checked(country())))
    return kept


def test_each_report_is_told_once_what_it_is_told_in_one_group(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, lines = held(store)
    monkeypatch.setattr(groups_module, "LARGEST_GROUP", 3)
    split, apart = held(store)
    assert len(whole) == 1
    assert max(len(group.places) for group in split) == 2 * (1 + 2)
    assert sorted(at for group in split for at in group.places[: group.groups.own]) == list(range(14))
    assert told(apart) == told(lines) != []


def test_the_rows_of_a_cluster_bring_the_same_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups_module, "LARGEST_GROUP", 3)
    split, lines = held(store)
    extracts = tuple(map(extract_of, BENCH.checked(country())))
    places = [(at, [number for number, group in enumerate(split) if at in group.places]) for at in range(len(extracts))]
    pandas = pytest.importorskip("pandas")
    partition = pandas.concat(
        [rows(descriptions(split)), rows_of([FileOutcome("", None, Tally(), extracts=extracts)], places)]
    )
    found = in_order(held_rows(partition, lambda group: hold_all(BENCH, [group])[0]))
    assert [line for one in found for line in one.text.splitlines()] == lines
