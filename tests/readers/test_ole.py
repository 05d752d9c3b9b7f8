from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from validator.readers._ole import BROKEN, UNKNOWN, kind_of_ole, root_names

DATA = Path(__file__).parent / "data"
DOC = (DATA / "table.doc").read_bytes()
XLS = (DATA / "sheets.xls").read_bytes()

SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(*names: str, inside: str | None = None) -> bytes:
    """A compound file with empty streams of these names in the root folder, and one in a folder inside it."""
    entries = [_entry("Root Entry", 5, child=1)]
    for at, name in enumerate(names, 1):
        last = at == len(names)
        entries.append(_entry(name, 2, right=_FREE if last and inside is None else at + 1))
    if inside is not None:
        entries += [_entry("Folder", 1, child=len(entries) + 1), _entry(inside, 2)]
    content = b"".join(entries)
    count = -(-len(content) // SECTOR)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0),
    ) + struct.pack("<109I", 0, *[_FREE] * 108)
    chain = [*range(2, count + 1), _END]
    table = struct.pack(f"<{SECTOR // 4}I", _FAT, *chain, *[_FREE] * (SECTOR // 4 - 1 - count))
    return header + table + content.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII48x", encoded, len(encoded) + 2, kind, 1, _FREE, right, child)


def test_real_files_are_told_apart() -> None:
    assert kind_of_ole(DOC) == "doc"
    assert kind_of_ole(XLS) == "xls"
    assert "WordDocument" in root_names(DOC)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("1Table", "WordDocument"), "doc"),
        (("Workbook",), "xls"),
        (("WORKBOOK",), "xls"),
        (("Book",), "xls"),
        (("PowerPoint Document",), "slides"),
        (("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (("CONTENTS",), UNKNOWN),
        ((*(f"Stream {at}" for at in range(20)), "Workbook"), "xls"),
    ],
)
def test_the_names_in_the_root_folder_decide(names: tuple[str, ...], kind: str) -> None:
    content = compound(*names)
    assert root_names(content) == names
    assert kind_of_ole(content) == kind


def test_an_embedded_document_decides_nothing() -> None:
    content = compound("Workbook", inside="WordDocument")
    assert "WordDocument".encode("utf-16-le") in content
    assert kind_of_ole(content) == "xls"


def test_a_last_sector_that_is_short_is_filled_up() -> None:
    content = compound("Workbook")
    assert kind_of_ole(content[:-200]) == "xls"


@pytest.mark.parametrize("kept", [0, 8, 40, 511, 512, 700])
def test_a_file_that_breaks_off_is_broken(kept: int) -> None:
    assert kind_of_ole(DOC[:kept]) == BROKEN


def test_circles_end() -> None:
    content = bytearray(compound("Workbook"))
    struct.pack_into("<I", content, SECTOR + 4, 1)  # the directory goes on with its own first sector
    assert kind_of_ole(bytes(content)) == BROKEN
    itself = bytearray(compound("Workbook", "Other"))
    struct.pack_into("<I", itself, 2 * SECTOR + 128 + 72, 1)  # an entry is its own neighbour
    assert kind_of_ole(bytes(itself)) == "xls"


def test_damage_never_fails_otherwise() -> None:
    chance = random.Random(1)  # noqa: S311  no secret
    for _ in range(300):
        content = bytearray(XLS)
        for _ in range(20):
            content[chance.randrange(1024)] = chance.randrange(256)
        assert kind_of_ole(bytes(content)) in {"xls", UNKNOWN, BROKEN}
