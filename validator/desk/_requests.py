"""What a request says: files, and how they are to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from validator.desk._downloads import Wishes
from validator.desk.work.bench import Dropped
from validator.messages import LANGUAGES, say

if TYPE_CHECKING:
    from starlette.requests import Request

    from validator.desk.settings import DeskSettings

_FIELDS = 20
"""Most fields of a request that are no files."""
FILES, PREVIOUS, UNITS, FOLDERS, REPLACES, REMOVES = "files", "previous", "units", "folders", "replaces", "removes"
_ROUND = 64
"""Most characters of the id of a round."""
_OFFICE = 80
"""Most characters of the name of who signs letters."""


def language_of(request: Request, settings: DeskSettings) -> str:
    """The language that is asked for."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else settings.language


def round_of(request: Request) -> str:
    """The round that a page which shows none of it leads back to; empty where there is none."""
    return request.query_params.get("round", "")[:_ROUND]


def wishes_of(request: Request, settings: DeskSettings) -> Wishes:
    """How something is to be that is taken away; raises HTTPException for what is no day."""
    language, by = language_of(request, settings), request.query_params.get("by", "")
    try:
        deadline = date.fromisoformat(by) if by else None
    except ValueError:
        raise HTTPException(400, say("desk-bad-request", language, what="by")) from None
    return Wishes(language, request.query_params.get("office", "")[:_OFFICE], deadline)


class SentFiles(Struct, frozen=True):
    """The parts of a form, the files of which are still where they were received."""

    form: FormData

    @classmethod
    async def of(cls, request: Request, settings: DeskSettings, language: str) -> SentFiles:
        """Receive them; raises HTTPException for what is no form, or too much."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind != "multipart/form-data":
            raise HTTPException(415, say("desk-bad-request", language, what="multipart/form-data"))
        try:
            # One more than allowed, to tell what is too many from what is no form.
            form = await request.form(max_files=settings.files + 1, max_fields=_FIELDS)
        except HTTPException as error:
            if error.status_code == 413:  # noqa: PLR2004 - the guard's
                raise
            if "Too many files" in error.detail:
                raise HTTPException(413, say("desk-too-many", language, files=settings.files)) from None
            raise HTTPException(400, say("desk-bad-request", language, what=error.detail)) from None
        sent = cls(form)
        if sum(isinstance(value, UploadFile) for _, value in form.multi_items()) > settings.files:
            await form.close()
            raise HTTPException(413, say("desk-too-many", language, files=settings.files))
        return sent

    def submission(self) -> Dropped:
        """All of it in memory; in the thread that works on it, so that only so many are at a time."""
        folders = self._word(FOLDERS)
        return Dropped(
            files=self._files(FILES),
            previous=self._files(PREVIOUS),
            units=next(iter(self._files(UNITS)), None),
            folders=None if folders is None else folders == "1",
            replaces=self._word(REPLACES),
            removes=self._word(REMOVES),
        )

    def _files(self, field: str) -> tuple[tuple[str, bytes], ...]:
        found: Sequence[object] = self.form.getlist(field)
        return tuple(_content(one for one in found if isinstance(one, UploadFile)))

    def _word(self, field: str) -> str | None:
        found = self.form.get(field)
        return found if isinstance(found, str) else None


def _content(files: Iterable[UploadFile]) -> Iterable[tuple[str, bytes]]:
    for one in files:
        one.file.seek(0)
        yield one.filename or "", one.file.read()
