"""The desk for programs: files in, the JSON of `gouji check` out; and how that is described."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from validator.desk._bench import Bench
from validator.desk._downloads import report_of
from validator.desk._jobs import Jobs, TooSlowError
from validator.desk._reading import AbandonedError, Begun, Stop
from validator.desk._requests import FILES, FOLDERS, PREVIOUS, UNITS, SentFiles, language_of
from validator.messages import LANGUAGES, say
from validator.model.errors import BrokenOrganFileError
from validator.renderers.data.exact_json import Json
from validator.renderers.rules.faults import render_faults
from validator.version import __version__

if TYPE_CHECKING:
    from starlette.requests import Request

    from validator.desk.settings import DeskSettings

_CLOSED = 499
"""What is noted of a request that nobody waits for; it goes nowhere."""


def broken_list(error: BrokenOrganFileError, language: str) -> str:
    """What is wrong with a list of units."""
    return render_faults(error.faults, language, f"{error.what}-broken")


def problem(status: int, text: str) -> JSONResponse:
    """A refusal for programs."""
    return JSONResponse({"status": status, "detail": text.strip()}, status, media_type="application/problem+json")


async def check(request: Request, bench: Bench, jobs: Jobs) -> Response:
    """The JSON of `gouji check` over the files of the request; nothing of them is kept."""
    settings = bench.settings
    language = language_of(request, settings)
    async with jobs.admitted(language):
        sent = await SentFiles.of(request, settings, language)

        def work(begun: Begun, stop: Stop) -> bytes | None:
            asked = sent.submission()
            if not asked.files:
                return None
            return report_of(bench.check(asked, None, begun, stop).result, "json", bench, language)

        try:
            answer = await jobs.done(work, gone=request.is_disconnected)
        except TooSlowError:
            return problem(503, say("desk-too-slow", language, seconds=settings.seconds))
        except BrokenOrganFileError as error:
            return problem(422, broken_list(error, language))
        except AbandonedError:
            return Response(status_code=_CLOSED)
        finally:
            await sent.form.close()
    if answer is None:
        return problem(400, say("desk-nothing", language))
    return Response(answer, media_type="application/json")


def described(settings: DeskSettings) -> Json:
    """The service in OpenAPI 3.1."""
    schema = json.loads(files("validator.schemas").joinpath("report.schema.json").read_text("utf-8"))
    binary = {"type": "string", "format": "binary"}
    several = {"type": "array", "items": binary}
    properties = {
        FILES: several | {"description": "reports, or archives of them"},
        PREVIOUS: several | {"description": "last year's reports: held against, not checked themselves"},
        UNITS: binary | {"description": "list of the units below (.csv or .yaml)"},
        FOLDERS: {"type": "string", "enum": ["0", "1"], "description": "1: folders in the names say who is below whom"},
    }
    content = {"multipart/form-data": {"schema": {"type": "object", "required": [FILES], "properties": properties}}}
    refusals = {
        "400": "no form, or no file in it",
        "403": "wrong token, or a request of another page",
        "413": f"more than {settings.megabytes} MB or {settings.files} files",
        "415": "no multipart/form-data",
        "421": "wrong host name",
        "422": "the list of units is broken",
        "429": "too many requests at this moment",
        "503": f"took more than {settings.seconds} seconds",
    }
    answers = {status: {"description": text} for status, text in refusals.items()}
    found = {
        "description": "the output of gouji check --format json",
        "content": {"application/json": {"schema": schema}},
    }
    language = {
        "name": "lang",
        "in": "query",
        "schema": {"type": "string", "enum": [*LANGUAGES], "default": settings.language},
    }
    check_files = {
        "operationId": "check",
        "summary": "Check reports; nothing of them is kept.",
        "parameters": [language],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": found, **answers},
    }
    health = {
        "operationId": "health",
        "summary": "Whether the service is there; needs no token.",
        "security": [],
        "responses": {"200": {"description": "it is", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gouji",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"token": []}],
        "paths": {"/api/check": {"post": check_files}, "/health": {"get": health}},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
