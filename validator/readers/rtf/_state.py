"""What a group of an RTF file inherits from the one around it, and the words that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from validator.readers.rtf._story import DEEPEST_TABLES


class TextState(Struct, frozen=True):
    """What a group inherits from the one around it."""

    codec: str
    font_table: bool = False
    font: int = 0
    """The font that is being described, inside the font table."""
    silent: bool = False
    """Inside a drawing, whose properties are no text."""
    title: bool = False
    replaced: int = 1
    """How many characters for old programs follow a character by its number."""
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    level: int = 0
    """Depth of nested tables, where it is given."""
    nested_shape: bool = False
    story: int = 0
    """How many text boxes it stands in."""


Change: TypeAlias = Callable[[TextState, int | None, str], TextState]
"""What a word makes of the state: state, number behind the word or None, codec of the file -> new state."""

CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "pard": lambda state, _, __: replace(state, in_table=False, level=0),
        "plain": lambda state, _, page: replace(state, hidden=False, deleted=False, codec=page),
        "intbl": lambda state, number, _: replace(state, in_table=number != 0),
        "itap": lambda state, number, _: replace(state, level=min(number or 0, DEEPEST_TABLES)),
        "v": lambda state, number, _: replace(state, hidden=number != 0),
        "deleted": lambda state, number, _: replace(state, deleted=number != 0),
        "uc": lambda state, number, _: replace(state, replaced=1 if number is None else max(0, number)),
        "fonttbl": lambda state, _, __: replace(state, font_table=True),
        "nesttableprops": lambda state, _, __: replace(state, nested_shape=True),
        "info": lambda state, _, __: replace(state, silent=True),
        "shpinst": lambda state, _, __: replace(state, silent=True),
        "title": lambda state, _, __: replace(state, title=state.silent),
        "shptxt": lambda state, _, __: replace(state, silent=False, story=state.story + 1, in_table=False, level=0),
    }
)
"""Words that change the state."""
