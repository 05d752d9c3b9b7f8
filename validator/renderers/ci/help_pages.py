"""Where the site has its page of a rule (`docs/rule_pages.py` makes them), for formats that can name it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING

from validator.packs.folders import shipped_packs

if TYPE_CHECKING:
    from validator.model.rules.rule import Rule

_DISTRIBUTION, _LABEL = "gouji", "documentation"
_FOLDERS = {"zh": "rules", "en": "rules/en"}


def published_site() -> str | None:
    """What the package says of itself: `Documentation` in `[project.urls]` of `pyproject.toml`, if that is there."""
    try:
        urls = metadata(_DISTRIBUTION).get_all("Project-URL") or ()
    except PackageNotFoundError:
        return None
    known = {label.strip().casefold(): url.strip() for label, _, url in (one.partition(",") for one in urls)}
    return known.get(_LABEL)


def help_page(rule: Rule, base: str | None, language: str) -> str | None:
    """Address of the page of a rule on the site at `base`; None without a site, and for rules that it does not have."""
    if base is None or rule.pack not in shipped_packs():
        return None
    return f"{base.rstrip('/')}/{_FOLDERS[language]}/{rule.id}/"
