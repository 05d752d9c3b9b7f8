"""What parent and child tell each other over their pipes, message by message."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import IO, NamedTuple

_HEAD = struct.Struct("!QB")
"""Bytes of a message, and its kind."""
_NUMBER = struct.Struct("!q")

CHECKING, RECOGNISING = -1, -2
"""Announced before what was read is checked, and before text in pictures is recognised."""


class MessageKind(IntEnum):
    """What a message is."""

    REQUEST = 0
    """Of the parent; all others are a child's."""
    ANNOUNCEMENT = 1
    """The place of a file in the request, or one of the above."""
    ANSWER = 2
    SHORT_OF_MEMORY = 3
    """What was asked takes more than there is; the child ends."""
    BROKEN_PATTERN = 4
    """The pattern, and behind a zero the reason."""


class Message(NamedTuple):
    """One message."""

    kind: int
    """A `MessageKind`, if the child is what it was."""
    body: bytes = b""


class TooMuchError(Exception):
    """A message that is longer than it may be."""


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message to a pipe."""
    stream.write(_HEAD.pack(len(message.body), message.kind))
    stream.write(message.body)
    stream.flush()


def receive(stream: IO[bytes], longest: int | None = None) -> Message:
    """Read one message; EOFError when the pipe is closed, TooMuchError for one of more bytes than `longest`."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    length, kind = _HEAD.unpack(head)
    if longest is not None and length > longest:
        raise TooMuchError
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return Message(kind, body)


def announcement(at: int) -> Message:
    """That something begins."""
    return Message(MessageKind.ANNOUNCEMENT, _NUMBER.pack(at))


def announced(message: Message) -> int | None:
    """What begins; None for a message that does not say."""
    if message.kind != MessageKind.ANNOUNCEMENT or len(message.body) != _NUMBER.size:
        return None
    return int(_NUMBER.unpack(message.body)[0])


def broken_pattern(pattern: str, reason: str) -> Message:
    """That a pattern of a pack cannot be used."""
    return Message(
        MessageKind.BROKEN_PATTERN, "\0".join((pattern.replace("\0", " "), reason)).encode("utf-8", "replace")
    )


def pattern_and_reason(message: Message) -> tuple[str, str]:
    """The pattern, and why it cannot be used."""
    pattern, _, reason = message.body.decode("utf-8", "replace").partition("\0")
    return pattern, reason
