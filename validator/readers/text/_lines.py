"""The lines of a text and what each looks like on its own: a table's line, a number, a label, prose."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cached_property, lru_cache

from msgspec import Struct

from validator.model.numbers import UNIT_IN_YUAN, Kind, is_broken_at_point, normalise, read_number

_LINE_END = re.compile(r"\r\n|\n|\r")
_WIDE = re.compile("[\u4e00-\u9fff，。、；：（）]+")
"""The characters of Chinese text that all take two columns of the screen."""
_LONGEST_LABEL = 60
"""Characters; the longest label of a single line has 40."""
_LONGEST_SINGLE = 30
"""Characters of a label with one number only: a sentence may end in a number, too."""
_LONGEST_NUMBER = 40
_LONGEST_UNIT = 2
_LONGEST_ROW = 1000
_MARKS = frozenset({"-", "--", "—", "——", "－", "–", "/", "//", "\\"})
"""What is written for "none" between the numbers of a row."""
_NONE = "无"
"""The same as a word; without a number beside it, it may as well end a label."""
SENTENCE_END = ("。", "；", ";", "！", "？", "……")
_CLAUSE = re.compile(r"[，。；：,;:！？]")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PAGE_NUMBER = re.compile(r"[-—–－]\s*[0-9]{1,4}\s*[-—–－]|第\s*[0-9]{1,4}\s*页(?:[,，/\s]*共\s*[0-9]{1,4}\s*页)?")
_HEADING = re.compile(r"[一二三四五六七八九十]+[、.．]\s*\S{3}")
_NUMBERING = re.compile(
    r"[(（〔]?[一二三四五六七八九十]+[)）〕、.．]|第[一二三四五六七八九十]+[章节条]|[(（]?[0-9]{1,2}[)）、.．]\s*[^0-9\s]"
)


class Look(StrEnum):
    """What a line is taken for."""

    BLANK = "blank"
    PAGE = "page number"
    ROW = "label and numbers"
    NUMBERS = "several numbers"
    NUMBER = "one number"
    LABEL = "short text"
    PROSE = "prose"


class SourceLine(Struct, frozen=True, dict=True):
    """One line of a text file."""

    number: int
    """From 1."""
    text: str
    is_cell: bool = False
    """True for what is a cell for certain, also a blank one: it is no prose, however long."""

    @cached_property
    def stripped(self) -> str:
        """The text without white space at its ends."""
        return self.text.strip()

    @cached_property
    def width(self) -> int:
        """Columns of the screen that the text takes."""
        return display_width(self.stripped)

    @cached_property
    def split(self) -> tuple[str, tuple[str, ...]]:
        """The label and the numbers at the end of the line, parted at blanks."""
        if len(self.text) > _LONGEST_ROW:
            return self.stripped, ()
        words: list[str] = []
        for word in self.stripped.split():
            if words and is_number(words[-1]) and _belongs_to_number(word):
                # A unit may be broken as well.
                words[-1] += word if words[-1][-1].isalpha() and word.isalpha() else f" {word}"
            elif len(words) > 1 and is_broken_at_point(words[-1], word):
                words[-1] += word
            else:
                words.append(word)
        at = len(words)
        while at and (is_number(words[at - 1]) or _says_none(words[at - 1])):
            at -= 1
        if at and not any(map(is_number, words[at:])):
            at = len(words)
        return " ".join(words[:at]), tuple(words[at:])

    @property
    def ends_as_row(self) -> bool:
        """True for a label of any length and a number behind it, without the punctuation of a sentence."""
        label, numbers = self.split
        return bool(label and numbers) and not _has_clauses(label)

    @property
    def only_counts(self) -> bool:
        """True if every number carries a unit of things counted, `113 件`: so do sentences, and hardly any table."""
        units = {read_number(number).unit for number in self.split[1]}
        return None not in units and not units & set(UNIT_IN_YUAN)

    @cached_property
    def look(self) -> Look:
        """What the line is taken for when it stands alone."""
        if self.is_cell:
            return Look.NUMBER if not self.stripped or is_number(self.stripped) else Look.LABEL
        if not self.stripped:
            return Look.BLANK
        if _PAGE_NUMBER.fullmatch(self.stripped):
            return Look.PAGE
        label, numbers = self.split
        if numbers and (not label or _is_label(label, len(numbers))):
            return Look.ROW if label else Look.NUMBER if len(numbers) == 1 else Look.NUMBERS
        if len(self.stripped) > _LONGEST_LABEL or self.stripped.endswith(SENTENCE_END):
            return Look.PROSE
        return Look.LABEL

    @property
    def _start(self) -> str:
        return normalise(self.stripped[:20]).lstrip("#* ")

    @property
    def is_heading(self) -> bool:
        """True if it begins like the heading of a section."""
        return _HEADING.match(self._start) is not None

    @property
    def is_numbered(self) -> bool:
        """True if it begins with a numbering of any level."""
        return _NUMBERING.match(self._start) is not None

    @property
    def may_end_table(self) -> bool:
        """True for a short text that may be the label of a last, blank row, or the end of one."""
        return self.look is Look.LABEL and not self.is_indented and not _has_clauses(self.stripped)

    @property
    def begins_page(self) -> bool:
        """True if a form feed stands before it."""
        return self.text.startswith("\f")

    @property
    def is_indented(self) -> bool:
        """True if it begins with a blank."""
        return self.text[:1].isspace()


def split_lines(text: str, first: int = 1) -> list[SourceLine]:
    """The lines of a text, numbered from `first` on."""
    return [SourceLine(number, line) for number, line in enumerate(_LINE_END.split(text), first)]


def display_width(text: str, ambiguous: int = 1) -> int:
    """Columns of the screen that a text takes; `ambiguous` is what “ and the like take, which differs."""
    if text.isascii():
        return len(text)
    rest = _WIDE.sub("", text)
    return 2 * (len(text) - len(rest)) + sum([_char_width(char, ambiguous) for char in rest])


@lru_cache(maxsize=1 << 14)
def _char_width(char: str, ambiguous: int) -> int:
    widths = {"W": 2, "F": 2, "A": ambiguous}
    return 0 if unicodedata.combining(char) else widths.get(unicodedata.east_asian_width(char), 1)


def is_number(word: str) -> bool:
    """True for what may fill a number cell: a number, with sign and unit, or a mark for "none"."""
    if len(word) > _LONGEST_NUMBER:
        return False
    kind = read_number(word).kind
    if kind is Kind.NUMBER:
        return not word.endswith((".", "．"))  # that is a numbering
    return word in _MARKS


def _says_none(word: str) -> bool:
    return normalise(word) == _NONE


def _belongs_to_number(word: str) -> bool:
    """A unit or a remark in brackets, parted from its number by a blank."""
    return _BRACKETS.fullmatch(word) is not None or (
        len(word) <= _LONGEST_UNIT and read_number(f"0{word}").unit == word
    )


def _is_label(label: str, numbers: int) -> bool:
    """Whether text before numbers is the label of a row, and not a sentence that ends in numbers."""
    if "。" in label or "；" in label or len(label) > _LONGEST_LABEL:
        return False
    return numbers > 1 or (len(label) <= _LONGEST_SINGLE and not _has_clauses(label))


def _has_clauses(text: str) -> bool:
    """Whether a text is parted by punctuation outside brackets, as sentences are and labels are not."""
    return _CLAUSE.search(_BRACKETS.sub("", text)) is not None
