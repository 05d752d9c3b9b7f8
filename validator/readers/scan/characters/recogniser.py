"""The recogniser of printed text: the model that comes with the package `rapidocr`, run by `onnxruntime`.

The model is run directly, without the package around it: so it needs neither the network nor an image library, and no
state is kept from one line of text to the next. A line is always run with lines of its own width, so that what is read
does not depend on its neighbours.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from validator.readers.ocr import CHARACTER_THREADS, model
from validator.readers.scan.characters.ctc import CharacterReading, columns, reading
from validator.readers.scan.image import Grey

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_HEIGHT = 48
"""Dots that the model takes from top to bottom."""
_STEP = 16
"""Dots to whose multiple a line is filled up."""
_NARROWEST = 48
_WIDEST = 2400
"""Dots; a longer line is pressed together."""
_AT_ONCE = 1600
"""Dots that are run at once: more needs more memory and is no faster."""
_MOST_THREADS = 2


class Recogniser:
    """Reads pictures of single lines of text."""

    def __init__(self, session: InferenceSession) -> None:
        """`session`: the model; it names its signs itself."""
        self._session = session
        self._input = session.get_inputs()[0].name
        names = session.get_modelmeta().custom_metadata_map["character"].splitlines()
        # The first column stands for no sign, what is beyond the names for a blank.
        count = int(session.get_outputs()[0].shape[-1])
        self._signs = ("", *names, *[" "] * (count - 1 - len(names)))
        self._numerals = columns(self._signs)

    def read(self, lines: Sequence[Grey]) -> list[CharacterReading]:
        """What stands in each picture, dark on white."""
        prepared = [_prepared(line) for line in lines]
        found: dict[int, CharacterReading] = {}
        for group in _groups([picture.shape[1] for picture in prepared]):
            batch = np.stack([prepared[number] for number in group])
            outputs = self._session.run(None, {self._input: np.repeat(batch[:, None], 3, axis=1)})[0]
            for number, probabilities in zip(group, outputs, strict=True):
                found[number] = reading(probabilities, self._signs, self._numerals)
        return [_on_line(found[number], picture) for number, picture in enumerate(lines)]


def _prepared(line: Grey) -> npt.NDArray[np.float32]:
    """A picture in the height that the model takes, filled up with paper at both sides; -1 black to 1 white."""
    import cv2

    wide, full, start = _widths(line)
    scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    canvas = np.full((_HEIGHT, full), 255, np.float32)
    canvas[:, start : start + wide] = scaled
    return np.asarray(canvas / 127.5 - 1, np.float32)


def _widths(line: Grey) -> tuple[int, int, int]:
    """Dots that a picture takes up in the height of the model, those with paper at both sides, and those before it."""
    height, width = line.shape
    wide = min(max(round(width * _HEIGHT / height), 1), _WIDEST)
    full = max(-(-wide // _STEP) * _STEP, _NARROWEST)
    return wide, full, (full - wide) // 2


def _on_line(found: CharacterReading, line: Grey) -> CharacterReading:
    """The places of signs on the picture of a line, without the paper that was added."""
    wide, full, start = _widths(line)
    return replace(found, places=tuple((place * full - start) / wide for place in found.places))


def _groups(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of pictures of the same width, as many as are run at once."""
    same: defaultdict[int, list[int]] = defaultdict(list)
    for number, width in enumerate(widths):
        same[width].append(number)
    for width, numbers in sorted(same.items()):
        most = max(_AT_ONCE // width, 1)
        yield from (numbers[first : first + most] for first in range(0, len(numbers), most))


@cache
def recogniser() -> Recogniser:
    """The recogniser; only where `recognition.is_available`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    return Recogniser(onnxruntime.InferenceSession(str(model()), options, providers=["CPUExecutionProvider"]))


def threads() -> int:
    """How many threads look at a picture."""
    said = os.environ.get(CHARACTER_THREADS, "")
    return int(said) if said.isdecimal() and int(said) else min(os.cpu_count() or 1, _MOST_THREADS)
