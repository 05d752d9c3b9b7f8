"""What stands in one cell of a table without ruling lines, and what stands side by side."""

from __future__ import annotations

from msgspec import Struct, field

from validator.readers.page._words import Word


class Block(Struct, eq=False):
    """What stands in one cell: the lines of a text that wraps, or of a number that does."""

    words: list[Word]
    first: int
    last: int
    """Columns it stands in."""

    @property
    def middle(self) -> float:
        """Height half way from the first line to the last."""
        return (self.words[0].y + self.words[-1].y) / 2

    @property
    def size(self) -> float:
        """One em."""
        return self.words[0].size

    @property
    def is_value(self) -> bool:
        """True for a number, or a mark in its place."""
        return self.words[0].is_value


class PrintedRow(Struct, eq=False):
    """What stands side by side."""

    y: float
    blocks: list[Block] = field(default_factory=list)

    @property
    def values(self) -> dict[int, Block]:
        """Column -> its number."""
        return {block.first: block for block in self.blocks if block.is_value}

    @property
    def texts(self) -> list[Block]:
        """What is no number."""
        return [block for block in self.blocks if not block.is_value]

    @property
    def first_page(self) -> int:
        """Where it begins."""
        return min(word.part.page for block in self.blocks for word in block.words)

    @property
    def last_page(self) -> int:
        """Where it ends."""
        return max(word.part.page for block in self.blocks for word in block.words)

    @property
    def has_one_number_a_column(self) -> bool:
        """False if numbers are printed over each other."""
        return len(self.values) == sum(block.is_value for block in self.blocks)

    @property
    def has_text(self) -> bool:
        """True if anything but numbers stands in it."""
        return bool(self.texts)
