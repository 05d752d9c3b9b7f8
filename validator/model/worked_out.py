"""Properties that are worked out when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class cached_property(Generic[T_co]):  # noqa: N801 - as that of the standard library
    """As that of the standard library is from Python 3.12 on: before, each first asking waits for a lock of its class.

    A report asks hundreds of times, and no value goes from one thread to another while it is made.
    """

    def __init__(self, work: Callable[[Any], T_co]) -> None:
        """`work`: what works the value out."""
        self._work = work
        self.__doc__ = work.__doc__
        self._name = work.__name__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T_co: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T_co:
        """The value, which stands in the place of this from now on; of a class, this itself."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value
