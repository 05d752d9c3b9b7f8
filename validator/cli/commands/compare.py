"""`gouji compare OLD NEW`: what became of the findings from one version to the next."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli import _streams as streams
from validator.cli._options import (
    DeadlineOption,
    FormOption,
    IgnoreOption,
    Job,
    LanguageOption,
    OutputOption,
    PackOption,
    SelectOption,
    deadlines_of,
    path_of,
)
from validator.cli._problems import choose
from validator.cli._request import FINDINGS, NOTHING_FOUND, UNREADABLE, Invocation
from validator.cli.commands.check import WEIGHING, rules_asked_for
from validator.messages import say
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.checking.versions import Version
    from validator.model.errors import UnreadableInputError
    from validator.packs.pack import Pack

_FORMATS = ("terminal", "json")
_JSON = ".json"
"""Ending of a file that holds the result of an earlier run."""
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
"""How such a file begins, whatever its name."""
_HEAD = 64


class CompareRequest(NamedTuple):
    """A command line of `gouji compare`, looked over."""

    run: Invocation
    """Its paths are the old and the new version."""
    format: str
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]


class Side(NamedTuple):
    """One version as read."""

    versions: tuple[Version, ...]
    unreadable: tuple[UnreadableInputError, ...]


def command(  # noqa: PLR0913 - one parameter for each option
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧稿：文件、文件夹或 .json 结果", show_default=False)],
    path: Annotated[str, typer.Argument(metavar="NEW", help="新稿：文件、文件夹或 .json 结果", show_default=False)],
    *,
    compare_format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式")
    ] = "terminal",
    output: OutputOption = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="|".join(WEIGHING), help="新出现的发现到这一级时退出码为 1")
    ] = "error",
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    deadline: DeadlineOption = None,
    form: FormOption = None,
    pack: PackOption = None,
    language: LanguageOption = "zh",
) -> Job:
    """比较两稿：新出现、仍然存在、已解决、无法再判定 compare two versions."""
    request = CompareRequest(
        Invocation((old, path), path_of(output), form, None, path_of(pack), language, "never", deadlines_of(deadline)),
        choose("--format", compare_format, _FORMATS),
        choose("--fail-on", fail_on, WEIGHING),
        tuple(select or ()),
        tuple(ignore or ()),
    )
    return partial(execute, request)


def execute(request: CompareRequest) -> int:
    """Carry out the request; gives the exit code."""
    run = request.run
    pack = run.prepare()
    wanted = rules_asked_for(request.select, request.ignore, [rule.id for rule in pack.rules])
    from validator.checking.versions import State, compare
    from validator.renderers.versions.changes import changes_json, render_changes

    old, new = (_side(path, run, pack, wanted) for path in run.paths)
    comparisons = compare(old.versions, new.versions)
    text = changes_json(comparisons) if request.format == "json" else render_changes(comparisons, run.language)
    streams.write(text, run.output)
    unreadable = (*old.unreadable, *new.unreadable)
    said = [_unreadable(error, run.language) for error in unreadable]
    if run.output is not None:
        said.append(say("written", run.language, path=clean(str(run.output))))
    streams.tell("".join(line + "\n" for line in said))
    if unreadable or not comparisons:
        return UNREADABLE
    weights = {change.finding.severity for one in comparisons for change in one.changes if change.state is State.NEW}
    return FINDINGS if weights & set(WEIGHING[request.fail_on]) else NOTHING_FOUND


def _side(path: str, run: Invocation, pack: Pack, wanted: frozenset[str]) -> Side:
    """The reports of one version: checked now, or as an earlier run found them."""
    from validator.engine.task import local_day
    from validator.model.errors import UnreadableInputError
    from validator.renderers.versions.results import versions_in, versions_of

    earlier = _earlier_result(path)
    if earlier is not None:
        try:
            return Side(versions_in(path, earlier, pack, run.language), ())
        except UnreadableInputError as error:
            return Side((), (error,))
    result = run.checked(pack, wanted, local_day(), [path])
    return Side(versions_of(result, pack, run.language), result.unreadable)


def _earlier_result(path: str) -> bytes | None:
    """The content of what looks like the JSON output of an earlier run, a file or standard input; None for others."""
    from validator.engine.sources.sources import STANDARD_INPUT

    if path == STANDARD_INPUT:
        stream = sys.stdin.buffer
        peek = getattr(stream, "peek", None)
        return stream.read() if peek is not None and _OBJECT.match(peek(_HEAD)) else None
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
            known = path.lower().endswith(_JSON) or _OBJECT.match(head)
            return head + file.read() if known else None
    except OSError:  # also a folder; what cannot be read is told by those who read it
        return None


def _unreadable(error: UnreadableInputError, language: str) -> str:
    values: Mapping[str, str] = {"reason": error.reason[language], "hint": error.hint[language]}
    return say("concise-unreadable", language, path=clean(error.path), **values)
