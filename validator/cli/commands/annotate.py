"""`gouji annotate`: copies of the user's own documents with what was found written beside the cells."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.declaring import OptionGroup, argument, needed_option
from validator.cli.options.groups import (
    OUTPUT,
    FolderOptions,
    LanguageOption,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
)
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.output.folders import check_folder
from validator.cli.runs.many import gathered
from validator.cli.runs.request import Invocation, unreadable_line
from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.annotators import Annotator
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack


class DocumentOptions(FolderOptions):
    """What is annotated."""

    path: str = argument(
        Text("文件|文件夹", "FILE|DIR"),
        Text("要批注的文件，或整个文件夹", "the file to annotate, or a whole folder"),
        is_input=True,
    )


class CopyOptions(OptionGroup):
    """Where the copy goes."""

    heading: ClassVar[Text] = OUTPUT
    output: str = needed_option(
        "--output",
        "-o",
        metavar=Text("副本", "COPY"),
        text=Text(
            "批注后的副本写到这里；整个文件夹的写到文件夹",
            "where the annotated copy goes; a folder for those of a folder",
        ),
    )


@as_command("annotate", Text("在年报的副本里写批注，原文件不动", "Write the findings into a copy."))
def command(
    document: DocumentOptions, reading: ReadingOptions, rules: RuleOptions, output: CopyOptions, screen: LanguageOption
) -> int:
    """Write the findings into a copy of the document."""
    copy = Path(output.output)
    run = Invocation((document.path,), copy, rules, screen, reading, passed_over=document.passed_over())
    path = document.path
    if path == "-":
        raise wrong_usage("annotate-one-file", path=clean(path))
    folder = os.path.isdir(path)  # noqa: PTH112 - a name may be too long
    if folder:
        check_folder(copy, run.paths)
        run = replace(run, output=None)
    pack = run.prepare()
    wanted, decisions = run.wanted(pack), run.decisions(pack)
    from validator.engine.pipeline import BY_DEFAULT
    from validator.engine.task import RESULT, Run, local_day

    plan = Run(run.task(RESULT, wanted, pack=pack), pack, BY_DEFAULT)
    result, done = gathered(run, RunningOptions(), plan)
    if done.interrupted:
        return INTERRUPTED
    result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], local_day())
    if folder:
        return _write_folder(run, copy, result, done.passed.notes(run), pack)
    try:
        for error in result.unreadable:
            raise error
        _write(run, copy, result.reports, pack)
    except UnreadableInputError as error:
        streams.tell(unreadable_line(error, screen.language) + "\n")
        return UNREADABLE
    return NOTHING_FOUND


def _write_folder(run: Invocation, target: Path, result: Result, passed: list[str], pack: Pack) -> int:
    """Write a copy of every file that takes notes, and say which have none; gives the exit code."""
    from validator.annotators.copies import moment_of_notes
    from validator.cli.output.copies import CopyWriter, said_of

    writer = CopyWriter(Path(run.paths[0]), target, pack, run.screen.language, moment_of_notes())
    copies = writer.write(result.reports)
    unread = [unreadable_line(error, run.screen.language) for error in result.unreadable]
    said = [*unread, *said_of(copies, target, run.screen.language), *passed]
    run.say_done(said, found=bool(result.reports or unread))
    return UNREADABLE if unread or copies.failed or not result.reports else NOTHING_FOUND


def _write(run: Invocation, copy: Path, reports: Sequence[ReportResult], pack: Pack) -> None:
    """Write the copy and say what it holds; raises WrongUsageError, UnreadableInputError, OutputError."""
    from validator.annotators.copies import annotator_of, moment_of_notes
    from validator.annotators.notes import joined, notes_of
    from validator.engine.annotating import Annotating

    language, kind = run.screen.language, reports[0].report.format
    (path,) = run.paths
    annotator = annotator_of(reports)
    if annotator is None:
        raise wrong_usage("annotate-not-possible", format=kind, path=clean(path))
    _check_suffix(copy, annotator)
    notes = joined(notes_of(one, pack, language) for one in reports)
    with Annotating(moment_of_notes()) as annotating:
        streams.write(annotating.copy(path, Path(path).read_bytes(), kind, notes), copy)
    lines = [say("annotated", language, path=clean(str(copy)), count=len(notes.notes))]
    if annotator.converter is not None:
        lines.append(say("annotated-converted", language, format=kind, suffix=annotator.suffixes[0]))
    streams.tell("".join(line + "\n" for line in lines))


def _check_suffix(copy: Path, annotator: Annotator) -> None:
    """An office program believes the name of a file: one that says something else would not open."""
    allowed = annotator.suffixes[:1] if annotator.converter else annotator.suffixes
    if copy.suffix.lower() not in allowed:
        raise wrong_usage("annotate-suffix", suffix=allowed[0], path=clean(str(copy)))
