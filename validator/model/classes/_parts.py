"""The fields of a class, as `dataclasses.Field` has them, and what is done with them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

PARTS = "_dataclass_parts_"
"""Attribute of a class: name -> field, those of the classes that it is made from first."""


class _Missing:
    """Says that there is no default."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Any = _Missing()


class Part:
    """One field."""

    __slots__ = ("compare", "default", "default_factory", "hash", "init", "kw_only", "metadata", "name", "repr", "type")

    def __init__(  # noqa: PLR0913 - as many as those of `dataclasses.field`
        self,
        *,
        default: Any = MISSING,  # noqa: ANN401 - of whatever type
        default_factory: Any = MISSING,  # noqa: ANN401 - a function, or that there is none
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as it is called there
        hash: bool | None = None,  # noqa: A002 - as it is called there
        compare: bool = True,
        metadata: Mapping[str, Any] | None = None,
        kw_only: bool | None = None,
    ) -> None:
        """`kw_only`: None if the class says so."""
        self.name, self.type = "", ""
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.hash = compare if hash is None else hash
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only

    @property
    def is_optional(self) -> bool:
        """Whether it need not be given."""
        return self.default is not MISSING or self.default_factory is not MISSING


field = Part


def fields(of: Any) -> tuple[Part, ...]:  # noqa: ANN401 - a class or a value of one
    """The fields of a class or value, one of the standard library included; raises TypeError for what has none."""
    parts: dict[str, Part] | None = getattr(of, PARTS, None)
    if parts is not None:
        return tuple(parts.values())
    import dataclasses

    found: tuple[Any, ...] = dataclasses.fields(of)
    return found


def is_dataclass(of: Any) -> bool:  # noqa: ANN401 - whatever there is
    """Whether it is a class with fields or a value of one."""
    return hasattr(of, PARTS) or hasattr(of, "__dataclass_fields__")


def replace(value: Any, /, **changes: Any) -> Any:  # noqa: ANN401 - a value of whatever class
    """A value like it, with something else in some fields; raises TypeError for what is no field."""
    for part in fields(value):
        if part.init and part.name not in changes:
            changes[part.name] = getattr(value, part.name)
    return value.__class__(**changes)


class Standard:
    """In a class: what is looked for by whoever knows nothing but the standard library; made when somebody does."""

    __slots__ = ("_make", "_name")

    def __init__(self, name: str, make: Callable[[type], object]) -> None:
        """`name`: of the attribute; `make`: makes it of the class."""
        self._name, self._make = name, make

    def __get__(self, value: object, owner: type) -> object:
        owner = next(one for one in owner.__mro__ if PARTS in one.__dict__)
        found = self._make(owner)
        setattr(owner, self._name, found)
        return found


def standard_fields(owner: type) -> dict[str, Any]:
    """`__dataclass_fields__`: name -> the field as the standard library has it."""
    import dataclasses

    make: Callable[..., Any] = dataclasses.field
    found = {}
    for one in fields(owner):
        default = dataclasses.MISSING if one.default is MISSING else one.default
        factory = dataclasses.MISSING if one.default_factory is MISSING else one.default_factory
        flags = {name: getattr(one, name) for name in ("init", "repr", "hash", "compare", "metadata", "kw_only")}
        made = make(default=default, default_factory=factory, **flags)
        # As `dataclasses` does itself. To have it make a class of them would take ten times as long.
        made.name, made.type, made._field_type = one.name, one.type, dataclasses._FIELD  # type: ignore[attr-defined]  # noqa: SLF001 - see there
        found[one.name] = made
    return found


def standard_parameters(**options: bool) -> Callable[[type], object]:
    """`__dataclass_params__`: what was asked of the class."""

    def make(owner: type) -> object:
        import dataclasses

        plain: Any = options
        found: object = vars(dataclasses.make_dataclass(owner.__name__, (), **plain))["__dataclass_params__"]
        return found

    return make
