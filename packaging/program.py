"""What the frozen program starts with: a double click opens the page, words behind its name are the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Be a child that reads files, the command, or without any word the page."""
    from validator.engine.isolation.child_process import CHILD, be_child

    words = sys.argv[1:]
    if words[:1] == [CHILD]:
        be_child(words[1:])
        return
    from validator.cli import main as command

    command(words or ["desk"])


if __name__ == "__main__":
    main()
