from __future__ import annotations

import codecs
import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from validator.cli._problems import WrongUsageError
from validator.cli.output import streams

if TYPE_CHECKING:
    from rich.text import Text


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "coloured"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colours(
    monkeypatch: pytest.MonkeyPatch, choice: str, environment: dict[str, str], *, terminal: bool, coloured: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert streams.wants_colour(choice, to_file=False, environment=environment) is coloured


def test_a_file_has_no_colours_unless_they_are_forced() -> None:
    assert not streams.wants_colour("auto", to_file=True, environment={"FORCE_COLOR": "1"})
    assert streams.wants_colour("always", to_file=True, environment={})


@pytest.mark.parametrize(("columns", "width"), [("72", 72), ("300", 120)])
def test_the_width_of_the_terminal_is_used_as_long_as_lines_stay_readable(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert streams.line_width(to_file=False) == width
    assert streams.line_width(to_file=True) == 100


@pytest.mark.parametrize(
    ("encoding", "terminal", "expected"),
    [
        ("ascii", False, "utf-8"),
        ("ascii", True, "utf-8"),
        ("gbk", False, "utf-8"),
        ("gbk", True, "gbk"),
        ("utf-8", True, "utf-8"),
    ],
)
def test_only_a_terminal_that_has_chinese_keeps_its_encoding(encoding: str, expected: str, *, terminal: bool) -> None:
    stream = (Terminal if terminal else io.TextIOWrapper)(io.BytesIO(), encoding=encoding)
    streams.set_encoding(stream)
    assert stream.encoding == expected


@pytest.mark.parametrize(
    ("encoding", "asked", "expected"),
    [("gbk", "gbk", "gbk"), ("cp936", "cp936:strict", "gbk"), ("gbk", "", "utf-8"), ("ascii", "ascii", "utf-8")],
)
def test_an_encoding_that_is_asked_for_and_has_chinese_is_kept(encoding: str, asked: str, expected: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    streams.set_encoding(stream, asked=asked)
    assert codecs.lookup(stream.encoding).name == expected


@pytest.mark.parametrize(("encoding", "expected"), [("gbk", "11 → 12 勾稽 ≠ ?? ??"), ("big5", "11 → 12 勾稽 ≠ ?? ??")])
def test_what_a_terminal_cannot_show_is_replaced_in_its_width(encoding: str, expected: str) -> None:
    raw = io.BytesIO()
    stream = Terminal(raw, encoding=encoding)
    streams.set_encoding(stream)
    stream.write("11 → 12 勾稽 ≠ \U0002a6a5 \U0001f600")
    stream.flush()
    assert raw.getvalue().decode(encoding) == expected


def test_signs_have_stand_ins_of_letters() -> None:
    streams.set_encoding()
    assert "1 → 2 ≠ 3 ≤ “4”…é".encode("ascii", "gouji-stand-in") == b'1 -> 2 != 3 <= "4"...?'


def test_colours_reach_a_terminal_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(raw, encoding="utf-8", write_through=True))
    monkeypatch.setenv("NO_COLOR", "1")  # whether there are colours was decided before
    text = "\x1b[1;31m差错 1\x1b[0m  [表三] :smile: 12 " + "长" * 200 + "\n\n第二行\n"
    streams.write(text, None)
    assert raw.getvalue().decode() == text


def test_an_old_console_gets_its_colours_from_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    asked: list[tuple[str, str]] = []

    def show(_: Console, text: Text, **__: object) -> None:
        asked.append((text.plain, " ".join(str(span.style) for span in text.spans)))

    monkeypatch.setattr(Console, "print", show)
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="gbk"))
    streams.write("\x1b[1;31m差错 1\x1b[0m  表三\n第二行\n", None)
    assert asked == [("差错 1  表三", "bold color(1)"), ("第二行", "")]


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    streams.write("新\n", target)
    assert target.read_text(encoding="utf-8") == "新\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "out.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    streams.write("new", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_what_could_not_be_written_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")

    def fail(descriptor: int) -> None:
        raise OSError(28, f"No space left on device ({descriptor > 0})")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(streams.OutputError, match="the disk is full"):
        streams.write("new", target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_device_is_written_to_and_not_replaced() -> None:
    streams.write("gone", Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_half_characters_do_not_stop_the_output(tmp_path: Path) -> None:
    streams.write("a\udcffb", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == b"a?b"


def test_inputs_that_do_not_exist_cannot_be_overwritten(tmp_path: Path) -> None:
    streams.check_target(tmp_path / "out.txt", ["-", str(tmp_path / "missing"), "zero\0byte"])


def test_the_same_file_under_another_name_is_an_input(tmp_path: Path) -> None:
    file, other = tmp_path / "a.html", tmp_path / "b.html"
    file.write_text("x", encoding="utf-8")
    other.hardlink_to(file)
    with pytest.raises(WrongUsageError):
        streams.check_target(other, [str(file)])


@pytest.mark.skipif(sys.platform == "win32", reason="names are counted in characters there")
def test_a_name_as_long_as_the_system_takes_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 250 + ".json")
    streams.write("{}", target)
    assert [one.name for one in tmp_path.iterdir()] == [target.name]
