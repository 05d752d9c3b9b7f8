"""Handing out work: a few chunks are under way at a time, and what is done comes back in the order of the chunks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from typing import Any, TypeVar

from validator.engine._groups import Group, GroupOutcome
from validator.engine.extracts import Store

LARGEST_CHUNK = 64
"""Files or reports of a chunk."""
_UNDER_WAY = 3
"""Chunks under way for each worker: the others go on while one file takes long."""

_Chunk = TypeVar("_Chunk", bound=Sequence[Any])
_Done = TypeVar("_Done")


def in_order(chunks: Iterator[_Chunk], submit: Callable[[_Chunk], Future[list[_Done]]], width: int) -> Iterator[_Done]:
    """What is done of all chunks; `width`: chunks that are carried out at the same time."""
    waiting: deque[Future[list[_Done]]] = deque()
    while True:
        for chunk in islice(chunks, _UNDER_WAY * width - len(waiting)):
            waiting.append(submit(chunk))
        if not waiting:
            return
        yield from waiting.popleft().result()


def held_in_chunks(
    groups: Iterable[Group], store: Store, submit: Callable[[Sequence[Group]], Future[list[GroupOutcome]]], width: int
) -> Iterator[GroupOutcome]:
    """What comes of groups, each handed out with its extracts."""
    return in_order(_chunks(groups, store), submit, width)


def _chunks(groups: Iterable[Group], store: Store) -> Iterator[list[Group]]:
    """So many groups at once that their reports are as many as the files of a chunk."""
    chunk: list[Group] = []
    reports = 0
    for group in groups:
        chunk.append(group.with_bodies(store.body))
        reports += len(group.places)
        if reports >= LARGEST_CHUNK:
            yield chunk
            chunk, reports = [], 0
    if chunk:
        yield chunk
