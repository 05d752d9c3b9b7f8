"""The check, defined once: pre-commit and `.ci/run` call these sessions."""

from __future__ import annotations

from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"

PROJECT = nox.project.load_toml("pyproject.toml")["project"]


def tools(*names: str) -> list[str]:
    """Requirements of the extra `dev`, pins included, with these names."""
    dev: list[str] = PROJECT["optional-dependencies"]["dev"]
    return [requirement for requirement in dev if Requirement(requirement).name in names]


@nox.session
def lint(session: nox.Session) -> None:
    """Style and formatting; `nox -s lint -- --fix` repairs what can be repaired."""
    session.install(*tools("ruff"))
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []))
    session.run("ruff", "format", *([] if fix else ["--check"]))


@nox.session
def layers(session: nox.Session) -> None:
    """The order of imports."""
    session.install(*tools("import-linter"))
    session.run("lint-imports", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly, tests included."""
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests on the newest dependencies, slow ones and scans too, with the coverage that must be reached.

    `nox -s tests -- -m "(ocr or slow) and not integration" --cov-append` adds to what `pytest --cov` has run before.
    """
    session.install("-e", ".[test,ocr]")
    session.run("pytest", "-n", "auto", "-m", "not integration", "--cov", *session.posargs)


@nox.session
def pace(session: nox.Session) -> None:
    """The time that reports take, in ratios to a computation beside them: not 1.3 times that of the last line kept."""
    session.install("-e", ".[test]")
    session.run("python", "tests/benchmarks/record.py", "--reports", "5", "--check", *session.posargs)


@nox.session
def integration(session: nox.Session) -> None:
    """The pre-commit hook and the action with all that they install."""
    session.install("-e", ".[test]", *tools("pre-commit"))
    session.run("pytest", "-n", "0", "-m", "integration", "tests/integration", *session.posargs)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Mutants of documents and side files: `nox -s fuzz -- 100000` for as many as that."""
    session.install("-e", ".[test]")
    session.run("python", "tests/fuzz/long.py", *session.posargs)


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """The site in `build/site`; a link that leads nowhere is an error."""
    session.install("-e", ".[docs]")
    session.run("mkdocs", "build", "--strict", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session(default=False)
def frozen(session: nox.Session) -> None:
    """The program for a double click, built in `dist/gouji` and tried without any Python around it."""
    session.install(".[desk]", *tools("pyinstaller"))
    work = session.create_tmp()
    places = ("--distpath", "dist", "--workpath", work)
    session.run("pyinstaller", "--noconfirm", "--log-level", "WARN", *places, "packaging/gouji.spec")
    session.run("python", "packaging/smoke.py", "dist/gouji")


LIBRARIES = (
    *("checking", "cli/options", "cli/output", "constraints", "localisation", "model", "packs", "readers"),
    *("recognition", "renderers"),
)
"""Folders of tests of what calls libraries: all else that is shown holds with any version of them."""


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests of what calls libraries, on the lowest versions of these that pyproject.toml allows."""
    # Constraints rather than uv's `--resolution lowest-direct`: they work with pip alone.
    constraints = Path(session.create_tmp(), "lowest.txt")
    constraints.write_text("\n".join(map(lowest_version, PROJECT["dependencies"])), encoding="utf-8")
    session.install("-e", ".[test]", "-c", str(constraints))
    folders = (f"tests/{folder}" for folder in LIBRARIES)
    session.run("pytest", "-n", "auto", "-m", "not (ocr or integration)", *folders, *session.posargs)


def lowest_version(requirement: str) -> str:
    """`numpy>=2.0` -> `numpy==2.0`."""
    parsed = Requirement(requirement)
    (bound,) = (specifier.version for specifier in parsed.specifier if specifier.operator == ">=")
    return f"{parsed.name}=={bound}"
