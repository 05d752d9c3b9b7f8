from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from validator.engine.sources.sources import Inventory, Source, content_of, load_again
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


class Listed(NamedTuple):
    """What an inventory gives once it was gone through."""

    paths: tuple[str, ...]
    skipped: tuple[str, ...]


def listed(paths: Any) -> Listed:  # noqa: ANN401 - whatever an inventory takes
    inventory = Inventory(paths)
    return Listed(tuple(source.path for source in inventory), inventory.skipped)


def names(paths: tuple[str, ...], folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_folder_gives_its_documents_by_name_and_tells_the_rest(folder: Path) -> None:
    sources = listed(folder)
    assert names(sources.paths, folder) == ["a.HTML", "b.docx", "c/d.txt", "c/e.md"]
    assert names(sources.skipped, folder) == ["c/f.csv", "notes.py"]


def test_order_of_the_arguments_is_kept_and_each_file_comes_once(folder: Path) -> None:
    sources = listed([folder / "b.docx", folder, str(folder / "b.docx"), folder / "notes.py"])
    assert names(sources.paths, folder) == ["b.docx", "a.HTML", "c/d.txt", "c/e.md", "notes.py"]
    assert names(sources.skipped, folder) == ["c/f.csv"]


@pytest.mark.parametrize("path", ["missing.docx", "-", "a/../b.txt"])
def test_file_is_kept_as_named(path: str) -> None:
    assert listed(path) == listed([path]) == Listed((path,), ())


def test_one_path_may_be_given_alone(folder: Path) -> None:
    assert listed(str(folder)) == listed(folder) == listed(iter([folder]))


def test_folder_relative_to_the_current_one_stays_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert listed("c").paths == (str(Path("c", "d.txt")), str(Path("c", "e.md")))
    assert listed([]) == Listed((), ())


def test_hidden_folder_that_is_named_is_read(folder: Path) -> None:
    assert names(listed(folder / ".git").paths, folder) == [".git/g.txt"]


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
        assert listed(path) == Listed(expected, (f"{archive}/list.csv",))
    assert [one.data for one in Inventory(archive)] == [b"b.html", b"c/d.docx"]


def test_an_archive_that_is_damaged_is_one_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    (source,) = Inventory(tmp_path)
    with pytest.raises(UnreadableInputError, match="damaged"):
        content_of(source)


def test_patterns_are_expanded_where_the_shell_did_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert listed("c/*").paths == ("c/d.txt", "c/e.md", "c/f.csv")
    assert listed("**/*.[mt]*").paths == ("c/d.txt", "c/e.md")
    assert listed("no*.html").paths == ("no*.html",)
    (folder / "c[1].txt").touch()
    assert listed("c[1].txt").paths == ("c[1].txt",)


def test_files_are_counted_if_that_is_quick(folder: Path, archive: Path) -> None:
    (folder / "c" / "f.csv").unlink()
    assert Inventory([folder / "c", folder / "notes.py", "-"]).total == 4
    assert Inventory(archive.parent).total is None
    assert Inventory("memory://reports").total is None


def test_a_file_knows_its_size_and_time(folder: Path) -> None:
    (source,) = Inventory(folder / "b.docx")
    found = (folder / "b.docx").stat()
    assert source.stamp == (found.st_size, found.st_mtime_ns)


def test_addresses_are_read_by_their_file_system() -> None:
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    files.pipe({"/reports/甲.html": b"1", "/reports/2023/乙.html": b"2", "/reports/list.csv": b"3"})
    try:
        found = list(Inventory("memory://reports"))
        assert [(one.path, content_of(one)) for one in found] == [
            ("memory:///reports/2023/乙.html", b"2"),
            ("memory:///reports/甲.html", b"1"),
        ]
        assert listed("memory://reports/*.html").paths == ("memory:///reports/甲.html",)
        with pytest.raises(UnreadableInputError, match="cannot be fetched"):
            content_of(Source("memory://reports/missing.html"))
    finally:
        files.rm("/reports", recursive=True)


def test_a_folder_is_listed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is asked of the inventory."""
    looked_into: list[str] = []
    scandir = os.scandir

    def counting(path: str) -> Any:  # noqa: ANN401 - as in the library
        looked_into.append(path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", counting)
    inventory = Inventory(folder)
    assert (inventory.total, len(list(inventory)), len(list(inventory.files))) == (4, 4, 4)
    assert sorted(looked_into) == [str(folder), str(folder / "c"), str(folder / "folder.docx")]


def test_a_file_that_was_passed_over_in_its_folder_and_is_named_later_comes_where_it_is_named(folder: Path) -> None:
    found = listed([folder / "c", folder / "b.docx", folder / "c" / "f.csv"])
    assert names(found.paths, folder) == ["c/d.txt", "c/e.md", "b.docx", "c/f.csv"]
    assert found.skipped == ()


def test_links_in_a_folder_do_not_lead_out_of_it(tmp_path: Path) -> None:
    inside, outside = tmp_path / "reports", tmp_path / "secret.html"
    (inside / "sub").mkdir(parents=True)
    for path in (outside, inside / "a.html"):
        path.write_text("x", encoding="utf-8")
    try:
        (inside / "sub" / "in.html").symlink_to(inside / "a.html")
        (inside / "sub" / "out.html").symlink_to(outside)
        (inside / "folder").symlink_to(tmp_path)
        (tmp_path / "named.html").symlink_to(outside)
        (tmp_path / "link").symlink_to(inside)
    except OSError:
        pytest.skip("links need a right here")
    inventory = Inventory(str(inside))
    assert [Path(one.path).name for one in inventory] == ["a.html", "in.html"]
    assert [Path(one).name for one in inventory.skipped] == ["out.html"]
    # What the user names is meant, a link too.
    assert [one.path for one in Inventory(str(inside / "sub" / "out.html"))] == [str(inside / "sub" / "out.html")]
    assert [Path(one.path).name for one in Inventory(str(tmp_path / "link"))] == ["a.html", "in.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_that_leads_in_a_circle_is_passed_over_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    (tmp_path / "circle.html").symlink_to("circle.html")
    (tmp_path / "first.html").symlink_to("second.html")
    (tmp_path / "second.html").symlink_to("first.html")
    assert names(listed(tmp_path).paths, tmp_path) == ["a.html"]


@pytest.mark.parametrize(
    "path", ["名" * 300 + ".html", "a/" * 3000 + "b.html", "x" * 300 + ".zip", "x" * 300 + ".zip/y.html"]
)
def test_a_path_longer_than_the_system_takes_is_kept_for_the_one_who_reads_it(path: str) -> None:
    assert listed(path).paths == (path,)
    assert load_again(path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes among its files")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (source,) = Inventory(tmp_path / "pipe.html")
    with pytest.raises(UnreadableInputError, match="a pipe"):
        content_of(source)
