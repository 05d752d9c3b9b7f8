"""Whether text in pictures can be recognised here, and telling whoever limits the reading that it is about to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from pathlib import Path

CHARACTER_THREADS = "GOUJI_CHARACTER_THREADS"
"""Variable of the environment: how many threads recognise characters, one where each core has a process of its own."""
_MODEL = "models/*_rec_*.onnx"
_LIBRARIES = ("cv2", "onnxruntime", "PIL")

_told: ContextVar[Callable[[], None] | None] = ContextVar("_told", default=None)


@cache
def model() -> Path | None:
    """The file of the model; None if the packages of the extra `ocr` are not installed."""
    package = find_spec("rapidocr")
    if package is None or any(find_spec(name) is None for name in _LIBRARIES):
        return None
    places = package.submodule_search_locations or ()
    return next((file for place in places for file in sorted(Path(place).glob(_MODEL))), None)


def is_available() -> bool:
    """True if the packages of the extra `ocr` are installed."""
    return model() is not None


@contextmanager
def telling(listener: Callable[[], None]) -> Iterator[None]:
    """Call `listener` before text is recognised: that takes more time and memory than all other reading."""
    before = _told.set(listener)
    try:
        yield
    finally:
        _told.reset(before)


def announce() -> None:
    """Say that text is about to be recognised."""
    listener = _told.get()
    if listener is not None:
        listener()
