"""The options that several commands take, in their groups."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from validator.cli._problems import choose, count_of, wrong_usage
from validator.cli.options.declaring import OptionGroup, argument, inputs, only, option
from validator.cli.output.streams import COLOURS, line_width, wants_colour
from validator.messages import LANGUAGES
from validator.model.text import Text
from validator.packs.folders import pack_folder

if TYPE_CHECKING:
    from validator.engine.sources.passing_over import PassedOver
    from validator.renderers import RenderOptions

INPUT, RULES, OUTPUT, COMPARISON, RUNNING = (
    Text("输入", "input"),
    Text("规则", "rules"),
    Text("输出", "output"),
    Text("比较", "comparison"),
    Text("运行", "running"),
)
"""Headings of the help."""
FILE, FOLDER, PATH, RULE, NAME, NUMBER, PACK = (
    Text("文件", "FILE"),
    Text("文件夹", "DIR"),
    Text("路径", "PATH"),
    Text("规则", "RULE"),
    Text("名称", "NAME"),
    Text("数目", "N"),
    Text("规则包", "PACK"),
)
"""What stands for values in the help."""
FORMAT = Text("输出格式", "format of the output")
"""What the help says of `--format`."""

WEIGHING = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
"""Values of `--fail-on` -> the severities that make the run fail."""


class FolderOptions(OptionGroup):
    """What of folders is read."""

    heading: ClassVar[Text] = INPUT
    exclude: tuple[str, ...] = option(
        "--exclude",
        metavar=Text("模式", "GLOB"),
        default=(),
        text=Text("列出文件夹时略过，写法同 .gitignore", "pass over in folders, written as in .gitignore"),
    )
    no_gitignore: bool = option(
        "--no-gitignore",
        default=False,
        text=Text("不按 .gitignore 略过文件", "do not pass over what .gitignore leaves out"),
    )

    def passed_over(self, *, gitignore: bool = True) -> PassedOver:
        """What of folders is not read; `gitignore`: whether the files of that name may count."""
        from validator.engine.sources.passing_over import PassedOver

        return PassedOver(self.exclude, gitignore and not self.no_gitignore)


class PathOptions(FolderOptions):
    """What is read."""

    paths: tuple[str, ...] = inputs(
        Text("路径...", "PATH..."), Text("文件或文件夹；- 表示标准输入", "files or folders; - is standard input")
    )


class PlaceOptions(OptionGroup):
    """For what something is shown that is found from there upwards."""

    heading: ClassVar[Text] = INPUT
    path: str = argument(
        Text("[路径]", "[PATH]"), Text("要检查的文件或文件夹", "what would be checked"), default=".", is_input=True
    )


class ReadingOptions(OptionGroup):
    """As what it is read."""

    heading: ClassVar[Text] = INPUT
    form: str | None = option(
        "--form",
        metavar=Text("表式", "EDITION"),
        default=None,
        text=Text("指定表式或年份，不自动识别，例如 2020", "the form or its year, not found out by itself: 2020"),
    )
    input_format: str | None = option(
        "--input-format",
        metavar=NAME,
        default=None,
        text=Text("指定输入文件的格式", "the format of the files"),
    )


FormOption: TypeAlias = Annotated[ReadingOptions, only("form")]


class RuleOptions(OptionGroup):
    """Which rules are used, how they weigh, and what is accepted."""

    heading: ClassVar[Text] = RULES
    select: tuple[str, ...] = option(
        "--select", metavar=RULE, default=(), text=Text("只用这些规则，可用 *", "only these rules; * is allowed")
    )
    ignore: tuple[str, ...] = option(
        "--ignore", metavar=RULE, default=(), text=Text("不用这些规则，可用 *", "all rules but these; * is allowed")
    )
    severity: tuple[str, ...] = option(
        "--severity",
        metavar=Text("规则=级别", "RULE=LEVEL"),
        default=(),
        text=Text("改变规则的级别，可用 *", "change what a rule weighs; * is allowed"),
    )
    baseline: str | None = option(
        "--baseline",
        metavar=FILE,
        default=None,
        text=Text("豁免文件；写 none 则不用豁免", "file of waivers; none: without waivers"),
    )
    deadline: tuple[str, ...] = option(
        "--deadline",
        metavar=Text("名称=月-日", "NAME=MM-DD"),
        default=(),
        text=Text(
            "公布期限：级别或机关名称（可用 *）=日期，机关=级别",
            "last day for publication: a level or organ (* is allowed) = day, or organ = level",
        ),
    )
    pack: tuple[str, ...] = option(
        "--pack",
        metavar=PACK,
        default=(),
        text=Text(
            "改用这个规则包：文件夹或自带规则包的名称；可写几次，后面的盖过前面的",
            "use this rule pack: a folder, or the id of a shipped one; of several, each is laid over those before",
        ),
    )

    def check(self) -> None:
        """Raise WrongUsageError for a deadline that says nothing."""
        if self.deadline:
            _look_over(self.deadline)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of the packs; none for the shipped one."""
        return tuple(pack_folder(word) for word in self.pack)


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


