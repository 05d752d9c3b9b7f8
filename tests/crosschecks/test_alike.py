"""Texts that are nearly the same are found by their sketches, whatever the number and the order of the reports."""

from __future__ import annotations

from random import Random

import pytest
from core_factory import HEADINGS, shipped_form
from msgspec.structs import replace

from validator.crosschecks._effort import Effort
from validator.crosschecks.alike import alike, bare_text, compare_texts, sketch_of
from validator.crosschecks.groups import find_groups
from validator.crosschecks.options import Across
from validator.model.document import Paragraph
from validator.model.numbers import normalise
from validator.model.observations.text_facts import TextAlike
from validator.model.report import MISSING, Report
from validator.packs.pack import load_pack

FORM = shipped_form("2021")
NAMES = load_pack().names
LIMITS = {"share": 90, "characters": 300}


def text(seed: int, length: int = 700) -> str:
    """Words at random."""
    rng = Random(seed)  # noqa: S311 - the same in every run
    return "".join(chr(rng.randrange(0x4E00, 0x5200)) for _ in range(length))


def report(organ: str, said: str, year: int = 2023) -> Report:
    prose = (Paragraph(HEADINGS[0]), Paragraph(said))
    return Report(f"{organ}{year}.html", "html", organ, year, FORM, (MISSING,) * len(FORM.cells), prose=prose)


def pairs(reports: list[Report]) -> dict[str, str]:
    groups = find_groups(reports, [], NAMES, Across())
    return {reports[at].path: reports[other].path for at, other in groups.alike.items()}


def test_a_copy_with_another_name_and_other_figures_is_found() -> None:
    draft = text(1)
    copied = report("乙县", f"乙县2023年公开30条。{draft[:300]}很{draft[310:]}")
    reports = [report("甲县", f"甲县2023年公开90条。{draft}"), copied, report("丙县", text(2))]
    assert pairs(reports) == {"甲县2023.html": "乙县2023.html", "乙县2023.html": "甲县2023.html"}
    (told,) = compare_texts(reports[1], reports[0], LIMITS, Effort())
    assert isinstance(told.facts, TextAlike)
    assert (told.facts.organ, told.facts.path) == ("甲县", "甲县2023.html")
    assert 95 <= told.facts.share <= 99


@pytest.mark.parametrize(
    "other",
    [
        report("甲县", text(1), 2022),
        report("乙县", text(1), 2022),
        report("乙县", text(1)[:200]),
        report("乙县", text(3)),
    ],
    ids=["another year", "another organ and year", "a short text", "another text"],
)
def test_what_is_no_copy(other: Report) -> None:
    assert not pairs([report("甲县", text(1)), other])


def test_half_of_a_text_is_looked_at_perhaps_but_not_told() -> None:
    half = report("乙县", text(1)[:350] + text(4)[:350])
    assert not list(compare_texts(half, report("甲县", text(1)), LIMITS, Effort()))


def test_the_order_makes_no_difference_and_no_group_grows_with_the_run() -> None:
    reports = [report(f"甲{chr(0x4E00 + number)}县", text(1) + text(number, 20)) for number in range(100)]
    found = pairs(reports)
    assert len(found) == len(reports)
    assert pairs(reports[::-1]) == found
    groups = find_groups(reports, [], NAMES, Across())
    assert max(map(len, groups.members())) < 100


def test_a_sketch_is_small_and_the_same_for_what_was_put_away() -> None:
    one = report("甲县", text(1))
    sketch = sketch_of(one)
    assert len(sketch) == 64
    assert sketch == sketch_of(replace(one, path="b.html"))
    assert bare_text(one) == normalise(text(1))
    assert alike([], []) == {}
