"""Options that several commands share, and how their values are looked over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from validator.cli._problems import choose, wrong_usage
from validator.messages import LANGUAGES

if TYPE_CHECKING:
    from validator.packs.pack import Pack

Job: TypeAlias = Callable[[], int]
"""A command line made ready to run; gives the exit code."""

Paths: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PATH", help="文件或文件夹；- 表示标准输入", show_default=False)
]
OutputOption: TypeAlias = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件，不显示", show_default=False)
]
SelectOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--select", metavar="RULE", help="只用这些规则，可用 *", show_default=False)
]
IgnoreOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="不用这些规则，可用 *", show_default=False)
]
FormOption: TypeAlias = Annotated[
    str | None, typer.Option("--form", metavar="EDITION", help="指定表式，不自动识别", show_default=False)
]
InputFormatOption: TypeAlias = Annotated[
    str | None, typer.Option("--input-format", metavar="NAME", help="指定输入文件的格式", show_default=False)
]
PackOption: TypeAlias = Annotated[
    str | None, typer.Option("--pack", metavar="DIR", help="改用这个文件夹里的规则", show_default=False)
]
DeadlineOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--deadline",
        metavar="NAME=MM-DD",
        help="公布期限：级别或机关名称（可用 *）=日期，机关=级别",
        show_default=False,
    ),
]
LanguageOption: TypeAlias = Annotated[
    str, typer.Option("--lang", metavar="|".join(LANGUAGES), help="输出的语言 language")
]
ColourOption: TypeAlias = Annotated[str, typer.Option("--color", metavar="auto|always|never", help="是否用颜色")]


def language_of(value: str) -> str:
    """The value of `--lang`."""
    return choose("--lang", value, LANGUAGES)


def deadlines_of(values: list[str] | None) -> tuple[str, ...]:
    """The values of `--deadline`; raises WrongUsageError."""
    from validator.packs.deadlines import fault

    for value in values or ():
        name, _, said = value.rpartition("=")
        if not name:
            raise wrong_usage("deadline-shape", value=value)
        wrong = fault(name, said)
        if wrong is not None:
            choose("--deadline", *wrong)
    return tuple(values or ())


def path_of(value: str | None) -> Path | None:
    """The value of an option that names a file or folder."""
    return None if value is None else Path(value)


def load_pack_of(directory: Path | None, *, check: bool = True, patterns: bool = True, naming: str = "") -> Pack:
    """The pack in a folder, or the shipped one; raises WrongUsageError, BrokenPackError.

    `check=False`, `patterns=False` and `naming` leave out work, as in `load_pack`.
    """
    from validator.packs.pack import load_pack

    if directory is not None and not directory.is_dir():
        raise wrong_usage("pack-missing", path=directory)
    return load_pack(directory, check=check, patterns=patterns, naming=naming)
