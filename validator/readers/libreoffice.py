"""A second reading of old documents, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 15
"""Time that a conversion may take; one document takes one or two seconds on a quiet machine."""

_AT_ONCE = 16
"""Files of one call: most of the time of a call is its start."""
_SECONDS_MORE = 3
"""Time for each further file of a call."""
_PROGRAMS = ("soffice", "libreoffice")
_LARGEST_OUTPUT = 256 << 20
_MOST_MEMORY = 4 << 30
_INPUT_FILTERS = {"html": "HTML (StarWriter)"}
"""Without it, web pages open in a program that cannot save Word documents."""

# No macros, and nothing fetched from elsewhere: the files come from strangers.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def is_installed() -> bool:
    """Whether there is a LibreOffice to ask."""
    return _program() is not None


def convert(data: bytes, suffix: str, *, target: str = "docx", seconds: float = SECONDS) -> bytes | None:
    """A file as .docx, or None where LibreOffice is not installed, fails, or takes too long.

    `suffix` is the kind of the file without a dot: `doc`, `wps`, `rtf`, `odt`, `html`; `target` the kind it becomes.
    """
    return convert_many([data], suffix, target=target, seconds=seconds)[0]


def convert_many(
    files: Sequence[bytes], suffix: str, *, target: str = "docx", seconds: float = SECONDS
) -> list[bytes | None]:
    """Files of one kind, as `convert` does with one, many in one call.

    A file over which a call stops costs no other file its conversion: what is missing then is tried by itself.
    """
    program = _program()
    if program is None:
        return [None] * len(files)
    found: list[bytes | None] = []
    for start in range(0, len(files), _AT_ONCE):
        some = files[start : start + _AT_ONCE]
        made = _converted(program, some, suffix, target, seconds + _SECONDS_MORE * (len(some) - 1))
        if len(some) > 1:
            made = [
                one or _converted(program, [data], suffix, target, seconds)[0]
                for one, data in zip(made, some, strict=True)
            ]
        found += made
    return found


def _converted(program: str, files: Sequence[bytes], suffix: str, target: str, seconds: float) -> list[bytes | None]:
    """The files as one call of LibreOffice converts them, in their order; None for one that it could not load."""
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        profile, output = base / "profile", base / "output"
        # Two runs on one profile lock each other out, so each has its own.
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        sources = [base / f"document{number}.{suffix}" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        _run(_command(program, sources, profile, output, target), seconds)
        # It ends with 0 also when it could not load a file: only the output tells.
        results = [output / f"{source.stem}.{target}" for source in sources]
        return [result.read_bytes() if result.is_file() else None for result in results]


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def _command(program: str, sources: Sequence[Path], profile: Path, output: Path, target: str) -> list[str]:
    input_filter = _INPUT_FILTERS.get(sources[0].suffix[1:])
    return [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        *([] if input_filter is None else [f"--infilter={input_filter}"]),
        "--convert-to",
        target,
        "--outdir",
        str(output),
        *map(str, sources),
    ]


def _run(command: list[str], seconds: float) -> None:
    """Run a command, and end it with all its children when its time is over."""
    try:
        process = subprocess.Popen(  # noqa: S603  the program was found on the path, the names are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    try:
        _limit(process.pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    finally:
        # What was started is only a wrapper, whose children outlive it.
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _limit(process: int) -> None:
    """Limits of memory and of the size of files, where the system has them for other processes."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            resource.prlimit(process, resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
            resource.prlimit(process, resource.RLIMIT_FSIZE, (_LARGEST_OUTPUT, _LARGEST_OUTPUT))
