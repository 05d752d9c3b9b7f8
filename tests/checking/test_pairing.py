from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from validator.checking._pairing import pairs


@dataclass(frozen=True)
class Paper:
    path: str
    organ: str | None = None
    year: int | None = None


def paths(old: list[Paper], new: list[Paper]) -> list[tuple[str | None, str | None]]:
    found = pairs(old, new, lambda name: name[:2])
    return [(None if one is None else one.path, None if other is None else other.path) for one, other in found]


def test_organ_and_year_come_before_the_place() -> None:
    old = [Paper("r1/a.docx", "甲县", 2023), Paper("r1/b.docx", "乙县", 2023)]
    new = [Paper("r2/a.docx", "乙县人民政府", 2023), Paper("r2/b.docx", "甲县", 2023)]
    assert paths(old, new) == [("r1/b.docx", "r2/a.docx"), ("r1/a.docx", "r2/b.docx")]


def test_of_several_reports_of_one_organ_those_at_the_same_place_belong_together() -> None:
    old = [Paper("r1/x/a.docx", "甲县", 2023), Paper("r1/y/a.docx", "甲县", 2023)]
    new = [Paper("r2/y/a.docx", "甲县", 2023), Paper("r2/x/a.docx", "甲县", 2023)]
    assert paths(old, new) == [("r1/y/a.docx", "r2/y/a.docx"), ("r1/x/a.docx", "r2/x/a.docx")]


def test_what_names_no_organ_or_year_is_known_by_its_place() -> None:
    old = [Paper("r1/x/a.docx", None, 2023), Paper("r1/y/b.docx", "甲县", None)]
    new = [Paper("r2/y/b.docx"), Paper("r2/x/a.docx"), Paper("r2/c.docx")]
    assert paths(old, new) == [("r1/y/b.docx", "r2/y/b.docx"), ("r1/x/a.docx", "r2/x/a.docx"), (None, "r2/c.docx")]


def test_a_report_that_is_known_is_not_taken_for_another_at_its_place() -> None:
    old = [Paper("r1/a.docx", "甲县", 2022), Paper("r1/b.docx", "乙县", 2022)]
    new = [Paper("r2/a.docx", "甲县", 2023), Paper("r2/b.docx", "乙县", 2022)]
    assert paths(old, new) == [(None, "r2/a.docx"), ("r1/b.docx", "r2/b.docx"), ("r1/a.docx", None)]


PAPERS = st.lists(
    st.builds(
        Paper,
        st.sampled_from(["a/x", "a/y", "b/x", "/c/z", "-"]),
        st.sampled_from([None, "", "甲县", "乙县"]),
        st.sampled_from([None, 2022, 2023]),
    ),
    max_size=6,
)


@given(PAPERS, PAPERS)
def test_every_report_is_in_one_pair(old: list[Paper], new: list[Paper]) -> None:
    found = list(pairs(old, new, str))
    assert sorted(map(repr, (one for one, _ in found if one))) == sorted(map(repr, old))
    assert [other for _, other in found if other] == new
    assert all(one or other for one, other in found)
