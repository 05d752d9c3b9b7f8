"""How parts are got that a plain installation has not."""

from __future__ import annotations

import sys

from validator.model.text import Text


def installing(extra: str, *, frozen: bool | None = None) -> Text:
    """What installs an extra of this package, to stand behind a colon or “with”.

    `frozen`: whether this is the program for a double click, into which nothing can be installed; None: as it is.
    """
    package = f"gouji[{extra}]"
    if getattr(sys, "frozen", False) if frozen is None else frozen:
        return Text(
            f"双击用的程序里装不了，要在有 Python 的电脑上装 {package}",
            f"{package} on a computer that has Python: this program cannot take it",
        )
    command = f"pip install '{package}'"
    return Text(command, command)
