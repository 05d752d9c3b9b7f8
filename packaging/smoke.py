"""What a built program is tried with, the same on every system: all it is for, with nothing of Python around it.

    python packaging/smoke.py dist/gouji

Prints the sizes and times that are measured, and ends with 1 where something does not hold.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
UNPACKED, PACKED, READY = 150, 60, 3.0
"""MB of the folder, MB of its archive, seconds until the page is there."""
_KEPT = ("SYSTEMROOT", "TEMP", "TMP")
"""Variables without which Windows starts nothing."""
STARTS = 3
"""Starts of which the quickest counts."""
MANY = 55


class Smoke:
    """One built program."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the one that was built."""
        self.folder = folder
        self.program = folder / ("gouji.exe" if os.name == "nt" else "gouji")
        self.environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self.faults: list[str] = []

    def run(self, *words: str, code: int = 0) -> str:
        """What the program prints; its exit code is to be `code`."""
        done = subprocess.run(
            [self.program, *words], env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        self.hold(done.returncode == code, f"{words}: exit code {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def hold(self, fact: bool, otherwise: str) -> None:  # noqa: FBT001 - as an assertion
        """Note what does not hold."""
        if not fact:
            self.faults.append(otherwise)
            print("FAULT", otherwise)

    def sizes(self) -> None:
        """The folder, and the archive that an office gets."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()]
        unpacked = sum(path.stat().st_size for path in files) / 1e6
        with tempfile.TemporaryDirectory() as place:
            archive = shutil.make_archive(str(Path(place, "gouji")), "zip", self.folder.parent, self.folder.name)
            packed = Path(archive).stat().st_size / 1e6
        print(f"size: {unpacked:.0f} MB, as an archive {packed:.0f} MB")
        self.hold(unpacked <= UNPACKED and packed <= PACKED, f"more than {UNPACKED} or {PACKED} MB")

    def formats(self, place: Path) -> None:
        """Every sample is read, and every format is written."""
        samples = sorted(str(path) for path in SAMPLES.iterdir() if path.suffix not in {".yaml", ""})
        told = json.loads(self.run("check", *samples, "--format", "json", code=3))
        unread = [Path(one["path"]).name for one in told["unreadable"]]
        self.hold(unread == ["before-2019.txt"], f"not read: {unread}")
        sample = str(SAMPLES / "row-total-2023.docx")
        for name in (
            "terminal",
            "concise",
            "json",
            "sarif",
            "junit",
            "github",
            "gitlab",
            "markdown",
            "html",
            "csv",
            "jsonl",
        ):
            self.hold(bool(self.run("check", sample, "--format", name, code=1)), f"{name} is empty")
        self.run("check", sample, "--output", str(place / "a.xlsx"), code=1)
        self.run("annotate", sample, "--output", str(place / "copy.docx"))
        with zipfile.ZipFile(place / "copy.docx") as copy:
            self.hold("word/comments.xml" in copy.namelist(), "no comment in the copy")
        self.run("letters", sample, "--output", str(place / "letters"))
        self.run("form", "2021", "--output", str(place / "form.xlsx"))
        self.run("rules", "test")

    def old_files(self, place: Path) -> None:
        """Old Word files and workbooks come back annotated as new ones; the workbooks by way of LibreOffice."""
        office = shutil.which("soffice")
        if office is None:
            print("no LibreOffice: old files are not tried")
            return
        self.run("read", str(SAMPLES / "row-total-2023.docx"), "--format", "xlsx", "--output", str(place / "old.xlsx"))
        shutil.copy(SAMPLES / "row-total-2023.docx", place / "old.docx")
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        for new, old, part in (("xlsx", "xls", "xl/comments"), ("docx", "doc", "word/comments")):
            where = ("--outdir", str(place), str(place / f"old.{new}"))
            made = [office, profile, "--headless", "--convert-to", old, *where]
            subprocess.run(made, check=True, capture_output=True)
            copy = place / f"copy.{new}"
            self.run("annotate", str(place / f"old.{old}"), "--output", str(copy))
            names = zipfile.ZipFile(copy).namelist() if copy.is_file() else []
            self.hold(any(name.startswith(part) for name in names), f"no comment in the copy of .{old}: {names}")

    def several(self) -> None:
        """Reports of several years and of units are held against each other, and the cell at fault is named."""
        for name in ("chain-2021-2023", "tree-2023"):
            told = json.loads(self.run("check", str(SAMPLES / name), "--format", "json", code=1))
            located = [one for report in told["reports"] for one in report["findings"] if one["suspects"]]
            self.hold(bool(located), f"{name}: {told['summary']}")

    def many(self, place: Path) -> None:
        """More files than one process takes."""
        for at in range(MANY):
            shutil.copy(SAMPLES / "consistent-2024.docx", place / f"{at}.docx")
        begun = time.monotonic()
        told = json.loads(self.run("check", str(place), "--format", "json", "--no-chains"))
        print(f"{MANY} files: {time.monotonic() - begun:.1f} s")
        self.hold(told["summary"]["reports"] == MANY, f"{told['summary']['reports']} reports of {MANY}")

    def desk(self) -> None:
        """The page is there in time, and a file that is handed over comes back checked."""
        # Other work on the machine slows some of the starts, and makes none quicker.
        ready = min(self.started() for _ in range(STARTS))
        print(f"page: {ready:.1f} s")
        self.hold(ready <= READY, f"the page took {ready:.1f} s")

    def started(self) -> float:
        """Seconds until the page is there; a file that is handed over comes back checked."""
        begun = time.monotonic()
        process = subprocess.Popen(
            [self.program, "desk", "--no-browser"], env=self.environment, stderr=subprocess.PIPE, encoding="utf-8"
        )
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.search(r"http://\S+", line)
            if found is None:
                self.hold(fact=False, otherwise=f"no address: {line}")
                return 0.0
            with urlopen(found[0], timeout=30) as page:
                self.hold("年报" in page.read().decode(), "no page")
            ready = time.monotonic() - begun
            told = json.loads(b"".join(self.answers(found[0])))
            self.hold(told["summary"]["mistakes"] == 1, f"the service found {told['summary']}")
        finally:
            process.kill()
            process.wait()
        return ready

    def browser(self, place: Path) -> None:
        """The browser is opened, and not with the libraries of the program."""
        told = place / "told"
        opened = place / "browser"
        opened.write_text(f'#!/bin/sh\necho "$1 ${{LD_LIBRARY_PATH:-none}}" > {told}.new && mv {told}.new {told}\n')
        opened.chmod(0o755)
        environment = self.environment | {"BROWSER": str(opened), "PATH": os.environ["PATH"]}
        process = subprocess.Popen([self.program], env=environment, stderr=subprocess.DEVNULL)
        try:
            ends = time.monotonic() + 30
            while not told.exists() and time.monotonic() < ends:
                time.sleep(0.1)
            said = told.read_text() if told.exists() else "nothing"
            self.hold(bool(re.fullmatch(r"http://\S+ none\n", said)), f"the browser was told {said}")
        finally:
            process.kill()
            process.wait()

    @staticmethod
    def answers(address: str) -> Iterator[bytes]:
        """What the service says of a sample."""
        body = io.BytesIO()
        body.write(b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\n')
        body.write((SAMPLES / "row-total-2023.docx").read_bytes() + b"\r\n--x--\r\n")
        form = {"content-type": "multipart/form-data; boundary=x"}
        asked = Request(f"{address}api/check", body.getvalue(), form)
        with urlopen(asked, timeout=60) as answer:
            yield answer.read()


def main() -> int:
    """Try all of it; gives the exit code."""
    smoke = Smoke(Path(sys.argv[1]).resolve())
    smoke.sizes()
    with tempfile.TemporaryDirectory() as place:
        smoke.formats(Path(place))
    with tempfile.TemporaryDirectory() as place:
        smoke.old_files(Path(place))
    smoke.several()
    with tempfile.TemporaryDirectory() as place:
        smoke.many(Path(place))
    smoke.desk()
    if sys.platform == "linux":
        with tempfile.TemporaryDirectory() as place:
            smoke.browser(Path(place))
    print("holds" if not smoke.faults else f"{len(smoke.faults)} fault(s)")
    return 1 if smoke.faults else 0


if __name__ == "__main__":
    sys.exit(main())
