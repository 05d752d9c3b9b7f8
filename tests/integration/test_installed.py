"""The hook and the installation of the action with all that they fetch; `nox -s integration` runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def commit_all(folder: Path) -> str:
    """Make a repository of a folder; gives the id of its commit."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        (*who, "commit", "--quiet", "--message", "a", "--no-verify"),
    ):
        done = run("git", *command, cwd=folder)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


def test_the_hook_takes_office_files_and_leaves_others_alone() -> None:
    (hook,) = HOOKS
    names = ["a/年报.docx", "b.doc", "c.pdf", "d.xlsx", "e.et", "README.md", "f.html", "g.docx.txt", "h.py"]
    assert [name for name in names if re.search(hook["files"], name)] == names[:5]
    assert hook["entry"].split()[0] == "gouji"


@pytest.mark.integration
def test_the_hook_stops_a_commit_with_a_flawed_report(tmp_path: Path) -> None:
    checkout, repository = tmp_path / "gouji", tmp_path / "repository"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", ".nox", ".*cache", "__pycache__"))
    revision = commit_all(checkout)
    repository.mkdir()
    config = {"repos": [{"repo": str(checkout), "rev": revision, "hooks": [{"id": "gouji"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    shutil.copy(ROOT / "samples" / "consistent-2024.docx", repository / "年报.docx")
    commit_all(repository)
    environment = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    hook = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    done = run(*hook, cwd=repository, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copy(ROOT / "samples" / "row-total-2023.docx", repository / "年报.docx")
    run("git", "add", "--all", cwd=repository)
    done = run(*hook, cwd=repository, env=environment)
    assert done.returncode == 1
    assert "requests-row-total" in done.stdout


@pytest.mark.integration
def test_the_action_installs_a_program_that_runs(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (install,) = (one["run"] for one in action["runs"]["steps"] if one.get("name") == "Install gouji")
    venv.create(tmp_path / "python", with_pip=True)
    programs = tmp_path / "python" / "bin"
    environment = {"PATH": os.pathsep.join([str(programs), os.environ["PATH"]]), "GITHUB_ACTION_PATH": str(ROOT)}
    done = run("bash", "-eo", "pipefail", "-c", install, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    done = run(programs / "gouji", "check", ROOT / "samples" / "consistent-2024.docx", cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
