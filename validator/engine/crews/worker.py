"""A worker process: it reads and checks files, and is ended when a file hangs it or takes too much memory.

Reading hostile files in the process that also checks them hurts nobody: it can be ended at any time, its processor time
and memory are limited, and nothing but results has to cross from one process to another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from validator.engine._file_checker import FileChecker
from validator.engine._groups import GroupOutcome, GroupTask, given_up
from validator.engine.crews._answers import FilesAnswer, files_answer, files_answered, groups_answered
from validator.engine.isolation.refusals import ReadingLimits
from validator.engine.isolation.supervised import Stopped, SupervisedChild
from validator.engine.sources.sources import Source
from validator.engine.task import FileOutcome, Orders, Task, unreadable_outcome
from validator.packs.language.syntax import known
from validator.readers.ocr import CHARACTER_THREADS

if TYPE_CHECKING:
    from validator.model.form import Form
    from validator.packs.pack import Pack

_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One process a core is enough: libraries are not to start threads for every core as well."""
_AMONG_OTHERS = {**_ENVIRONMENT, CHARACTER_THREADS: "1"}
_SECOND_CHANCE = 0.25
"""Share of its time after which a file that ended the process is not tried again."""
_Work = TypeVar("_Work", Source, GroupTask)
_Done = TypeVar("_Done")


def _nobody(_: str) -> None:
    """Whoever is not interested in what begins."""


class Worker(SupervisedChild):
    """One worker process that is started again whenever it had to be ended."""

    def __init__(
        self, task: Task, limits: ReadingLimits | None = None, pack: Pack | None = None, *, alone: bool = False
    ) -> None:
        """Start the process; `pack`: that of the task, if it is loaded already; `alone`: no other works beside it."""
        self._task = task
        self._pack = pack
        # Made now, so that the child, where it is forked, has it as well.
        self._answer: FilesAnswer = files_answer(self._forms)
        orders = Orders(task, limits or ReadingLimits(), pack, () if pack is None else known())
        super().__init__(
            "validator.engine.crews._local_child", limits, (orders,), _ENVIRONMENT if alone else _AMONG_OTHERS
        )

    def run(self, chunk: Sequence[Source], begun: Callable[[str], None] = _nobody) -> list[FileOutcome]:
        """One outcome a file, in the order given. A file that brings the process down is told as unreadable.

        A process may also be ended for no fault of the file it was about, so such a file gets a second chance, if that
        takes no long time. `begun`: told the path of each file when its turn comes, more than once if it is begun anew.
        """
        blamed: dict[int, FileOutcome] = {}
        suspected: set[int] = set()
        while len(blamed) < len(chunk):
            rest = [at for at in range(len(chunk)) if at not in blamed]
            since = [monotonic()]

            def told(at: int, rest: list[int] = rest, since: list[float] = since) -> None:
                """A file is begun, or what was read is checked."""
                since[0] = monotonic()
                if at >= 0:
                    begun(chunk[rest[at]].path)

            asked = [chunk[at] for at in rest]
            reads = partial(files_answered, asked, self._answer)
            found = self._try(asked, reads, len(rest), told)
            if not isinstance(found, Stopped):
                blamed.update(zip(rest, found, strict=True))
            elif (found.at < 0 or found.why == "nonsense") and len(rest) > 1:
                # Whatever has taken a child over also says which file it was about.
                blamed.update((at, self.run([chunk[at]], begun)[0]) for at in rest)
            else:
                at = rest[max(found.at, 0)]
                long = monotonic() - since[0] > _SECOND_CHANCE * self.limits.seconds
                if at in suspected and len(rest) > 1 and not (found.surely or long):
                    # If it was for another that it said so, this one by itself is none the worse.
                    blamed[at] = self.run([chunk[at]], begun)[0]
                elif found.surely or long or at in suspected:
                    refusal = found.refusal(chunk[at].path, self.limits)
                    blamed[at] = unreadable_outcome(self._task, chunk[at], refusal)
                suspected.add(at)
        return [blamed[at] for at in range(len(chunk))]

    def hold(self, groups: Sequence[GroupTask]) -> list[GroupOutcome]:
        """What comes of groups of reports.

        One that is too much for a process is given to another that may take more memory, and given up if it is too much
        for that as well: then its reports are told so.
        """
        found = self._held(groups)
        if found is not None:
            return found
        if len(groups) > 1:
            return [outcome for group in groups for outcome in self.hold([group])]
        more = replace(self.limits, megabytes=self.limits.recognising_megabytes)
        with Worker(self._task, more, self._pack) as larger:
            found = larger._held(groups)
        return found or [given_up(FileChecker(self._task, pack=self._pack), group) for group in groups]

    def _held(self, groups: Sequence[GroupTask]) -> list[GroupOutcome] | None:
        """What comes of groups; None if they are too much for a process."""
        found = self._try(groups, partial(groups_answered, groups), sum(len(group.places) for group in groups))
        return None if isinstance(found, Stopped) else list(found)

    def _forms(self) -> Sequence[Form]:
        """Those of the pack, which is loaded only if nobody has, and a whole result needs it."""
        if self._pack is None:
            from validator.packs.pack import load_pack

            self._pack = load_pack(*self._task.packs, patterns=False)
        return self._pack.forms

    def _try(
        self,
        chunk: Sequence[_Work],
        reads: Callable[[bytes], Sequence[_Done]],
        reports: int,
        told: Callable[[int], None] = lambda _: None,
    ) -> Sequence[_Done] | Stopped:
        """What came of each, unless the process was stopped."""
        if not self.network and any(isinstance(one, Source) and one.is_elsewhere for one in chunk):
            # For good, since the next chunk will be like it.
            self.network = True
            self.restart()
        return self.ask(chunk, reads, reports, told)
