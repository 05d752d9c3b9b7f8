"""The steps of the action, of the GitLab job and of the Dockerfile, as those who use them run them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
JOB = yaml.safe_load((ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8"))["gouji"]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
BASH = shutil.which("bash") or ""

pytestmark = pytest.mark.skipif(not BASH, reason="the steps are written for bash")


def step(name: str) -> dict[str, Any]:
    return next(one for one in ACTION["runs"]["steps"] if one.get("name") == name)


def run_step(name: str, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """A step as the runner runs it: inputs filled into its variables, then the script in a shell."""
    values = {key: one["default"] for key, one in ACTION["inputs"].items()} | inputs
    wanted = step(name)
    filled = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
        for key, text in wanted.get("env", {}).items()
    }
    output = folder.parent / "output"
    environment = {
        **os.environ,
        **filled,
        "GITHUB_OUTPUT": str(output),
        "GITHUB_ACTION_PATH": str(ROOT),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    script = folder.parent / "step.sh"
    script.write_text(wanted["run"], encoding="utf-8")
    shell = [BASH, "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a sound report and a flawed one, whose name is made to break scripts."""
    reports = tmp_path / "repository"
    reports.mkdir()
    shutil.copy(ROOT / "samples" / "consistent-2024.docx", reports / "sound.docx")
    shutil.copy(ROOT / "samples" / "row-total-2023.docx", reports / "-a $(touch x) b.docx")
    return reports


def code_told(folder: Path) -> str:
    return (folder.parent / "output").read_text(encoding="utf-8").splitlines()[-1]


def test_the_action_fails_on_findings_and_tells_the_code(folder: Path) -> None:
    done = run_step("Check", folder)
    assert done.returncode == 1
    assert "::error file=-a $(touch x) b.docx,title=表三“（一）予以公开”行“总计”列：填的是 4，应为 5" in done.stdout
    assert code_told(folder) == "exit-code=1"


def test_the_action_takes_paths_a_line_each_whatever_their_names(folder: Path) -> None:
    assert run_step("Check", folder, paths="sound.docx\n").returncode == 0
    done = run_step("Check", folder, paths="sound.docx\n\n-a $(touch x) b.docx\n")
    assert done.returncode == 1
    assert sorted(path.name for path in folder.iterdir()) == ["-a $(touch x) b.docx", "sound.docx"]


def test_the_action_hands_options_on(folder: Path) -> None:
    assert run_step("Check", folder, **{"fail-on": "never"}).returncode == 0
    assert run_step("Check", folder, arguments="--select disputes-* --lang en").returncode == 0
    assert run_step("Check", folder, **{"fail-on": "sometimes"}).returncode == 2
    assert code_told(folder) == "exit-code=2"


def test_the_action_goes_by_the_settings_of_the_repository(folder: Path) -> None:
    (folder / "gouji.toml").write_text('fail_on = "never"\n', encoding="utf-8")
    assert run_step("Check", folder).returncode == 0


def test_every_input_of_the_action_is_used_and_every_input_used_is_there() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(ACTION["inputs"])
    assert not [one["run"] for one in ACTION["runs"]["steps"] if "${{" in one.get("run", "")]


def test_the_gitlab_job_runs_the_check(folder: Path) -> None:
    environment = {
        **os.environ,
        **JOB["variables"],
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    done = subprocess.run(
        [BASH, "-eo", "pipefail", "-c", "\n".join(JOB["script"])],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "requests-row-total" in done.stdout


def copied() -> list[str]:
    """What the first stage of the Dockerfile takes from the checkout."""
    copies = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return [source for line in copies for source in line.split()[:-1]]


def test_the_dockerfile_takes_all_that_the_wheel_needs(tmp_path: Path) -> None:
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            shutil.copy(source, tmp_path / name)
    wheels = [
        next(iter(WheelBuilder(str(root)).build(directory=str(tmp_path / "wheels" / which), versions=["standard"])))
        for which, root in (("copy", tmp_path), ("checkout", ROOT))
    ]
    names = [sorted(zipfile.ZipFile(wheel).namelist()) for wheel in wheels]
    assert names[0] == names[1]


def test_the_dockerfile_says_only_what_docker_knows_and_what_is_let_in() -> None:
    words = [line.split()[0] for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
    assert set(words) <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert words[0] == "FROM"
    assert DOCKERFILE.index("USER gouji") < DOCKERFILE.index("ENTRYPOINT")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert let_in == set(copied())
