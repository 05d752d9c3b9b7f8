"""A command as it is declared: groups of options and what is done with them.

Most command lines are plain: options that there are, with their values, and what is read. These are understood here,
since to load typer takes as long as to read a report; whatever else stands on a line is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeAlias, get_args, get_type_hints

from msgspec import Struct

from validator.cli.options.declaring import MISSING, Declared, Known, Taken
from validator.cli.options.settling import GATE, NO_CONFIG, SETTINGS, from_environment, said_by, settle
from validator.cli.options.usage import Context
from validator.model.text import Text

Job: TypeAlias = Callable[[], int]
"""A command line made ready to run; gives the exit code."""

NO_CONFIG_DECLARED = Declared(
    ("--no-config",), None, Text("不用年报旁边的配置和豁免", "no settings or waivers found beside the inputs")
)


class Help(Struct, frozen=True):
    """What a command says of itself beside its options."""

    text: Text
    """What it does."""
    epilog: Text | None = None
    """What stands below the options."""


class _Source(NamedTuple):
    """Where the value of an option comes from, as typer names it."""

    name: str


class _Line:
    """What is known of a plain command line, by the names that typer has for it."""

    def __init__(self, command_path: str, language: str) -> None:
        self.command_path, self.obj = command_path, language
        self.meta: dict[str, Any] = {}
        self.default_map: dict[str, Any] = {}
        self.sources: dict[str, str] = {}

    def find_root(self) -> _Line:
        """Itself: no option stands before the name of the command."""
        return self

    def get_parameter_source(self, name: str) -> _Source | None:
        """What gave an option its value."""
        return _Source(self.sources[name]) if name in self.sources else None


class CommandLine:
    """A command: a function of groups of options that gives an exit code."""

    def __init__(self, name: str, run: Callable[..., int], said: Help) -> None:
        """`run`: its annotations are groups, or `Annotated[Group, only(...)]`."""
        self.name, self.said, self._run = name, said, run
        hints = get_type_hints(run, include_extras=True)
        self.taken = tuple(Taken(*(get_args(hint) or (hint,))) for name, hint in hints.items() if name != "return")
        self.defaults = {name: default for taken in self.taken for name, (_, default) in taken.declared.items()}
        self.declared: Mapping[str, Declared] = {
            name: one for taken in self.taken for name, (one, _) in taken.declared.items()
        }
        self.input = next((name for name, one in self.declared.items() if one.is_input), None)
        """Name of what is read, if anything is."""

    def settle(self, context: Context, typed: Mapping[str, Any]) -> None:
        """Look for what stands in for options; raises WrongUsageError, BrokenSettingsError."""
        read: str | Sequence[str] | None = None if self.input is None else typed.get(self.input)
        if not read and self.input is not None and self.defaults[self.input] is not MISSING:
            read = str(self.defaults[self.input])
        if read:
            leaving = [NO_CONFIG_DECLARED, *(one for name, one in self.declared.items() if name == GATE)]
            settle(context, read if isinstance(read, str) else read[0], typed, leaving)

    def job(self, context: Context, values: Mapping[str, object], order: Sequence[str]) -> Job:
        """What is to be done; raises WrongUsageError.

        `values`: of all options by name; `order`: their names as they stand on the line.
        """
        options = {name: one for name, one in self._all.items() if one.flags}
        sources = {name: said for name, one in options.items() if (said := said_by(context, name, one))}
        known = Known(order, sources, context.meta.get(SETTINGS))
        return partial(self._run, *(taken.build(values, known) for taken in self.taken))

    def plain(self, words: Sequence[str], path: str, language: str) -> Job | None:
        """What a plain command line asks for, None for one that is not; raises WrongUsageError, BrokenSettingsError.

        `words`: those behind `path`, the name of the command.
        """
        split = self._split(words)
        needed = {name for name, default in self.defaults.items() if default is MISSING}
        if split is None or not needed <= split[0].keys():
            return None
        typed, order = split
        context = _Line(path, language)
        self.settle(context, typed)
        values = {name: self._value(context, name, typed) for name in self._all}
        return self.job(context, values, order)

    @cached_property
    def _all(self) -> Mapping[str, Declared]:
        """Its options and arguments, those that each command has included."""
        return {**self.declared, **({NO_CONFIG: NO_CONFIG_DECLARED} if self.input else {})}

    def _is_flag(self, name: str) -> bool:
        return isinstance(self.defaults.get(name, False), bool)

    def _split(self, words: Sequence[str]) -> tuple[Mapping[str, Any], Sequence[str]] | None:
        """Name -> what was typed, and the names in order; None if the line is not plain."""
        flags = {flag: name for name, one in self._all.items() for flag in one.flags}
        typed: dict[str, Any] = {}
        order, places, rest = [], [], list(words)
        while rest:
            word = rest.pop(0)
            if not word.startswith("-") or word == "-":
                places.append(word)
                continue
            flag, equals, value = word.partition("=")
            name = flags.get(flag)
            if name is None or (equals and not flag.startswith("--")):
                return None
            order.append(name)
            if self._is_flag(name):
                if equals:
                    return None
                typed[name] = True
                continue
            if not equals and (not rest or rest[0].startswith("-")):
                return None
            value = value if equals else rest.pop(0)
            typed[name] = (*typed.get(name, ()), value) if self._all[name].repeated else value
        placed = self._placed(places)
        return None if placed is None else ({**typed, **placed}, [*order, *placed])

    def _placed(self, words: Sequence[str]) -> Mapping[str, Any] | None:
        """Name of an argument -> the words at its place; None if it is not plain which those are."""
        arguments = [name for name, one in self.declared.items() if not one.flags]
        if len(arguments) == 1 and self.declared[arguments[0]].repeated:
            return {arguments[0]: tuple(words)} if words else {}
        if len(words) > len(arguments) or any(self.declared[name].repeated for name in arguments):
            return None
        return dict(zip(arguments, words, strict=False))

    def _value(self, context: _Line, name: str, typed: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as declared
        """The value of an option: what was typed, else what the environment says, the settings, its default."""
        declared, default = self._all[name], self.defaults.get(name, False)
        said = None
        if declared.flags and name not in typed:
            said = from_environment(context, declared, is_flag=self._is_flag(name))
        found: Any = default
        source = "DEFAULT"
        if name in typed:
            found, source = typed[name], "COMMANDLINE"
        elif said is not None:
            found, source = said, "ENVIRONMENT"
        elif context.default_map.get(name) is not None:
            found, source = context.default_map[name], "DEFAULT_MAP"
        context.sources[name] = source
        if not declared.repeated or not declared.flags:
            return found
        return (found,) if isinstance(found, str) else tuple(found or ())


def as_command(name: str, text: Text, *, epilog: Text | None = None) -> Callable[[Callable[..., int]], CommandLine]:
    """Make a function of groups of options a command; `text`: what the help says that it does."""
    return lambda run: CommandLine(name, run, Help(text, epilog))
