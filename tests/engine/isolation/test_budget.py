"""What is left of a budget decides how far a file is worked on, and what was found so far is told."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from validator.engine._file_checker import FileChecker
from validator.engine.crews.worker import Worker
from validator.engine.isolation.budget import Budget, TimeAccount
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.errors import OverBudgetError
from validator.model.finding import Doubt
from validator.packs.pack import load_pack

TASK = Task(content=RESULT, today=date(2026, 1, 1), wanted=select_rules(load_pack()))
SAMPLES = Path(__file__).parents[3] / "samples"
WRONG = Source(str(SAMPLES / "balance-2023.html"))


class Played(Budget):
    """A budget that is used up when it is drawn on for so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    @contextmanager
    def drawn_on(self, account: TimeAccount, most: float = math.inf) -> Iterator[None]:  # noqa: ARG002 - as that of a file
        account.left -= 1
        if account.left <= self.limits.seconds - self._times:
            raise OverBudgetError
        yield


def test_a_file_that_uses_it_up_while_it_is_read_is_refused() -> None:
    (outcome,) = FileChecker(TASK, budget=Played(1)).run([WRONG])
    assert outcome.error is not None
    assert "more than 20 seconds" in outcome.error.reason.en


def test_text_that_uses_it_up_is_told_as_left_out_and_the_relations_as_not_located() -> None:
    whole = FileChecker(TASK).run([WRONG])[0].results[0]
    cut = FileChecker(TASK, budget=Played(2)).run([WRONG])[0].results[0]
    assert not cut.claims
    assert "reading-incomplete" in {one.rule for one in cut.findings}
    assert "reading-incomplete" not in {one.rule for one in whole.findings}
    assert cut.outcomes == whole.outcomes
    located = [one for one in whole.findings if one.suspects]
    assert located
    assert {one.doubt for one in cut.findings if one.key in {other.key for other in located}} == {Doubt.TOO_LARGE}


def test_relations_whose_cells_are_not_found_in_time_are_told_all_the_same() -> None:
    whole = FileChecker(TASK).run([WRONG])[0].results[0]
    cut = FileChecker(TASK, budget=Played(4)).run([WRONG])[0].results[0]
    assert cut.claims == whole.claims
    assert [one.rule for one in cut.findings] == [one.rule for one in whole.findings]
    assert not any(one.suspects for one in cut.findings)


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_the_processor_time_of_a_child_is_what_counts(seconds: float) -> None:
    """A text that takes long, whatever it holds, is broken off at some stage of the work."""
    text = "2023年政府信息公开工作年度报告\n" + "收到申请，" * 200_000
    with Worker(TASK, ReadingLimits(seconds=seconds)) as worker:
        worker.run([WRONG])
        started = time.monotonic()
        (outcome,) = worker.run([Source("long.txt", text.encode())])
    assert outcome.error is not None
    assert time.monotonic() - started < 60


def test_a_pattern_of_a_pack_that_would_never_end_is_ended_with_the_budget() -> None:
    """In the middle of a match: on texts, patterns are used in a child alone."""
    code = """
import re, time
from validator.engine.isolation.budget import Budget
from validator.engine.isolation.refusals import ReadingLimits
from validator.model.errors import OverBudgetError
budget = Budget(ReadingLimits(seconds=0.3))
try:
    with budget.drawn_on(budget.account()):
        re.search("^(a|aa)+$", "a" * 60 + "b")
except OverBudgetError:
    print(time.process_time() < 5)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "True\n", done.stderr


def test_a_part_of_the_work_may_be_given_a_part_of_what_is_left() -> None:
    code = """
import time
from validator.engine.isolation.budget import Budget
from validator.engine.isolation.refusals import ReadingLimits
from validator.model.errors import OverBudgetError
budget = Budget(ReadingLimits(seconds=5))
account = budget.account()
started = time.process_time()
try:
    with budget.drawn_on(account, 0.2):
        while True:
            pass
except OverBudgetError:
    print(0.1 < time.process_time() - started < 2, 4.7 < account.left <= 4.9)
with budget.drawn_on(account, 10):
    pass
print(4.5 < account.left <= 4.9)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "True True\nTrue\n", done.stderr
