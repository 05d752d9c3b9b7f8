"""Who may come in: the right token under the right name, from no foreign page, with no more than is allowed.

All that is answered, refusals too, goes out with the headers that keep a browser from doing anything else with it.
"""

from __future__ import annotations

import logging
import traceback
from hmac import compare_digest
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from validator.desk._refusals import refusal
from validator.desk.settings import DeskSettings
from validator.messages import say

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("gouji.desk")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a page of the desk may do: nothing but what the desk itself sends."""
REPORT_POLICY = "sandbox allow-scripts; frame-ancestors 'self'"
"""What the page of a report may do, beside what it says itself: to it the desk is a foreign site."""
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_OPEN = frozenset({"/health", "/favicon.ico"})
"""What is answered to anybody who calls the desk by its name."""
_READING = frozenset({"GET", "HEAD"})
_STANDARD = {"http": ":80", "https": ":443"}
"""The ports that are not named."""
_OWN_SITES = frozenset({"same-origin", "none"})
"""`Sec-Fetch-Site` of a page of ours, and of an address that was typed or opened by a program."""


class Guard(Struct, frozen=True):
    """Stands before the desk."""

    app: ASGIApp
    settings: DeskSettings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in {**_HEADERS, "content-security-policy": PAGE_POLICY}.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope)
        try:
            if refused is not None:
                await self._told(scope["path"], *refused)(scope, receive, sent)
            else:
                await self.app(scope, self._measured(receive), sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next request is to be answered
            # Where and what kind, never the message: that may quote what was sent.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("%s%s", frames, type(error).__name__)
            if not started:
                await self._told(scope["path"], 500, "desk-crashed")(scope, receive, sent)

    def _told(self, path: str, status: int, key: str) -> Response:
        return refusal(path, status, say(key, self.settings.language, megabytes=self.settings.megabytes))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and message key of why a request is not answered; None for one that is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self.settings.is_meant(host):
            return 421, "desk-wrong-host"
        if self._is_foreign(scope["method"], headers, host):
            return 403, "desk-foreign"
        if scope["path"] not in _OPEN and not self._is_known(scope["path"], headers):
            return 403, "desk-wrong-token"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > self.settings.bytes:
            return 413, "desk-too-large"
        return None

    @staticmethod
    def _is_foreign(method: str, headers: Headers, host: str) -> bool:
        """Whether another page in the browser asks. Behind a proxy the scheme may differ, host and port do not."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in _OWN_SITES:
            return True
        if origin is None or (origin == "null" and method in _READING):
            return False
        scheme, _, there = origin.partition("://")
        return scheme not in _STANDARD or _bare(there) != _bare(host)

    def _is_known(self, path: str, headers: Headers) -> bool:
        """Whether the token is in the address, or comes as programs send it."""
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer" and self._is_token(shown.strip()):
            return True
        return self._is_token(path.split("/")[1])

    def _is_token(self, shown: str) -> bool:
        return compare_digest(shown.encode("utf-8", "surrogateescape"), self.settings.token.encode())

    def _measured(self, receive: Receive) -> Receive:
        """What is received, until it is more than is allowed: not every request says how long it is."""
        total = 0

        async def measured() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self.settings.bytes:
                text = say("desk-too-large", self.settings.language, megabytes=self.settings.megabytes)
                raise HTTPException(413, text)
            return message

        return measured


def _bare(host: str) -> str:
    """A host without a port that need not be named."""
    return host.casefold().removesuffix(_STANDARD["http"]).removesuffix(_STANDARD["https"])
