"""The commands put together."""

from __future__ import annotations

from typing import Annotated

import typer

from validator import __version__
from validator.cli import annotate, baseline, check, compare, config, explain, form, read, rules, summary
from validator.cli.parsing import Command, Group

_HELP = "检查政府信息公开工作年度报告的勾稽关系\n\nConsistency checks for annual reports on information disclosure."
_EPILOG = """\b
退出码 exit codes:
  0  没有达到 --fail-on 的发现
  1  有达到 --fail-on 的发现
  2  用法、配置或规则包有误
  3  有文件无法读取，或其中没有年报
"""

app = typer.Typer(
    name="gouji",
    cls=Group,
    help=_HELP,
    epilog=_EPILOG,
    # Plain help: boxes are of ambiguous width in Chinese terminals, and help without rich is quicker.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:  # noqa: FBT001 - the callback of a flag
    if value:
        typer.echo(f"gouji {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本 version")
    ] = False,
) -> None:
    """Nothing but `--version` stands before a command."""


app.command("check", cls=Command, epilog=_EPILOG)(check.command)
app.command("annotate", cls=Command)(annotate.command)
app.command("compare", cls=Command)(compare.command)
app.command("form", cls=Command)(form.command)
app.command("read", cls=Command)(read.command)
app.command("summary", cls=Command)(summary.command)
app.command("explain", cls=Command)(explain.command)
app.add_typer(baseline.app, name="baseline")
app.add_typer(config.app, name="config")
app.add_typer(rules.app, name="rules")
