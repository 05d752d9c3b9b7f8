"""`gouji annotate`: a copy of the user's own document with what was found written beside the cells."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli import _streams as streams
from validator.cli._decision_options import BaselineOption, SeverityOption, decisions_of
from validator.cli._options import (
    DeadlineOption,
    FormOption,
    IgnoreOption,
    InputFormatOption,
    Job,
    LanguageOption,
    PackOption,
    SelectOption,
    deadlines_of,
    path_of,
)
from validator.cli._problems import wrong_usage
from validator.cli._request import NOTHING_FOUND, UNREADABLE, Invocation
from validator.cli.commands.check import rules_asked_for
from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.annotators import Annotator
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack


class AnnotateRequest(NamedTuple):
    """A command line of `gouji annotate`, looked over."""

    run: Invocation
    copy: Path
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[str, ...]
    baseline: str | None


def command(  # noqa: PLR0913 - one parameter for each option
    path: Annotated[str, typer.Argument(metavar="FILE", help="要批注的文件", show_default=False)],
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="COPY", help="批注后的副本写到这里", show_default=False)
    ],
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    severity: SeverityOption = None,
    baseline: BaselineOption = None,
    deadline: DeadlineOption = None,
    form: FormOption = None,
    input_format: InputFormatOption = None,
    pack: PackOption = None,
    language: LanguageOption = "zh",
) -> Job:
    """在年报的副本里写批注，原文件不动 write the findings into a copy."""
    copy = Path(output)
    run = Invocation((path,), copy, form, input_format, path_of(pack), language, "never", deadlines_of(deadline))
    chosen = tuple(select or ()), tuple(ignore or ())
    return partial(execute, AnnotateRequest(run, copy, *chosen, tuple(severity or ()), baseline))


def execute(request: AnnotateRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    (path,) = run.paths
    if path == "-" or Path(path).is_dir():
        raise wrong_usage("annotate-one-file", path=clean(path))
    pack = run.prepare()
    rules = [rule.id for rule in pack.rules]
    wanted = rules_asked_for(request.select, request.ignore, rules)
    decisions = decisions_of(request.severity, request.baseline, run.paths, rules)
    from validator.engine.task import local_day

    today = local_day()
    result = run.checked(pack, wanted, today)
    result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], today)
    try:
        for error in result.unreadable:
            raise error
        _write(request, result.reports[0], pack)
    except UnreadableInputError as error:
        reason, hint = error.reason[run.language], error.hint[run.language]
        words = say("concise-unreadable", run.language, path=clean(path), reason=reason, hint=hint)
        streams.tell(words + "\n")
        return UNREADABLE
    return NOTHING_FOUND


def _write(request: AnnotateRequest, checked: ReportResult, pack: Pack) -> None:
    """Write the copy and say what it holds; raises WrongUsageError, UnreadableInputError, OutputError."""
    from validator.annotators import ANNOTATORS
    from validator.annotators.notes import notes_of

    language, kind = request.run.language, checked.report.format
    (path,) = request.run.paths
    annotator = ANNOTATORS.get(kind)
    if annotator is None:
        raise wrong_usage("annotate-not-possible", format=kind, path=clean(path))
    _check_suffix(request.copy, annotator)
    notes = notes_of(checked, pack, language)
    data = annotator.converted(path, Path(path).read_bytes())
    streams.write(annotator(data, notes, _moment()), request.copy)
    lines = [say("annotated", language, path=clean(str(request.copy)), count=len(notes.notes))]
    if annotator.converter is not None:
        lines.append(say("annotated-converted", language, format=kind, suffix=annotator.suffixes[0]))
    streams.tell("".join(line + "\n" for line in lines))


def _check_suffix(copy: Path, annotator: Annotator) -> None:
    """An office program believes the name of a file: one that says something else would not open."""
    allowed = annotator.suffixes[:1] if annotator.converter else annotator.suffixes
    if copy.suffix.lower() not in allowed:
        raise wrong_usage("annotate-suffix", suffix=allowed[0], path=clean(str(copy)))


def _moment() -> datetime:
    """The time the notes are signed with: now, or as `SOURCE_DATE_EPOCH` says for copies that can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
