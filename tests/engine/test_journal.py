from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from validator.engine.extracts import Extract
from validator.engine.journal import ResumableOutput, fingerprint
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Tally, Task
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

DAY = date(2026, 1, 1)
HEAD = "kind,path\n"


def sources(count: int, changed: int | None = None) -> list[Source]:
    return [Source(f"{number}.html", stamp=(7, number if number != changed else 99)) for number in range(count)]


def outcome(source: Source) -> FileOutcome:
    """Every third file is unreadable, and lines are of different lengths."""
    number = int(source.path.removesuffix(".html"))
    if number % 3 == 2:
        error = UnreadableInputError(source.path, Text("读不出", "unreadable"), Text("", ""))
        return FileOutcome(source.path, source.stamp, Tally(unreadable=1), "", error)
    assert source.stamp is not None
    text = f"{source.path}：{source.stamp[1]}\n" * (number % 4)
    kept = (Extract(source.path, f"{number}县", 2023, b"", b"%d" % number * 9),)
    return FileOutcome(source.path, source.stamp, Tally(reports=1, errors=number), text, extracts=kept)


def run(
    target: Path, files: Iterable[Source], *, resume: bool, stop: int | None = None, identity: str = "a"
) -> ResumableOutput:
    """Work on all files, or on `stop` of them and then be interrupted."""
    with ResumableOutput(target, identity, HEAD, resume=resume) as spool:
        for number, source in enumerate(spool.remaining(files)):
            if number == stop:
                return spool
            spool.add(outcome(source))
        spool.finish()
    return spool


def lines(spool: ResumableOutput) -> str:
    return spool.part.read_text(encoding="utf-8")


@pytest.fixture
def whole(tmp_path: Path) -> str:
    return lines(run(tmp_path / "whole.csv", sources(9), resume=False))


@pytest.mark.parametrize("stop", range(10))
def test_an_interrupted_run_goes_on_to_the_same_lines_and_counts(tmp_path: Path, whole: str, stop: int) -> None:
    target = tmp_path / "out.csv"
    run(target, sources(9), resume=False, stop=stop)
    spool = run(target, sources(9), resume=True)
    assert lines(spool) == whole
    assert spool.kept == min(stop, 9)
    assert spool.tally == Tally(reports=6, unreadable=3, errors=sum((0, 1, 3, 4, 6, 7)))
    assert [error.path for error in spool.errors] == ["2.html", "5.html", "8.html"]


@given(stop=st.integers(0, 9), lost=st.integers(0, 400), torn=st.integers(0, 900))
def test_whatever_a_crash_leaves_of_the_journal_the_result_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, stop: int, lost: int, torn: int
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    whole = lines(run(folder / "whole.csv", sources(9), resume=False))
    run(folder / "out.csv", sources(9), resume=False, stop=stop)
    journal, part = folder / ".out.csv.journal", folder / ".out.csv.part"
    journal.write_bytes(journal.read_bytes()[: max(0, journal.stat().st_size - torn)])
    part.write_bytes(part.read_bytes() + b"half a li")
    if lost > 300:
        part.unlink()
    assert lines(run(folder / "out.csv", sources(9), resume=True)) == whole


@pytest.mark.parametrize("stop", [4, 9])
@pytest.mark.parametrize("file", ["part", "journal", "extracts"])
def test_a_byte_that_has_changed_on_disk_is_not_taken_over(tmp_path: Path, file: str, stop: int) -> None:
    whole = bodies_and_lines(run(tmp_path / "whole.csv", sources(9), resume=False))
    for at in range(0, 2000, 7):
        run(tmp_path / "out.csv", sources(9), resume=False, stop=stop)
        place = tmp_path / f".out.csv.{file}"
        content = bytearray(place.read_bytes())
        if at >= len(content):
            break
        content[at] ^= 0x10
        place.write_bytes(content)
        assert bodies_and_lines(run(tmp_path / "out.csv", sources(9), resume=True)) == whole
    assert at > 7


def bodies_and_lines(spool: ResumableOutput) -> tuple[bytes, bytes]:
    """What stands in the part, and in the extracts."""
    return spool.part.read_bytes(), spool.part.with_suffix(".extracts").read_bytes()


def test_without_resume_the_run_begins_anew(tmp_path: Path, whole: str) -> None:
    run(tmp_path / "out.csv", sources(9), resume=False, stop=4)
    spool = run(tmp_path / "out.csv", sources(9), resume=False)
    assert (spool.kept, lines(spool)) == (0, whole)


def test_a_file_that_has_changed_ends_what_is_kept(tmp_path: Path) -> None:
    run(tmp_path / "out.csv", sources(9), resume=False, stop=6)
    spool = run(tmp_path / "out.csv", sources(9, changed=3), resume=True)
    assert spool.kept == 3
    assert lines(spool) == lines(run(tmp_path / "whole.csv", sources(9, changed=3), resume=False))


def test_files_that_came_or_went_are_in_the_result_or_not(tmp_path: Path) -> None:
    run(tmp_path / "out.csv", sources(9), resume=False, stop=6)
    fewer = [*sources(9)[:2], *sources(9)[4:]]
    spool = run(tmp_path / "out.csv", fewer, resume=True)
    assert (spool.kept, lines(spool)) == (2, lines(run(tmp_path / "whole.csv", fewer, resume=False)))


def test_another_run_keeps_nothing(tmp_path: Path, whole: str) -> None:
    run(tmp_path / "out.csv", sources(9), resume=False, stop=6)
    spool = run(tmp_path / "out.csv", sources(9), resume=True, identity="b")
    assert (spool.kept, lines(spool)) == (0, whole)


def test_a_second_interruption_keeps_what_both_have_done(tmp_path: Path, whole: str) -> None:
    run(tmp_path / "out.csv", sources(9), resume=False, stop=3)
    run(tmp_path / "out.csv", sources(9), resume=True, stop=2)
    spool = run(tmp_path / "out.csv", sources(9), resume=True)
    assert (spool.kept, lines(spool)) == (5, whole)


def test_the_fingerprint_changes_with_rules_and_options(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("id: x\n", encoding="utf-8")
    task = Task(content="csv", today=DAY, packs=(tmp_path,), wanted=frozenset({"b", "a"}))
    same = fingerprint(task, HEAD)
    assert same == fingerprint(Task(content="csv", today=DAY, packs=(tmp_path,), wanted=frozenset({"a", "b"})), HEAD)
    others = {
        fingerprint(task, ""),
        fingerprint(Task(content="csv", today=DAY, packs=(tmp_path,), wanted=frozenset({"a"})), HEAD),
        fingerprint(replace(task, language="en"), HEAD),
    }
    (tmp_path / "pack.yaml").write_text("id: y\n", encoding="utf-8")
    others.add(fingerprint(task, HEAD))
    assert len({same, *others}) == 5
