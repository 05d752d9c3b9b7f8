"""Fill the tables of `docs/rule-language.md` that come from the code and the shipped pack: keys, claims, observations.

    python docs/make_rule_language.py

A table stands between `<!-- NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from validator.messages.authoring.keys import meaning
from validator.model.observations.kinds import ObservationKind
from validator.model.rules.rule import Example, Rule
from validator.packs.files.schemas import DEFINITIONS
from validator.packs.pack import Pack, load_pack

PAGE = Path(__file__).parent / "rule-language.md"
_PLACE = re.compile(r"(<!-- ([a-z]+)(?: ([a-z-]+))? -->\n).*?(<!-- end -->)", re.DOTALL)
_LONGEST = 90
"""Characters of an example in a table."""


def filled(page: str) -> str:
    """The page with its tables made anew."""
    pack = load_pack()
    tables: Mapping[str, Callable[[str], Iterator[str]]] = {
        "keys": _keys,
        "claims": lambda _: _claims(pack),
        "observations": lambda _: _observations(pack),
    }

    def table(match: re.Match[str]) -> str:
        lines = "".join(f"{line}\n" for line in tables[match[2]](match[3] or ""))
        return f"{match[1]}\n{lines}\n{match[4]}"

    return _PLACE.sub(table, page)


def _keys(name: str) -> Iterator[str]:
    """The keys of a mapping, those that it must have first."""
    keys, _ = DEFINITIONS[name]
    yield "| 键 key | 说明 | meaning |"
    yield "| --- | --- | --- |"
    for key in (*keys.required, *keys.optional):
        text = meaning(name, key)
        mark = " *" if key in keys.required else ""
        yield f"| `{key}`{mark} | {_cell(text.zh)} | {_cell(text.en)} |"


def _claims(pack: Pack) -> Iterator[str]:
    """One rule for each kind of claim, with its sentences."""
    yield "| kind | 规则 rule | 一致 agrees | 不一致 disagrees |"
    yield "| --- | --- | --- | --- |"
    seen: set[str] = set()
    for rule in pack.rules:
        if rule.claim is not None and rule.claim.kind not in seen:
            seen.add(rule.claim.kind)
            holds, violated = (_cell(_shown(one)) for one in (rule.holds, rule.violated))
            yield f"| `{rule.claim.kind}` | `{rule.id}` | {holds} | {violated} |"


def _observations(pack: Pack) -> Iterator[str]:
    """Every observation with the rule that the shipped pack has of it, and when it is violated."""
    rules: dict[ObservationKind, Rule] = {}
    for rule in pack.rules:
        if rule.observe is not None and rule.text is None:
            rules.setdefault(rule.observe, rule)
    yield "| observe | 不成立时 | when it is violated | 不成立的例子 violated by | limits |"
    yield "| --- | --- | --- | --- | --- |"
    for kind in ObservationKind:
        if not kind.of_words:
            rule = rules[kind]
            limits = ", ".join(f"`{name}`" for name in kind.limits)
            title = f"{_cell(rule.title.zh)} | {_cell(rule.title.en)}"
            yield f"| `{kind}` | {title} | {_cell(_shown(rule.violated))} | {limits} |"


def _shown(example: Example | None) -> str:
    """What an example says, cut short where it is long."""
    said = {} if example is None else example.cells
    text = ", ".join(f"{name}: {'null' if value is None else value}" for name, value in said.items())
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 3] + '...'}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
