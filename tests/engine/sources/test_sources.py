from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from validator.engine.sources.sources import Source, Sources, content_of, count_sources, expand_sources, iter_sources
from validator.model.errors import UnreadableInputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.docx", "a.HTML", "c/d.txt", "c/e.md", "notes.py", "c/f.csv", ".hidden.docx", "~$b.docx", ".git/g.txt",
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
    assert names(sources.skipped, folder) == ["c/f.csv", "notes.py"]


def test_order_of_the_arguments_is_kept_and_each_file_comes_once(folder: Path) -> None:
    sources = expand_sources([folder / "b.docx", folder, str(folder / "b.docx"), folder / "notes.py"])
    assert names(sources.paths, folder) == ["b.docx", "a.HTML", "c/d.txt", "c/e.md", "notes.py"]
    assert names(sources.skipped, folder) == ["c/f.csv"]


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


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "packed" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as made:
        for name in ("b.html", "c/d.docx", "c/~$d.docx", "__MACOSX/b.html", "list.csv"):
            made.writestr(name, name)
    return path


def test_an_archive_is_opened_named_outright_or_in_a_folder(archive: Path) -> None:
    expected = (f"{archive}/b.html", f"{archive}/c/d.docx")
    for path in (archive, archive.parent):
        assert expand_sources(path) == Sources(expected, (f"{archive}/list.csv",))
    assert [one.data for one in iter_sources(archive) if isinstance(one, Source)] == [b"b.html", b"c/d.docx"]


def test_an_archive_that_is_damaged_is_one_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    (source,) = iter_sources(tmp_path)
    assert isinstance(source, Source)
    with pytest.raises(UnreadableInputError, match="damaged"):
        content_of(source)


def test_patterns_are_expanded_where_the_shell_did_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert expand_sources("c/*").paths == ("c/d.txt", "c/e.md", "c/f.csv")
    assert expand_sources("**/*.[mt]*").paths == ("c/d.txt", "c/e.md")
    assert expand_sources("no*.html").paths == ("no*.html",)
    (folder / "c[1].txt").touch()
    assert expand_sources("c[1].txt").paths == ("c[1].txt",)


def test_files_are_counted_if_that_is_quick(folder: Path, archive: Path) -> None:
    (folder / "c" / "f.csv").unlink()
    assert count_sources([folder / "c", folder / "notes.py", "-"]) == 4
    assert count_sources(archive.parent) is None
    assert count_sources("memory://reports") is None


def test_a_file_knows_its_size_and_time(folder: Path) -> None:
    (source,) = iter_sources(folder / "b.docx")
    found = (folder / "b.docx").stat()
    assert isinstance(source, Source)
    assert source.stamp == (found.st_size, found.st_mtime_ns)


def test_addresses_are_read_by_their_file_system() -> None:
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    files.pipe({"/reports/甲.html": b"1", "/reports/2023/乙.html": b"2", "/reports/list.csv": b"3"})
    try:
        found = [one for one in iter_sources("memory://reports") if isinstance(one, Source)]
        assert [(one.path, content_of(one)) for one in found] == [
            ("memory:///reports/2023/乙.html", b"2"),
            ("memory:///reports/甲.html", b"1"),
        ]
        assert expand_sources("memory://reports/*.html").paths == ("memory:///reports/甲.html",)
        with pytest.raises(UnreadableInputError, match="cannot be fetched"):
            content_of(Source("memory://reports/missing.html"))
    finally:
        files.rm("/reports", recursive=True)
