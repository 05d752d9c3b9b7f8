"""Many files: worker processes, lines written as they come, interruptions."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from validator.cli import run
from validator.cli.options.groups import RunningOptions
from validator.cli.runs import many
from validator.engine._file_checker import FileChecker
from validator.engine._groups import GroupOutcome, GroupTask, hold_all
from validator.engine._scheduling import read_in_chunks
from validator.engine.extracts import Store
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Run, Task

if TYPE_CHECKING:
    from validator.engine.crews.crew import Crew

MakeReport = Callable[..., Path]
ROOT = Path(__file__).parents[3]


class InPlace:
    """A crew that does the work here, and is interrupted before a certain chunk."""

    def __init__(self, task: Task, stop: int | None = None) -> None:
        self._bench = FileChecker(task)
        self._stop = stop
        self._chunks = 0

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        return read_in_chunks(sources, self._read, 1, begun)

    def _read(self, chunk: Sequence[Source]) -> Future[list[FileOutcome]]:
        done: Future[list[FileOutcome]] = Future()
        if self._chunks == self._stop:
            done.set_exception(KeyboardInterrupt())
        else:
            done.set_result(self._bench.run(chunk))
        self._chunks += 1
        return done

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:
        if self._chunks == self._stop:
            raise KeyboardInterrupt
        return iter(hold_all(self._bench, [group.with_bodies(store.body) for group in groups]))


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch) -> Callable[[int | None], None]:
    """Do without worker processes; the argument: the chunk before which the user presses Ctrl-C."""

    def replace(stop: int | None = None) -> None:
        @contextmanager
        def crew(_: RunningOptions, plan: Run, total: int | None) -> Iterator[Crew]:
            assert total is None or total >= 0
            yield InPlace(plan.task, stop)

        monkeypatch.setattr(many, "crew_of", crew)

    return replace


@pytest.fixture
def folder(make_report: MakeReport) -> Path:
    for number in range(8):
        carried_out = (10 if number % 3 == 0 else 12, 0, 0, 0, 0, 0, 12)
        path = make_report(f"{number}.html", carried_out=carried_out)
    (path.parent / "x.txt").write_text("没有表格", encoding="utf-8")
    return path.parent


def test_json_lines_tell_of_every_input(
    folder: Path, in_place: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    in_place()
    assert run(["check", str(folder), "--format", "jsonl"]) == 3
    shown = capsys.readouterr()
    records = [json.loads(line) for line in shown.out.splitlines()]
    told = [(record["kind"], Path(record["path"]).name) for record in records if record["kind"] != "finding"]
    files = [*(("report", f"{number}.html") for number in range(8)), ("unreadable", "x.txt")]
    assert told == [*files, *(("between", f"{number}.html") for number in range(8))]
    findings = [record for record in records if record["kind"] == "finding"]
    errors = [record for record in findings if record["severity"] == "error"]
    assert {record["rule"] for record in errors} == {"requests-balance", "requests-row-total"}
    assert {record["residual"] for record in errors} == {2}
    assert [record["rule"] for record in findings[len(errors) :]] == ["report-duplicate"] * 8
    # On a machine that is busy, how far the run is may be told before.
    told_at_last = [line for line in shown.err.splitlines() if not line.startswith("已完成")]
    assert told_at_last[0] == "年报 8 份，无法读取 1 份；3 处差错（涉及 6 条勾稽关系），提示 8 处，说明 0 处"


def test_findings_and_cells_are_the_same_in_every_format(
    folder: Path, in_place: Callable[..., None], tmp_path: Path
) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    in_place()
    for command in ("check", "read"):
        for name in ("jsonl", "csv", "parquet"):
            target = tmp_path / f"out.{name}"
            assert run(
                [command, str(folder / "1.html"), str(folder / "3.html"), "--format", name, "-o", str(target)]
            ) in {0, 1}
        lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
        text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert list(csv.DictReader(io.StringIO(text))) == [
            {key: "" if value is None else str(value) for key, value in line.items()} for line in lines
        ]
        table = pq.read_table(tmp_path / "out.parquet")
        assert table.to_pylist() == lines
        assert {str(kind) for kind in table.schema.types} <= {"string", "int64", "double"}
    assert sorted(path.name for path in tmp_path.glob(".out*")) == []


def test_a_csv_for_an_office_program_has_its_mark(folder: Path, in_place: Callable[..., None], tmp_path: Path) -> None:
    in_place()
    run(["check", str(folder / "1.html"), "--format", "csv", "--output", str(tmp_path / "out.csv")])
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,path,")


def test_an_interrupted_run_keeps_what_is_done_and_goes_on(
    folder: Path, in_place: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    whole, target = tmp_path / "out" / "whole.jsonl", tmp_path / "out" / "out.jsonl"
    in_place()
    assert run(["check", str(folder), "--format", "jsonl", "-o", str(whole)]) == 3
    in_place(2)
    assert run(["check", str(folder), "--format", "jsonl", "-o", str(target)]) == 130
    assert not target.exists()
    assert "已完成 4 份，结果已保存。原命令加上 --resume 即可接着做。" in capsys.readouterr().err
    in_place()
    assert run(["check", str(folder), "--format", "jsonl", "-o", str(target), "--resume"]) == 3
    assert target.read_bytes() == whole.read_bytes()
    shown = capsys.readouterr().err
    assert shown.startswith(
        "接着上次中断的地方做：保留 4 份的结果。\n年报 8 份，无法读取 1 份，跳过其他文件 1 个；3 处差错"
    )
    assert run(["check", str(folder), "--format", "jsonl", "-o", str(target), "--resume"]) == 3
    assert "从头开始" in capsys.readouterr().err


def test_a_run_interrupted_after_the_last_file_goes_on_as_well(
    folder: Path, in_place: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the reports are held against each other: all files are kept, and nothing is told twice."""
    target, whole = tmp_path / "out" / "out.jsonl", tmp_path / "out" / "whole.jsonl"
    target.parent.mkdir()
    in_place()
    run(["check", str(folder), "--format", "jsonl", "-o", str(whole)])
    for _ in range(2):
        in_place(0 if target.with_name(".out.jsonl.journal").exists() else 4)
        resume = ["--resume"] if target.with_name(".out.jsonl.journal").exists() else []
        assert run(["check", str(folder), "--format", "jsonl", "-o", str(target), *resume]) == 130
    assert "保留 9 份的结果" in capsys.readouterr().err
    in_place()
    assert run(["check", str(folder), "--format", "jsonl", "-o", str(target), "--resume"]) == 3
    assert target.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in target.parent.iterdir()) == ["out.jsonl", "whole.jsonl"]


