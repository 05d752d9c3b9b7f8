"""Tests of scans import what the extra `ocr` brings: without it they are left alone unless they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.readers import ocr

if TYPE_CHECKING:
    import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    unwanted = "not (ocr" in config.getoption("markexpr") and not ocr.is_available()
    return True if unwanted and collection_path.name == "test_scans.py" else None
