"""What hangs together by way of members in common: cells by their relations, reports by those beside them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class DisjointSets(Generic[Item]):
    """Items in sets that are merged again and again (union-find); an item is one of them once it is named."""

    def __init__(self, sets: Iterable[Iterable[Item]] = ()) -> None:
        """`sets`: what belongs together from the start; those with members in common become one."""
        self._parents: dict[Item, Item] = {}
        for members in sets:
            self.join(members)

    def find(self, item: Item) -> Item:
        """The item that stands for the set of this one."""
        parents = self._parents
        parent = parents.setdefault(item, item)
        while parent != parents[parent]:
            parents[parent] = parent = parents[parents[parent]]
        return parent

    def join(self, items: Iterable[Item]) -> None:
        """Merge the sets of all these items."""
        found = None
        for item in items:
            root = self.find(item)
            if found is None:
                found = root
            else:
                self._parents[root] = found

    def groups(self) -> list[list[Item]]:
        """The sets, in the order in which their first items were named, and so the items of each."""
        groups: dict[Item, list[Item]] = {}
        for item in self._parents:
            groups.setdefault(self.find(item), []).append(item)
        return list(groups.values())
