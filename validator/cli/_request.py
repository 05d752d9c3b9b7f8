"""What the commands that read files share: from the options to the pack, and from the result to the output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli import _streams as streams
from validator.cli._options import language_of, load_pack_of
from validator.cli._problems import choose
from validator.cli._progress import progress_on
from validator.messages import say
from validator.renderers import RenderOptions
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from datetime import date

    from validator.model.result import Result
    from validator.packs.pack import Pack

NOTHING_FOUND, FINDINGS, UNREADABLE = 0, 1, 3
"""Exit codes of a run that took place."""
INTERRUPTED = 130
"""Exit code of a run that was stopped by Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """What to read, how, and where the output goes."""

    paths: tuple[str, ...]
    output: Path | None
    form: str | None
    input_format: str | None
    pack: Path | None
    language: str
    colour: str
    deadlines: tuple[str, ...] = ()
    """What is settled about deadlines, `NAME=VALUE` each."""

    def __post_init__(self) -> None:
        """Raise WrongUsageError for a word that an option does not know."""
        language_of(self.language)
        choose("--color", self.colour, streams.COLOURS)

    def prepare(self, targets: Iterable[Path] = ()) -> Pack:
        """Load the pack and find what cannot work before the work begins; raises WrongUsageError, BrokenPackError.

        `targets`: files to be written beside `output`.
        """
        from validator.readers import READERS

        # The shipped pack was checked before it was shipped; where it was changed since, a run tells the first fault.
        pack = load_pack_of(self.pack, patterns=self.pack is not None)
        if self.form is not None:
            choose("--form", self.form, [form.id for form in pack.forms])
        if self.input_format is not None:
            choose("--input-format", self.input_format, list(READERS))
        for target in (*targets, *(() if self.output is None else (self.output,))):
            streams.check_target(target, self.paths)
        return pack.settled(self.deadlines)

    def checked(self, pack: Pack, wanted: frozenset[str], today: date, paths: Sequence[str] | None = None) -> Result:
        """What checking gives with the rules asked for; `paths`: others than its own. Raises BrokenPackError."""
        from validator.engine.pipeline import BY_DEFAULT, in_memory
        from validator.engine.task import RESULT, Run, Task

        task = Task(content=RESULT, today=today, form=self.form, wanted=wanted, input_format=self.input_format)
        with progress_on(sys.stderr, self.language) as progress:
            return in_memory(Run(task, pack, BY_DEFAULT), self.paths if paths is None else paths, progress)

    @property
    def render_options(self) -> RenderOptions:
        """How the output is to look, given where it goes."""
        to_file = self.output is not None
        colour = streams.wants_colour(self.colour, to_file=to_file, environment=os.environ)
        return RenderOptions(self.language, colour, streams.line_width(to_file=to_file), _working_folder())

    def deliver(self, content: str | bytes, result: Result) -> None:
        """Write the output, never onto a file that was read; raises WrongUsageError, OutputError."""
        if self.output is not None:
            read = [checked.report.path for checked in result.reports]
            streams.check_target(self.output, [*read, *(error.path for error in result.unreadable)])
        streams.write(content, self.output)

    def say_done(self, result: Result, sentences: Iterable[str] = (), targets: Iterable[Path | None] = ()) -> None:
        """Say the sentences on standard error, and where the output went or that there was nothing to read."""
        written = [target for target in (self.output, *targets) if target is not None]
        said = [*sentences, *(say("written", self.language, path=clean(str(target))) for target in written)]
        if not result.reports and not result.unreadable:
            said.append(say("nothing-found", self.language))
        streams.tell("".join(sentence + "\n" for sentence in said))


def _working_folder() -> str | None:
    """The folder that relative paths start from; None if it has been removed."""
    try:
        return str(Path.cwd())
    except OSError:
        return None
