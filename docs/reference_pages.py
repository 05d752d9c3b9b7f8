"""The pages of the site that are made from the code: settings, commands, the Python API.

A hook of mkdocs (`mkdocs.yml`): nothing of it is kept, so that no page is older than the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from validator.cli.options.command import Command
    from validator.cli.options.declaring import Declared
    from validator.model.text import Text

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

_SETTINGS = """\
# 设置 · Settings

一个文件夹统一的设置写在 `gouji.toml` 里，或者 `pyproject.toml` 的 `[tool.gouji]` 里：
从第一个输入所在的文件夹向上找，第一个找到的有效。
同样的词也可以写在命令行上，或者写成环境变量；命令行优先，其次环境变量。
`gouji config show` 列出有效的设置，`--no-config` 不用设置文件。

What a folder settles for all runs stands in `gouji.toml`, or under `[tool.gouji]` of `pyproject.toml`: the first that
is found from the folder of the first input upwards. The same words are options and variables of the environment; the
command line wins, then the environment. `gouji config show` lists what is in force, `--no-config` does without it.

```toml
fail-on = "warning"
exclude = ["草稿/"]
[severity]
requests-row-total = "warning"
[deadline]
county = "02-10"
```

| 键 key | 值 value | 环境变量 variable | 说明 | meaning |
| --- | --- | --- | --- | --- |
"""

_COMMANDS = """\
# 命令 · Commands

每个选项也可以写成环境变量：`--fail-on` 是 `GOUJI_FAIL_ON`。
Each option is a variable of the environment as well: `--fail-on` is `GOUJI_FAIL_ON`.
"""

_API = """\
# Python API

```python
from validator import check

result = check(["2023/甲县.docx", "2023/乙县.pdf"])
for checked in result.reports:
    for mistake in checked.mistakes:
        print(checked.report.organ, mistake.severity, mistake.choices)
```

Made from the docstrings of `validator.__all__`, which is all that is public; the names below other modules may change.

"""


def pages() -> Iterator[tuple[str, str]]:
    """Path below `docs` and text of every page."""
    yield "reference/settings.md", _SETTINGS + "".join(_settings())
    yield "reference/commands.md", _COMMANDS + "".join(_commands())
    yield "reference/api.md", _API + "".join(_api())


def _settings() -> Iterator[str]:
    from validator.cli.commands.check import command as check
    from validator.cli.settings.files import KEYS

    for word, key in KEYS.items():
        declared = check.declared[key.parameter]
        allowed = ", ".join(f"`{one}`" for one in key.allowed or declared.choices)
        value = f"{key.kind.value}: {allowed}" if allowed else key.kind.value
        texts = f"{_cell(declared.text.zh)} | {_cell(declared.text.en)}"
        yield f"| `{word}` | {value} | `{declared.variable}` | {texts} |\n"


def _commands() -> Iterator[str]:
    for name, command in commands().items():
        yield f"\n## gouji {name}\n\n{_both(command.said.text)}\n"
        options = list(_options(command))
        if options:
            yield "\n| 选项 option | 默认 default | 说明 | meaning |\n| --- | --- | --- | --- |\n"
            yield from options


def commands() -> Mapping[str, Command]:
    """Every command by its words."""
    from validator.cli._app import program
    from validator.cli.options.command import Command, CommandGroup

    found: dict[str, Command] = {}

    def walk(group: CommandGroup, before: str) -> None:
        context = group.context_class(group)
        for name in group.list_commands(context):
            one = group.get_command(context, name)
            if isinstance(one, CommandGroup):
                walk(one, f"{before}{name} ")
            elif isinstance(one, Command):
                found[before + name] = one

    walk(program(), "")
    return found


def _options(command: Command) -> Iterator[str]:
    for taken in command.taken:
        for declared, default in taken.declared.values():
            said = "" if default in {None, False, ()} or not isinstance(default, str) else f"`{default}`"
            yield f"| {_written(declared)} | {said} | {_cell(declared.text.zh)} | {_cell(declared.text.en)} |\n"


def _written(declared: Declared) -> str:
    """As it is typed, with what stands for its value."""
    metavar = "" if declared.metavar is None else declared.metavar.en
    written = f"{', '.join(declared.flags)} {metavar}".strip()
    return "`" + written.replace("|", "\\|") + "`"


def _api() -> Iterator[str]:
    import validator

    for name in validator.__all__:
        if not name.startswith("_"):
            yield f"::: validator.{name}\n"
            if isinstance(getattr(validator, name), type):
                yield "    options:\n      members: true\n"
            yield "\n"


def _both(text: Text) -> str:
    return f"{text.zh}\n\n{text.en}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Called by mkdocs: add the pages to those that are written by hand."""
    from mkdocs.structure.files import File

    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files
