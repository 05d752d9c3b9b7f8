"""The mistakes of a report in the terminal: what to change, why, the proof, and on demand each finding in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.model.rules.rule import Severity
from validator.renderers.layout.lines import Line, Span, block
from validator.renderers.terminal._details import in_full
from validator.renderers.terminal._frame import frame
from validator.renderers.terminal.headings import QUIET
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_WIDEST_MARGIN = 12


def mistakes(checked: ReportResult, pack: Pack, options: RenderOptions) -> Iterator[Line]:
    """The lines of all of them, with an empty one behind each."""
    for account in mistakes_of(checked, pack, options.language):
        yield from _mistake(account, options)
        yield ()


def _mistake(account: MistakeAccount, options: RenderOptions) -> Iterator[Line]:
    """Where, what stands there and what it should be; why; the proof; last and dim where in the file, and the rules."""
    width = options.width
    label = account.label + "  "
    margin = Span(" " * min(cell_len(label), _WIDEST_MARGIN))
    head = Span(label, _STYLES[account.severity])
    yield from block([head], account.message, width, style="bold", indent=len(margin.text))
    if account.why:
        yield from block([margin], account.why, width)
    if account.proof:
        yield from block([margin, Span("> ", QUIET)], account.proof, width)
    if not options.details:
        for excerpt in account.excerpts:
            for framed in frame(excerpt, account.glossary, width - len(margin.text) - 2):
                yield (margin, Span("| ", QUIET), *framed)
    place = "  ".join(filter(None, (account.place.file, account.rule_names)))
    yield from block([margin], place, width, style="dim")
    if options.details:
        for one in account.accounts:
            yield ()
            yield from in_full(one, width)
