from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from validator.cli import run
from validator.cli.runs.watching import watch

Step = Callable[[], object]


class Clock:
    """Stands in for waiting: does one step at each look, and presses Ctrl-C when none is left."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)

    def __call__(self, _: float) -> None:
        if not self._steps:
            raise KeyboardInterrupt
        self._steps.pop(0)()


class Job:
    """Gives the content of a file as exit code."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.codes: list[int] = []

    def __call__(self) -> int:
        self.codes.append(int(self._file.read_text()))
        return self.codes[-1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("0")
    return path


def nothing() -> None:
    """A look at which nothing has changed."""


def test_a_saved_file_is_checked_again_and_ctrl_c_gives_the_last_code(file: Path) -> None:
    job = Job(file)
    clock = Clock(nothing, lambda: file.write_text("1"), nothing, nothing)
    assert watch([str(file)], job, "zh", clock) == 1
    assert job.codes == [0, 1]


def test_a_file_that_is_put_in_place_of_the_old_one_is_noticed(file: Path) -> None:
    times = file.stat()
    new = file.with_name("new")
    new.write_text("3")
    os.utime(new, ns=(times.st_atime_ns, times.st_mtime_ns))
    job = Job(file)
    assert watch([str(file)], job, "zh", Clock(lambda: new.replace(file), nothing, nothing)) == 3
    assert job.codes == [0, 3]


def test_a_file_that_is_gone_for_a_moment_is_waited_for(file: Path) -> None:
    job = Job(file)
    steps = (file.unlink, nothing, lambda: file.write_text("1"), nothing, nothing)
    assert watch([str(file)], job, "zh", Clock(*steps)) == 1
    assert job.codes == [0, 1]


def test_a_file_is_checked_once_it_is_whole(file: Path) -> None:
    job = Job(file)
    steps = (lambda: file.write_text("10"), lambda: file.write_text("100") and None, nothing, nothing)
    assert watch([str(file)], job, "zh", Clock(*steps)) == 100
    assert job.codes == [0, 100]


def test_a_new_file_of_a_folder_is_noticed(file: Path) -> None:
    job = Job(file)
    clock = Clock(lambda: file.with_name("b.txt").write_text(""), nothing, nothing)
    watch([str(file.parent)], job, "zh", clock)
    assert job.codes == [0, 0]


def test_ctrl_c_before_the_first_result_is_an_interruption(file: Path) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch([str(file)], interrupted, "zh")


def test_standard_input_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-", "--watch"]) == 2
    assert "--watch 不能用于标准输入" in capsys.readouterr().err


@pytest.fixture
def _ctrl_c_is_heard() -> Iterator[None]:
    """A shell that runs the tests in the background has them, and all that they start, ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX sends Ctrl-C to one process")
@pytest.mark.usefixtures("_ctrl_c_is_heard")
def test_the_command_ends_with_the_code_of_its_last_run(wrong: Path) -> None:
    command = [sys.executable, "-m", "validator", "check", str(wrong), "--watch", "--format", "concise"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("Ctrl-C" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 1
