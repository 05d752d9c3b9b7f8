"""What can be taken away: each made by the renderer or annotator that makes it on the command line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from validator.annotators.copies import annotator_of, suffix_of
from validator.desk.work.bench import Bench, CopyOrder
from validator.desk.work.rounds import CheckedFile, KeptRound
from validator.engine.task import local_day
from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.result import Result
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer
from validator.renderers.layout.paths import file_names
from validator.renderers.letters.letter import Sender, letters
from validator.renderers.letters.shipped import shipped_template
from validator.renderers.letters.template import Template
from validator.renderers.rounds.figures import RoundFigures
from validator.renderers.rounds.organs import by_organ
from validator.renderers.rounds.page import render_round
from validator.renderers.rounds.table import round_csv
from validator.renderers.rounds.told import told_of
from validator.renderers.rounds.workbook import round_workbook

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".csv": "text/csv; charset=utf-8",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".html": "text/html; charset=utf-8",
        ".json": "application/json",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".zip": "application/zip",
    }
)
_ANY = "application/octet-stream"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of a member of an archive: what is in it does not depend on when it was made."""
FORMATS = ("html", "xlsx", "json")
"""What can be had of one file, and of all."""
SUMMARIES = ("html", "xlsx", "csv")


class Download(NamedTuple):
    """A file to be taken away."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """By the end of its name; what a browser could show of a stranger is for saving only."""
        return _TYPES.get(PurePosixPath(self.name).suffix.lower(), _ANY)


class Wishes(Struct, frozen=True):
    """How it is to be."""

    language: str
    office: str = ""
    """Who signs letters."""
    deadline: date | None = None
    """Until when organs should answer."""


def report_of(result: Result, kind: str, bench: Bench, language: str) -> bytes:
    """A result in one of `FORMATS`."""
    options = RenderOptions(language)
    if kind in EXPORTERS:
        return exporter(EXPORTERS[kind])(result, bench.pack, options)
    return renderer(RENDERERS[kind])(result, bench.pack, options).encode("utf-8", "replace")


class Downloads(Struct, frozen=True):
    """All that can be had of a round."""

    bench: Bench
    round: KeptRound
    wishes: Wishes

    def of_file(self, file: CheckedFile, kind: str) -> Download | UnreadableInputError | None:
        """`annotated`, `letter`, or one of `FORMATS`; None where there is none of it."""
        stem = _stem(file.path)
        if kind == "annotated":
            return next(self._copies([file]), None)
        if kind == "letter":
            found = list(self._letters(self.round.result_of(file)))
            return found[0] if len(found) == 1 else Download(f"{stem}.zip", _zipped(found)) if found else None
        if kind not in FORMATS:
            return None
        name = say("desk-report-name", self.wishes.language, name=stem)
        return Download(f"{name}.{kind}", self._report(self.round.result_of(file), kind))

    def of_all(self, kind: str) -> Download | None:
        """`report.html` and so on, `summary.html` and so on, `letters.zip`, `all.zip`; None for anything else."""
        what, _, form = kind.partition(".")
        name = say("desk-all-name", self.wishes.language)
        if what == "report" and form in FORMATS:
            return Download(f"{name}.{form}", self._report(self.round.result, form))
        if what == "summary" and form in SUMMARIES:
            return Download(f"{say('desk-summary-name', self.wishes.language)}.{form}", self._summary(form))
        if kind == "letters.zip":
            return Download(
                f"{say('desk-letters-name', self.wishes.language)}.zip", _zipped(self._letters(self.round.result))
            )
        return Download(f"{name}.zip", _zipped(self._all())) if kind == "all.zip" else None

    def _all(self) -> Iterator[Download]:
        """Everything, in folders by what it is."""
        language = self.wishes.language
        for kind in ("report.html", "report.xlsx", "summary.html", "summary.xlsx"):
            found = self.of_all(kind)
            if found is not None:
                yield found
        for folder, parts in (
            ("desk-copies-name", self._copies(self.round.files)),
            ("desk-letters-name", self._letters(self.round.result)),
        ):
            for one in parts:
                # What could not be annotated is told on the page; here it is left out.
                if isinstance(one, Download):
                    yield replace_name(one, f"{say(folder, language)}/{one.name}")

    def _report(self, result: Result, kind: str) -> bytes:
        return report_of(result, kind, self.bench, self.wishes.language)

    def _copies(
        self, files: Iterator[CheckedFile] | list[CheckedFile] | tuple[CheckedFile, ...]
    ) -> Iterator[Download | UnreadableInputError]:
        """The annotated copies of what takes notes."""
        language = self.wishes.language
        orders, names = [], []
        for file in files:
            reports = self.round.reports_of(file)
            annotator = annotator_of(reports) if reports and file.data is not None else None
            if annotator is not None and file.data is not None:
                orders.append(CopyOrder(file.path, file.data, reports))
                names.append((_stem(file.path), suffix_of(file.path, annotator)))
        stems = file_names((say("desk-copy-name", language, name=stem) for stem, _ in names), "")
        for name, (_, suffix), content in zip(stems, names, self.bench.copies(orders, language), strict=True):
            yield Download(name + suffix, content) if isinstance(content, bytes) else content

    def _letters(self, result: Result) -> Iterator[Download]:
        wishes = self.wishes
        organs = by_organ(told_of(result, self.bench.pack, wishes.language), self.bench.pack.names)
        sender = Sender(wishes.language, local_day(), wishes.deadline, wishes.office)
        for one in letters(organs, Template(shipped_template(wishes.language)), sender):
            yield Download(one.name, one.content)

    def _summary(self, kind: str) -> bytes:
        language, pack = self.wishes.language, self.bench.pack
        figures = RoundFigures(told_of(self.round.result, pack, language), pack, language, None, local_day())
        makers: Mapping[str, Callable[[RoundFigures], str | bytes]] = {
            "html": render_round,
            "xlsx": round_workbook,
            "csv": round_csv,
        }
        content = makers[kind](figures)
        return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def replace_name(one: Download, name: str) -> Download:
    """The same under another name."""
    return Download(name, one.content)


def _stem(path: str) -> str:
    """The last part of a name without its ending."""
    return PurePosixPath(path).stem or "_"


def _zipped(files: Iterator[Download] | list[Download]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(zipfile.ZipInfo(one.name, _EPOCH), one.content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
