"""Options as fields of frozen values.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Loudness:
        heading: ClassVar[str] = "输出 output"
        quiet: bool = option("--quiet", default=False, text="少说话")

The default says the rest: False makes a flag, a tuple an option that can be repeated, a text or None one value. Values
stay the words that were typed; words that are not among the choices raise WrongUsageError when the value is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import ClassVar, Protocol, TypeAlias, TypeVar

from validator.cli._problems import choose
from validator.cli.options.usage import Context

T = TypeVar("T", str, str | None, bool, tuple[str, ...])
Completion: TypeAlias = Callable[[str], list[str]]
"""For the completion of the shell: the words that begin like the last one."""
_KEY, _ORDER = "declared", "order"


class OptionGroup(Protocol):
    """A frozen value whose fields are options."""

    heading: ClassVar[str]
    """Over its options in the help."""
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


@dataclass(frozen=True, slots=True)
class Declared:
    """An option or argument, beside its name and its default, which are those of the field."""

    flags: tuple[str, ...]
    """As typed, `--select`; none for an argument."""
    metavar: str | None
    text: str
    """What the help says."""
    choices: tuple[str, ...] = ()
    """The words it can be; empty where any will do, or where they depend on more than the command line."""
    is_input: bool = False
    """Whether it names what is read: the settings in force are those found from there upwards."""
    repeated: bool = False
    complete: Completion | None = None
    action: Callable[[Context, str], None] | None = None
    """Done at once when the option is met, which then has no value."""


def option(*flags: str, default: T, text: str, metavar: str | None = None, choices: Collection[str] = ()) -> T:
    """An option that need not be given."""
    several = isinstance(default, tuple)
    declared = Declared(flags, metavar or "|".join(choices) or None, text, tuple(choices), repeated=several)
    return field(default=default, metadata={_KEY: declared})


def needed_option(*flags: str, text: str, metavar: str) -> str:
    """An option with one value that must be given."""
    found: str = field(metadata={_KEY: Declared(flags, metavar, text)})
    return found


def argument(
    metavar: str,
    text: str,
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


def inputs(metavar: str, text: str) -> tuple[str, ...]:
    """All words by their place, at least one: what is read."""
    found: tuple[str, ...] = field(metadata={_KEY: Declared((), metavar, text, is_input=True, repeated=True)})
    return found


def in_order() -> tuple[str, ...]:
    """No option: the fields of a group in the order in which their options stand on the command line, each time."""
    found: tuple[str, ...] = field(default=(), metadata={_ORDER: True})
    return found


def only(*names: str) -> frozenset[str]:
    """In `Annotated`: the options of a group that a command takes, by their fields; all others have their defaults."""
    return frozenset(names)


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

    @property
    def ordered(self) -> tuple[str, ...]:
        """The field that has the order of the options, if there is one."""
        return tuple(one.name for one in fields(self.group) if _ORDER in one.metadata)

    def build(self, values: Mapping[str, object], order: Sequence[str] = ()) -> OptionGroup:
        """The value of the group; raises WrongUsageError.

        `values`: name -> what was typed, settled or the default; `order`: names as they stand on the command line.
        """
        for name, (declared, _) in self.declared.items():
            value = values[name]
            if declared.choices and value is not None:
                for word in value if isinstance(value, tuple) else (value,):
                    choose(declared.flags[0], str(word), declared.choices)
        own = tuple(name for name in order if name in self.declared)
        return self.group(**{name: values[name] for name in self.declared} | dict.fromkeys(self.ordered, own))
