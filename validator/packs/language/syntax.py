"""The little language of rules: text to syntax tree (`tree.py`), and back by `str`.

    new + carried_in = handled + carried_out
    handled = granted + partial + sum(denied.*, unavailable.*)
    amount >= 0.1 * items
    rate = 100 * done / whole or whole = 0
    items >= 1 and organ.may_issue_regulations = 0              (a guard)
    new + carried_in                                            (a sum)

What the names stand for is settled in `expansion.py`. `docs/rule-language.md` describes the language for its authors.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from validator.packs.language import tree as nodes
from validator.packs.language.tree import AND, OR, Condition, Side

_MOST_KNOWN = 4096
"""Expressions that are kept; a pack has some hundred."""

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    Branch: TypeAlias = Tree[Token]

_GRAMMAR = r"""
?condition: every
     | every ("or" every)+           -> any
?every: comparison
     | comparison ("and" comparison)+ -> all
comparison: side COMPARATOR side

?side: product
     | product (SIGN product)+       -> added
?product: factors
     | "-" product                   -> negated
?factors: atom
     | factors "*" atom              -> multiplied
     | factors "/" atom              -> divided
?atom: NUMBER                        -> number
     | NAME                          -> name
     | "sum" "(" members ")"         -> total
     | "count" "(" members (COMPARATOR side)? ")" -> counted
     | FUNCTION "(" side ("," side)* ")" -> called
     | "(" side ")"
members: member ("," member)*
?member: NAME | GROUP

COMPARATOR: "<=" | ">=" | "!=" | "=" | "<" | ">"
FUNCTION.2: /(min|max|abs)(?=[ \t\r\n]*\()/
SIGN: "+" | "-"
NUMBER: /[0-9]{1,18}(\.[0-9]{1,18})?/
NAME: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*/
GROUP.1: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*\.\*/
%ignore /[ \t\r\n]+/
"""

_DEEPEST = 40
"""Brackets and signs inside each other."""
_IN_WORDS = {
    "COMPARATOR": ("=", "<=", ">=", "<", ">", "!="),
    "SIGN": ("+", "-"),
    "MINUS": ("-",),
    "STAR": ("*",),
    "SLASH": ("/",),
    "NUMBER": ("a number",),
    "NAME": ("a name",),
    "GROUP": ("a group followed by .*",),
    "SUM": ("sum(...)",),
    "COUNT": ("count(...)",),
    "FUNCTION": ("min(...)", "max(...)", "abs(...)"),
    "AND": ("and",),
    "OR": ("or",),
    "LPAR": ("(",),
    "RPAR": (")",),
    "COMMA": (",",),
    "$END": ("the end",),
}


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


def parse_check(text: str) -> Condition:
    """Parse a condition: what must hold, or a guard; raises ExpressionError."""
    return cast("Condition", _parsed("condition", text))


def parse_sum(text: str) -> Side:
    """Parse a sum that is compared with nothing; raises ExpressionError."""
    return cast("Side", _parsed("side", text))


Parsed: TypeAlias = "tuple[tuple[tuple[str, str], Condition | Side], ...]"
"""(what it is parsed as, text) and what that gave."""

_known: dict[tuple[str, str], Condition | Side] = {}
"""The rules of a few packs, each of which is asked for again and again."""


def known() -> Parsed:
    """All that was parsed so far, for a process that works with the same rules and need not load a parser."""
    return tuple(_known.items())


def know(parsed: Parsed) -> None:
    """Take over what another process has parsed."""
    _known.update(parsed)


def _parsed(kind: str, text: str) -> Condition | Side:
    found = _known.get((kind, text))
    if found is None:
        tree = _parse(text, kind)
        found = _side(text, tree) if kind == "side" else _condition(text, tree)
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

    return Lark(_GRAMMAR, parser="lalr", start=["condition", "side"], propagate_positions=True)


def _condition(text: str, tree: Branch) -> Condition:
    children = _children(tree)
    if tree.data in {"all", "any"}:
        return nodes.Joined(AND if tree.data == "all" else OR, tuple(_condition(text, one) for one in children))
    left, comparator, right = children
    return nodes.Comparison(_side(text, left), str(comparator), _side(text, right))


def _side(text: str, tree: Branch, depth: int = 0) -> Side:  # noqa: PLR0911 (one for each kind)
    """The side that a branch stands for; raises ExpressionError where it is nested deeper than anybody reads."""
    if depth > _DEEPEST:
        raise ExpressionError(text, tree.meta.start_pos, (f"{_DEEPEST} levels of brackets and signs",))
    inner = partial(_side, text, depth=depth + 1)
    children = _children(tree)
    match tree.data:
        case "number":
            return nodes.Constant(Decimal(str(children[0])))
        case "name":
            return nodes.Name(str(children[0]))
        case "total":
            return nodes.Total(_members(children[0]))
        case "counted":
            comparator, bound = (str(children[1]), inner(children[2])) if len(children) > 1 else (None, None)
            return nodes.Counted(_members(children[0]), comparator, bound)
        case "called":
            return nodes.Called(str(children[0]), tuple(map(inner, children[1:])))
        case "multiplied" | "divided":
            return _product(str(tree.data), inner(children[0]), inner(children[1]))
        case "negated":
            return nodes.Negated(inner(children[0]))
        case _:
            # added: a product, then sign and product in turn
            parts = [inner(children[0])]
            for sign, product in zip(children[1::2], children[2::2], strict=True):
                parts.append(nodes.Negated(inner(product)) if str(sign) == "-" else inner(product))
            return nodes.Added(tuple(parts))


def _product(kind: str, left: Side, right: Side) -> Side:
    if kind == "divided":
        return nodes.Divided(left, right)
    return nodes.Scaled(left.value, right) if isinstance(left, nodes.Constant) else nodes.Multiplied(left, right)


def _members(tree: Branch) -> tuple[str, ...]:
    return tuple(str(child) for child in tree.children)


def _children(tree: Branch) -> list[Branch]:
    # A child is a token where the grammar has one, and a branch elsewhere.
    return cast("list[Branch]", tree.children)
