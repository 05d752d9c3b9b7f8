from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

from validator import __version__
from validator.readers import READERS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
README_ZH = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MACHINE_PATH = re.compile(r"(?<![\w.:/<-])/(?:home|opt|root|tmp|usr/local|work)/\w")
REGISTRY = re.compile(r"\bpypi\.org|pythonhosted\.org|\bindex-url\b|//[\w.]*mirror", re.IGNORECASE)
BARE_EXCEPTION = re.compile(r"# (?:noqa(?:: *[A-Z]+\d+(?:, *[A-Z]+\d+)*)?|type: ignore(?:\[[\w, -]+\])?)\s*$")


def project_files() -> list[Path]:
    """The files of the project, without those that .gitignore names."""
    return sorted(Path(file.path) for file in SdistBuilder(str(ROOT)).recurse_included_files())


def text_files() -> list[tuple[str, str]]:
    """Name and text of each file in UTF-8; samples also come in other encodings."""
    found = []
    for path in project_files():
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def lines_matching(pattern: re.Pattern[str], suffix: str = "") -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in text_files()
        if name.endswith(suffix)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


# What is shipped


def test_wheel_holds_the_code_the_rules_and_the_schemas(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("validator/")}
    names = [path.relative_to(ROOT).as_posix() for path in project_files()]
    expected = {name for name in names if name.startswith("validator/")}
    expected |= {f"validator/_{name}" for name in names if name.startswith("rules/")}
    assert any(name.startswith("validator/schemas/") for name in expected)
    assert any(name.startswith("validator/_rules/") for name in expected)
    assert packed == expected | {"validator/_rules/annual-report.pack"}


def test_editable_install_holds_no_copy_of_the_rules(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["editable"])
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".yaml")]


