"""The overview of a round as a page: one file, complete in itself, which loads nothing from anywhere.

Without scripts all of it is shown in the order of the ranking; with them, tables can be sorted and organs searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple
from xml.etree.ElementTree import Element

from validator.messages import say
from validator.model.mistake import Demand
from validator.renderers.html.elements import Child, element, elements, head_of, page
from validator.renderers.rounds.figures import Frequency, RoundFigures
from validator.renderers.rounds.organs import OrganReports
from validator.renderers.rounds.table import missing_rows
from validator.renderers.rounds.words import lead
from validator.version import __version__

_BAR, _BAR_HEIGHT = 120, 12
"""Size of the bars in tables."""


class ColumnHead(NamedTuple):
    """A column of a table."""

    head: str
    """Key of the message."""
    is_number: bool = False


def render_round(figures: RoundFigures) -> str:
    """The page."""
    language = figures.language
    style = "".join(
        files(package).joinpath(name).read_text("utf-8")
        for package, name in (("validator.renderers.html", "page.css"), ("validator.renderers.rounds", "round.css"))
    )
    script = files("validator.renderers.rounds").joinpath("round.js").read_text("utf-8")
    body = element(
        "body",
        {},
        element("a", {"class": "skip", "href": "#results"}, say("skip-to-results", language)),
        element(
            "header",
            {},
            element("h1", {}, say("round-title", language)),
            *elements("p", {}, lead(figures)),
        ),
        element("main", {"id": "results"}, *_sections(figures)),
        element("footer", {}, element("p", {}, say("page-made-by", language, version=__version__))),
        element("script", {}, script),
    )
    return page(language, head_of(say("round-title", language), style, script), body)


def _sections(figures: RoundFigures) -> Iterator[Element]:
    yield _ranking(figures)
    if figures.roll is not None:
        yield _missing(figures)
    yield _section("round-rules", figures.language, _shares(figures, figures.rules, "round-col-relation"))
    yield _section("round-slips", figures.language, _shares(figures, figures.slips, "round-col-slip"))
    yield _section("round-years", figures.language, _years(figures))
    yield _section("round-unchecked", figures.language, _unchecked(figures))
    yield _section("round-mistakes", figures.language, *_mistakes(figures))


def _section(key: str, language: str, *children: Child) -> Element:
    shown = [one for one in children if one is not None] or [element("p", {}, say("round-none", language))]
    # The box of the table, which can be scrolled, has this name already: two places of one name cannot be told apart.
    return element("section", {}, element("h2", {"id": key}, say(key, language)), *shown)


def _ranking(figures: RoundFigures) -> Element:
    language, roll = figures.language, figures.roll
    levels = {} if roll is None else {figures.pack.names.apart(one.organ.organ): one.organ for one in roll.expected}
    columns = (
        ColumnHead("round-col-organ"),
        ColumnHead("round-col-correct", is_number=True),
        ColumnHead("round-col-share"),
        *(ColumnHead(f"round-col-{demand}", is_number=True) for demand in Demand if demand is not Demand.CORRECT),
        ColumnHead("round-col-reports", is_number=True),
        ColumnHead("round-col-years"),
        *((ColumnHead("round-col-level"),) if roll is not None else ()),
    )
    most = max((one.count(Demand.CORRECT) for one in figures.organs), default=0)
    rows = []
    for at, one in enumerate(figures.organs, 1):
        name, listed = figures.name(one), levels.get(figures.pack.names.apart(one.name or ""))
        told = any(one.weight)
        rows.append(
            [
                element("a", {"href": f"#o{at}"}, name) if told else name,
                str(one.count(Demand.CORRECT)),
                _bar(one.count(Demand.CORRECT), most),
                *(str(one.count(demand)) for demand in Demand if demand is not Demand.CORRECT),
                str(len(one.reports)),
                say("list-comma", language).join(map(str, one.years)),
                *([listed.level if listed else ""] if roll is not None else []),
            ]
        )
    total = str(len(rows))
    pattern = say("round-shown", language, shown="{shown}", total=total)
    box = element("input", {"type": "search", "id": "search", "autocomplete": "off"})
    form = element(
        "form",
        {"class": "search", "hidden": True, "role": "search"},
        element("label", {"for": "search"}, say("round-search", language)),
        box,
        element("span", {"class": "status", "role": "status", "data-pattern": pattern}),
    )
    table = _table(columns, rows, language, "round-ranking", ranked=True)
    return _section("round-ranking", language, *((form, table) if rows else ()))


def _missing(figures: RoundFigures) -> Element:
    language, roll = figures.language, figures.roll
    if roll is None:
        raise ValueError("no list")
    columns = tuple(ColumnHead(f"round-col-{one}") for one in ("organ", "level", "day", "state", "file"))
    rows = missing_rows(roll, language)
    names = say("list-comma", language).join(roll.strangers)
    strangers = element("p", {}, say("round-strangers", language, names=names)) if names else None
    table = _table(columns, rows, language, "round-missing-list") if rows else None
    return _section("round-missing-list", language, table, strangers)


def _shares(figures: RoundFigures, shares: Sequence[Frequency], head: str) -> Element | None:
    columns = (
        ColumnHead(head),
        ColumnHead("round-col-mistakes", is_number=True),
        ColumnHead("round-col-reports", is_number=True),
        ColumnHead("round-col-share"),
    )
    most = max((one.mistakes for one in shares), default=0)
    rows: list[list[Child]] = [
        [one.words, str(one.mistakes), str(one.reports), _bar(one.mistakes, most)] for one in shares
    ]
    return _table(columns, rows, figures.language, head) if rows else None


def _years(figures: RoundFigures) -> Element | None:
    language = figures.language
    columns = (
        ColumnHead("round-col-year"),
        ColumnHead("round-col-reports", is_number=True),
        ColumnHead("round-col-faulty", is_number=True),
        ColumnHead("round-col-share"),
    )
    rows: list[list[Child]] = [
        [
            say("year-not-known", language) if year is None else str(year),
            str(reports),
            str(faulty),
            _bar(faulty, reports),
        ]
        for year, reports, faulty in figures.years
    ]
    return _table(columns, rows, language, "round-years") if rows else None


def _unchecked(figures: RoundFigures) -> Element | None:
    columns = tuple(ColumnHead(f"round-col-{one}") for one in ("where", "what", "remedy"))
    rows = [[one.where, one.what, one.remedy] for one in figures.unchecked]
    return _table(columns, rows, figures.language, "round-unchecked") if rows else None


def _mistakes(figures: RoundFigures) -> Iterator[Element]:
    """Organ by organ, in the order of the ranking, what was told of its reports."""
    for at, organ in enumerate(figures.organs, 1):
        if any(organ.weight):
            yield element(
                "article",
                {"id": f"o{at}", "class": "organ"},
                element("h3", {}, figures.name(organ)),
                *_told(organ, figures),
            )


def _told(organ: OrganReports, figures: RoundFigures) -> Iterator[Element]:
    for report in organ.reports:
        if not report.mistakes:
            continue
        yield element(
            "p", {"class": "place"}, say("comma", figures.language).join((figures.heading(report), report.path))
        )
        items = [
            element(
                "li",
                {"class": one.severity.value},
                element("span", {"class": "badge"}, say(f"demand-{one.demand}", figures.language)),
                " ",
                one.message,
                *elements("p", {"class": "why"}, [one.why]),
                *elements("p", {"class": "proof"}, [one.proof]),
            )
            for one in report.mistakes
        ]
        yield element("ol", {"class": "told"}, *items)


def _table(
    columns: Sequence[ColumnHead], rows: Iterable[Sequence[Child]], language: str, key: str, *, ranked: bool = False
) -> Element:
    """A table in a box that scrolls; the script makes its heads buttons that sort."""
    heads = [
        element("th", {"scope": "col", "data-sort": "number" if one.is_number else "text"}, say(one.head, language))
        for one in columns
    ]
    lines = [
        element(
            "tr",
            {},
            element("th", {"scope": "row"}, row[0]),
            *(
                element("td", {"class": "number" if column.is_number else "words"}, cell)
                for column, cell in zip(columns[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    ]
    table = element(
        "table",
        {"class": "round ranking" if ranked else "round"},
        element("thead", {}, element("tr", {}, *heads)),
        element("tbody", {}, *lines),
    )
    return element(
        "div", {"class": "figure", "role": "region", "tabindex": "0", "aria-label": say(key, language)}, table
    )


def _bar(part: int, whole: int) -> Element:
    """A bar as long as the part, in a frame as long as the whole."""
    width = round(_BAR * part / whole) if whole else 0
    size = {"width": str(_BAR), "height": str(_BAR_HEIGHT), "viewBox": f"0 0 {_BAR} {_BAR_HEIGHT}"}
    frame = element("rect", {"class": "whole", "width": str(_BAR), "height": str(_BAR_HEIGHT)})
    filled = element("rect", {"class": "part", "width": str(width), "height": str(_BAR_HEIGHT)})
    return element("svg", {"class": "bar", "role": "img", "aria-label": f"{part}/{whole}", **size}, frame, filled)
