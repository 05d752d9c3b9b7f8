"""Marks in a web page: attributes on the cells, elements round words of the text, and a list of the notes at the end.

The page is not parsed and written anew, which would rearrange what is not valid in it: a few words are put into its
text, and every other character stays. What the style sheet adds to a cell is no text of the page, and readers skip the
element that holds the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape

from validator.annotators.html import _text as pagetext
from validator.annotators.notes import CellMark, Note, Notes, grid_place
from validator.model.document import Location
from validator.readers.encoding import decode
from validator.readers.html.reader import cell_elements

_LIST = re.compile(r"<gouji-notes\b.*?</gouji-notes>\n?", re.DOTALL)
_ATTRIBUTES = re.compile(
    r'(?: id="gouji-cell-[0-9]+")? data-gouji="[a-z]+"(?: data-gouji-change)? data-gouji-labels="[^"]*"'
)
_CELL = re.compile(r"<t[dh](?=[\s>/])", re.IGNORECASE)
_OWN_ID = re.compile(r"""\sid\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_END = re.compile(r"</body\s*>", re.IGNORECASE)
_NUMBER = "data-gouji-cell"
_MARKS = re.compile(r"</?gouji-mark\b[^>]*>")

_STYLE = """
td[data-gouji],th[data-gouji]{outline:1px dotted #6b5b58;outline-offset:-2px;
 background-color:#fdf3ef!important;color:#1a1a1a!important}
td[data-gouji]::after,th[data-gouji]::after{content:" [" attr(data-gouji-labels) "]";font-size:.75em;color:#6b5b58}
td[data-gouji-change],th[data-gouji-change]{outline:4px double #fff;outline-offset:-5px;font-weight:bold!important;
 background-color:#a61b12!important;color:#fff!important;print-color-adjust:exact;-webkit-print-color-adjust:exact}
td[data-gouji-change]::after,th[data-gouji-change]::after{color:#fff;font-size:1em}
gouji-mark{background:#ffe699;color:#1a1a1a}
gouji-mark[data-gouji=error]{background:#f8cbad}gouji-mark[data-gouji=note]{background:#ddebf7}
gouji-notes{display:block;clear:both;margin:2em 1em;padding:1em;border:2px solid #c0392b;background:#fff;color:#1a1a1a;
 font:15px/1.6 sans-serif;text-align:left}
gouji-notes pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.3em 0 1em}
gouji-notes a{color:#1a4f8b}
gouji-notes .gouji-top{position:fixed;right:1em;bottom:1em;padding:.4em .8em;background:#8b1a10;color:#fff;z-index:9999}
@media print{gouji-notes .gouji-top{display:none}}
"""


def annotate(data: bytes, notes: Notes, moment: datetime) -> bytes:  # noqa: ARG001 - marks of a page bear no date
    """The page with its cells marked and the notes listed at its end."""
    decoded = decode(data)
    text = _ATTRIBUTES.sub("", _MARKS.sub("", _LIST.sub("", decoded.text)))
    page = _Page(text)
    marked = page.marked(notes) if notes.notes else text
    content = marked.encode(decoded.encoding, "xmlcharrefreplace")
    if decoded.text.encode(decoded.encoding, "replace") == data:
        return content
    # Some characters are damaged, or the bytes stand in another order: a mark at the beginning says what is there now.
    return marked.removeprefix("\ufeff").encode("utf-8-sig", "replace")


class _Page:
    """The text of a page, and where the start tags of its cells are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _CELL.finditer(text)]
        """Places in the text behind the name of each start tag."""
        numbered = _with(text, {end: f' {_NUMBER}="{at}"' for at, end in enumerate(self._ends)})
        found = ((place, element.get(_NUMBER)) for place, element in cell_elements(numbered).items())
        self._cells = {place: self._ends[int(number)] for place, number in found if number is not None}

    def marked(self, notes: Notes) -> str:
        """The text with the marks in it."""
        words: dict[int, str] = {}
        marks = {mark.location: mark for mark in notes.marks}
        for number, place in enumerate(dict.fromkeys([*marks, *(note.location for note in notes.notes)]), 1):
            end = self._end(place)
            if end is not None:
                words[end] = _attributes(marks.get(place) if place else None, self._id(end), number)
        links = [self._link(note.location, words) for note in notes.notes]
        for at, note in enumerate(notes.notes):
            pieces = pagetext.find(self._text, note.passage) if note.passage else ()
            for position, tag in _tags(note, pieces, f"gouji-text-{at + 1}"):
                known = words.get(position, "")
                words[position] = tag + known if tag.startswith("</") else known + tag
                links[at] = f"gouji-text-{at + 1}"
        listed = _listed(notes, links)
        ends = list(_END.finditer(self._text))
        end = ends[-1].start() if ends else len(self._text)
        return _with(self._text, {**words, end: listed})

    def _end(self, location: Location | None) -> int | None:
        place = grid_place(location)
        return None if place is None else self._cells.get(place)

    def _id(self, end: int) -> str | None:
        """The id that a cell has of its own."""
        match = _OWN_ID.search(self._text, end, self._text.find(">", end))
        return match[1] if match else None

    def _link(self, place: Location | None, words: Mapping[int, str]) -> str | None:
        end = self._end(place)
        if end is None or end not in words:
            return None
        given = re.search(r' id="([^"]+)"', words[end])
        return given[1] if given else self._id(end)


def _attributes(mark: CellMark | None, own_id: str | None, number: int) -> str:
    severity = "error" if mark is None else mark.severity
    labels = "" if mark is None else escape(", ".join(mark.labels))
    change = " data-gouji-change" if mark is not None and mark.change else ""
    identity = "" if own_id else f' id="gouji-cell-{number}"'
    return f'{identity} data-gouji="{severity}"{change} data-gouji-labels="{labels}"'


def _tags(note: Note, pieces: Sequence[tuple[int, int]], identity: str) -> Iterator[tuple[int, str]]:
    """The tags round the pieces of a passage; the first piece bears the id."""
    head = escape(note.text.partition("\n")[0])
    for at, (start, end) in enumerate(pieces):
        own = f' id="{identity}"' if at == 0 else ""
        yield start, f'<gouji-mark{own} data-gouji="{note.severity}" title="{head}">'
        yield end, "</gouji-mark>"


def _listed(notes: Notes, links: Sequence[str | None]) -> str:
    """The element with the style sheet and the list of notes."""
    items = "\n".join(_items(notes.notes, links))
    top = f'<a class="gouji-top" href="#gouji-notes">gouji: {len(notes.notes)}</a>'
    return f'<gouji-notes id="gouji-notes"><style>{_STYLE}</style>\n{items}\n{top}</gouji-notes>\n'


def _items(notes: tuple[Note, ...], links: Sequence[str | None]) -> Iterator[str]:
    for note, link in zip(notes, links, strict=True):
        first, _, rest = escape(note.text).partition("\n")
        yield (
            f'<div><a href="#{escape(link)}">{first}</a><pre>{rest}</pre></div>'
            if link
            else (f"<div><strong>{first}</strong><pre>{rest}</pre></div>")
        )


def _with(text: str, words: Mapping[int, str]) -> str:
    """A text with words put in at some places."""
    parts = []
    last = 0
    for place in sorted(words):
        parts += [text[last:place], words[place]]
        last = place
    return "".join([*parts, text[last:]])
