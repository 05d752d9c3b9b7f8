"""The body of an RTF file, or a text box in it: paragraphs and tables as they come."""

from __future__ import annotations

from msgspec import Struct, field

from validator.readers.blocks.flow import Flow, SourcePicture, SourceTable
from validator.readers.rtf._table import OpenTable, RowShaper

DEEPEST_TABLES = 20


class Story(Struct):
    """The body, or a text box: paragraphs and tables in reading order."""

    content: list[str | SourceTable | SourcePicture] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tables: list[OpenTable] = field(default_factory=list)
    boxes: list[Flow] = field(default_factory=list)
    """Text boxes that hang on the current paragraph."""
    in_row: bool = False
    shaper: RowShaper = field(default_factory=RowShaper)
    nested_shaper: RowShaper = field(default_factory=RowShaper)

    def end_paragraph(self, level: int) -> None:
        """What was said since the last paragraph stands inside that many tables."""
        self.go_to(level)
        place = self.tables[-1].content if self.tables else self.content
        text = _joined(self.words).strip()
        self.words.clear()
        if text:
            place.append(text)
        for box in self.boxes:
            place.extend(box)
        self.boxes.clear()

    def go_to(self, level: int) -> None:
        """Open and close tables until so many are open."""
        while len(self.tables) < min(level, DEEPEST_TABLES):
            self.tables.append(OpenTable())
        while len(self.tables) > level:
            flow = self.tables.pop().close()
            (self.tables[-1].content if self.tables else self.content).extend(flow)

    def end_cell(self, level: int) -> None:
        """The current cell of the table at that depth is complete."""
        self.end_paragraph(level)
        self.tables[-1].end_cell()

    def end_row(self, level: int) -> None:
        """The current row of the table at that depth is complete."""
        self.end_paragraph(level)
        self.tables[-1].end_row((self.shaper if level == 1 else self.nested_shaper).shape())

    def finish(self) -> Flow:
        """Everything that was said; what is still open ends here."""
        self.end_paragraph(0)
        return tuple(self.content)


def _joined(words: list[str]) -> str:
    """The text of a paragraph; characters beyond the first 65,536 come as two halves."""
    return "".join(words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
