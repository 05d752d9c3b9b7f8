"""What is said below the counts: the settings in force, what they weaken, and what was passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from validator.cli.settings.values import Setting, Settings
from validator.messages import say
from validator.renderers.layout.lines import clean


class InForce(Struct, frozen=True):
    """What decides beside the command line."""

    settings: Settings
    baseline: Path | None
    """The file of waivers in use."""
    found: bool
    """Whether that was found beside the inputs, and not named on the command line."""
    gate: bool


def settings_notes(in_force: InForce, language: str) -> Iterator[str]:
    """The files in force, and which of their settings weaken the check."""
    settings, baseline = in_force.settings, in_force.baseline
    if in_force.gate:
        yield say("footer-gate", language)
    elif settings.ignored:
        yield say("footer-no-config", language)
    if settings.file is not None:
        text = say("footer-settings", language, file=clean(str(settings.file)))
        words = list(dict.fromkeys(say(f"setting-{one.word}", language) for one in settings.weakening))
        if words:
            text += say("footer-weakening", language, words=say("comma", language).join(words))
        yield text
    if baseline is not None:
        key = "footer-baseline-found" if in_force.found else "footer-baseline"
        yield say(key, language, file=clean(str(baseline)))


def left_out_note(left_out: Sequence[str], language: str) -> Iterator[str]:
    """How much patterns and `.gitignore` leave out."""
    if left_out:
        yield say("footer-left-out", language, count=len(left_out))


def in_words(settings: Settings, language: str) -> Iterator[str]:
    """Each setting with its line."""
    for one in settings.keys.values():
        said = f"{one.word} = {clean(value_words(one))}"
        yield say("verbose-setting", language, file=clean(one.file.name), line=one.line, said=said)


def value_words(setting: Setting) -> str:
    """What is settled, on one line."""
    value = setting.value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ", ".join(value)
