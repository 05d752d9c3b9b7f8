"""Where LibreOffice is looked for on systems on which it is not on the path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validator.readers import libreoffice

if TYPE_CHECKING:
    import pytest


def test_the_places_of_the_installers_are_known() -> None:
    windows = {"ProgramFiles": "/p", "ProgramW6432": "/p", "ProgramFiles(x86)": "/p86"}
    found = [place.as_posix() for place in libreoffice.usual_places("win32", windows)]
    assert found == ["/p/LibreOffice/program/soffice.exe", "/p86/LibreOffice/program/soffice.exe"]
    found = [place.as_posix() for place in libreoffice.usual_places("darwin", {"HOME": "/Users/a"})]
    assert found == [
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "/Users/a/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ]
    assert list(libreoffice.usual_places("linux", {})) == []


def test_it_is_found_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.setattr("sys.platform", "win32")
    assert not libreoffice.is_installed()
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    assert libreoffice.is_installed()
