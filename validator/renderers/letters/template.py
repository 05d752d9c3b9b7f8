"""A Word template: fields between double braces are filled in, lists take the place of their paragraphs.

A list without entries goes, and with it the paragraph before it if that says how many entries it has: its heading.
Everything else stays as it is. Word parts a text into runs wherever it likes, so a field may lie in several of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import LETTER_FIELDS as FIELDS
from validator.messages import LETTER_LISTS as LISTS
from validator.messages import say
from validator.renderers.layout.escaping import xml_safe

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_UNREADABLE = (ValueError, KeyError, AttributeError, SyntaxError, OSError, zipfile.BadZipFile)
"""What python-docx raises for a file that is no Word document."""


class TemplateError(Exception):
    """A template that cannot be used."""

    def __init__(self, key: str, **values: str) -> None:
        """`key`: of the message, `values`: what it is filled with."""
        super().__init__(key)
        self.key = key
        self.values = values


class Item(Struct, frozen=True):
    """An entry of a list: a paragraph in bold, and those below it."""

    head: str
    """Empty for none."""
    lines: tuple[str, ...] = ()


class Template(Struct, frozen=True):
    """A template that was looked over."""

    data: bytes

    def __post_init__(self) -> None:
        """Raise TemplateError for what cannot be filled."""
        known = {word: name for name, text in (*FIELDS.items(), *LISTS.items()) for word in (text.zh, text.en)}
        found: set[str] = set()
        for paragraph in _paragraphs(self._opened()):
            text = _text(paragraph)
            for seen in (one.strip() for one in _FIELD.findall(text)):
                if seen not in known:
                    raise TemplateError("template-unknown", seen=xml_safe(seen), allowed=", ".join(known))
                if _alone(paragraph):
                    found.add(known[seen])
                elif known[seen] in LISTS:
                    raise TemplateError("template-missing", seen=_written(seen))
        for name in LISTS:
            if name not in found:
                raise TemplateError("template-missing", seen=_written(say(f"field-{name}", "zh")))

    def _opened(self) -> Document:
        import docx
        from docx.opc.exceptions import OpcError

        try:
            return docx.Document(io.BytesIO(self.data))
        except (*_UNREADABLE, OpcError):
            raise TemplateError("template-unreadable") from None

    def filled(self, texts: Mapping[str, str], lists: Mapping[str, Sequence[Item]]) -> bytes:
        """The document; `texts` and `lists` by the names of the fields."""
        document = self._opened()
        values = {word: texts[name] for name, text in FIELDS.items() for word in (text.zh, text.en)}
        items = {word: lists[name] for name, text in LISTS.items() for word in (text.zh, text.en)}
        for paragraph in list(_paragraphs(document)):
            if (word := _alone(paragraph)) in items:
                if not items[word] and _counts(paragraph.getprevious(), word):
                    _remove(paragraph.getprevious())
                _put_items(paragraph, items[word])
        for paragraph in _paragraphs(document):
            _put_texts(paragraph, values)
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


def _paragraphs(document: Document) -> Iterator[Element]:
    """The paragraphs of the text, of tables and boxes in it, and of heads and feet of its pages."""
    from docx.oxml.ns import qn

    parts = [document.element]
    for section in document.sections:
        kinds = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
        found = (getattr(section, kind) for kind in kinds)
        parts += [one._element for one in found if not one.is_linked_to_previous]  # noqa: SLF001 - no other way
    for part in parts:
        yield from part.iter(qn("w:p"))


def _texts(paragraph: Element) -> list[Element]:
    """The texts of a paragraph, without those of paragraphs in a box inside it."""
    from docx.oxml.ns import qn

    here = (one for one in paragraph.iter(qn("w:t")))
    return [one for one in here if next(one.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Element) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _alone(paragraph: Element) -> str:
    """The word of the field that is all of a paragraph; empty for others."""
    found = _FIELD.fullmatch(_text(paragraph).strip())
    return found[1].strip() if found else ""


def _counts(paragraph: Element | None, word: str) -> bool:
    """Whether a paragraph says how many entries the list of that word has."""
    names = [name for name, text in LISTS.items() if word in {text.zh, text.en}]
    counts = {text for name in names for text in (FIELDS[f"count-{name}"].zh, FIELDS[f"count-{name}"].en)}
    text = "" if paragraph is None else _text(paragraph)
    return any(one.strip() in counts for one in _FIELD.findall(text))


def _written(word: str) -> str:
    return "{{" + word + "}}"


def _remove(element: Element | None) -> None:
    if element is not None and (parent := element.getparent()) is not None:
        parent.remove(element)


def _put_texts(paragraph: Element, values: Mapping[str, str]) -> None:
    """Fill the fields in: each in the run that it begins in, with the look of that."""
    from docx.oxml.ns import qn

    for found in reversed(list(_FIELD.finditer(_text(paragraph)))):
        start, end = found.span()
        value = xml_safe(values[found[1].strip()])
        at = 0
        for one in _texts(paragraph):
            text = one.text or ""
            first, last = max(start - at, 0), min(end - at, len(text))
            if first < last:
                begins = at <= start
                one.text = text[:first] + (value if begins else "") + text[last:]
                one.set(qn("xml:space"), "preserve")
            at += len(text)


def _put_items(paragraph: Element, items: Sequence[Item]) -> None:
    """Put the entries of a list in the place of a paragraph, each with its look."""
    for item in items:
        if item.head:
            paragraph.addprevious(_like(paragraph, item.head, bold=True))
        for line in item.lines:
            paragraph.addprevious(_like(paragraph, line, bold=False))
    _remove(paragraph)


def _like(paragraph: Element, text: str, *, bold: bool) -> Element:
    """A paragraph with another text in the look of the first run of one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:p")
    for one in paragraph.iterchildren(qn("w:pPr")):
        made.append(deepcopy(one))
    run = OxmlElement("w:r")
    look = next(_texts(paragraph)[0].itersiblings(qn("w:rPr"), preceding=True), None)
    if look is not None:
        run.append(deepcopy(look))
    if bold:
        _embolden(run)
    words = OxmlElement("w:t")
    words.text = xml_safe(text)
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    made.append(run)
    return made


def _embolden(run: Element) -> None:
    """Set a run in bold type, whatever its look says."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    look = next(run.iterchildren(qn("w:rPr")), None)
    if look is None:
        look = OxmlElement("w:rPr")
        run.insert(0, look)
    for one in list(look.iterchildren(qn("w:b"))):
        look.remove(one)
    # Behind the style and the fonts, which stand before it.
    first = sum(one.tag in {qn("w:rStyle"), qn("w:rFonts")} for one in look)
    look.insert(first, OxmlElement("w:b"))
