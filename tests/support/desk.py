"""What tests send to a desk, and how they read its answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import uvicorn
from msgspec.structs import replace

from validator.desk import desk_app
from validator.desk.server import address_of, listening
from validator.desk.settings import DeskSettings
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SAMPLES = Path(__file__).parents[2] / "samples"
TOKEN = "a-token-that-only-tests-know"  # noqa: S105 - of a desk that only tests reach
ADDRESS = "http://127.0.0.1:8765"
PAGE = f"/{TOKEN}/"
BEARER = {"authorization": f"Bearer {TOKEN}"}


def settings(**changes: Any) -> DeskSettings:  # noqa: ANN401 - any setting
    """Those of a desk at `ADDRESS`."""
    return replace(DeskSettings(token=TOKEN, port=8765, workers=2), **changes)


def sample(name: str) -> tuple[str, bytes]:
    """Name and content."""
    return name, (SAMPLES / name).read_bytes()


def sent(
    client: TestClient, *files: tuple[str, bytes], to: str = "rounds", **fields: str | tuple[str, bytes]
) -> list[dict[str, str]]:
    """The lines that the page gets for files and fields."""
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    parts = [("files", one) for one in files]
    parts += [(name, value) for name, value in fields.items() if not isinstance(value, str)]
    # A form without a file is sent as such as well.
    nothing = [("nothing", ("", b""))] if not parts else []
    answer = client.post(PAGE + to, files=[*parts, *nothing], data=texts)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def dropped(client: TestClient, *files: tuple[str, bytes], **fields: str | tuple[str, bytes]) -> tuple[str, str]:
    """Id and HTML of the round that files make."""
    last = sent(client, *files, to="rounds", **fields)[-1]
    return last["round"], last["html"]


def words(html: str) -> str:
    """The text of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@contextmanager
def served(**changes: Any) -> Iterator[str]:  # noqa: ANN401 - any setting
    """A desk that is reached over the network of this machine, in a thread; gives the address of its page."""
    connection = listening(settings(port=0, **changes))
    known = settings(port=connection.getsockname()[1], **changes)
    app = desk_app(known, load_pack())
    config = uvicorn.Config(app, lifespan="off", log_level="error", access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [connection]})
    thread.start()
    try:
        yield address_of(known)
    finally:
        server.should_exit = True
        thread.join()
        app.close()
        connection.close()
