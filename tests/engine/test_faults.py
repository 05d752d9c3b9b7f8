"""Every write, rename, flush and read of a small batch fails once: what is there is the old, the new, or resumable.

As SQLite is tested: for every n the n-th operation fails, once, for ever, half, or with all power gone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from support.disk import OPERATIONS, Fault, PowerCut, failing

from validator.cli.options.groups import RunningOptions
from validator.cli.output import streams
from validator.cli.runs import many
from validator.engine.extracts import Extract, Store
from validator.engine.pipeline import NOTHING
from validator.engine.sources.passing_over import NOTHING as ALL_FILES
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Run, Tally, Task, unreadable_outcome
from validator.model.errors import UnreadableInputError
from validator.packs.pack import load_pack
from validator.readers import read
from validator.renderers.data.records import FINDING_FIELDS

if TYPE_CHECKING:
    from validator.cli.runs.request import Invocation
    from validator.engine._groups import GroupOutcome, GroupTask
    from validator.engine.crews.crew import Crew
    from validator.packs.pack import Pack

OLD = "what an earlier run wrote\n"
MANY = 400
"""More than any run has operations of one kind."""
FILES = 3
WAYS = [(kind, fault) for kind in OPERATIONS for fault in Fault if kind == "write" or fault is not Fault.HALF]


class Here:
    """A crew that reads the files here and tells a line of each."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def outcomes(self, sources: Iterable[Source], begun: Callable[[str], None]) -> Iterator[FileOutcome]:
        for source in sources:
            begun(source.path)
            try:
                document = read(source.path)
            except UnreadableInputError as error:
                yield unreadable_outcome(self._task, source, error)
                continue
            name = Path(source.path).name
            text = f"finding,{name},{next(iter(document.paragraphs)).text}\n" * 3
            # More than fits into a buffer.
            kept = Extract(source.path, name, 2023, b"", name.encode() * 3000)
            yield FileOutcome(source.path, source.stamp, Tally(reports=1), text, extracts=(kept,))

    def hold(self, groups: Iterable[GroupTask], store: Store) -> Iterator[GroupOutcome]:  # noqa: ARG002 - as a crew has it
        return iter(())


@cache
def shipped() -> Pack:
    return load_pack()


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Check a folder into `out.csv`; `resume`: go on with what is left."""
    inputs, pack, rules = tmp_path / "in", shipped(), tmp_path / "rules"
    inputs.mkdir()
    rules.mkdir()
    # All of them are read in every run, to know whether they are the same.
    (rules / "pack.yaml").write_text("id: small\n", encoding="utf-8")
    for number in range(FILES):
        (inputs / f"{number}.txt").write_text(f"收到申请{number}件。\n", encoding="utf-8")

    @contextmanager
    def crew(_: RunningOptions, plan: Run, total: int | None) -> Iterator[Crew]:  # noqa: ARG001 - as `crew_of` has it
        yield Here(plan.task)

    monkeypatch.setattr(many, "crew_of", crew)
    # Every entry is brought to disk at once, so that there is as much to fail as there can be.
    monkeypatch.setattr("validator.engine.journal._SYNC", 0.0)

    def run(*, resume: bool) -> None:
        task = Task(content="csv", packs=(rules,), today=date(2026, 1, 1), wanted=frozenset())
        asked = SimpleNamespace(
            output=tmp_path / "out" / "out.csv",
            paths=(str(inputs),),
            listing=ALL_FILES,
            screen=SimpleNamespace(language="zh", quiet=False),
        )
        many.stream(cast("Invocation", asked), RunningOptions(resume=resume), Run(task, pack, NOTHING), FINDING_FIELDS)

    return run


def begin(folder: Path) -> Path:
    """An output of an earlier run, and nothing else."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    (out / "out.csv").write_text(OLD, encoding="utf-8")
    return out / "out.csv"


@pytest.mark.parametrize("interrupted", [False, True], ids=["anew", "resumed"])
@pytest.mark.parametrize(("kind", "fault"), WAYS)
def test_the_output_is_the_old_or_the_new_and_the_run_can_go_on(
    tmp_path: Path, batch: Callable[..., None], kind: str, fault: Fault, *, interrupted: bool
) -> None:
    target = begin(tmp_path)
    batch(resume=False)
    new = target.read_text(encoding="utf-8")
    assert new.count("finding,") == FILES * 3
    struck = 0
    for nth in range(1, MANY):
        target = begin(tmp_path)
        if interrupted:
            with failing(tmp_path / "out", "write", 8, Fault.POWER), pytest.raises(PowerCut):
                batch(resume=False)
            assert target.with_name(".out.csv.journal").exists()
        try:
            with failing(tmp_path / "out", kind, nth, fault) as disk:
                batch(resume=interrupted)
        except (streams.OutputError, PowerCut):
            pass
        assert target.read_text(encoding="utf-8") in {OLD, new}
        batch(resume=True)
        assert target.read_text(encoding="utf-8") == new
        assert [path.name for path in target.parent.iterdir()] == ["out.csv"]
        if not disk.struck:
            break
        struck += 1
    else:
        pytest.fail("it never came to an end")
    assert struck or (kind == "read" and not interrupted)


@pytest.mark.parametrize("kind", ["open", "read"])
def test_an_input_that_cannot_be_read_is_told_and_the_others_are_there(
    tmp_path: Path, batch: Callable[..., None], kind: str
) -> None:
    for nth in range(1, FILES + 1):
        target = begin(tmp_path)
        with failing(tmp_path / "in", kind, nth, Fault.ONCE) as disk:
            batch(resume=False)
        assert disk.struck
        told = target.read_text(encoding="utf-8")
        assert (told.count("unreadable,"), told.count("finding,")) == (1, (FILES - 1) * 3)


@pytest.mark.parametrize(("kind", "fault"), WAYS)
def test_what_is_written_at_once_is_the_old_or_the_new(tmp_path: Path, kind: str, fault: Fault) -> None:
    for nth in range(1, MANY):
        target = begin(tmp_path)
        try:
            with failing(tmp_path / "out", kind, nth, fault) as disk:
                streams.write("new" * 5000, target)
        except (streams.OutputError, PowerCut):
            pass
        else:
            assert not disk.struck or target.read_text(encoding="utf-8") == "new" * 5000
        assert target.read_text(encoding="utf-8") in {OLD, "new" * 5000}
        if not disk.struck:
            return
    pytest.fail("it never came to an end")
