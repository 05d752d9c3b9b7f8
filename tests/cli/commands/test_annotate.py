from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from support.annotating import content, notes_on, written
from support.annotations import said

from validator.annotators.notes import Notes
from validator.cli import run
from validator.cli.output.annotating import Annotating
from validator.model.errors import UnreadableInputError
from validator.model.text import Text
from validator.readers import libreoffice

ROOT = Path(__file__).parents[3]
OLD_WORD = ROOT / "tests" / "readers" / "data" / "table.doc"


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "年报.docx"
    path.write_bytes(written("docx"))
    return path


def test_a_copy_is_written_and_the_original_stays(word: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = word.read_bytes(), word.stat().st_mtime_ns
    copy = word.with_name("批注.docx")
    assert run(["annotate", str(word), "-o", str(copy)]) == 0
    assert (word.read_bytes(), word.stat().st_mtime_ns) == before
    # The command also reads the file a second time, and says so.
    heads = [text.partition("\n")[0] for text in said(copy.read_bytes())]
    assert heads == [note.text.partition("\n")[0] for note in notes_on(before[0]).notes]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "已写入" in shown.err
    assert f"{len(notes_on(before[0]).notes)} 处批注" in shown.err


def test_a_copy_can_be_annotated_again_in_another_place(word: Path) -> None:
    first, second = word.with_name("一.docx"), word.with_name("二.docx")
    run(["annotate", str(word), "-o", str(first)])
    assert run(["annotate", str(first), "-o", str(second), "--lang", "en"]) == 0
    assert len(said(second.read_bytes())) == len(said(first.read_bytes()))


def test_rules_can_be_chosen(word: Path) -> None:
    copy = word.with_name("copy.docx")
    assert run(["annotate", str(word), "-o", str(copy), "--select", "disputes-*"]) == 0
    assert all("表四" in text for text in said(copy.read_bytes()))
    assert run(["annotate", str(word), "-o", str(copy), "--select", "no-such-rule"]) == 2


@pytest.mark.parametrize("link", [None, "hard", "soft"])
def test_the_original_is_never_written_onto(word: Path, link: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    before = word.read_bytes()
    copy = word if link is None else word.with_name("link.docx")
    if link is not None:
        (os.link if link == "hard" else os.symlink)(word, copy)
    assert run(["annotate", str(word), "-o", str(copy)]) == 2
    assert word.read_bytes() == before
    assert "为了不覆盖年报，没有写入" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "maker", "target", "words"),
    [
        ("a.docx", "docx", "copy.pdf", "请把文件名的结尾改成 .docx"),
        ("a.html", "html", "copy.docx", "请把文件名的结尾改成 .html"),
        ("a.docx", "docx", "missing/copy.docx", "文件夹不存在"),
    ],
)
def test_a_copy_under_a_wrong_name_is_not_written(
    tmp_path: Path, name: str, maker: str, target: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(written(maker))
    assert run(["annotate", str(tmp_path / name), "-o", str(tmp_path / target)]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / target).exists()


def test_a_format_that_takes_no_notes_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = str(ROOT / "samples" / "consistent-2023.txt")
    assert run(["annotate", sample, "-o", str(tmp_path / "copy.txt")]) == 2
    assert "--format html" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_standard_input_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["annotate", "-", "-o", str(tmp_path / "copy.docx")]) == 2
    assert "不能是标准输入" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["annotate", str(tmp_path / "missing.docx"), "-o", str(tmp_path / "copy.docx")]) == 3
    assert "无法读取" in capsys.readouterr().err


