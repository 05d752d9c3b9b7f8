"""The service for programs described in OpenAPI 3.1, by the words and limits with which it reads requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING

from validator.desk._requests import FILES, FOLDERS, PREVIOUS, UNITS
from validator.messages import LANGUAGES
from validator.renderers.data.exact_json import Json
from validator.version import __version__

if TYPE_CHECKING:
    from validator.desk.settings import DeskSettings

_FILE: Mapping[str, Json] = {"type": "string", "format": "binary"}
_SEVERAL: Mapping[str, Json] = {"type": "array", "items": dict[str, Json](_FILE)}
_FIELDS: Mapping[str, tuple[Mapping[str, Json], str]] = {
    FILES: (_SEVERAL, "reports, or archives of them"),
    PREVIOUS: (_SEVERAL, "last year's reports: held against, not checked themselves"),
    UNITS: (_FILE, "list of the units below (.csv or .yaml)"),
    FOLDERS: ({"type": "string", "enum": ["0", "1"]}, "1: folders in the names say who is below whom"),
}
"""Field of the form -> its shape, and what it is for."""


def described(settings: DeskSettings) -> Json:
    """The document at `/api`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gouji",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"token": []}],
        "paths": {"/api/check": {"post": _check(settings)}, "/health": {"get": _health()}},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _check(settings: DeskSettings) -> Json:
    schema: Json = json.loads(files("validator.schemas").joinpath("report.schema.json").read_text("utf-8"))
    languages: Json = {"type": "string", "enum": [*LANGUAGES], "default": settings.language}
    return {
        "operationId": "check",
        "summary": "Check reports; nothing of them is kept.",
        "parameters": [{"name": "lang", "in": "query", "schema": languages}],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _form()}}},
        "responses": {
            "200": _answer("the output of gouji check --format json", schema),
            **{str(status.value): {"description": text} for status, text in _refusals(settings).items()},
        },
    }


def _form() -> Json:
    properties = {name: dict[str, Json](shape) | {"description": text} for name, (shape, text) in _FIELDS.items()}
    return {"type": "object", "required": [FILES], "properties": properties}


def _refusals(settings: DeskSettings) -> Mapping[HTTPStatus, str]:
    """What else may be answered, and why."""
    return {
        HTTPStatus.BAD_REQUEST: "no form, or no file in it",
        HTTPStatus.FORBIDDEN: "wrong token, or a request of another page",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"more than {settings.megabytes} MB or {settings.files} files",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "no multipart/form-data",
        HTTPStatus.MISDIRECTED_REQUEST: "wrong host name",
        HTTPStatus.UNPROCESSABLE_ENTITY: "the list of units is broken",
        HTTPStatus.TOO_MANY_REQUESTS: "too many requests at this moment",
        HTTPStatus.SERVICE_UNAVAILABLE: f"took more than {settings.seconds} seconds",
    }


def _health() -> Json:
    return {
        "operationId": "health",
        "summary": "Whether the service is there; needs no token.",
        "security": [],
        "responses": {"200": _answer("it is", {"type": "object"})},
    }


def _answer(text: str, schema: Json) -> Json:
    return {"description": text, "content": {"application/json": {"schema": schema}}}
