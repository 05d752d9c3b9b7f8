"""Several formats at once: which goes where, and how each is made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from validator.cli._problems import wrong_usage
from validator.cli.output.formats import check_suffix, format_for
from validator.cli.runs.many import STREAM_FORMATS
from validator.cli.runs.request import Invocation
from validator.renderers import EXPORTERS, RENDERERS, exporter, renderer
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.model.result import Result
    from validator.packs.pack import Pack

DEFAULT = "terminal"
FORMATS = (*RENDERERS, *EXPORTERS, *STREAM_FORMATS)
_SEVERAL = 2
_SCREEN = "-"
"""What `--output` says for standard output."""


class Output(NamedTuple):
    """One format and where it goes."""

    format: str
    target: Path | None
    """None for standard output."""


def outputs_of(formats: Sequence[str], outputs: Sequence[str], order: Sequence[str]) -> tuple[Output, ...]:
    """Which format goes where; raises WrongUsageError.

    As many outputs as formats are paired in order. Of fewer, each belongs to the format before it, and the format
    without one goes to standard output. Where no format is typed, the suffix of each output decides. `order`: the names
    of the options as they stand on the command line.
    """
    typed = "formats" in order
    if outputs and not typed and len(formats) < _SEVERAL:
        # What is settled once for all runs is only the default for a file whose name tells nothing.
        usual = formats[0] if formats else DEFAULT
        places = [_place(one) for one in outputs]
        found = [Output(format_for(place, FORMATS, usual), place) for place in places]
    else:
        found = _paired(formats or (DEFAULT,), outputs, order)
    for one in found:
        check_suffix(one.target, one.format, FORMATS)
    _check(found)
    return tuple(sorted(found, key=lambda one: one.target is None))


def _paired(names: Sequence[str], outputs: Sequence[str], order: Sequence[str]) -> list[Output]:
    if len(outputs) > len(names):
        raise wrong_usage("outputs-too-many", formats=len(names), outputs=len(outputs))
    if len(outputs) == len(names):
        placed: list[str | None] = [*outputs]
    else:
        placed = list(_beside(len(names), outputs, order))
    return [Output(name, _place(target)) for name, target in zip(names, placed, strict=True)]


def _place(target: str | None) -> Path | None:
    return None if target in {None, _SCREEN} else Path(target or "")


def _beside(count: int, outputs: Sequence[str], order: Sequence[str]) -> Iterator[str | None]:
    """For each format the output that follows it before the next; one before all formats belongs to the first."""
    placed: list[str | None] = [None] * count
    at, rest = 0, iter(outputs)
    started = False
    for option in order:
        if option == "formats":
            at, started = at + started, True
        elif option == "outputs":
            if placed[at] is not None:
                raise wrong_usage("output-without-format")
            placed[at] = next(rest)
    yield from placed


def _check(found: Sequence[Output]) -> None:
    for one in found:
        if one.format in STREAM_FORMATS and len(found) > 1:
            raise wrong_usage("format-alone", format=one.format)
    shown = [one.format for one in found if one.target is None]
    if len(shown) > 1:
        raise wrong_usage("output-for-each", formats=", ".join(shown))
    for name in shown:
        if name in EXPORTERS:
            raise wrong_usage("output-needed", format=name)
    targets = [one.target for one in found if one.target]
    places = [os.path.abspath(one) for one in targets]  # noqa: PTH100 (links are not followed)
    for target, place in zip(targets, places, strict=True):
        if places.count(place) > 1:
            raise wrong_usage("output-twice", path=clean(str(target)))


def deliver(outputs: Sequence[Output], run: Invocation, result: Result, pack: Pack) -> None:
    """Make all formats, then write them, files first; raises WrongUsageError, OutputError."""
    runs = [replace(run, output=one.target) for one in outputs]
    made = [_content(one.format, each, result, pack) for one, each in zip(outputs, runs, strict=True)]
    for each, content in zip(runs, made, strict=True):
        each.deliver(content, result)


def _content(name: str, run: Invocation, result: Result, pack: Pack) -> str | bytes:
    if name in EXPORTERS:
        return exporter(EXPORTERS[name])(result, pack, run.render_options)
    return renderer(RENDERERS[name])(result, pack, run.render_options)
