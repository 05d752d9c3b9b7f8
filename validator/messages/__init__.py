"""Every sentence shown to users, in Chinese and English, by key.

The parts of the catalogue are kept by who speaks: findings, the report around them, the commands, the readers.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.messages import _observations
from validator.messages._between_reports import BETWEEN_REPORTS
from validator.messages._commands import COMMANDS
from validator.messages._desk import DESK
from validator.messages._faults import FAULTS
from validator.messages._mistakes import MISTAKES
from validator.messages._observations import ObservationText
from validator.messages._office import LETTER_FIELDS, LETTER_LISTS, OFFICE
from validator.messages._outputs import OUTPUTS
from validator.messages._passages import PASSAGES
from validator.messages._phrases import PHRASES
from validator.messages._reading import READING
from validator.messages._suspects import SUSPECTS
from validator.messages._usage import USAGE
from validator.messages.rules.coverage import COVERAGE
from validator.messages.rules.proofs import LEARNED, PROOFS
from validator.model.observations.kinds import ObservationKind
from validator.model.text import Text

LANGUAGES = ("zh", "en")
"""The languages a sentence can be had in; the first is the default."""

CATALOGUE: Mapping[str, Text] = {
    **PHRASES, **USAGE, **COMMANDS, **FAULTS, **READING, **SUSPECTS, **MISTAKES, **COVERAGE, **OUTPUTS, **OFFICE,
    **DESK, **PROOFS, **LEARNED,
}  # fmt: skip
"""Key -> sentence with `{name}` where a value goes."""

OBSERVATIONS: Mapping[ObservationKind, ObservationText] = {**_observations.OBSERVATIONS, **BETWEEN_REPORTS, **PASSAGES}
"""Kind -> what is said of it."""

__all__ = ["CATALOGUE", "LANGUAGES", "LETTER_FIELDS", "LETTER_LISTS", "OBSERVATIONS", "ObservationText", "say"]


def say(key: str, language: str, **values: object) -> str:
    """The sentence of that key, filled in; KeyError if there is no such key or a value is missing."""
    return CATALOGUE[key][language].format_map(values)
