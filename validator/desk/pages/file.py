"""The page of one file."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from validator.desk.pages._offers import offers
from validator.desk.pages._parts import page_head
from validator.desk.pages.fragment import state_of, state_words
from validator.desk.work.rounds import CheckedFile, KeptRound
from validator.messages import say
from validator.renderers.html.elements import element, page
from validator.renderers.layout.lines import clean


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
    return page(language, page_head(up, say("desk-file-title", language, name=name)), body)


def _file_links(file: CheckedFile, shown: KeptRound, language: str) -> Iterator[Element]:
    for kind, key in offers(file, shown):
        yield element("a", {"href": f"{kind}?lang={language}", "download": True}, say(key, language))
    yield element(
        "a", {"href": f"view?lang={language}", "target": "_blank", "rel": "noopener"}, say("desk-print", language)
    )
