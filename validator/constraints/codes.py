"""Verdicts as small numbers."""

from __future__ import annotations

from validator.model.rules.rule import Verdict

VERDICTS = (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
"""The verdict of each code."""
SATISFIED, VIOLATED, UNDETERMINED, NOT_APPLICABLE = range(4)
