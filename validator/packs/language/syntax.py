"""The little language of rules: text to syntax tree, and back by `str`.

    new + carried_in = handled + carried_out
    handled = granted + partial + sum(denied.*, unavailable.*)
    amount >= 0.1 * items
    items >= 1 and organ.may_issue_regulations = 0              (a guard)
    new + carried_in                                            (a sum)

A check is one comparison by `=`, `<=` or `>=`; a guard may join several by `and` and may use `<` and `>` as well. What
the names stand for is settled in `expression.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

_MOST_KNOWN = 4096
"""Expressions that are kept; a pack has some hundred."""

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    Branch: TypeAlias = Tree[Token]

_GRAMMAR = r"""
check: side EQUALITY side
guard: comparison ("and" comparison)*
comparison: side (EQUALITY | STRICT) side

?side: product
     | product (SIGN product)+       -> added
?product: atom
     | "-" product                   -> negated
     | NUMBER "*" atom               -> scaled
?atom: NUMBER                        -> number
     | NAME                          -> name
     | "sum" "(" member ("," member)* ")" -> total
     | "(" side ")"
?member: NAME | GROUP

EQUALITY: "=" | "<=" | ">="
STRICT: "<" | ">"
SIGN: "+" | "-"
NUMBER: /[0-9]+(\.[0-9]+)?/
NAME: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*/
GROUP.1: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*\.\*/
%ignore /[ \t\r\n]+/
"""

_IN_WORDS = {
    "EQUALITY": ("=", "<=", ">="),
    "STRICT": ("<", ">"),
    "SIGN": ("+", "-"),
    "MINUS": ("-",),
    "STAR": ("*",),
    "NUMBER": ("a number",),
    "NAME": ("a name",),
    "GROUP": ("a group followed by .*",),
    "SUM": ("sum(...)",),
    "AND": ("and",),
    "LPAR": ("(",),
    "RPAR": (")",),
    "COMMA": (",",),
    "$END": ("the end",),
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: Decimal

    def __str__(self) -> str:
        """As digits, never with an exponent."""
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Name:
    """A cell, a row, a column, a group or a fact."""

    name: str

    def __str__(self) -> str:
        """The name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Total:
    """`sum(...)` of cells and groups."""

    members: tuple[str, ...]
    """Names, or groups as `denied.*`."""

    def __str__(self) -> str:
        """`sum(a, b.*)`."""
        return f"sum({', '.join(self.members)})"


@dataclass(frozen=True, slots=True)
class Scaled:
    """Number times something."""

    coefficient: Decimal
    inner: Side

    def __str__(self) -> str:
        """`2 * a`, brackets around all but the simplest."""
        return f"{self.coefficient:f} * {_bracketed(self.inner, (Added, Negated, Scaled))}"


@dataclass(frozen=True, slots=True)
class Negated:
    """Minus something."""

    inner: Side

    def __str__(self) -> str:
        """`-a`."""
        return f"-{_bracketed(self.inner, (Added,))}"


@dataclass(frozen=True, slots=True)
class Added:
    """Two or more things added; `a - b` is `a` and minus `b`."""

    parts: tuple[Side, ...]

    def __str__(self) -> str:
        """`a + b - c`."""
        first, *others = (_bracketed(part, (Added,)) for part in self.parts)
        return first + "".join(f" - {text[1:]}" if text.startswith("-") else f" + {text}" for text in others)


Side: TypeAlias = Constant | Name | Total | Scaled | Negated | Added


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and how they compare."""

    left: Side
    comparator: str
    right: Side

    def __str__(self) -> str:
        """`left = right`."""
        return f"{self.left} {self.comparator} {self.right}"


class ExpressionError(ValueError):
    """Text that is not an expression of the language."""

    def __init__(self, text: str, position: int, expected: tuple[str, ...]) -> None:
        """`position` counts characters from 0; `expected` says in words what could have followed."""
        super().__init__(f"{text[:position]}^{text[position:]}")
        self.text = text
        self.position = position
        self.expected = expected

    @property
    def marked(self) -> str:
        """The text with `^` before the character that does not fit."""
        return str(self)


def parse_check(text: str) -> Comparison:
    """Parse one relation; raises ExpressionError."""
    (found,) = _parsed("check", text)
    return cast("Comparison", found)


def parse_guard(text: str) -> tuple[Comparison, ...]:
    """Parse the comparisons of a guard, all of which must hold; raises ExpressionError."""
    return cast("tuple[Comparison, ...]", _parsed("guard", text))


def parse_sum(text: str) -> Side:
    """Parse a sum that is compared with nothing; raises ExpressionError."""
    (found,) = _parsed("side", text)
    return cast("Side", found)


Trees: TypeAlias = "tuple[Comparison | Side, ...]"
Parsed: TypeAlias = "tuple[tuple[tuple[str, str], Trees], ...]"
"""(what it is parsed as, text) and what that gave."""

_known: dict[tuple[str, str], Trees] = {}
"""The rules of a few packs, each of which is asked for again and again."""


def known() -> Parsed:
    """All that was parsed so far, for a process that works with the same rules and need not load a parser."""
    return tuple(_known.items())


def know(parsed: Parsed) -> None:
    """Take over what another process has parsed."""
    _known.update(parsed)


def _parsed(kind: str, text: str) -> Trees:
    found = _known.get((kind, text))
    if found is None:
        tree = _parse(text, kind)
        match kind:
            case "check":
                found = (_comparison(tree),)
            case "guard":
                found = tuple(map(_comparison, _children(tree)))
            case _:
                found = (_side(tree),)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[kind, text] = found
    return found


def _parse(text: str, start: str) -> Branch:
    from lark.exceptions import UnexpectedInput

    parse: Any = _parser().parse_interactive(text, start=start)  # lark leaves its methods without types
    try:
        parse.exhaust_lexer()
        tree: Branch = parse.feed_eof()
    except UnexpectedInput as error:
        accepted = parse.accepts()
        words = tuple(word for terminal, words in _IN_WORDS.items() if terminal in accepted for word in words)
        token: Token | None = getattr(error, "token", None)
        at_end = token is not None and token.type == "$END"
        raise ExpressionError(text, len(text) if at_end else error.pos_in_stream or 0, words) from None
    return tree


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", start=["check", "guard", "side"])


def _comparison(tree: Branch) -> Comparison:
    left, comparator, right = _children(tree)
    return Comparison(_side(left), str(comparator), _side(right))


def _side(tree: Branch) -> Side:
    children = _children(tree)
    match tree.data:
        case "number":
            return Constant(Decimal(str(children[0])))
        case "name":
            return Name(str(children[0]))
        case "total":
            return Total(tuple(str(child) for child in children))
        case "scaled":
            return Scaled(Decimal(str(children[0])), _side(children[1]))
        case "negated":
            return Negated(_side(children[0]))
        case _:
            # added: a product, then sign and product in turn
            parts = [_side(children[0])]
            for sign, product in zip(children[1::2], children[2::2], strict=True):
                parts.append(Negated(_side(product)) if str(sign) == "-" else _side(product))
            return Added(tuple(parts))


def _children(tree: Branch) -> list[Branch]:
    # A child is a token where the grammar has one, and a branch elsewhere.
    return cast("list[Branch]", tree.children)


def _bracketed(side: Side, kinds: tuple[type, ...]) -> str:
    return f"({side})" if isinstance(side, kinds) else str(side)
