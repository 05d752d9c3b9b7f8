"""Values out of bytes that a process of ours has kept: values of this package, numbers and days, nothing that acts.

For trees of any depth, as parsed expressions are; what a child answers is read by `plain_data`. What `pickle` reads may
call whatever it names. Here it can name nothing but classes that hold values.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from importlib import import_module
from typing import Any

_PLAIN: dict[tuple[str, str], type] = {
    ("builtins", "MemoryError"): MemoryError,
    ("datetime", "date"): date,
    ("decimal", "Decimal"): Decimal,
    ("fractions", "Fraction"): Fraction,
}
_PACKAGE = __name__.partition(".")[0]
_ACTS = (f"{_PACKAGE}.__main__", f"{_PACKAGE}.cli")
"""Modules that are not loaded for a value: to load any other one does nothing else."""
_ERRORS = f"{_PACKAGE}.model.errors"
"""The module whose exceptions are data."""


class BrokenValuesError(Exception):
    """Bytes that are no values of ours."""


def values_of(body: bytes) -> Any:  # noqa: ANN401 - whoever wrote it knows what it is
    """What was written by `pickle`; raises BrokenValuesError.

    The classes are the right ones, what stands in their fields is not looked at.
    """
    try:
        return _Values(io.BytesIO(body)).load()
    except MemoryError:
        raise
    except Exception as error:  # whatever a reader of broken bytes stumbles over
        raise BrokenValuesError(str(error)) from error


class _Values(pickle.Unpickler):
    """Reads values only."""

    def find_class(self, module: str, name: str) -> type:
        """The class of a value; raises UnpicklingError for anything else."""
        return _value_class(module, name)


@lru_cache(maxsize=512)
def _value_class(module: str, name: str) -> type:
    if (module, name) in _PLAIN:
        return _PLAIN[module, name]
    if module.startswith(f"{_PACKAGE}.") and not module.startswith(_ACTS):
        found = getattr(import_module(module), name, None)
        if isinstance(found, type) and found.__module__ == module and _holds_values(found):
            return found
    raise pickle.UnpicklingError(f"{module}.{name}")


def _holds_values(found: type) -> bool:
    named = issubclass(found, tuple) and hasattr(found, "_fields")
    return is_dataclass(found) or named or issubclass(found, Enum) or _is_error(found)


def _is_error(found: type) -> bool:
    return issubclass(found, Exception) and found.__module__ == _ERRORS
