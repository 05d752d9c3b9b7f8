"""Folders that something is written into: letters, and copies with notes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from validator.cli._problems import wrong_usage
from validator.cli.output.streams import OutputError
from validator.model.environment.system_faults import why
from validator.renderers.layout.lines import clean


def check_folder(folder: Path, inputs: Iterable[str]) -> None:
    """Raise WrongUsageError for a folder that nothing may be written into: a file, or one that has to do with inputs.

    What lies in a folder that is read would be read the next time; what is read must not be written onto.
    """
    if folder.exists() and not folder.is_dir():
        raise wrong_usage("folder-is-file", path=clean(str(folder)))
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise wrong_usage("output-folder-missing", path=clean(str(folder.absolute().parent)))
    ours = os.path.realpath(folder)
    for path in inputs:
        if path == "-" or "://" in path:
            continue
        theirs = os.path.realpath(path)
        if Path(theirs).is_dir() and Path(ours).is_relative_to(theirs):
            raise wrong_usage("folder-is-input", path=clean(str(folder)))


def make_folder(folder: Path) -> None:
    """Make a folder that is not there yet, with those above it; raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), why(error)) from error
