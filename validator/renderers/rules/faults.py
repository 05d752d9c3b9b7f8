"""The faults of a rule pack, one line each: where, what, what was seen, what is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from validator.messages import CATALOGUE, say
from validator.model.errors import Fault
from validator.renderers.layout.lines import clean

_ALLOWED = 12
"""Allowed words that are listed."""
_MOST = 1000
"""Faults that are listed."""
_WRONG_TYPE = "wrong type"
"""The problem whose allowed words are kinds of values."""
_LONGEST = 200
"""Characters of what was seen: a value may be as long as its file."""


def render_faults(faults: Sequence[Fault], language: str, heading: str = "pack-broken") -> str:
    """The faults, after a line that counts them (message key `heading`); of very many, the first."""
    lines = [say(heading, language, count=len(faults)), *(_fault(fault, language) for fault in faults[:_MOST])]
    if len(faults) > _MOST:
        lines.append(say("faults-more", language, count=len(faults) - _MOST))
    return "".join(line + "\n" for line in lines)


def _fault(fault: Fault, language: str) -> str:
    """`file:line: problem: seen; allowed: ...; did you mean ...?`, as editors can follow it."""
    key = f"fault {fault.problem}"
    problem = CATALOGUE[key][language] if key in CATALOGUE else fault.problem
    line = str(fault.line) if fault.column is None else f"{fault.line}:{fault.column}"
    text = say("fault", language, file=clean(fault.file), line=line, problem=problem)
    if fault.seen:
        text += say("fault-seen", language, seen=_short(fault.seen))
    if fault.allowed:
        more = ["..."] if len(fault.allowed) > _ALLOWED else []
        words = [_allowed(word, fault, language) for word in fault.allowed[:_ALLOWED]]
        text += say("fault-allowed", language, allowed=", ".join([*words, *more]))
    if fault.nearest:
        text += say("fault-nearest", language, nearest=clean(fault.nearest))
    return text


def _allowed(word: str, fault: Fault, language: str) -> str:
    """A word to be written stays as it is; the kind that a value should have is told in the language of the user."""
    key = f"kind {word}"
    return CATALOGUE[key][language] if fault.problem == _WRONG_TYPE and key in CATALOGUE else clean(word)


def _short(seen: str) -> str:
    """What was seen, on one line; of a long one the part around the mark `^` of a syntax error, else the beginning."""
    if len(seen) <= _LONGEST:
        return clean(seen)
    start = max(0, seen.find("^") - _LONGEST // 2)
    part = clean(seen[start : start + _LONGEST])
    return f"{'...' if start else ''}{part}{'...' if start + _LONGEST < len(seen) else ''}"