def output_file(text: Text) -> str | None:
    """The option `--output` of a command that otherwise writes to standard output; `text`: what the help says."""
    return option("--output", "-o", metavar=FILE, default=None, text=text)


class FileOptions(OptionGroup):
    """Where the output goes, if not to standard output."""

    heading: ClassVar[Text] = OUTPUT
    output: str | None = output_file(
        Text("写到这个文件，不显示；格式随后缀而定", "write to this file; its suffix decides the format")
    )

    @property
    def target(self) -> Path | None:
        """The file; None for standard output."""
        return None if self.output is None else Path(self.output)


class ScreenOptions(OptionGroup):
    """How the output speaks and looks."""

    heading: ClassVar[Text] = OUTPUT
    language: str = option("--lang", default="zh", choices=LANGUAGES, text=Text("输出的语言", "language of the output"))
    quiet: bool = option(
        "--quiet",
        "-q",
        default=False,
        text=Text("只输出结果，不显示进度和统计", "only the result: no progress, no counts"),
    )
    verbose: bool = option(
        "--verbose",
        "-v",
        default=False,
        text=Text("另外说明配置、规则包、略过的文件和用时", "also settings, pack, files passed over, time taken"),
    )
    colour: str = option("--color", default="auto", choices=COLOURS, text=Text("是否用颜色", "whether to use colours"))

    def check(self) -> None:
        """Raise WrongUsageError for more and less at once."""
        if self.quiet and self.verbose:
            raise wrong_usage("options-exclude", first="--quiet", second="--verbose")

    def look(self, *, to_file: bool = False) -> RenderOptions:
        """For what is written to standard output, or to a file."""
        from validator.renderers import RenderOptions

        colour = wants_colour(self.colour, to_file=to_file, environment=os.environ)
        return RenderOptions(self.language, colour, line_width(to_file=to_file), quiet=self.quiet)


LookOptions: TypeAlias = Annotated[ScreenOptions, only("language", "colour")]
LanguageOption: TypeAlias = Annotated[ScreenOptions, only("language")]


class ComparisonOptions(OptionGroup):
    """What else a report is held against."""

    heading: ClassVar[Text] = COMPARISON
    previous: tuple[str, ...] = option(
        "--previous",
        metavar=PATH,
        default=(),
        text=Text("上年的年报：与之比较，本身不检查", "reports of last year: held against, not checked themselves"),
    )
    units: str | None = option(
        "--units",
        metavar=FILE,
        default=None,
        text=Text("下级单位名单；写 folder 则按文件夹", "list of the units below; folder: by folders"),
    )
    organs: str | None = option(
        "--organs", metavar=FILE, default=None, text=Text("机关名称对照表", "list of organs and their other names")
    )
    no_chains: bool = option(
        "--no-chains",
        default=False,
        text=Text("不比较同一机关的各年年报", "do not hold the years of an organ against each other"),
    )


class RunningOptions(OptionGroup):
    """Who does the work, and how often."""

    heading: ClassVar[Text] = RUNNING
    workers: str | None = option(
        "--workers",
        "-j",
        metavar=NUMBER,
        default=None,
        text=Text("同时用几个进程；默认随文件多少而定", "processes; by default as many as fit the files"),
    )
    resume: bool = option(
        "--resume",
        default=False,
        text=Text("接着做上次中断的同一命令", "go on with the same command after an interruption"),
    )
    cluster: str | None = option(
        "--cluster",
        metavar=Text("地址", "ADDRESS"),
        default=None,
        text=Text("在 Dask 集群上运行；写 local 则用本机", "work on a Dask cluster; local: one on this machine"),
    )
    watch: bool = option(
        "--watch",
        default=False,
        text=Text("每次保存后重新检查，Ctrl-C 结束", "check again after each save"),
    )

    def check(self) -> None:
        """Raise WrongUsageError for what is no number of processes."""
        _ = self.count

    @property
    def count(self) -> int | None:
        """Processes; None for as many as fit the number of files."""
        return None if self.workers is None else count_of("--workers", self.workers)
