"""The page to drop files on."""

from __future__ import annotations

from importlib.resources import files
from xml.etree.ElementTree import Element

from validator.desk.pages._parts import foot, page_head, top
from validator.desk.settings import DeskSettings
from validator.messages import say
from validator.readers import ocr
from validator.renderers.html.elements import element, page

STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
"""What pages load: name -> type."""
_TOLD = ("busy", "sending", "lost", "stopped", "has-quit", "too-large", "too-many")
"""Sentences that the script says."""


def static(name: str) -> bytes:
    """One of `STATIC`."""
    return files("validator.desk.pages").joinpath(name).read_bytes()


def desk_page(settings: DeskSettings, language: str) -> str:
    """The page to drop files on."""
    said = {f"data-{name}": say(f"desk-{name}", language, **_values(settings)) for name in _TOLD}
    limits = {"data-megabytes": str(settings.megabytes), "data-files": str(settings.files), "data-language": language}
    body = element(
        "body",
        {"class": "desk", **limits, **said},
        top(settings, language, "", "desk-title"),
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
        foot(language),
    )
    return page(language, page_head("", say("desk-title", language), script=True), body)


def _values(settings: DeskSettings) -> dict[str, object]:
    """What the sentences of the script are about; it puts in the name itself."""
    return {"name": "{name}", "megabytes": settings.megabytes, "files": settings.files}


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
