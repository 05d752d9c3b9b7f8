"""Compiled forms of modules, which a confined process could not keep: it would compile them again at each start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import cache_from_source, find_spec
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]


def load_what_is_not_compiled(parts: Sequence[str], libraries: Sequence[str]) -> None:
    """Load what Python has kept no compiled form of yet, so that it does; the first time after an installation.

    `parts`: packages in this one, with all below them; `libraries`: others by their name. What is compiled already is
    not loaded, nor is what lies where nothing can be written.
    """
    if sys.dont_write_bytecode:
        return
    for name in (*_of_ours(parts), *filter(_is_not_compiled, libraries)):
        # A library may not be there, or not work here.
        with suppress(Exception):
            import_module(name)


def _of_ours(parts: Sequence[str]) -> Iterator[str]:
    for folder, _, files in (step for part in parts for step in os.walk(_PACKAGE / part)):
        sources = [name for name in files if name.endswith(".py")]
        if not sources:
            continue
        kept = Path(cache_from_source(str(Path(folder, "any.py")))).parent
        there = set(os.listdir(kept)) if kept.is_dir() else set()  # noqa: PTH208 - names are enough
        for source in sources:
            compiled = Path(cache_from_source(str(Path(folder, source)))).name
            if compiled not in there and os.access(folder, os.W_OK):
                inside = Path(folder).relative_to(_PACKAGE.parent).parts
                yield ".".join((*inside, source.removesuffix(".py"))).removesuffix(".__init__")


def _is_not_compiled(library: str) -> bool:
    try:
        spec = find_spec(library)
    except (ImportError, ValueError):
        return False
    if spec is None or spec.origin is None or spec.cached is None:
        return False
    return not Path(spec.cached).exists() and os.access(Path(spec.origin).parent, os.W_OK)
