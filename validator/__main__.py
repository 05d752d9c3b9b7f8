"""`python -m validator` is `gouji`."""

from __future__ import annotations

from validator.cli import main

main()
