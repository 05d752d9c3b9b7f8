"""Settings shared by all tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from threading import current_thread, main_thread

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from validator.engine.isolation import child_process

# No deadlines and no complaints about slow examples: a machine may be busy.
settings.register_profile("quick", max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples in every run, so that a change cannot fail by chance.
settings.register_profile(
    "ci", settings.get_profile("quick"), max_examples=25, derandomize=True, database=None, print_blob=True
)
constants_of_loaded_modules = providers._get_local_constants  # noqa: SLF001  hypothesis has no setting for it


def constants_to_draw() -> Constants:
    """None in CI: which modules a process has loaded depends on the tests before, and so would the examples."""
    return Constants() if settings.get_current_profile_name() == "ci" else constants_of_loaded_modules()


providers._get_local_constants = constants_to_draw  # noqa: SLF001
# For a night: `HYPOTHESIS_PROFILE=thorough pytest tests/properties`.
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=500)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that is skipped shows nothing: where `.ci/run` has installed all that tests need, it is a failure."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped, though CI has what it needs: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that is skipped as a whole."""
    report = yield
    if os.environ.get("CI") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped, though CI has what it needs: {report.longrepr}"
    return report


ISOLATION = Path(__file__).parent / "engine" / "isolation"


@pytest.fixture(scope="module", autouse=True)
def children_as_of_the_command(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a child be forked as the command does it, though pytest has threads: those wait, and hold nothing.

    To start Python for each run of a test and load all of it takes most of the time of the tests that run commands. How
    a child is started, and when it may be forked, is what the tests of `engine/isolation` show.
    """
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux" and not request.path.is_relative_to(ISOLATION):
            patch.setattr(child_process, "can_fork", lambda: current_thread() is main_thread())
        yield


SLOW = (
    *("annotators", "benchmarks", "cli", "engine", "fuzz", "learning"),
    "desk/test_app.py",
    "desk/test_in_browser.py",
    "desk/test_server.py",
    "project/test_language_of_output.py",
    "properties/test_export_reads_back.py",
    "properties/test_order_of_inputs_does_not_matter.py",
    "properties/test_text_from_pdf_loses_no_number.py",
    "properties/test_work_grows_with_the_input.py",
    "renderers/workbook/test_conditions.py",
)
"""Folders and files whose tests together take more than half of the time."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the slow ones: they are run once, not once a session of nox."""
    here = Path(__file__).parent
    slow = tuple(here / place for place in SLOW)
    for item in items:
        if any(item.path.is_relative_to(place) for place in slow):
            item.add_marker(pytest.mark.slow)
