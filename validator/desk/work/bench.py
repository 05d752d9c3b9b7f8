"""Where the work is done: the pipeline of the engine, over files that came with their content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from validator.annotators.copies import moment_of_notes
from validator.annotators.notes import joined, notes_of
from validator.crosschecks.options import FOLDERS, Across
from validator.desk.settings import DeskSettings
from validator.desk.work.reading import Begun, Contents, Ended, Outcomes, Stop
from validator.desk.work.rounds import CheckedFile, KeptRound, new_id
from validator.engine.annotating import Annotating
from validator.engine.crews.crew import MANY, Crew
from validator.engine.crews.single import SingleCrew
from validator.engine.pipeline import NOTHING, carry_out
from validator.engine.sources.received import Received, ReceivedFiles, apart
from validator.engine.task import Run, Task, local_day
from validator.model.errors import BrokenOrganFileError, UnreadableInputError
from validator.model.result import ReportResult, Result

if TYPE_CHECKING:
    from validator.packs.pack import Pack


class CopyOrder(NamedTuple):
    """A document of which an annotated copy is wanted."""

    path: str
    data: bytes
    reports: tuple[ReportResult, ...]
    """All that are in it."""


class Dropped(Struct, frozen=True, kw_only=True):
    """What came in one request, by names as they were sent."""

    files: tuple[tuple[str, bytes], ...] = ()
    previous: tuple[tuple[str, bytes], ...] = ()
    """Last year's reports."""
    units: tuple[str, bytes] | None = None
    """The list of who is below whom."""
    folders: bool | None = None
    """Whether folders say who is below whom; None: as before."""
    replaces: str | None = None
    """Path of the file of the round in whose place the files come."""
    removes: str | None = None
    """Path of a file that goes."""


