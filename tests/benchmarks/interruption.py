"""`kill -9` in the middle of many files, and `--resume`: is the result that of a run that was never interrupted?

    python tests/benchmarks/interruption.py --reports 2000

Each run is killed once a third of the files is done, gone on with, killed again when two thirds are, gone on with, and
killed once more while the reports are held against each other. In one run more, only a worker is killed, and in the
last, under Dask, one of its workers. What comes out must be the bytes of the uninterrupted run each time, with every
file in it once.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import psutil
from benchmarks.corpus import corpus, write

ROOT = Path(__file__).parents[2]
UNITS, YEARS = 9, 5
_POLL = 0.005


@dataclass(frozen=True, slots=True)
class Trial:
    """Runs of one command until it comes to its end."""

    folder: Path
    options: tuple[str, ...]
    target: Path

    def run(self, strike: Callable[[Trial, subprocess.Popen[bytes]], bool] | None = None, *, resume: bool) -> bool:
        """One run; `strike`: called again and again, kills what it wants to and gives True then. True if it did."""
        command = [sys.executable, "-m", "validator", "check", str(self.folder), "--units", "folder"]
        command += ["--format", "jsonl", "--output", str(self.target), "--fail-on", "never", *self.options]
        command += ["--resume"] if resume else []
        struck = False
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                if strike is not None and not struck:
                    struck = strike(self, process)
                sleep(_POLL)
        if process.returncode not in {0, -signal.SIGKILL}:
            raise subprocess.CalledProcessError(process.returncode, command)
        return struck

    @property
    def entries(self) -> list[str]:
        """What the journal vouches for."""
        journal = self.target.with_name(f".{self.target.name}.journal")
        return journal.read_text(encoding="utf-8").splitlines()[1:] if journal.exists() else []

    @property
    def written(self) -> int:
        """Bytes written so far."""
        part = self.target.with_name(f".{self.target.name}.part")
        return part.stat().st_size if part.exists() else 0


def after(files: int) -> Callable[[Trial, subprocess.Popen[bytes]], bool]:
    """Kill the run once so many files are done."""

    def strike(trial: Trial, process: subprocess.Popen[bytes]) -> bool:
        if len(trial.entries) < files:
            return False
        process.send_signal(signal.SIGKILL)
        return True

    return strike


def between(files: int) -> Callable[[Trial, subprocess.Popen[bytes]], bool]:
    """Kill the run when lines stand behind those of all files."""

    def strike(trial: Trial, process: subprocess.Popen[bytes]) -> bool:
        entries = trial.entries
        if len(entries) < files or trial.written <= int(json.loads(entries[-1])[3]):
            return False
        process.send_signal(signal.SIGKILL)
        return True

    return strike


def worker(name: str, files: int) -> Callable[[Trial, subprocess.Popen[bytes]], bool]:
    """Kill one worker process once so many files are done; `name`: part of its command line."""

    def strike(trial: Trial, process: subprocess.Popen[bytes]) -> bool:
        if len(trial.entries) < files:
            return False
        with suppress(psutil.NoSuchProcess):  # one that has just ended
            for one in psutil.Process(process.pid).children(recursive=True):
                if name in " ".join(one.cmdline()):
                    one.kill()
                    return True
        return False

    return strike


def main(arguments: Sequence[str] | None = None) -> int:
    """Try and print; 1 if any result differs."""
    parser = argparse.ArgumentParser(description="Interrupt runs over many files.")
    parser.add_argument("--reports", type=int, default=2000, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=1, help="the first kill sooner and sooner (default %(default)s)")
    parser.add_argument("--no-cluster", action="store_true", help="leave Dask out")
    asked = parser.parse_args(arguments)
    third = asked.reports // 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "corpus")
        organs = -(-asked.reports // ((UNITS + 1) * YEARS))
        write(folder, islice(corpus(organs, UNITS, YEARS), asked.reports))
        started = perf_counter()
        Trial(folder, ("--workers", "2"), Path(name, "whole.jsonl")).run(resume=False)
        whole = Path(name, "whole.jsonl").read_bytes()
        kinds = [json.loads(line)["kind"] for line in whole.splitlines()]
        sys.stdout.write(
            f"{asked.reports} files, uninterrupted: {perf_counter() - started:.0f} s, {len(whole) / 1e6:.1f} MB, "
            f"{kinds.count('report')} reports, {kinds.count('between')} held against others\n"
        )
        same = kinds.count("report") == asked.reports
        trials: list[tuple[str, tuple[str, ...], tuple[Callable[[Trial, subprocess.Popen[bytes]], bool], ...]]] = [
            (f"{count} worker(s), killed three times", ("--workers", str(count)), kills)
            for at in range(1, asked.rounds + 1)
            for count in (1, 2)
            for kills in [(after(third // at), after(2 * third // at), between(asked.reports))]
        ]
        trials.append(("2 workers, one killed", ("--workers", "2"), (worker("_local_child", third),)))
        if not asked.no_cluster:
            local = ("--cluster", "local", "--workers", "2")
            trials.append(("Dask, a worker killed", local, (worker("spawn_main", third),)))
            trials.append(("Dask, killed and gone on with", local, (after(third),)))
        for number, (said, options, strikes) in enumerate(trials):
            trial = Trial(folder, options, Path(name, f"{number}.jsonl"))
            done = [trial.run(strike, resume=bool(at)) for at, strike in enumerate(strikes)]
            if not trial.target.exists():
                trial.run(resume=True)
            equal = trial.target.read_bytes() == whole
            left = [path.name for path in Path(name).glob(f".{number}.jsonl*")]
            same &= equal and all(done) and not left
            sys.stdout.write(
                f"{said}: {sum(done)} of {len(done)} kills took place, {'the same bytes' if equal else 'DIFFERENT'}"
                f"{f', left behind: {left}' if left else ''}\n"
            )
            sys.stdout.flush()
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
