"""Texts of different organs that are nearly the same, found among any number of reports.

Of each text a sketch is kept (min-wise hashing of its shingles): the share of equal numbers in two sketches tells how
many shingles the texts share. Only texts whose sketches are alike are compared word by word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from validator.crosschecks._effort import Effort
from validator.crosschecks._years import Identified, Named
from validator.model.numbers import normalise
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.observations.text_facts import TextAlike
from validator.model.report import Report
from validator.recognition.sections import text_parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHINGLE = 6
"""Characters of a shingle."""
_NUMBERS = 16
"""Numbers of a sketch."""
_BAND = 2
"""Numbers that two sketches must share side by side to be looked at."""
_LEAST = _NUMBERS // 2
"""Numbers that they must share to be compared."""
_SHORTEST = 300
"""Characters of a text that has a sketch: shorter ones are alike by chance."""
_LONGEST = 200_000
"""Characters of a text that are looked at for its sketch, which takes a hundred times the memory."""
_BLOCK = 40
"""Reports with like texts that are compared with one of them, so that no group of a run grows with it."""
_SEED = 20190415


def sketch_of(one: Named) -> bytes:
    """The sketch of a text, empty for a short one; of a report that was put away, what was kept of it."""
    if not isinstance(one, Report):
        return bytes(getattr(one, "sketch", b""))
    import numpy as np

    text = bare_text(one)[:_LONGEST]
    if len(text) < _SHORTEST:
        return b""
    characters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(characters) - _SHINGLE + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(_SHINGLE):
        hashes = hashes * np.uint64(0x100000001B3) + characters[at : at + count]
    mixed = (hashes[None, :] ^ (hashes[None, :] >> np.uint64(29))) * _factors()[:, None]
    least: NDArray[np.uint64] = mixed.min(axis=1) >> np.uint64(32)
    return least.astype("<u4").tobytes()


@cache
def _factors() -> NDArray[np.uint64]:
    """One odd factor for each number of a sketch, the same in every process."""
    import numpy as np

    return np.random.default_rng(_SEED).integers(1, 2**63, _NUMBERS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def bare_text(report: Report) -> str:
    """What stands below the headings, without figures and the name of its organ: copies with others are copies."""
    parts = text_parts(report.prose, report.form.sections)
    written = "".join(one.text for part in parts if part.number is not None for one in part.paragraphs)
    text = "".join(normalise(written).split())
    if report.organ:
        text = text.replace("".join(normalise(report.organ).split()), "")
    return "".join(char for char in text if not char.isdigit())


def alike(reports: Sequence[Named], identities: Sequence[Identified]) -> Mapping[int, int]:
    """Report -> another one of the same year and of another organ whose sketch is alike; at most one of each."""
    import numpy as np

    known = [
        (at, sketch)
        for at, one in enumerate(reports)
        if one.year is not None and identities[at].organ is not None and (sketch := sketch_of(one))
    ]
    if len(known) <= 1:
        return {}
    # By names, so that the order of the inputs makes no difference.
    known.sort(key=lambda one: (reports[one[0]].organ or "", reports[one[0]].path))
    places = [at for at, _ in known]
    years = np.array([reports[at].year for at in places])
    sketches = np.frombuffer(b"".join(sketch for _, sketch in known), dtype="<u4").reshape(len(known), _NUMBERS)
    found: dict[int, int] = {}
    for start in range(0, _NUMBERS, _BAND):
        keys = np.column_stack([years, sketches[:, start : start + _BAND]])
        for first, second in _beside(keys):
            one, other = places[first], places[second]
            if identities[one].organ == identities[other].organ or (one in found and other in found):
                continue
            if int((sketches[first] == sketches[second]).sum()) >= _LEAST:
                found.setdefault(one, other)
                found.setdefault(other, one)
    return found


def _beside(keys: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Rows with equal keys: the first of each block, and each other of it."""
    import numpy as np

    _, group = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    bounds = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    for members in np.split(order, bounds):
        for start in range(0, len(members), _BLOCK):
            block = members[start : start + _BLOCK].tolist()
            yield from ((block[0], other) for other in block[1:])


def compare_texts(report: Report, other: Report, limits: Mapping[str, int], effort: Effort) -> Iterator[Observation]:
    """That two texts are nearly the same, if they are; `limits`: of the rule. Raises TooCostlyError."""
    from rapidfuzz import fuzz

    effort.look_through(report, other)
    mine, theirs = bare_text(report), bare_text(other)
    if min(len(mine), len(theirs)) >= limits["characters"]:
        effort.compare(mine, theirs)
        share = fuzz.ratio(mine, theirs, score_cutoff=limits["share"])
        if share >= limits["share"]:
            facts = TextAlike(other.organ or "", int(share), other.path)
            yield Observation(ObservationKind.TEXT_ALIKE, facts=facts)