@dataclass
class Bench:
    """The pack, and a process that is ready to read."""

    settings: DeskSettings
    task: Task
    """What is done with each file; the day is that of each request."""
    pack: Pack
    _spare: tuple[Task, SingleCrew] | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _closed: bool = field(default=False, init=False)

    def check(self, asked: Dropped, before: KeptRound | None, begun: Begun, stop: Stop) -> KeptRound:
        """The round with what came; raises AbandonedError, BrokenOrganFileError.

        `before`: the round that it was; `begun`: told the name of each file when its turn comes.
        """
        task = structs.replace(self.task, today=local_day())
        old = before or KeptRound(new_id(), (), Result(()))
        taken = old.names - {asked.replaces, asked.removes}
        files = tuple(apart(asked.files, taken))
        last_year = tuple(apart(asked.previous, {*taken, *(file.name for file in files)}))
        units = old.units if asked.units is None else next(iter(apart([asked.units])))
        folders = old.folders if asked.folders is None else asked.folders
        run = Run(task, self.pack, _across(units, folders))
        previous = (*old.previous, *self._last_year(structs.replace(task, wanted=None), last_year, begun, stop))
        checked, result = self._checked(run, _Change(old, asked, files, previous), begun, stop)
        return KeptRound(old.id, checked, result, previous, units, folders)

    def _checked(self, run: Run, change: _Change, begun: Begun, stop: Stop) -> tuple[tuple[CheckedFile, ...], Result]:
        """The files of the round, of which only the new ones are read, and what they are told together."""
        before, after = ([file.outcome for file in part] for part in change.kept)
        sink, sources = Outcomes(before, after), Contents(ReceivedFiles(change.files))
        with self._crew(run.task, len(change.files), stop) as crew:
            carry_out(run, sources, crew, sink, _told(begun, stop), _result_of(change.previous))
        stop.check()
        kept = {file.path: file for part in change.kept for file in part}
        files = tuple(
            kept.get(one.path) or CheckedFile(one.path, one, sources.by_path.get(one.path), change.earlier)
            for one in sink.by_file
        )
        return files, sink.result(tuple(dict.fromkeys((*change.old.result.skipped, *sources.skipped))))

    def _last_year(self, task: Task, files: tuple[Received, ...], begun: Begun, stop: Stop) -> tuple[CheckedFile, ...]:
        """Reports that are read but not checked."""
        if not files:
            return ()
        sink, sources = Outcomes(), Contents(ReceivedFiles(files))
        with self._crew(task, len(files), stop) as crew:
            carry_out(Run(task, self.pack, NOTHING), sources, crew, sink, _told(begun, stop))
        return tuple(CheckedFile(one.path, one, sources.by_path.get(one.path)) for one in sink.by_file)

    def copies(self, orders: Iterable[CopyOrder], language: str) -> Iterator[bytes | UnreadableInputError]:
        """The annotated copies, one after the other."""
        with Annotating(moment_of_notes()) as annotating:
            for order in orders:
                notes = joined(notes_of(one, self.pack, language) for one in order.reports)
                try:
                    yield annotating.copy(order.path, order.data, order.reports[0].report.format, notes)
                except UnreadableInputError as error:
                    yield error

    def _crew(self, task: Task, files: int, stop: Stop) -> AbstractContextManager[Crew]:
        """Who reads: a process for this request alone, or for many files several."""
        if files >= MANY and self.settings.workers > 1:
            from validator.engine.crews.local import LocalCrew

            local = LocalCrew(task, self.settings.workers, pack=self.pack)
            return Ended(local, partial(local.__exit__, None, None, None), stop)
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare[0] != task:
            spare[1].__exit__(None, None, None)
            spare = None
        single = SingleCrew(task, self.pack) if spare is None else spare[1]
        return Ended(single, partial(single.__exit__, None, None, None), stop)

    def prepare(self) -> None:
        """Start the process for the next request, so that nobody waits for it."""
        task = structs.replace(self.task, today=local_day())
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = task, SingleCrew(task, self.pack)

    def close(self) -> None:
        """End what is ready."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            spare[1].__exit__(None, None, None)


class _Change(Struct, frozen=True):
    """From one state of a round to the next."""

    old: KeptRound
    asked: Dropped
    files: tuple[Received, ...]
    previous: tuple[CheckedFile, ...]

    @property
    def kept(self) -> tuple[tuple[CheckedFile, ...], tuple[CheckedFile, ...]]:
        """The files that stay, those before the new ones and those behind."""
        paths = [file.path for file in self.old.files]
        gone = {self.asked.replaces, self.asked.removes}
        at = paths.index(self.asked.replaces) if self.asked.replaces in paths else len(paths)
        before, after = self.old.files[:at], self.old.files[at:]
        return tuple(one for one in before if one.path not in gone), tuple(one for one in after if one.path not in gone)

    @property
    def earlier(self) -> tuple[ReportResult, ...] | None:
        """What the file was told that goes for a new one."""
        gone = [file for file in self.old.files if file.path == self.asked.replaces]
        return self.old.reports_of(gone[0]) if gone else None


def _told(begun: Begun, stop: Stop) -> Begun:
    def told(name: str) -> None:
        stop.check()
        begun(name)

    return told


def _across(units: Received | None, folders: bool) -> Across:  # noqa: FBT001 - as in the round
    """What is checked between the reports; raises BrokenOrganFileError for a broken list.

    The list is a file among the temporary ones for as long as it is read; its ending tells how.
    """
    if folders or units is None:
        return Across(units=FOLDERS if folders else None)
    with TemporaryDirectory(prefix="units-") as folder:
        file = Path(folder, "list.csv" if units.name.lower().endswith(".csv") else "list.yaml")
        file.write_bytes(units.data)
        try:
            return Across(units=file).loaded()
        except BrokenOrganFileError as error:
            raise BrokenOrganFileError(tuple(structs.replace(one, file=units.name) for one in error.faults)) from None


def _result_of(files: Iterable[CheckedFile]) -> Result:
    found = tuple(files)
    errors = tuple(file.outcome.error for file in found if file.outcome.error is not None)
    return Result(tuple(one for file in found for one in file.outcome.results), errors)
