"""axe-core, which looks for what keeps people out of a page."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.browser import Browser

_MODULES = "NODE_PATH"
"""Folders where programs in JavaScript look for libraries; `.ci/run` has npm put the newest there."""


def axe() -> str:
    """Its script: that of npm where it is installed, else the one that comes with the extra `test`, which is older."""
    for folder in filter(None, os.environ.get(_MODULES, "").split(os.pathsep)):
        script = Path(folder, "axe-core", "axe.min.js")
        if script.is_file():
            return script.read_text(encoding="utf-8")
    return files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(tab: Browser) -> list[str]:
    """What it finds on the page that is shown, with the elements."""
    tab.run(axe() + ";0")
    found = tab.run("axe.run(document, { iframes: false }).then((all) => JSON.stringify(all.violations))")
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in json.loads(found)]
