from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from validator.checking.decisions.baseline import baseline_text, read_baseline
from validator.model.errors import BrokenSettingsError
from validator.model.waiver import Waiver

WAIVER = Waiver(
    "0a1b2c3d4e5f6071",
    "已说明: “甲”",
    "甲",
    date(2026, 12, 31),
    "甲县",
    2023,
    "requests-balance",
    "表三，列“自然人”",
    "1 ≠ 2",
)


def read(folder: Path, text: str) -> tuple[Waiver, ...]:
    (folder / "b.yaml").write_text(text, encoding="utf-8")
    return read_baseline(folder / "b.yaml")


@pytest.mark.parametrize(
    "waivers", [(), (WAIVER,), (WAIVER, Waiver("f" * 16, "1"), Waiver("1" * 16, "no", until=date(2026, 12, 31)))]
)
def test_what_is_written_is_read_again(waivers: tuple[Waiver, ...], tmp_path: Path) -> None:
    text = baseline_text(waivers)
    assert read(tmp_path, text) == waivers
    assert "&id" not in text


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("waivers:\n- reason: a\n", 2, "missing key"),
        ("waivers:\n- fingerprint: 0a1b2c3d4e5f6071\n", 2, "missing key"),
        ("waivers:\n- fingerprint: 0a1b\n  reason: a\n", 2, "wrong type"),
        ("waivers:\n- fingerprint: 0a1b2c3d4e5f6071\n  reason: a\n  untill: 2026-01-01\n", 4, "unknown key"),
        ("waivers:\n- fingerprint: 0a1b2c3d4e5f6071\n  reason: a\n  until: soon\n", 4, "wrong type"),
        (
            "waivers:\n- {fingerprint: 0a1b2c3d4e5f6071, reason: a}\n- {fingerprint: 0a1b2c3d4e5f6071, reason: b}\n",
            3,
            "id stands twice",
        ),
        ("waivers: [\n", 2, "not valid YAML"),
        ("", 1, "empty"),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str, line: int, problem: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenSettingsError) as caught:
        read(tmp_path, text)
    assert [(fault.line, fault.problem) for fault in caught.value.faults] == [(line, problem)]
