"""`docs/rule-language.md` is true: its tables are those of the code, and every example comes out as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from core_factory import report
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.constraints.codes import VERDICTS
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.engine.authoring.pack_examples import ExampleFailure, run_examples
from validator.model.rules.rule import Verdict
from validator.packs.files.schemas import DEFINITIONS
from validator.packs.folders import pack_folder
from validator.packs.pack import Pack, load_pack

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "rule-language.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```yaml\n# ([a-z./0-9-]+)\n(.*?)```", re.DOTALL)
FILES = BLOCK.findall(PAGE)
RULE = """\
- id: {id}
  title: {{zh: 例, en: an example}}
  table: requests
  each: column
  check: "{check}"
{more}  severity: note
  basis: 示例
  why: {{zh: 例, en: an example}}
  examples:
    holds: {{{holds}}}
    violated: {{{violated}}}
"""


@cache
def script() -> ModuleType:
    spec = util.spec_from_file_location("make_rule_language", DOCS / "make_rule_language.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(first: str) -> Iterator[list[str]]:
    """The cells of the table whose heading begins so, without their quotes."""
    _, _, below = PAGE.partition(f"\n{first}")
    for line in below.splitlines()[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def failures(pack: Pack) -> list[ExampleFailure]:
    """The examples of the pack's own rules that do not come out; what it extends is tested elsewhere."""
    own = [rule for rule in pack.rules if rule.pack == pack.id]
    needed = {rule.fallback_for for rule in own}
    assert own
    alone = replace(pack, rules=tuple(rule for rule in pack.rules if rule in own or rule.id in needed))
    return [one for one in run_examples(alone, date(2026, 1, 1)) if one.rule not in needed]


def test_the_tables_are_those_of_the_code() -> None:
    assert script().filled(PAGE) == PAGE


def test_every_key_is_described() -> None:
    mentioned = {name for name, (keys, _) in DEFINITIONS.items() if f"<!-- keys {name} -->" in PAGE}
    text = (DOCS / "text-rules.md").read_text(encoding="utf-8") + PAGE
    assert all(f"`{key}`" in text for name in mentioned for key in (*DEFINITIONS[name][0].required,))
    # Small mappings inside these: shown in their examples.
    assert set(DEFINITIONS) - mentioned <= {
        *("sentence", "examples", "wording", "years", "numbers", "scope", "fact", "names", "ending", "until"),
        *("level", "dates", "labels", "organ-words", "refusal", "other-form"),
    }


@pytest.mark.parametrize("pack", sorted({name.partition("/")[0] for name, _ in FILES}))
def test_the_packs_of_the_page_hold_what_they_say(pack: str, tmp_path: Path) -> None:
    for name, text in FILES:
        write(tmp_path, name, text)
    loaded = load_pack(tmp_path / pack)
    assert failures(loaded) == []


def test_the_relations_and_guards_of_the_page_hold_where_they_say(tmp_path: Path) -> None:
    rules = [
        RULE.format(id=f"relation-{at}", check=check, more="", holds=holds, violated=violated)
        for at, (check, _, _, holds, violated) in enumerate(table("| check | 说明 |"))
    ]
    rules += [
        RULE.format(id=f"guard-{at}", check=check, more=f'  when: "{when}"\n', holds=holds, violated=violated)
        for at, (check, when, holds, violated, _) in enumerate(table("| check | when |"))
    ]
    assert len(rules) > 20
    write(tmp_path, "own/pack.yaml", "id: own\nextends: annual-report\n")
    write(tmp_path, "own/rules/own.yaml", "\n".join(rules))
    assert failures(load_pack(tmp_path / "own", patterns=False)) == []


BLANKS = list(table("| check | blank |"))
GUARDS = list(table("| check | when |"))


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """A pack of the rules of two tables of the page."""
    folder = tmp_path_factory.mktemp("page")
    more = [(check, f"  blank: {blank}\n  applies: {applies}\n") for check, blank, applies, _, _ in BLANKS]
    more += [(check, f'  when: "{when}"\n') for check, when, *_ in GUARDS]
    rules = []
    for at, (check, keys) in enumerate(more):
        # The examples of these rules are not looked at.
        name = check.split()[0]
        rules.append(RULE.format(id=f"own-{at}", check=check, more=keys, holds=f"{name}: 1", violated=f"{name}: 2"))
    write(folder, "pack.yaml", "id: own\ntitle: {zh: 甲, en: a}\n")
    write(folder, "rules/own.yaml", "\n".join(rules))
    return Checker(load_pack(pack_folder("annual-report"), folder, patterns=False))


def verdict(checker: Checker, rule: str, example: str) -> Verdict:
    """On a rule, in the column of natural persons of a report with these cells."""
    cells = {str(name): str(value) for name, value in yaml.safe_load(f"{{{example}}}").items()}
    form = checker.pack.form("annual-report-2021")
    organ = cells.pop("organ", "甲县人民政府")
    printed = {f"requests.{name}.natural_person": text for name, text in cells.items()}
    system = checker.system(form)
    found = vectors(system, [report(form, printed, organ=organ)], checker.pack.facts)
    at = next(at for at, one in enumerate(system.constraints) if one.rule.id == rule)
    return VERDICTS[evaluate(system, found.block).codes[0][at]]


@pytest.mark.parametrize("at", range(len(BLANKS)))
def test_what_blanks_count_as(at: int, checker: Checker) -> None:
    *_, example, said = BLANKS[at]
    assert verdict(checker, f"own-{at}", example) == said


@pytest.mark.parametrize("at", range(len(GUARDS)))
def test_where_a_guard_does_not_hold_a_rule_does_not_apply(at: int, checker: Checker) -> None:
    assert verdict(checker, f"own-{len(BLANKS) + at}", GUARDS[at][-1]) is Verdict.NOT_APPLICABLE
