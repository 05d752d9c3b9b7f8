"""Settings shared by all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No deadlines and no complaints about slow examples: a machine may be busy.
settings.register_profile("quick", max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples in every run, so that a change cannot fail by chance.
settings.register_profile(
    "ci", settings.get_profile("quick"), max_examples=25, derandomize=True, database=None, print_blob=True
)
# For a night: `HYPOTHESIS_PROFILE=thorough pytest tests/properties`.
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=500)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))
