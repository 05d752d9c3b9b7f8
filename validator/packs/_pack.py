"""A rule pack in memory: `pack.py` says what it is read from, and a process that is given one reads nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from validator.model.form import Form
from validator.model.rules.rule import Fact, Rule
from validator.model.rules.wording import Wordings
from validator.model.text import Text
from validator.packs.deadlines import Deadlines
from validator.packs.identity import IdentityRules
from validator.packs.organ_names import NameRules
from validator.packs.refusals import Refusals


class Pack(Struct, frozen=True, eq=False):
    """The forms and rules of one kind of report; equal only to itself, so that what is made of it can be kept."""

    id: str
    title: Text
    directory: Path
    """Its folder; that of its own layer, if it extends others."""
    forms: tuple[Form, ...]
    """Oldest first."""
    rules: tuple[Rule, ...]
    """In the order of file name and line: the order of findings."""
    facts: tuple[Fact, ...]
    wordings: Wordings = field(default_factory=Wordings)
    """What the rules about the text share."""
    names: NameRules = field(default_factory=NameRules)
    """What of an organ's name does not matter."""
    deadlines: Deadlines = field(default_factory=Deadlines)
    """By which day organs publish."""
    refusals: Refusals = field(default_factory=Refusals)
    """What a document without a table is told."""
    example_organ: str = ""
    """Whose report an example is that names no organ."""
    identity: IdentityRules = field(default_factory=IdentityRules)
    """How organ and year are told."""

    trust: tuple[tuple[str, int], ...] = ()
    """Patterns of cells, and how many others such a cell is as hard to doubt as; the last that fits counts."""
    layers: tuple[str, ...] = ()
    """Ids of the packs it consists of, its own last."""
    copied: bytes = b""
    """What its compiled copy goes by, if it was taken from one."""

    def settled(self, deadlines: Sequence[str]) -> Self:
        """The pack with what a project has settled about deadlines, `NAME=VALUE` each."""
        return replace(self, deadlines=self.deadlines.with_settled(deadlines)) if deadlines else self

    def rule(self, identity: str) -> Rule:
        """The rule of that id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == identity:
                return rule
        raise KeyError(identity)

    def form(self, identity: str) -> Form:
        """The form of that id; KeyError if there is none."""
        for form in self.forms:
            if form.id == identity:
                return form
        raise KeyError(identity)
