"""Whatever the format, the findings are the same: rule, severity, place, and as many of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import lxml.html
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.checking import check_written, law
from support.faults import faulty_reports
from support.workflow import commands

from validator.annotators.notes import notes_of
from validator.cli._outputs import FORMATS
from validator.messages import say
from validator.model.form import CellName
from validator.model.result import ReportResult, Result
from validator.model.rule import Severity
from validator.packs.pack import load_pack
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer
from validator.renderers.ci.github import COMMANDS
from validator.renderers.ci.gitlab import SEVERITIES
from validator.renderers.data.lines import LINES, csv_header
from validator.renderers.data.parquet import write_parquet
from validator.renderers.data.records import FINDING_FIELDS, finding_records
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from support.reports import ReportData

PACK = load_pack()
LANGUAGE = "zh"
TEXT = say("place-text", LANGUAGE)
"""Where a number quoted in the prose stands."""
SPOILT = st.sampled_from([None, "0", "/", "3?", "2.5", "-4", "七"])
PLACES = st.integers(min_value=0, max_value=150)
WORDS = {severity.value: say(f"severity-{severity}", LANGUAGE) for severity in Severity}

Found = Counter[tuple[str, str, str]]
"""(rule, severity, place in words or as the format has it) -> how often."""


def text(name: str, checked: ReportResult) -> str:
    return renderer(RENDERERS[name])(Result((checked,)), PACK, RenderOptions(LANGUAGE))


def place_words(checked: ReportResult, finding: dict[str, Any]) -> str:
    """`表三，列“自然人”`, written down once more for this test."""
    if finding["rule"].startswith("claim-"):
        return TEXT
    glossary = glossary_of(checked.report.form, PACK, LANGUAGE)
    cells = {term["cell"] for term in finding["terms"]}
    tables = {CellName.parse(cell).table for cell in cells}
    table = glossary.find_table(finding["table"] or (tables.pop() if len(tables) == 1 else None))
    if table is None:
        return ""
    each = finding["each"]
    if not each and len(cells) == 1 and finding["comparator"] is None:
        only = CellName.parse(cells.pop())
        each = {"row": only.row, "column": only.column}
    rows = [f"行“{glossary.row(table.row(name))}”" for axis, name in each.items() if axis == "row"]
    columns = [f"列“{glossary.column(table.column(name))}”" for axis, name in each.items() if axis == "column"]
    return "，".join([table.number, *rows, *columns])


def of_json(checked: ReportResult) -> Found:
    (report,) = json.loads(text("json", checked))["reports"]
    return Counter((one["rule"], one["severity"], place_words(checked, one)) for one in report["findings"])


def of_sarif(checked: ReportResult) -> Found:
    (run,) = json.loads(text("sarif", checked))["runs"]
    return Counter(
        (
            run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"],
            one["properties"]["severity"],
            one["locations"][0].get("message", {"text": ""})["text"],
        )
        for one in run["results"]
    )


def of_github(checked: ReportResult) -> Found:
    severities = {command: severity.value for severity, command in COMMANDS.items()}
    found = (
        (one.properties["title"].partition(": ")[0], severities[one.name], one.message.splitlines()[0])
        for one in commands(text("github", checked))
    )
    return Counter((rule, severity, _form_place(line)) for rule, severity, line in found)


def _form_place(line: str) -> str:
    """The part of a line that tells the place in the form."""
    if line.startswith(TEXT):
        return TEXT
    place = re.match(r"表.(?:，[行列]“(?:[^“”]|“[^”]*”)*”)*", line)
    return place.group() if place and "（" not in line[len(place.group()) :][:1] else ""


def of_markdown(checked: ReportResult) -> Found:
    severities = {word: name for name, word in WORDS.items()}
    lines = [line for line in text("markdown", checked).splitlines() if re.match(r"\| (?:错误|提示|说明) \| `", line)]
    cells = ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines)
    return Counter((rule.strip("`"), severities[severity], place) for severity, rule, place, _ in cells)


def of_html(checked: ReportResult) -> Found:
    root = lxml.html.document_fromstring(text("html", checked))
    found: Found = Counter()
    for article in root.cssselect("article"):
        rule, place = (str(article.findtext(path) or "") for path in (".//summary/code", "p[@class='place']"))
        found[rule, article.get("data-severity", ""), _form_place(place)] += 1
    return found


def of_workbook(checked: ReportResult) -> Found:
    severities = {word: name for name, word in WORDS.items()}
    content = exporter(EXPORTERS["xlsx"])(Result((checked,)), PACK, RenderOptions(LANGUAGE))
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    return Counter((str(rule), severities[str(severity)], str(place or "")) for _, _, severity, rule, place, *_ in rows)


def of_junit(checked: ReportResult) -> Counter[tuple[str, str]]:
    cases = ET.fromstring(text("junit", checked)).iter("testcase")  # noqa: S314 (made here)
    facts = (
        (case.get("classname", ""), {fact.get("name"): fact.get("value") for fact in case.iter("property")})
        for case in cases
    )
    return Counter((rule, str(known["severity"])) for rule, known in facts if known)


def of_gitlab(checked: ReportResult) -> Counter[tuple[str, str]]:
    severities = {word: severity.value for severity, word in SEVERITIES.items()}
    return Counter((one["check_name"], severities[one["severity"]]) for one in json.loads(text("gitlab", checked)))


def of_records(format_: str) -> Callable[[ReportResult], Found]:
    """What is read back of a format of records."""

    def found(checked: ReportResult) -> Found:
        lines = LINES[format_](finding_records(checked, PACK, LANGUAGE), FINDING_FIELDS)
        rows = READERS[format_](lines)
        return Counter(
            (row["rule"], row["severity"], place_words(checked, _as_json(row)))
            for row in rows
            if row["kind"] == "finding"
        )

    return found


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    """A record in the shape of a finding in JSON, as far as its place goes."""
    return {
        "rule": row["rule"],
        "table": row["table"] or None,
        "each": {axis: row[axis] for axis in ("row", "column") if row[axis]},
        "terms": [{"cell": cell} for cell in (row["cells"] or "").split()],
        "comparator": None if row["tolerance"] in {None, ""} else "=",
    }


def _from_csv(lines: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(csv_header(FINDING_FIELDS) + lines)))


def _from_json_lines(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


def _from_parquet(lines: str) -> list[dict[str, Any]]:
    """Through a Parquet file, where the library for it is installed."""
    if find_spec("pyarrow") is None:
        return _from_json_lines(lines)
    import pyarrow.parquet as pq

    with TemporaryDirectory() as folder:
        write_parquet(lines.splitlines(), FINDING_FIELDS, Path(folder) / "a.parquet")
        rows: list[dict[str, Any]] = pq.read_table(Path(folder) / "a.parquet").to_pylist()
        return rows


READERS = {"csv": _from_csv, "jsonl": _from_json_lines, "parquet": _from_parquet}


def of_lines(format_: str) -> Callable[[ReportResult], Counter[tuple[str, str]]]:
    """What is told in the formats for people who read text: their places are sentences."""

    def found(checked: ReportResult) -> Counter[tuple[str, str]]:
        heads = re.findall(r"^(?:.*?: )?(error|warning|note)\[([a-z0-9-]+)\]", text(format_, checked), re.MULTILINE)
        return Counter((rule, severity) for severity, rule in heads)

    return found


def of_notes(checked: ReportResult) -> Counter[tuple[str, str]]:
    """What is written into a copy of the document."""
    severities = {word: name for name, word in WORDS.items()}
    said = "\n".join(note.text for note in notes_of(checked, PACK, LANGUAGE).notes)
    heads = re.findall(r"^\[[0-9]+\] (错误|提示|说明) ([a-z0-9-]+)：", said, re.MULTILINE)
    return Counter((rule, severities[word]) for word, rule in heads)


WITH_PLACES: Mapping[str, Callable[[ReportResult], Found]] = {
    "sarif": of_sarif,
    "github": of_github,
    "markdown": of_markdown,
    "html": of_html,
    "xlsx": of_workbook,
    **{name: of_records(name) for name in LINES},
}
WITHOUT_PLACES: Mapping[str, Callable[[ReportResult], Counter[tuple[str, str]]]] = {
    "junit": of_junit,
    "gitlab": of_gitlab,
    "terminal": of_lines("terminal"),
    "concise": of_lines("concise"),
    "annotate": of_notes,
}


def test_no_format_is_left_out() -> None:
    assert {"json", *WITH_PLACES, *WITHOUT_PLACES} - {"annotate"} == {*FORMATS}


@law(0.4)
@given(report=faulty_reports(most=3), spoilt=st.dictionaries(PLACES, SPOILT, max_size=6))
def test_rule_severity_and_place_are_the_same_everywhere(report: ReportData, spoilt: dict[int, str | None]) -> None:
    cells = list(report.cells)
    checked = check_written(report.with_cells({cells[at]: printed for at, printed in spoilt.items()}))
    expected = of_json(checked)
    assert sum(expected.values()) == len(checked.findings)
    for name, places in WITH_PLACES.items():
        assert places(checked) == expected, name
    without_places = Counter((rule, severity) for rule, severity, _ in expected.elements())
    for name, found in WITHOUT_PLACES.items():
        assert found(checked) == without_places, name
    fingerprints = [entry["fingerprint"] for entry in json.loads(text("gitlab", checked))]
    assert len(set(fingerprints)) == len(fingerprints)
