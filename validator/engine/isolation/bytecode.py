"""Compiled forms of modules, which a confined process could not keep: it would compile them again at each start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_KEPT = "__pycache__"
_START = "__init__"


def load_what_is_not_compiled(parts: Sequence[str], libraries: Sequence[str]) -> None:
    """Load what Python has kept no compiled form of yet, so that it does; the first time after an installation.

    `parts`: packages in this one, with all below them; `libraries`: others by their name. What is compiled already is
    not loaded, nor is what lies where nothing can be written.
    """
    # A frozen program has all of it compiled in one file, and no folders of modules.
    if sys.dont_write_bytecode or sys.pycache_prefix is not None or getattr(sys, "frozen", False):
        return
    missing = [name for part in parts for name in _of_ours(_PACKAGE / part, f"{_PACKAGE.name}.{part}")]
    for name in (*missing, *filter(_is_not_compiled, libraries)):
        # A library may not be there, or not work here.
        with suppress(Exception):
            import_module(name)


def _of_ours(folder: Path, package: str) -> Iterator[str]:
    """The modules of a package and all below it that are not compiled."""
    with os.scandir(folder) as entries:
        there = [(entry.name, entry.is_dir()) for entry in entries]
    compiled = _compiled(folder)
    for name, is_folder in there:
        if is_folder and name != _KEPT:
            yield from _of_ours(folder / name, f"{package}.{name}")
        elif name.endswith(".py") and name[:-3] not in compiled and os.access(folder, os.W_OK):
            yield package if name[:-3] == _START else f"{package}.{name[:-3]}"


def _compiled(folder: Path) -> set[str]:
    """The names of the modules of a folder that this Python has compiled."""
    ending = f".{sys.implementation.cache_tag}.pyc"
    try:
        return {name.removesuffix(ending) for name in os.listdir(folder / _KEPT) if name.endswith(ending)}  # noqa: PTH208 - names are enough
    except OSError:
        return set()


def _is_not_compiled(library: str) -> bool:
    # Only the outermost package is looked for: to find one inside it, Python would load it.
    spec = find_spec(library.partition(".")[0])
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return False
    folder = Path(spec.origin).parent.joinpath(*library.split(".")[1:])
    return folder.is_dir() and _START not in _compiled(folder) and os.access(folder, os.W_OK)
