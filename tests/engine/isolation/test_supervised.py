"""What is done with files is done in a child process; what hurts the child does not hurt the run."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from validator.engine.crews._answers import files_answer, files_answered
from validator.engine.crews.worker import Worker
from validator.engine.isolation.channel import CHECKING, Message, MessageKind, TooMuchError, announcement
from validator.engine.isolation.child_process import ChildProcess
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.pipeline import check
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, FileOutcome, Tally, Task
from validator.model.encoding.plain_data import BrokenDataError
from validator.model.finding import Finding, FindingTerm
from validator.model.report import CellValue, Reading
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack
from validator.readers.libreoffice import MOST_MEMORY

TASK = Task(content=RESULT, today=date(2026, 1, 1))
SAMPLE = Path(__file__).parents[3] / "samples" / "consistent-2022.html"
GOOD = Source(str(SAMPLE))
HUGE = CellValue(Reading.READ, Decimal("1E+999999"))
"""Written out, it would fill the memory."""


@pytest.fixture
def workers() -> Iterator[list[Worker]]:
    """What is put in is closed."""
    made: list[Worker] = []
    yield made
    for one in made:
        one.close()


def reason(outcome: FileOutcome) -> str:
    return "" if outcome.error is None else outcome.error.reason.en


def test_content_is_read_under_the_name_given(workers: list[Worker]) -> None:
    workers.append(Worker(TASK))
    (outcome,) = workers[0].run([Source("-", SAMPLE.read_bytes())])
    assert [one.report.path for one in outcome.results] == ["-"]


def test_the_reader_s_own_complaint_comes_through(workers: list[Worker], tmp_path: Path) -> None:
    workers.append(Worker(TASK))
    (outcome,) = workers[0].run([Source(str(tmp_path / "nothing.docx"))])
    assert outcome.error is not None
    assert outcome.error.hint.zh


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(workers: list[Worker]) -> None:
    workers.append(Worker(TASK, ReadingLimits(seconds=0.0)))
    (outcome,) = workers[0].run([GOOD])
    assert "more than 0 seconds" in reason(outcome)


def test_a_file_that_needs_too_much_memory_is_given_up(workers: list[Worker]) -> None:
    many = ("<table>" + "<tr>" + "<td>1" * 100_000) * 40
    workers.append(Worker(TASK, ReadingLimits(megabytes=150)))
    large, good = workers[0].run([Source("large.html", many.encode()), GOOD])
    assert large.error is not None
    assert good.results


def test_a_file_of_which_there_is_too_much_to_tell_is_given_up(workers: list[Worker]) -> None:
    workers.append(Worker(TASK, ReadingLimits(answer_megabytes=0)))
    (outcome,) = workers[0].run([GOOD])
    assert "to be told of it" in reason(outcome)


class TakenOver(ChildProcess):
    """A child that a file has taken over once it got to it: it says what it likes from then on."""

    def __init__(self, says: Sequence[Message], bad: str) -> None:
        self._says, self._bad, self._waiting = says, bad, list[Message]()

    def tell(self, message: object) -> None:
        assert isinstance(message, list)
        paths = [one.path for one in message]
        self._waiting = [announcement(at) for at in range(len(paths))]
        self._waiting += [announcement(CHECKING)] if len(paths) > 1 else []
        self._waiting += self._says if self._bad in paths else [Message(MessageKind.ANSWER, _answer(paths))]

    def wait(self, seconds: float) -> Message | TooMuchError | None:  # noqa: ARG002 - as that of the child
        return self._waiting.pop(0) if self._waiting else None

    def used(self) -> float | None:
        return None

    def end(self) -> str:
        return ""


def _answer(paths: Sequence[str]) -> bytes:
    outcomes = (FileOutcome(path, None, Tally(reports=1)) for path in paths)
    return files_answer(tuple).written(tuple(outcomes))


@pytest.mark.parametrize(
    "says",
    [
        [Message(MessageKind.ANSWER, b"")],
        [Message(MessageKind.ANSWER, pickle.dumps([FileOutcome("bad.html", None, Tally())]))],
        [Message(MessageKind.ANSWER, b"\0" + msgspec.msgpack.encode([["bad.html"]]))],
        [Message(MessageKind.ANSWER, _answer([]))],
        [Message(MessageKind.ANSWER, _answer(["good.html"]))],
        [Message(MessageKind.ANSWER, _answer(["bad.html", "good.html"]))],
        [Message(MessageKind.REQUEST)],
        [Message(99, b"what")],
        [Message(MessageKind.ANNOUNCEMENT, b"one")],
        [announcement(1)],
        [announcement(-3)],
        [announcement(0)] * 3000,
    ],
)
def test_a_child_that_answers_nonsense_costs_the_file_that_it_was_about(
    says: Sequence[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "_start", lambda _: TakenOver(says, "bad.html"))
    worker = Worker(TASK)
    first, bad, last = worker.run([Source("first.html"), Source("bad.html"), Source("last.html")])
    assert "no result" in reason(bad)
    assert (first.tally.reports, last.tally.reports, first.error, last.error) == (1, 1, None, None)


def test_so_does_one_whose_report_does_not_hang_together() -> None:
    (checked,) = check(SAMPLE).reports
    answer = files_answer(lambda: load_pack().forms)
    finding = Finding("requests-balance", Severity.ERROR, Verdict.VIOLATED)
    term = FindingTerm("a", "requests.nowhere.total", None, Fraction(1), "left")
    for wrong in (
        replace(checked, report=replace(checked.report, cells=())),
        replace(checked, report=replace(checked.report, path="other.html")),
        replace(checked, findings=(replace(finding, terms=(term,)),)),
        replace(checked, report=replace(checked.report, cells=(HUGE, *checked.report.cells[1:]))),
    ):
        body = answer.written((FileOutcome(GOOD.path, None, Tally(), results=(wrong,)),))
        with pytest.raises(BrokenDataError):
            files_answered([GOOD], answer, body)
    sound = answer.written((FileOutcome(GOOD.path, None, Tally(), results=(checked,)),))
    assert files_answered([GOOD], answer, sound)[0].results == (checked,)


def test_whoever_waits_for_standard_error_to_end_is_not_kept_by_a_child(workers: list[Worker]) -> None:
    workers.append(Worker(TASK))
    workers[0].run([GOOD])
    child = workers[0]._child  # noqa: SLF001 - its open files are the point
    assert child is not None
    assert Path(f"/proc/{child._process.pid}/fd/2").readlink() == Path(os.devnull)  # noqa: SLF001 - see above


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("busy", [False, True])
def test_a_child_is_gone_within_a_second_of_its_parent(tmp_path: Path, busy: bool) -> None:  # noqa: FBT001 - a parameter
    """Also where it is in the middle of something: here it waits for what never comes."""
    os.mkfifo(tmp_path / "hangs.html")
    path = tmp_path / "hangs.html" if busy else SAMPLE
    program = (
        "import sys; from engine.isolation.test_supervised import *; one = Worker(TASK); one.run([GOOD]);"
        "print(one._child._process.pid, flush=True); one.run([Source(sys.argv[1])]); input()"
    )
    paths = os.pathsep.join(map(str, (SAMPLE.parents[1], SAMPLE.parents[1] / "tests")))
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        assert _is_there(child)
        parent.kill()
        deadline = time.monotonic() + 1
        while _is_there(child) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not _is_there(child)


def _is_there(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def test_no_process_is_left_behind() -> None:
    worker = Worker(TASK)
    worker.run([GOOD])
    child = worker._child  # noqa: SLF001 - the process is looked for after the end
    assert child is not None
    worker.close()
    assert child._process.poll() == -signal.SIGKILL  # noqa: SLF001 - see above


def test_the_network_is_asked_for_by_the_first_file_that_lies_there(workers: list[Worker]) -> None:
    workers.append(Worker(TASK))
    workers[0].run([GOOD])
    first = workers[0]._child  # noqa: SLF001 - whether it is another process is the point
    (outcome,) = workers[0].run([Source(SAMPLE.as_uri())])
    assert [one.report.path for one in outcome.results] == [SAMPLE.as_uri()]
    second = workers[0]._child  # noqa: SLF001 - see above
    workers[0].run([GOOD, Source(SAMPLE.as_uri())])
    assert first is not second
    assert workers[0]._child is second  # noqa: SLF001 - see above


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("installed", [False, True])
def test_a_program_may_be_given_more_memory_than_the_child_has(
    workers: list[Worker],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    installed: bool,  # noqa: FBT001 - a parameter
) -> None:
    """LibreOffice needs more, and whoever is not root cannot raise what the child may have at most."""
    if installed:
        (tmp_path / "soffice").write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    workers.append(Worker(TASK))
    workers[0].run([GOOD])
    child = workers[0]._child  # noqa: SLF001 - its limits are the point
    assert child is not None
    limits = Path(f"/proc/{child._process.pid}/limits").read_text(encoding="ascii")  # noqa: SLF001 - see above
    (soft, hard) = next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max address space"))
    assert int(soft) < MOST_MEMORY
    assert (int(hard) >= MOST_MEMORY) == installed
