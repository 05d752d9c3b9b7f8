"""Error localisation (Fellegi and Holt): the smallest sets of cells whose change satisfies every relation, ties kept.

Also the slip behind each repair, and what the text says where figures cannot decide. The search below `suspects` is
pure arithmetic over integers; it knows neither reports nor sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.localisation.neighbourhood import locate_near
    from validator.localisation.suspects import with_suspects

__all__ = ["locate_near", "with_suspects"]

__getattr__ = names_of(
    __name__,
    {"with_suspects": "suspects", "locate_near": "neighbourhood"},
)
