"""Output formats, one module each. Only renderers know sentences, widths and colours.

A renderer is a function `render(result, pack, options)`. It is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

from msgspec import Struct

if TYPE_CHECKING:
    from validator.model.document import Location, SourcePlace
    from validator.model.form import Form
    from validator.model.report import Report
    from validator.model.result import Result
    from validator.model.rules.constraint import Constraint
    from validator.packs.pack import Pack


def _nowhere(_: Report) -> Mapping[Location, SourcePlace]:
    """Nothing is known of the sources."""
    return {}


class RenderOptions(Struct, frozen=True):
    """How the output is to look."""

    language: str = "zh"
    """`zh` or `en`."""
    colour: bool = False
    """ANSI colours, where the format has any."""
    width: int = 100
    """Terminal cells in a line, where the format wraps."""
    folder: str | None = None
    """Folder that other programs find the inputs in; None where nothing is known of it."""
    sheets: bool = False
    """Whether a workbook has a sheet for each report, however many there are."""
    details: bool = False
    """Whether each finding is told in full below its mistake, where the format can do without."""
    quiet: bool = False
    """Whether only what was found is told, where the format is for people."""
    notes: tuple[str, ...] = ()
    """Sentences below the counts: the settings in force, what was passed over."""
    help_uri_base: str | None = None
    """Address of a site with a page for each rule; None for the one that the package names, if it does."""
    places: Callable[[Report], Mapping[Location, SourcePlace]] = _nowhere
    """Where the cells of a report stand in the lines of its source, for formats that point at lines."""


Renderer = Callable[["Result", "Pack", RenderOptions], str]
FormExporter = Callable[["Form", "Sequence[Constraint]", "Pack", RenderOptions], bytes]
Exporter = Callable[["Result", "Pack", RenderOptions], bytes]

RENDERERS: Mapping[str, str] = {
    "terminal": "validator.renderers.terminal.report",
    "concise": "validator.renderers.ci.concise",
    "json": "validator.renderers.data.json_report",
    "sarif": "validator.renderers.ci.sarif",
    "junit": "validator.renderers.ci.junit",
    "github": "validator.renderers.ci.github",
    "gitlab": "validator.renderers.ci.gitlab",
    "markdown": "validator.renderers.ci.markdown",
    "html": "validator.renderers.html.page",
}
"""Formats of `gouji check` that are text -> module with `render`."""

EXPORTERS: Mapping[str, str] = {
    "xlsx": "validator.renderers.workbook.checks",
}
"""Formats of `gouji check` that are files of bytes -> module with `export`."""

TABLE_RENDERERS: Mapping[str, str] = {
    "table": "validator.renderers.terminal.tables",
    "json": "validator.renderers.data.json_report",
}
"""Formats of `gouji read` that are text -> module with `render`."""

TABLE_EXPORTERS: Mapping[str, str] = {
    "xlsx": "validator.renderers.workbook.cells",
}
"""Formats of `gouji read` that are files of bytes -> module with `export`."""

FORM_EXPORTERS: Mapping[str, str] = {
    "xlsx": "validator.renderers.forms.workbook",
    "docx": "validator.renderers.forms.document",
}
"""Formats of `gouji form` -> module with `export_form`."""


def renderer(module: str) -> Renderer:
    """The renderer of a module named in a registry."""
    return cast("Renderer", import_module(module).render)


def exporter(module: str) -> Exporter:
    """The exporter of a module named in a registry."""
    return cast("Exporter", import_module(module).export)


def form_exporter(module: str) -> FormExporter:
    """The exporter of a module named in the registry of forms."""
    return cast("FormExporter", import_module(module).export_form)
