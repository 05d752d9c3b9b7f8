"""`dataclass` of the standard library, with each method made when it is first called.

A command loads some hundred classes, and uses few methods of few of them. To write and compile six methods for each
takes a third of the time of a check of one file. What is not of this kind is as it is there: `dataclasses.fields`,
`replace` and all else that looks at such a class sees one.

Of the options there are `frozen`, `slots`, `eq`, `order` and `kw_only`; annotations have to be texts, as they are where
a module imports them from the future.
"""

from __future__ import annotations

TYPE_CHECKING = False  # To load `typing` takes as long as to start Python.
if TYPE_CHECKING:
    from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
else:
    from validator.model.classes._making import dataclass
    from validator.model.classes._parts import MISSING, field, fields, is_dataclass, replace
    from validator.model.classes._parts import Part as Field

__all__ = ["MISSING", "Field", "dataclass", "field", "fields", "is_dataclass", "replace"]
