"""Completion and hover in an editor: yaml-language-server reads the first line of a file and the schema it names.

Skipped where that program is not installed (`npm install --global yaml-language-server`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from validator.cli import run

SERVER = shutil.which("yaml-language-server")

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(SERVER is None, reason="yaml-language-server is not installed"),
]

TEXT = """\
- id: our-rule
  title: {zh: 甲, en: a}
  table: requests
  sev
"""


class Editor:
    """One conversation with the server."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._last = 0

    def tell(self, method: str, **params: object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 (whatever the server answers)
        self._last += 1
        self._send({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params})
        while True:
            said = self.hear()
            if said.get("id") == self._last and "method" not in said:
                return said["result"]

    def hear(self) -> dict[str, Any]:
        """The next message; what the server asks of the editor is answered with nothing."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        said: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "id" in said and "method" in said:
            items = said.get("params", {}).get("items", [])
            self._send({"jsonrpc": "2.0", "id": said["id"], "result": [None] * len(items) or None})
        return said

    def _send(self, message: object) -> None:
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()


@pytest.fixture
def editor() -> Iterator[Editor]:
    command = [str(SERVER), "--stdio"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        one = Editor(process)
        one.ask("initialize", processId=os.getpid(), rootUri=None, capabilities={})
        one.tell("initialized")
        yield one
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def test_an_editor_completes_keys_and_words_and_says_what_they_mean(editor: Editor, tmp_path: Path) -> None:
    assert run(["rules", "new", str(tmp_path / "our-office"), "--lang", "en"]) == 0
    file = tmp_path / "our-office" / "rules" / "own.yaml"
    first = file.read_text(encoding="utf-8").splitlines()[0]
    text = f"{first}\n{TEXT}"
    document = {"uri": file.as_uri()}
    editor.tell("textDocument/didOpen", textDocument={**document, "languageId": "yaml", "version": 1, "text": text})
    place = {"line": 4, "character": 5}
    found = editor.ask("textDocument/completion", textDocument=document, position=place)
    items = found["items"] if isinstance(found, dict) else found
    assert "severity" in {item["label"] for item in items}
    told = editor.ask("textDocument/hover", textDocument=document, position={"line": 3, "character": 3})
    assert "the table whose rows or columns the names stand for" in json.dumps(told)
    changed = text.replace("  sev\n", "  severity: \n")
    editor.tell("textDocument/didChange", textDocument={**document, "version": 2}, contentChanges=[{"text": changed}])
    found = editor.ask("textDocument/completion", textDocument=document, position={"line": 4, "character": 12})
    items = found["items"] if isinstance(found, dict) else found
    assert {"error", "warning", "note"} <= {item["label"] for item in items}
