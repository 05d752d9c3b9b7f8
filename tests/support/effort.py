"""What work takes, whatever counts the lines that are run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import process_time


def seconds(work: Callable[[], object]) -> float:
    """Of the processor; what counts the lines that are run takes twice as long itself, and waits."""
    counting = sys.gettrace()
    sys.settrace(None)
    try:
        started = process_time()
        work()
        return process_time() - started
    finally:
        sys.settrace(counting)


def uncounted() -> dict[str, str]:
    """The environment in which a command loads nothing but its own: what measures coverage would be loaded first."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
