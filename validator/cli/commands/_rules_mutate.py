"""`gouji rules mutate`: alter the rules, and cells of reports, and count what is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import count_of
from validator.cli.options.declaring import OptionGroup, option
from validator.cli.options.groups import FORMAT, INPUT, NUMBER, OUTPUT, PATH, FormOption, LanguageOption, PackOption
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.model.report import Report
    from validator.packs.pack import Pack

_FORMATS = ("terminal", "json")


class AlteredOptions(OptionGroup):
    """Whose cells are altered."""

    heading: ClassVar[Text] = INPUT
    reports: tuple[str, ...] = option(
        "--reports",
        metavar=PATH,
        default=(),
        text=Text("改动这些年报的单元格；不写则自动编造", "alter cells of these reports; by default of made-up ones"),
    )
    made: str = option(
        "--made",
        metavar=NUMBER,
        default="3",
        text=Text("每种表式编造几份年报", "how many reports to make up on each form"),
    )


class ScoreOptions(OptionGroup):
    """How the scores are written."""

    heading: ClassVar[Text] = OUTPUT
    format: str = option("--format", "-f", default="terminal", choices=_FORMATS, text=FORMAT)


@as_command("mutate", Text("改动规则和单元格，看能发现多少", "Alter rules and cells, and count what is noticed."))
def command_mutate(
    altered: AlteredOptions, reading: FormOption, rules: PackOption, output: ScoreOptions, screen: LanguageOption
) -> int:
    """Alter every rule and every cell in every way, and count what is noticed, located and corrected."""
    from validator.engine.authoring.cell_mutation import cell_scores
    from validator.engine.authoring.rule_mutation import rule_scores
    from validator.engine.task import local_day
    from validator.renderers.rules.mutation import render_mutation, render_mutation_json

    pack, today = load_pack_of(rules.folders), local_day()
    scores = tuple(rule_scores(pack, today))
    reports = _reports(altered, reading.form, pack)
    cells = cell_scores(pack, reports, today)
    if output.format == "json":
        text = render_mutation_json(scores, cells, len(reports), pack)
    else:
        text = render_mutation(scores, cells, len(reports), pack, screen.language)
    streams.write(text, None)
    return NOTHING_FOUND


def _reports(altered: AlteredOptions, edition: str | None, pack: Pack) -> Sequence[Report]:
    """The reports given, or made-up ones on each form or on that named."""
    if altered.reports:
        from validator.engine.pipeline import read_reports

        form = None if edition is None else form_named(edition, pack).id
        return [one.report for one in read_reports(altered.reports, pack=pack, form=form).reports]
    from validator.engine.authoring.cell_mutation import made_reports

    forms = pack.forms if edition is None else (form_named(edition, pack),)
    count = count_of("--made", altered.made) or 1
    return [one for form in forms for one in made_reports(pack, form, count)]
