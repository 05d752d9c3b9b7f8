from __future__ import annotations

from pathlib import Path

import pytest

from validator.cli import run
from validator.cli.commands.check import command as check
from validator.cli.settings.files import KEYS, find_upwards, settings_for
from validator.model.errors import BrokenSettingsError


def write(folder: Path, text: str, name: str = "gouji.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def faults(folder: Path, text: str, name: str = "gouji.toml") -> list[tuple[int, str, str, str | None]]:
    write(folder, text, name)
    with pytest.raises(BrokenSettingsError) as caught:
        settings_for(str(folder))
    return [(fault.line, fault.seen, fault.problem, fault.nearest) for fault in caught.value.faults]


def values(path: Path) -> dict[str, str | bool | tuple[str, ...]]:
    return {name: setting.value for name, setting in settings_for(str(path)).keys.items()}


def test_every_key_is_read_with_its_line(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        'select = ["requests-*"]\nfail-on = "warning"\nlang = "en"\npack = "rules"\nunits = "folder"\n'
        '[severity]\nrequests-balance = "warning"\n"documents-*" = "note"\n'
        '[deadline]\ncounty = "02-10"\n"甲市*开发区" = "city"\n',
    )
    settings = settings_for(str(tmp_path))
    assert settings.file == file
    assert {name: (setting.value, setting.line) for name, setting in settings.keys.items()} == {
        "select": (("requests-*",), 1),
        "fail-on": ("warning", 2),
        "lang": ("en", 3),
        "pack": ((str(tmp_path / "rules"),), 4),
        "units": ("folder", 5),
        "severity": (("requests-balance=warning", "documents-*=note"), 6),
        "deadline": (("county=02-10", "甲市*开发区=city"), 9),
    }


def test_the_file_is_found_from_an_input_upwards_the_nearest_first(tmp_path: Path) -> None:
    write(tmp_path, 'lang = "en"\n')
    report = write(tmp_path / "a" / "b", "", "report.txt")
    assert values(report) == {"lang": "en"}
    write(tmp_path / "a", 'lang = "zh"\n')
    assert values(report) == {"lang": "zh"}


def test_our_table_in_the_shared_file_counts_and_a_shared_file_without_it_does_not(tmp_path: Path) -> None:
    write(tmp_path, '[project]\nname = "a"\n\n[tool.gouji]\nfail-on = "never"\n', "pyproject.toml")
    write(tmp_path / "a", '[tool.other]\nfail-on = "never"\n', "pyproject.toml")
    settings = settings_for(str(tmp_path / "a"))
    assert [(name, one.value, one.line) for name, one in settings.keys.items()] == [("fail-on", "never", 5)]
    write(tmp_path, 'fail-on = "error"\n')
    assert values(tmp_path) == {"fail-on": "error"}


def test_without_a_file_nothing_is_settled(tmp_path: Path) -> None:
    assert find_upwards(str(tmp_path), lambda folder: folder / "no-such-file" if folder == tmp_path else None)
    settings = settings_for(str(tmp_path))
    assert settings.file is None or tmp_path not in settings.file.parents


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert faults(tmp_path, 'ignroe = []\nfail-on = "eror"\nlang = 3\nselect = "a"\n[severity]\na = "high"\n') == [
        (1, "ignroe", "unknown key", "ignore"),
        (2, "eror", "unknown word", "error"),
        (3, "lang = 3", "wrong type", None),
        (4, "select = 'a'", "wrong type", None),
        (6, "high", "unknown word", None),
    ]


def test_every_key_stands_for_an_option_of_check() -> None:
    assert {key.parameter for key in KEYS.values()} <= check.declared.keys()


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    ((line, _, problem, _),) = faults(tmp_path, 'lang = "en"\nselect = [\n')
    assert (line, problem) == (2, "not valid TOML") or (line, problem) == (1, "not valid TOML")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenSettingsError) as caught:
        settings_for(str(tmp_path))
    assert caught.value.faults[0].problem == "file cannot be read"


def test_a_shared_file_whose_entry_is_no_table_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, "[tool.gouji-x]\n[tool]\ngouji = 3\n", "pyproject.toml")[0][2] == "wrong type"


def test_faults_of_deadlines_are_told_with_the_nearest_word(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        '[deadline]\ncountry = "02-10"\ncity = "10 March"\n"甲县" = "02-30"\n"乙县" = "depratment"\nprovince = 3\n',
    ) == [
        (2, "country", "unknown key", "county"),
        (3, "10 March", "unknown word", None),
        (4, "02-30", "unknown word", None),
        (5, "depratment", "unknown word", "department"),
        (6, "3", "unknown word", None),
    ]


def test_what_keys_were_called_before_is_still_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        'fail_on = "never"\nlanguage = "en"\n[severities]\na = "note"\n[deadlines]\ncounty = "02-10"\n',
    )
    keys = settings_for(str(tmp_path)).keys
    assert {name: (one.value, one.old_word) for name, one in keys.items()} == {
        "fail-on": ("never", "fail_on"),
        "lang": ("en", "language"),
        "severity": (("a=note",), "severities"),
        "deadline": (("county=02-10",), "deadlines"),
    }


def test_a_key_in_both_spellings_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, 'fail-on = "never"\nfail_on = "error"\n') == [(2, "fail_on", "key stands twice", None)]


def test_a_key_is_the_word_of_its_option() -> None:
    flags = {name: one.flags for name, one in check.declared.items()}
    assert all(f"--{word}" in flags[key.parameter] for word, key in KEYS.items())


def test_flags_are_true_or_false(tmp_path: Path) -> None:
    write(tmp_path, "details = true\nquiet = false\n")
    assert values(tmp_path) == {"details": True, "quiet": False}
    assert faults(tmp_path, 'details = "yes"\n') == [(1, "details = 'yes'", "wrong type", None)]


@pytest.mark.parametrize(
    ("line", "weakens"),
    [
        ('fail-on = "never"', True),
        ('fail-on = "warning"', False),
        ('ignore = ["a"]', True),
        ("ignore = []", False),
        ('select = ["a"]', True),
        ('exclude = ["a"]', True),
        ('baseline = "a.yaml"', True),
        ('pack = "a"', True),
        ('severity = {a = "error"}', False),
        ('severity = {a = "error", b = "note"}', True),
        ('deadline = {county = "02-28"}', True),
        ('lang = "en"', False),
        ("details = true", False),
    ],
)
def test_what_weakens_a_check_is_known(tmp_path: Path, line: str, *, weakens: bool) -> None:
    write(tmp_path, line + "\n")
    assert bool(settings_for(str(tmp_path)).weakening) is weakens


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lang = 3\n", "gouji.toml:1: 类型不对：lang = 3；可以是：一段文字"),
        ("ignore = 3\n", "gouji.toml:1: 类型不对：ignore = 3；可以是：若干段文字的列表"),
        ("quiet = 3\n", "gouji.toml:1: 类型不对：quiet = 3；可以是：true 或 false"),
        ("severity = 3\n", "gouji.toml:1: 类型不对：severity = 3；可以是：规则与级别的对照表"),
        ("deadline = 3\n", "gouji.toml:1: 类型不对：deadline = 3；可以是：级别或机关与日期的对照表"),
        ("\nlang = zh\n", "gouji.toml:2: 不是正确的 TOML：lang = zh"),
    ],
)
def test_faults_are_told_in_the_language_of_the_user(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, text)
    assert run(["check", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err.replace(f"{tmp_path}/", "").splitlines()
