"""A sentence in both languages."""

from msgspec import Struct


class Text(Struct, frozen=True):
    """One sentence in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The sentence in `zh` or `en`."""
        return self.en if language == "en" else self.zh
