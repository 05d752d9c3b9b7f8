"""What a gate refuses: files that decide about the check and lie where the submitted reports lie."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from validator.cli._problems import phrase, wrong_usage
from validator.cli.options.groups import RuleOptions
from validator.cli.settings.decisions import NO_BASELINE
from validator.renderers.layout.lines import clean


def keep_outside(paths: Sequence[str], rules: RuleOptions) -> None:
    """Raise WrongUsageError for waivers or a pack in or below a folder that is checked, or beside a file that is."""
    baseline = None if rules.baseline == NO_BASELINE else rules.baseline
    deciding = [*(() if baseline is None else (("gate-baseline", baseline),))]
    deciding += [("gate-pack", str(folder)) for folder in _packs(rules)]
    for key, named in deciding:
        if any(_is_inside(named, path) for path in paths):
            raise wrong_usage("gate-inside", what=phrase(key), path=clean(named))


def _packs(rules: RuleOptions) -> tuple[Path, ...]:
    """The folders of the packs named, and of those that they extend."""
    if not rules.pack:
        return ()
    from validator.packs.layers import layer_folders

    with suppress(OSError):
        return (*rules.folders, *layer_folders(rules.folders))
    return rules.folders


def _is_inside(named: str, path: str) -> bool:
    """Whether something lies where the reports lie, links followed."""
    if "://" in path or path == "-":
        return False
    above = str(Path(path).absolute().parent)
    folder = path if os.path.isdir(path) else above  # noqa: PTH112 - a name may be too long
    real, root = os.path.realpath(named), os.path.realpath(folder)
    try:
        return os.path.commonpath((real, root)) == root
    except ValueError:  # another drive
        return False
