"""The child of `sandbox.py`: reads files one after the other until its standard input is closed."""

from __future__ import annotations

import sys

from validator.engine.isolation.child_process import Announce, serve
from validator.engine.isolation.refusals import unexpected
from validator.engine.isolation.sandbox import Request
from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.readers import read


def _answer(request: Request, announce: Announce) -> Document | UnreadableInputError:
    """The document, or why there is none."""
    announce(0)
    try:
        return read(request.path, data=request.data, input_format=request.input_format, second=request.second)
    except UnreadableInputError as error:
        return error
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a parser raises says something about this file only
        return unexpected(request.path, error)


if __name__ == "__main__":
    serve(lambda: (_answer, 0), *map(int, sys.argv[1:]))
