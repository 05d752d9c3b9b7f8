"""Reader for RTF files, as they read with all tracked changes accepted and hidden text left out."""

from __future__ import annotations

from msgspec.structs import replace

from validator.model.document import Document
from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers.blocks.builder import BlockBuilder
from validator.readers.blocks.flow import Flow
from validator.readers.encoding import DAMAGED
from validator.readers.rtf._state import CHANGES, TextState
from validator.readers.rtf._story import DEEPEST_TABLES, Story
from validator.readers.rtf._table import SHAPE_WORDS
from validator.readers.rtf._tokens import Scanner, Token, TokenKind, codec_of_charset, codec_of_page

MOST_TOKENS = 1_000_000
_WESTERN = 1252
_HALF_RANGE = 1 << 16

_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
_PARAGRAPH_ENDS = frozenset({"par", "page", "sect", "column"})
_CELL_ENDS = frozenset({"cell", "row", "nestcell", "nestrow"})
_FONT_WORDS = frozenset({"ansicpg", "f", "fcharset"})
_NOT_READ = frozenset({
    "annotation", "colortbl", "fldinst", "filetbl", "footer", "footerf", "footerl", "footerr", "footnote", "header",
    "headerf", "headerl", "headerr", "listtext", "nonesttables", "objdata", "pict", "pntext", "pntxta", "pntxtb",
    "revtbl", "rxe", "shprslt", "stylesheet", "tc", "tcn", "xe",
})  # fmt: skip
"""Groups whose text does not stand in the body."""
_READ_ALL_THE_SAME = frozenset({"shpinst", "nesttableprops"})
"""Groups marked as unknown to old programs that are of use here."""
_KNOWN = frozenset(
    {"bin", "u", *_SIGNS, *_PARAGRAPH_ENDS, *_CELL_ENDS, *_FONT_WORDS, *_NOT_READ, *CHANGES, *SHAPE_WORDS}
)


def read_rtf(path: str, data: bytes) -> Document:
    """Read an RTF file. Raises UnreadableInputError for one that breaks off or is made to harm."""
    reader = _Reader(path, data)
    flow = reader.read()
    builder = BlockBuilder()
    if reader.undecodable:
        builder.warn(DAMAGED)
    builder.add_flow(flow)
    return Document(path, "rtf", tuple(builder.blocks), reader.title, tuple(builder.warnings))


class _Reader:
    """Follows the marks of a file from beginning to end."""

    def __init__(self, path: str, data: bytes) -> None:
        self.title: str | None = None
        self.undecodable = False
        self._path = path
        self._scanner = Scanner(data)
        self._page = codec_of_page(_WESTERN)
        self._fonts: dict[int, str] = {}
        self._state = TextState(self._page)
        self._groups: list[TextState] = []
        self._stories = [Story()]
        self._bytes = bytearray()
        self._title_words: list[str] = []
        self._to_skip = 0
        self._optional = False

    def read(self) -> Flow:
        """The body. Raises UnreadableInputError if it does not end."""
        for number, token in enumerate(self._scanner):
            if number > MOST_TOKENS:
                raise refusal.suspicious(self._path, Text("标记过多", "it holds too many marks"))
            self._take(token)
            if token.mark is TokenKind.CLOSE and not self._groups:
                break
        else:
            raise refusal.damaged(self._path, "the outermost group does not end")
        self._flush()
        self.title = "".join(self._title_words).strip() or None
        return self._stories[0].finish()

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    @property
    def _level(self) -> int:
        """In how many tables the current paragraph stands."""
        inside = self._state.in_table or self._story.in_row
        return max(self._state.level, int(inside))

    def _take(self, token: Token) -> None:
        optional, self._optional = self._optional, False
        if token.mark is TokenKind.OPEN:
            self._to_skip = 0
            self._groups.append(self._state)
        elif token.mark is TokenKind.CLOSE:
            self._close()
        elif token.mark is TokenKind.WORD:
            word = token.text.decode("ascii")
            if optional or word in _KNOWN:  # most words are about looks
                self._word(word, token.number, optional=optional)
        elif token.mark is TokenKind.SYMBOL:
            self._symbol(token.text)
        else:
            self._take_bytes(token)

    def _close(self) -> None:
        self._to_skip = 0
        self._flush()
        if not self._groups:
            return
        before = self._groups.pop()
        if before.story < self._state.story:
            box = self._stories.pop().finish()
            self._story.boxes.append(box)
        self._state = before

    def _take_bytes(self, token: Token) -> None:
        skipped = min(self._to_skip, len(token.text))
        self._to_skip -= skipped
        self._bytes += token.text[skipped:]

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._optional = True
        elif symbol in b"\r\n":
            self._word("par", None, optional=False)
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None, *, optional: bool) -> None:
        if word == "bin":
            self._scanner.skip_bytes(number or 0)
        elif word == "u":
            self._character(number or 0)
        elif (optional and word not in _READ_ALL_THE_SAME) or (word in _NOT_READ):
            self._scanner.skip_group()
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif not self._structure(word):
            self._flush()
            self._set(word, number)

    def _character(self, number: int) -> None:
        self._say(chr(number % _HALF_RANGE))
        self._to_skip = self._state.replaced

    def _structure(self, word: str) -> bool:
        """The ends of paragraphs, cells and rows; True if it was one."""
        if word not in _PARAGRAPH_ENDS and word not in _CELL_ENDS:
            return False
        self._flush()
        if self._state.silent:
            return True
        story = self._story
        if word in _PARAGRAPH_ENDS:
            story.end_paragraph(self._level)
        elif word == "cell":
            story.end_cell(1)
        elif word == "row":
            story.end_row(1)
            story.in_row = False
        elif word == "nestcell":
            story.end_cell(max(2, min(self._state.level, DEEPEST_TABLES)))
        else:
            story.end_row(max(2, len(story.tables)))
        return True

    def _set(self, word: str, number: int | None) -> None:
        """Words that change the state, name fonts, or describe rows."""
        change = CHANGES.get(word)
        if change is not None:
            state = change(self._state, number, self._page)
            if state.story > self._state.story:
                self._stories.append(Story())
            self._state = state
        elif word in _FONT_WORDS:
            self._set_font(word, number)
        else:
            self._shape(word, number)

    def _set_font(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "ansicpg":
            self._page = codec_of_page(number)
            self._state = replace(state, codec=self._page)
        elif word == "f" and state.font_table:
            self._state = replace(state, font=number or 0)
        elif word == "f":
            self._state = replace(state, codec=self._fonts.get(number or 0, self._page))
        elif state.font_table:
            codec = codec_of_charset(number)
            if codec is not None:
                self._fonts[state.font] = codec

    def _shape(self, word: str, number: int | None) -> None:
        story = self._story
        if self._state.nested_shape:
            story.nested_shaper.take(word, number)
            return
        story.shaper.take(word, number)
        if word == "trowd":
            story.in_row = True

    def _say(self, text: str) -> None:
        self._flush()
        if self._to_skip:
            self._to_skip -= 1
            return
        self._add(text)

    def _flush(self) -> None:
        """Decode the bytes that came; a character may be spread over several marks."""
        if self._bytes:
            text = self._bytes.decode(self._state.codec, "replace")
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if state.title:
            self._title_words.append(text)
        elif not (state.silent or state.font_table or state.hidden or state.deleted):
            self.undecodable = self.undecodable or "\ufffd" in text
            self._story.words.append(text)
