"""Lines and areas drawn on a page."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from validator.readers.page.geometry import Box


class Ruling(NamedTuple):
    """A straight line along one axis of the page; a named tuple because a page may have many thousands."""

    at: float
    """Place on the other axis."""
    start: float
    end: float


class Drawing(Struct, frozen=True):
    """What a page shows beside its text."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    picture: bool
    """True if a picture covers most of the page."""
    hidden_text: bool
    """True if all its text is invisible: what a text recognition has laid under a scan."""
    anything: bool = False
    """True if there are pictures or drawings at all."""
    dots: float = 0.0
    """Dots an inch of its finest picture, small ones left out; 0 if there is none."""
    pixels: int = 0
    """Dots of its largest picture."""
    borrowed_fonts: bool = False
    """True if some text is set in fonts that the file does not hold, and was measured by those of the machine."""
    unmeasured: tuple[Box, ...] = ()
    """Where text in such fonts takes up no room: blanks, and what the fonts of the machine have no outlines for."""
