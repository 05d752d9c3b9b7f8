"""The options that several commands take, in their groups."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from validator.cli._problems import choose, count_of, wrong_usage
from validator.cli._streams import COLOURS, line_width, wants_colour
from validator.cli.options.declaring import argument, inputs, only, option
from validator.messages import LANGUAGES

if TYPE_CHECKING:
    from validator.renderers import RenderOptions

INPUT, RULES, OUTPUT, COMPARISON, RUNNING = (
    "输入 input",
    "规则 rules",
    "输出 output",
    "比较 comparison",
    "运行 running",
)
"""Headings of the help."""

WEIGHING = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
"""Values of `--fail-on` -> the severities that make the run fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathOptions:
    """What is read."""

    heading: ClassVar[str] = INPUT
    paths: tuple[str, ...] = inputs("PATH...", "文件或文件夹；- 表示标准输入")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """For what something is shown that is found from there upwards."""

    heading: ClassVar[str] = INPUT
    path: str = argument("[PATH]", "要检查的文件或文件夹", default=".", is_input=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """As what it is read."""

    heading: ClassVar[str] = INPUT
    form: str | None = option("--form", metavar="EDITION", default=None, text="指定表式，不自动识别")
    input_format: str | None = option("--input-format", metavar="NAME", default=None, text="指定输入文件的格式")


FormOption: TypeAlias = Annotated[ReadingOptions, only("form")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOptions:
    """Which rules are used, how they weigh, and what is accepted."""

    heading: ClassVar[str] = RULES
    select: tuple[str, ...] = option("--select", metavar="RULE", default=(), text="只用这些规则，可用 *")
    ignore: tuple[str, ...] = option("--ignore", metavar="RULE", default=(), text="不用这些规则，可用 *")
    severity: tuple[str, ...] = option("--severity", metavar="RULE=LEVEL", default=(), text="改变规则的级别，可用 *")
    baseline: str | None = option("--baseline", metavar="FILE", default=None, text="豁免文件；none：不用豁免")
    deadline: tuple[str, ...] = option(
        "--deadline", metavar="NAME=MM-DD", default=(), text="公布期限：级别或机关名称（可用 *）=日期，机关=级别"
    )
    pack: str | None = option("--pack", metavar="DIR", default=None, text="改用这个文件夹里的规则")

    def __post_init__(self) -> None:
        """Raise WrongUsageError for a deadline that says nothing."""
        if self.deadline:
            _look_over(self.deadline)

    @property
    def folder(self) -> Path | None:
        """The folder of the pack; None for the shipped one."""
        return None if self.pack is None else Path(self.pack)


PackOption: TypeAlias = Annotated[RuleOptions, only("pack")]


def _look_over(deadlines: tuple[str, ...]) -> None:
    from validator.packs.deadlines import fault

    for value in deadlines:
        name, _, said = value.rpartition("=")
        if not name:
            raise wrong_usage("deadline-shape", value=value)
        wrong = fault(name, said)
        if wrong is not None:
            choose("--deadline", *wrong)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """Where the output goes, if not to standard output."""

    heading: ClassVar[str] = OUTPUT
    output: str | None = option("--output", "-o", metavar="FILE", default=None, text="写到这个文件，不显示")

    @property
    def target(self) -> Path | None:
        """The file; None for standard output."""
        return None if self.output is None else Path(self.output)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOptions:
    """How the output speaks and looks."""

    heading: ClassVar[str] = OUTPUT
    language: str = option("--lang", default="zh", choices=LANGUAGES, text="输出的语言 language")
    colour: str = option("--color", default="auto", choices=COLOURS, text="是否用颜色")

    def look(self, *, to_file: bool = False) -> RenderOptions:
        """For what is written to standard output, or to a file."""
        from validator.renderers import RenderOptions

        colour = wants_colour(self.colour, to_file=to_file, environment=os.environ)
        return RenderOptions(self.language, colour, line_width(to_file=to_file))


LanguageOption: TypeAlias = Annotated[ScreenOptions, only("language")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonOptions:
    """What else a report is held against."""

    heading: ClassVar[str] = COMPARISON
    previous: tuple[str, ...] = option(
        "--previous", metavar="PATH", default=(), text="上年的年报：与之比较，本身不检查"
    )
    units: str | None = option("--units", metavar="FILE|folder", default=None, text="下级单位名单；folder：按文件夹")
    organs: str | None = option("--organs", metavar="FILE", default=None, text="机关名称对照表")
    no_chains: bool = option("--no-chains", default=False, text="不比较同一机关的各年年报")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOptions:
    """Who does the work, and how often."""

    heading: ClassVar[str] = RUNNING
    workers: str | None = option(
        "--workers", "-j", metavar="N", default=None, text="同时用几个进程；默认随文件多少而定"
    )
    resume: bool = option("--resume", default=False, text="接着做上次中断的同一命令")
    cluster: str | None = option("--cluster", metavar="ADDRESS|local", default=None, text="在 Dask 集群上运行")
    watch: bool = option("--watch", default=False, text="每次保存后重新检查，Ctrl-C 结束")

    def __post_init__(self) -> None:
        """Raise WrongUsageError for what is no number of processes."""
        _ = self.count

    @property
    def count(self) -> int | None:
        """Processes; None for as many as fit the number of files."""
        return None if self.workers is None else count_of("--workers", self.workers)
