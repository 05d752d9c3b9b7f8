"""The child of `sandbox.py`: reads files one after the other until its standard input is closed."""

from __future__ import annotations

import sys
from contextlib import suppress

from validator.engine.isolation.child_process import answers_only, limit_memory, receive, send
from validator.engine.isolation.sandbox import Recognising, Request
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import read
from validator.readers.ocr import telling


def main(memory: int, recognising: int) -> None:
    """Answer requests. `memory`: bytes of address space the process may have, `recognising`: and when it recognises."""
    answers = answers_only()
    most = max(memory, recognising)
    limit_memory(memory, most)

    def lift() -> None:
        """Recognising text takes more; the parent is told, so that it waits, and starts another child afterwards."""
        limit_memory(most, most)
        send(answers, Recognising())

    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt), telling(lift):
        while True:
            send(answers, _answer(receive(sys.stdin.buffer)))


def _answer(request: Request) -> object:
    """The document, or why there is none."""
    try:
        return read(request.path, data=request.data, input_format=request.input_format, second=request.second)
    except UnreadableInputError as error:
        return error
    except MemoryError as error:
        return error
    except RecursionError:
        return _unexpected(request.path, Text("嵌套太深", "nested too deeply"))
    except Exception as error:  # noqa: BLE001 - whatever a parser raises says something about this file only
        what = f"{type(error).__name__}: {error}"
        return _unexpected(request.path, Text(what, what))


def _unexpected(path: str, what: Text) -> UnreadableInputError:
    return UnreadableInputError(
        path,
        Text(f"文件内容不合格式，读不下去（{what.zh}）", f"the content is not what the format allows ({what.en})"),
        Text("确认文件能正常打开；能打开的话，另存为 .docx 后再检查", "open it and save it as .docx, then check that"),
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
