"""Lines of styled text, measured in terminal cells: a Chinese character takes two, an English letter one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from rich.cells import cell_len, chop_cells

_QUOTES = str.maketrans(dict.fromkeys("“”‘’"))
_AMBIGUOUS = re.compile("[“”‘’…—·×≠≤≥]")
"""Characters that some terminals print one cell wide and others two."""
_TOKEN = re.compile(r"\s|[（“《]*(?:[!-~]+|.)[，。；：、）”》！？]* ?")
"""A piece that is not broken: an English word or one other character, with the punctuation that belongs to it."""
_WIDEST = 2
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control characters, marks of writing direction, halves of characters."""


class Span(Struct, frozen=True):
    """A run of text in one style."""

    text: str
    style: str = ""
    """A style as rich writes it (`bold red`), or nothing."""


Line = tuple[Span, ...]
"""One line of output, without its line break."""


def clean(text: str) -> str:
    """Make foreign text safe to print on one line: white space runs become one blank, control characters go.

    Reports and file names are not ours: an escape sequence in them must not reach the terminal.
    """
    return _printable(" ".join(text.split()))


def clean_path(path: str) -> str:
    """The same for the path of a file, which is another file with fewer blanks in its name."""
    return _printable("".join(" " if char.isspace() else char for char in path))


def _printable(text: str) -> str:
    return "".join("?" if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def even(text: str) -> str:
    """Drop the quotation marks that some terminals print one cell wide and others two, for text in aligned columns."""
    return text.translate(_QUOTES)


def clip(text: str, width: int) -> str:
    """Shorten a text to so many cells, two dots at the end."""
    if cell_len(text) <= width:
        return text
    return next(iter(chop_cells(text, max(width - 2, 1))), "").rstrip() + ".."


def ending(text: str, width: int) -> str:
    """Shorten a text to so many cells at its end, two dots before it."""
    if cell_len(text) <= width:
        return text
    start = next(at for at in range(len(text)) if cell_len(text[at:]) <= width - 2)
    return ".." + text[start:].lstrip()


def left(text: str, width: int) -> str:
    """Pad a text with blanks on the right."""
    return text + " " * (width - cell_len(text))


def right(text: str, width: int) -> str:
    """Pad a text with blanks on the left."""
    return " " * (width - cell_len(text)) + text


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines of at most so many cells, between words or Chinese characters; a longer word is cut.

    Characters of ambiguous width count two here, so that the lines fit every terminal.
    """
    lines: list[str] = []
    current = ""
    for token in _pieces(text, max(width, _WIDEST)):
        if current and _most_cells((current + token).rstrip()) > width:
            lines.append(current.rstrip())
            current = ""
        current += token if current else token.lstrip()
    return (*lines, current.rstrip()) if current.strip() or not lines else tuple(lines)


def _most_cells(text: str) -> int:
    return cell_len(text) + len(_AMBIGUOUS.findall(text))


def _pieces(text: str, width: int) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if _most_cells(token.rstrip()) <= width:
            yield token
        else:
            yield from chop_cells(token, width)


def block(head: Sequence[Span], text: str, width: int, *, style: str = "", indent: int | None = None) -> Iterator[Line]:
    """A paragraph after a head; its further lines stand under the start of the text, or under `indent`."""
    taken = sum(cell_len(span.text) for span in head)
    under = taken if indent is None else indent
    first, *rest = _wrap_after(text, width, taken, under)
    yield (*head, Span(first, style))
    for line in rest:
        yield (Span(" " * under), Span(line, style))


def _wrap_after(text: str, width: int, taken: int, under: int) -> tuple[str, ...]:
    """Wrap a text whose first line starts at another place than the others."""
    if taken == under:
        return wrap(text, width - taken)
    first = wrap(text, max(width - taken, 1))[0]
    rest = text[len(first) :].lstrip()
    return (first, *wrap(rest, width - under)) if rest else (first,)


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without styles, each ended by a line break."""
    return "".join("".join(span.text for span in _trimmed(line)) + "\n" for line in lines)


def coloured(lines: Iterable[Line]) -> str:
    """The lines as text with ANSI colours."""
    from rich.color import ColorSystem
    from rich.style import Style

    styles: dict[str, Style] = {}

    def paint(span: Span) -> str:
        if not span.style:
            return span.text
        style = styles.setdefault(span.style, Style.parse(span.style))
        return style.render(span.text, color_system=ColorSystem.STANDARD)

    return "".join("".join(map(paint, _trimmed(line))) + "\n" for line in lines)


def _trimmed(line: Line) -> Line:
    """The line without blanks at its end."""
    spans = list(line)
    while spans and not spans[-1].text.rstrip():
        spans.pop()
    return (*spans[:-1], Span(spans[-1].text.rstrip(), spans[-1].style)) if spans else ()
