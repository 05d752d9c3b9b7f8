"""What the settings in force say, as values; `files` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

_WEAKENING = frozenset({"select", "ignore", "severity", "deadline", "fail-on", "baseline", "pack", "exclude"})
"""Keys with which less is found, or with which what is found weighs less."""
_HARMLESS = {"fail-on": ("error", "warning")}
"""Values of such keys with which nothing is lost."""
_FULL_WEIGHT = "=error"
"""End of a severity that no rule can exceed."""


class Setting(Struct, frozen=True):
    """A key with what a file says of it."""

    word: str
    """The key, which is the word of the option as well."""
    value: str | bool | tuple[str, ...]
    """A path is absolute; of severities and deadlines, `name=value` each."""
    file: Path
    line: int
    old_word: str | None = None
    """The key as it stands in the file, where that is what it was called before."""

    @property
    def weakens(self) -> bool:
        """Whether less may be found with it, or the run may pass with more."""
        if self.word not in _WEAKENING or not self.value or self.value in _HARMLESS.get(self.word, ()):
            return False
        if self.word == "severity" and isinstance(self.value, tuple):
            return not all(one.endswith(_FULL_WEIGHT) for one in self.value)
        return True


class Settings(Struct, frozen=True):
    """What the file in force says."""

    file: Path | None = None
    """None where there is no such file."""
    keys: Mapping[str, Setting] = field(default_factory=dict)
    """Key -> what is said of it."""
    ignored: bool = False
    """Whether what lies beside the inputs was not to be used."""

    @property
    def weakening(self) -> tuple[Setting, ...]:
        """The settings with which less may be found, in the order of the file."""
        return tuple(sorted((one for one in self.keys.values() if one.weakens), key=lambda one: one.line))


NO_SETTINGS = Settings()
"""Where there is no file of settings."""
IGNORED = Settings(ignored=True)
"""Where there may be one, but it is not to be used."""
