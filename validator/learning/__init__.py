"""Relations found in many reports from their figures alone: sums, bounds, what is 0 together, usual sizes.

It knows samples of named numbers, be they reports or any flat table; what it finds are suggestions with their support.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.learning.learn import learn
    from validator.learning.learned import LearnedRule
    from validator.learning.samples import Samples

__all__ = ["LearnedRule", "Samples", "learn"]

__getattr__ = names_of(__name__, {"LearnedRule": "learned", "Samples": "samples", "learn": "learn"})
