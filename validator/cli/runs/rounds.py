"""What `letters` and `summary` read: results of earlier runs, and reports that are checked now, as one round."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from validator.cli._problems import wrong_usage
from validator.cli.options.groups import ComparisonOptions, RunningOptions
from validator.cli.runs.many import Passed, gathered
from validator.cli.runs.request import Invocation
from validator.messages import say
from validator.model.environment.system_faults import why
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.crosschecks.options import Across
    from validator.packs.pack import Pack
    from validator.renderers.rounds.told import ToldRound

JSON = ".json"
"""Ending of a file that holds the result of an earlier run."""
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
"""How such a file begins, whatever its name."""
HEAD = 64
"""Bytes of its beginning that are looked at."""
_FLAT = (".jsonl", ".csv", ".parquet")
_LONGEST = 160


class Round(NamedTuple):
    """What was read."""

    told: ToldRound
    passed: Passed
    """Of the reports that were checked now."""
    interrupted: bool


def refuse_flat(paths: Iterable[str], key: str, **values: str) -> None:
    """Raise WrongUsageError, in the words of that key, for results without the sentences that a round tells."""
    flat = next((path for path in paths if path.lower().endswith(_FLAT)), None)
    if flat is not None:
        raise wrong_usage(key, path=clean(flat), **values)


def looks_like_result(path: str, head: bytes) -> bool:
    """Whether a file that begins so is the JSON output of an earlier run."""
    return path.lower().endswith(JSON) or _OBJECT.match(head) is not None


def is_result(path: str) -> bool:
    """The same of a file by its name; what can be read only once (a pipe) is taken for a report."""
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            return looks_like_result(path, file.read(HEAD))
    except (OSError, ValueError):  # what cannot be opened is told by those who read it
        return False


def read_round(run: Invocation, asked: ComparisonOptions, running: RunningOptions, pack: Pack) -> Round:
    """Check the reports, and add what earlier runs said; raises WrongUsageError, BrokenOrganFileError."""
    from validator.engine.task import RESULT, Run
    from validator.renderers.rounds.told import ToldRound, told_of

    wanted, decisions = run.wanted(pack), run.decisions(pack)
    across = across_of(asked).loaded()
    results = [path for path in run.paths if is_result(path)]
    told, passed, interrupted = ToldRound(), Passed(), False
    for path in results:
        told += _earlier(path, run.screen.language)
    reports = tuple(path for path in run.paths if path not in results)
    if reports:
        now = replace(run, paths=reports)
        task = replace(now.task(RESULT, wanted, pack=pack), decisions=decisions)
        result, done = gathered(now, running, Run(task, pack, across))
        passed, interrupted = done.passed, done.interrupted
        result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], task.today)
        told += told_of(result, pack, run.screen.language)
    return Round(told, passed, interrupted)


def _earlier(path: str, language: str) -> ToldRound:
    from validator.packs.files.yaml_file import FaultKind
    from validator.renderers.data.read_back import BrokenJsonError, UnexpectedValueError, load_json, written_way
    from validator.renderers.layout.lines import clip
    from validator.renderers.rounds.told import OtherLanguageError, told_in

    def broken(line: int, problem: FaultKind, seen: str) -> Exception:
        words = {"line": line, "problem": say(f"fault {problem}", language), "seen": clip(clean(seen), _LONGEST)}
        reason = say("no-result", language, **words)
        return wrong_usage("results-unreadable", path=clean(path), reason=reason)

    try:
        return told_in(load_json(Path(path).read_bytes()), language)
    except OSError as error:
        raise wrong_usage("results-unreadable", path=clean(path), reason=why(error)) from None
    except BrokenJsonError as error:
        raise broken(error.line, error.problem, error.reason) from None
    except UnexpectedValueError as error:
        raise broken(1, error.problem, f"{written_way(error.way)} {error.seen}".strip()) from None
    except OtherLanguageError as error:
        raise wrong_usage(
            "results-other-language", path=clean(path), found=clean(error.language), wanted=language
        ) from None


def across_of(comparison: ComparisonOptions) -> Across:
    """What to check between reports; raises WrongUsageError for files that are not there, and for a contradiction."""
    from validator.crosschecks.options import FOLDERS, Across

    if comparison.previous and comparison.no_chains:
        raise wrong_usage("options-exclude", first="--previous", second="--no-chains")
    units, organs = comparison.units, comparison.organs
    for flag, path in (("--units", None if units == FOLDERS else units), ("--organs", organs)):
        if path is not None and not Path(path).is_file():
            raise wrong_usage("file-missing", option=flag, path=clean(path))
    return Across(not comparison.no_chains, comparison.previous, units, organs)
