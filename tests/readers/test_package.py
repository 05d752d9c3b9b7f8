from __future__ import annotations

import zipfile
from unittest.mock import patch

import pytest

from readers.documents import par, paragraphs, read_bytes, run, word_parts, zipped
from validator.model.errors import UnreadableInputError
from validator.readers import _package as docx_package

PARTS = word_parts(par(run("正文")))
PART = "word/document.xml"


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read_bytes(content)
    assert caught.value.reason.zh
    assert caught.value.hint.zh
    return caught.value.reason.en


def test_the_main_part_may_have_another_name() -> None:
    parts = {
        "_rels/.rels": str(PARTS["_rels/.rels"]).replace(PART, "/word/./other.xml"),
        "word/other.xml": PARTS[PART],
    }
    assert paragraphs(read_bytes(zipped(parts))) == ["正文"]


def test_without_relations_the_usual_name_is_tried() -> None:
    assert paragraphs(read_bytes(zipped({PART: PARTS[PART]}))) == ["正文"]


@pytest.mark.parametrize("kept", [30, 200, 0.5, 0.9])
def test_a_truncated_file_is_refused(kept: float) -> None:
    content = zipped(PARTS)
    assert "damaged" in refused(content[: int(kept if kept > 1 else kept * len(content))])


def test_a_file_with_flipped_bytes_is_refused() -> None:
    content = bytearray(zipped(PARTS))
    at = content.find(b"word/document.xml") + len(PART) + 20
    content[at : at + 8] = b"\xff" * 8
    assert "cannot be unpacked" in refused(bytes(content))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/styles.xml": "<a/>"}, "word/document.xml is missing"),
        ({PART: "<w:document"}, "no valid XML"),
        ({PART: ""}, "no valid XML"),
        ({PART: "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}, "DOCTYPE"),
        ({PART: "<!DOCTYPE a SYSTEM 'file:///etc/hosts'><a/>".encode("utf-16")}, "DOCTYPE"),
        ({PART: "<a>" * 300 + "</a>" * 300}, "nested too deep"),
        ({PART: "<a/>", "docProps/core.xml": "<!DOCTYPE a><a/>"}, "DOCTYPE"),
    ],
)
def test_broken_and_hostile_parts_are_refused(parts: dict[str, str | bytes], reason: str) -> None:
    assert reason in refused(zipped(parts))


def test_entities_that_multiply_are_refused() -> None:
    levels = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 20))
    assert refused(zipped({PART: f"<!DOCTYPE a [<!ENTITY a0 'ha'>{levels}]><a>&a19;</a>"}))


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    bomb = "<a>" + " " * (65 << 20) + "</a>"
    assert "excessive size" in refused(zipped({PART: bomb}))


def test_a_part_that_is_too_dense_is_refused() -> None:
    assert "excessive size" in refused(zipped({PART: "<a>" + " " * (2 << 20) + "</a>"}))


def test_many_parts_that_together_unpack_to_too_much_are_refused() -> None:
    with patch.object(docx_package, "LARGEST_TOTAL", 1000):
        assert "excessive size" in refused(zipped({**PARTS, "word/a.bin": b"x" * 1001}))


def test_too_many_parts_are_refused() -> None:
    assert "parts" in refused(zipped({PART: PARTS[PART], **{f"word/{n}": "" for n in range(5000)}}))


def test_a_forged_size_does_not_get_past_the_limits() -> None:
    content = zipped({PART: "<a>" + "x" * 100_000 + "</a>"})
    true_size, small = (100_007).to_bytes(4, "little"), (50).to_bytes(4, "little")
    assert content.count(true_size) == 2
    assert "cannot be unpacked" in refused(content.replace(true_size, small))


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(zipped(PARTS))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    assert "password" in refused(bytes(content))


def test_stored_parts_are_read() -> None:
    assert paragraphs(read_bytes(zipped(PARTS, zipfile.ZIP_STORED))) == ["正文"]
