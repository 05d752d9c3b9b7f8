"""How far a long run is, on standard error, and only if that is a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TextIO

from validator.messages import say
from validator.renderers.lines import clean, clip

_WIDTH = 78
_CLEAR = "\r\x1b[K"
_MANY = 2
"""Files from which on progress is shown."""


@contextlib.contextmanager
def progress_on(stream: TextIO, language: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A callback (files done, files in all, path) that keeps one line up to date; None if the stream is no terminal."""
    if not stream.isatty():
        yield None
        return

    def show(done: int, total: int, path: str) -> None:
        if total >= _MANY:
            text = say("progress", language, done=done + 1, total=total, path=clean(path))
            stream.write(_CLEAR + clip(text, _WIDTH))
            stream.flush()

    try:
        yield show
    finally:
        stream.write(_CLEAR)
        stream.flush()
