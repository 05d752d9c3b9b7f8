"""Cuts a clause into the pieces that belong to its numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from validator.packs.language.lexicon import LexiconToken, Role

_SEVERALLY, _CHANNEL = "severally", "channel"
"""Meanings of `分别`, and of a way in which something comes in."""
_TELL_NOTHING = frozenset({"no", "about", "all", "part", "timely", "in_all", "so_far"})
"""Kinds that are no outcome."""


def pieces_of(clause: Sequence[LexiconToken]) -> list[list[LexiconToken]]:
    """A clause cut into one piece for each of its numbers, those that stand apart from their names with these."""
    return list(_severally(clause)) or list(_items(_without_opener(clause)))


def _items(clause: Sequence[LexiconToken]) -> Iterator[list[LexiconToken]]:
    """A clause cut into one piece for each of its numbers."""
    held: list[LexiconToken] = []
    rest = sum(token.role is Role.NUMBER for token in clause)
    counted = False
    for at, token in enumerate(clause):
        if counted and rest:
            upcoming = clause[at:]
            join = next((one for one in upcoming if one.role in {Role.JOIN, Role.NUMBER}), None)
            # Words behind a number are its own up to the next mark; without one they are the next number's.
            if token.role is Role.JOIN or join is None or join.role is Role.NUMBER:
                yield held
                held, counted = [], False
                if token.role is Role.JOIN:
                    continue
        held.append(token)
        if token.role is Role.NUMBER:
            counted, rest = True, rest - 1
    if held:
        yield held


def statements_apart(tokens: Sequence[LexiconToken], begin: Collection[str]) -> Iterator[LexiconToken]:
    """The words of a sentence, a join behind a number that begins a statement made a mark.

    `行政处罚3件、无行政强制` says two things, so does `予以公开5件、占50%`. `begin`: the meanings that begin such a
    statement.
    """
    if not any(token.name in begin for token in tokens):
        yield from tokens
        return
    counted = False
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        counted = token.role is Role.NUMBER or (counted and token.role is not Role.MARK)
        if counted and token.role is Role.JOIN and following is not None and following.name in begin:
            yield LexiconToken(token.start, token.end, Role.MARK, "，")
        else:
            yield token


def parted(words: Sequence[LexiconToken]) -> list[list[LexiconToken]]:
    """Words parted at the joins."""
    parts: list[list[LexiconToken]] = [[]]
    for token in words:
        if token.role is Role.JOIN:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def without_examples(words: Sequence[LexiconToken]) -> Sequence[LexiconToken]:
    """The words without lists of examples (`等原因`) and of the ways something came in: such a list narrows nothing."""
    if not any(token.role is Role.EXAMPLES or token.name == _CHANNEL for token in words):
        return words
    at = next((at for at, token in reversed(list(enumerate(words))) if token.role is Role.EXAMPLES), None)
    if at is None:
        return [token for token in words if token.name != _CHANNEL] if _ways(words) else words
    head = words[:at]
    first = next((at for at, token in enumerate(head) if token.name == _CHANNEL), len(head))
    kept = [
        token
        for index, token in enumerate(head)
        if token.role not in {Role.KIND, Role.OTHER, Role.NARROW} and not (index > first and token.role is Role.UNKNOWN)
    ]
    if outcomes(head) and not outcomes(words[at:]):
        # `以信息不存在等理由答复44件`: the reasons alone say which of the answers, and are not all of them.
        return [token for token in words[at:] if token.role not in {Role.ACT, Role.OBJECT}]
    return [*kept, *words[at:]]


def _ways(words: Sequence[LexiconToken]) -> bool:
    """True if several ways are named side by side (`通过邮寄、网络`): then it is all that came in."""
    threes = zip(words, words[1:], words[2:], strict=False)
    return any(one.name == other.name == _CHANNEL and join.role is Role.JOIN for one, join, other in threes)


def _severally(clause: Sequence[LexiconToken]) -> Iterator[list[LexiconToken]]:
    """Of `甲、乙分别为4件、3件` each name with its number; none if there are not as many of both."""
    at = next((at for at, token in enumerate(clause) if token.name == _SEVERALLY), None)
    if at is None:
        return
    names, tail = parted(clause[:at]), clause[at + 1 :]
    counts = [token for token in tail if token.role is Role.NUMBER]
    if len(names) == len(counts) > 1:
        common = tail[: tail.index(counts[0])]
        yield from ([*name, *common, count] for name, count in zip(names, counts, strict=True))


def _without_opener(clause: Sequence[LexiconToken]) -> Sequence[LexiconToken]:
    """The clause without a `分别为` that opens it: each number behind has its own name, as in any list."""
    if not clause or clause[0].name != _SEVERALLY:
        return clause
    first = next((at for at, token in enumerate(clause) if token.role is Role.NUMBER), 0)
    return clause[1:] if outcomes(clause[1:first]) else clause


def is_full(words: Sequence[LexiconToken]) -> bool:
    """True if an act and its object are named."""
    return {token.role for token in words} >= {Role.ACT, Role.OBJECT}


def is_qualified(words: Sequence[LexiconToken]) -> bool:
    """True if an unknown word makes an object another one (`低保申请`)."""
    unknown = {token.end for token in words if token.role is Role.UNKNOWN}
    return bool(unknown) and any(token.role is Role.OBJECT and token.start in unknown for token in words)


def named(words: Sequence[LexiconToken], role: Role) -> frozenset[str]:
    """The meanings of the words of a role."""
    return frozenset(token.name for token in words if token.role is role)


def outcomes(item: Sequence[LexiconToken]) -> frozenset[str]:
    """What kinds of result an item tells of."""
    return named(item, Role.KIND) - _TELL_NOTHING


def counts(words: Sequence[LexiconToken]) -> bool:
    """True if there is a number among them."""
    return any(token.role is Role.NUMBER for token in words)
