"""A class is given its fields, and methods that are made when they are called."""

from __future__ import annotations

from validator.model.classes import _methods
from validator.model.classes._parts import (
    MISSING,
    PARTS,
    Part,
    Standard,
    replace,
    standard_fields,
    standard_parameters,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_OF_NO_FIELD = ("ClassVar", "typing.ClassVar")
"""How the annotation begins of what belongs to the class."""
_UNHASHABLE = ("__hash__", None)
"""What Python writes into a class that has an `__eq__` of its own and says no more."""


def dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
    kw_only: bool = False,
) -> Any:  # noqa: ANN401 - a class, or what makes it one
    """Make a class one of fields."""

    def make(cls: type) -> type:
        parts = _inherited(cls) | _own(cls, kw_only=kw_only)
        cls = _with_slots(cls, parts) if slots else cls
        written = {name for name, value in cls.__dict__.items() if (name, value) != _UNHASHABLE}
        parameters = standard_parameters(frozen=frozen, eq=eq, order=order)
        positional = tuple(one.name for one in parts.values() if one.init and not one.kw_only)
        for name, value in (
            (PARTS, parts),
            ("__match_args__", positional),
            ("__dataclass_fields__", Standard("__dataclass_fields__", standard_fields)),
            ("__dataclass_params__", Standard("__dataclass_params__", parameters)),
            *(() if "__init__" in written else (("__signature__", _methods.InitialiserSignature()),)),
        ):
            setattr(cls, name, value)
        for name, method in _of_all(frozen=frozen, slots=slots):
            if name not in written:
                setattr(cls, name, method)
        for name, maker in _of_its_own(frozen=frozen, eq=eq, order=order):
            if name not in written:
                setattr(cls, name, maker and _methods.when_called(cls, name, maker))
        return cls

    return make if cls is None else make(cls)


def _inherited(cls: type) -> dict[str, Part]:
    """The fields of the classes that it is made from."""
    found: dict[str, Part] = {}
    for base in cls.__mro__[:0:-1]:
        found |= base.__dict__.get(PARTS, {})
    return found


def _own(cls: type, *, kw_only: bool) -> dict[str, Part]:
    """The fields that it has itself; the class keeps their defaults as the values of its attributes."""
    found = {}
    for name, kind in cls.__annotations__.items():
        if kind.startswith(_OF_NO_FIELD):
            continue
        default = cls.__dict__.get(name, MISSING)
        part = default if isinstance(default, Part) else Part(default=default)
        part.name, part.type = name, kind
        part.kw_only = kw_only if part.kw_only is None else part.kw_only
        found[name] = part
        if part.default is not MISSING:
            setattr(cls, name, part.default)
        elif part is default:
            delattr(cls, name)
    return found


def _with_slots(cls: type, names: Iterable[str]) -> type:
    """The same class with slots, which have to be there when it is made."""
    held = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    inside = {name: value for name, value in cls.__dict__.items() if name not in {*names, "__dict__", "__weakref__"}}
    inside["__slots__"] = tuple(name for name in names if name not in held)
    made: type = type(cls)(cls.__name__, cls.__bases__, inside)
    made.__qualname__ = cls.__qualname__
    return made


def _of_all(*, frozen: bool, slots: bool) -> Iterable[tuple[str, object]]:
    """The methods that are the same for all classes."""
    yield "__repr__", _methods.shown
    yield "__replace__", replace
    if frozen:
        yield "__setattr__", _methods.refuse_change
        yield "__delattr__", _methods.refuse_removal
    if frozen and slots:
        yield "__getstate__", _methods.state
        yield "__setstate__", _methods.take_state


def _of_its_own(
    *, frozen: bool, eq: bool, order: bool
) -> Iterable[tuple[str, Callable[[type], _methods.Method] | None]]:
    """What makes the methods that are written for the class; None: it has no such."""
    yield "__init__", _methods.initialiser
    if eq:
        yield "__eq__", _methods.comparer("==")
        # What is compared by value and can change cannot be looked up by it.
        yield "__hash__", _methods.hasher if frozen else None
    if order:
        yield from ((name, _methods.comparer(sign)) for name, sign in _methods.ORDER.items())
