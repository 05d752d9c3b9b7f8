"""How far a long run is, on standard error: one line kept up to date on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TextIO

from validator.messages import say
from validator.renderers.layout.lines import clean, clip

_WIDTH = 78
_BAR = 20
_CLEAR = "\r\x1b[K"
_MANY = 2
"""Files from which on progress is shown on a terminal."""
_EVERY, _SELDOM = 0.1, 10.0
"""Seconds between two lines on a terminal and elsewhere."""


@contextlib.contextmanager
def progress_on(
    stream: TextIO | None, language: str, clock: Callable[[], float] = monotonic
) -> Iterator[Callable[[int, int, str], None]]:
    """A callback (files done, files in all or 0 where that is not known, path); without a stream it says nothing."""
    if stream is None:
        yield lambda _done, _total, _path: None
        return
    terminal = stream.isatty()
    started = clock()
    shown = started - _EVERY if terminal else started

    def show(done: int, total: int, path: str) -> None:
        nonlocal shown
        now = clock()
        if now - shown < (_EVERY if terminal else _SELDOM) or (total and total < _MANY):
            return
        shown = now
        words = _words(done, total, now - started, language)
        bar = _CLEAR + clip(f"{_bar(done, total)}{words} {clean(path)}", _WIDTH)
        _write(stream, bar if terminal else words + "\n")

    try:
        yield show
    finally:
        if terminal:
            _write(stream, _CLEAR)


def _write(stream: TextIO, text: str) -> None:
    """If nobody reads it any more, nothing is lost but the words."""
    with contextlib.suppress(OSError):
        stream.write(text)
        stream.flush()


def _words(done: int, total: int, seconds: float, language: str) -> str:
    """`1200/10000，310 份/秒，还需 28 秒`."""
    words = say("progress-count", language, done=done, total=total or "?")
    if done and seconds > 1:
        rate = done / seconds
        words += say("progress-rate", language, rate=f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}")  # noqa: PLR2004 - two digits say enough
        if total > done:
            words += say("progress-left", language, time=_time((total - done) / rate))
    return words


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bar(done: int, total: int) -> str:
    """ASCII only: other bars are of ambiguous width in Chinese terminals."""
    if not total:
        return ""
    full = min(_BAR, done * _BAR // total)
    return "[" + "#" * full + "-" * (_BAR - full) + "] "
