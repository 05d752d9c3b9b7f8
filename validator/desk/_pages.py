"""The pages of the desk: the one to drop files on, that of a file, those of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree.ElementTree import Element

from validator.desk._fragments import state_of, state_words
from validator.desk._offers import offers
from validator.desk.rounds import CheckedFile, KeptRound
from validator.desk.settings import DeskSettings
from validator.messages import LANGUAGES, say
from validator.readers import ocr
from validator.renderers.html.elements import Child, element, elements, page
from validator.renderers.layout.lines import clean
from validator.renderers.rules.explanation import explained
from validator.version import __version__

if TYPE_CHECKING:
    from validator.model.rules.rule import Rule
    from validator.packs.pack import Pack

STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
"""What pages load: name -> type."""
_TOLD = ("busy", "sending", "lost", "stopped", "has-quit", "too-large", "too-many")
"""Sentences that the script says."""


def static(name: str) -> bytes:
    """One of `STATIC`."""
    return files("validator.desk").joinpath(name).read_bytes()


def desk_page(settings: DeskSettings, language: str) -> str:
    """The page to drop files on."""
    said = {f"data-{name}": say(f"desk-{name}", language, **_values(settings)) for name in _TOLD}
    limits = {"data-megabytes": str(settings.megabytes), "data-files": str(settings.files), "data-language": language}
    body = element(
        "body",
        {"class": "desk", **limits, **said},
        _head(settings, language, "", "desk-title"),
        element(
            "main",
            {},
            element("p", {"class": "lead"}, say("desk-local" if settings.is_local else "desk-served", language)),
            element("noscript", {}, element("p", {}, say("desk-needs-script", language))),
            _form(settings, language),
            _progress(language),
            element("p", {"class": "problem", "role": "alert", "hidden": True}),
            element("div", {"id": "round"}),
        ),
        _foot(language),
    )
    return page(language, _page_head("", say("desk-title", language), script=True), body)


def _values(settings: DeskSettings) -> dict[str, object]:
    """What the sentences of the script are about; it puts in the name itself."""
    return {"name": "{name}", "megabytes": settings.megabytes, "files": settings.files}


def _page_head(up: str, title: str, *, script: bool = False) -> Element:
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", {}, title),
        element("link", {"rel": "icon", "href": "data:,"}),
        element("link", {"rel": "stylesheet", "href": f"{up}desk.css"}),
        element("script", {"type": "module", "src": f"{up}desk.js"}) if script else None,
    )


def _head(settings: DeskSettings, language: str, up: str, title: str, kept: str = "") -> Element:
    """Title, the way to the rules, the other language, the end; `kept`: the round to come back to."""
    links: list[Child] = [
        element(
            "a", {"href": f"{up}rules/{_query(language, kept)}", "data-rules": not up}, say("desk-rules", language)
        ),
        *(_switch(other, say("desk-other-language", language), kept) for other in LANGUAGES if other != language),
    ]
    if settings.is_local and not up:
        links.append(element("button", {"type": "button", "id": "quit"}, say("desk-quit", language)))
    return element("header", {"class": "top"}, element("h1", {}, say(title, language)), element("nav", {}, *links))


def _query(language: str, kept: str) -> str:
    """Of an address below the desk."""
    return f"?lang={language}" + (f"&round={quote(kept, safe='')}" if kept else "")


def _switch(other: str, word: str, kept: str) -> Element:
    """The same page in the other language."""
    tag = _tag(other)
    return element("a", {"href": _query(other, kept), "lang": tag, "hreflang": tag, "data-switch": True}, word)


def _tag(language: str) -> str:
    return "zh-CN" if language == "zh" else language


def _foot(language: str) -> Element:
    return element("footer", {}, element("p", {}, say("page-made-by", language, version=__version__)))


def _form(settings: DeskSettings, language: str) -> Element:
    choose = element("label", {"class": "button main"}, say("desk-choose", language), _file("files", several=True))
    folder = element(
        "label",
        {"class": "button"},
        say("desk-choose-folder", language),
        element("input", {"type": "file", "id": "folder", "webkitdirectory": True, "multiple": True}),
    )
    beside = element(
        "details",
        {},
        element("summary", {}, say("desk-beside", language)),
        element("label", {}, say("desk-previous", language), _file("previous", several=True)),
        element("label", {}, say("desk-units", language), _file("units", accept=".csv,.yaml,.yml")),
        element(
            "label",
            {"class": "tick"},
            element("input", {"type": "checkbox", "id": "folders"}),
            say("desk-folders", language),
        ),
    )
    return element(
        "form",
        {"id": "drop", "class": "drop"},
        element("p", {"class": "big"}, say("desk-drop", language)),
        element("p", {"class": "quiet"}, say("desk-drop-scans" if ocr.is_available() else "desk-drop-what", language)),
        element("p", {"class": "actions"}, choose, folder),
        element(
            "p", {"class": "quiet"}, say("desk-limits", language, files=settings.files, megabytes=settings.megabytes)
        ),
        beside,
    )


def _file(name: str, *, several: bool = False, accept: str | None = None) -> Element:
    return element("input", {"type": "file", "id": name, "multiple": several, "accept": accept})


def _progress(language: str) -> Element:
    return element(
        "div",
        {"id": "progress", "hidden": True},
        element("progress", {"aria-label": say("desk-progress", language)}),
        element("p", {"role": "status"}),
        element("button", {"type": "button", "id": "stop"}, say("desk-stop", language)),
    )


def file_page(shown: KeptRound, at: int, language: str) -> str:
    """The page of a file: its report in a frame that can do nothing to the desk."""
    file, up = shown.files[at], "../../../"
    result, name = shown.result_of(file), clean(file.path)
    links = [
        element("a", {"class": "main", "href": f"{up}?lang={language}#{shown.id}"}, say("desk-back", language)),
        *_file_links(file, shown, language),
    ]
    body = element(
        "body",
        {"class": "file"},
        element(
            "header",
            {"class": "top"},
            element("h1", {}, name),
            element("span", {"class": f"badge {state_of(result)}"}, state_words(result, language)),
            element("nav", {"class": "actions"}, *links),
        ),
        element(
            "main",
            {},
            element(
                "iframe",
                {
                    "src": f"view?lang={language}",
                    "sandbox": "allow-scripts",
                    "title": say("desk-form", language, name=name),
                },
            ),
        ),
    )
    return page(language, _page_head(up, say("desk-file-title", language, name=name)), body)


def _file_links(file: CheckedFile, shown: KeptRound, language: str) -> Iterator[Element]:
    for kind, key in offers(file, shown):
        yield element("a", {"href": f"{kind}?lang={language}", "download": True}, say(key, language))
    yield element(
        "a", {"href": f"view?lang={language}", "target": "_blank", "rel": "noopener"}, say("desk-print", language)
    )


def rules_page(settings: DeskSettings, pack: Pack, language: str, kept: str = "") -> str:
    """All rules by their titles; `kept`: the round that the page of the desk comes back to."""
    rows = [
        element(
            "li",
            {},
            element("a", {"href": rule.id + _query(language, kept)}, rule.title[language]),
            " ",
            element("code", {}, rule.id),
        )
        for rule in pack.rules
    ]
    body = element(
        "body",
        {"class": "rules"},
        _head(settings, language, "../", "desk-rules", kept),
        element(
            "main",
            {},
            _back("../", language, kept),
            element("p", {}, say("desk-rules-said", language, count=len(rows))),
            element("ul", {"class": "rules"}, *rows),
        ),
        _foot(language),
    )
    return page(language, _page_head("../", say("desk-rules", language)), body)


def rule_page(settings: DeskSettings, rule: Rule, pack: Pack, language: str, kept: str = "") -> str:
    """One rule: what it says, its basis and reason, an example of either outcome."""
    parts = [
        part
        for label, texts in explained(rule, pack, language)
        for part in (element("dt", {}, label), *elements("dd", {}, texts))
    ]
    body = element(
        "body",
        {"class": "rule"},
        _head(settings, language, "../", "desk-rules", kept),
        element(
            "main",
            {},
            _back("../", language, kept),
            element("h2", {}, rule.title[language]),
            element("p", {}, element("code", {}, rule.id)),
            element("dl", {}, *parts),
        ),
        _foot(language),
    )
    return page(language, _page_head("../", rule.title[language]), body)


def _back(up: str, language: str, kept: str) -> Element:
    place = f"#{quote(kept, safe='')}" if kept else ""
    return element("p", {}, element("a", {"href": f"{up}?lang={language}{place}"}, say("desk-back", language)))
