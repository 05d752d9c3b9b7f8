from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from validator.cli import run
from validator.cli._problems import WrongUsageError
from validator.cli.output import streams
from validator.cli.runs.outputs import FORMATS, outputs_of

ROOT = Path(__file__).parents[3]


def placed(*words: str) -> list[tuple[str, str | None]]:
    """The pairs for a command line of `-f NAME` and `-o FILE`, in the order in which they are written."""
    formats = [value for option, value in zip(words[::2], words[1::2], strict=True) if option == "-f"]
    outputs = [value for option, value in zip(words[::2], words[1::2], strict=True) if option == "-o"]
    order = [{"-f": "formats", "-o": "outputs"}[option] for option in words[::2]]
    found = outputs_of(formats, outputs, order)
    return [(one.format, None if one.target is None else str(one.target)) for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [("terminal", None)]),
        ("-o a", [("terminal", "a")]),
        ("-f json", [("json", None)]),
        ("-o a -f json", [("json", "a")]),
        ("-f sarif -o a -f junit -o b", [("sarif", "a"), ("junit", "b")]),
        ("-f sarif -f junit -o a -o b", [("sarif", "a"), ("junit", "b")]),
        ("-o a -o b -f sarif -f junit", [("sarif", "a"), ("junit", "b")]),
        ("-f terminal -f sarif -o a", [("sarif", "a"), ("terminal", None)]),
        ("-f sarif -o a -f terminal", [("sarif", "a"), ("terminal", None)]),
        ("-f terminal -o - -f sarif -o a", [("sarif", "a"), ("terminal", None)]),
        ("-o a -f sarif -f terminal", [("sarif", "a"), ("terminal", None)]),
    ],
)
def test_each_output_belongs_to_its_format(words: str, expected: list[tuple[str, str | None]]) -> None:
    assert placed(*words.split()) == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("-f sarif -f junit", "只能有一种格式显示在屏幕上，这些格式都没有 --output：sarif, junit"),
        ("-f sarif -o - -f junit -o -", "只能有一种格式显示在屏幕上"),
        ("-f sarif -f junit -f html -o a", "这些格式都没有 --output：sarif, junit"),
        ("-f sarif -o a -o b", "--output 有 2 个，--format 只有 1 个"),
        ("-f terminal -f sarif -o a -o b -f json", "有一个 --output 前面没有它的 --format"),
        ("-f xlsx", "格式 xlsx 不能显示在屏幕上，请用 --output 指定文件"),
        ("-f xlsx -o -", "格式 xlsx 不能显示在屏幕上"),
        ("-f sarif -o a -f json -o ./a", "两种格式要写到同一个文件：a"),
    ],
)
def test_what_cannot_be_paired_is_told(words: str, said: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        placed(*words.split())
    assert said in caught.value.text.zh
    assert caught.value.text.en


def test_several_formats_are_written_in_one_run(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sarif, junit = tmp_path / "a.sarif", tmp_path / "b.xml"
    options = ["--format", "concise", "--format", "sarif", "--output", str(sarif)]
    assert run(["check", str(wrong), *options, "--format", "junit", "--output", str(junit)]) == 1
    assert len(json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]) == 1
    assert ET.parse(junit).getroot().get("failures") == "2"  # noqa: S314 (made here)
    shown = capsys.readouterr()
    assert shown.out.count("差错: ") == 1
    assert f"已写入 {sarif}\n已写入 {junit}\n" in shown.err


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"terminal", "concise"}])
def test_every_format_is_written_to_a_file(sound: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    assert run(["check", str(sound), "--format", name, "--output", str(target)]) == 0
    assert target.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_file_is_written_before_all_are_known_to_be_possible(wrong: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.sarif"
    options = ["--format", "sarif", "--output", str(target), "--format", "json", "--output", str(wrong)]
    assert run(["check", str(wrong), *options]) == 2
    assert not target.exists()


def test_paths_are_given_as_seen_from_the_working_folder(
    wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wrong.parent)
    run(["check", str(wrong), "--format", "github"])
    assert capsys.readouterr().out.startswith("::error file=wrong.html,line=")


NEEDS_DEVICES = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@NEEDS_DEVICES
@pytest.mark.parametrize("name", ["html", "xlsx"])
def test_a_full_disk_ends_with_a_message(wrong: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["check", str(wrong), "--format", name, "--output", "/dev/full"]) == 2
    assert capsys.readouterr().err == "写不进 /dev/full：磁盘满了\n"


def test_a_folder_that_cannot_be_written_ends_with_a_message(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    # Permissions do not hold the superuser; the file system of the kernel does.
    target = (folder if os.geteuid() else Path("/sys")) / "out.html"
    if not target.parent.exists():
        pytest.skip("no folder that this user cannot write to")
    assert run(["check", str(wrong), "--format", "html", "--output", str(target)]) == 2
    assert capsys.readouterr().err.startswith(f"写不进 {target}：")
    assert not target.exists()


def test_bytes_can_go_into_a_pipe(wrong: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(pipe.read_bytes)
        assert run(["check", str(wrong), "--format", "xlsx", "--output", str(pipe)]) == 1
        assert zipfile.is_zipfile(io.BytesIO(reading.result()))
    assert pipe.is_fifo()


def test_a_link_to_a_pipe_is_written_into() -> None:
    reading, writing = os.pipe()
    streams.write("x", Path(f"/dev/fd/{writing}"))
    os.close(writing)
    assert os.read(reading, 9) == b"x"
    os.close(reading)


@pytest.mark.parametrize(
    ("after", "code", "said"),
    [
        pytest.param("> /dev/full", 2, "写不进 标准输出：磁盘满了\n", marks=NEEDS_DEVICES),
        ("| head -c 1 > /dev/null", 1, "年报 1 份"),
    ],
)
def test_standard_output_that_takes_no_more(wrong: Path, after: str, code: int, said: str) -> None:
    words = [sys.executable, "-m", "validator", "check", str(wrong), "--format", "html"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    line = f'"$@" {after}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["/bin/bash", "-c", line, "bash", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
