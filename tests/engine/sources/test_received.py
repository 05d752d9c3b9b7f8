"""Files that came with their content are listed by the rules for files on disk."""

from __future__ import annotations

import io
import zipfile

from validator.engine.sources.received import ReceivedFiles, apart


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, data in members.items():
            written.writestr(name.replace("__", "/") + ".docx", data)
        written.writestr("tool.exe", b"MZ")
    return made.getvalue()


def test_a_file_named_outright_is_read_and_one_of_a_folder_by_its_name() -> None:
    given = [("a.bin", b"1"), ("folder/b.docx", b"2"), ("folder/c.exe", b"3"), ("folder/~$b.docx", b"4")]
    files = ReceivedFiles(apart(given))
    assert [(one.path, one.data) for one in files] == [("a.bin", b"1"), ("folder/b.docx", b"2")]
    assert files.skipped == ("folder/c.exe",)


def test_an_archive_stands_for_its_members_under_the_name_that_it_was_sent_with() -> None:
    files = ReceivedFiles(apart([("年报.zip", archive(a=b"1", county__b=b"2")), ("broken.zip", b"no archive")]))
    found = list(files)
    assert [(one.path, one.data) for one in found[:2]] == [("年报.zip/a.docx", b"1"), ("年报.zip/county/b.docx", b"2")]
    assert files.skipped == ("年报.zip/tool.exe",)
    (refused,) = found[2:]
    assert refused.refused is not None
    assert refused.path == refused.refused.path == "broken.zip"
