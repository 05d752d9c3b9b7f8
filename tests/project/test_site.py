"""The site says what the program does: a page for each rule, and the settings of the service."""

from __future__ import annotations

import re
import runpy
from dataclasses import fields
from pathlib import Path

import yaml

from validator.cli.commands.desk import LimitOptions
from validator.packs.pack import load_pack

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PACK = load_pack()
PAGES: dict[str, str] = dict(runpy.run_path(str(DOCS / "rule_pages.py"))["pages"](PACK))


def test_each_rule_has_its_page_in_both_languages() -> None:
    for language, folder in (("zh", "rules"), ("en", "rules/en")):
        for rule in PACK.rules:
            page = PAGES[f"{folder}/{rule.id}.md"]
            assert page.startswith("# ")
            assert f"`{rule.id}`" in page
            assert f"]({rule.id}.md)" in PAGES[f"{folder}/index.md"]
            plain = re.sub(r"[\\\u2060]", "", page)
            assert " ".join(rule.why[language].split()).replace("&", "&amp;").replace("<", "&lt;") in plain
    assert len(PAGES) == 2 * len(PACK.rules) + 2


def test_every_link_of_the_site_leads_to_a_page() -> None:
    written = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
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


def test_the_navigation_names_pages_that_are_there() -> None:
    navigation = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    named = [page for entry in navigation for page in entry.values()]
    assert [page for page in named if page not in PAGES and not (DOCS / page).is_file()] == []


def test_the_service_has_the_defaults_that_its_page_says() -> None:
    said = dict(
        re.findall(r"^\| `(--[\w-]+)` \| (\w+) \|", (DOCS / "service.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    known = {one.metadata["declared"].flags[0]: one.default for one in fields(LimitOptions)}
    assert said == {flag: "cores" if default is None else default for flag, default in known.items()}
