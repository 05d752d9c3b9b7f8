"""What is compared is counted beforehand, and given up where it costs more than is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from validator.crosschecks._effort import Effort, TooCostlyError
from validator.model.observations.kinds import Observation, ObservationKind

NOTICED = Observation(ObservationKind.YEAR_UNKNOWN)


def test_nothing_is_begun_that_is_too_costly() -> None:
    effort = Effort(100)
    effort.compare("a" * 10, "b" * 9)
    assert not effort.given_up
    with pytest.raises(TooCostlyError):
        effort.compare("a" * 4, "b" * 3)
    assert effort.given_up
    effort.compare("a" * 10, "b")


def test_what_was_found_before_is_kept() -> None:
    effort = Effort(0)

    def found() -> Iterator[Observation]:
        yield NOTICED
        effort.compare("a", "b")
        yield NOTICED

    assert list(effort.so_far(found())) == [NOTICED]
    assert effort.given_up
