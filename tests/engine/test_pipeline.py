from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from core_factory import as_html, consistent_values, document, grid, official_document, shipped_form

import validator
from validator.engine.pipeline import check, check_document, read_reports, select_rules
from validator.model._frames import COLUMNS
from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.result import Result
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack

PACK = load_pack()
ORGANS = ("甲县", "乙县", "丙县")


@cache
def page(organ: str = "甲县", *, wrong: bool = False) -> bytes:
    """A consistent report as a web page, or one whose new requests do not fit the rest."""
    return as_html(official(organ, wrong=wrong)).encode()


def official(organ: str = "甲县", *, wrong: bool = False) -> Document:
    form = shipped_form("2021")
    # A county makes no regulations.
    values = {cell: "0" if "regulations" in cell else text for cell, text in consistent_values(form, 1).items()}
    if wrong:
        values["requests.new.natural_person"] = "9000"
    return official_document(form, values, organ=organ)


def zipped(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "<w:document/>" * 200)
    return data.getvalue()


def rules(result: Result) -> list[str]:
    return [finding.rule for checked in result.reports for finding in checked.findings]


# Broken inputs

BROKEN = {
    "empty.html": b"",
    "white space.txt": b" \r\n\t ",
    "truncated.docx": zipped("word/document.xml")[:-60],
    "no document.docx": zipped("word/other.xml"),
    "binary.docx": bytes(range(256)) * 8,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "news.html": "<html><body><p>本网讯</p><table><tr><td>姓名</td><td>3</td></tr></table></body></html>".encode(),
    "prose.txt": "2023年，甲县收到政府信息公开申请12件。".encode(),
}


def test_broken_files_of_a_folder_are_told_one_by_one_and_the_rest_is_checked(tmp_path: Path) -> None:
    for name, content in BROKEN.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "z.html").write_bytes(page("乙县", wrong=True))
    result = check([tmp_path, tmp_path / "missing.docx"])
    assert [Path(one.report.path).name for one in result.reports] == ["a.html", "z.html"]
    assert not result.reports[0].findings
    assert result.reports[1].findings
    assert [Path(one.path).name for one in result.unreadable] == [*sorted(BROKEN), "missing.docx"]
    for error in result.unreadable:
        for told in (error.reason, error.hint):
            assert all(sentence.strip() and "\n" not in sentence for sentence in (told.zh, told.en))
    assert len({error.reason.zh for error in result.unreadable}) >= 5


@pytest.mark.parametrize("name", ["report.docx", "report.txt", "report.pdf", "report"])
def test_content_decides_how_a_file_is_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(page())
    (checked,) = check(file).reports
    assert (checked.report.format, checked.report.organ) == ("html", "甲县")


def test_file_of_a_folder_that_is_no_document_is_skipped_unless_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "report.bin"
    file.write_bytes(page())
    result = check(tmp_path)
    assert (result.reports, result.unreadable, result.skipped) == ((), (), (str(file),))
    assert [one.report.path for one in check(file).reports] == [str(file)]


def test_folder_without_files_gives_an_empty_result(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result == Result(())
    assert result.findings_frame().empty


# What is checked, and how it is told


def test_reports_come_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    for organ in ORGANS:
        (tmp_path / f"{organ}.html").write_bytes(page(organ))
    paths = [tmp_path / f"{organ}.html" for organ in reversed(ORGANS)]
    assert [one.report.organ for one in check(paths).reports] == list(reversed(ORGANS))


def test_progress_is_told_before_each_file(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{name}.html") for name in "abc"]
    for path in paths[:2]:
        Path(path).write_bytes(page())
    told: list[tuple[int, int, str]] = []
    check(paths, progress=lambda *one: told.append(one))
    assert told == [(at, 3, path) for at, path in enumerate(paths)]


def test_standard_input_is_read_as_the_format_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for input_format in (None, "html"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page(wrong=True))))
        (checked,) = check("-", input_format=input_format).reports
        assert checked.report.path == "-"
        assert "requests-balance" in {finding.rule for finding in checked.findings}


