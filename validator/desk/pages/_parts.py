"""What all pages have: a head, the way to the rules and to the other language, a foot."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree.ElementTree import Element

from validator.desk.settings import DeskSettings
from validator.messages import LANGUAGES, say
from validator.renderers.html.elements import Child, element
from validator.version import __version__


def page_head(up: str, title: str, *, script: bool = False) -> Element:
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


def top(settings: DeskSettings, language: str, up: str, title: str, kept: str = "") -> Element:
    """Title, the way to the rules, the other language, the end; `kept`: the round to come back to."""
    links: list[Child] = [
        element("a", {"href": f"{up}rules/{query(language, kept)}", "data-rules": not up}, say("desk-rules", language)),
        *(_switch(other, say("desk-other-language", language), kept) for other in LANGUAGES if other != language),
    ]
    if settings.is_local and not up:
        links.append(element("button", {"type": "button", "id": "quit"}, say("desk-quit", language)))
    return element("header", {"class": "top"}, element("h1", {}, say(title, language)), element("nav", {}, *links))


def query(language: str, kept: str) -> str:
    """Of an address below the desk."""
    return f"?lang={language}" + (f"&round={quote(kept, safe='')}" if kept else "")


def _switch(other: str, word: str, kept: str) -> Element:
    """The same page in the other language."""
    tag = _tag(other)
    return element("a", {"href": query(other, kept), "lang": tag, "hreflang": tag, "data-switch": True}, word)


def _tag(language: str) -> str:
    return "zh-CN" if language == "zh" else language


def foot(language: str) -> Element:
    return element("footer", {}, element("p", {}, say("page-made-by", language, version=__version__)))


def back(up: str, language: str, kept: str) -> Element:
    place = f"#{quote(kept, safe='')}" if kept else ""
    return element("p", {}, element("a", {"href": f"{up}?lang={language}{place}"}, say("desk-back", language)))
