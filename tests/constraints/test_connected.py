"""What hangs together by way of members in common."""

from __future__ import annotations

from validator.constraints.connected import DisjointSets


def test_what_has_members_in_common_is_one_group_in_the_order_of_naming() -> None:
    sets = DisjointSets([(5, 1), (2, 3), (7,), (3, 4), (4, 1)])
    assert sets.groups() == [[5, 1, 2, 3, 4], [7]]
    assert DisjointSets[int]().groups() == []


def test_one_item_stands_for_all_of_its_set() -> None:
    sets = DisjointSets(["ab", "cd"])
    assert sets.find("a") == sets.find("b") != sets.find("c")
    sets.join("bd")
    assert len({sets.find(item) for item in "abcd"}) == 1
    assert sets.find("e") == "e"
