"""From what a recogniser says of each place of a line of text to the texts that may stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

NUMERALS = "0123456789.,-/"
"""The signs that numbers are printed with."""
LOOK_ALIKES = {"0": "OoQD〇○口", "1": "Il|丨", "5": "S", "8": "B", "2": "Zz"}
"""Numerals -> what a recogniser of all signs takes them for."""

_KEPT = 8
"""Beginnings of a text that are followed at each place."""
_SLIGHT = 1e-4
"""Probability below which a sign is not tried."""


class CharacterReading(Struct, frozen=True):
    """What the recogniser makes of one line of text."""

    text: str
    """The likeliest text."""
    confidence: float
    """Of its least certain sign, 0 to 1; 0 for no text."""
    sure: tuple[float, ...]
    """Confidence in each sign."""
    numerals: npt.NDArray[np.float32]
    """Places x (no sign, then `NUMERALS`): probabilities, with those of the signs that look like them."""
    as_numerals: float
    """Probability that the least certain sign is a numeral, whichever; 0 for no text."""
    places: tuple[float, ...] = ()
    """Where each sign stands: its middle from the left, as a share of the width of the picture that was read."""


def columns(signs: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """For no sign, and for each of `NUMERALS`, the columns that mean it. `signs`: what each column stands for."""
    at = {sign: number for number, sign in enumerate(signs) if sign}
    return ((0,), *(tuple(at[one] for one in sign + LOOK_ALIKES.get(sign, "") if one in at) for sign in NUMERALS))


def reading(
    probabilities: npt.NDArray[np.float32], signs: Sequence[str], numerals: Sequence[tuple[int, ...]]
) -> CharacterReading:
    """Decode places x signs. `signs`: what each column stands for, the first for no sign; `numerals`: see `columns`."""
    best = probabilities.argmax(axis=1)
    runs = [run for run in np.split(np.arange(len(best)), np.flatnonzero(np.diff(best)) + 1) if best[run[0]] != 0]
    text = "".join(signs[best[run[0]]] for run in runs)
    places = [run[probabilities[run].max(axis=1).argmax()] for run in runs]
    sure = tuple(float(probabilities[place].max()) for place in places)
    shares = np.stack([probabilities[:, list(own)].sum(axis=1) for own in numerals], axis=1)
    as_numerals = min((float(shares[place, 1:].sum()) for place in places), default=0.0)
    middles = tuple((float(run[0] + run[-1]) / 2 + 0.5) / len(best) for run in runs)
    return CharacterReading(text, min(sure, default=0.0), sure, shares, as_numerals, middles)


def numbers(numerals: npt.NDArray[np.float32]) -> list[tuple[str, float]]:
    """Texts of numerals alone that may stand there, likeliest first, with their probabilities, which add up to 1."""
    total = numerals.sum(axis=1, keepdims=True)
    shares = numerals / np.maximum(total, 1e-12)
    # (probability that the text ends with no sign, that it ends with its last sign)
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for place in shares:
        grown: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        likely = [number for number in range(1, len(place)) if place[number] > _SLIGHT]
        for text, (blank, last) in beam.items():
            grown[text][0] += (blank + last) * float(place[0])
            for number in likely:
                sign, share = NUMERALS[number - 1], float(place[number])
                if text.endswith(sign):
                    grown[text][1] += last * share
                    grown[text + sign][1] += blank * share
                else:
                    grown[text + sign][1] += (blank + last) * share
        best = sorted(grown.items(), key=lambda item: (-sum(item[1]), item[0]))[:_KEPT]
        beam = {text: (ends[0], ends[1]) for text, ends in best}
    whole = sum(blank + last for blank, last in beam.values()) or 1.0
    return [(text, (blank + last) / whole) for text, (blank, last) in beam.items()]
