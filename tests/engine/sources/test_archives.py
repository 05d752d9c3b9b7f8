from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from validator.engine.sources import _archives
from validator.engine.sources._archives import ArchiveLimits, Member, MembersAgain, members
from validator.model.errors import UnreadableInputError


def zipped(contents: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(contents: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is a case
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def put(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def found(path: str, limits: ArchiveLimits | None = None) -> dict[str, bytes | str | None]:
    """Path below the folder of the archive -> content, or the reason why there is none."""
    told: dict[str, bytes | str | None] = {}
    for one in members(path, limits or ArchiveLimits()):
        name = one.path.removeprefix(str(Path(path).parent) + "/")
        told[name] = one.data if isinstance(one, Member) else one.reason.en
    return told


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.zip", zipped), ("a.tar.gz", tarred), ("a.tgz", tarred), ("a.TAR", lambda contents: tarred(contents, "w:"))],
)
def test_members_are_named_below_their_archive(tmp_path: Path, name: str, pack: type) -> None:
    path = put(tmp_path, name, pack({"甲县/2023.docx": b"1", "乙县.html": b"2"}))
    assert found(path) == {f"{name}/甲县/2023.docx": b"1", f"{name}/乙县.html": b"2"}


def test_a_zip_is_read_in_the_order_of_names_whatever_the_order_in_it(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"b/1.txt": b"", "c.txt": b"", "a.txt": b""}))
    assert list(found(path)) == ["a.zip/a.txt", "a.zip/b/1.txt", "a.zip/c.txt"]


@pytest.mark.parametrize("name", ["../../evil.txt", "/evil.txt", "C:\\evil.txt", "./a/../evil.txt"])
def test_no_name_leads_out_of_the_archive_and_nothing_is_unpacked(tmp_path: Path, name: str) -> None:
    for archive, pack in (("a.zip", zipped), ("a.tar.gz", tarred)):
        path = put(tmp_path, archive, pack({name: b"x"}))
        assert all(shown.startswith(f"{archive}/") and ".." not in shown for shown in found(path))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.tar.gz", "a.zip"]


def test_names_in_gbk_are_read_although_the_archive_does_not_say_so(tmp_path: Path) -> None:
    data = zipped({"AAAA.html": b"x"}).replace(b"AAAA", "甲县".encode("gbk"))
    assert list(found(put(tmp_path, "a.zip", data))) == ["a.zip/甲县.html"]


def test_archives_inside_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    inner = zipped({"x.txt": b"x"})
    path = put(tmp_path, "a.zip", zipped({"b.tar.gz": tarred({"c.zip": inner}), "d.zip": inner}))
    assert found(path, ArchiveLimits(depth=2)) == {
        "a.zip/b.tar.gz/c.zip": "archives are nested deeper than 2",
        "a.zip/d.zip/x.txt": b"x",
    }
    assert found(path)["a.zip/b.tar.gz/c.zip/x.txt"] == b"x"


def test_a_member_that_unpacks_to_too_much_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"bomb.txt": bytes(3 << 20), "good.txt": b"x"}))
    assert found(path, ArchiveLimits(megabytes=1)) == {
        "a.zip/bomb.txt": "it is larger than 1 MB when unpacked",
        "a.zip/good.txt": b"x",
    }


