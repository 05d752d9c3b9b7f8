"""The site says what the program does: a page for each rule, and the settings of the service."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import yaml

import validator
from validator.annotators import ANNOTATORS
from validator.cli.commands.check import command as check
from validator.cli.commands.desk import LimitOptions
from validator.cli.runs.outputs import FORMATS
from validator.cli.settings.files import KEYS
from validator.packs.pack import load_pack
from validator.readers import READERS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PACK = load_pack()
REFERENCE = runpy.run_path(str(DOCS / "reference_pages.py"))
RULES: dict[str, str] = dict(runpy.run_path(str(DOCS / "rule_pages.py"))["pages"](PACK))
PAGES: dict[str, str] = RULES | dict(REFERENCE["pages"]())
CONFIGURATION = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_each_rule_has_its_page_in_both_languages() -> None:
    for language, folder in (("zh", "rules"), ("en", "rules/en")):
        for rule in PACK.rules:
            page = PAGES[f"{folder}/{rule.id}.md"]
            assert page.startswith("# ")
            assert f"`{rule.id}`" in page
            assert f"]({rule.id}.md)" in PAGES[f"{folder}/index.md"]
            plain = re.sub(r"[\\\u2060]", "", page)
            assert " ".join(rule.why[language].split()).replace("&", "&amp;").replace("<", "&lt;") in plain
    assert len(RULES) == 2 * len(PACK.rules) + 2


def test_every_link_of_the_site_leads_to_a_page() -> None:
    written = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
    there = {*written, *PAGES, *(path.name for path in DOCS.glob("*.png")), *(path.name for path in DOCS.glob("*.svg"))}
    broken = []
    for name, text in {**written, **PAGES}.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            parts: list[str] = [*Path(name).parent.parts]
            for part in target.split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            if "/".join(parts) not in there:
                broken.append((name, target))
    assert broken == []


def navigation() -> list[str]:
    """The pages that are named in it, at whatever depth."""
    found: list[str] = []
    parts: list[object] = [yaml.safe_load(CONFIGURATION)["nav"]]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, dict | list):
            parts += part.values() if isinstance(part, dict) else part
    return found


def test_every_page_stands_in_the_navigation_once() -> None:
    written = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
    single = [page for page in PAGES if page not in RULES or page.endswith("index.md")]
    assert sorted(navigation()) == sorted([*written, *single])


def test_every_guide_stands_in_both_languages() -> None:
    english = {path.name for path in (DOCS / "en").glob("*.md")}
    assert english == {"desk.md", "office.md", "pipeline.md", "research.md"}
    for name in english:
        chinese, other = ((DOCS / folder / name).read_text(encoding="utf-8") for folder in ("", "en"))
        assert len(re.findall("[\u4e00-\u9fff]", chinese)) > 200
        assert len(re.findall("[\u4e00-\u9fff]", other)) < 60
        blocks = [len(re.findall(r"^```\w+$", text, re.MULTILINE)) for text in (chinese, other)]
        assert blocks[0] == blocks[1], name


def test_every_setting_has_its_line_with_its_variable_and_both_languages() -> None:
    line = re.compile(r"^\| `([\w-]+)` \|.*\| `(GOUJI_\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)
    cell = REFERENCE["_cell"]
    texts = {word: check.declared[key.parameter].text for word, key in KEYS.items()}
    assert line.findall(PAGES["reference/settings.md"]) == [
        (word, f"GOUJI_{word.upper().replace('-', '_')}", cell(text.zh), cell(text.en)) for word, text in texts.items()
    ]


def test_every_command_has_its_options() -> None:
    parts = re.split(r"^## gouji ", PAGES["reference/commands.md"], flags=re.MULTILINE)[1:]
    told = {part.split("\n", 1)[0]: re.findall(r"^\| `(--[\w-]+)", part, re.MULTILINE) for part in parts}
    assert {"check", "desk", "rules learn", "baseline write"} <= set(told)
    for name, command in REFERENCE["commands"]().items():
        assert told[name] == [one.flags[0] for one in command.declared.values() if one.flags]


def test_every_public_name_has_its_place_in_the_api() -> None:
    assert re.findall(r"^::: validator\.(\w+)$", PAGES["reference/api.md"], re.MULTILINE) == [
        name for name in validator.__all__ if not name.startswith("_")
    ]


def test_every_format_has_its_line() -> None:
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \|(.*)$", page, re.MULTILINE)
    lines = {name.strip("`"): rest for names, rest in rows for name in names.split(", ")}
    assert set(lines) == {*READERS, *FORMATS}
    for name in READERS:
        assert bool(lines[name].rstrip(" |").count("|")) == (name in ANNOTATORS), name


def test_the_service_has_the_defaults_that_its_page_says() -> None:
    said = dict(
        re.findall(r"^\| `(--[\w-]+)` \| (\w+) \|", (DOCS / "service.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    known = {one.declared.flags[0]: one.default for one in LimitOptions.fields.values() if one.declared}
    assert said == {flag: "cores" if default is None else default for flag, default in known.items()}
