"""What CONTRIBUTING.md promises to those who add something: which files they touch."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from core_factory import consistent_values, official_document, shipped_form

from validator.engine.pipeline import check_document
from validator.model.document import Document
from validator.model.form import Form
from validator.model.result import ReportResult
from validator.packs.pack import Pack, load_pack, shipped_pack

ROOT = Path(__file__).parents[2]


def values(form: Form) -> dict[str, str]:
    """A consistent report of a county, which makes no regulations."""
    return {cell: "0" if "regulations" in cell else text for cell, text in consistent_values(form, 1).items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack."""
    shutil.copytree(shipped_pack(), tmp_path / "pack")
    return tmp_path / "pack"


def found(checked: ReportResult) -> list[str]:
    return [finding.rule for finding in checked.findings]


# A rule

RULE = """
- id: requests-carried-out-share
  title: {zh: 结转下年度的多于办理的, en: more is carried over than was handled}
  table: requests
  each: column
  check: carried_out <= handled
  severity: warning
  basis: 推断：示例
  why: {zh: 示例, en: an example}
  examples:
    holds: {carried_out: 1, handled: 2}
    violated: {carried_out: 2, handled: 1}
"""


@pytest.mark.parametrize("own_file", [True, False])
def test_a_new_rule_is_one_entry(folder: Path, own_file: bool) -> None:  # noqa: FBT001 (a case of the table)
    file = folder / "rules" / ("zz.yaml" if own_file else "requests.yaml")
    file.write_text(f"{file.read_text(encoding='utf-8') if file.exists() else ''}\n{RULE}", encoding="utf-8")
    form = shipped_form("2021")
    consistent = values(form)
    column = "requests.{}.natural_person"
    kept = {**consistent, **{column.format(row): "0" for row in ("carried_in", "carried_out")}}
    kept[column.format("new")] = kept[column.format("handled")]
    broken = {**kept, column.format("carried_out"): "500"}
    pack = load_pack(folder)
    assert "requests-carried-out-share" in {rule.id for rule in pack.rules}
    told = [check_document(official_document(form, one), pack=pack) for one in (consistent, broken)]
    assert "requests-carried-out-share" not in found(told[0])
    (finding,) = [one for one in told[1].findings if one.rule == "requests-carried-out-share"]
    assert finding.each == (("column", "natural_person"),)
    assert finding.left == 500
    total = [sum(one.counts.values()) for one in told]
    assert total == [sum(check_document(official_document(form, consistent)).counts.values()) + 7] * 2


# An edition of the form


@cache
def edition() -> str:
    """The form of 2021 with one more row, from 2030 on."""
    newest = (shipped_pack() / "forms" / "annual-report-2021.yaml").read_text(encoding="utf-8")
    row = "      - {name: unprocessed.batch, number: （五）6., title: {zh: 由程序批量提交的申请, en: by a program}}\n"
    after = "      - name: other_handling.not_corrected\n"
    for old, new in (
        ("id: annual-report-2021", "id: annual-report-2030"),
        ("first_year: 2021", "first_year: 2030"),
        (after, row + after),
    ):
        assert newest.count(old) == 1
        newest = newest.replace(old, new)
    return newest


@pytest.fixture
def extended(folder: Path) -> Pack:
    (folder / "forms" / "annual-report-2030.yaml").write_text(edition(), encoding="utf-8")
    return load_pack(folder)


def printed(form: Form, year: int, **others: str) -> Document:
    return official_document(form, {**values(form), **others}, year=year)


def test_a_new_edition_of_the_form_is_one_file(extended: Pack) -> None:
    form = extended.form("annual-report-2030")
    checked = check_document(printed(form, 2031), pack=extended)
    assert checked.report.form.id == "annual-report-2030"
    assert found(checked) == []


def test_rules_hold_for_the_rows_of_a_new_edition(extended: Pack) -> None:
    form = extended.form("annual-report-2030")
    checked = check_document(printed(form, 2031, **{"requests.unprocessed.batch.business": "700"}), pack=extended)
    assert set(found(checked)) == {"requests-handled-sum", "requests-row-total"}


@pytest.mark.parametrize(("year", "told"), [(2029, []), (2030, ["row-missing"])])
def test_the_year_decides_between_editions_that_fit_alike(extended: Pack, year: int, told: list[str]) -> None:
    checked = check_document(printed(extended.form("annual-report-2021"), year), pack=extended)
    assert found(checked) == told


# A reader

READER = '''
"""Notes of slides, their fields parted by tabs."""

import io
import zipfile

from validator.model.document import Cell, Document, Grid


def read_slides(path, data):
    text = zipfile.ZipFile(io.BytesIO(data)).read("ppt/notes.txt").decode()
    rows = [line.split("\\t") for line in text.splitlines()]
    cells = tuple(Cell(field, at, column) for at, fields in enumerate(rows) for column, field in enumerate(fields))
    return Document(path, "slides", (Grid(cells, tuple(map(len, rows))),))
'''
LINE = '        "slides": Reader("validator.readers.slides", "read_slides"),\n'


def slides(form: Form, numbers: dict[str, str]) -> bytes:
    requests = form.table("requests")
    lines = [
        "\t".join([row.title.zh, *(numbers[f"requests.{row.name}.{column}"] for column in requests.column_names)])
        for row in requests.rows
    ]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("ppt/notes.txt", "\n".join(lines))
    return data.getvalue()


def test_a_new_reader_is_two_code_files(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "validator", tmp_path / "validator", ignore=ignored)
    shutil.copytree(ROOT / "rules", tmp_path / "rules", ignore=ignored)
    (tmp_path / "validator" / "readers" / "slides.py").write_text(READER, encoding="utf-8")
    registry = tmp_path / "validator" / "readers" / "__init__.py"
    head, first, rest = registry.read_text(encoding="utf-8").partition('        "docx": Reader(')
    registry.write_text(head + LINE + first + rest, encoding="utf-8")
    form = shipped_form("2021")
    file = tmp_path / "report.pptx"
    file.write_bytes(slides(form, {**values(form), "requests.carried_out.business": "900"}))
    done = subprocess.run(
        [sys.executable, "-m", "validator", "check", file.name, "--format", "json", "--select", "requests-*"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    (report,) = json.loads(done.stdout)["reports"]
    assert {finding["rule"] for finding in report["findings"]} == {"requests-balance", "requests-row-total"}
