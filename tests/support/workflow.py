"""The workflow commands of GitHub Actions, read as its runner reads them.

Written from the documented syntax: `::command name=value,name=value::message`, with `%25`, `%0D` and `%0A` in messages
and `%3A` and `%2C` as well in values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>.*?))?::(?P<message>.*)")
_IN_MESSAGES = {"%0D": "\r", "%0A": "\n", "%25": "%"}
_IN_PROPERTIES = {**_IN_MESSAGES, "%3A": ":", "%2C": ","}


@dataclass(frozen=True)
class Annotation:
    name: str
    properties: dict[str, str]
    message: str


def commands(text: str) -> Iterator[Annotation]:
    """The commands of an output, each on a line of its own."""
    for line in text.splitlines():
        command = _COMMAND.fullmatch(line)
        assert command, f"no workflow command: {line}"
        pairs = (pair.split("=", 1) for pair in filter(None, (command["properties"] or "").split(",")))
        properties = {name: _decoded(value, _IN_PROPERTIES) for name, value in pairs}
        yield Annotation(command["name"], properties, _decoded(command["message"], _IN_MESSAGES))


def _decoded(text: str, codes: dict[str, str]) -> str:
    return re.sub("|".join(codes), lambda code: codes[code.group()], text)
