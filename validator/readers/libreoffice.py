"""A second reading of old documents, by LibreOffice where it is installed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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
MOST_MEMORY = 4 << 30
"""Bytes of address space that it may have."""
SOCKETS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - where it puts them, whatever the environment says
"""Where it puts the socket by which it knows itself."""
_STARTS_ANEW = 81
"""Exit code by which it asks to be started once more, since its profile was new."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""
_LOADER = re.compile(rb"/[a-z0-9_/.-]*/ld-[a-z0-9_.-]+")
_PROFILE = "profile"
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


def programs() -> tuple[Path, ...] | None:
    """The files, and folders of files, that have to be started for a conversion; None if that is not known."""
    program = _program()
    if program is None:
        return ()
    binary = Path(program)
    if binary.suffix != ".bin":
        return None
    with binary.open("rb") as file:
        loader = _LOADER.search(file.read(4096))
    return (binary.parent, *(() if loader is None else (Path(os.fsdecode(loader[0])),)))


def sockets_below(folder: Path) -> Iterator[Path]:
    """The sockets of conversions that wrote below a folder: where they end by force, these stay behind.

    The name is the digest of the address of the profile, each byte without a leading zero.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    seen = {one for depth in ("", "*/") for one in folder.glob(f"{depth}{_PROFILE}[0-9]")}
    for profile in {base.with_name(f"{_PROFILE}{number}") for base in seen for number in range(2)}:
        digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
        name = f"OSL_PIPE_{user}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
        yield from (base / name for base in SOCKETS if (base / name).is_socket())


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
        output = base / "output"
        sources = [base / f"document{number}.{suffix}" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        _run_on_profile(base, lambda profile: _run(_command(program, sources, profile, output, target), seconds))
        # It ends with 0 also when it could not load a file: only the output tells.
        results = [output / f"{source.stem}.{target}" for source in sources]
        made = [result.read_bytes() if result.is_file() else None for result in results]
        left = _without_sockets(base)
    for profile in left:
        with suppress(OSError):
            profile.mkdir(parents=True)
    return made


def _run_on_profile(base: Path, run: Callable[[Path], int | None]) -> None:
    """Two runs on one profile lock each other out, so each has its own, which it makes ready before it converts."""
    for number in range(2):
        profile = base / f"{_PROFILE}{number}"
        if number:
            # Under another name, since its socket may still be there.
            (base / f"{_PROFILE}{number - 1}").rename(profile)
        else:
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        if run(profile) != _STARTS_ANEW:
            break


def _without_sockets(base: Path) -> list[Path]:
    """Remove the sockets of conversions; gives the profiles of which this process may not.

    Whoever may will look for the folders that they lay in.
    """
    left = False
    for socket in sockets_below(base):
        try:
            socket.unlink()
        except OSError:
            left = True
    return [base / f"{_PROFILE}{number}" for number in range(2)] if left else []


def _program() -> str | None:
    """The program itself rather than the script that looks for it, where it lies beside that."""
    found = next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)
    if found is None:
        usual = usual_places(sys.platform, os.environ)
        return next((str(place) for place in usual if place.is_file()), None)
    if sys.platform != "linux":
        return found
    binary = Path(found).resolve().with_name("soffice.bin")
    return str(binary) if binary.is_file() else found


def usual_places(system: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where installers put the program on systems on which they do not put it on the path."""
    if system == "win32":
        names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
        for folder in dict.fromkeys(environment[name] for name in names if environment.get(name)):
            yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif system == "darwin":
        for place in (Path("/Applications"), Path(environment.get("HOME", "/"), "Applications")):
            yield place / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"


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


def _run(command: list[str], seconds: float) -> int | None:
    """Run a command, and end it with all its children when its time is over; its exit code, if it came to an end."""
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603  the program was found on the path, the names are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_ended_with_parent(),  # noqa: PLW1509 - one call of the system, which takes no lock
        )
    except (OSError, subprocess.SubprocessError):
        return None
    try:
        _limit(process.pid)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(seconds)
        return None
    finally:
        # What was started may be a wrapper, whose children outlive it.
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _ended_with_parent() -> Callable[[], None] | None:
    """What the new process does before it becomes another program: on Linux the system ends it with this one."""
    if sys.platform != "linux":
        return None
    import ctypes

    try:
        control = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return lambda: control(_END_WITH_PARENT, signal.SIGKILL)


def _limit(process: int) -> None:
    """Limits of memory and of the size of files, where the system has them for other processes."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            resource.prlimit(process, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            resource.prlimit(process, resource.RLIMIT_FSIZE, (_LARGEST_OUTPUT, _LARGEST_OUTPUT))
