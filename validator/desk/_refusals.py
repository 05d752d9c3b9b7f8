"""How somebody is sent away: in plain text for people, as a problem (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, PlainTextResponse, Response


def problem(status: int, text: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A refusal for programs."""
    content = {"status": status, "detail": text.strip()}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def refusal(path: str, status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal for whoever asks for that path."""
    if "api" in path.split("/"):
        return problem(status, text, headers)
    return PlainTextResponse(f"{text}\n", status, headers)
