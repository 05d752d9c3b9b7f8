"""The order of reports changes no finding, nor does their company unless they are held together."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from support.checking import law
from support.faults import plant
from support.official import lay_out
from support.randomreport import FORMS, random_report
from support.writers import WRITERS

from validator.crosschecks.options import Across
from validator.engine.pipeline import check
from validator.model.result import ReportResult

CHEAP = ("tabs", "markdown", "html", "docx")


def written(folder: Path, rng: Random, count: int) -> list[Path]:
    files = []
    for number in range(count):
        writer = rng.choice(CHEAP)
        report = plant(random_report(rng, rng.choice(FORMS)), rng, rng.randint(1, 3))
        files.append(folder / f"{number}{WRITERS[writer].suffix}")
        files[-1].write_bytes(WRITERS[writer].write(lay_out(report)))
    return files


def by_path(results: tuple[ReportResult, ...]) -> dict[str, ReportResult]:
    return {one.report.path: one for one in results}


@law(0.3)
@given(rng=st.randoms(use_true_random=True), count=st.integers(min_value=2, max_value=5))
def test_order_and_company_change_nothing(rng: Random, count: int) -> None:
    with TemporaryDirectory() as name:
        files = written(Path(name), rng, count)
        together = check(files).reports
        shuffled = rng.sample(files, count)
        assert [one.report.path for one in check(shuffled).reports] == [str(file) for file in shuffled]
        assert by_path(check(shuffled).reports) == by_path(together)
        apart = check(files, across=Across(chains=False)).reports
        assert tuple(check(file).reports[0] for file in files) == apart
