"""The methods of a class with fields. Those that values are made and compared with are written for the class."""

from __future__ import annotations

from reprlib import recursive_repr
from types import MemberDescriptorType

from validator.model.classes._parts import MISSING, PARTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from inspect import Signature
    from typing import Any

    from validator.model.classes._parts import Part

    Method = Callable[..., Any]

ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
"""Name of a method -> what it compares by."""


def when_called(owner: type, name: str, make: Callable[[type], Method]) -> Method:
    """A method that makes itself when it is first called."""

    def first(self: Any, /, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the method has it
        return made(owner, name, make)(self, *given, **named)

    return first


def made(owner: type, name: str, make: Callable[[type], Method]) -> Method:
    """Make a method and put it in its place."""
    method = make(owner)
    method.__name__, method.__qualname__, method.__module__ = name, f"{owner.__qualname__}.{name}", owner.__module__
    setattr(owner, name, method)
    return method


class InitialiserSignature:
    """In a class: how it is called, for `inspect.signature`, which else would see a method that is not made yet."""

    __slots__ = ()

    def __get__(self, value: object, owner: type) -> Signature:
        if value is not None or PARTS not in owner.__dict__:
            raise AttributeError("__signature__")
        from inspect import signature

        found = signature(made(owner, "__init__", initialiser))
        return found.replace(parameters=[*found.parameters.values()][1:])


def initialiser(owner: type) -> Method:
    """`__init__`: takes the fields, those that have to be named behind the others."""
    parts = _parts(owner).values()
    names: dict[str, Any] = {"_keep": object.__setattr__, "_unset": MISSING}
    taken = [part for part in parts if part.init]
    plain = [_head(part) for part in taken if not part.kw_only]
    named = [_head(part) for part in taken if part.kw_only]
    lines = [line for part in parts if (line := _line(owner, part, names))]
    if hasattr(owner, "__post_init__"):
        lines.append("self.__post_init__()")
    heads = ["self", *plain, *(["*", *named] if named else [])]
    method = _written(f"def method({', '.join(heads)}):\n " + "\n ".join(lines or ["pass"]), names)
    method.__annotations__ = {**{part.name: part.type for part in taken}, "return": None}
    return method


def _head(part: Part) -> str:
    """How a field stands among the parameters."""
    if part.default_factory is not MISSING:
        return f"{part.name}=_unset"
    return part.name if part.default is MISSING else f"{part.name}=_default_{part.name}"


def _line(owner: type, part: Part, names: dict[str, Any]) -> str:
    """The line that sets a field, or nothing where the class has its default; adds the names that it uses."""
    name, value = part.name, part.name
    names[f"_default_{name}"], names[f"_new_{name}"] = part.default, part.default_factory
    if part.default_factory is not MISSING:
        value = f"_new_{name}() if {name} is _unset else {name}" if part.init else f"_new_{name}()"
    slot = next((one.__dict__[name] for one in owner.__mro__ if name in one.__dict__), None)
    has_slot = isinstance(slot, MemberDescriptorType)
    if not part.init and part.default_factory is MISSING:
        if part.default is MISSING or not has_slot:
            return ""
        value = f"_default_{name}"
    if "__setattr__" not in owner.__dict__:
        return f"self.{name} = {value}"
    if not isinstance(slot, MemberDescriptorType):
        return f"_keep(self, {name!r}, {value})"
    # Half as long as by the name of the field.
    names[f"_keep_{name}"] = slot.__set__
    return f"_keep_{name}(self, {value})"


def comparer(sign: str) -> Callable[[type], Method]:
    """`__eq__`, `__lt__` ...: values of the same class by their fields, in order."""

    def make(owner: type) -> Method:
        names = [part.name for part in _parts(owner).values() if part.compare]
        mine, its = _row("self", names), _row("other", names)
        compared = f"return {mine} {sign} {its}"
        return _written(
            f"def method(self, other):\n if other.__class__ is self.__class__:\n  {compared}\n return NotImplemented",
            {},
        )

    return make


def hasher(owner: type) -> Method:
    """`__hash__`: of the fields that are compared."""
    return _written(
        f"def method(self):\n return hash({_row('self', [one.name for one in _parts(owner).values() if one.hash])})", {}
    )


def _row(value: str, names: Iterable[str]) -> str:
    return "(" + "".join(f"{value}.{name}," for name in names) + ")"


def _written(text: str, names: dict[str, Any]) -> Method:
    """The function `method` of a text in which such names have such values."""
    exec(text, names)  # noqa: S102 - made of the names of fields
    method: Method = names["method"]
    return method


@recursive_repr()
def shown(self: Any) -> str:  # noqa: ANN401 - of whatever class
    """`__repr__`: the call that makes such a value."""
    held = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in _parts(self).values() if one.repr)
    return f"{self.__class__.__qualname__}({held})"


def refuse_change(self: Any, name: str, value: object) -> None:  # noqa: ANN401 - of whatever class
    """`__setattr__` of what is frozen; raises FrozenInstanceError."""
    _refuse(self, name, "assign to")
    object.__setattr__(self, name, value)


def refuse_removal(self: Any, name: str) -> None:  # noqa: ANN401 - of whatever class
    """`__delattr__` of what is frozen; raises FrozenInstanceError."""
    _refuse(self, name, "delete")
    object.__delattr__(self, name)


def _refuse(value: Any, name: str, what: str) -> None:  # noqa: ANN401 - of whatever class
    if PARTS in type(value).__dict__ or name in _parts(value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot {what} field {name!r}")


def state(self: Any) -> list[object]:  # noqa: ANN401 - of whatever class
    """`__getstate__` of what is frozen and has slots."""
    return [getattr(self, name) for name in _parts(self)]


def take_state(self: Any, state: Iterable[object]) -> None:  # noqa: ANN401 - of whatever class
    """`__setstate__` of it."""
    for name, value in zip(_parts(self), state, strict=False):
        object.__setattr__(self, name, value)


def _parts(of: Any) -> dict[str, Part]:  # noqa: ANN401 - a class or a value of one
    parts: dict[str, Part] = getattr(of, PARTS)
    return parts
