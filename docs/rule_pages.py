"""The pages of the site that are made from the rules: one a rule and language, and a list of them.

A hook of mkdocs (`mkdocs.yml`): nothing of it is kept, so that no page is older than its rule.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from validator.model.rules.rule import Rule
    from validator.packs.pack import Pack

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

FOLDERS = {"zh": "rules", "en": "rules/en"}
_OTHER = {"zh": ("en", "English", "en/"), "en": ("zh", "中文", "../")}
_INTRODUCTION = {
    "zh": ("规则", "每条规则一页：说的是什么，依据，理由，符合和不符合的例子。由规则文件生成。"),
    "en": (
        "Rules",
        "One page a rule: what it says, its basis and reason, an example of either outcome. Made from the rules.",
    ),
}


def pages(pack: Pack) -> Iterator[tuple[str, str]]:
    """Path below `docs` and text of every page."""
    for language, folder in FOLDERS.items():
        yield f"{folder}/index.md", _list(pack, language)
        for rule in pack.rules:
            yield f"{folder}/{rule.id}.md", _page(rule, pack, language)


def _list(pack: Pack, language: str) -> str:
    from validator.renderers.layout.escaping import markdown

    title, said = _INTRODUCTION[language]
    _, name, way = _OTHER[language]
    lines = [f"- [{markdown(rule.title[language])}]({rule.id}.md) `{rule.id}`\n" for rule in pack.rules]
    return f"# {title}\n\n{said} [{name}]({way}index.md)\n\n{''.join(lines)}"


def _page(rule: Rule, pack: Pack, language: str) -> str:
    from validator.renderers.layout.escaping import markdown
    from validator.renderers.rules.explanation import explained

    _, name, way = _OTHER[language]
    parts = [f"# {markdown(rule.title[language])}\n\n`{rule.id}` · [{name}]({way}{rule.id}.md)\n"]
    for label, texts in explained(rule, pack, language):
        parts.append(f"\n## {markdown(label)}\n\n" + "\n\n".join(map(markdown, texts)) + "\n")
    return "".join(parts)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Called by mkdocs: add the pages to those that are written by hand."""
    from mkdocs.structure.files import File

    from validator.packs.pack import load_pack

    for path, text in pages(load_pack()):
        files.append(File.generated(config, path, content=text))
    return files
