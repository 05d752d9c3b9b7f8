"""`gouji rules learn`: rules that the figures of many reports suggest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import wrong_usage
from validator.cli.options.groups import FileOptions, FormOption, LanguageOption, PackOption, PathOptions, output_file
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import form_named, load_pack_of
from validator.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.learning.samples import Samples
    from validator.model.form import Form
    from validator.model.report import Report
    from validator.packs.pack import Pack

_FLAT = (".csv", ".parquet")
"""Files that may be tables of numbers without a form."""


class LearnedOptions(FileOptions):
    """Where the rules go."""

    output: str | None = output_file(
        Text("规则写到这个 YAML 文件，不显示", "write the rules to this YAML file instead of showing them")
    )


@as_command("learn", Text("从许多年报的数字里找关系", "Find relations in the figures of many reports."))
def command_learn(
    paths: PathOptions, reading: FormOption, rules: PackOption, output: LearnedOptions, screen: LanguageOption
) -> int:
    """Find relations in the figures of many reports, or of a flat table, and write them as rules."""
    from validator.learning.learn import learn
    from validator.renderers.rules.learned import render_learned

    pack = load_pack_of(rules.folders)
    if output.target is not None:
        streams.check_target(output.target, paths.paths)
    form, samples = _samples(paths.paths, reading.form, pack)
    if not len(samples.sources):
        raise wrong_usage("learned-nothing")
    text = render_learned(learn(samples, form), samples, screen.language, form.id if form is not None else "")
    streams.write(text, output.target)
    return NOTHING_FOUND


def _samples(paths: Sequence[str], edition: str | None, pack: Pack) -> tuple[Form | None, Samples]:
    """The reports on the form that most of them are on, or on that named; else the columns of a flat table."""
    from validator.engine.pipeline import read_reports
    from validator.learning.samples import Samples

    wanted = None if edition is None else form_named(edition, pack)
    reports = [one.report for one in read_reports(paths, pack=pack).reports] or _of_results(paths, pack)
    if not reports and len(paths) == 1 and Path(paths[0]).suffix in _FLAT:
        try:
            return None, Samples.of_flat(Path(paths[0]))
        except (OSError, ValueError, ImportError) as error:
            raise wrong_usage("learned-unreadable", path=paths[0], reason=error) from error
    if not reports:
        raise wrong_usage("learned-nothing")
    counts = {form.editions: sum(one.form.editions == form.editions for one in reports) for form in pack.forms}
    form = wanted or max(reversed(pack.forms), key=lambda one: counts[one.editions])
    return form, Samples.of_reports(reports, form)


def _of_results(paths: Sequence[str], pack: Pack) -> Sequence[Report]:
    """The reports of results that were kept, which no reader takes."""
    from validator.checking.checker import Checker
    from validator.readers import read

    exports = [(path, export) for path in paths if (export := _export_of(Path(path))) is not None]
    checker = Checker(pack) if exports else None
    return [
        report
        for path, export in exports
        if checker is not None
        for report in checker.recognise_all(read(f"{path}.csv", data=export.encode()))
    ]


def _export_of(path: Path) -> str | None:
    """The cells of a result, None for a file that holds none."""
    from validator.renderers.data.kept_cells import cells_of_json, cells_of_parquet
    from validator.renderers.data.read_back import BrokenJsonError, UnexpectedValueError

    try:
        if path.suffix == ".json":
            return cells_of_json(path.read_bytes())
        return cells_of_parquet(path) if path.suffix == ".parquet" else None
    except (OSError, ValueError, ImportError, BrokenJsonError, UnexpectedValueError) as error:
        raise wrong_usage("learned-unreadable", path=str(path), reason=error) from error
