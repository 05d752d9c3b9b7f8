"""Cases of other projects, told in our rule language: read from YAML, and carried out on the ordinary road.

A case is one record: its relations become rules, its numbers a report, which is evaluated or whose errors are located.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import yaml
from core_factory import column, form, report, rule, table
from msgspec.structs import replace

from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.block_numbers import block_numbers
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.localisation._search import locate
from validator.localisation.group_members import GroupMember
from validator.localisation.group_system import GroupSystem
from validator.localisation.problem import Component, Reason
from validator.model.form import Form
from validator.model.report import Report
from validator.model.rules.rule import Rule, Verdict
from validator.packs.language.expansion import expand

FOLDER = Path(__file__).parents[1] / "foreign"
SUITES = ("errorlocate", "scholtus", "essnet", "check_hierarchy", "calculations")

Sets = frozenset[frozenset[str]]
"""Sets of cells, each of which would be a repair."""
IMPOSSIBLE = "impossible"
"""What is said of relations that no numbers satisfy together."""
_ORDER = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.SATISFIED, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True)
class Case:
    """One record of another project with what is said of it there, and here."""

    suite: str
    name: str
    file: str
    rules: tuple[Rule, ...]
    numbers: Mapping[str, str]
    """Cell -> what is printed, empty for a blank, `x` for what cannot be read."""
    decimals: int
    printed: str
    trust: Mapping[str, int]
    theirs: object
    """A verdict, or the set of cells that is located there."""
    ours: object
    """The same here, all smallest sets; what is said there where nothing else is noted."""
    because: str | None = None
    """Which of the differences of the suite explains why these are not the same."""
    values: Mapping[str, int] = field(default_factory=dict)
    """Cell -> what it is to be, of the cells that are located."""

    @property
    def locates(self) -> bool:
        """Whether errors are located and not relations evaluated."""
        return isinstance(self.theirs, frozenset) or self.theirs == IMPOSSIBLE

    @property
    def agrees(self) -> bool:
        """Whether the same is said here: the same verdict, or the same cells among the smallest sets."""
        return self.theirs in self.ours if isinstance(self.ours, frozenset) else self.theirs == self.ours

    @property
    def tied(self) -> bool:
        """Whether further sets of cells are as small here as the one that is named there."""
        return isinstance(self.ours, frozenset) and len(self.ours) > 1

    @property
    def form(self) -> Form:
        """A form with a row for each number."""
        value = replace(column("value", decimals=self.decimals, signed=True), printed=self.printed)
        return form(table(list(self.numbers), [value]))

    @property
    def report(self) -> Report:
        """The record as a report."""
        return report(self.form, {f"t.{name}.value": text for name, text in self.numbers.items()})

    def system(self) -> System:
        """The relations, compiled."""
        on = self.form
        every = [one for of in self.rules for one in expand(of, on, ())]
        return compile_system(on, every, trust=[(f"t.{name}.value", more) for name, more in self.trust.items()])

    def verdict(self) -> Verdict:
        """The worst of all relations."""
        system = self.system()
        codes = evaluate(system, vectors(system, [self.report], ()).block).codes[0]
        found = {VERDICTS[code] for code in codes}
        return next(one for one in _ORDER if one in found)

    def components(self) -> tuple[Component, ...]:
        """What is violated, with its smallest repairs."""
        system, one = self.system(), self.report
        (numbers,) = block_numbers(system, [one], ())
        wanted = frozenset(of.id for of in self.rules)
        return locate(GroupSystem.of([GroupMember(one, system, numbers)], [], wanted).problem())

    def located(self) -> Sets | str:
        """Every smallest set of cells that explains all that is violated."""
        names, components = list(self.numbers), self.components()
        if any(one.reason is Reason.IMPOSSIBLE for one in components):
            return IMPOSSIBLE
        assert all(one.complete for one in components)
        choices = [[{names[at] for at in repair.variables} for repair in one.repairs] for one in components]
        return frozenset(frozenset().union(*chosen) for chosen in product(*choices))

    def new_values(self) -> dict[str, int | None]:
        """What each cell of the repairs is to be, where there is just one repair."""
        names = list(self.numbers)
        repairs = [one.repairs[0] for one in self.components() if one.unique]
        return {names[change.variable]: change.new for repair in repairs for change in repair.changes}


MODES: Mapping[str, Mapping[str, str]] = {
    "non_null": {"applies": "all", "blank": "unknown"},
    "non_zero": {"applies": "nonzero", "blank": "zero"},
    "partial_null": {"applies": "any", "blank": "unknown"},
    "partial_zero": {"applies": "any", "blank": "zero"},
    "always_null": {"applies": "always", "blank": "unknown"},
    "always_zero": {"applies": "always", "blank": "zero"},
}
"""How the modes of `check_hierarchy` are written as keys of a rule."""


class _Entry(TypedDict):
    """Records of one file under the same relations."""

    name: str
    file: str
    cells: list[str]
    check: list[str | dict[str, str]]
    records: list[list[object]]
    """Numbers, what is said there (or by mode), and what else there is to say."""
    rule: NotRequired[dict[str, object]]
    """Further keys of the rules."""
    decimals: NotRequired[int]
    printed: NotRequired[str]


class _More(TypedDict, total=False):
    """What else there is to say of a record."""

    trust: dict[str, int]
    equal: list[list[str]]
    """Further sets of cells that would be as small a repair."""
    ours: object
    because: str
    values: dict[str, int]


class Suite(TypedDict):
    """The file of a suite."""

    title: str
    project: str
    differences: dict[str, dict[str, str]]
    """Why something else is said here -> in both languages."""
    beyond: list[dict[str, str]]
    """What cannot be told in our language: what it is, and why."""
    cases: list[_Entry]


def suite(name: str) -> Suite:
    """What stands in the file of a suite."""
    return cast("Suite", yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def cases(name: str) -> Iterator[Case]:
    """The cases of a suite; a record that is told of in several modes is a case in each."""
    for entry in suite(name)["cases"]:
        for number, (numbers, said, *rest) in enumerate(entry["records"], start=1):
            more = cast("_More", rest[0] if rest else {})
            title = f"{entry['name']}-{number}" if len(entry["records"]) > 1 else entry["name"]
            if isinstance(said, dict):
                for mode, one in said.items():
                    there, *other = [one] if isinstance(one, str) else one
                    here = cast("_More", other[0] if other else {})
                    yield _case(name, entry, f"{title}-{mode}", numbers, there, here, {**MODES[mode]})
            else:
                yield _case(name, entry, title, numbers, said, more, {})


def _case(
    of: str, entry: _Entry, title: str, numbers: object, said: object, more: _More, mode: dict[str, object]
) -> Case:
    keys = {**entry.get("rule", {}), **mode}
    theirs = _said(said)
    ours = _said(more.get("ours", said))
    if "ours" in more and isinstance(more["ours"], list):
        ours = frozenset(frozenset(map(str, one)) for one in more["ours"])
    elif isinstance(theirs, frozenset):
        ours = frozenset({theirs, *map(frozenset, more.get("equal", []))})
    texts = ["" if number is None else str(number) for number in cast("list[object]", numbers)]
    return Case(
        suite=of,
        name=title,
        file=entry["file"],
        rules=tuple(_rule(number, one, keys) for number, one in enumerate(entry["check"])),
        numbers=dict(zip(entry["cells"], texts, strict=True)),
        decimals=entry.get("decimals", 0),
        printed=entry.get("printed", "rounded"),
        trust=more.get("trust", {}),
        theirs=theirs,
        ours=ours,
        because=more.get("because"),
        values=more.get("values", {}),
    )


def _said(value: object) -> object:
    """A verdict, or a set of cells."""
    if isinstance(value, list):
        return frozenset(map(str, value))
    return value if value == IMPOSSIBLE else Verdict(str(value))


def _rule(number: int, one: str | dict[str, str], keys: Mapping[str, object]) -> Rule:
    """A rule of a relation, or of a relation and the guard it stands under."""
    both = {"check": one} if isinstance(one, str) else one
    return rule(f"rule-{number}", table="t", each="column", check=(both["check"],), when=both.get("when"), **keys)


def everything() -> list[Case]:
    """The cases of all suites."""
    return [one for name in SUITES for one in cases(name)]
