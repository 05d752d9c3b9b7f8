"""Pictures in place of a table: which ones are looked at, where they come from, and what is said without the extra."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest

from readers.scans_head import jpeg_head, png_head
from validator.readers import embedded, ocr, read
from validator.readers.embedded import Pictures, of_address, size_of

PICTURE = png_head(900, 600)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    file = tmp_path / "site" / "page.html"
    file.write_bytes(b"<html></html>")
    (tmp_path / "site" / "a b.png").write_bytes(PICTURE)
    (tmp_path / "outside.png").write_bytes(PICTURE)
    return file


def test_the_size_is_in_the_head_of_the_file() -> None:
    assert size_of(PICTURE) == (900, 600)
    assert size_of(jpeg_head(640, 480)) == (640, 480)
    assert size_of(b"GIF89a" + struct.pack("<HH", 900, 600)) is None
    assert size_of(PICTURE[:20]) is None
    assert size_of(b"\xff\xd8\xff") is None


def test_a_file_beside_the_page_is_found(page: Path) -> None:
    assert of_address("a%20b.png", str(page), page.read_bytes()) == PICTURE
    assert of_address("./a b.png", str(page), page.read_bytes()) == PICTURE


@pytest.mark.parametrize(
    "address",
    [
        "../outside.png",
        "%2e%2e/outside.png",
        "http://example.com/a.png",
        "//example.com/a.png",
        "file:///etc/passwd",
        "/a b.png",
        "\\\\host\\a.png",
        "C:\\a.png",
        "missing.png",
        "",
        "a\0b.png",
    ],
)
def test_nothing_else_is_looked_for(page: Path, address: str) -> None:
    assert of_address(address, str(page), page.read_bytes()) is None


def test_a_link_out_of_the_folder_is_not_followed(page: Path) -> None:
    try:
        (page.parent / "link.png").symlink_to(page.parent.parent / "outside.png")
    except OSError:
        pytest.skip("no links here")
    assert of_address("link.png", str(page), page.read_bytes()) is None


def test_files_are_looked_for_only_beside_the_page_itself(page: Path) -> None:
    assert of_address("a b.png", str(page), b"another page of that name") is None


def test_a_picture_written_into_the_page() -> None:
    written = "data:image/png;base64," + base64.b64encode(PICTURE).decode()
    assert of_address(written, "page.html", b"") == PICTURE
    assert of_address("data:image/png;base64,A", "page.html", b"") is None


def test_small_pictures_do_not_count() -> None:
    pictures = Pictures("page.html")
    assert pictures.found(png_head(64, 64)) is None
    assert pictures.found(None) is None
    found = pictures.found(PICTURE)
    assert found is not None
    assert found.number == 1


@pytest.mark.parametrize("size", [(900, 600), (32, 32)])
def test_without_the_extra_a_large_picture_is_told(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    source = "data:image/png;base64," + base64.b64encode(png_head(*size)).decode()
    document = read("page.html", data=f'<html><body><p>一</p><img src="{source}"><p>二</p></body></html>'.encode())
    assert document.warnings == ((embedded.NOT_READ,) if size[0] > 320 else ())
    assert document.recognised_pictures == ()
    assert [block.text for block in document.paragraphs] == ["一", "二"]
