"""The benchmarks run, at sizes that measure nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from benchmarks import (
    accuracy,
    alternatives,
    batch,
    claims,
    country,
    desk,
    growth,
    hostile,
    installed,
    offices,
    reading,
    record,
    repairs,
    startup,
    tracing,
)
from benchmarks.corpus import corpus, write
from lxml import etree
from msgspec.structs import replace
from support.layouts import LAYOUTS

from validator.engine.pipeline import check_document
from validator.readers import read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_evaluation_prints_the_three_rates() -> None:
    command = [sys.executable, str(HERE / "evaluation.py"), "--reports", "50", "--loop", "2", "--runs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    assert len(re.findall(r"^\S.*: [0-9.]+ reports/s", done.stdout, re.MULTILINE)) == 3


def test_locating_prints_what_was_found_of_a_few_reports() -> None:
    command = [sys.executable, str(HERE / "locating.py"), "--reports", "3", "--slips", "2", "--tables", "0"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (
        len(re.findall(r"^[0-9] wrong cells in 3 reports: larger repair 0, planted not", done.stdout, re.MULTILINE))
        == 4
    )
    assert len(re.findall(r"^[a-z-]+: named in [0-2] of 2", done.stdout, re.MULTILINE)) == 15


def test_repairs_are_compared_with_trying_out_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert repairs.main(["--cases", "20"]) == 0
    assert "20 random problems, " in capsys.readouterr().out


def test_startup_prints_the_ratio_and_tells_a_missed_target(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "COMPARISONS", (replace(startup.COMPARISONS[0], target=0.0),))
    assert startup.main(["--runs", "1"]) == 1
    checks = r"(?:gouji check \S+, processor time: [0-9]+ ms; .*\n)+"
    version = r"gouji --version: [0-9]+ ms; .* ratio [0-9.]+ \(target 0.0\)\n"
    assert re.fullmatch(version + checks, capsys.readouterr().out)


def test_claims_prints_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    assert claims.main(["--differences"]) == 0
    printed = capsys.readouterr().out
    files = [*(ROOT / "tests" / "labelled").glob("*.yaml")]
    # Of each file, and of all sentences together.
    found = re.findall(r"^  disagreements: precision [0-9.]+, recall [0-9.]+", printed, re.MULTILINE)
    assert len(found) == len(files) + 1
    assert re.search(r"^one report of [0-9]+ sentences: [0-9.]+ ms$", printed, re.MULTILINE)


def test_claims_scores_texts_kept_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    label = {"at": "收到政府信息公开申请31件", "quoted": 31, "against": ["requests.new.total"]}
    entry = {
        "organ": "甲县水务局",
        "year": 2023,
        "form": 2021,
        "text": "全年收到政府信息公开申请31件。\n共制发行政规范性文件7件。",
        "cells": {"requests.new.total": 31, "documents.normative.issued": 5},
        "expected": [
            {**label, "verdict": "satisfied", "statement": False},
            {
                "at": "7件",
                "quoted": 7,
                "against": ["documents.normative.issued"],
                "verdict": "violated",
                "statement": False,
            },
        ],
    }
    other = {**entry, "cells": {"requests.new.total": 13}, "expected": []}
    (tmp_path / "texts.jsonl").write_text("\n".join(map(json.dumps, (entry, other))), encoding="utf-8")
    assert claims.main([str(tmp_path)]) == 1
    printed = "2 texts: raised 3, precision 0.333; planted 1, named 1, recall 1.000\n"
    assert capsys.readouterr().out == printed


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        startup.seconds([sys.executable, "-c", "raise SystemExit(3)"], 0)


def test_processes_may_keep_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert startup.seconds([sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"], 0) > 0


ONE_REPORT = ("--reports", "1", "--first", "1")
"""The same in every run: of others a cell may rightly be flagged."""


def test_accuracy_prints_a_row_a_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main([*ONE_REPORT, "--layout", "html"]) == 0
    assert re.search(r"\| html \| 1 \| [0-9]+ \| 0 \| 0 \| 0 \| 0 \| [0-9]+ \|\n", capsys.readouterr().out)


def test_accuracy_prints_a_row_a_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        accuracy.main(["--reports", "1", "--first", "1", "--layout", "html", "--layout", "html-word", "--by", "zh"])
        == 0
    )
    assert re.search(r"\| 网页 \| 2 \| [0-9]+ \| 0 \| 0 \| 0 \| 0 \| [0-9]+ \|\n", capsys.readouterr().out)


def test_every_layout_is_of_one_format() -> None:
    assert sorted(name for _, layouts in accuracy.FORMATS.values() for name in layouts) == sorted(LAYOUTS)


def test_reading_prints_the_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main(["--runs", "1", "--layout", "odt"])
    assert re.search(r"\| odt \| [0-9.]+ \| zipfile \+ lxml \| [0-9.]+ \| [0-9.]+ \|\n", capsys.readouterr().out)


def test_a_folder_of_hostile_files_is_checked_beside_its_good_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.html").write_bytes(hostile.GOOD.read_bytes())
    (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04 and no more")
    assert hostile.main(["--folder", str(tmp_path), "--mode", "default", "--format", "jsonl"]) == 0
    assert "| cut.docx | default | jsonl |" in capsys.readouterr().out


def test_a_hostile_file_is_refused_and_the_good_one_checked() -> None:
    outcome = hostile.run("encrypted Word")
    assert (outcome.status, outcome.good) == (3, True)
    assert "password" in outcome.reason


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("LGPL-3.0", True),
        ("GPL-3.0 OR MIT", True),
        ("GPL-3.0", False),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_licences_that_are_not_wanted_are_told(licence: str, free: bool) -> None:  # noqa: FBT001  (a case)
    one = installed.Installed("x", "1", 1.0, licence)
    assert one.is_free is free
    assert installed.report([one]) == int(not free)
    assert installed.report([installed.Installed("x", "1", 400.0, "MIT")]) == 1


def test_the_corpus_is_the_same_each_time_and_its_parts_belong_together(tmp_path: Path) -> None:
    entries = list(corpus(organs=2, units=3, years=3))
    assert [entry.report for entry in entries] == [entry.report for entry in corpus(organs=2, units=3, years=3)]
    assert len({entry.name for entry in entries}) == write(tmp_path, iter(entries)) == 24
    assert {entry.report.form.id for entry in entries} == {"annual-report-2019", "annual-report-2021"}
    by_name = {(entry.report.organ, entry.report.year): entry.report for entry in entries}
    carried = [
        report.number("requests.carried_in.business")
        == by_name[organ, year - 1].number("requests.carried_out.business")
        for (organ, year), report in by_name.items()
        if year > 2019
    ]
    assert sum(carried) >= len(carried) - 1  # but for slips


def test_pages_are_parsed_by_lxml_alone(tmp_path: Path) -> None:
    assert batch.written(tmp_path / "few", 12) > 3000
    assert batch.parse(batch.files_in(tmp_path / "few")) > 0


def test_reports_of_a_run_before_are_not_written_again(tmp_path: Path) -> None:
    size = batch.written(tmp_path / "few", 3)
    times = [Path(one).stat().st_mtime_ns for one in batch.files_in(tmp_path / "few")]
    assert batch.written(tmp_path / "few", 3) == size
    assert [Path(one).stat().st_mtime_ns for one in batch.files_in(tmp_path / "few")] == times


def test_the_alternatives_find_the_same_violations(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("pandera, report by report", "pandas masks")
    monkeypatch.setattr(alternatives, "ALTERNATIVES", {name: alternatives.ALTERNATIVES[name] for name in names})
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    assert alternatives.main(["--reports", "60", "--few", "3"]) == 0
    assert capsys.readouterr().out.count("reports/s") == 4


def test_tracing_finds_what_was_planted(capsys: pytest.CaptureFixture[str]) -> None:
    assert tracing.main(["--units", "2", "--years", "2", "--breaks", "3"]) == 0
    assert re.search(r"^6 reports that agree: [0-9]+ findings, ", capsys.readouterr().out)


def test_what_a_country_takes_is_worked_out_of_parts() -> None:
    seconds, size = country.grouping(30)
    assert seconds > 0
    parts = country.Parts(0.1, 0.002, 5000, 700, 1000, 5e-5, 2.0, 200, size)
    assert "| 8 | 6.4 | 1800 MB | 1.6 GB | 10.3 GB |" in country.table(parts)
    assert len(country.told(parts).splitlines()) >= 6


def test_parts_that_must_not_grow_are_measured_at_any_size() -> None:
    assert all(work(12)[0] > 0 for work in (growth.tree, growth.left_out, growth.units_file, growth.gaps))


def test_a_line_is_recorded_drawn_and_held_against_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "measured", lambda *_: dict.fromkeys((*record.KINDS, *record.COLD), 2.0))
    kept = tmp_path / "benchmarks.csv"
    assert record.main(["--append", "--file", str(kept)]) == 0
    monkeypatch.setattr(record, "measured", lambda *_: dict.fromkeys((*record.KINDS, *record.COLD), 3.0))
    assert record.main(["--append", "--check", "--file", str(kept)]) == 1
    assert "cold: 3.00 is more than 1.3 times 2.00" in capsys.readouterr().out
    assert [line["html"] for line in record.lines_of(kept)] == ["2.00", "3.00"]
    drawn = etree.fromstring((tmp_path / "benchmarks.svg").read_bytes())
    assert len(drawn.findall("{*}polyline")) == len(record.KINDS) + len(record.COLD)


def test_what_was_not_recorded_yet_begins_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "benchmarks.csv"
    kept.write_text("commit,machine,html\naaa,x,4.00\n", encoding="utf-8")
    monkeypatch.setattr(record, "measured", lambda *_: {"html": 8.0, "page": 2.0})
    assert record.main(["--append", "--check", "--file", str(kept)]) == 1
    told = capsys.readouterr().out
    assert "html: 8.00 is more than 1.3 times 4.00" in told
    assert "page: 2.00 is more" not in told
    drawn = etree.fromstring((tmp_path / "benchmarks.svg").read_bytes())
    assert [len(one.get("points", "").split()) for one in drawn.findall("{*}polyline")] == [1, 2]


def test_what_was_slow_only_once_is_not_held_against_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "benchmarks.csv"
    kept.write_text("commit,machine,html,cold\nold,,2.0,2.0\n", encoding="utf-8")
    found = iter([{"html": 9.0, "xlsx": 9.0, "cold": 2.0}, {"html": 2.1}])
    monkeypatch.setattr(record, "measured", lambda *_: next(found))
    assert record.main(["--check", "--file", str(kept)]) == 0
    assert next(found, None) is None


def test_what_is_recorded_is_measured_on_files_that_can_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "KINDS", ("page", "html", "xlsx"))
    monkeypatch.setattr(record, "_cold", lambda _: None)
    found = record.measured(1)
    assert list(found) == ["page", "html", "xlsx", "cold", "cold-doubt"]
    assert found["html"] > 0


def test_clients_of_the_service_are_answered_or_sent_away(capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.main(["--clients", "3", "--seconds", "0.1"]) == 0
    assert re.search(r"^3 clients for 0.1 s, answers by status: 200: [0-9]+\n", capsys.readouterr().out)


def test_memory_that_grows_is_told() -> None:
    assert desk.Measured(Counter(), (), (50.0, *[90.0] * 99), 0, 0).is_flat
    assert not desk.Measured(Counter(), (), tuple(map(float, range(50, 150))), 0, 0).is_flat


def test_the_files_of_offices_are_drawn_anew_and_read_alike(tmp_path: Path) -> None:
    first, second = (list(offices.published(6, seed)) for seed in (1, 2))
    assert first == list(offices.published(6, 1))
    assert not {one.data for one in first} & {one.data for one in second}
    page = offices.one_of(Random(3), 1, "site")
    assert len(page.data) > offices.FRAME
    assert check_document(read(page.name, data=page.data)).report.organ == "第1县财政局"
    assert offices.main([str(tmp_path), "--reports", "2"]) == 0
    assert len(list(tmp_path.iterdir())) == 2
