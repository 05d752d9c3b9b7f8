"""Reads clauses: each number of a sentence with the meanings of the words that go with it.

A sentence is cut into words of the lexicon and at its marks into clauses, a bracket being one of its own. In a clause
each number has the words around it, up to the mark or word that parts it from the next number; items of an enumeration
share the act and the object of the items before. What a clause without a number narrows (`通过网络，`) stays narrowed
in the clauses after it, and a clause that names no object speaks of that of the clauses before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from validator.checking.claims._items import (
    counts,
    is_full,
    is_qualified,
    named,
    outcomes,
    parted,
    pieces_of,
    statements_apart,
    without_examples,
)
from validator.checking.claims._segments import LEFT, TIMES, Numbers, Segment, Subject, is_of_other_time
from validator.model.rules.wording import Lexicon
from validator.packs.language.lexicon import LexiconToken, Role

NO, ALL, WHOLE, COMPARED, PART = "no", "all", "whole_percentage", "compare", "part"
STATEMENTS = frozenset({NO, ALL, WHOLE})
"""Meanings one of which every statement without a number has."""
SINCE, SO_FAR, IN_ALL = "since", "so_far", "in_all"
"""Meanings that the grammar itself knows."""
_CHANNEL, _DESK, _THIS_TIME = "channel", "desk", "this_time"
_FOREIGN = "elsewhere"
"""Meaning of unknown words that say what an object, or the next clause, is about: no wording has it."""
_IDLE = TIMES | {_THIS_TIME}
"""What narrows nothing behind its own item."""
_PERCENTAGE = "percentage"
TOLD_WITHOUT_WORDS = frozenset({WHOLE, _PERCENTAGE, _FOREIGN, *TIMES})
"""Meanings beside those of its words and units that a number may have."""
_SHARED = frozenset({Role.ACT, Role.OBJECT})
_MEANT = _SHARED | {Role.OTHER, Role.KIND, Role.APPLICANT, Role.NARROW}
_FOREIGN_ROLES = frozenset({Role.UNKNOWN, Role.OTHER})
_COUNTED = frozenset({Role.NUMBER, Role.PERCENTAGE})


class ClauseReader:
    """Reads one sentence, clause by clause."""

    def __init__(
        self,
        tokens: Sequence[LexiconToken],
        numbers: Numbers,
        lexicon: Lexicon,
        before: Subject,
        is_claimed: Callable[[Segment], bool],
    ) -> None:
        """Ready to read.

        `numbers`: where a masked number ends -> the number in the plain text; `before`: of the sentence before;
        `is_claimed`: whether the words of a number come to the meaning of some wording.
        """
        self.tokens = tokens
        self.numbers = numbers
        self.subject = before
        self._is_claimed = is_claimed
        self._applicants = frozenset(lexicon.applicants)
        self._narrowing = self._applicants | (frozenset(lexicon.narrow) - {_DESK})
        self._units = lexicon.units
        self._narrowed: set[str] = set(before.times)
        self._dated = False
        self._seen: frozenset[str] = frozenset()
        self._one_way: Subject | None = None
        """What is spoken of where only one way of it is counted so far."""
        self._objects: set[str] = set()
        self._stretch: set[str] = set()
        """Objects named since the last `;`."""

    def segments(self) -> tuple[Segment, ...]:
        """All numbers and statements, in the order in which their clauses end."""
        return tuple(self._segments())

    def after(self) -> Subject:
        """What the sentence speaks of at its end, once its segments are read."""
        strayed = not self._objects and any(token.role is Role.UNKNOWN for token in self.tokens)
        understood = self.subject.understood and not strayed
        return replace(self.subject, understood=understood, times=frozenset(self._narrowed & TIMES))

    def _segments(self) -> Iterator[Segment]:
        open_clauses: list[list[LexiconToken]] = [[]]
        for token in statements_apart(self.tokens, {NO, _PERCENTAGE, COMPARED}):
            if token.role is not Role.MARK:
                open_clauses[-1].append(token)
            elif token.name == "(":
                open_clauses.append([])
            elif token.name == ")" and len(open_clauses) > 1:
                inner = open_clauses.pop()
                outer = open_clauses[-1]
                yield from self._bracket(inner, outer)
                if inner and inner[0].name == PART and not counts(inner):
                    # `予以公开(含部分公开)5件` counts both; `收到155件(含上年结转)` counts what it did, no other time.
                    outer.extend([] if is_of_other_time(inner) else inner[1:])
                elif not counts(inner) and any(one.role is Role.UNKNOWN for one in inner):
                    outer.append(LexiconToken(token.start, token.end, Role.UNKNOWN))
            elif all(one.name == PART for one in open_clauses[-1]):
                # `其中，予以公开5件` is `其中予以公开5件`.
                continue
            else:
                yield from self._clause(open_clauses[-1])
                open_clauses[-1] = []
                if token.name == ";":
                    self._stretch.clear()
        while open_clauses:
            yield from self._clause(open_clauses.pop())

    def _bracket(self, inner: Sequence[LexiconToken], outer: Sequence[LexiconToken]) -> Iterator[Segment]:
        """A bracket speaks of what stands before it, and changes nothing behind it."""
        subject, narrowed = self.subject, set(self._narrowed)
        self._speak_of(outer)
        yield from self._clause(inner)
        self.subject = subject
        self._narrowed.clear()
        self._narrowed.update(narrowed)

    def _clause(self, clause: Sequence[LexiconToken]) -> Iterator[Segment]:
        if not clause:
            return
        roles = {token.role for token in clause}
        if Role.THIS_YEAR in roles or any(token.name == _THIS_TIME for token in clause):
            self._narrowed.difference_update(TIMES)
            # `截至2023年底` ends the year reported on; where a count begins is another matter.
            self._dated = True
        if Role.NUMBER in roles:
            yield from self._numbers(clause)
        else:
            yield from self._statement(clause)
            self._speak_of(clause)

    def _speak_of(self, words: Sequence[LexiconToken]) -> None:
        """Note the object of a clause; one that counts something unknown is about nothing we know."""
        objects = named(words, Role.OBJECT)
        roles = {token.role for token in words}
        known = Role.UNKNOWN not in roles
        if objects:
            self._objects.update(objects)
            self._stretch.update(objects)
            # `申请主要集中在征地等方面` tells what was asked for, and goes on about the same.
            tells = Role.ACT in roles and not roles.isdisjoint({Role.WITHIN, Role.EXAMPLES})
            name = "+".join(sorted(objects))
            same = replace(self.subject, times=frozenset()) == Subject(name) and not is_qualified(words)
            self.subject = Subject(name, known or (tells and same and not counts(words)))
        elif not roles.isdisjoint(_COUNTED) and not roles.isdisjoint(_FOREIGN_ROLES):
            self.subject = Subject(None, known, foreign=True)

    def _all_spoken_of(self) -> Subject:
        """What `均` and the like take in: all that the sentence has named, or what it has named since a `;`."""
        last, named = self.subject, self._stretch or self._objects
        return replace(last, name="+".join(sorted(named))) if named and not last.foreign else last

    # A clause with numbers

    def _numbers(self, clause: Sequence[LexiconToken]) -> Iterator[Segment]:
        pieces = pieces_of(clause)
        shared: frozenset[str] = frozenset()
        narrowing: frozenset[str] = frozenset(self._narrowed)
        # Parts of what we do not know are not those of the tables.
        known = not (self.subject.foreign and any(token.name == PART for token in clause))
        of_foreign = not known
        objects: set[str] = set()
        for item in pieces:
            words = without_examples(item)
            # A part that says by itself what was done with what needs no whole.
            known = (known or is_full(words)) and all(token.role is not Role.UNKNOWN for token in words)
            narrowing = self._narrowed_by(words, narrowing)
            own = self._settled(self._meanings(words) | narrowing)
            number = next(token for token in item if token.role is Role.NUMBER)
            # An object takes the place of those before it.
            shared = shared - self._objects if named(words, Role.OBJECT) else shared
            segment = self._segment(item, number, own, shared, understood=known)
            yield segment
            shared |= {token.name for token in words if token.role in _SHARED}
            if not of_foreign:
                self._speak_of(item)
                objects |= named(item, Role.OBJECT)
                # Counted otherwise than the tables count: what goes on about it is not theirs either.
                if objects and _CHANNEL not in own and not self._is_claimed(segment):
                    self.subject = replace(self.subject, understood=False)
                if any(token.name == _CHANNEL or token.role is Role.APPLICANT for token in words):
                    self._note_way()
            self._seen |= own | named(clause[-1:], Role.WITHIN)
        if len(objects) > 1:
            self.subject = replace(self.subject, name="+".join(sorted(objects)))

    def _narrowed_by(self, words: Sequence[LexiconToken], before: frozenset[str]) -> frozenset[str]:
        """What narrows the items behind some words: another applicant takes the place of the one before."""
        narrow = named(words, Role.NARROW) - _IDLE
        applicants = named(words, Role.APPLICANT)
        # What is counted at one desk is counted there to the end of the sentence.
        self._narrowed.update(narrow & {_DESK})
        return (before - self._applicants if applicants else before) | narrow | applicants

    def _note_way(self) -> None:
        """After one way or one applicant that opens a sentence it goes on about that, until the next.

        `网上受理65件，办结62件`, `企业申请7件，办结6件`.
        """
        if not self._seen:
            self.subject, self._one_way = replace(self.subject, understood=False), self.subject
        elif self._one_way is not None and self._one_way.name == self.subject.name:
            self.subject, self._one_way = self._one_way, None

    def _settled(self, own: frozenset[str]) -> frozenset[str]:
        """The meanings without those that others make idle."""
        idle = {IN_ALL} if len(own) > 1 else set()
        if SO_FAR in own:
            # Counted from some day on, not from the first of January.
            idle.add(SO_FAR)
        elif self._dated:
            idle.add(SINCE)
        return own - idle

    def _segment(
        self,
        item: Sequence[LexiconToken],
        number: LexiconToken | None,
        own: frozenset[str],
        shared: frozenset[str],
        *,
        understood: bool,
    ) -> Segment:
        end = item[-1].end if number is None else max(number.end, _last_meaning(item))
        return Segment(
            start=min(token.start for token in item),
            end=end,
            number=number.end if number is not None and number.end in self.numbers else None,
            own=own,
            shared=shared,
            subject=self._all_spoken_of() if number is None and ALL in own else self.subject,
            seen=self._seen.union(map("+".join, combinations(sorted(self._stretch), 2))),
            understood=understood,
            names=bool(named(item, Role.OBJECT)),
        )

    def _meanings(self, words: Sequence[LexiconToken]) -> frozenset[str]:
        names = {token.name for token in words if token.role in _MEANT}
        if is_qualified(words):
            names.add(_FOREIGN)
        for token in words:
            number = self.numbers.get(token.end) if token.role in _COUNTED else None
            if number is None:
                continue
            if token.role is Role.PERCENTAGE:
                names.add(WHOLE if number["number"] == "100" else _PERCENTAGE)
            else:
                names.update(name for name, units in self._units.items() if number["unit"] in units)
        names.discard(_THIS_TIME)
        return frozenset(names)

    # A clause without a number

    def _statement(self, clause: Sequence[LexiconToken]) -> Iterator[Segment]:
        words = without_examples(clause)
        known = all(token.role is not Role.UNKNOWN for token in words)
        own = self._meanings(words)
        if not own & STATEMENTS:
            if COMPARED not in own:
                # `除去结转下年度的` speaks of this year.
                self._narrowed.update((own & self._narrowing) - (TIMES if own & LEFT else frozenset()))
            # `主要涉及甲、乙等方面` tells what was asked for, `甲方面` where it was.
            acts = any(token.role is Role.ACT for token in clause)
            if not known and not acts and any(token.role is Role.WITHIN for token in clause):
                self._narrowed.add(_FOREIGN)
            return
        own = self._settled(own | self._narrowed)
        objects = [token for token in words if token.role is Role.OBJECT]
        if NO not in own or len(objects) <= 1:
            yield self._segment(clause, None, own, frozenset(), understood=known)
            return
        yield from self._none_of(words, objects[-1].name, known=known)

    def _none_of(self, words: Sequence[LexiconToken], last: str, *, known: bool) -> Iterator[Segment]:
        """`未发生甲、乙`: the same of each; an item without an object has the last one."""
        pieces = parted(words)
        told = outcomes(pieces[-1])
        for item in pieces:
            own = self._meanings(item) | {NO} | self._narrowed
            if all(token.role is not Role.OBJECT for token in item):
                yield self._segment(item, None, own | {last}, frozenset({last}), understood=known)
            else:
                # `行政复议、行政诉讼败诉`: whether the outcome is that of both is not said.
                clear = bool(outcomes(item)) or not told
                yield self._segment(item, None, own, frozenset(), understood=known and clear)


def _last_meaning(item: Sequence[LexiconToken]) -> int:
    return max((token.end for token in item if token.role in _MEANT), default=0)
