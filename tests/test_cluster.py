"""A cluster gives what one machine gives, also when one of its workers is lost midway."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from validator import cluster
from validator.batch import outcomes
from validator.cluster import LOCAL, ClusterCrew
from validator.pipeline import select_rules
from validator.rulefile import load_pack
from validator.sources import Source
from validator.work import Bench, Task

pytest.importorskip("distributed")

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("consistent-2022.html", "before-2019.txt", "balance-2023.html", "blank-totals-2020.html", "missing.html")
TASK = Task("jsonl", wanted=select_rules(load_pack()))


def process_of_a_worker(crew: ClusterCrew) -> int:
    """The process of the first Dask worker."""
    workers = crew._client.run(os.getpid)  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own client
    return int(next(iter(workers.values())))


@pytest.mark.filterwarnings("ignore")  # the library's own, over the worker that is lost
def test_two_workers_give_the_same_bytes_also_if_one_is_killed_midway() -> None:
    files = [Source(str(SAMPLES / name)) for name in NAMES * 12]
    expected = "".join(one.text for one in Bench(TASK).run(files))
    found = []
    with ClusterCrew(TASK, LOCAL, 2) as crew:
        assert crew.width == 2
        for number, one in enumerate(outcomes(files, crew)):
            found.append(one.text)
            if number == 6:
                os.kill(process_of_a_worker(crew), signal.SIGKILL)
    assert "".join(found) == expected


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    with pytest.raises(cluster.ClusterError):
        cluster.ClusterCrew(TASK, "tcp://127.0.0.1:9")
