"""What in a document says whose report it is: names with the standing of where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath

from msgspec import Struct

from validator.model.document import Document
from validator.packs.identity import IdentityRules
from validator.packs.language.date_patterns import dated
from validator.recognition.identity._texts import Piece, head, head_cells, head_rows, piece, tail


class Standing(IntEnum):
    """How far a name is believed that stands somewhere."""

    TITLE = 100
    """A line of its own with name and year."""
    BROKEN_TITLE = 90
    """The same over several lines."""
    SENTENCE = 80
    """The title inside a sentence: `现公布某县2023年…年度报告`."""
    PROPERTY = 75
    """The title that is kept apart from the text, or stands in a cell."""
    MAKER = 70
    """A sentence says who made the report."""
    ISSUER = 45
    """`发布机构` and the like."""
    UNDATED = 36
    """A title without a year."""
    SIGNED = 35
    """Below the text, before the date."""
    SOURCE = 30
    """`来源` and the like."""
    CONTACT = 25
    """Whom to ask."""
    SUBJECT = 22
    """Of whom the text speaks: `2023年，某局认真…`."""
    TRAIL = 20
    """The way through the site to the page."""
    FILE = 15
    """The name of the file."""
    SITE = 5
    """The site: it publishes the reports of others as well, and is only believed beside another witness."""


class Candidate(Struct, frozen=True):
    """A name, where it stands, and the year beside it."""

    name: str
    standing: Standing
    year: int | None = None


_PARTS = re.compile(r"[_|»>→–—-]+")
_TRAIL = re.compile(r"[>»→]")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MOST_JOINED = 3
"""Lines that a title is broken into."""
_NEAR = 2
"""Lines below a signature in which its date stands."""


def year_of(match: re.Match[str]) -> int | None:
    """The year of a match, if it has one."""
    text = match.groupdict().get("year")
    digits = (text or "").translate(_CHINESE_DIGITS)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def candidates(document: Document, rules: IdentityRules) -> Iterator[Candidate]:
    """Every name that a witness gives, in the order of the document for each kind of witness."""
    witnesses = _Witnesses(rules)
    lines = [one for one in head(document) if not witnesses.is_elsewhere(one)]
    yield from witnesses.titles(lines)
    yield from witnesses.sentences(lines)
    yield from witnesses.labels([*lines, *head_rows(document)])
    yield from witnesses.trails(lines)
    yield from witnesses.properties(document)
    yield from witnesses.cells(head_cells(document))
    yield from witnesses.signature(tail(document))
    yield from witnesses.file(document.path)


class _Witnesses:
    """The kinds of witnesses, read by the words of a pack."""

    def __init__(self, rules: IdentityRules) -> None:
        self._rules = rules

    def is_elsewhere(self, one: Piece) -> bool:
        """True for the title of another document; a sentence that only has such a word is none."""
        words = self._rules.elsewhere
        if one.is_sentence:
            return one.compact.startswith(words) or any(f"{word}:" in one.compact for word in words)
        return _any_of(words).search(one.compact) is not None

    def titles(self, lines: Sequence[Piece]) -> Iterator[Candidate]:
        """Titles in lines and in sentences, and those broken over lines none of which is one by itself."""
        found = [self.title(one) for one in lines]
        untitled = [self._is_untitled(one) for one in lines]
        in_text = False
        for one, title in zip(lines, found, strict=True):
            in_text = in_text or self._begins_text(one)
            if title is not None and not (in_text and one.is_sentence):
                # `由某局办公室编制的2023年…年度报告` is the report of the organ.
                name = self._rules.without_inner(title[0]) if one.is_sentence else title[0]
                yield Candidate(name, Standing.SENTENCE if one.is_sentence else Standing.TITLE, title[1])
            elif title is None and not one.is_sentence:
                yield from self._undated(one)
        yield from self._broken_titles(lines, found)
        for (first, second), is_title in zip(pairwise(lines), untitled, strict=False):
            if is_title and self._rules.is_name(second.compact):
                yield Candidate(second.compact, Standing.SIGNED)
            # Above another title, a name and what looks like one are the site and where in it the page is.
            elif not any(untitled) and self._rules.is_name(first.compact):
                yield from self._undated(Piece(f"{first.line} {second.line}"))

    def _broken_titles(
        self, lines: Sequence[Piece], found: Sequence[tuple[str, int | None] | None]
    ) -> Iterator[Candidate]:
        whole = [self._may_be_title(one) for one in lines]
        barred = [
            title is not None or one.is_sentence or ":" in one.compact for one, title in zip(lines, found, strict=True)
        ]
        for count in range(2, _MOST_JOINED + 1):
            for at in range(len(lines) - count + 1):
                # Of two titles one is where in the site the page is.
                if any(barred[at : at + count]) or sum(whole[at : at + count]) > 1:
                    continue
                # A blank in place of the line break: the name may begin with any of the lines.
                title = self.title(Piece(" ".join([one.line for one in lines[at : at + count]])))
                if title is not None:
                    yield Candidate(title[0], Standing.BROKEN_TITLE, title[1])

    def _begins_text(self, one: Piece) -> bool:
        """True for the first heading: what stands behind it may speak of the reports of others."""
        return any(pattern.search(one.compact) for pattern in self._rules.ready(self._rules.body))

    def _is_untitled(self, one: Piece) -> bool:
        """True for a title that names no organ."""
        return not one.is_sentence and any(
            pattern.search(one.compact) for pattern in self._rules.ready(self._rules.untitled)
        )

    def title(self, one: Piece) -> tuple[str, int | None] | None:
        """Name and year of a title in a text."""
        return next(self._matches(one, self._rules.titles), None)

    def _undated(self, one: Piece) -> Iterator[Candidate]:
        for name, _ in self._matches(one, self._rules.undated):
            yield Candidate(name, Standing.UNDATED)

    def _matches(self, one: Piece, patterns: tuple[str, ...]) -> Iterator[tuple[str, int | None]]:
        if not self._may_be_title(one):
            return
        text = self._broken(one.compact)
        for pattern in self._rules.ready(patterns):
            for match in pattern.finditer(text):
                name = self._name(one, match)
                if name is not None:
                    yield name, year_of(match)

    def _may_be_title(self, one: Piece) -> bool:
        return all(word in one.compact for word in self._rules.keywords)

    def _broken(self, text: str) -> str:
        """The text with numbers of documents, dates and the like turned into separators of the same length."""
        for pattern in self._rules.ready(self._rules.breaks):
            text = pattern.sub(lambda match: "|" * len(match[0]), text)
        return text

    def _name(self, one: Piece, match: re.Match[str]) -> str | None:
        """The name of a match. Where blanks part it, it begins as late as it can, places before it included."""
        chunks = one.chunks(*match.span("organ"))
        rules = self._rules
        for at in reversed(range(len(chunks))):
            name = rules.name_in("".join(chunks[at:]))
            if name is None:
                continue
            for before in reversed(chunks[:at]):
                longer = rules.name_in(before + name)
                if longer != before + name or not (len(before) == 1 or rules.names.is_place(before)):
                    break
                name = longer
            return name
        return None

    def sentences(self, lines: Iterable[Piece]) -> Iterator[Candidate]:
        """Who made the report, whom to ask, and of whom the text speaks."""
        rules = self._rules
        kinds: Sequence[tuple[tuple[str, ...], Standing]] = (
            (rules.leads, Standing.MAKER),
            (rules.contacts, Standing.CONTACT),
            (rules.subjects, Standing.SUBJECT),
        )
        in_text = False
        for one in lines:
            in_text = in_text or self._begins_text(one)
            text = self._broken(one.compact)
            for patterns, standing in kinds[-2:] if in_text else kinds:
                for pattern in rules.ready(patterns):
                    for match in pattern.finditer(text):
                        name = rules.name_in(rules.without_inner(match["organ"]))
                        if name is not None:
                            yield Candidate(name, standing)

    def labels(self, lines: Iterable[Piece]) -> Iterator[Candidate]:
        """Names behind labels."""
        rules = self._rules
        for one in lines:
            for labels, standing in ((rules.issuers, Standing.ISSUER), (rules.sources, Standing.SOURCE)):
                if _any_of(labels).search(one.compact) is None:
                    continue
                for match in _labelled(labels, rules.others).finditer(one.line):
                    # Word for word: `某县人民政府网站` is a site, not the organ.
                    name = rules.without_inner(_balanced(match["organ"]))
                    if rules.is_name(name):
                        yield Candidate(name, standing)

    def trails(self, lines: Iterable[Piece]) -> Iterator[Candidate]:
        """The last organ on the way to the page; its first stop is the site."""
        for one in lines:
            names = [name for part in _TRAIL.split(one.compact)[1:] if (name := self._whole(part))]
            if names:
                yield Candidate(names[-1], Standing.TRAIL)

    def _whole(self, part: str) -> str | None:
        text = part.strip("|:[]")
        return text if self._rules.is_name(text) else None

    def properties(self, document: Document) -> Iterator[Candidate]:
        """What is kept apart from the text: titles, where the text comes from, the site."""
        if document.source and self._rules.is_name(source := piece(document.source).compact):
            yield Candidate(source, Standing.SOURCE)
        said = [document.site]
        for title in filter(None, (document.headline, document.title)):
            one = piece(title)
            found = self.title(one)
            if found is not None:
                yield Candidate(found[0], Standing.PROPERTY, found[1])
            said += _PARTS.split(one.compact)[1:]
        for text in filter(None, said):
            name = self._rules.name_in(piece(text).compact)
            if name is not None:
                yield Candidate(name, Standing.SITE)

    def cells(self, cells: Iterable[Piece]) -> Iterator[Candidate]:
        """Titles in the cells of tables."""
        for one in cells:
            title = self.title(one)
            if title is not None:
                yield Candidate(title[0], Standing.PROPERTY, title[1])

    def signature(self, lines: Sequence[Piece]) -> Iterator[Candidate]:
        """A line that is a name, with a date in it or below it."""
        date = dated("{date}")
        texts = [one.compact for one in lines]
        for at, text in enumerate(texts):
            near = "|".join(texts[at : at + 1 + _NEAR])
            name = date.sub("", text)
            if date.search(near) and self._rules.is_name(name):
                yield Candidate(name, Standing.SIGNED)

    def file(self, path: str) -> Iterator[Candidate]:
        """The name of the file, which may be a title."""
        one = piece(PurePath(path.replace("\\", "/")).stem)
        for name, _ in self._matches(one, self._rules.titles):
            yield Candidate(name, Standing.FILE)
        for pattern in self._rules.ready(self._rules.files):
            match = pattern.fullmatch(one.compact)
            found = self._name(one, match) if match else None
            if found is not None:
                yield Candidate(found, Standing.FILE)


def _balanced(text: str) -> str:
    """A text without the bracket that closes around it."""
    return text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Fits where one of some words stands."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


@lru_cache(maxsize=16)
def _labelled(labels: tuple[str, ...], others: tuple[str, ...]) -> re.Pattern[str]:
    """A label, blanks between its characters or not, and the text behind it up to a blank, a mark or another label."""
    words = "|".join(" ?".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True)) or "(?!)"
    end = "|".join(map(re.escape, others)) or "(?!)"
    name = rf"(?P<organ>[^ |;,。:\[\]【】]+?)(?=[ |;,。\[\]【】]|$|{end})"
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{words})(?=[\])】 :|])[\])】 :|\[]*{name}")
