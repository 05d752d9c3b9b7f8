"""What the default install takes, and under which licences: in a fresh environment, with nothing but the package.

    python tests/benchmarks/installed.py

Exits with 1 if it takes 400 MB or more, or if a package is under the GPL or the AGPL.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
MEGABYTES = 400.0
_COPYLEFT = re.compile(r"\bA?GPL|(?:Affero )?General Public", re.IGNORECASE)
_MILDER = re.compile(r"\bL(?:GPL|esser General Public)|Lesser General Public|Library General Public", re.IGNORECASE)
_LONGEST = 40
"""Characters of a licence that is named; a longer text is the licence itself."""

# Run by the environment that is looked at.
_LOOK = """
import importlib.metadata as metadata, json
for one in metadata.distributions():
    said = one.metadata
    files = [file.locate() for file in one.files or ()]
    print(json.dumps({
        "name": said["Name"],
        "version": one.version,
        "bytes": sum(file.stat().st_size for file in files if file.is_file()),
        "expression": said["License-Expression"] or "",
        "classifiers": [line for line in said.get_all("Classifier") or () if line.startswith("License")],
        "licence": said["License"] or "",
    }))
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A package that is installed."""

    name: str
    version: str
    megabytes: float
    licence: str
    """As the package says it."""

    @property
    def is_free(self) -> bool:
        """True if no part of its licence is the GPL or the AGPL, unless another may be chosen."""
        choices = re.split(r"\bOR\b", self.licence)
        return any(not _COPYLEFT.search(_MILDER.sub("", choice)) for choice in choices) and bool(self.licence)


def main(arguments: Sequence[str] | None = None) -> int:
    """Install, look and print; 1 if there is too much, or a licence is not wanted."""
    parser = argparse.ArgumentParser(description="Size and licences of the default install.")
    parser.add_argument("--python", help="look at the environment of this interpreter instead of a fresh one")
    asked = parser.parse_args(arguments)
    if asked.python:
        return report(list(packages(asked.python)))
    with TemporaryDirectory(prefix="gouji-") as folder:
        python = fresh(Path(folder))
        return report([one for one in packages(python) if one.name not in {"pip", "setuptools"}])


def fresh(folder: Path) -> str:
    """An environment with the package and what it depends on; the path of its interpreter."""
    venv.create(folder / "venv", with_pip=True)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = str(folder / "venv" / scripts / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-compile", str(ROOT)], check=True)
    return python


def packages(python: str) -> Iterator[Installed]:
    """What is installed for an interpreter, the largest first."""
    done = subprocess.run([python, "-c", _LOOK], check=True, capture_output=True, text=True, encoding="utf-8")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for one in sorted(found, key=lambda one: -int(one["bytes"])):
        named = [line.rpartition(":: ")[2] for line in one["classifiers"]]
        text = str(one["licence"]).partition("\n")[0]
        licence = one["expression"] or ", ".join(named) or (text if len(text) <= _LONGEST else text[:_LONGEST])
        yield Installed(one["name"], one["version"], one["bytes"] / (1 << 20), licence)


def report(found: Sequence[Installed]) -> int:
    """Print a table; 1 if there is too much, or a licence is not wanted."""
    total = sum(one.megabytes for one in found)
    unwanted = [one for one in found if not one.is_free]
    sys.stdout.write("| package | version | MB | licence |\n| --- | --- | ---: | --- |\n")
    for one in found:
        sys.stdout.write(f"| {one.name} | {one.version} | {one.megabytes:.1f} | {one.licence or '(not said)'} |\n")
    sys.stdout.write(f"\n{len(found)} packages, {total:.0f} MB (at most {MEGABYTES:.0f})\n")
    for one in unwanted:
        sys.stdout.write(f"not wanted: {one.name}, {one.licence or 'licence not said'}\n")
    return int(total >= MEGABYTES or bool(unwanted))


if __name__ == "__main__":
    sys.exit(main())
