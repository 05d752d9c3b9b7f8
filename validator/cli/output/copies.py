"""Annotated copies of a whole folder: the same tree elsewhere, and nothing written onto what was read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.cli._problems import phrase
from validator.cli.output import streams
from validator.cli.output.folders import make_folder
from validator.engine.annotating import Annotating
from validator.messages import say
from validator.model.environment.system_faults import why
from validator.model.errors import UnreadableInputError
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from datetime import datetime

    from validator.model.result import ReportResult
    from validator.packs.pack import Pack


class CopiesWritten(Struct, frozen=True):
    """What became of the files."""

    written: int
    notes: int
    left_out: tuple[str, ...]
    """Files of formats that take no notes."""
    failed: tuple[tuple[str, str], ...]
    """Files that could not be annotated, with the reason."""


class CopyWriter(Struct, frozen=True):
    """Writes the copies of one folder into another."""

    source: Path
    target: Path
    pack: Pack
    language: str
    moment: datetime

    def write(self, reports: Sequence[ReportResult]) -> CopiesWritten:
        """A copy of every file with a report; one that fails hurts no other."""
        files, left_out = _by_file(reports)
        guarded, names = _Guarded(self.source, files), self._names(files)
        failed: list[tuple[str, str]] = []
        written = notes = 0
        with Annotating(self.moment) as annotating:
            for path, found in files.items():
                try:
                    count = self._copy(annotating, path, found, guarded, names.get(path))
                except UnreadableInputError as error:
                    failed.append((path, error.reason[self.language]))
                except (streams.OutputError, OSError) as error:
                    reason = error.reason if isinstance(error, streams.OutputError) else why(error)
                    failed.append((path, reason[self.language]))
                else:
                    if count is None:
                        left_out.append(path)
                    else:
                        written, notes = written + 1, notes + count
        return CopiesWritten(written, notes, tuple(left_out), tuple(failed))

    def _copy(
        self,
        annotating: Annotating,
        path: str,
        found: Sequence[ReportResult],
        guarded: _Guarded,
        target: Path | None,
    ) -> int | None:
        """Write one copy; gives the number of its notes, None for a format that takes none."""
        from validator.annotators.copies import annotator_of
        from validator.annotators.notes import joined, notes_of

        if annotator_of(found) is None or target is None:
            return None
        notes = joined(notes_of(one, self.pack, self.language) for one in found)
        copy = annotating.copy(path, Path(path).read_bytes(), found[0].report.format, notes)
        make_folder(target.parent)
        guarded.check(target)
        streams.write(copy, target)
        return len(notes.notes)

    def _names(self, files: Mapping[str, Sequence[ReportResult]]) -> Mapping[str, Path]:
        """Where each copy goes: an office program believes the name of a file, so it ends in what the copy is."""
        from validator.annotators.copies import annotator_of, suffix_of

        kept: dict[str, Path] = {}
        renamed: dict[str, str] = {}
        for path, found in files.items():
            annotator = annotator_of(found)
            if annotator is None:
                continue
            suffix = suffix_of(path, annotator)
            if Path(path).suffix.lower() == suffix:
                kept[path] = Path(path).relative_to(self.source)
            else:
                renamed[path] = suffix
        taken = {str(one).casefold() for one in kept.values()}
        for path, suffix in renamed.items():
            inside = Path(path).relative_to(self.source)
            names = (inside.with_suffix(suffix), inside.with_name(inside.name + suffix))
            kept[path] = next((one for one in names if str(one).casefold() not in taken), names[-1])
            taken.add(str(kept[path]).casefold())
        return {path: self.target / one for path, one in kept.items()}


class _Guarded(Struct, frozen=True):
    """What must not be written onto, whatever links lead there."""

    source: Path
    files: Mapping[str, object]

    def check(self, target: Path) -> None:
        """Raise OutputError for a target that is one of the files, or lies in their folder."""
        inside = Path(os.path.realpath(target.parent)).is_relative_to(os.path.realpath(self.source))
        if inside or (target.exists() and any(target.samefile(one) for one in self.files)):
            raise streams.OutputError(str(target), phrase("output-is-input", path=clean(str(target))))


def _by_file(reports: Iterable[ReportResult]) -> tuple[Mapping[str, list[ReportResult]], list[str]]:
    """Path -> its reports; and what is no file of its own: links and members of archives."""
    files: dict[str, list[ReportResult]] = {}
    others: dict[str, None] = {}
    for one in reports:
        path = one.report.path
        if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114 - a name may be too long
            files.setdefault(path, []).append(one)
        else:
            others[path] = None
    return files, [*others]


def said_of(copies: CopiesWritten, target: Path, language: str) -> Iterator[str]:
    """What became of the files, a line each for those without a copy."""
    for path in copies.left_out:
        yield say("copy-left-out", language, path=clean(path))
    for path, reason in copies.failed:
        yield say("copy-failed", language, path=clean(path), reason=clean(reason))
    yield say("copies-written", language, path=clean(str(target)), files=copies.written, count=copies.notes)
