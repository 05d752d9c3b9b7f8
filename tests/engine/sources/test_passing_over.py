from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from validator.engine.sources.passing_over import PassedOver
from validator.engine.sources.sources import Inventory


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "草稿/c.txt", "草稿/d/e.txt", "旧/f.txt", "旧/g.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def listed(folder: Path, *exclude: str, gitignore: bool = True) -> tuple[list[str], list[str]]:
    """What is read and what is left out, as seen from the folder."""
    inventory = Inventory(folder, PassedOver(exclude, gitignore))
    read = [Path(source.path).relative_to(folder).as_posix() for source in inventory]
    return read, [Path(path).relative_to(folder).as_posix() for path in inventory.left_out]


ALL = ["a.txt", "b.txt", "旧/f.txt", "旧/g.html", "草稿/c.txt", "草稿/d/e.txt"]


def test_without_patterns_everything_is_read(folder: Path) -> None:
    assert listed(folder) == (ALL, [])


@pytest.mark.parametrize(
    ("patterns", "left_out"),
    [
        (("a.txt",), ["a.txt"]),
        (("草稿",), ["草稿"]),
        (("草稿/",), ["草稿"]),
        (("草稿/d",), ["草稿/d"]),
        (("*.html", "b.*"), ["b.txt", "旧/g.html"]),
        (("/*.txt",), ["a.txt", "b.txt"]),
        (("**/d/*",), ["草稿/d/e.txt"]),
        (("*.txt", "!b.txt"), ["a.txt", "旧/f.txt", "草稿/c.txt", "草稿/d/e.txt"]),
        (("", "  "), []),
    ],
)
def test_patterns_of_the_user_are_those_of_gitignore(
    folder: Path, patterns: tuple[str, ...], left_out: list[str]
) -> None:
    read, told = listed(folder, *patterns)
    assert told == left_out
    assert read == [name for name in ALL if not any(name == one or name.startswith(one + "/") for one in left_out)]


def test_gitignore_counts_in_its_folder_and_below(folder: Path) -> None:
    (folder / ".gitignore").write_text("# drafts\n草稿/\n*.html\n", encoding="utf-8")
    assert listed(folder) == (["a.txt", "b.txt", "旧/f.txt"], ["旧/g.html", "草稿"])
    assert listed(folder, gitignore=False) == (ALL, [])


def test_the_innermost_gitignore_decides(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.html\n", encoding="utf-8")
    (folder / "旧" / ".gitignore").write_text("!g.html\nf.txt\n", encoding="utf-8")
    assert listed(folder) == (["a.txt", "b.txt", "旧/g.html", "草稿/c.txt", "草稿/d/e.txt"], ["旧/f.txt"])


def test_gitignore_above_counts_up_to_the_top_of_the_repository_and_no_farther(folder: Path) -> None:
    below = folder / "旧"
    (folder / ".gitignore").write_text("/旧/g.html\n", encoding="utf-8")
    assert listed(below) == (["f.txt", "g.html"], [])
    (folder / ".git").mkdir()
    assert listed(below) == (["f.txt"], ["g.html"])
    (below / ".git").mkdir()
    assert listed(below) == (["f.txt", "g.html"], [])


def test_what_is_named_outright_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("旧/\na.txt\n", encoding="utf-8")
    assert listed(folder / "旧") == (["f.txt", "g.html"], [])
    monkeypatch.chdir(folder)
    inventory = Inventory(["a.txt", "旧"], PassedOver(("a.txt", "旧")))
    assert [Path(one.path).as_posix() for one in inventory] == ["a.txt", "旧/f.txt", "旧/g.html"]


def test_a_relative_folder_is_listed_as_an_absolute_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".gitignore").write_text("/旧/*.html\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert [Path(one.path).as_posix() for one in Inventory(".", PassedOver(("草稿",)))] == [
        "a.txt", "b.txt", "旧/f.txt",
    ]  # fmt: skip


def test_patterns_leave_out_members_of_archives_and_files_of_a_pattern(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name in ("x.txt", "草稿/y.txt"):
            archive.writestr(name, "")
    inventory = Inventory(folder / "all.zip", PassedOver(("草稿",)))
    assert [Path(one.path).name for one in inventory] == ["x.txt"]
    assert [Path(one).name for one in inventory.left_out] == ["y.txt"]
    monkeypatch.chdir(folder)
    inventory = Inventory("*.txt", PassedOver(("b*",)))
    assert ([one.path for one in inventory], inventory.left_out) == (["a.txt"], ("b.txt",))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00[", b"[a-\n!\n\\\n", b"x" * (2 << 20)])
def test_a_gitignore_that_makes_no_sense_hurts_nobody(folder: Path, content: bytes) -> None:
    (folder / ".gitignore").write_bytes(content)
    assert listed(folder)[0] == ALL
