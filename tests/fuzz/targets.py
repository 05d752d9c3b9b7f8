"""Readers of side files, each with a sound file, and mutators that know its structure."""

from __future__ import annotations

import json
import traceback
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from time import process_time

from fuzz import mutators as change

from validator import check
from validator.checking.decisions.baseline import read_baseline
from validator.checking.versions import compare
from validator.cli.settings.files import settings_for
from validator.crosschecks._organ_file import read_organ_file
from validator.engine.authoring.pack_examples import run_examples
from validator.model.errors import BrokenFileError, BrokenPatternError, UnreadableInputError
from validator.packs.deadlines import Deadlines
from validator.packs.files.expected_file import read_expected
from validator.packs.language.expansion import names_in
from validator.packs.language.syntax import ExpressionError, parse_check, parse_sum
from validator.packs.pack import Pack, load_pack
from validator.renderers import RenderOptions
from validator.renderers.data.json_report import render
from validator.renderers.data.read_back import BrokenJsonError, UnexpectedValueError, load_json
from validator.renderers.letters.letter import Sender, letters
from validator.renderers.letters.shipped import shipped_template
from validator.renderers.letters.template import Template
from validator.renderers.overview.counts import Overview
from validator.renderers.overview.rows import result_rows
from validator.renderers.overview.text import overview_json, render_overview
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.page import render_round
from validator.renderers.rounds.table import round_csv
from validator.renderers.rounds.told import OtherLanguageError, told_in
from validator.renderers.rounds.workbook import round_workbook
from validator.renderers.rules.faults import render_faults
from validator.renderers.versions.changes import changes_json, render_changes
from validator.renderers.versions.results import versions_in

SEEDS = Path(__file__).parent / "seeds"
SAMPLES = Path(__file__).parents[2] / "samples"
_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of side file."""

    name: str
    file: str
    """Where its mutants are written, below a folder of their own."""
    sound: str
    """A content that is read without a fault."""
    mutate: change.Mutator
    read: Callable[[Path], None]
    """Reads the file, and does with it what the program does."""
    beside: Mapping[str, str]
    """Other files of the folder."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant."""

    target: str
    case: int
    seconds: float
    data: bytes
    failure: str | None = None
    """Where and by what the program stumbled."""


def run_case(targets: Sequence[Target], case: int, folder: Path) -> Outcome:
    """The mutant of that number: its target, and what was changed, follow from the number alone."""
    target = targets[case % len(targets)]
    data = target.mutate(Random(f"{target.name} {case}"), target.sound)
    # Those beside it stay as they are from one case to the next.
    beside = {} if (folder / target.name).exists() else target.beside
    for name, content in {**{name: text.encode() for name, text in beside.items()}, target.file: data}.items():
        path = folder / target.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    started, failure = process_time(), None
    try:
        read_faults(target, folder / target.name / target.file)
    except Exception as error:  # noqa: BLE001 - whatever is not one of ours is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        ours = [one for one in traceback.extract_tb(error.__traceback__) if "/validator/" in one.filename]
        place = ours[-1] if ours else frame
        failure = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {str(error)[:100]}"
    return Outcome(target.name, case, process_time() - started, data, failure)


def read_faults(target: Target, path: Path) -> None:
    """Read the file; what is told of it names it, is on lines of their own, and has no control characters."""
    try:
        target.read(path)
    except BrokenFileError as error:
        for language in ("zh", "en"):
            lines = render_faults(error.faults, language).splitlines()
            if not error.faults or any(map(unprintable, lines)):
                raise AssertionError(lines[:3]) from error
    except UnreadableInputError as error:
        if unprintable(f"{error.reason.zh}{error.reason.en}"):
            raise AssertionError(error.reason) from error
    except (ExpressionError, BrokenPatternError):
        pass


def unprintable(text: str) -> frozenset[str]:
    """Characters that control what shows a text; one that this Python has no name for may be a new one."""
    return frozenset(one for one in text if not one.isprintable() and unicodedata.category(one) != "Cn")


def _settings(path: Path) -> None:
    settings = settings_for(str(path.parent))
    said = settings.keys.get("deadline")
    settled = said.value if said is not None and isinstance(said.value, tuple) else ()
    str(Deadlines().with_settled(settled))


def _pack(path: Path) -> None:
    root = next(parent for parent in path.parents if (parent / "pack.yaml").exists())
    pack = load_pack(root)
    run_examples(pack, _DAY)


