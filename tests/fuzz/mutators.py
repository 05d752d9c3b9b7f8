"""Seeded changes to files that people write: to their trees, their fields, their tokens, their bytes.

Each mutator takes a random generator and the sound content and gives bytes; the same seed gives the same bytes.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import TypeAlias

import yaml

Mutator: TypeAlias = Callable[[Random, str], bytes]
Tree: TypeAlias = "Mapping[str, Tree] | Sequence[Tree] | str | int | float | bool | None"

WORDS = (
    *("", "0", "-1", "1.5", "1e999999", "9" * 19, "9" * 5000, "0x" + "f" * 2000, "１，２３４", "nan", "inf", "NaN"),
    *(
        "null",
        "true",
        "~",
        "2023-13-45",
        "99999-01-01",
        "x" * 131_073,
        "甲" * 300,
        "\x1b[31m",
        "\0",
        "\u202e",
        "\ufeff",
    ),
    *("'", '"', "=1+1", "@SUM(1+1)", "-3", "*", "&a", "*a", "!!int", "<<", "- ", ": ", "#", "\n", "\t", "\\", "[", "{"),
    *("((((", "))", "a{99999999999}", "(?P<n>", "[[a]", "{n}{n}", "{p}", "{nothing}", "(a+)+$", "(?i)", "\\"),
    *("cell", "sum(", "previous.", "units.1.", "denied.*", "= =", "and", "1 * 2 *", "- - - -", "row", "column", "..."),
)
"""What stands in place of a word or beside it."""
_MIXED: tuple[Tree, ...] = ([*range(200)], ["a", 1, None], {"zh": 1}, {"zh": "", "en": []})
VALUES: tuple[Tree, ...] = (
    *(*WORDS[:25], None, True, False, 0, -1, 3, 10**17, 10**30, 1.5, 1e300, float("nan"), float("inf")),
    *([], {}, [[]], {"": ""}),
    *_MIXED,
)
"""What stands in place of a value of a tree."""
_MOST_TOKENS = 100_000
"""Those repeated again and again would take more memory than any process has that reads them."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_DEEP = 150


def deep(rng: Random, value: Tree) -> Tree:
    """The value inside many lists or objects."""
    for _ in range(rng.randrange(2, _DEEP)):
        value = [value] if rng.random() < 0.5 else {"a": value}
    return value


def trees(load: Callable[[str], Tree], dump: Callable[[Tree], str]) -> Mutator:
    """Changes to one or several values or keys of what is read by `load`: they leave that as it is."""
    sound = cache(load)

    def mutate(rng: Random, text: str) -> bytes:
        tree = sound(text)
        for _ in range(rng.choice((1, 1, 1, 2, 5))):
            tree = _changed(rng, tree)
        return dump(tree).encode("utf-8", "surrogatepass")

    return mutate


def _changed(rng: Random, tree: Tree) -> Tree:
    """The tree with one change somewhere in it: the way down is chosen step by step."""
    if tree and rng.random() < 0.85:
        if isinstance(tree, dict):
            return _object(rng, tree)
        if isinstance(tree, list):
            return _list(rng, tree)
    return deep(rng, tree) if rng.random() < 0.1 else rng.choice(VALUES)


def _object(rng: Random, tree: Mapping[str, Tree]) -> Tree:
    key = rng.choice(list(tree))
    match rng.randrange(12):
        case 0:
            return {one: value for one, value in tree.items() if one != key}
        case 1:
            return {(rng.choice(WORDS) if one == key else one): value for one, value in tree.items()}
        case 2:
            return {**tree, key: tree[rng.choice(list(tree))]}
    return {**tree, key: _changed(rng, tree[key])}


def _list(rng: Random, tree: Sequence[Tree]) -> Tree:
    at = rng.randrange(len(tree))
    match rng.randrange(10):
        case 0:
            return [*tree[:at], *tree[at + 1 :]]
        case 1:
            return [*tree, copy.deepcopy(tree[at])]
    return [*tree[:at], _changed(rng, tree[at]), *tree[at + 1 :]]


def load_json(text: str) -> Tree:
    """JSON as a tree."""
    tree: Tree = json.loads(text)
    return tree


def load_yaml(text: str) -> Tree:
    """YAML as a tree."""
    tree: Tree = yaml.safe_load(text)
    return tree


def dump_yaml(tree: Tree) -> str:
    """A tree as YAML."""
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))


def dump_json(tree: Tree) -> str:
    """A tree as JSON."""
    return json.dumps(tree, ensure_ascii=False)


def json_lines(rng: Random, text: str) -> bytes:
    """Changes to one line of JSON among several."""
    lines = text.splitlines()
    at = rng.randrange(len(lines))
    changed = trees(load_json, dump_json)(rng, lines[at])
    return b"\n".join(changed if place == at else line.encode() for place, line in enumerate(lines))


def fields(rng: Random, text: str) -> bytes:
    """Changes to fields of a CSV file, to their number, and to the header."""
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(rng.choice((1, 1, 2, 4))):
        row = rng.choice(rows)
        match rng.randrange(8):
            case 0:
                row.append(rng.choice(WORDS))
            case 1 if row:
                row.pop(rng.randrange(len(row)))
            case 2:
                rows.insert(rng.randrange(len(rows)), list(rng.choice(rows)))
            case _ if row:
                row[rng.randrange(len(row))] = rng.choice(WORDS)
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def tokens(rng: Random, text: str) -> bytes:
    """Tokens left out, doubled, swapped, replaced, or put into many brackets."""
    parts = _TOKEN.findall(text) or [""]
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        if len(parts) > _MOST_TOKENS:
            break
        at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        match rng.randrange(7):
            case 0:
                parts[at] = ""
            case 1:
                parts[at] += parts[at]
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case 3:
                times, (opening, closing) = rng.choice((2, 60, 3000)), rng.choice(("[]", "()", "{}", ("-", "")))
                parts[at] = opening * times + parts[at] + closing * times
            case 4:
                parts[at] += rng.choice(WORDS)
            case 5:
                parts[at:other] = parts[at:other] * rng.choice((2, 20))
            case _:
                parts[at] = rng.choice(WORDS)
    return "".join(parts).encode("utf-8", "surrogatepass")


def values(rng: Random, text: str) -> bytes:
    """Values behind an equals sign or a colon replaced, line by line."""
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    key, sign, _ = lines[at].partition("=" if "=" in lines[at] else ":")
    value = rng.choice((*WORDS, "[1, 2]", "{a = 1}", "[" * 2000, "1979-05-27", "''", "['a', 1]", '"""', "9" * 5000))
    lines[at] = f"{key}{sign} {value}\n"
    return "".join(lines).encode()


def raw_bytes(rng: Random, text: str) -> bytes:
    """Another encoding, cut short, or single bytes changed."""
    match rng.randrange(5):
        case 0:
            return text.encode(rng.choice(("gb18030", "utf-16", "utf-16-le", "utf-32", "utf-8-sig")))
        case 1:
            return text.encode()[: rng.randrange(len(text.encode()) + 1)]
        case 2:
            return rng.randbytes(rng.randrange(400))
    data = bytearray(text.encode())
    for _ in range(rng.choice((1, 3, 20))):
        data[rng.randrange(len(data))] = rng.choice((0, 10, 13, 27, 34, 44, 128, 255, rng.randrange(256)))
    return bytes(data)


def one_of(mutators: Sequence[Mutator]) -> Mutator:
    """One of some mutators at a time."""
    return lambda rng, text: rng.choice(mutators)(rng, text)
