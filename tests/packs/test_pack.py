from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from textwrap import dedent, indent

import pytest

from validator.model.errors import BrokenPackError, Fault
from validator.model.rules.rule import Example, Fact, Severity
from validator.model.text import Text
from validator.packs import folders
from validator.packs.files.yaml_file import FaultKind
from validator.packs.pack import Pack, load_pack

HEADING = "id: small-pack\ntitle: {zh: 小包, en: small pack}\n"
FORM = """\
id: small-form
title: {zh: 小表, en: small form}
first_year: 2021
basis: 某号文
sections:
  - {number: 一, title: {zh: 总体情况, en: overview}, keywords: [总体]}
tables:
  - name: requests
    number: 表三
    title: {zh: 申请, en: requests}
    columns:
      - {name: person, title: {zh: 自然人, en: person}}
      - {name: total, title: {zh: 总计, en: total}}
    rows:
      - {name: new, title: {zh: 新收, en: new}}
      - {name: denied.secret, title: {zh: 秘密, en: secret}}
      - {name: denied.forbidden, title: {zh: 禁止, en: forbidden}}
      - {name: handled, title: {zh: 办理, en: handled}}
"""
OLD_FORM = FORM.replace("small-form", "old-form").replace("2021", "2019").replace("name: handled", "name: done")
ORGANS = "facts:\n  - {name: organ.small, yes: [乡$], no: [省$]}\n"
RULE = """\
- id: handled-sum
  title: {zh: 不相等, en: not equal}
  table: requests
  each: column
  check: handled = new + sum(denied.*)
  severity: error
  basis: 某号文
  why: {zh: 因为, en: because}
  examples:
    holds: {new: 3, denied.secret: 1, handled: 4}
    violated: {new: 3, denied.secret: null, handled: 4}
"""
OBSERVING = """\
- id: negative
  title: {zh: 负数, en: negative}
  observe: negative
  severity: note
  basis: 某号文
  why: {zh: 因为, en: because}
  examples:
    holds: {}
    violated: {requests.new.person: -3}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def small(tmp_path: Path, rules: str = RULE, **others: str) -> Path:
    files = {"pack": HEADING, "forms/small": FORM, "rules/rules": rules, "organs": ORGANS, **others}
    return write(tmp_path / "pack", {f"{name}.yaml": text for name, text in files.items()})


def faults_of(directory: Path) -> tuple[Fault, ...]:
    with pytest.raises(BrokenPackError) as caught:
        load_pack(directory)
    return caught.value.faults


def told(fault: Fault) -> tuple[int, str, str, str | None]:
    return fault.line, fault.seen, fault.problem, fault.nearest


# What is read


def test_a_pack_is_read(tmp_path: Path) -> None:
    pack = load_pack(small(tmp_path, RULE + OBSERVING, **{"forms/old": OLD_FORM}))
    assert (pack.id, pack.title, pack.directory) == ("small-pack", Text("小包", "small pack"), tmp_path / "pack")
    assert [form.id for form in pack.forms] == ["old-form", "small-form"]
    assert [rule.id for rule in pack.rules] == ["handled-sum", "negative"]
    assert pack.facts == (Fact("organ.small", ("乡$",), ("省$",)),)


def test_a_rule_says_only_what_is_written(tmp_path: Path) -> None:
    rule = load_pack(small(tmp_path)).rule("handled-sum")
    assert rule.check == ("handled = new + sum(denied.*)",)
    assert (rule.table, rule.each, rule.severity) == ("requests", "column", Severity.ERROR)
    assert (rule.only, rule.when, rule.forms, rule.fallback_for) == ((), None, (), None)
    assert (rule.blank, rule.blank_total, rule.unreadable, rule.tolerance) == (None, None, "unknown", Decimal(0))
    assert rule.violated == Example({"new": "3", "denied.secret": None, "handled": "4"})
    assert (Path(rule.file).name, rule.line) == ("rules.yaml", 1)


def test_a_rule_takes_every_key(tmp_path: Path) -> None:
    more = """\
      only: [total]
      when: new >= 1 and organ.small = 0
      forms: [small-form]
      fallback_for: handled-sum
      blank: unknown
      blank_total: zero
      unreadable: zero
      tolerance: 0.5
    """
    rules = RULE + RULE.replace("id: handled-sum", "id: second") + indent(dedent(more), "  ")
    rule = load_pack(small(tmp_path, rules)).rule("second")
    assert (rule.only, rule.when, rule.forms) == (("total",), "new >= 1 and organ.small = 0", ("small-form",))
    assert (rule.fallback_for, rule.blank, rule.blank_total) == ("handled-sum", "unknown", "zero")
    assert (rule.unreadable, rule.tolerance) == ("zero", Decimal("0.5"))


def test_the_damages_of_an_example_become_names(tmp_path: Path) -> None:
    violated = """
      organ: null
      fill: /
      without: [requests, requests.total, section.一]
      keep_rows: {requests: 2}
      extra_row: {requests: 其他}
      ragged: {requests.new: 1 1}
    """
    rules = OBSERVING.replace(" {requests.new.person: -3}", violated)
    rule = load_pack(small(tmp_path, rules)).rule("negative")
    assert rule.violated == Example(
        {
            "organ": None,
            "fill": "/",
            "without.requests": "",
            "without.requests.total": "",
            "without.section.一": "",
            "keep_rows.requests": "2",
            "extra_row.requests": "其他",
            "ragged.requests.new": "1 1",
        }
    )


def test_rules_stand_in_the_order_of_their_files(tmp_path: Path) -> None:
    first = RULE.replace("id: handled-sum", "id: z-first")
    pack = load_pack(small(tmp_path, OBSERVING, **{"rules/a": first}))
    assert [rule.id for rule in pack.rules] == ["z-first", "negative"]


def test_a_value_can_be_shared_by_an_alias(tmp_path: Path) -> None:
    shared = RULE.replace("title: {", "title: &title {") + RULE.replace("handled-sum", "second").replace(
        "title: {zh: 不相等, en: not equal}", "title: *title"
    )
    assert load_pack(small(tmp_path, shared)).rule("second").title == Text("不相等", "not equal")


@pytest.mark.parametrize("look_up", [Pack.rule, Pack.form])
def test_an_unknown_id_is_a_key_error(tmp_path: Path, look_up: object) -> None:
    pack = load_pack(small(tmp_path))
    assert callable(look_up)
    with pytest.raises(KeyError):
        look_up(pack, "nothing")


def test_the_shipped_pack_is_found_in_a_checkout_and_in_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_pack().id == "annual-report"
    monkeypatch.setattr(folders, "__file__", str(tmp_path / "validator" / "packs" / "folders.py"))
    assert folders.shipped_pack() == tmp_path / "rules" / "annual-report"
    installed = tmp_path / "validator" / "_rules" / "annual-report"
    installed.mkdir(parents=True)
    assert folders.shipped_pack() == installed


# What is refused

BAD_RULES = [
    ("id: handled-sum", "id: Handled_Sum", (1, "Handled_Sum", FaultKind.NOT_KEBAB_CASE, None)),
    ("severity: error", "severity: eror", (6, "eror", FaultKind.UNKNOWN_WORD, "error")),
    ("  basis: 某号文\n", "", (1, "basis", FaultKind.MISSING_KEY, None)),
    ("  basis: 某号文\n", "  basis: 某号文\n  basis: 另一号文\n", (8, "basis", FaultKind.DUPLICATE_KEY, None)),
    ("title: {zh: 不相等, en: not equal}", "title: {zh: 不相等}", (2, "en", FaultKind.MISSING_KEY, None)),
    ("why: {zh: 因为, en: because}", "why: {en: because}", (8, "zh", FaultKind.MISSING_KEY, None)),
    ("why: {zh: 因为, en: because}", "why: 因为", (8, "因为", FaultKind.WRONG_TYPE, None)),
    ("table: requests", "table: request", (3, "request", FaultKind.UNKNOWN_TABLE, "requests")),
    ("each: column", "each: colum", (4, "colum", FaultKind.UNKNOWN_WORD, "column")),
    ("  table: requests\n", "", (3, "table", FaultKind.MISSING_KEY, None)),
    ("each: column", "only: [total]", (4, "each", FaultKind.MISSING_KEY, None)),
    ("each: column", "each: column\n  only: [totl]", (5, "totl", FaultKind.UNKNOWN_NAME, "total")),
    ("each: column", "each: column\n  forms: [small-from]", (5, "small-from", FaultKind.UNKNOWN_FORM, "small-form")),
    ("each: column", "each: column\n  fallback_for: handled", (5, "handled", FaultKind.UNKNOWN_RULE, "handled-sum")),
    ("each: column", "each: column\n  tolerance: some", (5, "some", FaultKind.WRONG_TYPE, None)),
    ("each: column", "each: column\n  blank: nil", (5, "nil", FaultKind.UNKNOWN_WORD, None)),
    ("handled = new + sum(denied.*)", "[]", (5, "check", FaultKind.EMPTY, None)),
    ("= new + sum(denied.*)", "= nwe + sum(denied.*)", (5, "nwe", FaultKind.UNKNOWN_NAME, "new")),
    ("sum(denied.*)", "sum(denied.secrt)", (5, "denied.secrt", FaultKind.UNKNOWN_NAME, "denied.secret")),
    ("sum(denied.*)", "sum(denid.*)", (5, "denid.*", FaultKind.UNKNOWN_NAME, "denied.*")),
    ("sum(denied.*)", "sum(new.*)", (5, "new.*", FaultKind.UNKNOWN_NAME, "new")),
    ("sum(denied.*)", "requests.new.totl", (5, "requests.new.totl", FaultKind.UNKNOWN_NAME, "requests.new.total")),
    ("sum(denied.*)", "previous.nw", (5, "previous.nw", FaultKind.UNKNOWN_NAME, "previous.new")),
    ("sum(denied.*)", "units.nw", (5, "units.nw", FaultKind.UNKNOWN_NAME, "units.new")),
    ("sum(denied.*)", "later.new", (5, "later.new", FaultKind.UNKNOWN_NAME, None)),
    ("sum(denied.*)", "organ.smal", (5, "organ.smal", FaultKind.UNKNOWN_NAME, "organ.small")),
    ("= new + sum(denied.*)", "= new +", (5, "handled = new +^", FaultKind.SYNTAX, None)),
    ("= new + sum(denied.*)", "== new", (5, "handled =^= new", FaultKind.SYNTAX, None)),
    ("each: column", "each: column\n  when: new > 1 xor new < 3", (5, "new > 1 ^xor new < 3", FaultKind.SYNTAX, None)),
    ("each: column", "each: column\n  when: old > 1", (5, "old", FaultKind.UNKNOWN_NAME, None)),
    ("    violated: {new: 3, denied.secret: null, handled: 4}\n", "", (10, "violated", FaultKind.MISSING_KEY, None)),
    ("{new: 3, denied.secret: 1, handled: 4}", "{}", (10, "holds", FaultKind.EMPTY, None)),
    ("secret: 1, handled: 4", "secret: 1, handeld: 4", (10, "handeld", FaultKind.UNKNOWN_NAME, "handled")),
]


@pytest.mark.parametrize(("old", "new", "fault"), BAD_RULES)
def test_a_broken_rule_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str, str | None]
) -> None:
    assert RULE.count(old) == 1
    assert [told(one) for one in faults_of(small(tmp_path, RULE.replace(old, new)))] == [fault]


def test_a_misspelt_key_is_told_beside_the_key_that_is_missing(tmp_path: Path) -> None:
    faults = faults_of(small(tmp_path, RULE.replace("severity: error", "severty: error")))
    assert [told(one) for one in faults] == [
        (1, "severity", FaultKind.MISSING_KEY, None),
        (6, "severty", FaultKind.UNKNOWN_KEY, "severity"),
    ]


def test_a_rule_has_a_relation_or_observes(tmp_path: Path) -> None:
    faults = faults_of(small(tmp_path, RULE.replace("each: column", "each: column\n  observe: negative")))
    assert [told(one)[:3] for one in faults] == [
        (4, "observe, each", FaultKind.KEYS_EXCLUDE),
        (6, "observe, check", FaultKind.KEYS_EXCLUDE),
    ]


def test_rules_stand_in_a_list(tmp_path: Path) -> None:
    (found,) = faults_of(small(tmp_path, dedent(RULE.replace("- id", "  id"))))
    assert (found.line, found.seen, found.problem, found.allowed) == (1, "mapping", FaultKind.WRONG_TYPE, ("list",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("observe: negative", "observe: negativ", (3, "negativ", FaultKind.UNKNOWN_WORD, "negative")),
        ("observe: negative", "observe:", (3, "", FaultKind.EMPTY, None)),
        ("  observe: negative\n", "", (1, "check", FaultKind.MISSING_KEY, None)),
        (
            "requests.new.person",
            "requests.new.persn",
            (9, "requests.new.persn", FaultKind.UNKNOWN_NAME, "requests.new.person"),
        ),
        (
            "{requests.new.person: -3}",
            "{without: [request]}",
            (9, "without.request", FaultKind.UNKNOWN_NAME, "without.requests"),
        ),
        ("{requests.new.person: -3}", "{without: requests}", (9, "requests", FaultKind.WRONG_TYPE, None)),
        (
            "{requests.new.person: -3}",
            "{keep_rows: {new: 3}}",
            (9, "keep_rows.new", FaultKind.UNKNOWN_NAME, "keep_rows.requests"),
        ),
    ],
)
def test_a_broken_observation_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str, str | None]
) -> None:
    (found,) = faults_of(small(tmp_path, OBSERVING.replace(old, new)))
    assert told(found) == fault


def test_all_faults_of_all_files_are_told_in_order(tmp_path: Path) -> None:
    rules = (
        RULE.replace("severity: error", "severity: fatal")
        .replace("= new", "= = new")
        .replace("  basis: 某号文\n", "")
        .replace("handled: 4}\n    violated", "handled: 4}\n    violatd")
    )
    directory = small(
        tmp_path,
        rules + OBSERVING.replace("id: negative", "id: handled-sum"),
        organs=ORGANS.replace("乡$", "(乡").replace("organ.small", "small"),
        **{"forms/small": FORM.replace("number: 表三", "numbr: 表三"), "rules/other": "- [\n"},
    )
    assert [(Path(fault.file).name, fault.line, fault.problem) for fault in faults_of(directory)] == [
        ("small.yaml", 8, FaultKind.MISSING_KEY),
        ("small.yaml", 9, FaultKind.UNKNOWN_KEY),
        ("organs.yaml", 2, FaultKind.BAD_FACT_NAME),
        ("organs.yaml", 2, FaultKind.BAD_PATTERN),
        ("other.yaml", 2, FaultKind.UNREADABLE_YAML),
        ("rules.yaml", 1, FaultKind.MISSING_KEY),
        ("rules.yaml", 5, FaultKind.SYNTAX),
        ("rules.yaml", 6, FaultKind.UNKNOWN_WORD),
        ("rules.yaml", 9, FaultKind.MISSING_KEY),
        ("rules.yaml", 10, FaultKind.UNKNOWN_KEY),
        ("rules.yaml", 11, FaultKind.DUPLICATE_ID),
    ]


def test_an_id_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    (found,) = faults_of(small(tmp_path, **{"rules/again": RULE}))
    assert (Path(found.file).name, *told(found)) == ("rules.yaml", 1, "handled-sum", FaultKind.DUPLICATE_ID, None)
    (found,) = faults_of(small(tmp_path / "forms", **{"forms/again": FORM}))
    assert (found.seen, found.problem) == ("small-form", FaultKind.DUPLICATE_ID)


def test_a_rule_for_several_forms_needs_its_names_in_each_of_them(tmp_path: Path) -> None:
    in_both = RULE.replace("each: column", "each: column\n  forms: [old-form, small-form]")
    (found,) = faults_of(small(tmp_path, in_both, **{"forms/old": OLD_FORM}))
    assert told(found) == (6, "handled", FaultKind.UNKNOWN_NAME, None)
    assert load_pack(small(tmp_path / "one", **{"forms/old": OLD_FORM})).rule("handled-sum")


def test_a_table_must_be_in_a_form_that_the_rule_is_for(tmp_path: Path) -> None:
    other = OLD_FORM.replace("name: requests", "name: petitions")
    rule = RULE.replace("each: column", "each: column\n  forms: [old-form]")
    faults = faults_of(small(tmp_path, rule, **{"forms/old": other}))
    assert told(faults[0])[:3] == (3, "requests", FaultKind.UNKNOWN_TABLE)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"- id: a\n  title: {zh: b\n", 3, FaultKind.UNREADABLE_YAML),
        (b"- id: a\n   title: b\n", 2, FaultKind.UNREADABLE_YAML),
        (b"- a\n---\n- b\n", 2, FaultKind.UNREADABLE_YAML),
        ("- id: 甲".encode("gbk"), 1, FaultKind.UNREADABLE_FILE),
        (b"", 1, FaultKind.EMPTY),
    ],
)
def test_a_file_that_is_no_yaml_is_a_fault(tmp_path: Path, content: bytes, line: int, problem: FaultKind) -> None:
    directory = small(tmp_path)
    (directory / "rules" / "rules.yaml").write_bytes(content)
    assert [(fault.line, fault.problem) for fault in faults_of(directory)] == [(line, problem)]


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    found = faults_of(tmp_path / "nowhere")
    assert {(Path(fault.file).name, fault.problem) for fault in found} == {
        ("pack.yaml", FaultKind.UNREADABLE_FILE),
        ("forms", FaultKind.NO_FILES),
        ("rules", FaultKind.NO_FILES),
    }


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load_pack(small(tmp_path, "\ufeff" + RULE)).rules


def test_expressions_are_only_parsed_if_asked_for(tmp_path: Path) -> None:
    directory = small(tmp_path, RULE.replace("= new", "= = new"))
    assert load_pack(directory, check=False).rule("handled-sum").check == ("handled = = new + sum(denied.*)",)
    assert faults_of(directory)


def test_files_that_do_not_name_what_is_asked_for_are_left_out(tmp_path: Path) -> None:
    directory = small(tmp_path, RULE, **{"rules/other": RULE.replace("handled-sum", "handled-twice")})
    assert [rule.id for rule in load_pack(directory, check=False, naming="handled-twice").rules] == ["handled-twice"]
    assert len(load_pack(directory, check=False).rules) == 2


def test_showing_rules_needs_no_heavy_library() -> None:
    code = (
        "import sys; from validator.packs.pack import load_pack; load_pack(check=False);"
        "print(sorted({'lark', 'numpy', 'pandas', 'scipy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


JUMPING = OBSERVING.replace("observe: negative", "observe: figures-jump\n  limits: {times: 10, from: 100}")


def test_an_observation_with_limits_gives_them_all(tmp_path: Path) -> None:
    assert load_pack(small(tmp_path, JUMPING)).rule("negative").limits == {"times": 10, "from": 100}
    assert load_pack(small(tmp_path, OBSERVING)).rule("negative").limits == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\n  limits: {times: 10, from: 100}", "", (1, "limits", FaultKind.MISSING_KEY, None)),
        ("times: 10, ", "", (4, "times", FaultKind.MISSING_KEY, None)),
        ("times: 10", "tims: 10", (4, "tims", FaultKind.UNKNOWN_KEY, "times")),
        ("times: 10", "times: ten", (4, "ten", FaultKind.WRONG_TYPE, None)),
        ("figures-jump", "negative", (4, "times", FaultKind.UNKNOWN_KEY, None)),
    ],
)
def test_a_fault_in_limits_says_line_and_nearest_word(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str, str | None]
) -> None:
    assert JUMPING.count(old) == 1
    assert fault in [told(one) for one in faults_of(small(tmp_path, JUMPING.replace(old, new)))]
