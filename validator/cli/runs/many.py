"""How `check`, `read` and `summary` carry out a run: by whom, with progress, and on after an interruption."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validator.cli._exit_codes import INTERRUPTED
from validator.cli._problems import wrong_usage
from validator.cli.options.groups import RunningOptions
from validator.cli.output import streams
from validator.cli.output.progress import progress_on
from validator.cli.runs.request import Invocation
from validator.cli.settings.notes import left_out_note
from validator.messages import say
from validator.model.environment.extras import installing
from validator.model.environment.system_faults import why
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.engine.crews.crew import Crew
    from validator.engine.journal import ResumableOutput
    from validator.engine.sinks import Sink
    from validator.engine.task import Run, Tally, Task
    from validator.model.errors import UnreadableInputError
    from validator.model.result import Result
    from validator.renderers.data.records import Field

STREAM_FORMATS = ("jsonl", "csv", "parquet")
"""Formats that are written as the results come."""
_MARK = "\ufeff"
"""Put before a CSV file, so that office programs read it as UTF-8."""


def check_running(running: RunningOptions, run: Invocation, output_format: str) -> None:
    """Raise WrongUsageError for what cannot go with the output."""
    if running.resume and (run.output is None or output_format not in STREAM_FORMATS):
        raise wrong_usage("resume-needs-output", formats=", ".join(STREAM_FORMATS))
    if output_format == "parquet" and run.output is None:
        raise wrong_usage("output-needed", format=output_format)


def crew_of(running: RunningOptions, plan: Run, total: int | None) -> AbstractContextManager[Crew]:
    """Whoever does the work; raises WrongUsageError if the cluster cannot be used.

    `total`: files, None if that is not known: few are not worth the start of workers.
    """
    from validator.engine.crews.crew import MANY, cores

    if running.cluster is not None:
        return _cluster(plan.task, running.cluster, running.count)
    if running.count is not None or ((total is None or total >= MANY) and cores() > 1):
        from validator.engine.crews.local import LocalCrew

        return LocalCrew(plan.task, running.count or cores(), pack=plan.pack)
    from validator.engine.crews.single import SingleCrew

    return SingleCrew(plan.task, plan.pack)


def _cluster(task: Task, address: str, workers: int | None) -> AbstractContextManager[Crew]:
    from validator.engine.crews.cluster import ClusterCrew, ClusterError

    try:
        return ClusterCrew(task, address, workers)
    except ImportError:
        raise wrong_usage("extra-needed", what="--cluster", installing=installing("cluster")) from None
    except ClusterError as error:
        raise wrong_usage("cluster-unreachable", address=address, reason=error) from None


class Passed(NamedTuple):
    """What was passed over."""

    skipped: tuple[str, ...] = ()
    """Files that are no documents."""
    left_out: tuple[str, ...] = ()
    """What patterns or `.gitignore` leave out."""

    def notes(self, run: Invocation) -> list[str]:
        """How much was left out, and each by name where more is to be said; nothing where less is."""
        language, screen = run.screen.language, run.screen
        if screen.quiet:
            return []
        named = (("verbose-skipped", self.skipped), ("verbose-left-out", self.left_out)) if screen.verbose else ()
        listed = [say(key, language, path=clean(path)) for key, paths in named for path in paths]
        return [*listed, *left_out_note(self.left_out, language)]


class Done(NamedTuple):
    """What a run has to tell beside its results."""

    tally: Tally
    passed: Passed
    unreadable: Sequence[UnreadableInputError]
    interrupted: bool

    @property
    def numbers(self) -> Mapping[str, int]:
        """The counts under their names in the JSON summary."""
        return self.tally._asdict()

    def say(self, run: Invocation, sentences: Sequence[str]) -> None:
        """Say the sentences on standard error, and where the output went or that there was nothing to read."""
        found = bool(self.tally.reports or self.tally.unreadable)
        run.say_done(sentences, found=found, targets=() if self.interrupted else None)


def show_files(run: Invocation) -> int:
    """Print what would be checked, members of archives by their names; gives the exit code."""
    from validator.cli._exit_codes import NOTHING_FOUND, UNREADABLE
    from validator.engine.sources.sources import Inventory

    inventory = Inventory(run.paths, run.listing)
    found = [source.path for source in inventory]
    streams.write("".join(clean(path) + "\n" for path in found), None)
    passed = Passed(inventory.skipped, inventory.left_out)
    run.say_done(passed.notes(run), found=bool(found))
    return NOTHING_FOUND if found else UNREADABLE


def stream(run: Invocation, running: RunningOptions, plan: Run, fields: Sequence[Field]) -> Done:
    """Work on all files and write the results as they come, and behind them what the reports say of each other."""
    from validator.renderers.data.lines import csv_header

    task = plan.task
    if task.content == "parquet":
        _need_pyarrow()
    head = csv_header(fields) if task.content == "csv" else ""
    if run.output is None:
        from validator.engine.sinks import Flow

        with Flow(lambda text: streams.write(text, None)) as flow:
            streams.write(head, None)
            return carried_out(run, running, plan, flow)
    from validator.engine.journal import HeldError, ResumableOutput, fingerprint

    head = _MARK + head if head else ""
    streams.check_target(run.output, run.paths)
    try:
        with ResumableOutput(run.output, fingerprint(task, head), head, resume=running.resume) as spool:
            done = carried_out(run, running, plan, spool)
            if not done.interrupted:
                _put_in_place(spool, run.output, task.content, fields)
            return done
    except HeldError as error:
        raise wrong_usage("output-held", path=clean(str(run.output)), process=error.process) from None
    except OSError as error:
        raise streams.OutputError(str(run.output), why(error)) from error


def _need_pyarrow() -> None:
    if find_spec("pyarrow") is None:
        raise wrong_usage("extra-needed", what="--format parquet", installing=installing("parquet"))


def gathered(run: Invocation, running: RunningOptions, plan: Run) -> tuple[Result, Done]:
    """All results in memory, or those that there are when the run is interrupted, and what came of it."""
    from validator.engine.sinks import Results

    sink = Results()
    done = carried_out(run, running, plan, sink)
    return sink.result(done.passed.skipped), done


def carried_out(run: Invocation, running: RunningOptions, plan: Run, sink: Sink) -> Done:
    """Work on all files, then on what they say of each other; an interrupted run gives what there is, if anything."""
    from validator.engine.pipeline import carry_out
    from validator.engine.sources.sources import Inventory

    inventory, interrupted = Inventory(run.paths, run.listing), False
    total, numbers = inventory.total, count()
    try:
        remaining = sink.remaining(inventory)
        first = next(remaining, None)
        if running.resume:
            key = "resumed" if sink.kept else "resumed-nothing"
            streams.tell(say(key, run.screen.language, count=sink.kept) + "\n")
        if first is None and not plan.across.anything:
            return Done(sink.tally, Passed(inventory.skipped, inventory.left_out), sink.errors, interrupted=False)
        left = 0 if total is None else total - sink.kept
        sources = chain(() if first is None else (first,), remaining)
        with (
            progress_on(None if run.screen.quiet else sys.stderr, run.screen.language) as progress,
            crew_of(running, plan, total) as crew,
        ):
            carry_out(plan, sources, crew, sink, lambda path: progress(next(numbers), left, path))
    except KeyboardInterrupt:
        interrupted = True
        key = "stopped-kept" if sink.resumable else "stopped-part"
        done = sink.tally.reports + sink.tally.unreadable
        if not done and not sink.resumable:
            raise
        streams.tell(say(key, run.screen.language, count=done) + "\n")
    return Done(sink.tally, Passed(inventory.skipped, inventory.left_out), sink.errors, interrupted)


def _put_in_place(spool: ResumableOutput, target: Path, content: str, fields: Sequence[Field]) -> None:
    part = spool.finish()
    place = target.resolve()
    if content == "parquet":
        from validator.renderers.data.parquet import write_parquet

        made = part.with_suffix(".parquet")
        with part.open(encoding="utf-8") as lines:
            write_parquet(lines, fields, made)
        part = made
    if place.exists() and not place.is_file():  # a device or a pipe cannot be replaced
        place.write_bytes(part.read_bytes())
        part.unlink()
    else:
        part.replace(place)
    spool.drop_journal()


def code_of(done: Done, failing: Sequence[str], codes: tuple[int, int, int]) -> int:
    """The exit code; `failing`: counts that make the run fail, `codes`: for nothing found, findings, unreadable."""
    nothing, findings, unreadable = codes
    if done.interrupted:
        return INTERRUPTED
    if done.tally.unreadable or not done.tally.reports:
        return unreadable
    return findings if any(done.numbers[name] for name in failing) else nothing
