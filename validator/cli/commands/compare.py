"""`gouji compare OLD NEW`: what became of the findings from one version to the next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple

from msgspec.structs import replace

from validator.cli._exit_codes import FINDINGS, NOTHING_FOUND, UNREADABLE
from validator.cli.options.declaring import OptionGroup, argument, only, option
from validator.cli.options.groups import FORMAT, INPUT, WEIGHING, FileOptions, FormOption, LanguageOption, RuleOptions
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.request import Invocation, unreadable_line
from validator.cli.runs.rounds import HEAD, is_result, looks_like_result
from validator.model.text import Text

if TYPE_CHECKING:
    from validator.checking.versions import Version
    from validator.model.errors import UnreadableInputError
    from validator.packs.pack import Pack

_FORMATS = ("terminal", "json")


class Side(NamedTuple):
    """One version as read."""

    versions: tuple[Version, ...]
    unreadable: tuple[UnreadableInputError, ...]


class VersionOptions(OptionGroup):
    """What is compared."""

    heading: ClassVar[Text] = INPUT
    old: str = argument(
        Text("旧稿", "OLD"),
        Text("旧稿：文件、文件夹或 .json 结果", "the old version: a file, folder, or .json results"),
    )
    path: str = argument(
        Text("新稿", "NEW"),
        Text("新稿：文件、文件夹或 .json 结果", "the new version: a file, a folder, or .json results"),
        is_input=True,
    )


class ChangeOptions(FileOptions):
    """How the changes are written, and what makes the run fail."""

    format: str = option("--format", "-f", default="terminal", choices=_FORMATS, text=FORMAT)
    fail_on: str = option(
        "--fail-on",
        default="error",
        choices=WEIGHING,
        text=Text("新出现的发现到这一级时退出码为 1", "what is new and weighs as much makes the exit code 1"),
    )


@as_command(
    "compare",
    Text(
        "比较两稿：新出现、仍然存在、已解决、无法再判定",
        "What is new, still there, settled.",
    ),
)
def command(
    versions: VersionOptions,
    reading: FormOption,
    rules: Annotated[RuleOptions, only("select", "ignore", "deadline", "pack")],
    output: ChangeOptions,
    screen: LanguageOption,
) -> int:
    """Compare two versions."""
    run = Invocation((versions.old, versions.path), output.target, rules, screen, reading)
    pack = run.prepare()
    wanted = run.wanted(pack)
    from validator.checking.versions import FindingState, compare
    from validator.renderers.versions.changes import changes_json, render_changes

    old, new = (_side(replace(run, paths=(path,)), pack, wanted) for path in run.paths)
    same = pack.names.apart
    comparisons = compare(old.versions, new.versions, same)
    if output.format == "json":
        text = changes_json(comparisons, same)
    else:
        text = render_changes(comparisons, screen.language, same)
    streams.write(text, run.output)
    unreadable = (*old.unreadable, *new.unreadable)
    run.say_done(unreadable_line(error, screen.language) for error in unreadable)
    if unreadable or not comparisons:
        return UNREADABLE
    weights = {
        change.finding.severity for one in comparisons for change in one.changes if change.state is FindingState.NEW
    }
    return FINDINGS if weights & set(WEIGHING[output.fail_on]) else NOTHING_FOUND


def _side(run: Invocation, pack: Pack, wanted: frozenset[str]) -> Side:
    """The reports of one version: checked now, or as an earlier run found them."""
    from validator.model.errors import UnreadableInputError
    from validator.renderers.versions.results import versions_in, versions_of

    (path,) = run.paths
    earlier = _earlier_result(path)
    if earlier is not None:
        try:
            return Side(versions_in(path, earlier, pack, run.screen.language), ())
        except UnreadableInputError as error:
            return Side((), (error,))
    result = run.checked(pack, wanted)
    return Side(versions_of(result, pack, run.screen.language), result.unreadable)


def _earlier_result(path: str) -> bytes | None:
    """The content of what looks like the JSON output of an earlier run, a file or standard input; None for others."""
    from validator.engine.sources.sources import STANDARD_INPUT

    if path == STANDARD_INPUT:
        stream = sys.stdin.buffer
        peek = getattr(stream, "peek", None)
        return stream.read() if peek is not None and looks_like_result(path, peek(HEAD)) else None
    try:
        return Path(path).read_bytes() if is_result(path) else None
    except OSError:  # what cannot be read is told by those who read it
        return None
