"""What the work on one file may take, and how a file is refused that takes more or over which a program stumbles."""

from __future__ import annotations

from msgspec import Struct

from validator.model.errors import UnreadableInputError
from validator.model.text import Text


class ReadingLimits(Struct, frozen=True):
    """What the work on one file may take."""

    seconds: float = 20.0
    """Processor time, from reading it to telling what was found."""
    locating_seconds: float = 10.0
    """Of these, what may go into the search for the cells that explain what is violated in a report."""
    megabytes: int = 900
    """Address space of the child process; only on systems that can limit it."""
    recognising_seconds: float = 180.0
    """Processor time if text has to be recognised in pictures."""
    recognising_megabytes: int = 2400
    """Address space if text has to be recognised in pictures."""
    answer_megabytes: int = 64
    """What is told of one file, or of those that are worked on together."""


_SAVE = Text(
    "确认文件能正常打开；能打开的话，另存为 .docx 后再检查",
    "make sure that the file opens; if it does, save it as .docx and check that",
)


def too_late(path: str, limits: ReadingLimits, *, recognising: bool = False) -> UnreadableInputError:
    """For a file that takes too long; `recognising`: because of text in pictures."""
    seconds = f"{limits.recognising_seconds if recognising else limits.seconds:g}"
    told = Text(f"读取超过 {seconds} 秒，已停止", f"reading took more than {seconds} seconds and was stopped")
    return UnreadableInputError(path, told, _SAVE)


def too_large(path: str, limits: ReadingLimits, *, recognising: bool = False) -> UnreadableInputError:
    """For a file that takes too much memory."""
    size = limits.recognising_megabytes if recognising else limits.megabytes
    told = Text(f"读取所需内存超过 {size} MB，已停止", f"reading needs more than {size} MB of memory and was stopped")
    return UnreadableInputError(path, told, _SAVE)


def too_much(path: str, limits: ReadingLimits) -> UnreadableInputError:
    """For a file of which there is more to be told than anybody could read."""
    size = limits.answer_megabytes
    told = Text(f"检查结果超过 {size} MB，已停止", f"there is more than {size} MB to be told of it")
    return UnreadableInputError(path, told, _SAVE)


def nonsense(path: str) -> UnreadableInputError:
    """For a file after which the reading process answers what is no result."""
    told = Text(
        "读取程序的答复不是检查结果，已停止；文件可能是为控制程序而制作的",
        "the reading process answered what is no result and was stopped; the file may be made to take it over",
    )
    hint = Text("不要打开这个文件，请向提供者索取原件", "do not open this file; ask whoever gave it for the original")
    return UnreadableInputError(path, told, hint)


def broken_off(path: str) -> UnreadableInputError:
    """For a file that brings the reading process down."""
    told = Text("文件使读取程序中途退出，可能已损坏", "the file made the reading process break off; it may be damaged")
    return UnreadableInputError(path, told, _SAVE)


def unexpected(path: str, error: Exception) -> UnreadableInputError:
    """For a file over which our own code stumbles, or a reader in a way it should not."""
    said = f"{type(error).__name__}: {error}"
    what = Text("嵌套太深", "nested too deeply") if isinstance(error, RecursionError) else Text(said, said)
    return UnreadableInputError(
        path,
        Text(f"文件内容不合格式，读不下去（{what.zh}）", f"the content is not what the format allows ({what.en})"),
        Text("确认文件能正常打开；能打开的话，另存为 .docx 后再检查", "open it and save it as .docx, then check that"),
    )
