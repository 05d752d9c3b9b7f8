"""What is said of parts that are not installed."""

from __future__ import annotations

from validator.messages import LANGUAGES
from validator.model.environment.extras import installing


def test_an_extra_is_installed_by_a_command() -> None:
    assert {installing("ocr", frozen=False)[language] for language in LANGUAGES} == {"pip install 'gouji[ocr]'"}


def test_nobody_is_told_to_install_into_the_program_for_a_double_click() -> None:
    for language in LANGUAGES:
        said = installing("ocr", frozen=True)[language]
        assert "gouji[ocr]" in said
        assert "pip" not in said
