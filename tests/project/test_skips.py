"""In CI a test that is skipped fails, so that a missing program cannot hide what it was meant to show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SKIPPING = {
    "a test": "import pytest\ndef test_a():\n    pytest.skip('not here')\n",
    "a module": "import pytest\npytest.importorskip('no_such_module')\n",
}


def outcome(folder: Path, source: str, *, ci: str) -> int:
    (folder / "test_skipping.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider", "-c", os.devnull]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    return subprocess.run(
        [*command, "test_skipping.py"], cwd=folder, env=environment, capture_output=True, check=False
    ).returncode


@pytest.mark.parametrize("source", SKIPPING.values(), ids=SKIPPING)
def test_what_is_skipped_fails_in_ci_and_nowhere_else(tmp_path: Path, source: str) -> None:
    assert outcome(tmp_path, source, ci="true") in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}
    assert outcome(tmp_path, source, ci="") in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
