"""The words that every match of a pattern must hold, so that most patterns need not be tried."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.rules.wording import NUMBER, PERCENTAGE, Wordings
from validator.packs.language.masking import MASKED_NUMBER, MASKED_PERCENTAGE
from validator.packs.language.numerals import count_pattern, percentage_pattern


def all_words(wordings: Wordings) -> Mapping[str, str]:
    """The words that patterns can use: those of the pack, and the numbers."""
    numbers = wordings.numbers
    return {**wordings.words, NUMBER: count_pattern(numbers), PERCENTAGE: percentage_pattern(numbers)}


def masked_words(wordings: Wordings) -> Mapping[str, str]:
    """The same for patterns that are matched against masked sentences."""
    return {**wordings.words, NUMBER: MASKED_NUMBER, PERCENTAGE: MASKED_PERCENTAGE}
