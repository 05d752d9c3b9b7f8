"""Whatever the format, the findings and mistakes are the same: rules, severities, and as many of them."""

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
from validator.cli.runs.outputs import FORMATS
from validator.messages import say
from validator.model.form import CellName
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity
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
WORDS = {severity.value: say(f"mistakes-{severity}", LANGUAGE) for severity in Severity}

Found = Counter[tuple[str, str, str]]
"""(rule, severity, place in words or as the format has it) -> how often."""
Told = Counter[tuple[str, str]]
"""(severity, where, what stands there and what it should be) -> how often."""


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


def mistakes_of_json(checked: ReportResult) -> Told:
    """(severity, the message) of each mistake."""
    (report,) = json.loads(text("json", checked))["reports"]
    return Counter((one["severity"], one["message"]) for one in report["mistakes"])


def of_sarif(checked: ReportResult) -> Told:
    (run,) = json.loads(text("sarif", checked))["runs"]
    return Counter((one["properties"]["severity"], _plain(one["message"]["text"])) for one in run["results"])


def _plain(message: str) -> str:
    return message.splitlines()[0].replace("{{", "{").replace("}}", "}")


def of_github(checked: ReportResult) -> Told:
    severities = {command: severity.value for severity, command in COMMANDS.items()}
    return Counter((severities[one.name], one.properties["title"]) for one in commands(text("github", checked)))


def of_html(checked: ReportResult) -> Told:
    root = lxml.html.document_fromstring(text("html", checked))
    return Counter(
        (article.get("data-severity", ""), str(article.cssselect("h3")[0][0].tail).removeprefix(" "))
        for article in root.cssselect("article")
    )


def of_workbook(checked: ReportResult) -> Told:
    severities = {word: name for name, word in WORDS.items()}
    content = exporter(EXPORTERS["xlsx"])(Result((checked,)), PACK, RenderOptions(LANGUAGE))
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True)
    return Counter((severities[str(severity)], str(message)) for _, _, severity, message, *_ in rows)


def of_concise(checked: ReportResult) -> Told:
    severities = {word: name for name, word in WORDS.items()}
    lines = (re.match(r".*?: (差错|提示|说明): (.*)  [^ ]*$", line) for line in text("concise", checked).splitlines())
    return Counter((severities[found[1]], found[2]) for found in lines if found)


def of_junit(checked: ReportResult) -> Counter[tuple[str, str]]:
    cases = ET.fromstring(text("junit", checked)).iter("testcase")  # noqa: S314 (made here)
    facts = (
        (case.get("classname", ""), {fact.get("name"): fact.get("value") for fact in case.iter("property")})
        for case in cases
    )
    return Counter((rule, str(known["severity"])) for rule, known in facts if known)


def of_gitlab(checked: ReportResult) -> Counter[str]:
    severities = {word: severity.value for severity, word in SEVERITIES.items()}
    return Counter(severities[one["severity"]] for one in json.loads(text("gitlab", checked)))


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


def of_terminal(checked: ReportResult) -> Counter[str]:
    words = {"差错": "error", "提示": "warning", "说明": "note"}
    labels = re.findall(r"^(差错|提示|说明) [0-9]+  ", text("terminal", checked), re.MULTILINE)
    return Counter(words[label] for label in labels)


def of_markdown(checked: ReportResult) -> Counter[str]:
    severities = {word: name for name, word in WORDS.items()}
    heads = re.findall(r"^\| (差错|提示|说明) \| \*\*", text("markdown", checked), re.MULTILINE)
    return Counter(severities[word] for word in heads)


WITH_PLACES: Mapping[str, Callable[[ReportResult], Found]] = {name: of_records(name) for name in LINES}
"""Formats of findings."""
WITH_MESSAGES: Mapping[str, Callable[[ReportResult], Told]] = {
    "sarif": of_sarif,
    "github": of_github,
    "html": of_html,
    "xlsx": of_workbook,
    "concise": of_concise,
}
"""Formats that tell the message of a mistake as it is."""
COUNTED: Mapping[str, Callable[[ReportResult], Counter[str]]] = {
    "gitlab": of_gitlab,
    "terminal": of_terminal,
    "markdown": of_markdown,
}
"""Formats that wrap it, or dress it up."""


def test_no_format_is_left_out() -> None:
    assert {"json", "junit", *WITH_PLACES, *WITH_MESSAGES, *COUNTED} == {*FORMATS}


@law(0.4)
@given(report=faulty_reports(most=3), spoilt=st.dictionaries(PLACES, SPOILT, max_size=6))
def test_rule_severity_and_place_are_the_same_everywhere(report: ReportData, spoilt: dict[int, str | None]) -> None:
    cells = list(report.cells)
    checked = check_written(report.with_cells({cells[at]: printed for at, printed in spoilt.items()}))
    expected = of_json(checked)
    assert sum(expected.values()) == len(checked.findings)
    for name, places in WITH_PLACES.items():
        assert places(checked) == expected, name
    assert of_junit(checked) == Counter((rule, severity) for rule, severity, _ in expected.elements())
    told = mistakes_of_json(checked)
    for name, messages in WITH_MESSAGES.items():
        assert messages(checked) == told, name
    severities = Counter(severity for severity, _ in told.elements())
    for name, counted in COUNTED.items():
        assert counted(checked) == severities, name
    said = {one.location for one in notes_of(checked, PACK, LANGUAGE).notes}
    assert bool(said) == bool(told)
    fingerprints = [entry["fingerprint"] for entry in json.loads(text("gitlab", checked))]
    assert len(set(fingerprints)) == len(fingerprints)