def test_an_interrupted_run_without_a_file_says_what_it_has(
    folder: Path, in_place: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("json", "jsonl"):
        in_place(1)
        assert run(["check", str(folder), "--format", name, "--workers", "2"]) == 130
        shown = capsys.readouterr()
        assert "1.html" in shown.out
        assert "2.html" not in shown.out
        assert "以上是已完成的 2 份的结果" in shown.err


def test_the_document_does_not_depend_on_the_workers(
    folder: Path, in_place: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    in_place()
    for command in ("check", "read"):
        outputs = []
        for options in ([], ["--workers", "3"]):
            run([command, str(folder), "--format", "json", *options])
            outputs.append(capsys.readouterr().out)
        assert outputs[0] == outputs[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", "0"], "--workers 要写 1 以上的整数，不能是“0”"),
        (["--workers", "viele"], "不能是“viele”"),
        (["--resume"], "--resume 只能与 --output 以及 --format jsonl, csv, parquet 一起用"),
        (["--format", "parquet"], "parquet 不能显示在屏幕上"),
    ],
)
def test_wrong_usage_is_told(folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    assert run(["check", str(folder), *options]) == 2
    assert said in capsys.readouterr().err


def test_a_missing_library_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["check", str(folder), "--format", "jsonl", "--cluster", "local"]) == 2
    assert "pip install 'gouji[cluster]'" in capsys.readouterr().err
    monkeypatch.setattr(many, "find_spec", lambda _: None)
    assert run(["check", str(folder), "--format", "parquet", "-o", str(tmp_path / "out.parquet")]) == 2
    assert "pip install 'gouji[parquet]'" in capsys.readouterr().err


def test_after_kill_9_no_file_is_lost_or_doubled(folder: Path, tmp_path: Path, in_place: Callable[..., None]) -> None:
    for number in range(8, 160):
        os.link(folder / f"{number % 8}.html", folder / f"{number:03}.html")
    target, journal = tmp_path / "out" / "k.jsonl", tmp_path / "out" / ".k.jsonl.journal"
    target.parent.mkdir()
    command = [sys.executable, "-m", "validator", "check", str(folder), "--format", "jsonl", "-o", str(target)]
    with subprocess.Popen([*command, "--workers", "1"], cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and (not journal.exists() or len(journal.read_bytes().splitlines()) < 2):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    in_place()
    arguments = ["check", str(folder), "--format", "jsonl", "--output"]
    assert run([*arguments, str(target), "--resume"]) == 3
    assert run([*arguments, str(tmp_path / "whole.jsonl")]) == 3
    assert target.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_crew_of_processes_is_used_where_it_is_asked_for(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sound), "--workers", "1", "--format", "concise"]) == 0
    assert "年报 1 份" in capsys.readouterr().err
