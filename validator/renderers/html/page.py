"""A report to open in a browser, print or send: one file, complete in itself, which loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.model.rules.rule import Severity
from validator.renderers.html._tables import Told, equation, excerpt_figures, marked_tables
from validator.renderers.html.elements import element, elements, head_of, page
from validator.renderers.layout.lines import clean
from validator.renderers.terminal.headings import path_words, report_words
from validator.renderers.words import summary
from validator.renderers.words.account import Account, RemarkKind
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of
from validator.version import __version__

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """The page. Without scripts all of it is shown; with them, severities can be hidden."""
    language = options.language
    style, script = (
        files("validator.renderers.html").joinpath(f"page.{kind}").read_text("utf-8") for kind in ("css", "js")
    )
    sections = [_report(number, checked, pack, language) for number, checked in enumerate(result.reports, 1)]
    head = head_of(_title(result, language), style, script)
    body = element(
        "body",
        {},
        element("a", {"class": "skip", "href": "#results"}, say("skip-to-results", language)),
        element(
            "header",
            {},
            element("h1", {}, say("page-title", language)),
            *elements("p", {"class": "counts"}, (*summary.footer(result, language), *options.notes)),
            _filter(result, language),
        ),
        element("main", {"id": "results"}, _overview(result, language), *sections, _unreadable(result, language)),
        element("footer", {}, element("p", {}, say("page-made-by", language, version=__version__))),
        element("script", {}, script),
    )
    return page(language, head, body)


def _title(result: Result, language: str) -> str:
    headings = [summary.heading(checked.report, language) for checked in result.reports]
    alone = headings[0] + say("colon", language) if len(headings) == 1 else ""
    return alone + say("page-title", language)


def _filter(result: Result, language: str) -> Element | None:
    """A box to tick for each severity, where there is a choice; shown by the script, without which it does nothing."""
    found = [one.severity for checked in result.reports for one in checked.mistakes]
    counts = {severity: found.count(severity) for severity in Severity if severity in found}
    if len(counts) < 2:  # noqa: PLR2004 (where all are of one kind there is nothing to hide)
        return None
    boxes = [
        element(
            "label",
            {"class": f"choice {severity}"},
            element("input", {"type": "checkbox", "checked": True, "value": severity.value}),
            say("filter-choice", language, severity=say(f"mistakes-{severity}", language), count=count),
        )
        for severity, count in counts.items()
    ]
    total = str(sum(counts.values()))
    # The script puts the number of mistakes shown in place of `{shown}`.
    pattern = say("filter-status", language, shown="{shown}", total=total)
    status = element("p", {"class": "status", "role": "status", "data-pattern": pattern})
    legend = element("legend", {}, say("filter", language))
    return element("form", {"class": "filter", "hidden": True}, element("fieldset", {}, legend, *boxes), status)


def _overview(result: Result, language: str) -> Element | None:
    """All reports with their counts, where there are several."""
    if len(result.reports) < 2:  # noqa: PLR2004 (one report needs no list)
        return None
    heads = [say("overview-report", language), *(say(f"mistakes-{severity}", language) for severity in Severity)]
    rows = []
    for number, checked in enumerate(result.reports, 1):
        link = element("a", {"href": f"#r{number}"}, summary.heading(checked.report, language))
        found = [one.severity for one in checked.mistakes]
        cells = [element("td", {}, str(found.count(severity))) for severity in Severity]
        rows.append(element("tr", {}, element("th", {"scope": "row"}, link), *cells))
    table = element(
        "table",
        {},
        element("thead", {}, element("tr", {}, *elements("th", {"scope": "col"}, heads))),
        element("tbody", {}, *rows),
    )
    title = say("overview", language)
    box = element("div", {"class": "figure", "role": "group", "tabindex": "0", "aria-label": title}, table)
    return element("nav", {"class": "overview", "aria-label": title}, element("h2", {}, title), box)


def _report(number: int, checked: ReportResult, pack: Pack, language: str) -> Element:
    report, glossary = checked.report, glossary_of(checked.report.form, pack, language)
    mistakes = mistakes_of(checked, pack, language)
    tables = list(marked_tables(mistakes, f"r{number}", report, glossary))
    return element(
        "section",
        {"class": "report", "id": f"r{number}", "aria-labelledby": f"r{number}-title"},
        element("h2", {"id": f"r{number}-title"}, summary.heading(report, language)),
        element(
            "dl",
            {},
            element("dt", {}, say("label-file", language)),
            element("dd", {}, report_words(report, language)),
            element("dt", {}, say("label-form", language)),
            element("dd", {}, summary.form_words(report, glossary)),
        ),
        element("p", {"class": "verdict"}, summary.verdict(checked, language)),
        _beside([_mistake(one, f"r{number}{one.mistake.id}", glossary) for one in mistakes], tables, language),
    )


def _beside(mistakes: Sequence[Element], tables: Sequence[Element], language: str) -> Element | None:
    """The mistakes, and the tables that they are in: beside each other where there is room."""
    if not tables:
        return element("div", {}, *mistakes) if mistakes else None
    hint = element("p", {"class": "hint"}, say("marked-cells", language))
    return element(
        "div",
        {"class": "beside"},
        element("div", {"class": "mistakes"}, *mistakes),
        element("div", {"class": "tables"}, hint, *tables),
    )


def _mistake(account: MistakeAccount, anchor: str, glossary: Glossary) -> Element:
    """Where, what stands there and what it should be; why; the proof. What its findings say is folded."""
    title = f"{anchor}-title"
    told = [Told(f"{anchor}f{at}", one) for at, one in enumerate(account.accounts, 1)]
    heading = element(
        "h3",
        {"id": title},
        element("span", {"class": "badge"}, account.label),
        " ",
        account.message,
    )
    severity = account.severity.value
    return element(
        "article",
        {"class": f"finding {severity}", "id": anchor, "data-severity": severity, "aria-labelledby": title},
        heading,
        *elements("p", {"class": "why"}, [account.why]),
        *elements("p", {"class": "proof"}, [account.proof]),
        _place(account, anchor),
        element(
            "details",
            {},
            element(
                "summary",
                {},
                say("reasons", account.language),
                say("colon", account.language),
                element("code", {}, account.rule_names),
            ),
            *(_finding(one, glossary) for one in told),
        ),
    )


def _place(account: MistakeAccount, anchor: str) -> Element | None:
    """Where it is in the file, and the way to its cell in the tables of the page."""
    shown = any(cell in account.checked.report.form.index for cell, _ in account.marks)
    link = element("a", {"href": f"#{anchor}-cell"}, say("show-in-table", account.language)) if shown else None
    if not account.place.file and link is None:
        return None
    gap = " " if account.place.file and link is not None else None
    return element("p", {"class": "place"}, account.place.file, gap, link)


def _finding(told: Told, glossary: Glossary) -> Element:
    """One finding in full: place, excerpt, equation, notes, basis and reason of its rule."""
    account = told.account
    notes = [one.text for one in account.remarks if one.kind in {RemarkKind.QUOTATION, RemarkKind.NOTE}]
    return element(
        "div",
        {"class": "relation", "id": told.anchor},
        element("h4", {}, account.title),
        *elements("p", {"class": "place"}, [account.place.listed]),
        *excerpt_figures(told, glossary),
        *equation(told),
        element("p", {"class": "numbers"}, account.sentence),
        element("ul", {"class": "notes"}, *elements("li", {}, notes)) if notes else None,
        _reasons(account),
    )


def _reasons(account: Account) -> Element:
    """Basis and reason of the rule."""
    rule, language = account.rule, account.language
    rows: Sequence[tuple[str, str]] = (("rule-basis", rule.basis), ("rule-why", rule.why[language]))
    terms = [
        part
        for key, text in rows
        for part in (element("dt", {}, say(key, language)), element("dd", {}, " ".join(text.split())))
    ]
    return element("dl", {}, *terms)


def _unreadable(result: Result, language: str) -> Element | None:
    if not result.unreadable:
        return None
    items = [_unread(error, language) for error in result.unreadable]
    heading = element("h2", {"id": "unreadable"}, say("unreadable-files", language))
    return element("section", {"aria-labelledby": "unreadable"}, heading, element("ul", {}, *items))


def _unread(error: UnreadableInputError, language: str) -> Element:
    reason, hint = clean(error.reason[language]), clean(error.hint[language])
    path = element("b", {}, path_words(error.path, language))
    return element("li", {"class": "unread"}, path, say("colon", language), reason, *elements("p", {}, [hint]))
