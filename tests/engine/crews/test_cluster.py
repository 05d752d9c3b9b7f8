"""A cluster gives what one machine gives, also when one of its workers is lost midway."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from validator.crosschecks.options import Across
from validator.engine._groups import groups_of
from validator.engine.crews import cluster
from validator.engine.crews.cluster import LOCAL, ClusterCrew
from validator.engine.crews.crew import Crew
from validator.engine.crews.single import SingleCrew
from validator.engine.extracts import Store
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import Task
from validator.packs.pack import load_pack

pytest.importorskip("distributed")

DAY = date(2026, 1, 1)
SAMPLES = Path(__file__).parents[3] / "samples"
NAMES = ("consistent-2022.html", "before-2019.txt", "balance-2023.html", "blank-totals-2020.html", "missing.html")
KIN = ("chain-2021-2023/2021.html", "chain-2021-2023/2022.html", "chain-2021-2023/2023.html", "tree-2023/district.html")
TASK = Task(content="jsonl", today=DAY, wanted=select_rules(load_pack()), keeps=True)


def process_of_a_worker(crew: ClusterCrew) -> int:
    """The process of the first Dask worker."""
    workers = crew._client.run(os.getpid)  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own client
    return int(next(iter(workers.values())))


def files() -> list[Source]:
    """Copies and strangers, years of an organ that stand far from each other, and a file that is not on disk."""
    inside = Source("archive.zip/2022.html", (SAMPLES / NAMES[0]).read_bytes())
    found = [Source(str(SAMPLES / name)) for name in (*NAMES * 5, *KIN[1:], *NAMES)]
    return [Source(str(SAMPLES / KIN[0])), *found, inside]


def everything(
    crew: Crew, of: Sequence[Source], store: Store, between: Callable[[int], None] = lambda _: None
) -> Iterator[str]:
    """All lines; `between`: called with the number of each file that is done, and in the end with -1."""
    for number, one in enumerate(crew.outcomes(of, lambda _: None)):
        yield one.text
        store.add(one.extracts)
        between(number)
    between(-1)
    for held in crew.hold(groups_of(store, [], load_pack(), Across(), None), store):
        yield held.text


@pytest.fixture(scope="module")
def expected() -> str:
    """What one process gives."""
    with SingleCrew(TASK) as desk:
        text = "".join(everything(desk, files(), Store(BytesIO())))
    assert {"requests-carry", "documents-stock", "report-duplicate"} <= {
        json.loads(line)["rule"] for line in text.splitlines()
    }
    return text


@pytest.mark.filterwarnings("ignore")  # the library's own, over the worker that is lost
@pytest.mark.parametrize(("moment", "few"), [(6, cluster._FEW), (-1, 0)])  # noqa: SLF001 - either road
def test_two_workers_give_the_same_bytes_also_if_one_is_killed(
    expected: str, moment: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Midway through the files, and when only the rows that a worker has made are still needed."""
    monkeypatch.setattr(cluster, "_FEW", few)
    with ClusterCrew(TASK, LOCAL, 2) as crew:
        assert crew.width == 2

        def strike(number: int) -> None:
            if number == moment:
                os.kill(process_of_a_worker(crew), signal.SIGKILL)

        assert "".join(everything(crew, files(), Store(BytesIO()), strike)) == expected


def test_what_an_interrupted_run_has_left_is_joined_as_well(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_FEW", 0)
    done = 9
    store = Store(BytesIO())
    with SingleCrew(TASK) as desk:
        first = list(desk.outcomes(files()[:done], lambda _: None))
    text = "".join(one.text for one in first)
    for one in first:
        store.add(one.extracts)
    store.cut()
    with ClusterCrew(TASK, LOCAL, 1) as crew:
        assert text + "".join(everything(crew, files()[done:], store)) == expected


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    with pytest.raises(cluster.ClusterError):
        cluster.ClusterCrew(TASK, "tcp://127.0.0.1:9")
