"""Options as fields of frozen values.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Loudness:
        heading: ClassVar[Text] = Text("输出", "output")
        quiet: bool = option("--quiet", default=False, text=Text("少说话", "say less"))

The default says the rest: False makes a flag, a tuple an option that can be repeated, a text or None one value. Values
stay the words that were typed; words that are not among the choices raise WrongUsageError when the value is built.
What is not typed is looked for in the environment, `GOUJI_QUIET`, and in the settings, `quiet`, before the default
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from types import MappingProxyType
from typing import ClassVar, NamedTuple, Protocol, TypeAlias, TypeVar

from validator.cli._problems import choose
from validator.cli.options.usage import Context
from validator.cli.settings.values import NO_SETTINGS, Settings
from validator.model.text import Text

T = TypeVar("T", str, str | None, bool, tuple[str, ...])
Completion: TypeAlias = Callable[[str], list[str]]
"""For the completion of the shell: the words that begin like the last one."""
_KEY, _ORDER, _SETTINGS = "declared", "order", "settings"


class OptionGroup(Protocol):
    """A frozen value whose fields are options."""

    heading: ClassVar[Text]
    """Over its options in the help."""
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


@dataclass(frozen=True, slots=True)
class Declared:
    """An option or argument, beside its name and its default, which are those of the field."""

    flags: tuple[str, ...]
    """As typed, `--select`; none for an argument."""
    metavar: Text | None
    """What stands for its value in the help; None for a flag."""
    text: Text
    """What the help says."""
    choices: tuple[str, ...] = ()
    """The words it can be; empty where any will do, or where they depend on more than the command line."""
    is_input: bool = False
    """Whether it names what is read: the settings in force are those found from there upwards."""
    repeated: bool = False
    complete: Completion | None = None
    action: Callable[[Context, str], None] | None = None
    """Done at once when the option is met, which then has no value."""

    @property
    def word(self) -> str:
        """The word of an option without its dashes, which is also its key in the settings."""
        return self.flags[0].removeprefix("--")

    @property
    def variable(self) -> str:
        """The variable of the environment that says the same: `GOUJI_FAIL_ON`."""
        return "GOUJI_" + self.word.replace("-", "_").upper()


def option(*flags: str, default: T, text: Text, metavar: Text | None = None, choices: Collection[str] = ()) -> T:
    """An option that need not be given; its long flag comes first."""
    several = isinstance(default, tuple)
    listed = "|".join(choices)
    said = metavar or (Text(listed, listed) if listed else None)
    declared = Declared(flags, said, text, tuple(choices), repeated=several)
    return field(default=default, metadata={_KEY: declared})


def needed_option(*flags: str, text: Text, metavar: Text) -> str:
    """An option with one value that must be given."""
    found: str = field(metadata={_KEY: Declared(flags, metavar, text)})
    return found


def argument(
    metavar: Text,
    text: Text,
    *,
    default: str | None = None,
    is_input: bool = False,
    complete: Completion | None = None,
) -> str:
    """A word by its place; one without a default must be given."""
    declared = Declared((), metavar, text, is_input=is_input, complete=complete)
    metadata = {_KEY: declared}
    found: str = field(metadata=metadata) if default is None else field(default=default, metadata=metadata)
    return found


def inputs(metavar: Text, text: Text) -> tuple[str, ...]:
    """All words by their place, at least one: what is read."""
    found: tuple[str, ...] = field(metadata={_KEY: Declared((), metavar, text, is_input=True, repeated=True)})
    return found


def in_order() -> tuple[str, ...]:
    """No option: the fields of a group in the order in which their options stand on the command line, each time."""
    found: tuple[str, ...] = field(default=(), metadata={_ORDER: True})
    return found


def in_force() -> Settings:
    """No option: the settings in force for what is read."""
    found: Settings = field(default=NO_SETTINGS, metadata={_SETTINGS: True})
    return found


def only(*names: str) -> frozenset[str]:
    """In `Annotated`: the options of a group that a command takes, by their fields; all others have their defaults."""
    return frozenset(names)


class Known(NamedTuple):
    """What is known of a command line beside the values of its options."""

    order: Sequence[str] = ()
    """Names of the options as they stand on it."""
    sources: Mapping[str, str] = MappingProxyType({})
    """Name -> what said the value, where that was not the option: a variable, a line of the settings."""
    settings: Settings | None = None
    """Those in force for what is read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A group, and those of its options that a command takes."""

    group: type[OptionGroup]
    names: frozenset[str] | None = None
    """None for all."""

    @property
    def declared(self) -> Mapping[str, tuple[Declared, object]]:
        """Name -> option and its default, MISSING of dataclasses where it must be given; in order."""
        options = (one for one in fields(self.group) if _KEY in one.metadata)
        taken = (one for one in options if self.names is None or one.name in self.names)
        return {one.name: (one.metadata[_KEY], one.default) for one in taken}

    def build(self, values: Mapping[str, object], known: Known) -> OptionGroup:
        """The value of the group; raises WrongUsageError.

        `values`: name -> what was typed, settled or the default.
        """
        for name, (declared, _) in self.declared.items():
            value = values[name]
            if declared.choices and value is not None:
                for word in value if isinstance(value, tuple) else (value,):
                    choose(known.sources.get(name, declared.flags[0]), str(word), declared.choices)
        order = tuple(name for name in known.order if name in self.declared)
        beside = self._marked(_ORDER, order) | self._marked(_SETTINGS, known.settings or NO_SETTINGS)
        return self.group(**{name: values[name] for name in self.declared} | beside)

    def _marked(self, mark: str, value: object) -> dict[str, object]:
        """The fields with a mark, with their value."""
        return {one.name: value for one in fields(self.group) if mark in one.metadata}
