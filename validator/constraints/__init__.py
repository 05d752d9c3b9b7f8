"""Rules as a linear system: compiled to sparse integer rows, evaluated for any number of reports at once.

A form is a vector, a rule is a row. It knows cells by their columns in the matrix, not where they were read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.constraints.compiling import compile_system
    from validator.constraints.system import System
    from validator.constraints.together.evaluation import evaluate

__all__ = ["System", "compile_system", "evaluate"]

__getattr__ = names_of(
    __name__,
    {"System": "system", "compile_system": "compiling", "evaluate": "together.evaluation"},
)
