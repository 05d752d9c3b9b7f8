"""Files made to exhaust the machine are read in part or refused, in a time that grows no faster than their size."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from readers.documents import cell, par, read_bytes, row, run, table, word_parts, zipped
from validator.model.errors import UnreadableInputError

SECONDS = 20
"""Many times what the slowest takes on a quiet machine; what grows with the square of its size takes hours."""


def many_cells() -> bytes:
    return zipped(word_parts(table(row(*[cell("1")] * 20_000))))


def many_tables() -> bytes:
    return zipped(word_parts(par(run("a")).join([table(row(cell("1"), cell("2")))] * 5000)))


CASES: dict[str, Callable[[], bytes]] = {
    "nested blocks": lambda: b"<html>" + b"<div>" * 100_000 + b"x",
    "nested tables": lambda: b"<html>" + b"<table><tr><td>" * 20_000,
    "huge spans": lambda: b"<html><table>" + b"<tr><td colspan=999999999 rowspan=999999999>1<td>2" * 50,
    "many spans": lambda: b"<html><table>" + (b"<tr>" + b"<td colspan=1000 rowspan=60000>1" * 50) * 50,
    "a row of many cells": lambda: b"<html><table><tr>" + b"<td>1" * 50_000,
    "many rows": lambda: b"<html><table>" + b"<tr><td>1<td rowspan=3>2" * 10_000,
    "many small tables": lambda: b"<html>" + b"<table><tr><td>1<td>2</table>" * 10_000,
    "many line ends": lambda: b"<html><p>" + b"<br> " * 200_000,
    "open comments": lambda: b"<html>" + b"<!-- " * 100_000,
    "open tags": lambda: b"<html>" + b"<" * 200_000,
    "a long style": lambda: b"<html><p style='" + b"display " * 100_000 + b"'>x",
    "many declarations": lambda: b"<meta " * 100_000,
    "many tables in text": lambda: b"a\n" + b"<table>" * 100_000,
    "many open tags in text": lambda: b"a\n" + b"<table" * 100_000,
    "short lines": lambda: "标签\n".encode() * 20_000,
    "rows": lambda: "标签 1\n".encode() * 20_000,
    "rows and labels": lambda: ("标签 1\n" + "文字\n" * 29).encode() * 700,
    "numbers": lambda: b"1\n" * 20_000,
    "gaps": lambda: "标签  标签\n".encode() * 10_000,
    "lines full of gaps": lambda: (b"a  b" * 400 + b"\n") * 30,
    "ragged gaps": lambda: b"".join(b"a" + b" " * (2 + n % 97) + b"1" * (1 + n % 7) + b"   2\n" for n in range(2000)),
    "one line of gaps": lambda: b"a  " * 500_000,
    "tabs": lambda: b"a\t1\n" * 20_000,
    "bars": lambda: b"|" * 100_000,
    "rules": lambda: b"|-" * 100_000,
    "stars": lambda: (b"**a" * 3000 + b"\n") * 50,
    "brackets": lambda: ("（" * 900 + " 1\n").encode() * 300,
    "digits": lambda: b"1" * 3_000_000,
    "thousands": lambda: b"1," * 500_000,
    "noise": lambda: bytes(byte | 0x80 for byte in random.Random(1).randbytes(500_000)),  # noqa: S311  no secret
    "a row of many cells in Word": many_cells,
    "many tables in Word": many_tables,
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_content_ends_soon(name: str) -> None:
    content = CASES[name]()
    start = time.process_time()
    try:
        document = read_bytes(content)
    except UnreadableInputError:
        pass
    else:
        assert all(grid.width <= 200 and grid.height <= 2000 for grid in document.grids)
    assert time.process_time() - start < SECONDS


def test_a_table_cut_at_a_limit_is_said() -> None:
    for content in ("<html><table><tr>" + "<td>1" * 300, "<html><table>" + "<tr><td>1<td>2" * 2500, "a\t1\n" * 2500):
        assert read_bytes(content).warnings == ("table-too-large",)
