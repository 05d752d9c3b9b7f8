"""Options as fields of frozen values.

    class Loudness(OptionGroup):
        heading: ClassVar[Text] = Text("输出", "output")
        quiet: bool = option("--quiet", default=False, text=Text("少说话", "say less"))

The default says the rest: False makes a flag, a tuple an option that can be repeated, a text or None one value. Values
stay the words that were typed; words that are not among the choices raise WrongUsageError when the value is built.
What is not typed is looked for in the environment, `GOUJI_QUIET`, and in the settings, `quiet`, before the default
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, NamedTuple, TypeAlias, TypeVar, cast, dataclass_transform

from msgspec import Struct

from validator.cli._problems import choose
from validator.cli.options.usage import Context
from validator.cli.settings.values import NO_SETTINGS, Settings
from validator.model.text import Text

T = TypeVar("T", str, str | None, bool, tuple[str, ...])
Completion: TypeAlias = Callable[[str], list[str]]
"""For the completion of the shell: the words that begin like the last one."""
MISSING = object()
"""The default of what must be given."""
PREFIX = "GOUJI_"
"""What the variables of the environment begin with."""
_ORDER, _SETTINGS = "order", "settings"


class Declared(Struct, frozen=True):
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
        return PREFIX + self.word.replace("-", "_").upper()


class _Field(NamedTuple):
    """What a field of a group holds, as it is declared."""

    default: object = MISSING
    declared: Declared | None = None
    """None for what is no option."""
    mark: str = ""
    """What it holds if it is none."""


def option(*flags: str, default: T, text: Text, metavar: Text | None = None, choices: Collection[str] = ()) -> T:
    """An option that need not be given; its long flag comes first."""
    several = isinstance(default, tuple)
    listed = "|".join(choices)
    said = metavar or (Text(listed, listed) if listed else None)
    return cast("T", _Field(default, Declared(flags, said, text, tuple(choices), repeated=several)))


def needed_option(*flags: str, text: Text, metavar: Text) -> str:
    """An option with one value that must be given."""
    return cast("str", _Field(declared=Declared(flags, metavar, text)))


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
    return cast("str", _Field(MISSING if default is None else default, declared))


def inputs(metavar: Text, text: Text) -> tuple[str, ...]:
    """All words by their place, at least one: what is read."""
    return cast("tuple[str, ...]", _Field(declared=Declared((), metavar, text, is_input=True, repeated=True)))


def in_order() -> tuple[str, ...]:
    """No option: the fields of a group in the order in which their options stand on the command line, each time."""
    return cast("tuple[str, ...]", _Field((), mark=_ORDER))


def in_force() -> Settings:
    """No option: the settings in force for what is read."""
    return cast("Settings", _Field(NO_SETTINGS, mark=_SETTINGS))


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(option, needed_option, argument, inputs)
)
class OptionGroup:
    """A frozen value whose fields are options.

    As a dataclass is, without the code that those write for each class: to compile it takes longer than to read a page.
    """

    heading: ClassVar[Text]
    """Over its options in the help."""
    fields: ClassVar[Mapping[str, _Field]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        """Take the fields of a group, those of the group it is made from first."""
        own = {name: value for name, value in vars(cls).items() if isinstance(value, _Field)}
        cls.fields = MappingProxyType({**cls.fields, **own})

    def __init__(self, **values: object) -> None:
        """Raises TypeError for a field that is missing or not there, and what `check` does."""
        held = {name: one.default for name, one in self.fields.items() if one.default is not MISSING} | values
        if held.keys() != self.fields.keys():
            raise TypeError(sorted(held.keys() ^ self.fields.keys()))
        self.__dict__.update(held)
        self.check()

    def check(self) -> None:
        """Raises WrongUsageError for values that do not go together; here nothing is known of any."""

    def __setattr__(self, name: str, value: object) -> None:
        """Raises AttributeError: nothing is changed."""
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        """Whether it is of the same group, with the same values."""
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        """Of the values."""
        return hash(tuple(self.__dict__.items()))

    def __repr__(self) -> str:
        """The group and its values."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


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


class Taken(NamedTuple):
    """A group, and those of its options that a command takes."""

    group: type[OptionGroup]
    names: frozenset[str] | None = None
    """None for all."""

    @property
    def declared(self) -> Mapping[str, tuple[Declared, object]]:
        """Name -> option and its default, MISSING where it must be given; in order."""
        taken = {name: one for name, one in self.group.fields.items() if self.names is None or name in self.names}
        return {name: (one.declared, one.default) for name, one in taken.items() if one.declared is not None}

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
        return {name: value for name, one in self.group.fields.items() if one.mark == mark}
