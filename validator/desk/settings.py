"""What a desk is like: where it listens, who may come in, and what one request may cost."""

from __future__ import annotations

import ipaddress
from secrets import token_urlsafe

from msgspec import Struct, field

from validator.engine.crews.crew import cores

LOOPBACK = "127.0.0.1"
_MEGABYTE = 1 << 20

_TOKEN = 24
"""Random bytes."""


def new_token() -> str:
    """For a desk that is given none: nobody can guess it, and it is gone with the desk."""
    return token_urlsafe(_TOKEN)


class DeskSettings(Struct, frozen=True, kw_only=True):
    """All that can be settled of a desk."""

    token: str = field(default_factory=new_token)
    """Without it nothing is answered but whether the desk is there."""
    host: str = LOOPBACK
    """Address that is listened on."""
    port: int = 0
    """0 for any that is free."""
    names: tuple[str, ...] = ()
    """Host names under which the desk is reached, beside those of this machine by itself; with a port or without."""
    language: str = "zh"
    """In which pages and answers are, unless another is asked for."""
    megabytes: int = 128
    """Of all files of one request."""
    files: int = 1000
    """Most files of one request."""
    seconds: int = 600
    """Time after which a request is given up, from its coming in to its answer."""
    workers: int = field(default_factory=cores)
    """Requests that are worked on at a time."""
    waiting: int = 16
    """Requests that may wait for that; others are sent away."""
    kept_minutes: int = 60
    """How long the page can come back to what it was told, from the last time it did; in memory, not on disk."""
    kept_megabytes: int = 512
    """How much of that there may be; the oldest goes first."""

    @property
    def bytes(self) -> int:
        """`megabytes` in bytes."""
        return self.megabytes * _MEGABYTE

    @property
    def is_local(self) -> bool:
        """Whether nobody but the users of this machine can reach the desk."""
        return is_loopback(self.host)

    def is_meant(self, host: str) -> bool:
        """Whether a `Host` header names this desk.

        A page elsewhere that has a name of its own point to this machine (DNS rebinding) sends that name, never an
        address: so names must be known, and addresses only fit where that address may be listened on.
        """
        name, port = split_host(host)
        known = {one.casefold() for one in self.names}
        if host.casefold() in known or name.casefold() in known:
            return True
        if self.port and port != self.port:
            return False
        if name.casefold() == "localhost" or is_loopback(name):
            return self.is_local or _is_any(self.host)
        return name == self.host or (_is_any(self.host) and _is_address(name))


def split_host(host: str) -> tuple[str, int]:
    """Name and port of a `Host` header, the brackets of an address taken off; port 80 where none is named."""
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, "80"
    return name.strip("[]"), int(port) if port.isascii() and port.isdigit() else -1


def is_loopback(host: str) -> bool:
    """Whether an address or name leads to this machine itself."""
    return host.casefold() == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_any(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
