"""The desk put together: addresses, and what is answered at each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from validator.desk import _api
from validator.desk._description import described
from validator.desk._downloads import Download, Downloads, report_of
from validator.desk._guard import REPORT_POLICY, Guard
from validator.desk._refusals import refusal
from validator.desk._requests import SentFiles, language_of, round_of, wishes_of
from validator.desk.pages.desk import STATIC, desk_page, static
from validator.desk.pages.file import file_page
from validator.desk.pages.fragment import RoundFragment
from validator.desk.pages.rules import rule_page, rules_page
from validator.desk.settings import DeskSettings
from validator.desk.work.bench import Bench
from validator.desk.work.jobs import Jobs, TooSlowError
from validator.desk.work.reading import AbandonedError, Begun, Stop
from validator.desk.work.rounds import CheckedFile, KeptRound, Shelf
from validator.engine.task import RESULT, Task, local_day
from validator.messages import say
from validator.model.errors import BrokenOrganFileError, UnreadableInputError

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from validator.packs.pack import Pack

_LINES = "application/x-ndjson"
_Handler = Callable[[Request], Awaitable[Response]]


def desk_app(
    settings: DeskSettings, pack: Pack, task: Task | None = None, quit_desk: Callable[[], None] | None = None
) -> Desk:
    """The desk as an ASGI application.

    `task`: what is done with each file, with the rules that are wanted; by default all. `quit_desk`: ends the program,
    where the page may do that.
    """
    wanted = frozenset(rule.id for rule in pack.rules)
    done = task or Task(content=RESULT, today=local_day(), wanted=wanted, language=settings.language)
    return Desk(settings, Bench(settings, replace(done, content=RESULT), pack), quit_desk)


class Desk:
    """The application, with what it keeps."""

    def __init__(self, settings: DeskSettings, bench: Bench, quit_desk: Callable[[], None] | None = None) -> None:
        """Nothing has come yet."""
        self.settings, self.bench, self._quit = settings, bench, quit_desk
        self.shelf, self.jobs = Shelf(settings), Jobs(settings)
        ours = f"/{settings.token}"
        routes = [
            Route("/health", self._health),
            Route("/favicon.ico", self._nothing),
            *(Route(f"{up}/api", self._described) for up in ("", ours)),
            *(Route(f"{up}/api/check", self._check, methods=["POST"]) for up in ("", ours)),
            Route(f"{ours}/", self._page),
            *(Route(f"{ours}/{name}", self._static) for name in STATIC),
            Route(f"{ours}/quit", self._ended, methods=["POST"]),
            Route(f"{ours}/rules/", self._rules),
            Route(f"{ours}/rules/{{rule}}", self._rule),
            Route(f"{ours}/rounds", self._dropped, methods=["POST"]),
            Route(f"{ours}/rounds/{{round}}", self._dropped, methods=["POST"]),
            Route(f"{ours}/rounds/{{round}}", self._round),
            Route(f"{ours}/rounds/{{round}}", self._cleared, methods=["DELETE"]),
            Route(f"{ours}/rounds/{{round}}/all/{{kind}}", self._all_download),
            Route(f"{ours}/rounds/{{round}}/{{at:int}}/", self._file),
            Route(f"{ours}/rounds/{{round}}/{{at:int}}/view", self._view),
            Route(f"{ours}/rounds/{{round}}/{{at:int}}/{{kind}}", self._file_download),
        ]
        handlers = {HTTPException: self._refused}
        self._app = Guard(Starlette(routes=routes, exception_handlers=handlers), settings)  # type: ignore[arg-type]  # handlers are of their own error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._app(scope, receive, send)

    def close(self) -> None:
        """Take no more work, and end what is ready for it."""
        self.jobs.close()
        self.bench.close()

    def _language(self, request: Request) -> str:
        return language_of(request, self.settings)

    async def _refused(self, request: Request, error: HTTPException) -> Response:
        language = self._language(request)
        text = say("desk-unknown", language) if error.status_code == 404 else error.detail  # noqa: PLR2004 - not found
        return refusal(request.url.path, error.status_code, text, error.headers)

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _nothing(self, _: Request) -> Response:
        return Response(status_code=204)

    async def _described(self, _: Request) -> Response:
        return JSONResponse(described(self.settings))

    async def _check(self, request: Request) -> Response:
        return await _api.check(request, self.bench, self.jobs)

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(desk_page(self.settings, self._language(request)))

    async def _static(self, request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        return Response(static(name), headers={"content-type": STATIC[name]})

    async def _ended(self, _: Request) -> Response:
        if self._quit is None or not self.settings.is_local:
            raise HTTPException(404)
        self._quit()
        return Response(status_code=204)

    async def _rules(self, request: Request) -> Response:
        return HTMLResponse(rules_page(self.settings, self.bench.pack, self._language(request), round_of(request)))

    async def _rule(self, request: Request) -> Response:
        known = {rule.id: rule for rule in self.bench.pack.rules}
        rule = known.get(request.path_params["rule"])
        if rule is None:
            raise HTTPException(404)
        language, kept = self._language(request), round_of(request)
        return HTMLResponse(rule_page(self.settings, rule, self.bench.pack, language, kept))

    async def _dropped(self, request: Request) -> Response:
        """Files come in: a line for each as its turn comes, and in the last the results."""
        language = self._language(request)
        before = self._kept(request) if "round" in request.path_params else None
        admitted = self.jobs.admitted(language)
        await admitted.__aenter__()
        try:
            sent = await SentFiles.of(request, self.settings, language)
        except BaseException:
            await admitted.__aexit__(None, None, None)
            raise

        async def lines() -> AsyncIterator[str]:
            try:
                async for line in self._lines(request, sent, before):
                    yield json.dumps(line, ensure_ascii=False) + "\n"
            finally:
                await sent.form.close()
                await admitted.__aexit__(None, None, None)

        return StreamingResponse(lines(), media_type=_LINES)

    async def _lines(
        self, request: Request, sent: SentFiles, before: KeptRound | None
    ) -> AsyncIterator[dict[str, str]]:
        language = self._language(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()

        def work(begun: Begun, stop: Stop) -> tuple[str, str] | None:
            asked = sent.submission()
            if before is None and not asked.files:
                return None
            found = self.bench.check(asked, before, begun, stop)
            self.shelf.put(found)
            return found.id, RoundFragment(found, self.bench.pack, language).html()

        task = asyncio.create_task(self.jobs.done(work, queue.put_nowait, request.is_disconnected))
        task.add_done_callback(lambda _: queue.put_nowait(None))
        try:
            while (name := await queue.get()) is not None:
                yield {"begun": name}
            yield self._last_line(task, language)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        # While the results are looked at, the process for the next request starts.
        await run_in_threadpool(self.bench.prepare)

    def _last_line(self, task: asyncio.Task[tuple[str, str] | None], language: str) -> dict[str, str]:
        try:
            found = task.result()
        except TooSlowError:
            return {"problem": say("desk-too-slow", language, seconds=self.settings.seconds)}
        except BrokenOrganFileError as error:
            return {"problem": _api.broken_list(error, language)}
        except AbandonedError:
            return {"problem": say("desk-stopped", language)}
        if found is None:
            return {"problem": say("desk-nothing", language)}
        return {"round": found[0], "html": found[1]}

    def _kept(self, request: Request) -> KeptRound:
        found = self.shelf.get(request.path_params["round"])
        if found is None:
            raise HTTPException(410, say("desk-gone", self._language(request)))
        return found

    def _kept_file(self, request: Request) -> tuple[KeptRound, CheckedFile]:
        kept, at = self._kept(request), request.path_params["at"]
        if at >= len(kept.files):
            raise HTTPException(404)
        return kept, kept.files[at]

    async def _round(self, request: Request) -> Response:
        fragment = RoundFragment(self._kept(request), self.bench.pack, self._language(request))
        return HTMLResponse(await run_in_threadpool(fragment.html))

    async def _cleared(self, request: Request) -> Response:
        self.shelf.drop(request.path_params["round"])
        return Response(status_code=204)

    async def _file(self, request: Request) -> Response:
        kept, _ = self._kept_file(request)
        return HTMLResponse(file_page(kept, request.path_params["at"], self._language(request)))

    async def _view(self, request: Request) -> Response:
        kept, file = self._kept_file(request)
        made = await run_in_threadpool(report_of, kept.result_of(file), "html", self.bench, self._language(request))
        return Response(made, media_type="text/html", headers={"content-security-policy": REPORT_POLICY})

    async def _file_download(self, request: Request) -> Response:
        kept, file = self._kept_file(request)
        downloads = Downloads(self.bench, kept, wishes_of(request, self.settings))
        return self._sent(request, await run_in_threadpool(downloads.of_file, file, request.path_params["kind"]))

    async def _all_download(self, request: Request) -> Response:
        downloads = Downloads(self.bench, self._kept(request), wishes_of(request, self.settings))
        return self._sent(request, await run_in_threadpool(downloads.of_all, request.path_params["kind"]))

    def _sent(self, request: Request, found: Download | UnreadableInputError | None) -> Response:
        """As a file to be saved, whatever a browser could do with it."""
        language = self._language(request)
        if found is None:
            raise HTTPException(404)
        if isinstance(found, UnreadableInputError):
            raise HTTPException(422, found.reason[language])
        ascii_name = (
            found.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
        )
        disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = {"content-type": found.media_type, "content-disposition": disposition}
        return Response(found.content, headers=headers)
