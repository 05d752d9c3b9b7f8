"""Chinese output is Chinese: no English word but names of files, of programs, of options, and ids of rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from bs4 import BeautifulSoup

from validator import check
from validator.cli import run
from validator.model.result import Result
from validator.packs.pack import load_pack
from validator.renderers import EXPORTERS, RENDERERS, RenderOptions, exporter, renderer

ROOT = Path(__file__).parents[2]
PACK = load_pack()
WORD = re.compile(r"(?<![A-Za-z0-9_/.\-])-{0,2}[A-Za-z][A-Za-z0-9_.\-]*")
FILE = re.compile(r"[^\s“”（），。：；《》`|\[\]'\"]*\.(?:docx|html?|txt|md|xlsx?|yaml|json|toml|jsonl|csv|parquet)\b")
COMMAND = re.compile(r"gouji (?:explain|check|rules|summary|annotate|compare|form|baseline|config|read)\b")
OPTION = re.compile(r"--[a-z][a-z-]*")
PROGRAMS = frozenset({"gouji", "Word", "WPS", "Excel", "PDF", "OFD", "LibreOffice", "OCR"})
"""Names that have no Chinese word."""
RULES = frozenset(rule.id for rule in PACK.rules)
_TABLES = [table for form in PACK.forms for table in form.tables]
NAMES = {
    *("cell", "previous", "sum", "units"),
    *(part for table in _TABLES for row in table.rows for part in row.name.split(".")),
    *(column.name for table in _TABLES for column in table.columns),
}
"""Words in which a rule is written: names of rows and columns, and what the language itself has."""


@pytest.fixture(scope="module")
def result() -> Result:
    """What all samples are told."""
    samples = sorted(str(path) for path in (ROOT / "samples").iterdir() if path.suffix != ".yaml")
    return check(samples)


def foreign(text: str) -> set[str]:
    """The English words of a text that nothing allows, single letters left aside."""
    for allowed in (FILE, COMMAND, OPTION):
        text = allowed.sub(" ", text)
    found = {word.rstrip(".-") for word in WORD.findall(text)}
    return {word for word in found if len(word) > 1} - RULES - PROGRAMS


def letters(text: str) -> set[str]:
    """Single letters that stand by themselves."""
    return set(re.findall(r"(?<![A-Za-z0-9_\-.])[a-z](?![A-Za-z0-9_\-.])", FILE.sub(" ", text)))


def rendered(name: str, result: Result, *, details: bool = False) -> str:
    return renderer(RENDERERS[name])(result, PACK, RenderOptions(details=details))


def _json(name: str, result: Result) -> Any:  # noqa: ANN401 - whatever the format holds
    return json.loads(rendered(name, result))


def _sarif(result: Result) -> Iterator[str]:
    (log,) = _json("sarif", result)["runs"]
    for one in log["results"]:
        yield one["message"]["text"]
        for place in (*one["locations"], *one["relatedLocations"]):
            yield place.get("message", {}).get("text", "")
    for rule in log["tool"]["driver"]["rules"]:
        yield rule["shortDescription"]["text"]


def _github(result: Result) -> Iterator[str]:
    for line in rendered("github", result).splitlines():
        head, message = line.removeprefix("::").split("::", 1)
        yield head.partition("title=")[2]
        yield message.replace("%0A", "\n")


def _junit(result: Result) -> Iterator[str]:
    for case in ET.fromstring(rendered("junit", result)).iter():  # noqa: S314 - our own output
        yield case.get("message", "")
        yield (case.text or "") if case.tag in {"failure", "error", "system-out"} else ""


def _html(result: Result) -> Iterator[str]:
    page = BeautifulSoup(rendered("html", result), "lxml")
    for gone in page(["script", "style", "details"]):
        gone.decompose()
    yield page.get_text()


def _markdown(result: Result) -> Iterator[str]:
    text = re.sub(r"<details>.*?</details>", " ", rendered("markdown", result), flags=re.DOTALL)
    yield re.sub(r"</?[a-z]+>|&[a-z]+;", " ", text)


def _xlsx(result: Result) -> Iterator[str]:
    book = openpyxl.load_workbook(BytesIO(exporter(EXPORTERS["xlsx"])(result, PACK, RenderOptions())))
    for sheet in book.worksheets:
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if _is_text(cell))


def _is_text(cell: object) -> bool:
    return isinstance(cell, str) and not cell.startswith("=")


TEXTS: dict[str, Callable[[Result], Iterator[str]]] = {
    "terminal": lambda result: iter([rendered("terminal", result)]),
    "concise": lambda result: iter([rendered("concise", result)]),
    "markdown": _markdown,
    "html": _html,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "gitlab": lambda result: (one["description"] for one in _json("gitlab", result)),
    "json": lambda result: (
        part for report in _json("json", result)["reports"] for one in report["mistakes"] for part in _told(one)
    ),
    "xlsx": _xlsx,
}
"""Format -> the sentences in it that people read, what unfolds below them left aside."""


def _told(mistake: dict[str, Any]) -> Iterator[str]:
    yield from (mistake[name] or "" for name in ("message", "why", "proof"))


def test_all_formats_are_looked_at() -> None:
    assert set(TEXTS) == {*RENDERERS, *EXPORTERS}


@pytest.mark.parametrize("name", TEXTS)
def test_the_output_has_no_english_word(name: str, result: Result) -> None:
    assert {word: text[:200] for text in TEXTS[name](result) for word in foreign(text)} == {}


@pytest.mark.parametrize("name", TEXTS)
def test_no_letter_stands_for_a_cell(name: str, result: Result) -> None:
    assert {letter: text[:200] for text in TEXTS[name](result) for letter in letters(text)} == {}


def test_the_letters_of_an_equation_are_those_of_its_excerpt(result: Result) -> None:
    shown = rendered("terminal", result, details=True)
    assert foreign(re.sub(r"\[[a-z]\]", " ", shown)) == set()
    for part in re.split(r"\n *(?:错误|提示|说明)\[", shown)[1:]:
        defined = set(re.findall(r"\[([a-z])\]", part))
        equations = [line for line in part.splitlines() if re.search(r"[a-z] (?:[=+≤≥<>-]|\+) ", FILE.sub(" ", line))]
        used = {letter for line in equations for letter in letters(line.partition("|")[2])}
        assert used <= defined, part


@pytest.mark.parametrize(
    "command",
    [
        ["read", "samples/consistent-2023.txt"],
        ["rules", "list"],
        ["rules", "check"],
        ["rules", "test"],
        ["rules", "coverage"],
        ["config", "show", "samples"],
        ["summary", "samples/row-total-2023.docx"],
        ["check", "samples/row-total-2023.docx", "--verbose", "--statistics"],
        ["check", "samples/row-total-2023.docx", "--format", "jsonl", "--output", "{}.jsonl"],
        ["check", "samples", "--show-files", "--exclude", "*-2023*"],
        ["explain", "requests-balance"],
        *(["explain", rule] for rule in sorted(RULES)[::7]),
    ],
    ids=" ".join,
)
def test_the_words_of_commands_are_chinese(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    run([word.replace("{}", str(tmp_path / "a")) for word in command])
    captured = capsys.readouterr()
    said = re.sub(rf"{re.escape(str(ROOT))}\S*|samples\S*", " ", captured.out + captured.err)
    # What stands beside `=` in the settings are words to be typed, and so are names of cells in an equation.
    said = re.sub(r"(?m)^[a-z-]+ = \S.*$", " ", said)
    # So are the codes of what is said of a pack, in brackets; "XX" is what a placeholder looks like.
    said = re.sub(r"\[[a-z-]+\]|XX", " ", said)
    names = NAMES if command[0] == "explain" or command[:2] == ["rules", "check"] else set()
    assert {word for word in foreign(said) if not names.issuperset(word.split("."))} == set()
