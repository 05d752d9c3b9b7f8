"""Documents of every format with mutators that know how it is built, and what is to be true of every mutant.

No mutant brings an exception out of the program, makes it stumble (our own code, that is: of damaged files libraries
say what they like), lets a control character into an output, or takes longer than the budget. None of which the
numbers can be read is told to be without fault though one of them was lost.
"""

from __future__ import annotations

import io
import json
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING
from unittest import mock

from fuzz import structures as change
from fuzz.targets import SEEDS, Outcome, unprintable
from PIL import Image
from readers.pdf_reports import report_pdf
from support.official import lay_out
from support.samples import balance, consistent_county
from support.writers import WRITERS

from validator.annotators import ANNOTATORS
from validator.annotators.notes import notes_of
from validator.engine import _file_checker
from validator.engine._file_checker import FileChecker
from validator.engine.isolation import refusals
from validator.engine.isolation.budget import Budget
from validator.engine.pipeline import select_rules
from validator.engine.sources._archives import members
from validator.engine.sources.sources import Source
from validator.engine.task import RESULT, Task
from validator.model.errors import UnreadableInputError
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity
from validator.packs.pack import Pack, load_pack
from validator.renderers import RenderOptions
from validator.renderers.data.json_report import render as render_json
from validator.renderers.terminal.report import render as render_terminal

if TYPE_CHECKING:
    from support.page import Page
    from support.reports import ReportData

DAY = date(2026, 1, 1)
MOMENT = datetime(2024, 1, 31, 9, 30, tzinfo=UTC)
_LOOKED_AT = 0.3
"""Share of the mutants of which everything is written out: that takes as long as the check."""
_RECOGNISED = 0.1
"""Share of the mutants of which text in pictures is recognised: a page of that takes as long as a hundred others."""
_VISIBLE = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Seed:
    """One sound document."""

    name: str
    file: str
    """Name of its mutants."""
    data: Callable[[], bytes]
    mutate: change.Change
    gentle: change.Change | None = None
    """Changes after which every number can still be read where it was."""


def _written(writer: str, report: Callable[[], ReportData]) -> bytes:
    return WRITERS[writer].write(lay_out(report()))


def _picture(kind: str) -> bytes:
    """A picture with little on it: recognising text in many takes too long."""
    page = Image.new("L", (300, 200), 255)
    for at in range(40, 200, 40):
        page.paste(0, (20, at, 280, at + 2))
        page.paste(0, (20 + at, 40, 22 + at, 160))
    file = io.BytesIO()
    page.save(file, kind, dpi=(200, 200))
    return file.getvalue()


_KINDS: Mapping[str, tuple[change.Change, change.Change | None]] = {
    ".txt": (change.lines, change.gentle_text),
    ".md": (change.lines, change.gentle_text),
    ".html": (change.tags, change.gentle_html),
    ".htm": (change.tags, change.gentle_html),
    ".docx": (change.parts(change.tags), change.parts_of("word/document.xml", change.gentle_word)),
    ".odt": (change.parts(change.tags), None),
    ".ods": (change.parts(change.tags), None),
    ".xlsx": (change.parts(change.tags), None),
    ".rtf": (change.controls, None),
}


def all_seeds() -> tuple[Seed, ...]:
    """Every way a report is written down, consistent and not, and the files that only others make."""
    seeds = []
    for name, make in (("sound", consistent_county), ("faulty", balance)):
        for writer, one in WRITERS.items():
            mutate, gentle = _KINDS[one.suffix]
            # In GBK, a byte of a character may look like a sign.
            gentle = None if "gb18030" in writer else gentle
            data = partial(_written, writer, make)
            seeds.append(Seed(f"{name} {writer}", f"report{one.suffix}", data, mutate, gentle))
        page: Page = lay_out(make())
        seeds += [
            Seed(f"{name} pdf", "report.pdf", partial(report_pdf, page), change.objects),
            Seed(f"{name} pdf unruled", "report.pdf", partial(report_pdf, page, ruled=False), change.objects),
            Seed(f"{name} archive", "reports.zip", partial(_written, "html", make), change.archive),
        ]
    seeds += [
        Seed(f"old {kind}", f"report.{kind}", (SEEDS / f"report.{kind}").read_bytes, change.sectors)
        for kind in ("doc", "xls")
    ]
    seeds += [
        Seed(f"picture {kind}", f"report.{kind}", partial(_picture, kind), change.picture)
        for kind in ("png", "tiff", "jpeg")
    ]
    return tuple(seeds)


def run_document(seeds: Sequence[Seed], case: int, bench: Bench) -> Outcome:
    """The mutant of that number: its document, and what was changed, follow from the number alone."""
    seed = seeds[case % len(seeds)]
    rng = Random(f"{seed.name} {case}")
    gentle = seed.gentle is not None and rng.random() < 0.2
    sound = sound_bytes(seed)
    data = seed.gentle(rng, sound) if gentle and seed.gentle else seed.mutate(rng, sound)
    looked_at = rng.random() < _LOOKED_AT
    recognises = seed.mutate is change.picture or rng.random() < _RECOGNISED
    started, failure = process_time(), None
    try:
        with nullcontext() if recognises else mock.patch("validator.readers.ocr.model", return_value=None):
            bench.check(seed, data, gentle=gentle, looked_at=looked_at)
    except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
        failure = said(error)
    return Outcome(seed.name, case, process_time() - started, data, failure)


