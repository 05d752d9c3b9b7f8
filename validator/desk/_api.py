"""The desk for programs: files in, the JSON of `gouji check` out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from validator.desk._downloads import report_of
from validator.desk._refusals import problem
from validator.desk._requests import SentFiles, language_of
from validator.desk.work.bench import Bench
from validator.desk.work.jobs import Jobs, TooSlowError
from validator.desk.work.reading import AbandonedError, Begun, Stop
from validator.messages import say
from validator.model.errors import BrokenOrganFileError
from validator.renderers.rules.faults import render_faults

if TYPE_CHECKING:
    from starlette.requests import Request


_CLOSED = 499
"""What is noted of a request that nobody waits for; it goes nowhere."""


def broken_list(error: BrokenOrganFileError, language: str) -> str:
    """What is wrong with a list of units."""
    return render_faults(error.faults, language, f"{error.what}-broken")


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