def default_install() -> list[str]:
    """Names of the packages that come with an installation without extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    queue = [Requirement(line) for line in project["dependencies"]]
    seen: set[tuple[str, frozenset[str]]] = set()
    while queue:
        requirement = queue.pop()
        key = (requirement.name.lower(), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        extras = requirement.extras or {""}
        queue += [
            needed
            for needed in map(Requirement, distribution(requirement.name).requires or [])
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return sorted({name for name, _ in seen})


@pytest.mark.parametrize("package", default_install())
def test_default_install_is_free_of_copyleft(package: str) -> None:
    metadata = distribution(package).metadata
    declared = metadata.get_all("License-Expression") or []
    declared += [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    # The field `License` may hold the whole text, with the licences of bundled parts; its first line is the name.
    declared = declared or [text.strip().partition("\n")[0] for text in metadata.get_all("License") or []]
    assert declared, f"{package} declares no licence"
    assert not [licence for licence in declared if is_copyleft(licence)]


def is_copyleft(licence: str) -> bool:
    """Whether every choice that a licence leaves contains the GPL or AGPL; the LGPL and linking exceptions are fine."""
    named = re.compile(r"\bA?GPL|\bGNU (?:Affero )?General Public")
    return all(
        any(named.search(part) and " WITH " not in part for part in re.split(r" AND ", choice.strip(" ()")))
        for choice in re.split(r" OR ", licence)
    )


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("MIT", False),
        ("GPL-3.0-or-later", True),
        ("MIT AND AGPL-3.0-only", True),
        ("MIT OR GPL-2.0-only", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
    ],
)
def test_copyleft_is_told_from_other_licences(licence: str, copyleft: bool) -> None:  # noqa: FBT001 (a table's column)
    assert is_copyleft(licence) is copyleft


# What is written about it


def test_contributing_names_paths_that_exist() -> None:
    spans = re.findall(r"`([^`\s]+)`", CONTRIBUTING)
    paths = [span for span in spans if "/" in span or re.search(r"\.(?:py|yaml|toml|md|svg)$", span)]
    assert len(paths) > 10
    # Of a path with a part to fill in (`rules/<pack>/forms/<edition>.yaml`), the folder before it has to exist.
    # A bare name is a module.
    whole = [path.partition("<")[0] for path in paths]
    assert [path for path in whole if not any((folder / path).exists() for folder in (ROOT, ROOT / "validator"))] == []


def test_the_architecture_names_modules_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "validator"
    folders = [package, *(path.parent for path in package.rglob("__init__.py"))]
    named = [span for span in re.findall(r"`([\w/.-]+)`", text) if span.endswith((".py", "/"))]
    assert len(named) > 10
    assert [span for span in named if not any((folder / span).exists() for folder in folders)] == []


def packages() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "validator").glob("*/__init__.py"))


def front_door(package: str) -> str:
    """The first sentence of a package's docstring."""
    text = (ROOT / "validator" / package / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def test_contributing_shows_each_package_with_its_sentence() -> None:
    rows = re.findall(r"^\| `validator/(\w+)/` \| (.+) \|$", CONTRIBUTING, re.MULTILINE)
    assert sorted(rows) == [(package, front_door(package)) for package in packages()]


def test_packages_stand_in_contributing_as_in_the_contract() -> None:
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    layers = re.findall(r"\w+", contract["importlinter:contract:packages"]["layers"])
    assert sorted(layers) == packages()
    assert set(contract["importlinter"]) == {"root_package"}
    order = {name: at for at, line in enumerate(contract["importlinter:contract:packages"]["layers"].splitlines())
             for name in re.findall(r"\w+", line)}  # fmt: skip
    shown = [order[package] for package in re.findall(r"^\| `validator/(\w+)/` ", CONTRIBUTING, re.MULTILINE)]
    assert shown == sorted(shown)


def test_the_top_level_holds_packages() -> None:
    modules = {path.name for path in (ROOT / "validator").glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "version.py"}


MOST_MODULES = 15
"""In one folder; a folder with more has sub-packages."""


def test_no_folder_is_crowded() -> None:
    folders = {path.parent for path in (ROOT / "validator").rglob("*.py")}
    crowded = {
        folder.relative_to(ROOT).as_posix(): len(modules)
        for folder in folders
        if len(modules := [path for path in folder.glob("*.py") if path.stem != "__init__"]) > MOST_MODULES
        and not list(folder.glob("*/__init__.py"))
    }
    assert crowded == {}


def test_no_two_public_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in (ROOT / "validator").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_private_modules_are_used_by_their_own_folder_alone() -> None:
    trespassers = [
        f"{name}: {module}"
        for name, text in text_files()
        if name.startswith("validator/") and name.endswith(".py")
        for module in imported(text)
        if (private := re.match(r"(.*?)\._[a-z]", module))
        and not f"{Path(name).parent.as_posix().replace('/', '.')}.".startswith(f"{private[1]}.")
    ]
    assert trespassers == []


def imported(text: str) -> Iterator[str]:
    """Modules of the package that a file imports or names in a string."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("validator"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name.islower())
            yield node.module
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("validator."):
            yield node.value


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCED.sub("", text), re.MULTILINE)]


def links(text: str) -> list[str]:
    targets = re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", text))
    return [target.removesuffix("#").replace(".zh-CN", "").replace(".zh.", ".") for target in targets]


def table_rows(text: str) -> list[int]:
    """Number of cells of each row of each table."""
    return [line.count("|") for line in FENCED.sub("", text).splitlines() if line.startswith("|")]


def test_both_readmes_have_the_same_structure() -> None:
    assert headings(README) == headings(README_ZH)
    assert table_rows(README) == table_rows(README_ZH)
    assert sorted(links(README)) == sorted(links(README_ZH))


def test_both_readmes_show_the_same_code() -> None:
    assert FENCED.findall(README) == FENCED.findall(README_ZH)


def code(language: str) -> str:
    """The only block of that language in the README."""
    (block,) = (text for name, text in FENCED.findall(README) if name == language and ".venv" not in text)
    return str(block)


@pytest.mark.parametrize("command", code("sh").splitlines())
def test_readme_commands_do_what_they_say(command: str, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    program = [sys.executable, "-m", "validator", *shlex.split(command)[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == (1 if "row-total" in command else 0), done.stderr.decode()
    assert done.stdout or (tmp_path / "result.json").exists()


def test_readme_python_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(code("python"), names)  # noqa: S102 (the project's own README)
    assert "requests-balance 2" in capsys.readouterr().out
    assert {"findings", "requests"} <= names.keys()


def test_readme_shows_a_rule_as_it_is() -> None:
    assert code("yaml") in "".join(text for name, text in text_files() if name.startswith("rules/"))


def test_readme_names_every_format_that_is_read() -> None:
    suffixes = [{"text": ".txt", "picture": ".png"}.get(name, f".{name}") for name in READERS]
    assert [suffix for suffix in suffixes if f"`{suffix}`" not in README] == []


def test_pictures_show_what_the_command_prints() -> None:
    script = [sys.executable, "docs/make_finding.py", "--check"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_relative_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_ci_runs_the_command_of_the_readme(name: str) -> None:
    shown = subprocess.run([".ci/run", "--show", name], cwd=ROOT, capture_output=True, text=True, check=True)
    _, _, after = README.partition(f"<!-- command: {name} -->\n")
    assert shown.stdout == FENCED.findall(after)[0][1]


def test_changelog_has_an_entry_for_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog


def test_hooks_call_sessions_that_exist() -> None:
    module = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = {node.name for node in module.body if isinstance(node, ast.FunctionDef) and node.decorator_list}
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert {hook["entry"].removeprefix("nox --session ") for hook in hooks} <= sessions


def requirements_of(extra: str) -> set[str]:
    """Names of the modules that an extra brings, with the extras it names; `types-psutil` stands for `psutil`."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    found = set()
    for requirement in map(Requirement, project["optional-dependencies"][extra]):
        if requirement.name == project["name"]:
            found |= {name for one in requirement.extras for name in requirements_of(one)}
        else:
            found.add(requirement.name.lower().removeprefix("types-").replace("-", "_"))
    return found


def test_types_are_checked_without_what_only_other_extras_bring() -> None:
    """`dev` is installed to check types: what it lacks is named where missing modules are allowed."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        overrides = tomllib.load(file)["tool"]["mypy"]["overrides"]
    allowed = {module.removesuffix(".*") for one in overrides for module in one["module"]}
    absent = (requirements_of("bench") | requirements_of("docs")) - requirements_of("dev")
    sources = [ast.parse(text) for name, text in text_files() if name.endswith(".py")]
    nodes = [node for source in sources for node in ast.walk(source)]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    assert {"pdfplumber", "python_calamine"} <= absent & imported
    assert absent & {module.partition(".")[0] for module in imported} <= allowed


# What must stand nowhere


def test_no_path_of_a_machine() -> None:
    assert lines_matching(MACHINE_PATH) == []


def test_no_registry_host() -> None:
    assert [line for line in lines_matching(REGISTRY) if not line.startswith("tests/test_project.py")] == []


def test_every_exception_from_the_linters_has_a_reason() -> None:
    assert lines_matching(BARE_EXCEPTION, ".py") == []
