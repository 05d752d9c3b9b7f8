"""gouji: consistency checks for annual reports on government information disclosure (政府信息公开工作年度报告)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.version import __version__

if TYPE_CHECKING:
    from validator.pipeline import Result, check

__all__ = ["Result", "__version__", "check"]


def __getattr__(name: str) -> object:
    """Load the pipeline when it is asked for: `gouji --version` needs none of it."""
    if name in {"Result", "check"}:
        from validator import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
