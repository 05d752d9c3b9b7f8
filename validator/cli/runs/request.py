"""What the commands that read files share: from the options to the pack, and from the result to the output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from validator.cli._problems import choose, fits_no_rule, wrong_usage
from validator.cli.options.groups import ReadingOptions, RuleOptions, ScreenOptions
from validator.cli.output import streams
from validator.cli.output.places import CellPlaces
from validator.cli.output.progress import progress_on
from validator.cli.runs.packs import form_named, load_pack_of
from validator.cli.settings.decisions import decisions_of
from validator.messages import say
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.checking.decisions.decisions import Decisions
    from validator.engine.sources.passing_over import PassedOver
    from validator.engine.task import Task
    from validator.model.errors import UnreadableInputError
    from validator.model.result import Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions


class Invocation(Struct, frozen=True):
    """What to read, how, and where the output goes."""

    paths: tuple[str, ...]
    output: Path | None
    rules: RuleOptions
    screen: ScreenOptions
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    details: bool = False
    """Whether the output tells each finding in full."""
    sheets: bool = False
    """Whether a workbook has a sheet for each report."""
    help_uri_base: str | None = None
    """Address of a site with a page for each rule."""
    passed_over: PassedOver | None = None
    """What of folders is not read."""
    notes: tuple[str, ...] = ()
    """Sentences below the counts."""

    def prepare(self, targets: Iterable[Path] = ()) -> Pack:
        """Load the pack and find what cannot work before the work begins; raises WrongUsageError, BrokenPackError.

        `targets`: files to be written beside `output`.
        """
        from validator.readers import READERS

        # The shipped pack was checked before it was shipped; where it was changed since, a run tells the first fault.
        pack = load_pack_of(self.rules.folders, patterns=bool(self.rules.folders))
        if self.reading.form is not None:
            form_named(self.reading.form, pack)
        if self.reading.input_format is not None:
            choose("--input-format", self.reading.input_format, list(READERS))
        for target in (*targets, *(() if self.output is None else (self.output,))):
            streams.check_target(target, self.paths)
        return pack.settled(self.rules.deadline)

    def wanted(self, pack: Pack) -> frozenset[str]:
        """The rules that the patterns leave in force; raises WrongUsageError if one fits nothing, or none is left."""
        from validator.packs.selection import Selection

        rules = [rule.id for rule in pack.rules]
        selection = Selection.of(rules, self.rules.select, self.rules.ignore)
        for name, pattern in selection.unfit:
            raise fits_no_rule(f"--{name}", pattern, rules)
        if not selection.wanted:
            raise wrong_usage("no-rule-left")
        return selection.wanted

    def decisions(self, pack: Pack) -> Decisions:
        """The severities and waivers in force; raises WrongUsageError, BrokenSettingsError."""
        rules = [rule.id for rule in pack.rules]
        return decisions_of(self.rules.severity, self.rules.baseline, self.paths, rules)

    def task(
        self, content: str, wanted: frozenset[str] | None = None, *, keeps: bool = False, pack: Pack | None = None
    ) -> Task:
        """What is done with each file; `pack`: the one in force, where a form may be named."""
        from validator.engine.task import Task, local_day

        return Task(
            content=content,
            today=local_day(),
            packs=self.rules.folders,
            form=None if self.reading.form is None or pack is None else form_named(self.reading.form, pack).id,
            input_format=self.reading.input_format,
            language=self.screen.language,
            deadlines=self.rules.deadline,
            wanted=wanted,
            keeps=keeps,
        )

    def checked(self, pack: Pack, wanted: frozenset[str]) -> Result:
        """What checking gives with these rules; raises BrokenPackError."""
        from validator.engine.pipeline import BY_DEFAULT, in_memory
        from validator.engine.task import RESULT, Run

        task = self.task(RESULT, wanted=wanted, pack=pack)
        with progress_on(None if self.screen.quiet else sys.stderr, self.screen.language) as progress:
            return in_memory(Run(task, pack, BY_DEFAULT), self.paths, progress, self.listing)

    @property
    def listing(self) -> PassedOver:
        """What of folders is not read."""
        from validator.engine.sources.passing_over import PassedOver

        return self.passed_over or PassedOver()

    @property
    def render_options(self) -> RenderOptions:
        """How the output is to look, given where it goes."""
        look = self.screen.look(to_file=self.output is not None)
        shown = replace(look, folder=_working_folder(), details=self.details, sheets=self.sheets)
        return replace(shown, help_uri_base=self.help_uri_base, notes=self.notes, places=CellPlaces())

    def deliver(self, content: str | bytes, result: Result) -> None:
        """Write the output, never onto a file that was read; raises WrongUsageError, OutputError."""
        if self.output is not None:
            read = [checked.report.path for checked in result.reports]
            streams.check_target(self.output, [*read, *(error.path for error in result.unreadable)])
        streams.write(content, self.output)

    def say_done(
        self, sentences: Iterable[str] = (), *, found: bool = True, targets: Iterable[Path | None] | None = None
    ) -> None:
        """Say the sentences on standard error, and where the output went or that there was nothing to read.

        `found`: whether there was something; `targets`: where the output went, if not to that of the invocation.
        """
        written = [target for target in ((self.output,) if targets is None else targets) if target is not None]
        said = [*sentences]
        if not self.screen.quiet:
            said += [say("written", self.screen.language, path=clean(str(target))) for target in written]
        if not found:
            said.append(say("nothing-found", self.screen.language))
        streams.tell("".join(sentence + "\n" for sentence in said))


def _working_folder() -> str | None:
    """The folder that relative paths start from; None if it has been removed."""
    try:
        return str(Path.cwd())
    except OSError:
        return None


def unreadable_line(error: UnreadableInputError, language: str) -> str:
    """The sentence for an input that could not be read."""
    reason, hint = error.reason[language], error.hint[language]
    return say("concise-unreadable", language, path=clean(error.path), reason=reason, hint=hint)
