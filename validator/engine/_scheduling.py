"""Handing out work: a few chunks are under way at a time, and what is done comes back in the order of the chunks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from validator.engine._groups import GroupOutcome, GroupTask
from validator.engine.sources.sources import Source, with_standard_input
from validator.engine.task import FileOutcome

if TYPE_CHECKING:
    from concurrent.futures import Future

    from validator.engine.extracts import Store

LARGEST_CHUNK = 64
"""Files or reports of a chunk."""
_UNDER_WAY = 3
"""Chunks under way for each worker: the others go on while one file takes long."""
_CHUNK_BYTES = 4 << 20
"""Bytes of files from which on a chunk is full: else the last worker has a chunk of large files when all are done."""

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


def read_in_chunks(
    sources: Iterable[Source],
    submit: Callable[[Sequence[Source]], Future[list[FileOutcome]]],
    width: int,
    begun: Callable[[str], None],
) -> Iterator[FileOutcome]:
    """The outcome of every file, in the order of the files; `begun`: told the path of each when its turn comes."""
    for one in in_order(chunks_of(sources, lambda number: 2 << (number // (2 * width))), submit, width):
        begun(one.path)
        yield one


def chunks_of(sources: Iterable[Source], size: Callable[[int], int]) -> Iterator[list[Source]]:
    """Chunks of files, as many in each as `size` says of its number, LARGEST_CHUNK at most, fewer if they are large.

    Small ones first give the first results soon, and few files keep all workers busy.
    """
    rest, number = iter(sources), 0
    while True:
        chunk: list[Source] = []
        held = 0
        for source in islice(rest, min(LARGEST_CHUNK, size(number))):
            chunk.append(with_standard_input(source))
            held += source.size
            if held >= _CHUNK_BYTES:
                break
        if not chunk:
            return
        number += 1
        yield chunk


def held_in_chunks(
    groups: Iterable[GroupTask],
    store: Store,
    submit: Callable[[Sequence[GroupTask]], Future[list[GroupOutcome]]],
    width: int,
) -> Iterator[GroupOutcome]:
    """What comes of groups, each handed out with its extracts."""
    return in_order(_chunks_of_groups(groups, store), submit, width)


def _chunks_of_groups(groups: Iterable[GroupTask], store: Store) -> Iterator[list[GroupTask]]:
    """So many groups at once that their reports are as many as the files of a chunk."""
    chunk: list[GroupTask] = []
    reports = 0
    for group in groups:
        chunk.append(group.with_bodies(store.body))
        reports += len(group.places)
        if reports >= LARGEST_CHUNK:
            yield chunk
            chunk, reports = [], 0
    if chunk:
        yield chunk