def test_verdicts_of_a_report_are_counted_for_every_constraint(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (checked,) = check(tmp_path).reports
    assert checked.counts[Verdict.SATISFIED] >= 39
    assert checked.counts.get(Verdict.VIOLATED, 0) == checked.counts.get(Verdict.UNDETERMINED, 0) == 0


def test_reading_alone_checks_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(wrong=True))
    (read,) = read_reports(tmp_path).reports
    assert read.report["requests.new.natural_person"].value == 9000
    assert (read.findings, dict(read.counts)) == ((), {})


def test_document_already_read_is_checked_alike(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(wrong=True))
    (from_file,) = check(tmp_path).reports
    checked = check_document(official(wrong=True))
    assert [one.rule for one in checked.findings] == [one.rule for one in from_file.findings]
    # Held against a second reading, verdicts that do not occur are counted as well.
    assert +Counter(checked.counts) == +Counter(from_file.counts)


def test_document_without_a_report_is_declined() -> None:
    with pytest.raises(UnreadableInputError):
        check_document(document("通知", grid([["姓名", "3"]])))


def test_edition_asked_for_is_used_whatever_the_labels_say(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (checked,) = check(tmp_path, form="annual-report-2019").reports
    assert checked.report.form.id == "annual-report-2019"
    assert "form-year-mismatch" in {finding.rule for finding in checked.findings}


@pytest.mark.parametrize(
    ("call", "seen", "known"),
    [
        (lambda path: check(path, form="annual-report-1999"), "annual-report-1999", "annual-report-2021"),
        (lambda path: check(path, input_format="docs"), "docs", "docx"),
        (lambda path: check(path, select=["request-*"]), "request-*", ""),
        (lambda path: check(path, ignore=["request-balance"]), "request-balance", ""),
    ],
)
def test_wrong_names_are_told(tmp_path: Path, call: Callable[[Path], Result], seen: str, known: str) -> None:
    with pytest.raises(ValueError, match=f"{re.escape(repr(seen))}.*{known}"):
        call(tmp_path)


# Selection

IDS = frozenset(rule.id for rule in PACK.rules)


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        ((), (), IDS),
        (["requests-balance"], (), {"requests-balance"}),
        (["*-row-total"], (), {"requests-row-total", "disputes-row-total"}),
        (["requests-*", "disputes-*"], ["*-row-*", "*-parts"], None),
        ((), ["*"], frozenset()),
        (["requests-balance"], ["requests-balance"], frozenset()),
    ],
)
def test_patterns_choose_rules(select: list[str], ignore: list[str], chosen: frozenset[str] | None) -> None:
    if chosen is None:
        families = {one for one in IDS if one.startswith(("requests-", "disputes-"))}
        chosen = frozenset(one for one in families if "-row-" not in one and not one.endswith("-parts"))
        assert chosen
    assert select_rules(PACK, select, ignore) == chosen


def test_rule_that_is_not_selected_is_neither_told_nor_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(wrong=True))
    chosen, rest = check(tmp_path, select=["requests-balance"]), check(tmp_path, ignore=["requests-balance"])
    assert rules(chosen) == ["requests-balance"]
    assert sum(chosen.reports[0].counts.values()) == 7
    assert "requests-balance" not in rules(rest)
    assert sorted([*rules(chosen), *rules(rest)]) == sorted(rules(check(tmp_path)))


# The frame


def test_findings_frame_has_one_row_a_finding(tmp_path: Path) -> None:
    for organ, wrong in zip(ORGANS, (True, False, True), strict=True):
        (tmp_path / f"{organ}.html").write_bytes(page(organ, wrong=wrong))
    result = check([tmp_path / f"{organ}.html" for organ in ORGANS])
    frame = result.findings_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["rule"].to_list() == rules(result)
    assert set(frame["organ"]) == {"甲县", "丙县"}
    assert result.count(Severity.ERROR) == (frame["severity"] == "error").sum()


def test_findings_frame_has_the_same_types_with_and_without_findings(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(wrong=True))
    for frame in (check(tmp_path).findings_frame(), Result(()).findings_frame()):
        assert frame["year"].dtype == pd.Int64Dtype()
        assert (frame[["left", "right", "residual"]].dtypes == "float64").all()


def test_the_package_offers_the_check() -> None:
    assert validator.check is check
    with pytest.raises(AttributeError):
        _ = validator.nothing
