"""Take the picture of a Word file as `gouji annotate` returns it, for the READMEs: `docs/marked.png`.

Needs Xvfb, xdotool, ImageMagick and LibreOffice with a window of its own (libreoffice-gtk3). Fonts differ from machine
to machine, so that the picture is not compared with an earlier one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

SAMPLE = ROOT / "samples" / "row-total-2023.docx"
PICTURE = ROOT / "docs" / "marked.png"
DISPLAY = ":93"
SCREEN = (1500, 1300)
WHEEL = 19
"""Turns of the mouse wheel from the top of the document to the cell."""
CROP = "1000x470+275+330"
"""Page and margin around the cell, without the window: width x height + left + top."""
WAIT = 40
"""Seconds until the window must be there."""
PROGRAMS = ("Xvfb", "xdotool", "import", "soffice")


def main() -> int:
    """Annotate the sample, show it in LibreOffice, take the picture; the exit code."""
    from validator.cli import run

    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        print("not installed:", *missing)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "marked.docx"
        run(["annotate", str(SAMPLE), "--output", str(copy)])
        with screen() as environment, shown(copy, Path(folder), environment):
            window = found(copy.name, environment)
            call("xdotool", "windowsize", "--sync", window, *map(str, SCREEN), environment=environment)
            middle = (str(length // 2) for length in SCREEN)
            call("xdotool", "mousemove", *middle, "click", "--repeat", str(WHEEL), "5", environment=environment)
            time.sleep(3)
            call("import", "-window", "root", "-crop", CROP, "+repage", str(PICTURE), environment=environment)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")
    return 0


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """A screen that nobody sees; the environment that leads to it."""
    width, height = SCREEN
    server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", f"{width}x{height}x24"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        yield {**os.environ, "DISPLAY": DISPLAY, "SAL_USE_VCLPLUGIN": "gtk3"}
    finally:
        server.terminate()
        server.wait()


@contextmanager
def shown(path: Path, folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """LibreOffice with the document in its window, on a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = subprocess.Popen(
        ["soffice", profile, "--nologo", "--norestore", "--view", str(path)], env=environment, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(office.pid, 15)
        office.wait()


def found(name: str, environment: dict[str, str]) -> str:
    """The number of the window whose title has a name."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        done = subprocess.run(
            ["xdotool", "search", "--name", name], env=environment, capture_output=True, text=True, check=False
        )
        if done.stdout:
            time.sleep(8)  # until it has drawn the pages
            return done.stdout.split()[0]
        time.sleep(1)
    raise TimeoutError(name)


def call(*words: str, environment: dict[str, str]) -> None:
    """Run a program that must succeed."""
    subprocess.run(words, env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
