"""Results that survive an interruption: the lines of finished files, and a journal of which these are.

The lines are appended to a file beside the output (`.NAME.part`), in the order of the inputs; the journal
(`.NAME.journal`) has one line for each file whose lines are safely there: its path, size and time of change, what was
counted, where its lines end, and the names of its reports. What is kept of these until all are read stands in a third
file (`.NAME.extracts`). A fourth (`.NAME.lock`) keeps a second run from the same output.

A file is entered only after its lines are on disk, so after a power cut or `kill -9` whatever the journal does not
vouch for is cut off, and the run goes on behind it. Each entry ends with a checksum of itself, of the lines and of what
is kept of the reports: from the first that does not agree on, nothing is kept. The result is that of a run that was
never interrupted. An input that has changed since ends what is kept; so does another rule, option or version.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple

from validator.engine._lock import HeldError, Lock
from validator.engine.extracts import ReportName, Store
from validator.engine.sinks import LineSink
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Tally, Task
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.packs.files.text_file import content_of
from validator.packs.layers import layer_folders
from validator.version import __version__

__all__ = ["FinishedFile", "HeldError", "ResumableOutput", "fingerprint"]

_SYNC = 1.0
"""Seconds between two entries in the journal: what a power cut costs at most."""


class FinishedFile(NamedTuple):
    """A finished file."""

    path: str
    stamp: tuple[int, int] | None
    tally: Tally
    end: int
    """Where its lines end in the part."""
    error: UnreadableInputError | None
    names: tuple[ReportName, ...]
    """Of the reports in it, if extracts are kept."""
    until: int
    """Where its entry ends in the journal."""


def fingerprint(task: Task, head: str) -> str:
    """Equal for two runs that give the same lines for the same file; `head`: what stands before the lines."""
    digest = hashlib.sha256()
    told = (__version__, head, task.content, task.form, task.input_format, task.language, task.keeps, task.deadlines)
    wanted = None if task.wanted is None else sorted(task.wanted)
    digest.update(repr((*told, wanted)).encode())
    if task.decisions is not None and task.decisions.waivers:
        digest.update(repr(task.today).encode())
    digest.update(repr(task.decisions).encode())
    for number, folder in enumerate(layer_folders(task.packs)):
        for file in sorted(folder.rglob("*.yaml")):
            digest.update(repr((number, file.relative_to(folder).as_posix(), content_of(file))).encode())
    return digest.hexdigest()


class ResumableOutput(LineSink, AbstractContextManager["ResumableOutput"]):
    """The part and the journal of one output; use it in a `with` block."""

    resumable = True

    def __init__(self, target: Path, identity: str, head: str, *, resume: bool) -> None:
        """Open both; `resume`: keep what an interrupted run with the same identity has left.

        Raises OSError, and HeldError while another process writes the same output.
        """
        place = target.resolve()
        self.part = place.with_name(f".{place.name}.part")
        self._journal_path = place.with_name(f".{place.name}.journal")
        self._extracts_path = place.with_name(f".{place.name}.extracts")
        self._lock = Lock(place.with_name(f".{place.name}.lock"))
        self._header = json.dumps({"gouji": __version__, "run": identity}).encode() + b"\n"
        self._head = head.encode()
        self.tally = Tally()
        self.errors = []
        # Read before the files are opened for writing.
        self._entries: Iterator[FinishedFile] = iter(list(self._left_behind()) if resume else [])
        self._pending: list[bytes] = []
        self._end, self._until = len(self._head), len(self._header)
        self._whole = True
        """False once something could not be brought to disk: from then on nothing more is vouched for."""
        try:
            self._open(resume=resume)
        except OSError:
            self._lock.release()
            raise
        self.store = Store(self._extracts)
        self._synced = monotonic()

    def _open(self, *, resume: bool) -> None:
        def again(path: Path) -> bool:
            return resume and path.exists()

        with ExitStack() as opened:
            self._part, self._journal, self._extracts = (
                opened.enter_context(path.open("r+b" if again(path) else "w+b"))
                for path in (self.part, self._journal_path, self._extracts_path)
            )
            opened.pop_all()

    def remaining(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The files that are still to be done; as long as the journal has the next file, its lines are kept."""
        started = False
        for source in sources:
            if not started:
                entry = next(self._entries, None)
                if entry is not None and (entry.path, entry.stamp) == (source.path, source.stamp):
                    self._keep(entry)
                    continue
                started = True
                self._cut()
            yield source
        if not started:
            self._cut()

    def _keep(self, entry: FinishedFile) -> None:
        self._end, self._until, self.kept = entry.end, entry.until, self.kept + 1
        self._count(entry.tally, entry.error)
        self.store.keep(entry.names)

    def _count(self, tally: Tally, error: UnreadableInputError | None) -> None:
        self.tally = self.tally.plus(tally)
        if error is not None:
            self.errors.append(error)

    def _cut(self) -> None:
        """Drop what no entry vouches for, and write the beginning of a run that starts anew."""
        self.store.cut()
        self._part.truncate(self._end if self.kept else 0)
        self._part.seek(0, os.SEEK_END)
        if not self.kept:
            self._part.write(self._head)
        self._journal.truncate(self._until if self.kept else 0)
        self._journal.seek(0, os.SEEK_END)
        if not self.kept:
            self._journal.write(self._header)
        self._sync()

    def add(self, outcome: FileOutcome) -> None:
        """Append the lines of the next file."""
        lines = outcome.text.encode()
        self._part.write(lines)
        self._end += len(lines)
        self._count(outcome.tally, outcome.error)
        error = outcome.error
        told = None if error is None else [error.reason.zh, error.reason.en, error.hint.zh, error.hint.en]
        bodies = [one.body for one in outcome.extracts]
        names = [(name.organ, name.year, name.length, name.sketch.hex()) for name in self.store.add(outcome.extracts)]
        self._pending.append(
            _written([outcome.path, outcome.stamp, outcome.tally, self._end, told, names], lines, bodies)
        )
        if monotonic() - self._synced >= _SYNC:
            self._sync()

    def append(self, text: str, tally: Tally, error: UnreadableInputError | None = None) -> None:
        """Append lines behind those of all files; a run that is interrupted from here on makes them again."""
        self._sync()
        self._part.write(text.encode())
        self._count(tally, error)

    def _sync(self) -> None:
        # If a disk says once that it could not write, it may say at the next time that all is well.
        self._whole = False
        for file in (self._part, self._extracts):
            file.flush()
            os.fsync(file.fileno())
        self._journal.writelines(self._pending)
        self._journal.flush()
        os.fsync(self._journal.fileno())
        self._pending.clear()
        self._synced = monotonic()
        self._whole = True

    def _left_behind(self) -> Iterator[FinishedFile]:
        """The entries of an interrupted run like this one, up to the first that is broken off or not borne out."""
        try:
            with self.part.open("rb") as part, self._extracts_path.open("rb") as extracts:
                journal = self._journal_path.read_bytes().splitlines(keepends=True)
                if journal[:1] != [self._header] or part.read(len(self._head)) != self._head:
                    return
                at, until = len(self._head), len(self._header)
                for line in journal[1:]:
                    until += len(line)
                    entry = _entry(line, until)
                    if entry is None:
                        return
                    lines = part.read(max(entry.end - at, 0))
                    if line != _written(_fields(line), lines, [extracts.read(name.length) for name in entry.names]):
                        return
                    at = entry.end
                    yield entry
        except OSError:
            return

    def finish(self) -> Path:
        """All files are done: the part holds the whole output. The journal is not needed any more."""
        self._sync()
        self._close()
        return self.part

    def _close(self) -> None:
        for file in (self._part, self._journal, self._extracts):
            # What is still in its buffer nobody vouches for; what matters has been brought to disk before.
            with suppress(OSError):
                file.close()

    def drop_journal(self) -> None:
        """The output is in its place."""
        self._journal_path.unlink(missing_ok=True)
        self.part.unlink(missing_ok=True)
        self._extracts_path.unlink(missing_ok=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Save what is done."""
        try:
            if self._whole and not self._part.closed:
                self._sync()
        finally:
            self._close()
            self._lock.release()


def _written(fields: Sequence[object], lines: bytes, extracts: Iterable[bytes]) -> bytes:
    """The line of an entry: its fields, and the checksum of these, of the lines in the part and of the extracts."""
    told = json.dumps(fields).encode()
    checksum = 0
    for content in (told, lines, *extracts):
        checksum = zlib.crc32(content, checksum)
    return told.removesuffix(b"]") + b", %d]\n" % checksum


def _fields(line: bytes) -> list[Any]:
    """The fields of an entry without its checksum."""
    fields: list[Any] = json.loads(line)
    return fields[:-1]


def _entry(line: bytes, until: int) -> FinishedFile | None:
    """An entry; None if it is none, or broken off."""
    try:
        path, stamp, tally, end, told, names = _fields(line)
        error = None if told is None else UnreadableInputError(path, Text(told[0], told[1]), Text(told[2], told[3]))
        named = tuple(
            ReportName(path, organ, year, length, bytes.fromhex(sketch)) for organ, year, length, sketch in names
        )
        stamped = None if stamp is None else (stamp[0], stamp[1])
        return FinishedFile(path, stamped, Tally(*tally), end, error, named, until)
    except (ValueError, TypeError, IndexError, RecursionError):
        return None
