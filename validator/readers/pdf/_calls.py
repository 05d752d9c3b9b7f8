"""PDFium asked the same about many things in a row, in a third of the time that single calls take.

The functions are called by their addresses: no argument is looked at, and the lock of the interpreter is kept, since a
call takes a tenth of a microsecond. What they answer in is made once, so that nobody may ask from two threads; PDFium
bears no two anyway.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

AT_A_TIME = 1024
"""Things that are asked about before the answers are taken out."""

Call: TypeAlias = Callable[..., Any]
Number: TypeAlias = "type[ctypes.c_float | ctypes.c_double | ctypes.c_int | ctypes.c_uint]"


class Handle(ctypes.c_void_p):
    """What PDFium knows a thing by, as quick calls take it and give it back; false if there is no such thing."""


def handle(pointer: Any) -> Handle:  # noqa: ANN401  pointers of every type
    """What PDFium gave back by its own calls, for quick ones."""
    return ctypes.cast(pointer, Handle)


@lru_cache(maxsize=64)
def quick(name: str, result: type[Any] | None = None) -> Call:
    """A function of PDFium that takes handles, whole numbers as `int`, and room; `result`: the type of its result."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result)(address)


def results(call: Call, thing: Handle, numbers: Sequence[int]) -> list[Any]:
    """What a function gives back about each of the numbered parts of a thing."""
    return list(map(call, repeat(thing), numbers))


class Room:
    """Room for what is answered about `AT_A_TIME` things, so many numbers about each."""

    def __init__(self, number: Number, each: int, *, apart: bool) -> None:
        """`apart`: True for functions that take a pointer to each number, False if one to the first will do."""
        self._each = each
        self._numbers = (number * (each * AT_A_TIME))()
        self._view = memoryview(self._numbers).cast("B").cast(number._type_)
        size = ctypes.sizeof(number)
        self._pointers = [
            [ctypes.byref(self._numbers, (at * each + part) * size) for at in range(AT_A_TIME)]
            for part in range(each if apart else 1)
        ]

    def answers(self, call: Call, *arguments: Sequence[Any]) -> list[list[Any]]:
        """The results about all things, and the first, second ... numbers: a list of each.

        `arguments`: those before the room, for each thing.
        """
        results: list[Any] = []
        columns: list[list[Any]] = [[] for _ in range(self._each)]
        for start in range(0, len(arguments[0]), AT_A_TIME):
            part = [one[start : start + AT_A_TIME] for one in arguments]
            told = list(map(call, *part, *self._pointers))
            results += told
            numbers = self._view[: len(told) * self._each].tolist()
            for at, column in enumerate(columns):
                column.extend(numbers[at :: self._each])
        return [results, *columns]
