"""Files are read in a child process; what hurts the child does not hurt the run."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from validator.engine.isolation.refusals import Limits
from validator.engine.isolation.sandbox import Sandbox
from validator.model.errors import UnreadableInputError

ROW = "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n"


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "good.txt"
    file.write_text(ROW * 3, encoding="utf-8")
    return str(file)


def test_reads_one_file_after_the_other(good: str) -> None:
    with Sandbox() as sandbox:
        first, second = sandbox.read(good), sandbox.read(good)
    assert first == second
    assert [grid.width for grid in first.grids] == [8]


def test_bytes_are_read_under_the_name_given() -> None:
    with Sandbox() as sandbox:
        document = sandbox.read("-", data=ROW.encode())
    assert document.path == "-"


def test_the_reader_s_own_complaint_comes_through(tmp_path: Path) -> None:
    with Sandbox() as sandbox, pytest.raises(UnreadableInputError) as told:
        sandbox.read(str(tmp_path / "nothing.docx"))
    assert told.value.path.endswith("nothing.docx")
    assert told.value.hint.zh


def test_a_child_that_is_gone_is_replaced_for_the_next_file(good: str) -> None:
    with Sandbox() as sandbox:
        sandbox.read(good)
        child = sandbox._child  # noqa: SLF001 - brought down as a damaged file would
        assert child is not None
        os.kill(child._process.pid, signal.SIGKILL)  # noqa: SLF001 - see above
        with pytest.raises(UnreadableInputError, match="break off"):
            sandbox.read(good)
        assert list(sandbox.read(good).grids)


def test_a_file_that_takes_too_long_is_given_up(good: str) -> None:
    with Sandbox(Limits(seconds=0.0)) as sandbox, pytest.raises(UnreadableInputError, match="more than 0 seconds"):
        sandbox.read(good)


def test_a_file_that_needs_too_much_memory_is_given_up(good: str) -> None:
    many = ("<table>" + "<tr>" + "<td>1" * 100_000) * 40
    with Sandbox(Limits(megabytes=150)) as sandbox:
        with pytest.raises(UnreadableInputError):
            sandbox.read("large.html", data=many.encode())
        assert list(sandbox.read(good).grids)


def test_no_process_is_left_behind(good: str) -> None:
    with Sandbox() as sandbox:
        sandbox.read(good)
        child = sandbox._child  # noqa: SLF001 - the process is looked for after the end
        assert child is not None
    assert child._process.poll() is not None  # noqa: SLF001 - see above
