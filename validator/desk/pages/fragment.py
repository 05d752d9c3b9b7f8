"""A round as a part of the page: a card for each file, the mistakes told as everywhere, and what can be taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from validator.checking.versions import FindingState, MistakeChange, compare
from validator.desk.pages._offers import offers
from validator.desk.work.rounds import CheckedFile, KeptRound
from validator.messages import say
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.html.elements import element, elements
from validator.renderers.layout.lines import clean
from validator.renderers.versions.results import versions_of
from validator.renderers.words import summary
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.packs.pack import Pack

_SHOWN = 5
"""Mistakes told on a card; the others stand on the page of the file."""


class FileState(StrEnum):
    """What came of a file, the worst first."""

    UNREAD = "unread"
    MISTAKES = "mistakes"
    DOUBT = "doubt"
    """No mistake, but it could not be read for certain, or nothing in it could be decided."""
    REMARKS = "remarks"
    HOLDS = "holds"


def state_of(result: Result) -> FileState:
    """What came of the file that a result is about."""
    if result.unreadable or not result.reports:
        return FileState.UNREAD
    found = [one.severity for checked in result.reports for one in checked.mistakes]
    if Severity.ERROR in found:
        return FileState.MISTAKES
    if any(one.is_doubtful or not one.counts.get(Verdict.SATISFIED, 0) for one in result.reports):
        return FileState.DOUBT
    return FileState.REMARKS if found else FileState.HOLDS


def state_words(result: Result, language: str) -> str:
    """The same in words, with how many."""
    state = state_of(result)
    found = [one.severity for checked in result.reports for one in checked.mistakes]
    count = found.count(Severity.ERROR) if state is FileState.MISTAKES else len(found)
    return say(f"desk-state-{state}", language, count=count)


class RoundFragment(Struct, frozen=True):
    """The results of a round as HTML; addresses in it start at the desk."""

    round: KeptRound
    pack: Pack
    language: str

    def html(self) -> str:
        """The part of the page."""
        states = [state_of(self.round.result_of(file)) for file in self.round.files]
        counts = (
            say(f"desk-count-{state}", self.language, count=states.count(state))
            for state in FileState
            if state in states
        )
        said = say("comma", self.language).join(counts) or say("desk-none-left", self.language)
        section = element(
            "section",
            {"id": "results", "class": "results", "data-round": self.round.id, "aria-labelledby": "results-title"},
            element("h2", {"id": "results-title", "tabindex": "-1"}, say("desk-results", self.language)),
            element("p", {"class": "counts"}, said),
            *elements("p", {"class": "quiet"}, self._beside()),
            self._for_all() if self.round.files else None,
            element("div", {"class": "cards"}, *(self._card(at, file) for at, file in enumerate(self.round.files))),
        )
        return tostring(section, encoding="unicode", method="html")

    def _beside(self) -> Iterator[str]:
        if self.round.previous:
            names = say("list-comma", self.language).join(clean(file.path) for file in self.round.previous)
            yield say("desk-last-year", self.language, names=names)
        for file in self.round.previous:
            if file.outcome.error is not None:
                reason = clean(file.outcome.error.reason[self.language])
                yield f"{clean(file.path)}{say('colon', self.language)}{reason}"
        if self.round.result.skipped:
            yield say("desk-skipped", self.language, count=len(self.round.result.skipped))

    def _for_all(self) -> Element:
        language, several = self.language, len(self.round.files) > 1
        kinds = (
            ("summary.html", "desk-summary"),
            ("summary.xlsx", "desk-summary-xlsx"),
            ("report.html", "desk-report"),
        )
        own = (("letters.zip", "desk-letters"), ("all.zip", "desk-everything"))
        links = [self._link(f"all/{kind}", key) for kind, key in ((*kinds, *own) if several else ())]
        fields = element(
            "details",
            {"class": "letter-fields"},
            element("summary", {}, say("desk-letter-fields", language)),
            element(
                "label", {}, say("desk-office", language), " ", element("input", {"name": "office", "maxlength": "80"})
            ),
            element("label", {}, say("desk-by", language), " ", element("input", {"name": "by", "type": "date"})),
        )
        clear = element("button", {"type": "button", "data-clear": True}, say("desk-clear", language))
        label = say("desk-all-of", language)
        return element("div", {"class": "actions all", "role": "group", "aria-label": label}, *links, clear, fields)

    def _link(self, kind: str, key: str) -> Element:
        return element(
            "a",
            {"href": f"rounds/{self.round.id}/{kind}?lang={self.language}", "download": True},
            say(key, self.language),
        )

    def _card(self, at: int, file: CheckedFile) -> Element:
        result = self.round.result_of(file)
        state, name = state_of(result), clean(file.path)
        return element(
            "article",
            {"class": f"card {state}", "data-path": file.path, "aria-labelledby": f"file-{at}"},
            element(
                "header",
                {},
                element("h3", {"id": f"file-{at}"}, name),
                element("span", {"class": f"badge {state}"}, state_words(result, self.language)),
            ),
            *self._unread(result),
            *(part for checked in result.reports for part in self._told(checked, several=len(result.reports) > 1)),
            self._changes(file),
            self._actions(at, file, result),
        )

    def _unread(self, result: Result) -> Iterator[Element]:
        for error in result.unreadable:
            yield element("p", {"class": "message"}, clean(error.reason[self.language]))
            yield from elements("p", {"class": "why"}, [clean(error.hint[self.language])])

    def _told(self, checked: ReportResult, *, several: bool) -> Iterator[Element]:
        mistakes = mistakes_of(checked, self.pack, self.language)
        head = summary.heading(checked.report, self.language)
        part = "" if checked.report.part is None or not several else f" [{clean(checked.report.part)}]"
        yield element("p", {"class": "quiet"}, f"{head}{part}{say('colon', self.language)}", self._verdict(checked))
        if mistakes:
            yield element("ol", {"class": "mistakes"}, *map(_mistake, mistakes[:_SHOWN]))
        if len(mistakes) > _SHOWN:
            yield element("p", {"class": "quiet"}, say("desk-more", self.language, count=len(mistakes) - _SHOWN))

    def _verdict(self, checked: ReportResult) -> str:
        return summary.verdict(checked, self.language)

    def _changes(self, file: CheckedFile) -> Element | None:
        """What became of the mistakes of the draft before; None for a file that is the first."""
        if file.earlier is None:
            return None
        sides = (Result(file.earlier), Result(self.round.reports_of(file)))
        old, new = (versions_of(side, self.pack, self.language) for side in sides)
        changes = [one for compared in compare(old, new, self.pack.names.apart) for one in compared.mistakes]
        listed = [part for state in FindingState for part in self._of_state(state, changes)]
        return element(
            "div",
            {"class": "changes"},
            element("h4", {}, say("desk-changes", self.language)),
            *(listed or [element("p", {}, say("desk-no-changes", self.language))]),
        )

    def _of_state(self, state: FindingState, changes: Sequence[MistakeChange]) -> Iterator[Element]:
        found = [one for one in changes if one.state is state]
        if found:
            yield element("p", {"class": f"change {state}"}, say(f"change-{state}", self.language, count=len(found)))
            yield element("ul", {}, *elements("li", {}, [clean(one.mistake.message) for one in found]))

    def _actions(self, at: int, file: CheckedFile, result: Result) -> Element:
        name, language = clean(file.path), self.language
        links = []
        if result.reports:
            page = f"rounds/{self.round.id}/{at}/?lang={language}"
            links.append(element("a", {"class": "main", "href": page}, say("desk-open", language)))
            links += [self._link(f"{at}/{kind}", key) for kind, key in offers(file, self.round)]
        label = say("desk-replace-label", language, name=name)
        choose = element(
            "label",
            {"class": "button"},
            say("desk-replace", language),
            element("input", {"type": "file", "data-replace": file.path, "aria-label": label}),
        )
        remove = element(
            "button",
            {"type": "button", "data-remove": file.path, "aria-label": say("desk-remove-label", language, name=name)},
            say("desk-remove", language),
        )
        return element("div", {"class": "actions", "role": "group", "aria-label": name}, *links, choose, remove)


def _mistake(account: MistakeAccount) -> Element:
    """The advice first, then why."""
    return element(
        "li",
        {"class": account.severity.value},
        element("p", {"class": "message"}, element("b", {"class": "label"}, account.label), " ", account.message),
        *elements("p", {"class": "why"}, [account.why]),
    )
