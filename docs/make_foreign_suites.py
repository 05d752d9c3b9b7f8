"""Fill the tables of `docs/foreign-suites.md` from the cases in `tests/foreign/`.

    python docs/make_foreign_suites.py

A table stands between `<!-- NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.foreign import MODES, SUITES, Case, cases, suite  # noqa: E402 (found only behind the line above)

PAGE = ROOT / "docs" / "foreign-suites.md"
_PLACE = re.compile(r"(<!-- ([a-z]+)(?: ([a-z_]+))? -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str) -> str:
    """The page with its tables made anew."""
    tables: Mapping[str, Callable[[str], Iterator[str]]] = {
        "summary": lambda _: _summary(),
        "files": _files,
        "differences": _differences,
        "beyond": _beyond,
        "modes": lambda _: _modes(),
    }

    def table(match: re.Match[str]) -> str:
        lines = "".join(f"{line}\n" for line in tables[match[2]](match[3] or ""))
        return f"{match[1]}\n{lines}\n{match[4]}"

    return _PLACE.sub(table, page)


def _summary() -> Iterator[str]:
    """A line for each suite, and one for all."""
    heads = ("来源 suite", "项目 project", "例 cases", "相同 the same", "另有同样小的 ties", "不同 different")
    yield _row(*heads, "写不出 beyond")
    yield _row(*["---"] * 7)
    every: list[Case] = []
    beyond = 0
    for name in SUITES:
        found, content = list(cases(name)), suite(name)
        every += found
        beyond += len(content["beyond"])
        yield _row(content["title"], content["project"], *_counts(found), len(content["beyond"]))
    yield _row("合计 all", "", *_counts(every), beyond)


def _counts(found: list[Case]) -> tuple[int, int, int, int]:
    """Cases; those where the same is said; among them those with further smallest sets; those where it is not."""
    same = [one for one in found if one.agrees]
    return len(found), len(same), sum(one.tied for one in same), len(found) - len(same)


def _files(name: str) -> Iterator[str]:
    """The cases of a suite by the file they come from."""
    yield _row("文件 file", "例 cases", "相同 the same", "另有同样小的 ties", "不同 different")
    yield _row(*["---"] * 5)
    for file, found in groupby(sorted(cases(name), key=lambda one: one.file), lambda one: one.file):
        yield _row(", ".join(f"`{one}`" for one in file.split(", ")), *_counts(list(found)))


def _differences(name: str) -> Iterator[str]:
    """Every case that comes out otherwise, with the reason."""
    yield _row("例 case", "那里 there", "这里 here", "原因", "why")
    yield _row(*["---"] * 5)
    reasons = suite(name)["differences"]
    for one in cases(name):
        if one.because is not None:
            why = reasons[one.because]
            yield _row(f"`{one.name}`", _said(one.theirs), _said(one.ours), why["zh"], why["en"])


def _said(value: object) -> str:
    """A verdict, a set of cells, or sets of cells."""
    if not isinstance(value, frozenset):
        return str(value)
    if not value:
        return "-"
    if all(isinstance(one, str) for one in value):
        return " ".join(f"`{one}`" for one in sorted(value))
    return " / ".join(sorted(_said(one) for one in value))


def _beyond(name: str) -> Iterator[str]:
    """What cannot be told in our language."""
    yield _row("是什么 what", "原因", "why")
    yield _row(*["---"] * 3)
    for one in suite(name)["beyond"]:
        yield _row(one["what"], one["zh"], one["en"])


def _modes() -> Iterator[str]:
    """How each mode is written."""
    yield _row("mode", "applies", "blank")
    yield _row(*["---"] * 3)
    for mode, keys in MODES.items():
        yield _row(f"`{mode}`", *(f"`{keys[key]}`" for key in ("applies", "blank")))


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(one).replace('|', '&#124;') for one in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
