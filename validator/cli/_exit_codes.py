"""Exit codes: what a calling program learns without reading."""

from __future__ import annotations

from validator.model.text import Text

NOTHING_FOUND = 0
"""Nothing at or above `--fail-on`."""
FINDINGS = 1
"""Something at or above `--fail-on`."""
WRONG_USAGE = 2
"""Nothing was done: the command line, the settings or the pack of rules is wrong."""
UNREADABLE = 3
"""An input could not be read or holds no report; all others were done."""
CRASHED = 70
"""A fault of the program itself."""
INTERRUPTED = 130
"""Stopped by Ctrl-C."""

EXPLAINED = Text(
    f"""\b
退出码:
  {NOTHING_FOUND}  没有达到 --fail-on 的发现
  {FINDINGS}  有达到 --fail-on 的发现
  {WRONG_USAGE}  用法、配置或规则包有误
  {UNREADABLE}  有文件无法读取，或其中没有年报
""",
    f"""\b
exit codes:
  {NOTHING_FOUND}  nothing found at or above --fail-on
  {FINDINGS}  findings at or above --fail-on
  {WRONG_USAGE}  wrong usage, broken settings or rule pack
  {UNREADABLE}  a file could not be read or holds no report
""",
)
"""Those that a run can end with, for the help."""
