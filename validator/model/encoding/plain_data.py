"""Values as plain data and back: what one process tells another of which it believes nothing but the values.

The bytes are MessagePack, and every field has to be of the type that its class says; nothing else is ever made of them.
What `msgspec` knows by itself (numbers, text, days, tuples, mappings, classes of these) it writes and reads alone. What
it does not is put in its terms here: a fraction is one number or two, a class with such fields is a row of them, behind
its name where it is one of several, and something else may stand for a value.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec

_T = TypeVar("_T")
_Type = Any
"""A class, a union, or a container of such."""
_Step = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, bytes, date, Decimal, NoneType)
_USUAL, _ODD = b"\0", b"\1"
_ODD_TEXT, _LONG_NUMBER = 1, 2
"""What MessagePack has no room for: text that is no Unicode (names of files), numbers beyond 64 bits."""
_MOST_ODD = 8 << 20
"""Bytes in which such things may stand: to read these takes more memory."""


class BrokenDataError(Exception):
    """Bytes that are no values of the type they should be of."""


class StandIn(NamedTuple):
    """What is written in place of a value of some class."""

    kind: _Type
    given: _Step
    """The value -> what stands for it."""
    taken: _Step
    """And back; may raise whatever tells that nothing stands for that."""


class _Form(NamedTuple):
    """How values of a type are written."""

    wire: _Type
    """A type that `msgspec` knows."""
    give: _Step | None = None
    """A value of the type -> one of `wire`; None where they are the same."""
    take: _Step | None = None
    """And back; None where `give` is."""


class PlainData(Generic[_T]):
    """Writes and reads values of one type."""

    def __init__(
        self, kind: _Type, stand_ins: Mapping[type, StandIn] | None = None, names: Mapping[str, type] | None = None
    ) -> None:
        """`kind`: the type; `names`: classes that stand in annotations, but are not loaded by the modules of these."""
        self._form = _Forms(stand_ins or {}, names or {}).of(kind)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(self._form.wire)

    def written(self, value: _T) -> bytes:
        """The value as bytes."""
        plain = value if self._form.give is None else self._form.give(value)
        try:
            return _USUAL + self._encoder.encode(plain)
        except (UnicodeEncodeError, OverflowError):
            return _ODD + self._encoder.encode(_without_odd(msgspec.to_builtins(plain, builtin_types=(bytes,))))

    def read(self, body: bytes) -> _T:
        """The value out of bytes; raises BrokenDataError."""
        try:
            plain = self._plain(memoryview(body))
            return cast("_T", plain if self._form.take is None else self._form.take(plain))
        except MemoryError:
            raise
        except Exception as error:  # whatever a class says of what it is to hold
            raise BrokenDataError(str(error)) from error

    def _plain(self, body: memoryview) -> object:
        if body[:1] == _USUAL:
            return self._decoder.decode(body[1:])
        if body[:1] != _ODD or len(body) > _MOST_ODD:
            raise BrokenDataError
        return msgspec.convert(msgspec.msgpack.decode(body[1:], ext_hook=_read_odd), self._form.wire)


class _Forms:
    """Finds out how values of types are written."""

    def __init__(self, stand_ins: Mapping[type, StandIn], names: Mapping[str, type]) -> None:
        self._stand_ins = stand_ins
        self._names = dict(names)
        self._known: dict[_Type, _Form] = {}

    def of(self, kind: _Type) -> _Form:
        """The form of a type; raises TypeError for one that holds more than values."""
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = self._made(kind)
        return found

    def _made(self, kind: _Type) -> _Form:
        origin: Any = get_origin(kind)
        arguments = get_args(kind)
        if origin in {Union, UnionType}:
            return self._one_of(arguments)
        if origin is tuple:
            return self._row(arguments)
        if origin is not None and issubclass(origin, Mapping):
            return _mapping(arguments[0], self.of(arguments[1]))
        return self._single(kind)

    def _single(self, kind: type) -> _Form:
        """The form of what is no union and no container."""
        if kind is Fraction:
            return _Form(int | tuple[int, int], _of_fraction, _fraction)
        if kind in self._stand_ins:
            return _standing_in(self._stand_ins[kind], self.of(self._stand_ins[kind].kind))
        if kind in _PLAIN or _is_enum(kind):
            return _Form(kind)
        family = tuple(_family(kind))
        return self._class(kind) if len(family) == 1 else self._one_of(family)

    def _one_of(self, kinds: Sequence[_Type]) -> _Form:
        """A value of one of several types; classes are told apart by their names."""
        plain = tuple(one for one in kinds if one in _PLAIN or _is_enum(one))
        others = [one for one in kinds if one not in plain]
        forms = {one: self._class(one, one.__name__) if len(others) > 1 else self.of(one) for one in others}
        wire = reduce(or_, (*plain, *(form.wire for form in forms.values())))
        if all(form.give is None for form in forms.values()):
            return _Form(wire)
        gives = {kind: form.give or _same for kind, form in forms.items()}
        takes = {form.wire: form.take or _same for form in forms.values()}
        give, take = _by_class(gives), _by_class(takes)
        if len(others) == 1:
            (give,), (take,) = gives.values(), takes.values()
        return _Form(
            wire,
            lambda value: value if isinstance(value, plain) else give(value),
            lambda told: told if isinstance(told, plain) else take(told),
        )

    def _row(self, kinds: Sequence[_Type]) -> _Form:
        """A tuple: of one type, or of a type at each place."""
        if len(kinds) == 2 and kinds[1] is ...:  # noqa: PLR2004 - the type, and the sign that there may be many
            wire, give, take = self.of(kinds[0])
            many = tuple.__class_getitem__((wire, ...))
            if give is None or take is None:
                return _Form(many)
            return _Form(many, lambda values: [give(one) for one in values], lambda told: tuple(map(take, told)))
        forms = tuple(map(self.of, kinds))
        row = tuple.__class_getitem__(tuple(form.wire for form in forms))
        if all(form.give is None for form in forms):
            return _Form(row)
        return _Form(row, _each([form.give for form in forms]), _each([form.take for form in forms]))

    def _class(self, kind: type, tag: str | None = None) -> _Form:
        """A class of fields: as `msgspec` has it, or as a row of what its fields hold; `tag`: stands before these."""
        if kind in self._stand_ins:
            # What stands for it has no name by itself.
            wire, give, take = self.of(kind)
            row = msgspec.defstruct(kind.__name__, [("it", wire)], tag=tag, array_like=True, forbid_unknown_fields=True)
            return _Form(row, _chained(give, row), lambda told: (take or _same)(told.it))
        names = _field_names(kind)
        known, hints = self._hints(kind)
        forms = [self.of(hints[name]) for name in names]
        if known and tag is None and all(form.give is None for form in forms):
            return _Form(kind)
        listed = [(name, form.wire) for name, form in zip(names, forms, strict=True)]
        row = msgspec.defstruct(kind.__name__, listed, tag=tag, array_like=True, forbid_unknown_fields=True)
        steps = tuple((name, form.give, form.take) for name, form in zip(names, forms, strict=True))

        def give_row(value: object) -> object:
            held = ((getattr(value, name), give) for name, give, _ in steps)
            return row(*[one if give is None else give(one) for one, give in held])

        def take_row(told: object) -> object:
            held = ((name, getattr(told, name), take) for name, _, take in steps)
            return kind(**{name: one if take is None else take(one) for name, one, take in held})

        return _Form(row, give_row, take_row)

    def _hints(self, kind: type) -> tuple[bool, Mapping[str, _Type]]:
        """The types of the fields of a class, and whether `msgspec` can know them as well."""
        try:
            return True, get_type_hints(kind)
        except NameError:
            return False, get_type_hints(kind, localns=self._names)


def _mapping(key: _Type, value: _Form) -> _Form:
    wire, give, take = value
    named = dict.__class_getitem__((key, wire))
    if give is None or take is None:
        return _Form(named)
    return _Form(
        named,
        lambda held: {name: give(one) for name, one in held.items()},
        lambda told: {name: take(one) for name, one in told.items()},
    )


def _standing_in(found: StandIn, form: _Form) -> _Form:
    wire, give, take = form
    return _Form(wire, lambda value: (give or _same)(found.given(value)), _chained(take, found.taken))


def _chained(first: _Step | None, then: _Step) -> _Step:
    return then if first is None else lambda value: then(first(value))


def _by_class(steps: Mapping[_Type, _Step]) -> _Step:
    return lambda value: steps[type(value)](value)


def _each(steps: Sequence[_Step | None]) -> _Step:
    """One step for each place of a row."""
    every = [step or _same for step in steps]
    return lambda row: tuple([step(one) for step, one in zip(every, row, strict=True)])


def _same(value: Any) -> Any:  # noqa: ANN401 - of whatever type
    return value


def _is_enum(kind: _Type) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _family(kind: type) -> Iterator[type]:
    """A class and all that are made from it; raises TypeError for one that holds more than values."""
    _field_names(kind)
    # A class with slots is made from one without, which may still be there.
    if getattr(sys.modules[kind.__module__], kind.__name__, None) is kind:
        yield kind
    below: list[type] = kind.__subclasses__()
    for one in below:
        yield from _family(one)


def _field_names(kind: type) -> tuple[str, ...]:
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return tuple(kind._fields)
    raise TypeError(kind)


def _of_fraction(value: Fraction) -> int | tuple[int, int]:
    return value.numerator if value.denominator == 1 else (value.numerator, value.denominator)


def _fraction(told: int | tuple[int, int]) -> Fraction:
    return Fraction(told) if isinstance(told, int) else Fraction(*told)


def _without_odd(value: Any) -> object:  # noqa: ANN401 - whatever is built in
    """Built-in values with something else for what MessagePack has no room for."""
    if isinstance(value, dict):
        return dict(zip(value, map(_without_odd, value.values()), strict=True))
    if isinstance(value, list | tuple):
        return list(map(_without_odd, value))
    if isinstance(value, str) and not _is_unicode(value):
        return msgspec.msgpack.Ext(_ODD_TEXT, value.encode("utf-8", "surrogatepass"))
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        return msgspec.msgpack.Ext(_LONG_NUMBER, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_odd(code: int, data: memoryview) -> object:
    if code == _ODD_TEXT:
        return bytes(data).decode("utf-8", "surrogatepass")
    if code == _LONG_NUMBER:
        return int.from_bytes(data, "big", signed=True)
    raise BrokenDataError(code)
