"""What stands in the answers of a child for an error, which is data as well."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.encoding.plain_data import StandIn
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

ERRORS: Mapping[type, StandIn] = {
    UnreadableInputError: StandIn(
        tuple[str, Text, Text],
        lambda error: (error.path, error.reason, error.hint),
        lambda told: UnreadableInputError(*told),
    )
}
