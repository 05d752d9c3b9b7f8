"""Files beyond this machine: fetched where a library for them is there, and told what is missing where it is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from validator.cli import run
from validator.engine.sources._addresses import addresses, load_address
from validator.model.errors import UnreadableInputError

SAMPLES = Path(__file__).parents[3] / "samples"

pytest.importorskip("fsspec")


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody listens."""


@pytest.fixture
def server() -> Iterator[str]:
    pytest.importorskip("aiohttp")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(SAMPLES))) as served:
        thread = Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


def test_a_page_of_a_server_is_fetched(server: str) -> None:
    assert load_address(f"{server}/balance-2023.html") == (SAMPLES / "balance-2023.html").read_bytes()
    with pytest.raises(UnreadableInputError) as caught:
        load_address(f"{server}/nothing.html")
    assert "nothing.html" in caught.value.reason.en


def test_a_page_of_a_server_is_checked(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = f"{server}/balance-2023.html"
    assert run(["check", page, "--format", "concise", "--workers", "1"]) == 1
    assert f"{page}: 差错: 表三" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["s3://bucket/2023.html", "s3://bucket/*.html", "s3://bucket/folder"])
def test_a_library_that_is_missing_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert list(addresses(address)) == [address]
    with pytest.raises(UnreadableInputError) as caught:
        load_address(address)
    assert (caught.value.reason.en, caught.value.hint.en) == (
        "to read from such an address, s3fs is needed",
        "pip install s3fs",
    )


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert list(addresses("memory://reports")) == ["memory://reports"]
    with pytest.raises(UnreadableInputError) as caught:
        load_address("memory://reports/1.html")
    assert caught.value.hint.zh == "pip install 'gouji[cluster]'"


@pytest.mark.parametrize("address", ["nosuch://a.html", "ftp://127.0.0.1:1/a.html", "memory://nothing/a.html"])
def test_what_cannot_be_fetched_is_told(address: str) -> None:
    assert list(addresses(address)) == [address]
    with pytest.raises(UnreadableInputError) as caught:
        load_address(address)
    assert "it cannot be fetched" in caught.value.reason.en
