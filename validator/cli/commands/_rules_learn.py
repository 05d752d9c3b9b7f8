"""`gouji rules learn`: rules that the figures of many reports suggest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli._exit_codes import NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.command import as_command
from validator.cli.options.groups import FileOptions, FormOption, LanguageOption, PackOption, PathOptions
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.learning.samples import Samples
    from validator.model.form import Form
    from validator.packs.pack import Pack

_FLAT = (".csv", ".parquet")
"""Files that may be tables of numbers without a form."""


@as_command("learn", Text("从许多年报的数字里找关系", "Find relations in the figures of many reports."))
def command_learn(
    paths: PathOptions, reading: FormOption, rules: PackOption, output: FileOptions, screen: LanguageOption
) -> int:
    """Find relations in the figures of many reports, or of a flat table, and write them as rules."""
    from validator.learning.learn import learn
    from validator.renderers.rules.learned import render_learned

    pack = load_pack_of(rules.folders)
    if output.target is not None:
        streams.check_target(output.target, paths.paths)
    form, samples = _samples(paths.paths, reading.form, pack)
    if not len(samples.sources):
        return UNREADABLE
    text = render_learned(learn(samples, form), samples, screen.language, form.id if form is not None else "")
    streams.write(text, output.target)
    return NOTHING_FOUND


def _samples(paths: Sequence[str], edition: str | None, pack: Pack) -> tuple[Form | None, Samples]:
    """The reports on the form that most of them are on, or on that named; else the columns of a flat table."""
    from validator.engine.pipeline import read_reports
    from validator.learning.samples import Samples

    wanted = None if edition is None else form_named(edition, pack)
    reports = [one.report for one in read_reports(paths, pack=pack).reports]
    if not reports and len(paths) == 1 and Path(paths[0]).suffix in _FLAT:
        try:
            return None, Samples.of_flat(Path(paths[0]))
        except (OSError, ValueError, ImportError) as error:
            raise wrong_usage("learned-unreadable", path=paths[0], reason=error) from error
    counts = {form.editions: sum(one.form.editions == form.editions for one in reports) for form in pack.forms}
    form = wanted or max(reversed(pack.forms), key=lambda one: counts[one.editions])
    return form, Samples.of_reports(reports, form)
