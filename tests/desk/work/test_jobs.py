"""Work that a request waits for: how much at a time, how long, and what becomes of it when nobody waits."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from starlette.exceptions import HTTPException
from support.desk import settings

from validator.desk.work.jobs import Jobs, TooSlowError
from validator.desk.work.reading import AbandonedError, Begun, Stop


def test_who_cannot_wait_is_sent_away() -> None:
    jobs = Jobs(settings(workers=1, waiting=1))

    async def scene() -> None:
        async with jobs.admitted("zh"), jobs.admitted("zh"):
            with pytest.raises(HTTPException) as refused:
                async with jobs.admitted("zh"):
                    pytest.fail("a third came in")
            assert refused.value.status_code == 429
            assert refused.value.headers == {"retry-after": "1"}
        async with jobs.admitted("zh"):
            pass

    asyncio.run(scene())
    jobs.close()


def held(begun: Begun, stop: Stop) -> str:
    """Work that ends only when it is stopped."""
    begun("a.docx")
    ended = Event()
    with stop.by(ended.set):
        assert ended.wait(20)
        raise InterruptedError
    return "done"


def test_what_takes_too_long_is_stopped() -> None:
    jobs = Jobs(settings(workers=1, seconds=0.1))

    async def scene() -> None:
        told: list[str] = []
        with pytest.raises(TooSlowError):
            await jobs.done(held, told.append)
        assert told == ["a.docx"]
        # The worker is free again.
        assert await asyncio.wait_for(jobs.done(lambda _, __: "next"), 20) == "next"

    asyncio.run(scene())
    jobs.close()


def test_work_for_nobody_is_stopped() -> None:
    jobs = Jobs(settings(workers=1))

    async def gone() -> bool:
        return True

    async def scene() -> None:
        with pytest.raises(AbandonedError):
            await jobs.done(held, gone=gone)

    asyncio.run(scene())
    jobs.close()


def test_work_whose_request_is_given_up_is_stopped() -> None:
    jobs = Jobs(settings(workers=1))

    async def scene() -> None:
        waiting = asyncio.create_task(jobs.done(held))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await asyncio.wait_for(jobs.done(lambda _, __: "next"), 20) == "next"

    asyncio.run(scene())
    jobs.close()
