"""The Dockerfile, carried out step by step without Docker: folders in place of images, of a fresh checkout."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from validator.version import __version__

ROOT = Path(__file__).parents[2]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
_MOUNT = re.compile(r"--mount=type=bind,from=(?P<stage>\w+),source=(?P<source>/\S+),target=(?P<target>/\S+)\s+")


def tracked() -> list[str]:
    """The files of a fresh checkout; of a copy without its history, all but what `.gitignore` names."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
        files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [path.as_posix() for path in files if not any(map(partial(is_named, ignored), path.parts))]
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def is_named(patterns: list[str], part: str) -> bool:
    return any(fnmatch(part, pattern) for pattern in patterns)


def is_sent(name: str) -> bool:
    """Whether Docker sends a file to the build: of the patterns that fit it or a folder above it the last counts."""
    sent = True
    parts = name.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = re.escape(line.lstrip("!")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        if any(re.fullmatch(pattern, one) for one in above):
            sent = line.startswith("!")
    return sent


class Step(NamedTuple):
    word: str
    rest: str


@dataclass
class Stage:
    """What an image is made of."""

    root: Path
    steps: list[Step]
    folder: Path = field(init=False)
    """The working folder."""

    def __post_init__(self) -> None:
        self.folder = self.root

    def inside(self, path: str) -> Path:
        """A path of the image as one of the folder that stands for it."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.folder / path


def stages(root: Path) -> dict[str, Stage]:
    """The stages in order, by name; the last has none."""
    found: dict[str, Stage] = {}
    for line in DOCKERFILE.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            name = rest.partition(" AS ")[2]
            assert rest.startswith("python:3.")
            found[name] = Stage(root / (name or "last"), [])
        else:
            found[next(reversed(found))].steps.append(Step(word, rest.strip()))
    return found


def copied() -> Iterator[tuple[str, str]]:
    """Each source of a COPY, and where it goes."""
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        *sources, target = line.split()
        yield from ((source, target) for source in sources)


def test_all_that_is_copied_is_in_a_fresh_checkout_and_sent_to_the_build() -> None:
    files = tracked()
    for source, _ in copied():
        own = [name for name in files if name == source or name.startswith(f"{source}/")]
        assert own, source
        assert [name for name in own if not is_sent(name)] == []


@pytest.mark.parametrize("name", [".git/config", "tests/conftest.py", "reports/a.docx", "validator/__pycache__/a.pyc"])
def test_nothing_else_is_sent(name: str) -> None:
    assert not is_sent(name)


@pytest.mark.integration
def test_what_the_steps_make_checks_reports(tmp_path: Path) -> None:
    built = stages(tmp_path)
    for stage in built.values():
        venv.create(stage.root / "usr", with_pip=True)
        for step in stage.steps:
            carry_out(step, stage, built)
    last = built[""]
    words = {step.word: step.rest for step in last.steps}
    assert words["USER"] == "gouji"
    entry = json.loads(words["ENTRYPOINT"])
    assert json.loads(words["CMD"])[0] == "desk"
    shown = subprocess.run([*entry, "--version"], env=environment(last), capture_output=True, text=True, check=True)
    assert shown.stdout.split()[-1] == __version__
    for sample, code in (("consistent-2024.docx", 0), ("row-total-2023.docx", 1)):
        shutil.copy(ROOT / "samples" / sample, last.inside("/reports") / "年报.docx")
        done = subprocess.run([*entry, "check", "."], cwd=last.folder, env=environment(last), check=False)
        assert done.returncode == code


def environment(stage: Stage) -> Mapping[str, str]:
    """Programs of the image come first, and nothing of ours is looked into."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**clean, "PATH": os.pathsep.join([str(stage.root / "usr" / "bin"), "/usr/bin", "/bin"])}


def carry_out(step: Step, stage: Stage, built: Mapping[str, Stage]) -> None:
    match step.word:
        case "WORKDIR":
            stage.folder = stage.inside(step.rest)
            stage.folder.mkdir(parents=True, exist_ok=True)
        case "COPY":
            *sources, target = step.rest.split()
            for name in filter(is_sent, tracked()):
                source = next((one for one in sources if name == one or name.startswith(f"{one}/")), None)
                if source is not None:
                    file = source == name
                    place = stage.inside(target) / (Path(name).name if file else Path(name).relative_to(source))
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, place)
        case "RUN":
            run_in(step.rest, stage, built)


def run_in(command: str, stage: Stage, built: Mapping[str, Stage]) -> None:
    """Run a command with the paths of the image replaced; what is mounted lies in another stage."""
    mount = _MOUNT.match(command)
    places = {mount["target"]: built[mount["stage"]].inside(mount["source"])} if mount else {}
    words = shlex.split(_MOUNT.sub("", command))
    if words[0] == "useradd":  # makes an account of the machine
        assert words[1:] == ["--create-home", "gouji"]
        return
    real = [str(places.get(word, stage.inside(word))) if word.startswith("/") else word for word in words]
    done = subprocess.run(real, cwd=stage.folder, env=environment(stage), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