def said(error: BaseException) -> str:
    """Exception and place."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "/validator/" in one.filename] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:160]}"


@cache
def sound_bytes(seed: Seed) -> bytes:
    """The document as it is before it is changed."""
    return seed.data()


class LostError(AssertionError):
    """A number was lost without a word."""


class Bench:
    """Checks mutants as a worker does, and looks at all that comes of it."""

    def __init__(self, checker: FileChecker | None = None) -> None:
        """`checker`: one with a budget, in a process of its own."""
        self.pack = _shipped()
        self._checker = checker or _unlimited()

    def check(self, seed: Seed, data: bytes, *, gentle: bool, looked_at: bool = True) -> None:
        """Raises whatever is wrong. `looked_at`: what is told is written out as well."""
        results: list[ReportResult] = []
        errors: list[UnreadableInputError] = []
        for source in _sources(seed.file, data):
            with _stumbling_is_told():
                (outcome,) = self._checker.run([source])
            results += outcome.results
            errors += [] if outcome.error is None else [outcome.error]
        whole = Result(tuple(results), tuple(errors))
        if looked_at:
            _look_at(whole, self.pack)
        for one in results:
            annotator = ANNOTATORS.get(one.report.format)
            if annotator is not None and annotator.converter is None and seed.file == "report" + Path(seed.file).suffix:
                # What cannot be copied is refused.
                with suppress(UnreadableInputError):
                    annotator(data, notes_of(one, self.pack, "zh"), MOMENT)
        if gentle:
            self._nothing_is_lost(seed, whole)
        elif seed.name.startswith("sound"):
            self._tables_are_there(seed, whole)

    @staticmethod
    def _nothing_is_lost(seed: Seed, whole: Result) -> None:
        """After a change that leaves all numbers readable, each is in its place or something is told."""
        sound = cells(sound_result(seed))
        if whole.unreadable or not whole.reports:
            raise LostError(f"not read: {[str(one) for one in whole.unreadable]}")
        found = cells(whole.reports[0])
        lost = [cell for cell, value in sound.items() if found.get(cell) != value]
        if lost and clean(whole):
            raise LostError(f"{seed.name}: told clean without {lost[:5]}")

    @staticmethod
    def _tables_are_there(seed: Seed, whole: Result) -> None:
        """If nothing is told of a mutant, the tables under relations say what they said, or hold as good numbers."""
        if not clean(whole):
            return
        sound = cells(sound_result(seed))
        for one in whole.reports:
            found = cells(one)
            lost = [
                cell
                for cell, value in sound.items()
                if cell.startswith(("requests", "disputes")) and value and found.get(cell) is None
            ]
            if lost:
                raise LostError(f"{seed.name}: told clean without {lost[:5]}")


@cache
def sound_result(seed: Seed) -> ReportResult:
    """What is told of the document before it is changed."""
    (source, *_) = (
        _sources(seed.file, sound_bytes(seed))
        if seed.mutate is not change.archive
        else (Source("a.html", sound_bytes(seed)),)
    )
    (outcome,) = _unlimited().run([source])
    return outcome.results[0]


def make_ready(seeds: Sequence[Seed]) -> None:
    """Whatever is the same for all mutants, made before processes are forked that check them."""
    _unlimited()
    for seed in seeds:
        if seed.mutate is not change.picture:
            sound_result(seed)


@lru_cache(maxsize=1)
def _unlimited() -> FileChecker:
    return FileChecker(task(), pack=_shipped())


def budgeted_checker(budget: Budget) -> FileChecker:
    """One that gives each file the budget it has in a worker; only for a process of its own."""
    return FileChecker(task(), pack=_shipped(), budget=budget)


def task() -> Task:
    """All rules, whole results."""
    return Task(content=RESULT, today=DAY, wanted=select_rules(_shipped()))


@lru_cache(maxsize=1)
def _shipped() -> Pack:
    return load_pack()


def cells(result: ReportResult) -> dict[str, object]:
    """The values of a report."""
    return {cell: result.report[cell].value for cell in result.report.form.cells}


def clean(whole: Result) -> bool:
    """True if a reader is told that nothing is wrong, and that all was looked at."""
    severities = {finding.severity for one in whole.reports for finding in one.findings}
    return bool(whole.reports) and not whole.unreadable and not severities & {Severity.ERROR, Severity.WARNING}


def _sources(file: str, data: bytes) -> list[Source]:
    if not file.endswith(".zip"):
        return [Source(file, data)]
    suffix = ".tgz" if data[:2] == b"\x1f\x8b" else ".zip" if data[:2] == b"PK" else ".tar"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "reports").with_suffix(suffix)
        path.write_bytes(data)
        found = list(members(str(path)))
    return [
        Source(one.path, refused=one) if isinstance(one, UnreadableInputError) else Source(one.path, one.data)
        for one in found
        if isinstance(one, UnreadableInputError) or one.data is not None
    ]


class StumbleError(AssertionError):
    """Our own code stumbled over a file, and the net below it held."""


@contextmanager
def _stumbling_is_told() -> Iterator[None]:
    """Over what our own code stumbles is raised, not told as a fault of the file."""

    def unexpected(path: str, error: Exception) -> UnreadableInputError:
        frames = traceback.extract_tb(error.__traceback__)
        if "/validator/" in frames[-1].filename and not isinstance(error, RecursionError):
            raise StumbleError(said(error)) from error
        return original(path, error)

    original = refusals.unexpected
    # Another program would take most of the time, and is none of ours.
    with (
        mock.patch.object(_file_checker, "unexpected", unexpected),
        mock.patch("validator.readers.libreoffice._program", return_value=None),
    ):
        yield


def _look_at(whole: Result, pack: Pack) -> None:
    """Written out in two formats; no control character is in either."""
    json.loads(render_json(whole, pack, RenderOptions()))
    shown = render_terminal(whole, pack, RenderOptions())
    bad = unprintable(shown) - _VISIBLE
    if bad:
        raise AssertionError(f"control characters in the output: {bad}")