@pytest.mark.parametrize("limits", [ArchiveLimits(members=2), ArchiveLimits(total_megabytes=2)])
def test_an_archive_that_costs_too_much_is_given_up(tmp_path: Path, limits: ArchiveLimits) -> None:
    path = put(tmp_path, "a.tar.gz", tarred({f"{number}.txt": bytes(1 << 20) for number in range(4)}))
    *read, (name, told) = found(path, limits).items()
    assert [shown for shown, _ in read] == ["a.tar.gz/0.txt", "a.tar.gz/1.txt"]
    assert name == "a.tar.gz"
    assert "the rest was not read" in str(told)


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("pipe.txt", tarfile.FIFOTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    path = put(tmp_path, "a.tar", data.getvalue())
    assert not any(isinstance(one, Member) for one in members(path))


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("x" * (2 << 20) + ".txt"))
    (told,) = members(put(tmp_path, "a.tgz", data.getvalue()))
    assert isinstance(told, UnreadableInputError)
    assert "header" in told.reason.en


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\x1f\x8b\x08", zipped({"a.txt": b"x" * 999})[:-30]],
    ids=["empty", "zip", "gzip", "cut off"],  # the bytes hold the time of the day
)
def test_a_damaged_archive_is_told(tmp_path: Path, data: bytes) -> None:
    for name in ("a.zip", "a.tgz"):
        (told,) = members(put(tmp_path, name, data))
        assert isinstance(told, UnreadableInputError)


def test_a_locked_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    (told,) = members(put(tmp_path, "a.zip", bytes(data)))
    assert isinstance(told, UnreadableInputError)
    assert "password" in told.reason.en


def test_a_member_can_be_had_again_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.zip", zipped({"b/c.pdf": b"x", "d.zip": zipped({"e.pdf": b"y"})}))
    again = MembersAgain()
    assert again.content(f"{path}/d.zip/e.pdf") == b"y"
    assert again.content(f"{path}/b/c.pdf") == b"x"
    assert again.content(f"{path}/other.pdf") is None
    assert again.content(str(tmp_path / "no.pdf")) is None
    monkeypatch.chdir(tmp_path)
    assert again.content("./a.zip/b/c.pdf") == b"x"


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar.gz", tarred)])
def test_members_asked_for_in_their_order_are_unpacked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    path = put(tmp_path, name, pack({f"{at:02}.txt": str(at).encode() for at in range(40)}))
    walked: list[str] = []
    walk = _archives.members

    def counted(archive: str) -> Iterator[Member | UnreadableInputError]:
        for one in walk(archive):
            walked.append(one.path)
            yield one

    monkeypatch.setattr(_archives, "members", counted)
    again = MembersAgain()
    assert [again.content(f"{path}/{at:02}.txt") for at in range(40)] == [str(at).encode() for at in range(40)]
    assert len(walked) == 40


@pytest.mark.parametrize("mode", ["w:bz2", "w:xz"])
def test_what_is_packed_otherwise_than_its_name_says_is_not_unpacked(tmp_path: Path, mode: str) -> None:
    """Some packers put a gigabyte into a kilobyte, and unpack it at once."""
    path = put(tmp_path, "a.tgz", tarred({"a.txt": bytes(50 << 20)}, mode))
    assert "damaged" in str(found(path)["a.tgz"])


def test_what_holds_many_times_its_own_size_is_given_up(tmp_path: Path) -> None:
    limits = ArchiveLimits(free_megabytes=2, ratio=100)
    for name, pack in (("a.zip", zipped), ("a.tgz", tarred)):
        path = put(tmp_path, name, pack({f"{number}.txt": bytes(1 << 20) for number in range(9)}))
        *read, (last, told) = found(path, limits).items()
        assert last == name
        assert "or 2 MB" in str(told)
        assert len(read) <= 3


def test_an_index_that_lies_about_sizes_does_not_hide_what_is_unpacked(tmp_path: Path) -> None:
    data = bytearray(zipped({f"{number}.txt": bytes(1 << 20) for number in range(9)}))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    told = found(put(tmp_path, "a.zip", bytes(data)), ArchiveLimits(free_megabytes=2))
    assert sum(len(one) for one in told.values() if isinstance(one, bytes)) <= 3 << 20


def test_what_is_no_document_is_named_and_not_unpacked(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"a.dat": bytes(3 << 20), "b.txt": b"b", ".c.txt": b"c"}))
    assert found(path, ArchiveLimits(free_megabytes=1)) == {"a.zip/a.dat": None, "a.zip/b.txt": b"b"}
