"""Standard output and files: encoding, colour, width, and writing a file whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len

from validator.cli._problems import wrong_usage
from validator.model.environment.system_faults import why
from validator.model.text import Text
from validator.renderers.layout.lines import clean

COLOURS = ("auto", "always", "never")
"""Values of `--color`."""

_COLOUR = "\x1b["
"""How a colour begins."""
_WIDEST = 120
"""Terminal cells beyond which lines are hard to read."""
_ERRORS = "gouji-stand-in"
"""Name of the way in which characters are replaced that an encoding does not have."""
_STAND_INS = {
    "→": "->", "≠": "!=", "≤": "<=", "≥": ">=", "×": "x", "−": "-", "–": "-", "—": "--", "…": "...", "·": ".",
    "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ",
}  # fmt: skip
_PIPED = 100
"""Terminal cells of a line that goes into a pipe or a file."""


class OutputError(Exception):
    """The output could not be written."""

    def __init__(self, path: str | None, reason: Text) -> None:
        """`path`: None for standard output."""
        super().__init__(reason.en)
        self.path = path
        self.reason = reason


def set_encoding(*streams: TextIO, asked: str = "") -> None:
    """Make streams write UTF-8, or another encoding that has Chinese where a terminal shows it or it is asked for.

    `asked`: what the environment wants (`PYTHONIOENCODING`). What an encoding does not have is replaced.
    """
    codecs.register_error(_ERRORS, _stand_in)
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        chinese = (stream.isatty() or asked.partition(":")[0]) and _has_chinese(stream.encoding)
        reconfigure(encoding=stream.encoding if chinese else "utf-8", errors=_ERRORS)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """What is written in place of characters that an encoding does not have, as wide as they are."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_STAND_INS.get(char) or "?" * max(cell_len(char), 1) for char in missing), error.end


def _has_chinese(encoding: str) -> bool:
    try:
        codecs.encode("勾稽", encoding)
    except (LookupError, UnicodeError):
        return False
    return True


def wants_colour(choice: str, *, to_file: bool, environment: Mapping[str, str]) -> bool:
    """Whether to print colours: as chosen, else as NO_COLOR and FORCE_COLOR say, else only on a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or to_file:
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and environment.get("TERM") != "dumb"


def line_width(*, to_file: bool) -> int:
    """Terminal cells of a line."""
    if to_file or not sys.stdout.isatty():
        return _PIPED
    return min(shutil.get_terminal_size((_PIPED, 24)).columns, _WIDEST)


def check_target(target: Path, inputs: Iterable[str]) -> None:
    """Raise WrongUsageError if a file cannot be written there, or if it is one of the inputs."""
    if target.is_dir():
        raise wrong_usage("output-is-folder", path=clean(str(target)))
    if not target.parent.is_dir():
        raise wrong_usage("output-folder-missing", path=clean(str(target.parent)))
    for path in inputs:
        with contextlib.suppress(OSError, ValueError):  # an input that does not exist cannot be overwritten
            if target.samefile(path):
                raise wrong_usage("output-is-input", path=clean(path))


def write(content: str | bytes, target: Path | None) -> None:
    """Write to a file, or to standard output if `target` is None; raises OutputError.

    If nobody reads standard output any more (`| head`), what is left is dropped silently.
    """
    try:
        if target is None:
            _write_stdout(content)
        else:
            _write_file(content.encode("utf-8", "replace") if isinstance(content, str) else content, target)
    except OSError as error:
        raise OutputError(None if target is None else str(target), why(error)) from error


def _write_stdout(content: str | bytes) -> None:
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        elif _COLOUR in content and sys.stdout.isatty():
            _paint(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)


def _paint(text: str) -> None:
    """Write coloured text to a terminal; old consoles of Windows understand no colours inside a text."""
    from rich.console import Console
    from rich.text import Text

    # Whether there are colours is decided already; the console only knows how the terminal takes them.
    console = Console(
        file=sys.stdout, force_terminal=True, color_system="standard", no_color=False, highlight=False, emoji=False
    )
    for line in text.splitlines(keepends=True):
        painted = Text.from_ansi(line.removesuffix("\n"))
        console.print(painted, end="\n" if line.endswith("\n") else "", soft_wrap=True, markup=False)


def tell(text: str) -> None:
    """Write to standard error; if nobody reads it any more, nothing is lost but the words."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send what is still in the buffer of a stream nowhere, so that closing it at exit does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _write_file(content: bytes, target: Path) -> None:
    """Write beside the target, then put it in its place: whoever reads it sees the old file or the new one."""
    if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
        target.write_bytes(content)
        return
    place = target.resolve()
    # Its name is as short as that of any file may be: one that fits with more around it may not.
    part = place.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
