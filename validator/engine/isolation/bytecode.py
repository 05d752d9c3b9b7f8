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
_ENDING = f".{sys.implementation.cache_tag}.pyc"


def load_what_is_not_compiled(parts: Sequence[str], libraries: Sequence[str]) -> None:
    """Load what Python has kept no compiled form of yet, so that it does; the first time after an installation.

    `parts`: packages in this one, with all below them; `libraries`: others by their name. What is compiled already is
    not loaded, nor is what lies where nothing can be written.
    """
    # A frozen program has all of it compiled in one file, and no folders of modules.
    if sys.dont_write_bytecode or sys.pycache_prefix is not None or getattr(sys, "frozen", False):
        return
    package = os.fspath(_PACKAGE)
    missing = [name for part in parts for name in _of_ours(f"{package}{os.sep}{part}", f"{_PACKAGE.name}.{part}")]
    for name in (*missing, *filter(_is_not_compiled, libraries)):
        # A library may not be there, or not work here.
        with suppress(Exception):
            import_module(name)


def _of_ours(folder: str, package: str) -> Iterator[str]:
    """The modules of a package and all below it that are not compiled."""
    with os.scandir(folder) as entries:
        there = [(entry.name, entry.is_dir()) for entry in entries]
    compiled = _compiled(folder)
    for name, is_folder in there:
        if is_folder and name != _KEPT:
            yield from _of_ours(f"{folder}{os.sep}{name}", f"{package}.{name}")
        elif name.endswith(".py") and name[:-3] + _ENDING not in compiled and os.access(folder, os.W_OK):
            yield package if name[:-3] == _START else f"{package}.{name[:-3]}"


def _compiled(folder: str) -> set[str]:
    """The files that Python has kept of the modules of a folder."""
    try:
        return set(os.listdir(f"{folder}{os.sep}{_KEPT}"))  # noqa: PTH208 - names are enough
    except OSError:
        return set()


def _is_not_compiled(library: str) -> bool:
    outermost, *inner = library.split(".")
    places = (f"{path or os.curdir}{os.sep}{outermost}" for path in sys.path)
    place = next(filter(_is_package, places), None) or _found(outermost)
    if place is None:
        return False
    folder = "".join((place, *(f"{os.sep}{name}" for name in inner)))
    return _is_package(folder) and _START + _ENDING not in _compiled(folder) and os.access(folder, os.W_OK)


def _is_package(folder: str) -> bool:
    return os.path.isfile(f"{folder}{os.sep}{_START}.py")  # noqa: PTH113 - a name


def _found(outermost: str) -> str | None:
    """The folder of a package that Python finds on another way; of one inside it, it would load it to find that."""
    spec = find_spec(outermost)
    origin = None if spec is None else spec.origin
    return os.path.dirname(origin) if origin and origin.endswith(f"{_START}.py") else None  # noqa: PTH120 - a name
