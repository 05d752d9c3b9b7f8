"""From options to the decisions that are applied to a result: severities and the file of waivers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli._problems import choose, fits_no_rule, wrong_usage
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions

NO_BASELINE = "none"
"""What `--baseline` says where waivers are not to be used."""


def decisions_of(
    severities: Sequence[str], baseline: str | None, paths: Sequence[str], rules: Collection[str]
) -> Decisions:
    """The decisions in force; raises WrongUsageError, BrokenSettingsError."""
    from validator.checking.decisions.baseline import read_baseline
    from validator.checking.decisions.decisions import Decisions
    from validator.cli.settings.files import LEVELS
    from validator.model.rules.rule import Severity

    weights: dict[str, Severity] = {}
    for word in severities:
        pattern, _, level = word.partition("=")
        if not any(fnmatchcase(rule, pattern) for rule in rules):
            raise fits_no_rule("--severity", pattern, rules)
        weights[pattern] = Severity(choose("--severity", level, LEVELS))
    file = baseline_file(baseline, paths)
    return Decisions(weights, () if file is None else read_baseline(file))


def baseline_file(baseline: str | None, paths: Sequence[str]) -> Path | None:
    """The file of waivers: the one that is named, else the first found upwards; raises WrongUsageError."""
    from validator.checking.decisions.baseline import FILE

    if baseline == NO_BASELINE:
        return None
    if baseline is not None:
        if not Path(baseline).is_file():
            raise wrong_usage("baseline-missing", path=clean(baseline))
        return Path(baseline)
    from validator.cli.settings.files import find_upwards

    return find_upwards(paths[0], lambda folder: (folder / FILE) if (folder / FILE).is_file() else None)
