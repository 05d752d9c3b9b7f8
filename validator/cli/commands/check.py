"""`gouji check`: read reports, check them, say what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from validator.cli._exit_codes import EXPLAINED, FINDINGS, INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.declaring import OptionGroup, in_force, in_order, option
from validator.cli.options.groups import (
    FILE,
    NAME,
    OUTPUT,
    WEIGHING,
    ComparisonOptions,
    PathOptions,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
    ScreenOptions,
)
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.gate import keep_outside
from validator.cli.runs.many import STREAM_FORMATS, Done, check_running, code_of, gathered, show_files, stream
from validator.cli.runs.outputs import FORMATS, Output, deliver, outputs_of
from validator.cli.runs.packs import learn_patterns
from validator.cli.runs.request import Invocation
from validator.cli.runs.rounds import across_of
from validator.cli.settings.decisions import baseline_file
from validator.cli.settings.notes import InForce, in_words, settings_notes
from validator.cli.settings.values import Settings
from validator.messages import say
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.crosschecks.options import Across
    from validator.engine.task import Run
    from validator.model.result import Result
    from validator.packs.pack import Pack


_ADDRESS = re.compile(r"https?://[!-~]+")


class OutputOptions(OptionGroup):
    """What is written where, and what makes the run fail."""

    heading: ClassVar[Text] = OUTPUT
    formats: tuple[str, ...] = option(
        "--format",
        "-f",
        metavar=NAME,
        default=(),
        choices=FORMATS,
        text=Text(f"输出格式，可有几个：{', '.join(FORMATS)}", f"format, or several: {', '.join(FORMATS)}"),
    )
    outputs: tuple[str, ...] = option(
        "--output",
        "-o",
        metavar=FILE,
        default=(),
        text=Text(
            "写到这个文件，不显示；没有 --format 时格式随后缀而定，有几个时跟在各自的 --format 后面",
            "write to this file; its suffix decides where --format does not; of several, each behind its --format",
        ),
    )
    order: tuple[str, ...] = in_order()
    fail_on: str = option(
        "--fail-on",
        default="error",
        choices=WEIGHING,
        text=Text("发现到这一级时退出码为 1", "findings of this severity make the exit code 1"),
    )
    details: bool = option(
        "--details",
        default=False,
        text=Text("每处差错下面列出各条勾稽关系和算式", "below each mistake, its relations and equations"),
    )
    sheets: bool = option(
        "--sheets",
        default=False,
        text=Text("xlsx 里年报再多，也每份一张表", "in xlsx a sheet for each report, however many there are"),
    )
    statistics: bool = option(
        "--statistics",
        default=False,
        text=Text("末尾列出各条规则有多少发现", "at the end, how many findings each rule has"),
    )
    help_uri_base: str | None = option(
        "--help-uri-base",
        metavar=Text("网址", "URL"),
        default=None,
        text=Text(
            "文档网站的网址：SARIF 里每条规则指向它的页面",
            "site of the documentation: in SARIF each rule names its page",
        ),
    )

    def check(self) -> None:
        """Raise WrongUsageError for an address that is none."""
        if self.help_uri_base is not None and not _ADDRESS.fullmatch(self.help_uri_base):
            raise wrong_usage("help-uri-base", value=clean(self.help_uri_base))


class CheckedPaths(PathOptions):
    """What is checked."""

    show_files: bool = option(
        "--show-files",
        default=False,
        text=Text("只列出要检查的文件，不检查", "only list what would be checked"),
    )


class GateOptions(RuleOptions):
    """Which rules are used, and who may weaken them."""

    gate: bool = option(
        "--gate",
        default=False,
        text=Text(
            "把关：被检查的文件夹里的任何文件都不能放宽检查，没有读准的也不放行",
            "as a gate: no file handed in weakens the check, and what is not read for certain does not pass",
        ),
    )
    settings: Settings = in_force()


@as_command("check", Text("检查年报的勾稽关系", "Check reports."), epilog=EXPLAINED)
def command(
    paths: CheckedPaths,
    reading: ReadingOptions,
    rules: GateOptions,
    output: OutputOptions,
    screen: ScreenOptions,
    comparison: ComparisonOptions,
    running: RunningOptions,
) -> int:
    """Check reports."""
    outputs = outputs_of(output.formats, output.outputs, output.order)
    streamed = outputs[0].target if outputs[0].format in STREAM_FORMATS else None
    if output.statistics and outputs[0].format in STREAM_FORMATS:
        raise wrong_usage("statistics-alone", format=outputs[0].format)
    passed_over = paths.passed_over(gitignore=not rules.gate)
    run = Invocation(paths.paths, streamed, rules, screen, reading, details=output.details, passed_over=passed_over)
    run = replace(run, sheets=output.sheets, help_uri_base=output.help_uri_base)
    if paths.show_files:
        return show_files(run)
    check_running(running, run, outputs[0].format)
    job = _Check(run, outputs, running, output, rules, across_of(comparison)).run
    if not running.watch:
        return job()
    from validator.cli.runs.watching import watch

    return watch(run.paths, job, screen.language)


class _Check(Struct, frozen=True):
    """One run through all files."""

    asked: Invocation
    outputs: Sequence[Output]
    running: RunningOptions
    output: OutputOptions
    rules: GateOptions
    across: Across

    def run(self) -> int:
        """Carry it out; gives the exit code."""
        run, started = self.asked, monotonic()
        if self.rules.gate:
            keep_outside(run.paths, self.rules)
        pack = run.prepare([one.target for one in self.outputs if one.target])
        wanted, decisions = run.wanted(pack), run.decisions(pack)
        from validator.engine.task import RESULT, Run

        across = self.across.loaded()
        streamed = self.outputs[0].format in STREAM_FORMATS
        content = self.outputs[0].format if streamed else RESULT
        asked = run.task(content, wanted, keeps=streamed and across.anything, pack=pack)
        plan = Run(replace(asked, decisions=decisions), pack, across)
        code = self._streamed(plan) if streamed else self._whole(plan, wanted, decisions)
        if run.screen.verbose:
            self._say_more(pack, monotonic() - started)
        if code != INTERRUPTED:
            learn_patterns(pack)
        return code

    def _whole(self, plan: Run, wanted: frozenset[str], decisions: Decisions) -> int:
        """All results in memory, then all formats."""
        from validator.renderers.words.summary import doubtful_count, footer, statistics

        run, language, pack = self.asked, self.asked.screen.language, plan.pack
        result, done = gathered(run, self.running, plan)
        result = decisions.apply(result, [rule for rule in pack.rules if rule.id in wanted], plan.task.today)
        doubtful = doubtful_count(result) if self.rules.gate else 0
        counted = statistics(result, pack, language) if self.output.statistics else ()
        notes = (*counted, *self._notes(done, doubtful))
        deliver(self.outputs, replace(run, notes=notes), result, pack)
        shown = Output("terminal", None) in self.outputs
        counts = () if run.screen.quiet else footer(result, language)
        said = () if shown else (*counts, *notes)
        targets = [one.target for one in self.outputs]
        run.say_done(said, found=bool(result.reports or result.unreadable), targets=targets)
        if done.interrupted:
            return INTERRUPTED
        return UNREADABLE if doubtful else exit_code(result, self.output.fail_on)

    def _streamed(self, plan: Run) -> int:
        from validator.renderers.data.records import FINDING_FIELDS
        from validator.renderers.words.summary import footer_of

        run = self.asked
        done = stream(run, self.running, plan, FINDING_FIELDS)
        doubtful = done.numbers["doubtful"] if self.rules.gate else 0
        counts = () if run.screen.quiet else footer_of(done.numbers, len(done.passed.skipped), run.screen.language)
        done.say(run, (*counts, *self._notes(done, doubtful)))
        failing = [f"{word}s" for word in WEIGHING[self.output.fail_on]]
        code = code_of(done, failing, (NOTHING_FOUND, FINDINGS, UNREADABLE))
        return UNREADABLE if doubtful and code != INTERRUPTED else code

    def _notes(self, done: Done, doubtful: int) -> Iterator[str]:
        """What is said below the counts."""
        run, language = self.asked, self.asked.screen.language
        if doubtful:
            yield say("footer-gate-doubtful", language, count=doubtful)
        if run.screen.quiet:
            return
        baseline = baseline_file(self.rules.baseline, run.paths)
        settled = "baseline" in self.rules.settings.keys
        found = baseline is not None and (self.rules.baseline is None or settled)
        yield from settings_notes(InForce(self.rules.settings, baseline, found, self.rules.gate), language)
        yield from done.passed.notes(run)

    def _say_more(self, pack: Pack, seconds: float) -> None:
        """What only those want to know who ask for more."""
        language = self.asked.screen.language
        said = [*in_words(self.rules.settings, language)]
        said.append(say("verbose-pack", language, title=pack.title[language], rules=len(pack.rules)))
        said.append(say("verbose-time", language, seconds=f"{seconds:.1f}"))
        streams.tell("".join(line + "\n" for line in said))


def exit_code(result: Result, fail_on: str) -> int:
    """3 if an input could not be read or there was none, else 1 if a finding weighs as much as `fail_on`, else 0."""
    from validator.model.rules.rule import Severity

    if result.unreadable or not result.reports:
        return UNREADABLE
    return FINDINGS if any(result.count(Severity(word)) for word in WEIGHING[fail_on]) else NOTHING_FOUND
