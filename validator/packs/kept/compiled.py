"""A pack as it was compiled by an earlier command: to read its YAML and to parse its expressions takes much longer.

The pack that is shipped is compiled when the package is built, and lies beside its rules. Of any other, and in a
checkout, a copy lies in the cache folder of the user, one for each folder of a pack. It is good for exactly the bytes
of the pack's files and the code that compiled them; whatever else is found there is not taken: a copy that somebody
else could have written, one that was damaged, one that holds anything but the values of a pack, each of the type of its
field. Then the pack is read as if there were none. Nothing depends on a copy but time.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache as kept_for_good
from pathlib import Path
from typing import Any, get_type_hints

from validator.model.encoding.plain_data import BrokenDataError, PlainData
from validator.packs._pack import Pack
from validator.packs.files.text_file import content_of
from validator.packs.folders import shipped_pack
from validator.packs.kept.own_copies import cache_folder, read_own, write_own
from validator.packs.language.rows import BrokenRowsError, Rows, rows_of, tree_of
from validator.packs.language.syntax import Parsed, know, known
from validator.packs.layers import layer_folders
from validator.version import __version__

_MAGIC = b"gouji pack 3\n"
_DIGEST = 32
"""Bytes of a SHA-256."""
_NOT_KEPT = {"directory", "copied"}
"""The fields that say on which way a pack was found, which may be another the next time."""
CODE = ("model", "packs")
"""Folders of this package on which it depends what a pack becomes."""
SHIPPED = Path(__file__).parents[2] / "_rules" / "annual-report.pack"
"""The shipped pack as the build compiled it; in a checkout there is none."""


def load_compiled(
    directory: Path | None = None, *others: Path, patterns: bool = True, cache: Path | None = None
) -> Pack:
    """What `pack.load_pack` gives for the same folders; raises BrokenPackError.

    `patterns`: see there. `cache`: where copies are kept, by default in the user's own folder for such.
    """
    directories = (directory or shipped_pack(), *others)
    folder = cache or cache_folder()
    named = b"\0".join(os.fsencode(directory.absolute()) for directory in directories)
    place = folder / f"{hashlib.sha256(named).hexdigest()[:24]}.pack"
    try:
        key = _key(layer_folders(directories), patterns=patterns)
    except OSError:
        key = b""
    copy = _shipped(directories)
    if copy is None and key:
        copy = _read(place, key)
    if copy is not None:
        parts, parsed = copy
        know(parsed)
        return Pack(directory=directories[-1], copied=key, **parts)
    from validator.packs.pack import load_pack

    pack = load_pack(*directories, patterns=patterns)
    if key:
        with suppress(OSError):
            write_own(place, _sealed(pack, key))
    return pack


def compile_shipped(directory: Path, target: Path) -> None:
    """Compile a pack for `SHIPPED`, when the package is built; raises BrokenPackError."""
    from validator.packs.pack import load_pack

    target.write_bytes(_sealed(load_pack(directory), _content_key(directory)))


def _shipped(directories: Sequence[Path]) -> tuple[dict[str, Any], Parsed] | None:
    """The copy that the build made, if it is that of this folder alone and nothing was changed since."""
    directory, *others = directories
    if others or directory != SHIPPED.with_suffix(""):
        return None
    try:
        return _opened(SHIPPED.read_bytes(), _content_key(directory))
    except OSError:
        return None


def _content_key(directory: Path) -> bytes:
    """As `_key`, by what stands in the files of code as well: their times are those of an installation."""
    found = hashlib.sha256(__version__.encode())
    package = Path(__file__).parents[2]
    code = [(package, path) for folder in CODE for path in _below(package / folder, ".py")]
    for root, path in (*code, *((directory, path) for path in _below(directory, ".yaml"))):
        content = content_of(path)
        found.update(repr((path.relative_to(root).parts, len(content))).encode())
        found.update(content)
    return found.digest()


def _sealed(pack: Pack, key: bytes) -> bytes:
    """What is kept of a pack."""
    parsed = tuple((kind, text, rows_of(tree)) for (kind, text), tree in known())
    body = _data().written((tuple(getattr(pack, name) for name in _kept()), parsed))
    return _MAGIC + key + hashlib.sha256(body).digest() + body


@kept_for_good
def _kept() -> dict[str, Any]:
    """The fields that are kept, and the type of each."""
    return {name: kind for name, kind in get_type_hints(Pack).items() if name not in _NOT_KEPT}


@kept_for_good
def _data() -> PlainData[tuple[tuple[Any, ...], tuple[tuple[str, str, Rows], ...]]]:
    """How a pack is written: the fields that are kept, and every expression that was parsed."""
    held = tuple.__class_getitem__(tuple(_kept().values()))
    return PlainData(tuple.__class_getitem__((held, tuple[tuple[str, str, Rows], ...])))


def _key(directories: Sequence[Path], *, patterns: bool) -> bytes:
    """The digest of all that decides what the pack becomes; `directories`: those of all its layers."""
    found = hashlib.sha256(repr((__version__, sys.implementation.cache_tag, patterns)).encode())
    found.update(repr([(name, there.st_size, there.st_mtime_ns) for name, there in _code()]).encode())
    for number, directory in enumerate(directories):
        for path in _below(directory, ".yaml"):
            content = content_of(path)
            found.update(repr((number, path.relative_to(directory).parts, len(content))).encode())
            found.update(content)
    return found.digest()


def _code() -> Iterator[tuple[str, os.stat_result]]:
    """The files of the code that compiles packs; of a frozen program, in which there are none, the program itself."""
    if getattr(sys, "frozen", False):
        yield "", os.stat(sys.executable)  # noqa: PTH116 - as of the others
        return
    package = os.fspath(Path(__file__).parents[2])
    for entry in (one for folder in CODE for one in _entries(os.path.join(package, folder), ".py")):  # noqa: PTH118 - a name
        yield entry.path.removeprefix(package), entry.stat()


def _below(folder: Path, suffix: str) -> Iterator[Path]:
    return (Path(entry.path) for entry in _entries(folder, suffix))


def _entries(folder: Path | str, suffix: str) -> Iterator[os.DirEntry[str]]:
    """The files in a folder and those below it, by their names."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                yield from _entries(entry.path, suffix)
            elif entry.name.endswith(suffix):
                yield entry


def _read(place: Path, key: bytes) -> tuple[dict[str, Any], Parsed] | None:
    """The fields of the pack and what was parsed, if the copy is ours, whole, and of this key."""
    content = read_own(place)
    return None if content is None else _opened(content, key)


def _opened(content: bytes, key: bytes) -> tuple[dict[str, Any], Parsed] | None:
    """What was sealed under that key, if it is whole."""
    head = _MAGIC + key
    body = content[len(head) + _DIGEST :]
    if content[: len(head) + _DIGEST] != head + hashlib.sha256(body).digest():
        return None
    try:
        held, parsed = _data().read(body)
        return dict(zip(_kept(), held, strict=True)), tuple(
            ((kind, text), tree_of(kind, rows)) for kind, text, rows in parsed
        )
    except (BrokenDataError, BrokenRowsError):
        return None
