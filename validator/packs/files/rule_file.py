"""One rule from its YAML entry. The format is described in `docs/rule-language.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.model.observations.kinds import ObservationKind
from validator.model.rules.rule import APPLIES, Example, Rule, Severity
from validator.model.rules.text_rule import CONDITIONS
from validator.packs.files.form_file import BLANK_WORDS, kebab_case
from validator.packs.files.text_rule_file import read_text_rule
from validator.packs.files.wording_file import read_claim
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile, is_null, line_of

if TYPE_CHECKING:
    from yaml.nodes import Node

SETTINGS = (
    *(
        "organ",
        "year",
        "form",
        "fill",
        "left_out",
        "recognised",
        "recognised_picture",
        "highlighted",
        "text",
        "first_section",
        "waiver",
    ),
    *("published", "signed", "head", "twice"),
)
"""Keys of an example that are no cells and hold one value."""
EXAMPLE_UNITS = (1, 2, 3)
"""Numbers of the units that the example of a relation can name: `units.1.cell`."""
DAMAGES = ("without", "keep_rows", "extra_row", "ragged")
"""Keys of an example that hold several; each becomes a name of its own (`without.requests.handled`)."""

OUTCOMES = ("holds", "violated", "not_applicable")
"""Keys of the examples."""
RULE_BLANK_WORDS = (*BLANK_WORDS, "violates")
"""What blank cells of a rule count as."""
_REST = "*"
"""Stands for all names of a rule that `blank` does not name."""
_CELL = "cell"
"""The value of `each` that runs over all cells, and needs no table."""

_Said: TypeAlias = "tuple[str, str | None, Node]"
"""One name of an example, its printed text, where it stands."""

_REQUIRED = ("id", "title", "severity", "basis", "why", "examples")
_RELATION_ONLY = (
    "each",
    "only",
    "when",
    "forms",
    "fallback_for",
    "blank",
    "blank_total",
    "applies",
    "unreadable",
    "tolerance",
    "exact",
    "remark",
)
_TOGETHER = {("claim", "forms"), ("text", "forms"), ("text", "when")}
"""A rule about the text may be for some editions only, or for some reports."""
SUBJECTS = ("check", "observe", "claim", "text")
"""What a rule is about; it has one of these keys."""
RULE_KEYS = Keys(_REQUIRED, (*SUBJECTS, "limits", "table", *_RELATION_ONLY))
EXAMPLES_KEYS = Keys(OUTCOMES[:2], OUTCOMES[2:])
"""The last one only in a rule with relations."""
EACH_WORDS = ("row", "column", _CELL)


class WrittenRule(Struct, frozen=True):
    """A rule, and where each of its keys is written."""

    rule: Rule
    file: YamlFile
    nodes: Mapping[str, Node]
    """Key -> value as written."""
    example_names: tuple[tuple[str, Node], ...]
    """The names in the examples, and where they stand."""

    def of(self, pack: str) -> WrittenRule:
        """The same as a rule of a pack."""
        return replace(self, rule=replace(self.rule, pack=pack))


def read_rules(file: YamlFile) -> tuple[WrittenRule, ...]:
    """The rules in a file, in order; faults are put down in the file."""
    root = file.load()
    return () if root is None else tuple(_rule(file, node) for node in file.items(root))


def _rule(file: YamlFile, node: Node) -> WrittenRule:
    keys = file.mapping(node, *RULE_KEYS)
    _fault_combinations(file, node, keys)
    said = _examples(file, keys)
    holds, violated, passed_over = (said.get(key, ()) for key in OUTCOMES)
    observed = _observed(file, keys["observe"]) if "observe" in keys else None
    text = read_text_rule(file, keys["text"]) if "text" in keys else None
    blank, blanks = _blanks(file, keys.get("blank"))
    rule = Rule(
        id=kebab_case(file, keys.get("id")),
        title=file.sentence(keys.get("title")),
        severity=Severity(file.word(keys.get("severity"), [*Severity], Severity.ERROR)),
        basis=file.text(keys.get("basis")),
        why=file.sentence(keys.get("why")),
        check=tuple(file.text(item) for item in file.one_or_more(keys.get("check")) if item.value),
        observe=CONDITIONS[text.condition] if text else observed,
        limits=_limits(file, node, keys, observed),
        claim=read_claim(file, keys["claim"]) if "claim" in keys else None,
        text=text,
        table=file.text(keys["table"]) if "table" in keys else None,
        each=file.word(keys["each"], EACH_WORDS, "row") if "each" in keys else None,
        only=file.texts(keys.get("only")),
        when=file.text(keys["when"]) if "when" in keys else None,
        forms=file.texts(keys.get("forms")),
        fallback_for=file.text(keys["fallback_for"]) if "fallback_for" in keys else None,
        blank=blank,
        blanks=blanks,
        applies=file.word(keys.get("applies"), APPLIES, APPLIES[0]),
        blank_total=file.word(keys["blank_total"], BLANK_WORDS, "unknown") if "blank_total" in keys else None,
        remark=file.sentence(keys["remark"]) if "remark" in keys else None,
        unreadable=file.word(keys.get("unreadable"), BLANK_WORDS, "unknown"),
        tolerance=file.decimal(keys.get("tolerance")),
        exact=file.flag(keys.get("exact"), default=False),
        holds=_example_of(holds[0]) if holds else Example({}),
        violated=_example_of(violated[0]) if violated else Example({}),
        also_hold=tuple(map(_example_of, holds[1:])),
        also_violated=tuple(map(_example_of, violated[1:])),
        passed_over=tuple(map(_example_of, passed_over)),
        file=file.name,
        line=line_of(node),
    )
    names = tuple((name, node) for one in (*holds, *violated, *passed_over) for name, _, node in one)
    return WrittenRule(rule, file, keys, names)


def _blanks(file: YamlFile, node: Node | None) -> tuple[str | None, Mapping[str, str]]:
    """What blank cells count as: all others, and single names."""
    if node is None:
        return None, {}
    if not isinstance(node.value, list):
        return file.word(node, RULE_BLANK_WORDS, "zero"), {}
    said = {str(key.value): file.word(value, RULE_BLANK_WORDS, "zero") for key, value in file.entries(node)}
    return said.pop(_REST, None), said


def _observed(file: YamlFile, node: Node) -> ObservationKind:
    kinds = [kind for kind in ObservationKind if not kind.of_words]
    return ObservationKind.of(file.word(node, kinds, ObservationKind.REPORT_BLANK))


def _fault_combinations(file: YamlFile, node: Node, keys: Mapping[str, Node]) -> None:
    """Faults for keys that are missing beside others, or must not stand beside others."""
    if not set(SUBJECTS) & set(keys):
        file.fault(node, "check", FaultKind.MISSING_KEY)
    if "check" in keys and not keys["check"].value:
        file.fault(keys["check"], "check", FaultKind.EMPTY)
    for own, others in (
        ("observe", ("check", "claim")),
        ("claim", ("check",)),
        ("text", ("check", "observe", "claim")),
    ):
        for key in (*others, *_RELATION_ONLY):
            if own in keys and key in keys and (own, key) not in _TOGETHER:
                file.fault(keys[key], f"{own}, {key}", FaultKind.KEYS_EXCLUDE)
    over_all_cells = "each" in keys and keys["each"].value == _CELL
    for key, needed in (("each", "table"), ("only", "each")):
        if key in keys and needed not in keys and not over_all_cells:
            file.fault(keys[key], needed, FaultKind.MISSING_KEY)


def _limits(
    file: YamlFile, node: Node, keys: Mapping[str, Node], observed: ObservationKind | None
) -> Mapping[str, int]:
    """The limits of what a rule observes: all that it has, and no others."""
    names = observed.limits if observed else ()
    if "limits" not in keys:
        if names:
            file.fault(node, "limits", FaultKind.MISSING_KEY, names)
        return {}
    written = file.mapping(keys["limits"], names)
    return {name: file.number(value, 0) or 0 for name, value in written.items()}


def _examples(file: YamlFile, keys: Mapping[str, Node]) -> Mapping[str, tuple[tuple[_Said, ...], ...]]:
    """Outcome -> what its examples say, one or several; one that says nothing is a fault in a rule with relations."""
    nodes = file.mapping(keys["examples"], *EXAMPLES_KEYS) if "examples" in keys else {}
    (passed_over,) = EXAMPLES_KEYS.optional
    if passed_over in nodes and "check" not in keys:
        file.fault(nodes[passed_over], passed_over, FaultKind.KEYS_EXCLUDE)
    for key, node in nodes.items():
        for one in file.one_or_more(node) or (node,):
            if "check" in keys and not one.value:
                file.fault(one, key, FaultKind.EMPTY)
    return {key: tuple(tuple(_example(file, one)) for one in file.one_or_more(node)) for key, node in nodes.items()}


def _example_of(said: Sequence[_Said]) -> Example:
    return Example({name: text for name, text, _ in said})


def _example(file: YamlFile, node: Node) -> Iterator[_Said]:
    """Name, printed text and place of everything an example says."""
    for key, value in file.entries(node):
        name = str(key.value)
        if name == "without":
            for item in file.items(value):
                yield f"{name}.{file.text(item)}", "", item
        elif name in DAMAGES:
            for part, text in file.entries(value):
                yield f"{name}.{part.value}", file.text(text), part
        else:
            yield name, None if is_null(value) else file.text(value), key
