from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from readers.documents import par, run, word_parts, zipped
from validator.model.errors import UnreadableInputError
from validator.readers import LARGEST, READERS, SECOND_READERS, Reader, read

TABLE = "<table><tr><td>规章<td>1<tr><td>文件<td>2</table>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
DATA = Path(__file__).parent / "data"
WORD = zipped(word_parts(par(run("正文"))))


def refused(content: bytes) -> UnreadableInputError:
    with pytest.raises(UnreadableInputError) as caught:
        read("报告.docx", data=content)
    return caught.value


@pytest.mark.parametrize(
    ("content", "format_name"),
    [
        (WORD, "docx"),
        (f"<!DOCTYPE html><html><body>{TABLE}</body></html>".encode(), "html"),
        (f"\ufeff  <HTML><body>{TABLE}".encode(), "html"),
        (f"<html>{TABLE}".encode("utf-16"), "html"),
        (f"<html>{TABLE}".encode("utf-16-le"), "html"),
        (f"<html>{TABLE}".encode("gb18030"), "html"),
        (f"HTTP/1.1 200 OK\n\n<html>{TABLE}".encode(), "html"),
        (f"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>{TABLE}".encode(), "html"),
        (f"<!-- 保存自网页 --><div>{TABLE}</div>\n".encode(), "html"),
        (f"{TABLE}\n".encode(), "html"),
        (f"<p>甲</p>{TABLE}".encode(), "html"),
        (f"{TABLE}\n\n完。\n".encode(), "text"),
        (f"# 年报\n\n{TABLE}\n".encode(), "text"),
        ("一、总体情况\n".encode(), "text"),
        ("规章\t1\n".encode("utf-16"), "text"),
        ("规章\t1\n".encode("utf-16-be"), "text"),
        (b"BM 1 2\n", "text"),
        (b"< 3 and > 2", "text"),
        (b"text with one stray \0 byte" + b"." * 200, "text"),
    ],
)
def test_the_content_decides_the_format(content: bytes, format_name: str) -> None:
    assert read("报告.pdf", data=content).format == format_name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped({"ppt/presentation.xml": "x"}), "presentation"),
        (zipped({"OFD.xml": "x"}), "OFD"),
        (zipped({"报告.txt": "x"}), "archive"),
        (zipped({}), "archive"),
        (WORD[: len(WORD) // 2], "damaged"),
        (b"%PDF-1.7\n%\xe2\xe3", "damaged"),
        (b"\n\n%PDF-1.4", "damaged"),
        (OLE, "damaged"),
        (OLE + "WordDocument".encode("utf-16-le"), "damaged"),
        (zipped({"xl/workbook.xml": "x"}), "damaged"),
        (zipped({"content.xml": "x", "META-INF/manifest.xml": "x"}), "damaged"),
        (b"{\\rtf1\\ansi", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"GIF89a", "picture"),
        (b"BM" + (100).to_bytes(4, "little") + bytes(94), "picture"),
        (b"II*\0", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"Rar!\x1a\x07\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", ".mht"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "XML"),
        (bytes(range(256)) * 4, "neither text"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "neither text"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, kind: str) -> None:
    error = refused(content)
    assert kind in error.reason.en
    assert error.path == "报告.docx"
    for text in (error.reason, error.hint):
        assert any("\u4e00" <= char <= "\u9fff" for char in text.zh)
        assert text.en.isascii()


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "empty" in refused(content).reason.en


def test_a_file_above_the_limit_is_refused() -> None:
    assert "larger" in refused(b"x" * (LARGEST << 20) + b"x").reason.en


def test_files_are_read_and_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(b"a\t1\nb\t2\n")
    path.chmod(0o400)
    before = path.stat()
    document = read(str(path))
    assert document.path == str(path)
    assert len(list(document.grids)) == 1
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (b"a\t1\nb\t2\n", before.st_mtime_ns)


def test_data_from_elsewhere_needs_no_file() -> None:
    assert read("-", data=b"text").path == "-"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no such file"):
        read(str(tmp_path / "none.docx"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="folder"):
        read(str(tmp_path))


def test_a_file_without_permission_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("builtins.open", denied)
    with pytest.raises(UnreadableInputError, match="permission"):
        read("report.txt")


@pytest.mark.parametrize(
    ("name", "lock"),
    [("年度报告.docx", "~$报告.docx"), ("a.xlsx", "~$a.xlsx"), ("a.wps", ".~a.wps"), ("a.odt", ".~lock.a.odt#")],
)
def test_a_file_that_is_open_in_an_office_program_is_told_so(
    name: str, lock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")

    (tmp_path / lock).touch()
    monkeypatch.setattr("builtins.open", denied)
    with pytest.raises(UnreadableInputError, match="open in an office program"):
        read(str(tmp_path / name))


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_opened_is_refused(path: str) -> None:
    with pytest.raises(UnreadableInputError, match="cannot be opened"):
        read(path)


def test_a_device_without_end_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="larger"):
        read("/dev/zero")


def test_the_format_may_be_given() -> None:
    assert read("-", data=f"# 年报\n{TABLE}".encode(), input_format="html").format == "html"
    assert read("-", data=f"<html>{TABLE}".encode(), input_format="text").format == "text"
    with pytest.raises(UnreadableInputError, match="damaged"):
        read("-", data=b"text", input_format="docx")


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="doc, docx, html"):
        read("-", data=b"x", input_format="word")


@pytest.mark.parametrize("reader", [*READERS.values(), *SECOND_READERS.values()], ids=lambda reader: reader.function)
def test_every_reader_is_there(reader: Reader) -> None:
    assert callable(getattr(import_module(reader.module), reader.function))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("docx", WORD),
        ("html", b"<html><p>x"),
        ("text", b"x"),
        ("doc", (DATA / "table.doc").read_bytes()),
        ("xls", (DATA / "sheets.xls").read_bytes()),
    ],
)
def test_a_reader_names_its_format(name: str, content: bytes) -> None:
    assert READERS[name]("path", content).format == name
    assert read("报告.txt", data=content).format == name


def test_a_text_is_read_without_the_libraries_of_other_formats() -> None:
    script = (
        "import sys; from validator.readers import read; read('-', data='规章\\t1\\n文件\\t2\\n'.encode()); "
        "sys.exit(any(name in sys.modules for name in ('lxml', 'charset_normalizer', 'validator.readers.word.docx')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
