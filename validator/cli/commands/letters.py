"""`gouji letters`: what to correct and to explain, one letter an organ."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from validator.cli._exit_codes import INTERRUPTED, NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.declaring import OptionGroup, inputs, needed_option, only, option
from validator.cli.options.groups import (
    FILE,
    FOLDER,
    NAME,
    OUTPUT,
    ComparisonOptions,
    FolderOptions,
    LanguageOption,
    ReadingOptions,
    RuleOptions,
    RunningOptions,
)
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.output.folders import check_folder, make_folder
from validator.cli.runs.request import Invocation
from validator.cli.runs.rounds import read_round, refuse_flat
from validator.messages import LETTER_FIELDS, LETTER_LISTS, say
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.renderers.letters.template import Template
    from validator.renderers.rounds.organs import OrganReports
    from validator.renderers.rounds.told import ToldRound


class RoundOptions(FolderOptions):
    """Whom the letters are about."""

    paths: tuple[str, ...] = inputs(
        Text("结果...", "RESULTS..."),
        Text(
            "check --format json 的结果，或年报、文件夹、压缩包",
            "output of check --format json, or reports, folders, archives",
        ),
    )


class LetterOptions(OptionGroup):
    """How the letters look, and where they go."""

    heading: ClassVar[Text] = OUTPUT
    output: str = needed_option(
        "--output",
        "-o",
        metavar=FOLDER,
        text=Text("写到这个文件夹，每个机关一份 .docx", "write into this folder, a .docx for each organ"),
    )
    by: str | None = option(
        "--by",
        metavar=Text("年-月-日", "YYYY-MM-DD"),
        default=None,
        text=Text("请机关在哪一天前答复", "the day until which organs should answer"),
    )
    office: str = option("--office", metavar=NAME, default="", text=Text("落款的发文机关", "who signs the letters"))
    template: str | None = option(
        "--template", metavar=FILE, default=None, text=Text("改用这个 .docx 模板", "another template, a .docx")
    )
    save_template: str | None = option(
        "--save-template",
        metavar=FILE,
        default=None,
        text=Text("把所用的模板另存一份，改好后用于 --template", "save the template, to be changed for --template"),
    )
    found_only: bool = option(
        "--found-only",
        default=False,
        text=Text("没有需要更正或说明的机关不写", "no letter to organs with nothing to correct or explain"),
    )
    overwrite: bool = option(
        "--overwrite", default=False, text=Text("重写已有的反馈意见", "write letters anew that are there already")
    )

    def check(self) -> None:
        """Raise WrongUsageError for what is no day."""
        _ = self.deadline

    @property
    def deadline(self) -> date | None:
        """The day until which organs should answer."""
        try:
            return None if self.by is None else date.fromisoformat(self.by)
        except ValueError:
            raise wrong_usage("no-date", value=clean(self.by or "")) from None


def _fields() -> Text:
    """What a template may say, for the help."""
    lists, values = (
        Text(*(" ".join("{{" + text[language] + "}}" for text in fields.values()) for language in ("zh", "en")))
        for fields in (LETTER_LISTS, LETTER_FIELDS)
    )
    return Text(
        f"\b\n模板里单独成段、必须有的:\n  {lists.zh}\n模板里随处可写的:\n  {values.zh}\n",
        f"\b\nlists of a template, all needed, each in a paragraph of its own:\n  {lists.en}\n"
        f"values, anywhere in it:\n  {values.en}\n",
    )


@as_command("letters", Text("给每个机关写一份反馈意见", "Write a letter to each organ."), epilog=_fields())
def command(
    given: RoundOptions,
    reading: ReadingOptions,
    rules: RuleOptions,
    output: LetterOptions,
    screen: LanguageOption,
    comparison: ComparisonOptions,
    running: Annotated[RunningOptions, only("workers")],
) -> int:
    """Write a letter to each organ."""
    folder, language = Path(output.output), screen.language
    refuse_flat(given.paths, "letters-need-json")
    run = Invocation(given.paths, None, rules, screen, reading, passed_over=given.passed_over())
    saved = None if output.save_template is None else Path(output.save_template)
    pack = run.prepare(() if saved is None else (saved,))
    check_folder(folder, run.paths)
    template = _template(output.template, language)
    if saved is not None:
        streams.write(template.data, saved)
    told, passed, interrupted = read_round(run, comparison, running, pack)
    if interrupted:
        return INTERRUPTED
    from validator.renderers.letters.letter import is_asked
    from validator.renderers.rounds.organs import by_organ

    organs = by_organ(told, pack.names)
    wanted = [one for one in organs if is_asked(one) or not output.found_only]
    _write(folder, wanted, template, output, language)
    _say(run, told, folder, passed.notes(run), (len(wanted), len(organs) - len(wanted)))
    return UNREADABLE if told.unread or not told.reports else NOTHING_FOUND


def _template(path: str | None, language: str) -> Template:
    """The template to be filled; raises WrongUsageError for one that cannot be."""
    from validator.renderers.letters.shipped import shipped_template
    from validator.renderers.letters.template import Template, TemplateError

    if path is not None and not os.path.isfile(path):  # noqa: PTH113 - a name may be too long
        raise wrong_usage("file-missing", option="--template", path=clean(path))
    try:
        return Template(shipped_template(language) if path is None else Path(path).read_bytes())
    except OSError:
        raise wrong_usage("file-missing", option="--template", path=clean(path or "")) from None
    except TemplateError as error:
        raise wrong_usage(error.key, **{"path": clean(path or ""), **error.values}) from None


def _write(folder: Path, organs: list[OrganReports], template: Template, output: LetterOptions, language: str) -> None:
    """Write the letters; raises WrongUsageError before any is written over one that is there."""
    from validator.engine.task import local_day
    from validator.renderers.letters.letter import Sender, letters

    made = list(letters(organs, template, Sender(language, local_day(), output.deadline, output.office)))
    there = next((folder / one.name for one in made if (folder / one.name).exists()), None)
    if there is not None and not output.overwrite:
        raise wrong_usage("letters-exist", path=clean(str(there)))
    make_folder(folder)
    for one in made:
        streams.write(one.content, folder / one.name)


def _say(run: Invocation, told: ToldRound, folder: Path, passed: list[str], counts: tuple[int, int]) -> None:
    """What became of the round; `counts`: letters that are written, organs without one."""
    from validator.model.mistake import Demand

    language, (written, left_out) = run.screen.language, counts
    said = [say("concise-unreadable", language, path=one.path, reason=one.reason, hint=one.hint) for one in told.unread]
    demands = {str(demand): told.count(demand) for demand in Demand}
    said.append(say("letters-written", language, letters=written, path=clean(str(folder)), **demands))
    if left_out:
        said.append(say("letters-left-out", language, count=left_out))
    run.say_done([*said, *passed], found=bool(told.reports or told.unread))
