"""A real Chromium without a window, driven over the pipe of its remote debugging protocol."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_PATIENCE = 60
"""Seconds after which a browser that says nothing is given up."""

Message = dict[str, Any]


def chromium() -> str | None:
    """The program, or None where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One tab of a browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[Message] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> Message:
        """Run a command of the protocol and give what comes back."""
        self._number += 1
        message: Message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: Message = answer["result"]
                return result
            self.events.append(answer)

    def open(self, page: Path | str, width: int, height: int = 900) -> None:
        """Show a file, or what is at an address, in a window of that size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        self.call("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())

    def run(self, script: str) -> Any:  # noqa: ANN401 (a value of another language)
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def choose(self, element: str, *paths: Path) -> None:
        """Choose files in a field, as if in the window of the system; `element`: its selector."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=element)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def wait_for(self, script: str, seconds: float = _PATIENCE) -> Any:  # noqa: ANN401 (a value of another language)
        """The value of an expression as soon as it is true; on the way from page to page it may not make sense yet."""
        ends = time.monotonic() + seconds
        patient = f"(() => {{ try {{ return {script}; }} catch {{ return false; }} }})()"
        while not (found := self.run(patient)):
            assert time.monotonic() < ends, script
            time.sleep(0.05)
        return found

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **typed)

    def media(self, medium: str = "", **features: str) -> None:
        """Pretend to be of a medium (`print`) or to have features (`prefers_color_scheme="dark"`)."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=medium, features=listed)

    def complaints(self) -> list[str]:
        """Errors and warnings of the console and uncaught exceptions since the page was opened."""
        found = []
        for event in self.events:
            match event.get("method"), event.get("params"):
                case "Runtime.exceptionThrown", dict(thrown):
                    found.append(str(thrown["exceptionDetails"].get("text")))
                case "Runtime.consoleAPICalled", {"type": ("error" | "warning"), "args": args}:
                    found.append(str(args))
                case "Log.entryAdded", {"entry": {"level": ("error" | "warning"), "text": text}}:
                    found.append(str(text))
        return found

    def requests(self) -> list[str]:
        """Addresses that were asked for since the page was opened."""
        sent = (event for event in self.events if event.get("method") == "Network.requestWillBeSent")
        return [str(event["params"]["request"]["url"]) for event in sent]

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Save what is shown as PNG; `whole` with what has to be scrolled to."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def pdf(self) -> bytes:
        """The page as it is printed."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])

    def _receive(self) -> Message:
        while b"\0" not in self._buffer:
            read = os.read(self._from, 1 << 16)
            assert read, "the browser has gone"
            self._buffer += read
        first, _, self._buffer = self._buffer.partition(b"\0")
        message: Message = json.loads(first)
        return message


@contextmanager
def browser(program: str, folder: Path) -> Iterator[Browser]:
    """A running browser with a profile of its own below the folder."""
    their_input, to_browser = os.pipe()
    from_browser, their_output = os.pipe()
    # The protocol wants its pipes under these two numbers.
    command = f'exec "$@" 3<&{their_input} 4>&{their_output}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", command, "bash", program, *_FLAGS, f"--user-data-dir={folder / 'profile'}"],
        pass_fds=(their_input, their_output),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(their_input)
    os.close(their_output)
    try:
        yield Browser(to_browser, from_browser)
    finally:
        os.close(to_browser)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_PATIENCE)
        os.close(from_browser)
