"""The desk runs: a folder of its own for what is under way, an address with a token, an end that leaves nothing."""

from __future__ import annotations

import socket
import tempfile
import webbrowser
from collections.abc import Callable
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import uvicorn
from msgspec.structs import replace

from validator.desk.app import desk_app
from validator.desk.settings import DeskSettings
from validator.engine.isolation.own_folder import OwnFolder

if TYPE_CHECKING:
    from validator.engine.task import Task
    from validator.packs.pack import Pack

_QUEUE = 128
"""Connections that wait to be taken."""
_GRACE = 3
"""Seconds that requests under way get at the end."""


def listening(settings: DeskSettings) -> socket.socket:
    """A socket at the address of the settings; raises OSError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows another program could otherwise take the same address, and what is sent to it.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host, settings.port))
        found.listen(_QUEUE)
    except OSError:
        found.close()
        raise
    return found


def address_of(settings: DeskSettings) -> str:
    """What to open in a browser, once the port is known."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/{settings.token}/"


def run(
    settings: DeskSettings, pack: Pack, task: Task | None, said: Callable[[str], None], *, browser: bool = False
) -> None:
    """Answer requests until the program is told to end; raises OSError where the address cannot be had.

    `said`: told the address once it is answered at; `browser`: whether it is opened there.
    """
    connection = listening(settings)
    folder = OwnFolder()
    before, tempfile.tempdir = tempfile.tempdir, str(folder.path)
    known = replace(settings, port=connection.getsockname()[1])
    server = _server()
    desk = desk_app(known, pack, task, lambda: setattr(server, "should_exit", True))
    server.config.app = desk
    try:
        # Before there are threads: a process that is forked is there at once.
        desk.bench.prepare()
        Thread(target=_announce, args=(server, address_of(known), said, browser), daemon=True).start()
        server.run(sockets=[connection])
    finally:
        desk.close()
        connection.close()
        tempfile.tempdir = before
        folder.remove()


def _server() -> uvicorn.Server:
    async def nothing(*_: object) -> None: ...

    config = uvicorn.Config(
        nothing,
        lifespan="off",
        # Addresses hold the token, and names of files are nobody's business.
        access_log=False,
        log_level="error",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
        # Whoever asks is known by the token alone: what a proxy says of it changes nothing.
        proxy_headers=False,
    )
    return uvicorn.Server(config)


def _announce(server: uvicorn.Server, url: str, said: Callable[[str], None], browser: bool) -> None:  # noqa: FBT001 - an argument of a thread
    while not server.started:
        if server.should_exit:
            return
        sleep(0.02)
    said(url)
    if browser:
        webbrowser.open(url)
