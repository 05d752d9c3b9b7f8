"""What `import validator` offers: every name is there, says what it is for, and costs nothing until it is asked for."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import validator
from validator import Across, UnreadableInputError, check, check_document, read
from validator.engine.authoring._example_documents import example_document
from validator.model.rules.rule import Example

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLES = Path(__file__).parents[2] / "samples"
DAY = date(2026, 1, 1)
FILES = sorted(
    str(path)
    for path in SAMPLES.iterdir()
    if path.is_file() and path.suffix != ".yaml" and path.name not in {"before-2019.txt", "blank-form-2021.docx"}
)
CHAIN = [str(SAMPLES / "chain-2021-2023" / f"{year}.html") for year in (2023, 2022, 2021)]
TREE = sorted((SAMPLES / "tree-2023").rglob("*.*"), key=lambda path: (len(path.parts), path))


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this program runs, no other can be started."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError("no process can be started here")

    for way in ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.system"):
        monkeypatch.setattr(way, refuse)


@pytest.mark.parametrize("name", validator.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(validator, name)
    if name == "__version__":
        assert found
        return
    said = inspect.getdoc(found) or ""
    assert said.split()
    if inspect.isfunction(found):
        # What two functions share is said where the other is referred to.
        told = said + (inspect.getdoc(check) or "") if "`check`" in said else said
        assert [one for one in inspect.signature(found).parameters if f"`{one}" not in told] == []
        assert "Raises" in said or "errors" in said


def test_a_name_that_is_not_offered_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = validator.nothing


def test_importing_the_package_loads_none_of_what_it_offers() -> None:
    """So that `gouji --version` stays quick."""
    script = "import sys, validator; print(*sorted(one for one in sys.modules if one.startswith('validator')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "validator",
        "validator.model",
        "validator.model.environment",
        "validator.model.environment.front_door",
        "validator.version",
    ]


@pytest.mark.usefixtures("no_process")
@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).name)
def test_a_document_read_beforehand_is_told_what_its_file_is_told(path: str, expected: Sequence[object]) -> None:
    assert check_document(read(path), today=DAY) == expected[FILES.index(path)]


@pytest.fixture(scope="session")
def expected() -> Sequence[object]:
    """What `check` tells of each file by itself."""
    return check(FILES, across=Across(chains=False), today=DAY).reports


@pytest.mark.usefixtures("no_process")
def test_options_mean_what_they_mean_to_check(expected: Sequence[object]) -> None:
    document = read(str(SAMPLES / "balance-2023.html"))
    chosen = check_document(document, select=["requests-*"], ignore=["requests-row-total"], form="annual-report-2021")
    assert {one.rule for one in chosen.findings} == {"requests-balance"}
    again = check_document(document, pack=validator.load_pack(), today=DAY)
    assert again == expected[FILES.index(document.path)]


@pytest.mark.parametrize(
    ("paths", "across"), [(CHAIN, Across()), (list(map(str, TREE)), Across(units="folder"))], ids=["years", "units"]
)
def test_other_documents_are_held_against_it(paths: list[str], across: Across) -> None:
    from_files = check(paths, across=across, today=DAY)
    first, *others = map(read, paths)
    told = check_document(first, others=others, across=across, today=DAY)
    assert told == from_files.reports[0]
    assert told.previous or told.units


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    document = read(CHAIN[0])
    with pytest.raises(ValueError, match="others"):
        check_document(document, across=Across(previous=(CHAIN[1],)))
    with pytest.raises(ValueError, match="no part"):
        check_document(document, part="Sheet1")
    with pytest.raises(ValueError, match="no-such-rule"):
        check_document(document, select=["no-such-rule"])
    letter = tmp_path / "letter.txt"
    letter.write_text("没有表格", encoding="utf-8")
    with pytest.raises(UnreadableInputError):
        check_document(read(str(letter)))


@pytest.mark.parametrize(("day", "told"), [(date(2026, 1, 1), True), (date(2099, 1, 1), False)])
def test_a_date_is_still_to_come_by_the_day_that_is_given(day: date, told: bool) -> None:  # noqa: FBT001 - what is expected
    pack = validator.load_pack()
    document = example_document(Example({"year": "2023", "signed": "2098年1月25日"}), pack.forms[-1], pack)
    rules = [one.rule for one in check_document(document, today=day).findings]
    assert ("dated-in-future" in rules) is told