def test_an_old_document_becomes_a_new_one(word: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = libreoffice.convert(word.read_bytes(), "docx", target="doc")
    if old is None:
        pytest.skip("LibreOffice, which makes the old document, is not installed")
    path, copy = word.with_name("年报.doc"), word.with_name("copy.docx")
    path.write_bytes(old)
    assert run(["annotate", str(path), "-o", str(word.with_name("copy.doc"))]) == 2
    assert run(["annotate", str(path), "-o", str(copy)]) == 0
    assert len(said(copy.read_bytes())) == len(notes_on(word.read_bytes()).notes)
    assert "转换成 .docx" in capsys.readouterr().err


def test_an_old_workbook_becomes_a_new_one(tmp_path: Path) -> None:
    data = written("xlsx")
    old = libreoffice.convert(data, "xlsx", target="xls")
    if old is None:
        pytest.skip("LibreOffice, which converts workbooks, is not installed")
    path, copy = tmp_path / "年报.xls", tmp_path / "copy.xlsx"
    path.write_bytes(old)
    assert run(["annotate", str(path), "-o", str(copy)]) == 0
    assert len(said(copy.read_bytes())) == len(notes_on(data).notes)


def test_an_old_workbook_needs_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from validator.annotators.excel import xls as old_excel
    from validator.model.errors import UnreadableInputError

    monkeypatch.setattr(libreoffice, "convert", lambda *_, **__: None)
    with pytest.raises(UnreadableInputError) as caught:
        old_excel.convert(str(tmp_path / "a.xls"), b"")
    assert "LibreOffice" in caught.value.reason.zh
    assert ".xlsx" in caught.value.hint.zh
    assert capsys.readouterr().err == ""


def test_a_copy_that_can_be_made_again(word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706693400")
    copy = word.with_name("copy.docx")
    run(["annotate", str(word), "-o", str(copy)])
    assert b'w:date="2024-01-31T09:30:00Z"' in zipfile.ZipFile(copy).read("word/comments.xml")
    assert content(copy.read_bytes()) == content(word.read_bytes())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with reports in two formats, one in a folder below, and what is no report."""
    folder = tmp_path / "报来"
    (folder / "区" / "局").mkdir(parents=True)
    (folder / "年报.docx").write_bytes(written("docx"))
    (folder / "区" / "局" / "年报.html").write_bytes(written("html"))
    (folder / "区" / "说明.docx").write_bytes(b"no document")
    (folder / "区" / "年报.txt").write_bytes((ROOT / "samples" / "consistent-2023.txt").read_bytes())
    return folder


def kept(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_folder_is_copied_as_the_tree_it_is(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, copies = kept(tree), tree.with_name("批注")
    assert run(["annotate", str(tree), "-o", str(copies)]) == 3
    assert kept(tree) == before
    found = kept(copies)
    assert sorted(found) == sorted(["年报.docx", str(Path("区", "局", "年报.html"))])
    one = tree.with_name("one.docx")
    assert run(["annotate", str(tree / "年报.docx"), "-o", str(one)]) == 0
    # Beside the other it is also told that the organ has two reports.
    assert len(said(found["年报.docx"])) == len(said(one.read_bytes())) + 1
    told = capsys.readouterr().err
    assert "说明.docx: 无法读取" in told
    assert "没有副本" in told
    assert "年报.txt" in told
    assert "已写 2 份副本" in told


@pytest.mark.parametrize("name", [".", "区", "区/新", "new/../区"])
def test_nothing_is_written_into_the_folder_that_is_read(tree: Path, name: str) -> None:
    before = kept(tree)
    assert run(["annotate", str(tree), "-o", str(tree / name)]) == 2
    assert kept(tree) == before


def test_links_are_neither_followed_nor_written_through(tree: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "年报.docx").write_bytes(written("docx"))
    (tree / "link.docx").symlink_to(tree / "年报.docx")
    (tree / "out.docx").symlink_to(outside / "年报.docx")
    (tree / "folder").symlink_to(outside)
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "区").symlink_to(tree / "区")
    os.link(tree / "年报.docx", copies / "年报.docx")
    before = kept(tree)
    assert run(["annotate", str(tree), "-o", str(copies)]) == 3
    assert kept(tree) == before
    assert {one.name for one in copies.iterdir()} == {"区", "年报.docx"}


def test_a_file_that_cannot_be_annotated_hurts_no_other(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Annotating.copy

    def fails(self: Annotating, path: str, kind: str, notes: Notes) -> bytes:
        if kind == "docx":
            raise UnreadableInputError(path, Text("something odd", "something odd"), Text("", ""))
        return whole(self, path, kind, notes)

    monkeypatch.setattr(Annotating, "copy", fails)
    copies = tree.with_name("copies")
    assert run(["annotate", str(tree), "-o", str(copies)]) == 3
    assert list(kept(copies)) == [str(Path("区", "局", "年报.html"))]
    assert "something odd" in capsys.readouterr().err


def test_copies_of_one_name_stand_side_by_side(tmp_path: Path) -> None:
    folder, copies = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.docx", "a.doc", "b.DOCX"):
        (folder / name).write_bytes(written("docx"))
    assert run(["annotate", str(folder), "-o", str(copies)]) == 0
    assert sorted(kept(copies)) == ["a.doc.docx", "a.docx", "b.DOCX"]
