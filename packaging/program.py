"""What the frozen program starts with: a double click opens the page, words behind its name are the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

LIBRARIES, BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"
"""Where libraries are looked for, and where they were before this program was started."""


def restore(environment: MutableMapping[str, str]) -> None:
    """Take this program's own libraries from the path: browsers and office programs that it starts have theirs."""
    environment.pop(LIBRARIES, None)
    before = environment.pop(BEFORE, None)
    if before is not None:
        environment[LIBRARIES] = before


def main() -> None:
    """Be a child that reads files, the command, or without any word the page."""
    from validator.engine.isolation.child_process import CHILD, be_child

    if sys.platform == "linux":
        restore(os.environ)
    words = sys.argv[1:]
    if words[:1] == [CHILD]:
        be_child(words[1:])
        return
    from validator.cli import main as command

    command(words or ["desk"])


if __name__ == "__main__":
    main()
