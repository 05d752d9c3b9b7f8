"""Regular expressions as Python has compiled them, kept from one command to the next.

A page needs some hundred of them, and to compile these takes a quarter of the time of its check. What is kept is what
Python itself makes of a pattern and holds in memory: it is good for the very build of Python that made it, in a file
that nobody but the user can have written, and only where it has been seen to be the same as what is compiled. Python
promises nothing about the names by which that is reached, all of which stand here: where it has others, or another
notion of them, nothing is kept, each pattern is compiled when it is met, and nothing is lost but time.
"""

import hashlib
import os
import re
import sys
from array import array
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from validator.packs.kept.own_copies import cache_folder, read_own, write_own
from validator.version import __version__

_MAGIC = b"gouji patterns 1\n"
_PACKAGE = Path(__file__).parents[2]
_DIGEST = 32
"""Bytes of a SHA-256."""
_MOST = 400
"""Patterns that are kept; Python itself holds 512 at a time. Where there would be more, the older ones go."""
_UNITS = "I"
"""Four bytes each, as the engine takes its code."""


_REFUSED = (
    *(AttributeError, ImportError, IndexError, OverflowError, RuntimeError, TypeError, ValueError, re.error),
    msgspec.DecodeError,
)
"""What the engine, or what reads its code, may have against a pattern."""
_Asked: TypeAlias = tuple[type, str, int]
"""The kind of a pattern, its text, and the flags with which it was compiled."""


class _Compiled(Struct, frozen=True, array_like=True):
    """A pattern, and all that Python's engine is given of it."""

    text: str
    asked: int
    """The flags with which it was compiled."""
    flags: int
    """The same with those that are in force beside them."""
    code: bytes
    groups: int
    names: dict[str, int]
    """Of groups, and the number of each."""

    @classmethod
    def of(cls, text: str, asked: int) -> "_Compiled":
        """Compile a pattern as `re` does."""
        compiler: Any = import_module("re._compiler")
        parsed = import_module("re._parser").parse(text, asked)
        code = array(_UNITS, compiler._code(parsed, asked)).tobytes()  # noqa: SLF001 - as said above
        state = parsed.state
        return cls(text, asked, asked | state.flags, code, state.groups - 1, dict(state.groupdict))

    def pattern(self) -> re.Pattern[str]:
        """What it is; raises whatever the engine does about code that is not its own."""
        names: list[str | None] = [None] * (self.groups + 1)
        for name, number in self.names.items():
            names[number] = name
        code = array(_UNITS)
        code.frombytes(self.code)
        words = code.tolist()
        made: re.Pattern[str] = _engine().compile(self.text, self.flags, words, self.groups, self.names, tuple(names))
        return made


class _Kept(Struct, frozen=True, array_like=True):
    """All that is kept."""

    learned: tuple[bytes, ...] = ()
    """The keys of the packs with which it was found out which patterns are needed."""
    patterns: tuple[_Compiled, ...] = ()
    needed: dict[str, tuple[tuple[str, ...], ...]] = {}
    """`needed_words.known`."""


class _Known:
    """What this process was given."""

    kept: ClassVar[_Kept | None] = None
    """None before `recall`: then whatever else this process is for has left patterns behind."""


def recall(cache: Path | None = None) -> None:
    """Have Python take the kept patterns for compiled; `cache`: where they lie, by default in the user's own folder."""
    held = _held()
    if held is None:
        return
    _Known.kept = _Kept()
    content = read_own(_place(cache)) or b""
    body = content[len(_MAGIC) + _DIGEST :]
    if content[: len(_MAGIC) + _DIGEST] != _MAGIC + hashlib.sha256(body).digest():
        return
    # Whatever the engine has against one: it can compile it.
    with suppress(*_REFUSED):
        kept = msgspec.msgpack.decode(body, type=_Kept)
        made: dict[_Asked, re.Pattern[str]] = {(str, one.text, one.asked): one.pattern() for one in kept.patterns}
        held.update(made)
        # Loaded now, since it has patterns itself.
        from validator.packs.language.needed_words import know

        know(kept.needed)
        _Known.kept = kept


def is_to_learn(key: bytes) -> bool:
    """Whether it is still to be found out with that pack which patterns are needed."""
    return _Known.kept is not None and key not in _Known.kept.learned


def begin(key: bytes, cache: Path | None = None) -> bool:
    """Say that it is being found out, which is not begun again whatever comes of it; False where nothing is kept."""
    if _Known.kept is None:
        return False
    _Known.kept = replace(_Known.kept, learned=(*_Known.kept.learned, key))
    return _write(_Known.kept, cache)


def keep(key: bytes, cache: Path | None = None) -> bool:
    """Keep the patterns that Python holds now, if that can be; `key`: that of the pack with which they were met."""
    from validator.packs.language.needed_words import known

    held = _held()
    if held is None or _Known.kept is None:
        return False
    learned, recalled = _Known.kept.learned, {(str, one.text, one.asked) for one in _Known.kept.patterns}
    asked = [one for one in held if one[0] is str and not one[2] & re.LOCALE]
    if len(asked) > _MOST:
        learned, asked = (), [one for one in asked if one not in recalled][:_MOST]
    patterns = tuple(made for one in asked if (made := _same(one, held[one])) is not None)
    _Known.kept = _Kept(tuple(sorted({*learned, key})), patterns, dict(known()))
    return _write(_Known.kept, cache)


def _write(kept: _Kept, cache: Path | None) -> bool:
    body = msgspec.msgpack.encode(kept)
    try:
        return write_own(_place(cache), _MAGIC + hashlib.sha256(body).digest() + body)
    except OSError:
        return False


def _same(asked: _Asked, pattern: re.Pattern[str]) -> _Compiled | None:
    """A pattern as it is kept; None if it does not come to the same when it is put together again."""
    with suppress(*_REFUSED):
        asked[1].encode()  # what is no text cannot be written
        one = _Compiled.of(asked[1], asked[2])
        return one if one.pattern() == pattern and one.names == pattern.groupindex else None
    return None


def _held() -> dict[_Asked, re.Pattern[str]] | None:
    """Where `re` holds what it has compiled; None where it does so otherwise than we know."""
    held = vars(re).get("_cache")
    known_units = getattr(_engine(), "CODESIZE", 0) == array(_UNITS).itemsize
    return held if isinstance(held, dict) and known_units else None


def _engine() -> Any:  # noqa: ANN401 - what has no types
    try:
        return import_module("_sre")
    except ImportError:
        return None


def _place(cache: Path | None) -> Path:
    """The file of this build of Python and of this installation, which may be one of several."""
    build = (__version__, os.fspath(_PACKAGE), sys.version, sys.byteorder, getattr(_engine(), "MAGIC", 0))
    return (cache or cache_folder()) / f"{hashlib.sha256(repr(build).encode()).hexdigest()[:24]}.patterns"
