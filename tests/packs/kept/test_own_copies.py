"""Files that the program keeps for itself: whose they are, and where."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from validator.packs.kept.own_copies import cache_folder, read_own, write_own


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "some.kind"
    assert read_own(place) is None
    assert write_own(place, b"content")
    assert write_own(place, b"other content")
    assert read_own(place) == b"other content"
    assert [one.name for one in place.parent.iterdir()] == ["some.kind"]


@pytest.mark.skipif(os.name != "posix", reason="asks who may write")
def test_what_others_may_have_written_is_not(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "some.kind"
    write_own(place, b"content")
    place.chmod(0o620)
    assert read_own(place) is None
    place.chmod(0o600)
    place.parent.chmod(0o770)
    assert read_own(place) is None
    assert not write_own(place, b"more")
    place.parent.chmod(0o700)
    assert read_own(place) == b"content"


def test_files_of_another_kind_stay(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    write_own(folder / "only.kind", b"content")
    for number in range(20):
        write_own(folder / f"{number}.other", b"content")
    assert len(list(folder.glob("*.other"))) == 16
    assert read_own(folder / "only.kind") == b"content"


def test_the_folder_is_where_the_system_has_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "gouji"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_folder() == tmp_path / "local" / "gouji"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder().parts[-3:] == ("Library", "Caches", "gouji")


def test_without_a_home_it_is_among_the_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "expanduser", nobody)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cache_folder() == tmp_path / "gouji"
