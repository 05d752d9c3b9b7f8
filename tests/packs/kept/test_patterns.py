"""Compiled patterns that are kept are those that Python compiles, and a file that is not surely ours is as none."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from validator.packs.kept import patterns
from validator.packs.kept.patterns import begin, is_to_learn, keep, recall
from validator.packs.language import needed_words

PATTERNS = (
    ("(?P<organ>[^。;:,!?《》<>|]{2,40}?)的(?P<year>20[0-9]{2})?年", 0),
    ("[一二三四五六七八九十]+[、.．,，](?=其中)", 0),
    ("(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+|a|(b)(c)?", re.IGNORECASE),
    (r"^\s*(\w+) # white space", re.VERBOSE | re.MULTILINE),
    ("[\U000f0000-\U0010ffff零]{3}", re.DOTALL),
)
TEXTS = ("乙局的2023年，其中", "三、其中", "1,234 B", "  word\n x", "零\U000f0001零")
KEY = b"k" * 32
Held: TypeAlias = dict[tuple[type, str, int], object]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Held]:
    """Begins anew, as a process does: gives where Python holds what it has compiled."""

    def begin() -> Held:
        held: Held = {}
        monkeypatch.setattr(re, "_cache", held)
        monkeypatch.setattr(patterns._Known, "kept", None)  # noqa: SLF001 - what a process knows
        monkeypatch.setattr(needed_words, "_known", {})
        return held

    return begin


def learn(cache: Path) -> None:
    recall(cache)
    for text, flags in PATTERNS:
        re.compile(text, flags)
    needed_words.needed_words("(?:新收|结转)[0-9]+件")
    assert keep(KEY, cache)


def the_file(cache: Path) -> Path:
    (found,) = cache.glob("*.patterns")
    return found


def test_what_was_kept_is_what_python_compiles(fresh: Callable[[], Held], tmp_path: Path) -> None:
    fresh()
    learn(tmp_path)
    compiled = [re.compile(*one) for one in PATTERNS]
    held = fresh()
    recall(tmp_path)
    assert {(text, flags) for _, text, flags in held} == set(PATTERNS)
    for one, expected in zip(PATTERNS, compiled, strict=True):
        recalled = re.compile(*one)
        assert recalled is held[str, *one]
        assert recalled is not expected
        assert recalled == expected
        assert (recalled.flags, recalled.groups) == (expected.flags, expected.groups)
        assert dict(recalled.groupindex) == dict(expected.groupindex)
        for text in TEXTS:
            assert [match.groupdict() for match in recalled.finditer(text)] == [
                match.groupdict() for match in expected.finditer(text)
            ]
            assert recalled.findall(text) == expected.findall(text)


def test_so_are_the_words_that_patterns_need(fresh: Callable[[], Held], tmp_path: Path) -> None:
    fresh()
    learn(tmp_path)
    fresh()
    recall(tmp_path)
    assert needed_words.known() == {"(?:新收|结转)[0-9]+件": (("新收", "结转"), ("件",))}


def test_a_pack_is_learned_once(fresh: Callable[[], Held], tmp_path: Path) -> None:
    fresh()
    assert not is_to_learn(KEY)
    assert not keep(KEY, tmp_path)
    recall(tmp_path)
    assert is_to_learn(KEY)
    learn(tmp_path)
    assert not is_to_learn(KEY)
    fresh()
    recall(tmp_path)
    assert not is_to_learn(KEY)
    assert is_to_learn(b"o" * 32)


@pytest.mark.parametrize("at", [0, 20, 40, 60, 300, -1])
def test_a_damaged_file_is_as_none(fresh: Callable[[], Held], tmp_path: Path, at: int) -> None:
    fresh()
    learn(tmp_path)
    content = bytearray(the_file(tmp_path).read_bytes())
    content[at] ^= 1
    the_file(tmp_path).write_bytes(content)
    held = fresh()
    recall(tmp_path)
    assert not held
    assert is_to_learn(KEY)


def plant(cache: Path, change: Callable[[list[object]], object]) -> None:
    """Put something else in the place of the first pattern, sealed as we seal."""
    start = len(patterns._MAGIC) + 32  # noqa: SLF001 - behind the digest
    learned, (first, *others), needed = msgspec.msgpack.decode(the_file(cache).read_bytes()[start:])
    body = msgspec.msgpack.encode((learned, [change(first), *others], needed))
    the_file(cache).write_bytes(patterns._MAGIC + sha256(body).digest() + body)  # noqa: SLF001 - how it is laid out


@pytest.mark.parametrize(
    "change",
    [
        lambda _: 1.5,
        lambda one: [*one[:3], one[3][:-4], *one[4:]],
        lambda one: [*one[:3], one[3][:-1], *one[4:]],
        lambda one: [*one[:3], b"\xff" * len(one[3]), *one[4:]],
        lambda one: [*one[:4], -1, one[5]],
        lambda one: [*one[:5], {"organ": 7}],
        lambda one: [*one[:5], {"organ": 2**70}],
    ],
)
def test_what_is_no_code_of_the_engine_is_as_none(
    fresh: Callable[[], Held], tmp_path: Path, change: Callable[[list[object]], object]
) -> None:
    fresh()
    learn(tmp_path)
    try:
        plant(tmp_path, change)
    except OverflowError:  # it cannot even be written
        return
    held = fresh()
    recall(tmp_path)
    assert not held


def test_another_build_of_python_has_its_own(
    fresh: Callable[[], Held], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh()
    learn(tmp_path)
    held = fresh()
    monkeypatch.setattr(sys, "version", f"{sys.version} (another build)")
    recall(tmp_path)
    assert not held
    assert is_to_learn(KEY)


def test_where_python_holds_them_otherwise_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns._Known, "kept", None)  # noqa: SLF001 - what a process knows
    monkeypatch.delattr(re, "_cache")
    recall(tmp_path)
    assert not is_to_learn(KEY)
    assert not keep(KEY, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nor_where_the_engine_compiles_otherwise(
    fresh: Callable[[], Held], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh()
    monkeypatch.setattr("re._compiler._code", lambda *_: [1])
    recall(tmp_path)
    re._cache[str, "a", 0] = "any"  # type: ignore[attr-defined] # noqa: SLF001 - what `re` holds
    assert keep(KEY, tmp_path)
    held = fresh()
    recall(tmp_path)
    assert not held


def test_what_is_no_text_is_passed_over(fresh: Callable[[], Held], tmp_path: Path) -> None:
    fresh()
    recall(tmp_path)
    re.compile("[\ud800-\udfff]")
    re.compile(b"bytes")
    re.compile("word")
    assert keep(KEY, tmp_path)
    held = fresh()
    recall(tmp_path)
    assert list(held) == [(str, "word", 0)]


def test_of_too_many_the_older_ones_go(
    fresh: Callable[[], Held], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_MOST", len(PATTERNS) + 1)
    fresh()
    learn(tmp_path)
    fresh()
    recall(tmp_path)
    re.compile("one more")
    re.compile("and another")
    assert keep(b"o" * 32, tmp_path)
    held = fresh()
    recall(tmp_path)
    assert [text for _, text, _ in held] == ["one more", "and another"]
    assert is_to_learn(KEY)
    assert not is_to_learn(b"o" * 32)


def test_where_nothing_can_be_written_nothing_is_learned(fresh: Callable[[], Held], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    fresh()
    recall(tmp_path / "file")
    assert not begin(KEY, tmp_path / "file")
    assert not keep(KEY, tmp_path / "file")


def test_what_was_begun_is_not_begun_again(fresh: Callable[[], Held], tmp_path: Path) -> None:
    fresh()
    learn(tmp_path)
    fresh()
    assert not begin(b"o" * 32, tmp_path)
    recall(tmp_path)
    assert begin(b"o" * 32, tmp_path)
    held = fresh()
    recall(tmp_path)
    assert not is_to_learn(b"o" * 32)
    assert len(held) == len(PATTERNS)


def test_each_installation_has_its_own(
    fresh: Callable[[], Held], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh()
    learn(tmp_path)
    held = fresh()
    monkeypatch.setattr(patterns, "_PACKAGE", tmp_path)
    recall(tmp_path)
    assert not held