def _expression(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    for parse in (parse_check, parse_sum):
        try:
            parsed = parse(text)
        except ExpressionError:
            continue
        if parse(str(parsed)) != parsed:
            raise AssertionError(str(parsed))
    names_in(parse_check(text))


@lru_cache(maxsize=1)
def _shipped() -> Pack:
    return load_pack()


def _summary(path: Path) -> None:
    overview = Overview()
    overview.add(result_rows(path))
    json.loads(overview_json(overview))
    for language in ("zh", "en"):
        if "\x1b" in render_overview(overview, _shipped(), RenderOptions(language), 5):
            raise AssertionError(path)


def _round(path: Path) -> None:
    """A round from the JSON of an earlier run, as page, workbook, table and letters."""
    try:
        told = told_in(load_json(path.read_bytes()), "zh")
    except (BrokenJsonError, UnexpectedValueError, OtherLanguageError):
        return
    figures = RoundFigures(told, _shipped(), "zh", None, _DAY)
    round_workbook(figures)
    if "\x1b" in render_round(figures) + round_csv(figures):
        raise AssertionError(path)
    list(letters(figures.organs, Template(shipped_template("zh")), Sender("zh", _DAY)))


def _compare(path: Path) -> None:
    versions = versions_in(str(path), path.read_bytes(), _shipped(), "zh")
    sound = versions_in("sound", earlier_result().encode(), _shipped(), "zh")
    for comparisons in (compare(sound, versions), compare(versions, sound)):
        json.loads(changes_json(comparisons))
        if "\x1b" in render_changes(comparisons, "zh"):
            raise AssertionError(path)


@lru_cache(maxsize=1)
def earlier_result() -> str:
    """The JSON output of a check, cut down to a part of its cells so that changes hit the rest as often."""
    tree = json.loads(render(check(SAMPLES / "balance-2023.html"), _shipped(), RenderOptions()))
    for report in tree["reports"]:
        report["cells"] = dict(list(report["cells"].items())[:20])
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _pack_targets() -> tuple[Target, ...]:
    root = SEEDS / "pack"
    files = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.yaml")}
    mutate = change.one_of((_YAML, _YAML, _YAML, change.values, change.tokens, change.raw_bytes))
    return tuple(
        Target(f"pack {name.replace('/', ' ')}", name, text, mutate, _pack, files)
        for name, text in sorted(files.items())
    )


_YAML = change.trees(change.load_yaml, change.dump_yaml)
_JSON = change.trees(change.load_json, change.dump_json)


def all_targets() -> tuple[Target, ...]:
    """All kinds of side files."""
    yaml_file = change.one_of((_YAML, _YAML, change.values, change.tokens, change.raw_bytes))
    csv_file = change.one_of((change.fields, change.fields, change.tokens, change.raw_bytes))
    toml_file = change.one_of((change.values, change.values, change.tokens, change.raw_bytes))
    json_file = change.one_of((_JSON, _JSON, _JSON, change.tokens, change.raw_bytes))
    lines_file = change.one_of((change.json_lines, change.json_lines, change.tokens, change.raw_bytes))

    def seed(name: str) -> str:
        return (SEEDS / name).read_text(encoding="utf-8")

    expressions = seed("expressions.txt").splitlines()
    alone = {
        "organs.csv": (csv_file, read_organ_file),
        "organs.yaml": (yaml_file, read_organ_file),
        "gouji.toml": (toml_file, _settings),
        "pyproject.toml": (toml_file, _settings),
        "baseline.yaml": (yaml_file, read_baseline),
        "results.jsonl": (lines_file, _summary),
        "results.csv": (csv_file, _summary),
        "expected.csv": (csv_file, read_expected),
    }
    return (
        *(Target(name, name, seed(name), mutate, _alone(read), {}) for name, (mutate, read) in alone.items()),
        Target("compare", "result.json", earlier_result(), json_file, _compare, {}),
        Target("summary", "result.json", earlier_result(), json_file, _summary, {}),
        Target("round", "result.json", earlier_result(), json_file, _round, {}),
        *(
            Target(f"expression {number}", "expression.txt", text, change.tokens, _expression, {})
            for number, text in enumerate(expressions)
        ),
        *_pack_targets(),
    )


def _alone(read: Callable[[Path], object]) -> Callable[[Path], None]:
    def reading(path: Path) -> None:
        read(path)

    return reading
