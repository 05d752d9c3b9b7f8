"""A compiled pack is the pack that was read, and a copy that is not surely ours is as none."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from validator.model.errors import BrokenPackError
from validator.packs import pack
from validator.packs.kept import compiled
from validator.packs.kept.compiled import compile_shipped, load_compiled
from validator.packs.pack import Pack, load_pack, shipped_pack


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack that may be changed."""
    shutil.copytree(shipped_pack(), tmp_path / "pack")
    return tmp_path / "pack"


def load(folder: Path, cache: Path) -> Pack:
    return load_compiled(folder, patterns=False, cache=cache)


def same(one: Pack, other: Pack) -> bool:
    """In all but where they come from."""
    names = set(Pack.__struct_fields__) - {"copied"}
    return all(getattr(one, name) == getattr(other, name) for name in names)


def is_read_anew(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the YAML is read, in place of the copy."""
    called = []

    def told(*arguments: Path, patterns: bool) -> Pack:
        called.append(1)
        return load_pack(*arguments, patterns=patterns)

    with monkeypatch.context() as patch:
        patch.setattr(pack, "load_pack", told)
        load(folder, cache)
    return bool(called)


def copy_in(cache: Path) -> Path:
    (copy,) = cache.iterdir()
    return copy


def test_the_copy_is_the_pack(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(folder, cache)
    assert not is_read_anew(folder, cache, monkeypatch)
    assert same(load(folder, cache), first)
    assert same(first, load_pack(folder, patterns=False))
    assert not first.copied
    assert load(folder, cache).copied == _key_of(copy_in(cache))


@pytest.mark.parametrize("name", ["pack.yaml", "rules/requests.yaml", "forms/annual-report-2021.yaml"])
def test_a_change_of_any_file_counts(folder: Path, cache: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("# 另一行\n")
    assert is_read_anew(folder, cache, monkeypatch)
    assert not is_read_anew(folder, cache, monkeypatch)


def test_a_file_more_counts(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    shutil.copy(folder / "forms" / "annual-report-2021.yaml", folder / "later.yaml")
    assert is_read_anew(folder, cache, monkeypatch)


def test_a_pack_that_was_not_checked_in_full_does_not_stand_for_one_that_was(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_compiled(folder, cache=cache)
    assert is_read_anew(folder, cache, monkeypatch)


@pytest.mark.parametrize("at", [0, 20, 60, 100, 5000, -1])
def test_a_damaged_copy_is_as_none(folder: Path, cache: Path, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    copy = copy_in(cache)
    content = bytearray(copy.read_bytes())
    content[at] ^= 1
    copy.write_bytes(content)
    assert is_read_anew(folder, cache, monkeypatch)


@pytest.mark.parametrize("length", [0, 13, 45, 77, 1000])
def test_so_is_one_that_was_cut_off(folder: Path, cache: Path, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    os.truncate(copy_in(cache), length)
    assert is_read_anew(folder, cache, monkeypatch)


@pytest.mark.skipif(os.name != "posix", reason="asks who may write")
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_copy_that_others_can_write_is_as_none(
    folder: Path, cache: Path, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, cache)
    copy_in(cache).chmod(mode)
    assert is_read_anew(folder, cache, monkeypatch)
    cache.chmod(0o777)
    assert is_read_anew(folder, cache, monkeypatch)
    assert is_read_anew(folder, cache, monkeypatch)


@pytest.mark.skipif(os.name != "posix", reason="makes a link")
def test_a_link_is_as_none(folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    copy = copy_in(cache)
    copy.rename(tmp_path / "elsewhere")
    copy.symlink_to(tmp_path / "elsewhere")
    assert is_read_anew(folder, cache, monkeypatch)


class _Hostile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self._path),)


def plant(copy: Path, body: bytes) -> None:
    """Put something else in the place of a copy, sealed as we seal."""
    start = len(compiled._MAGIC) + 32  # noqa: SLF001 - up to the key
    copy.write_bytes(copy.read_bytes()[:start] + hashlib.sha256(body).digest() + body)


def test_a_copy_does_nothing(folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    for start in (b"", b"\0", b"\1"):
        plant(copy_in(cache), start + pickle.dumps(({}, (_Hostile(tmp_path / "done"),))))
        assert is_read_anew(folder, cache, monkeypatch)
    assert not (tmp_path / "done").exists()


def test_a_copy_holds_values_of_their_types_only(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value in it changed in turn, at any depth, to one that no field of a pack is of."""
    load(folder, cache)
    start = len(compiled._MAGIC) + 64  # noqa: SLF001 - behind the digest
    held = msgspec.msgpack.decode(copy_in(cache).read_bytes()[start + 1 :])
    for way in list(_ways(held))[::97]:
        plant(copy_in(cache), b"\0" + msgspec.msgpack.encode(_with_other(held, way)))
        assert compiled._read(copy_in(cache), _key_of(copy_in(cache))) is None, way  # noqa: SLF001 - how a copy is laid out
    assert is_read_anew(folder, cache, monkeypatch)


def _key_of(copy: Path) -> bytes:
    start = len(compiled._MAGIC)  # noqa: SLF001 - how a copy is laid out
    return copy.read_bytes()[start : start + 32]


def _ways(held: object, so_far: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The way to each value."""
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for key, value in inner:
        yield from _ways(value, (*so_far, key))
    yield so_far


def _with_other(held: Any, way: Sequence[Any]) -> object:  # noqa: ANN401 - as it was read
    """The same with a value that nothing is of, at the end of the way."""
    if not way:
        return [[1.5]]
    key, *rest = way
    changed: Any = held.copy()
    changed[key] = _with_other(held[key], rest)
    return changed


@pytest.mark.skipif(os.name != "posix", reason="asks who owns it")
def test_a_copy_of_somebody_else_is_as_none(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, cache)
    assert not is_read_anew(folder, cache, monkeypatch)
    monkeypatch.setattr(os, "geteuid", lambda: cache.stat().st_uid + 1)
    assert is_read_anew(folder, cache, monkeypatch)


@pytest.mark.skipif(os.name != "posix", reason="makes a link")
def test_a_folder_that_is_a_link_is_as_none(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, cache)
    cache.rename(tmp_path / "elsewhere")
    cache.symlink_to(tmp_path / "elsewhere")
    assert is_read_anew(folder, cache, monkeypatch)


def test_a_broken_pack_is_told_each_time(folder: Path, cache: Path) -> None:
    (folder / "pack.yaml").write_text("id: [", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BrokenPackError):
            load(folder, cache)


def test_where_nothing_can_be_kept_it_is_read_each_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert same(load(folder, tmp_path / "file"), load_pack(folder, patterns=False))


def test_copies_do_not_heap_up(folder: Path, cache: Path, tmp_path: Path) -> None:
    cache.mkdir(mode=0o700)
    for number in range(40):
        (cache / f"{number}.pack").touch()
    load(folder, cache)
    assert len(list(cache.glob("*.pack"))) == 16
    assert not list(tmp_path.glob("cache/tmp*"))


def test_a_frozen_program_keeps_copies_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "gouji"
    program.write_bytes(b"one build")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "nowhere" / "packs" / "kept" / "compiled.py"))
    cache = tmp_path / "cache"
    packs = [compiled.load_compiled(shipped_pack(), cache=cache)]
    (copy,) = cache.iterdir()
    kept = copy.stat().st_mtime_ns
    packs.append(compiled.load_compiled(shipped_pack(), cache=cache))
    assert copy.stat().st_mtime_ns == kept
    program.write_bytes(b"another build")
    packs.append(compiled.load_compiled(shipped_pack(), cache=cache))
    assert copy.stat().st_mtime_ns != kept
    assert [len(pack.rules) for pack in packs] == [len(packs[0].rules)] * 3


def test_the_pack_that_the_build_compiled_is_good_for_the_very_files(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = folder.with_suffix(".pack")
    monkeypatch.setattr(compiled, "SHIPPED", built)
    compile_shipped(folder, built)
    assert not is_read_anew(folder, cache, monkeypatch)
    assert same(load(folder, cache), load_pack(folder))
    assert not cache.exists()
    with (folder / "organs.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert is_read_anew(folder, cache, monkeypatch)


def test_a_damaged_one_is_as_none(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = folder.with_suffix(".pack")
    monkeypatch.setattr(compiled, "SHIPPED", built)
    compile_shipped(folder, built)
    built.write_bytes(built.read_bytes()[:-1] + b"x")
    assert is_read_anew(folder, cache, monkeypatch)


def test_the_built_pack_stands_for_no_other_folder(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "SHIPPED", tmp_path / "other.pack")
    compile_shipped(folder, tmp_path / "other.pack")
    assert is_read_anew(folder, cache, monkeypatch)
