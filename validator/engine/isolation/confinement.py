"""Less power for a process that works on files of strangers: no network, no writing, no programs.

A file made to take over the program that reads it then has a process that can do nothing but read and answer. Linux
takes the power away, by Landlock (where may be written, what may be started) and by seccomp (which calls the system
answers at all); what a kernel does not have is left out, and nothing is an error. Both hold for good, for all that the
process starts as well. Elsewhere than on Linux there are only the limits of memory and time.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
"""Of `prctl`: a program started later gets no rights of its own; calls go through a filter."""

# Landlock, <linux/landlock.h>; its calls have the same numbers everywhere.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_ASKED, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _REFER, _TRUNCATE = 1 << 0, 1 << 1, 1 << 13, 1 << 14
_CHANGING = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
"""To write, and to make or remove whatever a folder can hold."""
_MAKE_SOCKET = 1 << 9
_TCP = 0b11
"""To bind and to connect."""
_SCOPES = 0b11
"""Sockets without a file, and signals, of processes that are not confined as this one."""

# Seccomp, <linux/seccomp.h> and <linux/bpf_common.h>.
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_CALL, _AT_MACHINE, _AT_FIRST = 0, 4, 16
"""Where in the record that the filter sees number, machine and first argument of a call stand."""
_UNIX = 1
"""`AF_UNIX`: a socket that is a file."""
_THREAD = 0x00010000
"""Flag of `clone`: a thread of this process, no other process."""
_OTHER_TABLE = 0x40000000
"""From here on stand the calls of x86 for programs with short addresses."""


class Power(StrEnum):
    """What was taken away."""

    WRITING = "writing"
    NETWORK = "network"
    PROGRAMS = "programs"


class Needs(Struct, frozen=True):
    """What a process is left with."""

    folder: Path | None = None
    """Where it may write; None: nowhere."""
    programs: tuple[Path, ...] | None = ()
    """Files it may start, and folders of such; None: whatever it likes."""
    sockets: tuple[Path, ...] = ()
    """Folders in which it may put sockets for processes of its own, beside the one above."""
    network: bool = False


class _Machine(NamedTuple):
    """Numbers of calls, which differ from processor to processor; -1 for one that it does not have."""

    audit: int
    socket: int
    clone: int
    clone3: int
    fork: int
    vfork: int
    execve: int
    execveat: int
    io_uring_setup: int
    ptrace: int


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, 56, 435, 57, 58, 59, 322, 425, 101),
    "aarch64": _Machine(0xC00000B7, 198, 220, 435, -1, -1, 221, 281, 425, 117),
}


def confine(needs: Needs) -> frozenset[Power]:
    """Take all from this process that it does not need; gives what could be taken. Before it has a second thread."""
    if sys.platform != "linux":
        return frozenset()
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            return frozenset()
    except (OSError, AttributeError):
        return frozenset()
    return frozenset((*_by_landlock(system, needs), *_by_seccomp(system, needs)))


def landlock_version(system: ctypes.CDLL) -> int:
    """Version of Landlock in this kernel; 0 where it has none, or where it is switched off."""
    return max(0, int(system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION_ASKED))))


def _by_landlock(system: ctypes.CDLL, needs: Needs) -> Iterator[Power]:
    version = landlock_version(system)
    if not version:
        return
    changing = _CHANGING | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)  # noqa: PLR2004 - versions
    starting = 0 if needs.programs is None else _EXECUTE
    sizes = ((4, _TCP * (not needs.network)), (6, _SCOPES))
    handled = [changing | starting, *(what if version >= since else 0 for since, what in sizes)]
    # An older kernel does not know the later fields.
    known = 1 + sum(version >= since for since, _ in sizes)
    asked = struct.pack(f"={known}Q", *handled[:known])
    rules = int(system.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint(0)))
    if rules < 0:
        return
    try:
        _allow(system, rules, Path(os.devnull), _WRITE_FILE)
        if needs.folder is not None:
            _allow(system, rules, needs.folder, changing)
        for folder in needs.sockets:
            _allow(system, rules, folder, _MAKE_SOCKET)
        for program in needs.programs or ():
            _allow(system, rules, program, starting)
        if system.syscall(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint(0)):
            return
    finally:
        os.close(rules)
    yield Power.WRITING
    if starting:
        yield Power.PROGRAMS


def _allow(system: ctypes.CDLL, rules: int, path: Path, what: int) -> None:
    """A file or all below a folder; what is not there needs no leave."""
    with suppress(OSError):
        number = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
        try:
            rule = struct.pack("=Qi", what, number)
            system.syscall(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0))
        finally:
            os.close(number)


def _by_seccomp(system: ctypes.CDLL, needs: Needs) -> Iterator[Power]:
    machine = _MACHINES.get(platform.machine())
    if machine is None or sys.maxsize < 1 << 32:
        return
    steps = _filter(machine, needs)
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    listed = ctypes.create_string_buffer(code, len(code))
    # Two bytes for the number of steps, and the address of the first where addresses may stand.
    program = struct.pack("@HP", len(steps), ctypes.addressof(listed))
    if system.prctl(_SET_SECCOMP, _FILTER, program, 0, 0):
        return
    if not needs.network:
        yield Power.NETWORK
    if needs.programs == ():
        yield Power.PROGRAMS


_Step = tuple[int, int, int, int]
"""What is done, how many steps are passed over if it holds and if not, and with which number."""


def _filter(machine: _Machine, needs: Needs) -> Sequence[_Step]:
    """The steps by which the system decides over each call."""
    no, missing = (_RETURN, 0, 0, _REFUSE | errno.EPERM), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)
    steps: list[_Step] = [
        *((_LOAD, 0, 0, _AT_MACHINE), (_IF_EQUAL, 1, 0, machine.audit), no),
        *((_LOAD, 0, 0, _AT_CALL), (_IF_AT_LEAST, 0, 1, _OTHER_TABLE), no),
    ]
    # Through a ring everything can be asked for that is refused here; whoever traces another acts in its place.
    refused = [machine.io_uring_setup, machine.ptrace]
    if needs.programs == ():
        refused += [machine.fork, machine.vfork, machine.execve, machine.execveat]
        # Its flags stand in memory, where a filter cannot look: libraries then use the older call.
        steps += [(_IF_EQUAL, 0, 1, machine.clone3), missing]
        steps += [
            *((_IF_EQUAL, 0, 3, machine.clone), (_LOAD, 0, 0, _AT_FIRST), (_IF_SET, 1, 0, _THREAD), no),
            (_LOAD, 0, 0, _AT_CALL),
        ]
    for call in refused:
        steps += [] if call < 0 else [(_IF_EQUAL, 0, 1, call), no]
    if not needs.network:
        local = 1 if needs.programs != () else 0
        steps += [(_IF_EQUAL, 0, 2 + 2 * local, machine.socket), (_LOAD, 0, 0, _AT_FIRST)]
        # LibreOffice talks to itself through a socket that is a file.
        steps += [(_IF_EQUAL, 0, 1, _UNIX), (_RETURN, 0, 0, _ALLOW)] if local else []
        steps += [no]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]
