"""Many clients at once on the service: what they are answered, its memory over time, the files that it leaves.

    python tests/benchmarks/desk.py --clients 20 --seconds 60
    python tests/benchmarks/desk.py --program dist/gouji/gouji

Exits with 1 if a request is answered otherwise than with the mistakes of its sample or with 429, if memory grows, or if
a temporary file is left.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Event
from time import monotonic, sleep
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).parents[2]
SAMPLES = {"row-total-2023.docx": 1, "balance-2023.html": 1, "consistent-2022.html": 0, "consistent-2024.docx": 0}
"""Each with the number of mistakes in it."""
BUSY = 429
"""The status by which a limit sends clients away."""
LOST, WRONG = -1, -2
"""Count as the status where no answer came, and where it told of other mistakes."""
NAMES = {LOST: "none", WRONG: "wrong"}
_PATIENCE = 60
"""Seconds after which no answer is expected any more."""
_PAUSE = 0.2
"""Seconds after which a client asks again that was sent away."""
_LOOK = 0.5
_GROWTH = 1.1
"""Times the memory of the first half that the second may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it."""

    answers: Counter[int]
    seconds: tuple[float, ...]
    """Until each answer of 200."""
    memory: tuple[float, ...]
    """MB of the service and all its processes, what they share counted once, at equal intervals."""
    kept: int
    """Temporary files once the clients had gone, beyond those that were there before they came."""
    left: int
    """All of them, once the service had ended."""

    @property
    def is_flat(self) -> bool:
        """Whether the second half takes no more memory than the quarter before; the first quarter is the start."""
        quarter = len(self.memory) // 4
        before, after = self.memory[quarter : 2 * quarter], self.memory[2 * quarter :]
        return not before or median(after) <= _GROWTH * median(before)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if something does not hold."""
    parser = argparse.ArgumentParser(description="Let many clients use the service at once.")
    parser.add_argument("--clients", type=int, default=20, help="default %(default)s")
    parser.add_argument("--seconds", type=float, default=60, help="default %(default)s")
    parser.add_argument("--program", type=Path, help="a built program (default: this package)")
    asked = parser.parse_args(arguments)
    command = [str(asked.program.resolve())] if asked.program else [sys.executable, "-m", "validator"]
    found = measured(command, asked.clients, asked.seconds)
    said = ", ".join(f"{NAMES.get(status, status)}: {count}" for status, count in sorted(found.answers.items()))
    sys.stdout.write(
        f"{asked.clients} clients for {asked.seconds:g} s, answers by status: {said}\n"
        f"seconds to an answer of 200: median {median(found.seconds):.2f}, most {max(found.seconds):.2f}\n"
        f"MB of memory: {found.memory[0]:.0f} at the start, {found.memory[-1]:.0f} at the end, "
        f"{max(found.memory):.0f} at most\n"
        f"temporary files: {found.kept} behind the clients, {found.left} behind the service\n"
    )
    others = found.answers.keys() - {200, BUSY}
    return int(bool(others) or not found.is_flat or found.kept > 0 or found.left > 0)


def measured(command: Sequence[str], clients: int, seconds: float) -> Measured:
    """Start the service by a command, and use it; raises SubprocessError if it does not start."""
    with tempfile.TemporaryDirectory() as place:
        process = subprocess.Popen(
            [*command, "desk", "--no-browser", "--lang", "en"],
            cwd=ROOT,
            env=os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), place),
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        try:
            found = re.search(r"http://\S+", process.stderr.readline() if process.stderr else "")
            if found is None:
                raise subprocess.SubprocessError("no address")
            # What only the first request makes is there before.
            outcomes = [asked_once(found[0], name) for name in SAMPLES]
            before, memory, ended = files(place), [taken(process.pid)], Event()
            with ThreadPoolExecutor(clients) as pool:
                running = [pool.submit(client, found[0], at, ended) for at in range(clients)]
                begun = monotonic()
                while monotonic() - begun < seconds:
                    sleep(min(_LOOK, seconds))
                    memory.append(taken(process.pid))
                ended.set()
                outcomes += [outcome for one in running for outcome in one.result()]
            memory.append(taken(process.pid))
            kept = files(place) - before
        finally:
            process.terminate()
            process.communicate()
        answers = Counter(status for status, _ in outcomes)
        times = tuple(time for status, time in outcomes if status == 200)
        return Measured(answers, times, tuple(memory), kept, files(place))


def client(address: str, at: int, ended: Event) -> list[tuple[int, float]]:
    """Ask until it is enough, at first for the sample `at`; gives what came of each request."""
    found = []
    for name in islice(cycle(SAMPLES), at, None):
        if ended.is_set():
            break
        found.append(asked_once(address, name))
        if found[-1][0] == BUSY:
            sleep(_PAUSE)
    return found


def asked_once(address: str, name: str) -> tuple[int, float]:
    """Status of the answer, or what stands for it, and seconds until it was there."""
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + (ROOT / "samples" / name).read_bytes() + b"\r\n--x--\r\n"
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE)
    begun = monotonic()
    try:
        kind = {"content-type": "multipart/form-data; boundary=x"}
        connection.request("POST", f"{parts.path}api/check", body, kind)
        answer = connection.getresponse()
        told = answer.read()
    except (OSError, http.client.HTTPException):
        return LOST, monotonic() - begun
    finally:
        connection.close()
    status = answer.status
    if status == 200 and json.loads(told)["summary"]["mistakes"] != SAMPLES[name]:
        status = WRONG
    return status, monotonic() - begun


def taken(process: int) -> float:
    """MB of memory of a process and all below it."""
    root, found = psutil.Process(process), 0
    for one in (root, *root.children(recursive=True)):
        # One that has just ended takes none.
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            memory = one.memory_full_info()
            found += getattr(memory, "pss", memory.rss)
    return found / 1e6


def files(place: str) -> int:
    """How many there are, in all folders."""
    return sum(len(names) for _, _, names in os.walk(place))


if __name__ == "__main__":
    sys.exit(main())
