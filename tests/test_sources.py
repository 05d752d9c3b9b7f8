from __future__ import annotations

from pathlib import Path

import pytest

from validator.sources import Sources, expand_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.docx", "a.HTML", "c/d.txt", "c/e.md", "notes.py", "c/f.zip", ".hidden.docx", "~$b.docx", ".git/g.txt",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.docx").mkdir()
    return tmp_path


def names(paths: tuple[str, ...], folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_folder_gives_its_documents_by_name_and_tells_the_rest(folder: Path) -> None:
    sources = expand_sources(folder)
    assert names(sources.paths, folder) == ["a.HTML", "b.docx", "c/d.txt", "c/e.md"]
    assert names(sources.skipped, folder) == ["c/f.zip", "notes.py"]


def test_order_of_the_arguments_is_kept_and_each_file_comes_once(folder: Path) -> None:
    sources = expand_sources([folder / "b.docx", folder, str(folder / "b.docx"), folder / "notes.py"])
    assert names(sources.paths, folder) == ["b.docx", "a.HTML", "c/d.txt", "c/e.md", "notes.py"]
    assert names(sources.skipped, folder) == ["c/f.zip"]


@pytest.mark.parametrize("path", ["missing.docx", "-", "a/../b.txt"])
def test_file_is_kept_as_named(path: str) -> None:
    assert expand_sources(path) == expand_sources([path]) == Sources((path,), ())


def test_one_path_may_be_given_alone(folder: Path) -> None:
    assert expand_sources(str(folder)) == expand_sources(folder) == expand_sources(iter([folder]))


def test_folder_relative_to_the_current_one_stays_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert expand_sources("c").paths == (str(Path("c", "d.txt")), str(Path("c", "e.md")))
    assert expand_sources([]) == Sources((), ())


def test_hidden_folder_that_is_named_is_read(folder: Path) -> None:
    assert names(expand_sources(folder / ".git").paths, folder) == [".git/g.txt"]
