"""gouji: consistency checks for annual reports on government information disclosure (政府信息公开工作年度报告)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.front_door import names_of
from validator.version import __version__

if TYPE_CHECKING:
    from validator.engine.pipeline import check
    from validator.model.result import Result

__all__ = ["Result", "__version__", "check"]

__getattr__ = names_of(__name__, {"Result": "model.result", "check": "engine.pipeline"})
