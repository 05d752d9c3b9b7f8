"""Notes in a Word document, as comments on the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from validator.annotators import AUTHOR
from validator.annotators import _find_words as wording
from validator.annotators._office_package import EditablePackage
from validator.annotators.notes import CellMark, Note, Notes, Passage, grid_place
from validator.annotators.word import _looks as looks
from validator.annotators.word import _runs as runs
from validator.model.document import Location
from validator.readers.word.docx import cell_elements
from validator.readers.word.docx_xml import children, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ANCHORS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def annotate(data: bytes, notes: Notes, moment: datetime) -> bytes:
    """The document with one comment a place, and the cells shaded. Raises UnreadableInputError as the reader does."""
    package = EditablePackage(data)
    editor = _Editor(package, moment)
    editor.remove_old()
    for note in notes.notes:
        editor.comment(note)
    for mark in notes.marks:
        editor.shade(mark)
    return package.saved()


class _Editor:
    """Puts comments into the tree of a document."""

    def __init__(self, package: EditablePackage, moment: datetime) -> None:
        self._moment = moment
        self._root = package.tree(package.main)
        self._namespace = etree.QName(self._root).namespace or ""
        self._cells = cell_elements(self._root)
        self._comments = self._part(package)

    def _part(self, package: EditablePackage) -> Element:
        """The root of the part that holds the comments, made if there is none."""
        known = next(package.related(package.main, "comments"), None)
        if known is not None:
            return package.tree(known)
        folder = package.main.rpartition("/")[0]
        name = package.unused_name(f"{folder}/comments{{}}.xml" if folder else "comments{}.xml")
        root = etree.Element(self._tag("comments"), nsmap={"w": self._namespace})
        package.add(name, root, _COMMENTS)
        package.relation(package.main, name, "comments")
        return root

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _new(self, parent: Element, name: str, **values: str) -> Element:
        return etree.SubElement(parent, self._tag(name), {self._tag(key): value for key, value in values.items()})

    def shade(self, mark: CellMark) -> None:
        """Make a cell stand out that has to change, and hint at one that takes part; what a user has set stays."""
        place = grid_place(mark.location)
        for element in self._cells.get(place, ()) if place is not None else ():
            looks.shade(element, mark)

    def remove_old(self) -> None:
        """Take out the comments and shades of earlier runs, with what ties them to the text."""
        looks.remove_all(self._root)
        mine = [one for one in self._comments if one.get(self._tag("author")) == AUTHOR]
        numbers = {one.get(self._tag("id")) for one in mine}
        for one in mine:
            self._comments.remove(one)
        for anchor in list(self._root.iter(*map(self._tag, _ANCHORS))):
            parent = anchor.getparent()
            if anchor.get(self._tag("id")) in numbers and parent is not None:
                parent.remove(anchor)
                above = parent.getparent()
                if above is not None and local_name(parent) == "r" and _only_looks(parent):
                    above.remove(parent)

    def comment(self, note: Note) -> None:
        """Write a note beside its cell or words; one that has neither beside the first paragraph."""
        ends = self._runs(note.passage) if note.passage else None
        paragraphs = [] if ends else self._paragraphs(note.location)
        if not ends and not paragraphs:
            return
        numbers = [int(one.get(self._tag("id"), "0")) for one in self._comments]
        number = str(max(numbers, default=-1) + 1)
        date = self._moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        comment = self._new(self._comments, "comment", id=number, author=AUTHOR, date=date, initials=AUTHOR[:1])
        for line in note.text.split("\n"):
            text = self._new(self._new(self._new(comment, "p"), "r"), "t")
            text.text = line
            text.set(_SPACE, "preserve")
        if ends:
            self._tie_runs(*ends, number)
        else:
            self._tie(paragraphs[0], paragraphs[-1], number)

    def _tie(self, first: Element, last: Element, number: str) -> None:
        """Lay the comment over all between the beginning of one paragraph and the end of another.

        The marks stand outside the runs, so that it does not matter what the text is wrapped in, or if there is any.
        """
        start = etree.Element(self._tag("commentRangeStart"), {self._tag("id"): number})
        at = 1 if len(first) and local_name(first[0]) == "pPr" else 0
        first.insert(at, start)
        self._new(last, "commentRangeEnd", id=number)
        self._new(self._new(last, "r"), "commentReference", id=number)

    def _tie_runs(self, first: Element, last: Element, number: str) -> None:
        """Lay the comment over some runs of a paragraph, and whatever wraps them."""
        first.addprevious(etree.Element(self._tag("commentRangeStart"), {self._tag("id"): number}))
        reference = etree.Element(self._tag("r"))
        self._new(reference, "commentReference", id=number)
        last.addnext(reference)
        last.addnext(etree.Element(self._tag("commentRangeEnd"), {self._tag("id"): number}))

    def _runs(self, passage: Passage) -> tuple[Element, Element] | None:
        """What holds the first and the last of some words in a paragraph, parted from what else is said there."""
        before = passage.before
        for paragraph in self._root.iter(self._tag("p")):
            texts = runs.texts_of(paragraph)
            text = "".join(one.text or "" for one in texts)
            found = wording.find(text, passage.words, before)
            times = wording.count(text, passage.words)
            if found is not None and times > before:
                return runs.part(paragraph, texts, *found)
            before -= times
        return None

    def _paragraphs(self, location: Location | None) -> Sequence[Element]:
        place = grid_place(location)
        elements = None if place is None else self._cells.get(place)
        if elements:
            return [one for element in elements for one in _paragraphs_in(element)]
        first = next(
            (one for one in self._root.iter(self._tag("p")) if "".join(map(str, one.itertext())).strip()), None
        )
        return [] if first is None else [first]


def _paragraphs_in(element: Element) -> Iterator[Element]:
    """The paragraphs of a cell, without those of tables inside."""
    return (one for name, one in children(element) if name == "p")


def _only_looks(run: Element) -> bool:
    return all(local_name(one) == "rPr" for one in run)
